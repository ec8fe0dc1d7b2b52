//! Headers, queries and paths, edited in place.

use directline_reference::{Request, Response};
use directline_types::{ErrorCode, ErrorMessage, Operation};

/// The operation that a request asks for.
pub(super) fn operation(request: &Request) -> Option<Operation> {
    Operation::find(&request.method, request.path()).map(|(operation, _)| operation)
}

/// Whether the operation answers nothing when it succeeds: Send a Message, Upload.
pub(super) fn delivers(operation: Operation) -> bool {
    matches!(operation, Operation::SendMessage | Operation::Upload)
}

/// A header field with this name.
pub(super) fn find<'h, V>(headers: &'h mut [(String, V)], name: &str) -> Option<&'h mut (String, V)> {
    headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// Takes away all header fields of this name. `false`: there were none.
pub(super) fn remove<V>(headers: &mut Vec<(String, V)>, name: &str) -> bool {
    let before = headers.len();
    headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    headers.len() < before
}

/// Gives a header that is there another value.
pub(super) fn replace<V>(headers: &mut [(String, V)], name: &str, value: impl Into<V>) -> bool {
    match find(headers, name) {
        Some((_, old)) => {
            *old = value.into();
            true
        }
        None => false,
    }
}

/// Adds a header field; `true`.
pub(super) fn add<V>(headers: &mut Vec<(String, V)>, name: &str, value: impl Into<V>) -> bool {
    headers.push((name.to_owned(), value.into()));
    true
}

/// Puts another path in front of the query.
pub(super) fn set_path(request: &mut Request, path: &str) -> bool {
    let query = request.target.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    request.target = format!("{path}{query}");
    true
}

/// Puts other text in place of the id between two fixed segments of the path. `false`: it has none.
pub(super) fn set_id(request: &mut Request, id: &str) -> bool {
    let Some((_, Some(old))) = Operation::find(&request.method, request.path()) else { return false };
    let mut path = request.path().to_owned();
    let (old, new) = (format!("/{old}/"), format!("/{id}/"));
    let Some(at) = path.rfind(&old) else { return false };
    path.replace_range(at..at.saturating_add(old.len()), &new);
    set_path(request, &path)
}

/// Adds a query parameter; `true`.
pub(super) fn add_parameter(request: &mut Request, name: &str, value: &str) -> bool {
    let mark = match request.target.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    request.target = format!("{}{mark}{name}={value}", request.target);
    true
}

/// Gives the first query parameter of this name another value. `false`: there is none.
pub(super) fn set_parameter(request: &mut Request, name: &str, value: &str) -> bool {
    edit_parameter(request, name, Some(&format!("{name}={value}")))
}

/// Takes away the first query parameter of this name. `false`: there is none.
pub(super) fn remove_parameter(request: &mut Request, name: &str) -> bool {
    edit_parameter(request, name, None)
}

fn edit_parameter(request: &mut Request, name: &str, pair: Option<&str>) -> bool {
    let Some((path, query)) = request.target.split_once('?') else { return false };
    let mut pairs: Vec<&str> = query.split('&').collect();
    let is_named = |pair: &&str| pair.split_once('=').map_or(*pair, |(known, _)| known) == name;
    let Some(at) = pairs.iter().position(is_named) else { return false };
    let removed = pairs.splice(at..=at, pair).count() == 1;
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    request.target = format!("{path}{query}");
    removed
}

/// An answer that reports a failure as documented.
pub(super) fn failure(status: u16, code: ErrorCode) -> Response {
    let error = ErrorMessage::new(code, "The request was not served").status_code(status);
    // Strings and a number: writing them does not fail.
    Response::json(status, serde_json::to_vec(&error).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use directline_reference::Request;

    use super::*;

    fn edited(target: &str, edit: impl FnOnce(&mut Request) -> bool) -> Option<String> {
        let mut request = Request::new("GET", target);
        edit(&mut request).then_some(request.target)
    }

    #[test]
    fn one_parameter_is_edited_and_the_rest_stays() {
        let two = "/a?x=1&y=2";
        assert_eq!(edited(two, |it| set_parameter(it, "x", "")).as_deref(), Some("/a?x=&y=2"));
        assert_eq!(edited(two, |it| remove_parameter(it, "x")).as_deref(), Some("/a?y=2"));
        assert_eq!(edited("/a?x", |it| remove_parameter(it, "x")).as_deref(), Some("/a"));
        assert_eq!(edited(two, |it| remove_parameter(it, "z")), None);
        assert_eq!(edited("/a", |it| add_parameter(it, "x", "1")).as_deref(), Some("/a?x=1"));
        assert_eq!(edited(two, |it| add_parameter(it, "z", "3")).as_deref(), Some("/a?x=1&y=2&z=3"));
    }

    #[test]
    fn the_id_of_a_path_is_found() {
        let id = |path: &str| edited(path, |it| set_id(it, "null"));
        let found = id("/api/conversations/abc/messages?watermark=1");
        assert_eq!(found.as_deref(), Some("/api/conversations/null/messages?watermark=1"));
        assert_eq!(id("/api/tokens/tokens/renew").as_deref(), Some("/api/tokens/null/renew"));
        assert_eq!(id("/api/conversations"), None);
    }
}
