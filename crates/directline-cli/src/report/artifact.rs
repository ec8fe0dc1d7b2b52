//! The names of files for programs that look for them in a repository.

use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986 lets stand in a path segment, without what other readers take for something else.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'!');

/// The path of a file below the folder in which the tool runs, with `/`. Of a file that is not there the last name: where
/// it stands on this machine is nobody's business, and a viewer would not find it.
pub(super) fn relative(name: &str) -> String {
    let folder = std::env::current_dir().ok();
    below(name, folder.as_deref())
}

fn below(name: &str, folder: Option<&Path>) -> String {
    if let Some(inner) = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
        // Standard input, or a URL of the command line: no file.
        return inner.to_owned();
    }
    let path = Path::new(name);
    let path = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
    let mut names: Vec<String> = Vec::new();
    let mut is_outside = false;
    for component in path.components() {
        match component {
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => is_outside |= names.pop().is_none(),
            Component::RootDir | Component::Prefix(_) => is_outside = true,
            Component::CurDir => {}
        }
    }
    if is_outside {
        names.drain(..names.len().saturating_sub(1));
    }
    if names.is_empty() { "input".to_owned() } else { names.join("/") }
}

/// A relative path as a URI reference.
pub(super) fn uri(path: &str) -> String {
    let segments: Vec<String> =
        path.split('/').map(|segment| utf8_percent_encode(segment, ESCAPED).to_string()).collect();
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_below_the_folder_and_never_outside() {
        let rows = [
            ("a.har", "a.har"),
            ("./runs/a.har", "runs/a.har"),
            ("runs/../a.har", "a.har"),
            ("/work/project/runs/a.har", "runs/a.har"),
            ("/home/someone/a.har", "a.har"),
            ("../other/a.har", "a.har"),
            ("runs/../../a.har", "a.har"),
            ("a.zip!/trace.har", "a.zip!/trace.har"),
            ("<stdin>", "stdin"),
            ("<URL 1>", "URL 1"),
            ("file:///etc/passwd", "file:/etc/passwd"),
            ("..", "input"),
            ("", "input"),
        ];
        for (name, expected) in rows {
            assert_eq!(below(name, Some(Path::new("/work/project"))), expected, "{name}");
        }
    }

    /// RFC 3986, sections 2.1 and 3.3.
    #[test]
    fn a_path_becomes_a_uri_reference() {
        let rows = [
            ("runs/a.har", "runs/a.har"),
            ("a b.har", "a%20b.har"),
            ("file:/etc", "file%3A/etc"),
            ("50%.har", "50%25.har"),
            ("a?b#c", "a%3Fb%23c"),
            ("a\\..\\x", "a%5C..%5Cx"),
            ("é\u{1b}", "%C3%A9%1B"),
            ("a.zip!/b.har", "a.zip!/b.har"),
        ];
        for (path, expected) in rows {
            assert_eq!(uri(path), expected);
        }
    }
}
