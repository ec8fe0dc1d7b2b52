//! Names of framing defects, as they stand in NDJSON.

use directline_exchange::FramingKind;
use directline_json::Value;

use crate::json_text::quoted;

/// The defects that need nothing but their name.
const NAMES: [(&str, FramingKind); 11] = [
    ("bad-start-line", FramingKind::BadStartLine),
    ("bare-line-feed", FramingKind::BareLineFeed),
    ("folded-header", FramingKind::FoldedHeader),
    ("space-before-colon", FramingKind::SpaceBeforeColon),
    ("not-a-header", FramingKind::NotAHeader),
    ("control-character", FramingKind::ControlCharacter),
    ("bad-content-length", FramingKind::BadContentLength),
    ("length-and-chunked", FramingKind::LengthAndChunked),
    ("bad-chunk", FramingKind::BadChunk),
    ("bad-coding", FramingKind::BadCoding),
    ("trailing-bytes", FramingKind::TrailingBytes),
];

pub(super) const MISMATCH: &str = "length-mismatch";

/// The names of the defects that need nothing else.
pub(super) fn names() -> [&'static str; 11] {
    NAMES.map(|(name, _)| name)
}

/// The JSON of a defect: its name, or the name and two numbers.
pub(super) fn write(kind: &FramingKind) -> Option<String> {
    if let FramingKind::LengthMismatch { declared, recorded } = kind {
        return Some(format!("[{},{declared},{recorded}]", quoted(MISMATCH)));
    }
    NAMES.iter().find(|(_, other)| other == kind).map(|(name, _)| quoted(name))
}

/// The defect that [`write()`] wrote.
pub(crate) fn read(value: Value<'_>) -> Option<FramingKind> {
    if let Some(name) = value.as_str() {
        return NAMES.iter().find(|(other, _)| *other == name).map(|(_, kind)| kind.clone());
    }
    let parts: Vec<Value<'_>> = value.elements().take(4).collect();
    let [name, declared, recorded] = parts.as_slice() else { return None };
    (name.as_str()? == MISMATCH).then_some(())?;
    Some(FramingKind::LengthMismatch { declared: declared.as_u64()?, recorded: recorded.as_u64()? })
}
