//! The two header values that a part of an upload is known by: `Content-Type` and
//! `Content-Disposition`.
//!
//! Reading never fails: whatever can be read is read, and everything that the grammars forbid
//! becomes a [`HeaderDefect`] with its place in the value. Both readers take linear time.

mod defect;
mod disposition;
mod extended;
mod filename;
mod parameter;
mod scan;
#[cfg(test)]
mod tests;

pub use defect::{HeaderDefect, HeaderDefectKind};
pub use disposition::Disposition;
pub use filename::{FileName, FileNameSource};
pub use parameter::{Parameter, ValueForm};

use std::ops::Range;

use scan::{Found, Quoting};
pub(crate) use scan::{is_token, is_token_byte};

/// How many parameters of one header value are read.
pub const MAX_PARAMETERS: usize = 64;

/// A `Content-Type` value: type, subtype and parameters.
///
/// Names are lower-cased, values are kept as sent; ranges are byte ranges of the value that was
/// given to [`MediaType::parse`].
///
/// ```
/// use directline_validator::media_type::MediaType;
///
/// let media = MediaType::parse(br#"Multipart/Form-Data;boundary="a b""#);
/// assert_eq!(media.essence(), "multipart/form-data");
/// assert!(media.is("multipart", "form-data"));
/// let boundary = media.parameter("boundary").map(|found| found.value.as_slice());
/// assert_eq!(boundary, Some(&b"a b"[..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// The type in lower case, `multipart` in `multipart/form-data`; empty if it is no token.
    pub type_: String,
    /// The subtype in lower case; empty if it is no token.
    pub subtype: String,
    /// Every parameter in the order of the value, repeated ones included.
    pub parameters: Vec<Parameter>,
    /// What the grammar (RFC 9110 section 8.3.1) forbids, in byte order.
    pub defects: Vec<HeaderDefect>,
}

impl MediaType {
    /// Reads a header value; total and linear.
    ///
    /// The reading is that of the WHATWG MIME Sniffing Standard, but for two repairs that are
    /// reported: white space beside `=` is skipped, and a parameter with a control character is kept.
    ///
    /// ```
    /// use directline_validator::media_type::{HeaderDefectKind, MediaType};
    ///
    /// let media = MediaType::parse(b"text/plain; charset = utf-8");
    /// assert_eq!(media.parameter("charset").map(|found| found.text()).as_deref(), Some("utf-8"));
    /// assert_eq!(media.defects[0].kind, HeaderDefectKind::SpaceAroundEquals);
    /// assert_eq!(media.defects[0].range, 19..22);
    /// ```
    pub fn parse(value: &[u8]) -> Self {
        let mut found = Found::default();
        let names = essence(value, &mut found);
        let semicolon = scan::run(value, 0, |byte| byte != b';');
        scan::parameters(value, semicolon, Quoting::Mime, &mut found);
        let (type_, subtype) = names.unwrap_or_default();
        let (parameters, defects) = found.into_sorted();
        Self { type_, subtype, parameters, defects }
    }

    /// `type/subtype` in lower case, without parameters; empty if there is no type.
    ///
    /// ```
    /// use directline_validator::media_type::MediaType;
    ///
    /// assert_eq!(MediaType::parse(b"image/PNG; q=1").essence(), "image/png");
    /// assert_eq!(MediaType::parse(b"png").essence(), "");
    /// ```
    pub fn essence(&self) -> String {
        if self.has_type() { format!("{}/{}", self.type_, self.subtype) } else { String::new() }
    }

    /// Whether a type and a subtype could be read.
    pub fn has_type(&self) -> bool {
        !self.type_.is_empty()
    }

    /// Whether this is that type and subtype (given in lower case), parameters ignored.
    pub fn is(&self, type_: &str, subtype: &str) -> bool {
        self.type_ == type_ && self.subtype == subtype
    }

    /// The first parameter of that name (in lower case): the one that counts where it is repeated.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

/// Type and subtype, both or neither.
fn essence(value: &[u8], found: &mut Found) -> Option<(String, String)> {
    match Essence::read(value) {
        Ok(Essence { type_, subtype }) => Some((type_.to_ascii_lowercase(), subtype.to_ascii_lowercase())),
        Err((kind, range)) => {
            found.report(kind, range);
            None
        }
    }
}

/// Type and subtype of a media type as written, for those who do not ask for more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Essence<'v> {
    type_: &'v str,
    subtype: &'v str,
}

impl<'v> Essence<'v> {
    /// Of a header value, if it has them.
    pub(crate) fn of(value: &'v [u8]) -> Option<Self> {
        Self::read(value).ok()
    }

    fn read(value: &'v [u8]) -> Result<Self, (HeaderDefectKind, Range<usize>)> {
        let range = scan::trim(value, 0..scan::run(value, 0, |byte| byte != b';'));
        if range.is_empty() {
            return Err((HeaderDefectKind::Empty, range));
        }
        let text = scan::bytes(value, &range);
        let Some(slash) = text.iter().position(|&byte| byte == b'/') else {
            return Err((HeaderDefectKind::SlashMissing, range));
        };
        let (type_, rest) = text.split_at(slash);
        let token = |name: &'v [u8]| std::str::from_utf8(name).ok().filter(|_| is_token(name));
        match (token(type_), token(rest.get(1..).unwrap_or_default())) {
            (Some(type_), Some(subtype)) => Ok(Self { type_, subtype }),
            _ => Err((HeaderDefectKind::TypeInvalid, range)),
        }
    }

    /// Whether the type is this one (given in lower case).
    pub(crate) fn has_type(self, type_: &str) -> bool {
        self.type_.eq_ignore_ascii_case(type_)
    }

    /// Whether this is that type and subtype (given in lower case).
    pub(crate) fn is(self, type_: &str, subtype: &str) -> bool {
        self.has_type(type_) && self.subtype.eq_ignore_ascii_case(subtype)
    }

    /// Whether the subtype is `json` or ends with `+json`.
    pub(crate) fn is_json(self) -> bool {
        let suffix = self.subtype.len().checked_sub("+json".len()).and_then(|at| self.subtype.get(at..));
        self.subtype.eq_ignore_ascii_case("json")
            || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
    }

    /// `type/subtype` in lower case.
    pub(crate) fn to_lowercase(self) -> String {
        format!("{}/{}", self.type_, self.subtype).to_ascii_lowercase()
    }
}
