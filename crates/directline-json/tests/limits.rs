//! Limits at, below and above; inputs made to exhaust stack, memory or time.

use directline_json::{Defect, DefectKind, Document, Kind, Limits, Span, SyntaxError};
use serde::de::IgnoredAny;

const MANY: usize = 1_000_000;

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

fn members(count: usize, member: impl Fn(usize) -> String) -> String {
    (0..count).map(member).collect::<Vec<_>>().concat()
}

#[test]
fn depth() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let per_unit = open.matches(['[', '{']).count();
        for max_depth in [0, 1, 2, 7, 128] {
            let limits = Limits { max_depth, ..Limits::default() };
            for depth in [max_depth.saturating_sub(1), max_depth, max_depth + 1] {
                let source = nested(open, close, depth);
                let document = Document::parse_with(source.as_bytes(), &limits);
                let fits = depth * per_unit <= max_depth;
                assert_eq!(document.is_well_formed(), fits, "{source}");
                if !fits {
                    let [defect] = document.defects() else { panic!("{:?}", document.defects()) };
                    assert_eq!(defect.kind, DefectKind::TooDeep { max_depth });
                }
            }
        }
    }
}

#[test]
fn what_lies_too_deep_is_skipped_and_the_rest_is_read() {
    let limits = Limits { max_depth: 1, ..Limits::default() };
    let source = br#"[{"a":"]}\"[{"}, [[], "\\"], 3, [1,] ]"#;
    let document = Document::parse_with(source, &limits);
    let kinds: Vec<_> = document.root().unwrap().elements().map(|v| (v.kind(), v.len())).collect();
    let expected = [(Kind::Object, 0), (Kind::Array, 0), (Kind::Number, 0), (Kind::Array, 0)];
    assert_eq!(kinds, expected);
    assert_eq!(document.defects().len(), 3);
    assert_eq!(document.pointer("/0").unwrap().raw(), br#"{"a":"]}\"[{"}"#);
}

#[test]
fn size() {
    for max_bytes in [4, 5, 6] {
        let limits = Limits { max_bytes, ..Limits::default() };
        let document = Document::parse_with(b"[123]", &limits);
        let fits = max_bytes >= 5;
        assert_eq!((document.is_well_formed(), document.root().is_some()), (fits, fits));
        if !fits {
            let kind = DefectKind::TooLarge { max_bytes };
            assert_eq!(document.defects(), [Defect { kind, span: Span::new(4, 5) }]);
        }
    }
}

#[test]
fn number_of_defects() {
    let source = br#"["\ud800","\ud800","\ud800"]"#;
    for (max_defects, kept) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3)] {
        let limits = Limits { max_defects, ..Limits::default() };
        let document = Document::parse_with(source, &limits);
        assert_eq!(document.defects().len(), kept);
        assert_eq!(document.defects_dropped(), 3 - kept);
        assert!(document.is_well_formed() && !document.is_clean());
    }
}

#[test]
fn a_defect_that_breaks_the_syntax_is_never_crowded_out() {
    let limits = Limits { max_defects: 2, ..Limits::default() };
    let source = br#"["\ud800","\ud800","\ud800",01,02]"#;
    let document = Document::parse_with(source, &limits);
    assert!(!document.is_well_formed());
    let kinds: Vec<_> = document.defects().iter().map(|d| (d.kind.clone(), d.span.start)).collect();
    let bad_number = DefectKind::Syntax(SyntaxError::BadNumber);
    assert_eq!(kinds, [(DefectKind::LoneSurrogate, 2), (bad_number, 28)]);
    assert_eq!(document.defects_dropped(), 3);
}

#[test]
fn a_million_nested_arrays_or_objects() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[", ""), ("{\"a\":", "")] {
        let source = nested(open, close, MANY);
        let document = Document::parse(source.as_bytes());
        assert!(!document.is_well_formed());
        assert!(document.defects().len() <= 2);
    }
    // Without a limit the tree is really that deep: nothing that walks it may recurse.
    let limits = Limits { max_depth: usize::MAX, ..Limits::default() };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let source = nested(open, close, MANY);
        let document = Document::parse_with(source.as_bytes(), &limits);
        assert!(document.is_clean());
        let root = document.root().unwrap();
        assert!(root.same_value(document.clone().root().unwrap()));
        let last = document.value(MANY * open.len().min(2) - usize::from(open.len() > 1)).unwrap();
        assert!(last.pointer().len() >= MANY);
        root.deserialize::<IgnoredAny>().unwrap();
        let error = root.deserialize::<serde_json::Value>().unwrap_err();
        assert!(error.message.starts_with("more than 512 arrays and objects"), "{error}");
    }
}

