//! What the splitter cuts, however its input arrives.

use super::*;

/// Gives at most `1` bytes at a time.
struct Slow<'t>(&'t [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(into.len());
        Read::read(&mut self.0, &mut into[..count])
    }
}

fn entries(text: &[u8], chunk: usize) -> Result<Vec<(String, u64, u64, u64)>, ReadError> {
    let mut splitter = Splitter::new(Slow(text, chunk), "x.har".into(), 1 << 20);
    let mut found = Vec::new();
    while let Some(piece) = splitter.next_piece()? {
        if let Piece::Entry(bytes, mark) = piece {
            let text = String::from_utf8(bytes).unwrap();
            found.push((text, mark.offset, mark.line, mark.column));
        }
    }
    Ok(found)
}

#[test]
fn entries_are_found_wherever_they_stand() {
    let rows: [(&str, &[&str]); 14] = [
        (r#"{"log": {"entries": [{"a": 1}, {"b": "]}"}]}}"#, &[r#"{"a": 1}"#, r#"{"b": "]}"}"#]),
        (r#"{"log":{"entries":[]}}"#, &[]),
        (r#"{"log":{"version":"1.2","entries":[1,null],"creator":{"name":"x"}},"x":[[]]}"#, &["1", "null"]),
        (r#"{"entries":[{}]}"#, &["{}"]),
        ("[{},{}]", &["{}", "{}"]),
        ("\u{feff} {\"log\":{\"entries\":[{}]}}\n", &["{}"]),
        (r#"onHar({"log":{"entries":[{}]}});"#, &["{}"]),
        (r#"a.b ( {"log":{"entries":[{}]}} )"#, &["{}"]),
        (r#"{"log":{"\u0065ntries":[{}]}}"#, &["{}"]),
        (r#"{"log":{"pages":[{"entries":[1]}],"entries":[2]}}"#, &["2"]),
        (r#"{"log":{"entries":null}}"#, &[]),
        (r#"{"log":{"entries":[{}]},"log":{"entries":[[]]}}"#, &["{}", "[]"]),
        ("{}", &[]),
        (r#"{"log":{"comment":"entries\":[1]","entries":[{"t":"\\"}]}}"#, &[r#"{"t":"\\"}"#]),
    ];
    for (text, expected) in rows {
        for chunk in [1, 2, 3, 7, 1 << 20] {
            let found = entries(text.as_bytes(), chunk).unwrap();
            let texts: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).collect();
            assert_eq!(texts, expected, "{text} by {chunk}");
            for (entry, offset, line, _) in &found {
                let offset = usize::try_from(*offset).unwrap();
                assert!(text.as_bytes()[offset..].starts_with(entry.as_bytes()));
                assert_eq!(*line, 1);
            }
        }
    }
    let found = entries("[\n  {},\n\té {}]".as_bytes(), 1);
    assert!(found.is_err(), "é is no value");
    let found = entries("{\"é\": 1,\n\"entries\": [\n  {},\n\t{}]}".as_bytes(), 1).unwrap();
    assert_eq!((found[0].2, found[0].3, found[1].2, found[1].3), (3, 3, 4, 2));
}

#[test]
fn faults_have_a_place() {
    let rows: [(&str, &str, bool, u64); 12] = [
        (r#"{"log":{"entries":[{}"#, "inside the array of entries", true, 21),
        (r#"{"log":{"entries":[{"a"#, "inside the array of entries", true, 22),
        (r#"{"log":{"entries":[{}]}"#, "inside the log", true, 23),
        ("", "before the log", true, 0),
        (r#"{"log":{"entries":[{} {}]}}"#, "expected a comma or the end of the array or object", false, 22),
        (r#"{"log":{"entries":[{},]}}"#, "expected a JSON value", false, 22),
        (r#"{"log":{"entries":[{}}}"#, "an array or object is closed with the wrong bracket", false, 21),
        (r#"{"log" {"entries":[]}}"#, "expected a colon after a member name", false, 7),
        ("{log:1}", "expected a member name in double quotes", false, 1),
        (r#"{"log":{}} {"log":{}}"#, "text after the end of the recording", false, 11),
        (r#"{"log":,}"#, "expected a JSON value", false, 7),
        ("f x", "expected a JSON object", false, 2),
    ];
    for (text, what, cut, offset) in rows {
        for chunk in [1, 5, 1 << 20] {
            let error = entries(text.as_bytes(), chunk).unwrap_err();
            let (found, at) = match &error {
                ReadError::Truncated { at, what } => ((what.as_str(), true), at),
                ReadError::Malformed { at, what } => ((what.as_str(), false), at),
                other => panic!("{text}: {other}"),
            };
            assert_eq!((found, at.offset), ((what, cut), offset), "{text}");
        }
    }
}

/// Damage beside the entries changes none of them, and is said after the last one, at its place.
#[test]
fn damage_in_what_is_passed_over_is_said_at_the_end() {
    for (text, offset, cut) in [
        (r#"{"log":{"entries":[{}]},"x":nul}"#, 28, false),
        (r#"{"x":tru,"log":{"entries":[{}],"y":1.}}"#, 5, false),
        (r#"{"log":{"entries":[{}],"pages":[{"a":nul}]}}"#, 37, false),
        (r#"{"log":{"creator":{"name":x},"entries":[{}]}}"#, 26, false),
        (r#"{"log":{"entries":[{}],"x":"\q"}}"#, 28, false),
        (r#"on({"log":{"entries":[{}]}}"#, 27, true),
        (r#"on({"log":{"entries":[{}]}};"#, 28, true),
    ] {
        for chunk in [1, 5, 1 << 20] {
            let name: Arc<str> = "x.har".into();
            let mut splitter = Splitter::new(Slow(text.as_bytes(), chunk), name, 1 << 20);
            let mut count = 0;
            let error = loop {
                match splitter.next_piece() {
                    Ok(Some(Piece::Entry(..))) => count += 1,
                    Ok(Some(Piece::Creator(_))) => {}
                    Ok(None) => panic!("{text}: no error"),
                    Err(error) => break error,
                }
            };
            let at = error.position().map(|at| at.offset);
            assert_eq!((count, matches!(error, ReadError::Truncated { .. })), (1, cut), "{text}: {error}");
            assert_eq!(at, Some(offset), "{text}: {error}");
        }
    }
    // What stays is a text that every reader takes, and what is too long to be looked at.
    let long = format!(r#"{{"x":[{}nul],"log":{{"entries":[{{}}]}}}}"#, "0,".repeat(LONGEST_MEMBER));
    for text in [r#"{"x":[1,],"log":{"entries":[{}]},"y":[-1.5e3,"é",{}]}"#, &long] {
        assert_eq!(entries(text.as_bytes(), 1 << 20).unwrap().len(), 1, "{text}");
    }
}

#[test]
fn memory_does_not_grow_with_the_number_of_entries() {
    let entry = r#"{"request":{"method":"GET","url":"http://localhost/"}},"#.repeat(10);
    let head = &b"{\"log\":{\"entries\":["[..];
    let many = std::iter::repeat_n(entry.as_bytes(), 1_000).flatten();
    let text: Vec<u8> = head.iter().chain(many).chain(b"{}]}}").copied().collect();
    let mut splitter = Splitter::new(text.as_slice(), "x.har".into(), 1 << 20);
    let before = splitter.footprint();
    let mut count = 0;
    while let Some(piece) = splitter.next_piece().unwrap() {
        let Piece::Entry(bytes, _) = piece else { continue };
        assert!(bytes.capacity() <= 256, "{}", bytes.capacity());
        assert!(splitter.footprint() <= before + 256, "{}", splitter.footprint());
        count += 1;
    }
    assert_eq!((count, before <= BUFFER + 16), (10_001, true));
}

#[test]
fn an_entry_that_is_too_large_is_an_error() {
    for (size, fits) in [(99, true), (100, true), (101, false)] {
        let text = format!("[\"{}\"]", "x".repeat(size - 2));
        let mut splitter = Splitter::new(text.as_bytes(), "x.har".into(), 100);
        assert_eq!(splitter.next_piece().is_ok(), fits, "{size}");
    }
}
