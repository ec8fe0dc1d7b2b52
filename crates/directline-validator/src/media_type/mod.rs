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

pub(crate) use scan::is_token;
use scan::{Found, Quoting};

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
    let range = scan::trim(value, 0..scan::run(value, 0, |byte| byte != b';'));
    if range.is_empty() {
        found.report(HeaderDefectKind::Empty, range);
        return None;
    }
    let text = scan::bytes(value, &range);
    let Some(slash) = text.iter().position(|&byte| byte == b'/') else {
        found.report(HeaderDefectKind::SlashMissing, range);
        return None;
    };
    let (type_, rest) = text.split_at(slash);
    let subtype = rest.get(1..).unwrap_or_default();
    if !is_token(type_) || !is_token(subtype) {
        found.report(HeaderDefectKind::TypeInvalid, range);
        return None;
    }
    Some((scan::lower(type_), scan::lower(subtype)))
}
