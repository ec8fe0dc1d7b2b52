//! `Content-Disposition`.

use std::borrow::Cow;
use std::ops::Range;

use super::extended::{self, Piece};
use super::scan::{self, Found, Quoting};
use super::{FileName, FileNameSource, HeaderDefect, HeaderDefectKind, Parameter};

/// A `Content-Disposition` value: an optional type and parameters.
///
/// The type is optional because the sample of "Send a message to the bot in Direct Line API 1.1,
/// Send a single attachment by upload" has none.
///
/// ```
/// use directline_validator::media_type::Disposition;
///
/// let sample = Disposition::parse(br#"name="file"; filename="badjokeeel.jpg""#);
/// assert_eq!(sample.kind, None);
/// assert_eq!(sample.filename().map(|found| found.text).as_deref(), Some("badjokeeel.jpg"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposition {
    /// The disposition type in lower case, such as `form-data`.
    pub kind: Option<String>,
    /// Where the type stands in the header value.
    pub kind_range: Option<Range<usize>>,
    /// Every parameter in the order of the value, repeated ones included.
    pub parameters: Vec<Parameter>,
    /// What the grammars (RFC 6266, RFC 7578, RFC 8187, RFC 2231) forbid, in byte order.
    pub defects: Vec<HeaderDefect>,
}

impl Disposition {
    /// Reads a header value; total and linear.
    ///
    /// ```
    /// use directline_validator::media_type::{Disposition, HeaderDefectKind};
    ///
    /// let raw = Disposition::parse(br#"form-data; name="file"; filename="a "q" b.jpg""#);
    /// assert_eq!(raw.filename().map(|found| found.text).as_deref(), Some(r#"a "q" b.jpg"#));
    /// assert_eq!(raw.defects[0].kind, HeaderDefectKind::QuoteUnescaped);
    /// ```
    pub fn parse(value: &[u8]) -> Self {
        let mut found = Found::default();
        let type_end = scan::run(value, 0, |byte| byte != b';' && byte != b'=');
        let mut kind_range = None;
        let mut list = type_end;
        let range = scan::trim(value, 0..type_end);
        if value.get(type_end) == Some(&b'=') {
            // The first word is the name of a parameter.
            found.report(HeaderDefectKind::DispositionTypeMissing, range.start..range.start);
            list = 0;
        } else if scan::trim(value, 0..value.len()).is_empty() {
            found.report(HeaderDefectKind::Empty, 0..value.len());
        } else if range.is_empty() {
            found.report(HeaderDefectKind::DispositionTypeMissing, range);
        } else if scan::is_token(scan::bytes(value, &range)) {
            kind_range = Some(range);
        } else {
            found.report(HeaderDefectKind::TypeInvalid, range);
        }
        scan::parameters(value, list, Quoting::Form, &mut found);
        check_extended(&mut found);
        let kind = kind_range.as_ref().map(|range| scan::lower(scan::bytes(value, range)));
        let (parameters, defects) = found.into_sorted();
        Self { kind, kind_range, parameters, defects }
    }

    /// The first parameter of that name (in lower case).
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The `name` of the form field, as text; bytes that are not UTF-8 are U+FFFD.
    pub fn name(&self) -> Option<Cow<'_, str>> {
        self.parameter("name").map(Parameter::text)
    }

    /// The file name: `filename*` if it can be decoded, else the pieces `filename*0`, … if they can be
    /// joined, else `filename`.
    ///
    /// ```
    /// use directline_validator::media_type::{Disposition, FileNameSource};
    ///
    /// let both = Disposition::parse(b"form-data; filename=x.jpg; filename*=utf-8''na%C3%AFve.jpg");
    /// let name = both.filename().ok_or("no file name")?;
    /// assert_eq!(name.text, "naïve.jpg");
    /// assert_eq!(name.source, FileNameSource::Extended);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn filename(&self) -> Option<FileName> {
        self.extended_filename().or_else(|| self.continued_filename()).or_else(|| {
            let plain = self.parameter("filename")?;
            let text = plain.text().into_owned();
            Some(FileName { text, source: FileNameSource::Plain, range: plain.value_range.clone() })
        })
    }

    fn extended_filename(&self) -> Option<FileName> {
        let parameter = self.parameter("filename*")?;
        let text = extended::decode(parameter).ok()?;
        let range = parameter.value_range.clone();
        Some(FileName { text, source: FileNameSource::Extended, range })
    }

    fn continued_filename(&self) -> Option<FileName> {
        let pieces = pieces(&self.parameters);
        let range = span(&pieces)?;
        let text = extended::join(&pieces).ok()?;
        Some(FileName { text, source: FileNameSource::Continued, range })
    }
}

/// Reports `filename*` values and pieces that cannot be decoded.
fn check_extended(found: &mut Found) {
    let mut defects = Vec::new();
    for parameter in &found.parameters {
        if parameter.name == "filename*"
            && let Some(kind) = extended::defect(parameter)
        {
            defects.push(HeaderDefect { kind, range: parameter.value_range.clone() });
        }
    }
    let pieces = pieces(&found.parameters);
    if let (Some(range), Err(kind)) = (span(&pieces), extended::join(&pieces)) {
        defects.push(HeaderDefect { kind, range });
    }
    found.defects.append(&mut defects);
}

fn pieces(parameters: &[Parameter]) -> Vec<Piece<'_>> {
    parameters.iter().filter_map(|parameter| Piece::of(parameter, "filename")).collect()
}

fn span(pieces: &[Piece<'_>]) -> Option<Range<usize>> {
    let first = pieces.first()?.parameter.value_range.start;
    let last = pieces.last()?.parameter.value_range.end;
    Some(first..last)
}