#[test]
fn visitors_go_as_deep_as_is_promised() {
    let limits = Limits { max_depth: 1000, ..Limits::default() };
    for (depth, reads) in [(511, true), (512, true), (513, false)] {
        let source = nested("[", "]", depth);
        let document = Document::parse_with(source.as_bytes(), &limits);
        let read = document.root().unwrap().deserialize::<serde_json::Value>();
        assert_eq!(read.is_ok(), reads, "{depth}");
    }
}

#[test]
fn a_million_equal_names() {
    let member = r#""name":0,"#;
    let source = format!("{{{}\"last\":1}}", member.repeat(MANY));
    let document = Document::parse(source.as_bytes());
    let [defect] = document.defects() else { panic!("one defect per name") };
    let expected = DefectKind::DuplicateMember { first: Span::new(1, 7), name: "name".into(), count: MANY };
    assert_eq!((&defect.kind, defect.span), (&expected, Span::new(10, 16)));
    assert_eq!(document.root().unwrap().len(), MANY + 1);
    assert_eq!(document.defects_dropped(), 0);
}

#[test]
fn a_million_different_names() {
    let members: Vec<String> = (0..MANY).map(|i| format!("\"{i}\":{i}")).collect();
    let document_text = format!("{{{}}}", members.join(","));
    let document = Document::parse(document_text.as_bytes());
    assert!(document.is_clean());
    let root = document.root().unwrap();
    assert_eq!(root.len(), MANY);
    let backwards: Vec<&str> = members.iter().rev().map(String::as_str).collect();
    let backwards = format!("{{{}}}", backwards.join(","));
    assert!(root.same_value(Document::parse(backwards.as_bytes()).root().unwrap()));
}

#[test]
fn every_name_twice() {
    let count = 10_000;
    let names = members(count, |i| format!("\"{i}\":0,"));
    let source = format!("{{{names}{names}\"end\":0}}");
    let document = Document::parse(source.as_bytes());
    assert_eq!((document.defects().len(), document.defects_dropped()), (100, count - 100));
    assert!(document.is_well_formed());
}

#[test]
fn names_made_to_look_alike() {
    // The same length, beginning and end.
    for count in [3, 32, 33, 1000] {
        let names = members(count, |i| format!("\"beginning{i:05}the end.\":0,"));
        let source = format!("{{{names}\"x\":0}}");
        assert!(Document::parse(source.as_bytes()).is_clean(), "{count}");
        let source = format!("{{{names}\"beginning00001the end.\":0}}");
        assert_eq!(Document::parse(source.as_bytes()).defects().len(), 1, "{count}");
    }
}

#[test]
fn long_scalars() {
    let digits = "9".repeat(MANY);
    let document = Document::parse(digits.as_bytes());
    assert_eq!(document.root().unwrap().number_text(), Some(digits.as_str()));
    assert_eq!(document.root().unwrap().as_f64(), None);
    let text = format!("\"{}\"", "\\u0041".repeat(MANY));
    let document = Document::parse(text.as_bytes());
    assert_eq!(document.root().unwrap().as_str().unwrap(), "A".repeat(MANY));
    let exponent = format!("1e{digits}");
    assert!(directline_json::same_number(&exponent, &format!("10e{}8", "9".repeat(MANY - 1))));
}

#[test]
fn many_faults_in_a_row() {
    for fault in [
        "[1 ",
        "{\"a\" 1 ",
        "{a:",
        "1,,",
        "'",
        "'\\'1",
        "/*",
        "/**/",
        "//\n",
        "\"\\",
        "\0",
        "}",
        "]",
        ",]",
        "[}",
        "{]",
        "[{\"a\":]",
        "\\u",
        "[,",
        "{,",
        "tru ",
        "\"\u{1}\\ud800",
        "<p>",
        "\u{e9} ",
        "[1;",
        "[1;1",
    ] {
        for prefix in ["", "[", "{\"a\":", "[[{"] {
            let source = format!("{prefix}{}", fault.repeat(100_000));
            let document = Document::parse(source.as_bytes());
            assert!(!document.is_well_formed(), "{prefix}{fault}");
            assert!(document.defects().len() <= 100);
        }
    }
}
