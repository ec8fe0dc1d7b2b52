//! One `name=value` of a header value.

use std::borrow::Cow;
use std::ops::Range;

/// A parameter of `Content-Type` or `Content-Disposition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name in lower case, a trailing `*` included.
    pub name: String,
    /// Where the name stands in the header value.
    pub name_range: Range<usize>,
    /// The value without quotation marks and backslash escapes; apostrophes and percent escapes stay.
    pub value: Vec<u8>,
    /// Where the value stands in the header value, quotation marks included.
    pub value_range: Range<usize>,
    /// How the value was written.
    pub form: ValueForm,
}

/// How the value of a [`Parameter`] was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueForm {
    /// A token, as in `charset=utf-8`.
    Token,
    /// A quoted string, as in `boundary="a b"`.
    Quoted,
    /// In apostrophes, as in `name='file'`; they are part of the value.
    SingleQuoted,
    /// Neither: unquoted text that is no token, as in `filename=my photo.jpg`.
    Bare,
}

impl Parameter {
    /// The value as text; bytes that are not UTF-8 become U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.value)
    }

    /// What stands between the apostrophes of a [`ValueForm::SingleQuoted`] value: what its author
    /// most likely meant.
    pub fn inside_apostrophes(&self) -> Option<&[u8]> {
        match (self.form, self.value.as_slice()) {
            (ValueForm::SingleQuoted, [b'\'', inside @ .., b'\'']) => Some(inside),
            _ => None,
        }
    }
}
