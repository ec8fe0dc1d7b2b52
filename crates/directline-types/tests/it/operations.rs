//! The table of operations against the API reference, and against the path templates written out.

use directline_types::operation::{Method, Operation, RequestBody, Segment, Status, Success};
use directline_types::{DOCUMENTED_STATUSES, ObjectKind};

/// "API reference - Direct Line API 1.1", Token operations and Conversation operations, copied by hand.
const REFERENCE: &str = "
    GenerateToken      POST  /api/tokens/conversation                       -           None     200 token
    RefreshToken       GET   /api/tokens/{conversationId}/renew             -           None     200 token
    StartConversation  POST  /api/conversations                             -           None     200 conversation
    GetMessages        GET   /api/conversations/{conversationId}/messages   watermark?  None     200 message-set
    SendMessage        POST  /api/conversations/{conversationId}/messages   -           Message  204 -
    Upload             POST  /api/conversations/{conversationId}/upload     userId      Upload   204 -
";

#[test]
fn the_table_is_that_of_the_reference() {
    let mut rows = Vec::new();
    for operation in Operation::ALL {
        let query: Vec<String> = operation
            .query_parameters()
            .iter()
            .map(|parameter| format!("{}{}", parameter.name, if parameter.required { "" } else { "?" }))
            .collect();
        rows.push(vec![
            operation.name().to_owned(),
            operation.method().to_string(),
            operation.path().to_string(),
            if query.is_empty() { "-".to_owned() } else { query.join("&") },
            format!("{:?}", operation.request_body()),
            operation.success().status().code().to_string(),
            operation.success().body().map_or("-", ObjectKind::name).to_owned(),
        ]);
    }
    let expected: Vec<Vec<String>> = REFERENCE
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn names_are_those_of_the_variants_and_lead_back() {
    for operation in Operation::ALL {
        assert_eq!(operation.name(), format!("{operation:?}"));
        assert_eq!(Operation::from_name(operation.name()), Some(operation));
    }
    assert_eq!(Operation::from_name("sendmessage"), None);
    for kind in ObjectKind::ALL {
        assert_eq!(kind.title(), format!("{kind:?}"));
        assert_eq!(ObjectKind::from_name(kind.name()), Some(kind));
    }
}

#[test]
fn every_operation_explains_itself() {
    for operation in Operation::ALL {
        let (summary, description) = (operation.summary(), operation.description());
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{operation}: {summary}");
        assert!(description.ends_with('.') && !description.contains("  "), "{operation}: {description}");
    }
}

#[test]
fn statuses_are_the_eight_of_the_reference() {
    assert_eq!(DOCUMENTED_STATUSES.map(Status::code), [200, 204, 400, 401, 403, 404, 500, 502]);
    assert_eq!(
        DOCUMENTED_STATUSES.map(Status::is_success),
        [true, true, false, false, false, false, false, false]
    );
    for code in 0..=u16::MAX {
        assert_eq!(
            Status::from_code(code).map(Status::code),
            DOCUMENTED_STATUSES.map(Status::code).into_iter().find(|known| *known == code)
        );
    }
    for operation in Operation::ALL {
        let statuses: Vec<Status> = operation.documented_statuses().collect();
        assert_eq!(statuses.len(), 7);
        assert!(statuses.contains(&operation.success().status()));
    }
}

#[test]
fn paths_are_found_exactly() {
    for (method, path, expected) in [
        ("POST", "/api/tokens/conversation", Some((Operation::GenerateToken, None))),
        ("GET", "/api/tokens/abc/renew", Some((Operation::RefreshToken, Some("abc")))),
        ("POST", "/api/conversations", Some((Operation::StartConversation, None))),
        ("GET", "/api/conversations/a%7Cb/messages", Some((Operation::GetMessages, Some("a%7Cb")))),
        ("POST", "/api/conversations/a/messages", Some((Operation::SendMessage, Some("a")))),
        ("POST", "/api/conversations/conversations/upload", Some((Operation::Upload, Some("conversations")))),
        ("post", "/api/conversations", None),
        ("PUT", "/api/conversations", None),
        ("GET", "/api/tokens/conversation", None),
        ("POST", "/api/conversations/", None),
        ("POST", "/api/conversations//messages", None),
        ("POST", "/api/conversations/a/b/messages", None),
        ("POST", "/api/conversations/a/messages/", None),
        ("POST", "//api/conversations", None),
        ("POST", "api/conversations", None),
        ("POST", "/API/conversations", None),
        ("POST", "", None),
    ] {
        assert_eq!(Operation::find(method, path), expected, "{method} {path}");
    }
}

#[test]
fn an_expanded_path_leads_back_to_its_operation() {
    for operation in Operation::ALL {
        let path = operation.path().expand(&"a/b ?#|é".into());
        assert!(!path.contains([' ', '?', '#', '|', 'é']));
        let (found, id) = Operation::find(operation.method().as_str(), &path).unwrap();
        assert_eq!(found, operation);
        let has_id = operation.path().segments().contains(&Segment::ConversationId);
        assert_eq!(id, has_id.then_some("a%2Fb%20%3F%23%7C%C3%A9"));
    }
}

#[test]
fn only_a_success_without_content_has_no_body() {
    assert_eq!(Success::Returns(ObjectKind::Token).status(), Status::Ok);
    assert_eq!(Success::NoContent.status(), Status::NoContent);
    assert_eq!(
        Operation::ALL.map(|operation| operation.method() == Method::Get).iter().filter(|get| **get).count(),
        2
    );
    assert_eq!(Operation::SendMessage.request_body(), RequestBody::Message);
}
