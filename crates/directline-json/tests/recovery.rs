//! Faults by name: what is said about each, where, and what is read all the same.

use directline_json::{DefectKind, Document, Kind, SyntaxError, Value};

/// The tree in a short form: strings in guillemets, everything else as it is written, without white space.
fn shape(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Array => {
            let items: Vec<_> = value.elements().map(shape).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object => {
            let members = value.members().map(|m| format!("{}:{}", m.key, shape(m.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Kind::String => format!("«{}»", value.as_str().unwrap_or_default()),
        Kind::Null => "null".to_owned(),
        Kind::Bool => value.as_bool().unwrap_or_default().to_string(),
        Kind::Number => value.number_text().unwrap_or("?").to_owned(),
    }
}

/// A short name of the kind and the offsets.
fn said(document: &Document<'_>) -> Vec<String> {
    let one = |defect: &directline_json::Defect| {
        let kind = match &defect.kind {
            DefectKind::Syntax(error) => format!("{error:?}"),
            DefectKind::DuplicateMember { name, count, .. } => format!("Duplicate {name} {count}"),
            other => format!("{other:?}"),
        };
        format!("{kind} {}..{}", defect.span.start, defect.span.end)
    };
    document.defects().iter().map(one).collect()
}

#[test]
fn faults_are_named_and_read_past() {
    let cases: &[(&str, &str, &[&str])] = &[
        // Commas.
        ("[1,]", "[1]", &["TrailingComma 2..3"]),
        ("{\"a\":1 , }", "{a:1}", &["TrailingComma 7..8"]),
        ("[1, /* , */ ]", "[1]", &["TrailingComma 2..3", "Comment 4..11"]),
        ("[1,,2]", "[1,2]", &["ExtraComma 3..4"]),
        ("[,1]", "[1]", &["ExtraComma 1..2"]),
        ("{,\"a\":1}", "{a:1}", &["ExtraComma 1..2"]),
        ("[1 2]", "[1,2]", &["MissingComma 3..4"]),
        ("[\"a\"\"b\"]", "[«a»,«b»]", &["MissingComma 4..5"]),
        ("[{}[]]", "[{},[]]", &["MissingComma 3..4"]),
        ("{\"a\":1 \"b\":2}", "{a:1,b:2}", &["MissingComma 7..8"]),
        ("[1;2]", "[1,2]", &["UnexpectedByte 2..3"]),
        // Colons and values.
        ("{\"a\" 1}", "{a:1}", &["MissingColon 5..6"]),
        ("{\"a\" = 1}", "{a:1}", &["UnexpectedByte 5..6"]),
        ("{\"a\"::1}", "{a:1}", &["UnexpectedByte 5..6"]),
        ("{\"a\":, \"b\":2}", "{b:2}", &["MissingValue 5..6"]),
        ("{\"b\":2, \"a\":}", "{b:2}", &["MissingValue 12..13"]),
        ("{\"a\", \"b\":2}", "{b:2}", &["MissingColon 4..5"]),
        ("{\"a\"}", "{}", &["MissingColon 4..5"]),
        // Words.
        (
            "[True, FALSE, None]",
            "[true,false,null]",
            &["BadLiteral 1..5", "BadLiteral 7..12", "BadLiteral 14..18"],
        ),
        ("{\"a\":undefined}", "{a:null}", &["BadLiteral 5..14"]),
        ("[NaN, -Infinity]", "[NaN,-Infinity]", &["BadLiteral 1..4", "BadNumber 6..15"]),
        ("[truefalse, 1]", "[null,1]", &["BadLiteral 1..10"]),
        (
            "[01, +1, 1., .5, 0x1F]",
            "[01,+1,1.,.5,0x1F]",
            &["BadNumber 1..3", "BadNumber 5..7", "BadNumber 9..11", "BadNumber 13..15", "BadNumber 17..21"],
        ),
        // Strings and names.
        (
            "{'a': 'it\\'s', b: \"c\"}",
            "{a:«it\\'s»,b:«c»}",
            &["SingleQuote 1..4", "SingleQuote 6..13", "UnquotedName 15..16"],
        ),
        ("['say \"hi\"', 'x\\n']", "[«say \"hi\"»,«x\n»]", &["SingleQuote 1..11", "SingleQuote 13..18"]),
        ("[\"a\nb\t\tc\"]", "[«a\nb\t\tc»]", &["ControlCharacter 3..4", "ControlCharacter 5..7"]),
        ("[\"\\x\\u12\"]", "[«\\x\\u12»]", &["BadEscape 2..4", "BadEscape 4..8"]),
        ("{1:2,null:3}", "{1:2,null:3}", &["UnquotedName 1..2", "UnquotedName 5..9"]),
        ("{a:1,\"a\":2}", "{a:1,a:2}", &["UnquotedName 1..2", "Duplicate a 2 5..8"]),
        // Comments.
        ("[1/*a*/,2//b\n]//c", "[1,2]", &["Comment 2..7", "Comment 9..12", "Comment 14..17"]),
        ("[1/*", "[1]", &["Comment 2..4", "UnexpectedEnd 4..4"]),
        // Brackets.
        ("{\"a\":[1}", "{a:[1]}", &["MismatchedBracket 7..8"]),
        ("[{\"a\":1]", "[{a:1}]", &["MismatchedBracket 7..8"]),
        ("[{\"a\":]", "[{}]", &["MismatchedBracket 6..7"]),
        ("[1}]", "[1]", &["UnexpectedByte 2..3"]),
        // The end.
        ("[1, {\"a\": [2", "[1,{a:[2]}]", &["UnexpectedEnd 12..12"]),
        ("{\"a\":1,\"b\":", "{a:1}", &["UnexpectedEnd 11..11"]),
        ("{\"a\":1,\"b", "{a:1}", &["UnclosedString 7..9"]),
        ("[1] [2] 3", "[1]", &["TrailingContent 4..9"]),
        // Two faults in a row that nothing can be made of end the reading.
        ("[1, <>, 2]", "[1]", &["UnexpectedByte 4..5", "UnexpectedByte 5..6"]),
        ("[\0]", "[]", &["UnexpectedByte 1..2"]),
        ("[1, *2, 3]", "[1,2,3]", &["UnexpectedByte 4..5"]),
    ];
    for (source, tree, defects) in cases {
        let document = Document::parse(source.as_bytes());
        let root = document.root().map(shape).unwrap_or_default();
        assert_eq!(root, *tree, "{source}: {:?}", document.defects());
        assert_eq!(said(&document), *defects, "{source}");
        assert!(!document.is_well_formed(), "{source}");
    }
}

#[test]
fn a_text_that_is_no_json_gives_one_defect_and_no_value() {
    let cases: &[(&[u8], SyntaxError)] = &[
        (b"", SyntaxError::Empty),
        (b" \r\n\t", SyntaxError::Empty),
        (b"<html><body>502 Bad Gateway</body></html>", SyntaxError::UnexpectedByte),
        (b"Internal Server Error", SyntaxError::BadLiteral),
        (b"}", SyntaxError::UnexpectedByte),
        (b"\"open", SyntaxError::UnclosedString),
        (b"\xff\xfe{\0}\0", SyntaxError::WideEncoding),
        (b"\xfe\xff\0{\0}", SyntaxError::WideEncoding),
        (b"\0\0\xfe\xff\0\0\0{\0\0\0}", SyntaxError::WideEncoding),
        (b"{\0}\0", SyntaxError::WideEncoding),
        (b"\0{\0}", SyntaxError::WideEncoding),
        (b"{\0\0\0}\0\0\0", SyntaxError::WideEncoding),
        (b"\0\0\0{\0\0\0}", SyntaxError::WideEncoding),
    ];
    for (source, error) in cases {
        let document = Document::parse(source);
        let kinds: Vec<_> = document.defects().iter().map(|defect| defect.kind.clone()).collect();
        assert_eq!(kinds, [DefectKind::Syntax(*error)], "{source:?}");
        assert!(document.root().is_none(), "{source:?}");
    }
}

#[test]
fn what_is_not_utf8_is_located() {
    let cases: &[(&[u8], &str, &[&str])] = &[
        (b"[\"a\xffb\"]", "[«a\u{fffd}b»]", &["InvalidUtf8 3..4"]),
        (
            b"[\"\xff\xfe\xe9 \xc3\"]",
            "[«\u{fffd}\u{fffd}\u{fffd} \u{fffd}»]",
            &["InvalidUtf8 2..5", "InvalidUtf8 6..7"],
        ),
        (b"{\"\xe9\":\"\\n\xe9\"}", "{\u{fffd}:«\n\u{fffd}»}", &["InvalidUtf8 2..3", "InvalidUtf8 8..9"]),
        (b"[1\xff]", "[?]", &["InvalidUtf8 1..3"]),
        (b"['\xe9']", "[«\u{fffd}»]", &["SingleQuote 1..4", "InvalidUtf8 2..3"]),
    ];
    for (source, tree, defects) in cases {
        let document = Document::parse(source);
        assert_eq!(document.root().map(shape).unwrap_or_default(), *tree, "{source:?}");
        assert_eq!(said(&document), *defects, "{source:?}");
    }
}

#[test]
fn a_byte_order_mark_is_said_and_passed_over() {
    let document = Document::parse(b"\xef\xbb\xbf {\"a\":1}");
    assert!(document.is_well_formed() && !document.is_clean());
    assert_eq!(said(&document), ["ByteOrderMark 0..3"]);
    assert_eq!(document.root().map(shape).unwrap_or_default(), "{a:1}");
    // Elsewhere it is no white space, and in a string it is a character.
    assert!(!Document::parse(b"[\xef\xbb\xbf]").is_well_formed());
    assert!(Document::parse(b"[\"\xef\xbb\xbf\"]").is_clean());
}

#[test]
fn repeated_members() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"a":1,"b":2,"a":3,"a":4,"b":5}"#, &["Duplicate a 3 13..16", "Duplicate b 2 25..28"]),
        (r#"{"a":1,"\u0061":2}"#, &["Duplicate a 2 7..15"]),
        (r#"{"":1,"":2}"#, &["Duplicate  2 6..8"]),
        (r#"{"a":{"a":1},"b":[{"a":1},{"a":2}]}"#, &[]),
        (r#"{"x":{"b":1,"b":2},"x":3}"#, &["Duplicate b 2 12..15", "Duplicate x 2 19..22"]),
        (r#"{"a":1,"A":2,"a ":3,"\u00e1":4,"a\u0301":5}"#, &[]),
    ];
    for (source, defects) in cases {
        let document = Document::parse(source.as_bytes());
        assert_eq!(said(&document), *defects, "{source}");
        assert!(document.is_well_formed(), "{source}");
    }
    // The first member wins, all are listed.
    let document = Document::parse(br#"{"a":1,"\u0061":2}"#);
    let root = document.root().map(shape);
    assert_eq!(root.as_deref(), Some("{a:1,a:2}"));
    let first = document.pointer("/a").and_then(Value::as_u64);
    assert_eq!(first, Some(1));
}

#[test]
fn messages_are_fragments() {
    let document = Document::parse(b"{\"\\n\":1,\"\\n\":2}");
    assert_eq!(document.defects()[0].to_string(), r#"member "\n" occurs 2 times in one object"#);
    let long = "n".repeat(200);
    let source = format!("{{\"{long}\":1,\"{long}\":2}}");
    let message = Document::parse(source.as_bytes()).defects()[0].to_string();
    assert_eq!(message, format!("member \"{}\"… occurs 2 times in one object", "n".repeat(64)));
}
