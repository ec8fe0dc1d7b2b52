//! A HAR as the argument of a function (`onHar({…});`), which Firefox can write.

/// What stands around the outermost value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callback {
    None,
    /// `name(`.
    Open,
    /// `name(` and `)`.
    Closed,
}

pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.')
}

/// What follows `name(` at the beginning, if a JSON object or array does.
pub(crate) fn after_callback(text: &[u8]) -> Option<&[u8]> {
    let name = text.iter().take_while(|&&byte| is_name_byte(byte)).count();
    let rest = text.get(name..)?.trim_ascii_start().strip_prefix(b"(")?.trim_ascii_start();
    (name > 0 && matches!(rest.first(), Some(b'{' | b'['))).then_some(rest)
}
