//! JSON values as text for a report: indented, or on one line.

use directline_json::{Kind, Value};

/// After how many bytes no further member or element is printed. A text is printed as a whole, so that no secret in it is
/// cut in two before it is masked.
const ENOUGH: usize = 16 << 10;

/// On one line.
pub(super) fn compact(value: Value<'_>) -> String {
    let mut out = String::new();
    print(value, None, &mut out);
    out
}

/// A member or element per line.
pub(super) fn pretty(value: Value<'_>) -> String {
    let mut out = String::new();
    print(value, Some(0), &mut out);
    out
}

/// A text as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn print(value: Value<'_>, indent: Option<usize>, out: &mut String) {
    let inner = indent.map(|indent| indent.saturating_add(1));
    match value.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Bool => out.push_str(if value.as_bool() == Some(true) { "true" } else { "false" }),
        Kind::Number => out.push_str(value.number_text().unwrap_or("0")),
        Kind::String => out.push_str(&quoted(&value.as_str().unwrap_or_default())),
        Kind::Array => {
            let elements = value.elements().map(|element| (None, element));
            list(elements, ('[', ']'), (indent, inner), out);
        }
        Kind::Object => {
            let members = value.members().map(|member| (Some(quoted(&member.key)), member.value));
            list(members, ('{', '}'), (indent, inner), out);
        }
    }
}

fn list<'d>(
    items: impl Iterator<Item = (Option<String>, Value<'d>)>,
    (open, close): (char, char),
    (indent, inner): (Option<usize>, Option<usize>),
    out: &mut String,
) {
    out.push(open);
    let mut is_empty = true;
    for (name, value) in items {
        if !is_empty {
            out.push(',');
        }
        is_empty = false;
        line(inner, out);
        if out.len() > ENOUGH {
            out.push('…');
            break;
        }
        if let Some(name) = name {
            out.push_str(&name);
            out.push_str(if inner.is_some() { ": " } else { ":" });
        }
        print(value, inner, out);
    }
    if !is_empty {
        line(indent, out);
    }
    out.push(close);
}

fn line(indent: Option<usize>, out: &mut String) {
    if let Some(indent) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", indent));
    }
}
