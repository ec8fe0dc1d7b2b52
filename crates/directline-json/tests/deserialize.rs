//! The serde side: strictness, places of errors, numbers, raw text.

#![expect(clippy::unwrap_used, reason = "helpers of tests; clippy only knows the tests themselves")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use directline_json::{Document, Limits, from_slice};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    x: i32,
    y: Option<i32>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Nothing,
    Circle(f64),
    Box(u8, u8),
    At { point: Point },
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Name(String);

#[derive(Debug, PartialEq, Deserialize)]
struct Unit;

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "shorter calls")]
fn reads<T: DeserializeOwned + PartialEq + Debug>(source: &str, expected: T) {
    assert_eq!(from_slice::<T>(source.as_bytes()).unwrap(), expected, "{source}");
}

#[test]
fn values_of_all_kinds() {
    reads("true", true);
    reads("null", ());
    reads("null", Unit);
    reads("null", None::<u8>);
    reads("5", Some(5_u8));
    reads(r#""\u00e9""#, 'é');
    reads(r#""a\nb""#, "a\nb".to_owned());
    reads(r#""n""#, Name("n".to_owned()));
    reads("[1,[2,3]]", (1_u8, [2_i64, 3]));
    reads(r#"{"x":1,"y":null}"#, Point { x: 1, y: None });
    reads(r#"{"\u0078":1}"#, Point { x: 1, y: None });
    reads(r#"{"b":1,"\u0061":2}"#, BTreeMap::from([(Name("b".into()), 1), (Name("a".into()), 2)]));
    reads(r#""Nothing""#, Shape::Nothing);
    reads(r#"{"Circle":1}"#, Shape::Circle(1.0));
    reads(r#"{"Box":[1,2]}"#, Shape::Box(1, 2));
    reads(r#"{"At":{"point":{"x":3}}}"#, Shape::At { point: Point { x: 3, y: None } });
}

#[test]
fn numbers_keep_what_their_type_can_hold() {
    reads("18446744073709551615", u64::MAX);
    reads("-9223372036854775808", i64::MIN);
    reads("340282366920938463463374607431768211455", u128::MAX);
    reads("-170141183460469231731687303715884105728", i128::MIN);
    reads("-0", 0_i32);
    reads("0.1", 0.1_f32);
    reads("1e-999", 0.0_f64);
    reads("9007199254740993", 9_007_199_254_740_993_u64);
    assert!(from_slice::<f64>(b"-0").unwrap().is_sign_negative());
    let any = |source: &str| from_slice::<serde_json::Value>(source.as_bytes()).unwrap();
    assert!(any("18446744073709551615").is_u64());
    assert!(any("-1").is_i64());
    assert!(any("-0").is_f64());
    assert!(any("1.0").is_f64());
    assert!(any("18446744073709551616").is_f64());
}

#[test]
fn strings_are_borrowed_where_the_source_allows() {
    let source = br#"["plain", {"key": "x"}]"#;
    let document = Document::parse(source);
    let (plain, map): (&str, BTreeMap<&str, &str>) = document.root().unwrap().deserialize().unwrap();
    assert_eq!((plain, map["key"]), ("plain", "x"));
}

/// Each source, what the error says, and the text that its span covers.
#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(cases: &[(&str, &str, &str)]) {
    for (source, message, place) in cases {
        let error = from_slice::<T>(source.as_bytes()).unwrap_err();
        assert!(error.message.contains(message), "{source}: {error}");
        assert_eq!(source.get(error.span.range()), Some(*place), "{source}: {error}");
        assert_eq!(error.to_string(), format!("{} at byte {}", error.message, error.span.start));
    }
}

#[test]
fn errors_of_types_have_the_place_of_the_value() {
    refuses::<Vec<Point>>(&[
        (r#"[{"x":1},{"x":"1"}]"#, "invalid type: string \"1\", expected i32", "\"1\""),
        (r#"[{"x":3000000000}]"#, "invalid value: integer `3000000000`", "3000000000"),
        (r#"[{"x":1.0}]"#, "invalid type: floating point `1.0`", "1.0"),
        (r#"[{"x":1,"y":[2]}]"#, "invalid type: sequence", "[2]"),
        (r#"[{"x":1,"z":2}]"#, "unknown field `z`", "\"z\""),
        (r#"[ {"y":2} ]"#, "missing field `x`", r#"{"y":2}"#),
        ("[[1,2]]", "invalid type: sequence, expected struct Point", "[1,2]"),
        (r#"{"x":1}"#, "invalid type: map, expected a sequence", r#"{"x":1}"#),
    ]);
    refuses::<(u8, f64)>(&[
        ("[1]", "invalid length 1", "[1]"),
        ("[1,2,3]", "one element too many", "3"),
        ("[1,1e999]", "number out of range", "1e999"),
        ("[1,true]", "invalid type: boolean", "true"),
        ("[256,1]", "invalid value", "256"),
    ]);
    refuses::<Shape>(&[
        (r#"{"Nothing":null}"#, "invalid type: map", "\"Nothing\""),
        (r#""Circle""#, "invalid type: unit variant", "\"Circle\""),
        (r#""Other""#, "unknown variant `Other`", "\"Other\""),
        (r#"{"Other":1}"#, "unknown variant `Other`", "\"Other\""),
        (r#"{"Circle":"1"}"#, "invalid type: string", "\"1\""),
        (r#"{"Circle":1,"Box":[1,2]}"#, "one member", "\"Box\""),
        ("{}", "one member", "{}"),
        (r#"{"At":[{"x":1}]}"#, "invalid type: sequence", r#"[{"x":1}]"#),
        ("1", "invalid type: number", "1"),
        ("null", "invalid type: null", "null"),
    ]);
    refuses::<BTreeMap<String, bool>>(&[(r#"{"a":true,"b":null}"#, "invalid type: null", "null")]);
}

#[test]
fn a_document_with_a_defect_is_refused_wherever_it_stands() {
    refuses::<serde_json::Value>(&[
        (r#"{"a":1,"b":{"c":1,"c":2}}"#, "member \"c\" occurs 2 times", "\"c\""),
        (r#"["\ud800"]"#, "half of a surrogate pair", r"\ud800"),
        ("\u{feff}[]", "a byte order mark", "\u{feff}"),
        ("[1,]", "a comma after the last entry", ","),
        ("", "the text is empty", ""),
        (r#"["\ud800",]"#, "a comma after the last entry", ","),
    ]);
    let error = from_slice::<serde_json::Value>(b"[\"\xff\"]").unwrap_err();
    assert_eq!((error.message.as_str(), error.span.start), ("bytes that are not UTF-8", 2));
    // A part of the document without the defect is refused as well.
    let document = Document::parse(br#"{"ok":1,"ok":2,"fine":3}"#);
    assert!(document.pointer("/fine").unwrap().deserialize::<u8>().is_err());
    // Even if no defect could be kept.
    let limits = Limits { max_defects: 0, ..Limits::default() };
    let document = Document::parse_with(br#"{"a":1,"a":2}"#, &limits);
    assert_eq!((document.defects().len(), document.defects_dropped()), (0, 1));
    assert!(document.root().unwrap().deserialize::<serde_json::Value>().is_err());
}

#[test]
fn raw_values_hold_the_exact_text() {
    #[derive(Deserialize)]
    struct Body<'a> {
        data: Box<RawValue>,
        #[serde(borrow)]
        more: Option<&'a RawValue>,
    }
    let source = br#" {"data" : {"b": 1.50, "a":[ 1e400 , "\u0041" ]} , "more":-0}"#;
    let document = Document::parse(source);
    let body: Body<'_> = document.root().unwrap().deserialize().unwrap();
    assert_eq!(body.data.get(), r#"{"b": 1.50, "a":[ 1e400 , "\u0041" ]}"#);
    assert_eq!(body.more.map(RawValue::get), Some("-0"));
    let all: Vec<Box<RawValue>> = from_slice(b"[null, \"x\"]").unwrap();
    assert_eq!(all.iter().map(|raw| raw.get()).collect::<Vec<_>>(), ["null", "\"x\""]);
}

#[test]
fn lenient_reading_leaves_out_what_it_is_told_to() {
    let source = br#"{"x":1,"z":"stranger","y":[],"x":2}"#;
    let document = Document::parse(source);
    let root = document.root().unwrap();
    let offenders = [root.get("z").unwrap().id(), root.get("y").unwrap().id()];
    let point: Point = root.deserialize_where(|value| !offenders.contains(&value.id())).unwrap();
    assert_eq!(point, Point { x: 1, y: None });
    // The same without leaving anything out is refused for the type, not for the repeated member.
    let error = root.deserialize_where::<Point>(|_| true).unwrap_err();
    assert_eq!(source.get(error.span.range()), Some(&b"\"z\""[..]));
    // If the first of two is left out, the second does not step in.
    let first = root.get("x").unwrap().id();
    let members: BTreeMap<String, serde_json::Value> =
        root.deserialize_where(|value| value.id() != first).unwrap();
    assert_eq!(members.keys().collect::<Vec<_>>(), ["y", "z"]);
    let document = Document::parse(b"\xef\xbb\xbf[1,\"\\ud800\",3]");
    let mixed: Vec<u8> =
        document.root().unwrap().deserialize_where(|value| value.as_str().is_none()).unwrap();
    assert_eq!(mixed, [1, 3]);
    let broken = Document::parse(b"[1,]");
    assert!(broken.root().unwrap().deserialize_where::<Vec<u8>>(|_| true).is_err());
}

#[test]
fn a_member_order_of_any_kind_and_an_empty_object() {
    reads("{}", BTreeMap::<String, u8>::new());
    reads(r#"{"y":2,"x":1}"#, Point { x: 1, y: Some(2) });
}
