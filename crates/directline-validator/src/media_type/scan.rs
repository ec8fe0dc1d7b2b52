//! The scanner that both header values share: characters, quoted strings and the parameter list.

use std::ops::Range;

use super::defect::{HeaderDefect, HeaderDefectKind as Kind};
use super::{MAX_PARAMETERS, Parameter, ValueForm};

/// How a quoted value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// As the WHATWG MIME Sniffing Standard has it: the first unescaped mark ends the value, and a
    /// backslash escapes any character.
    Mime,
    /// As clients write file names. The first mark ends the value behind which the list ends or another
    /// parameter begins: some clients leave `"` as it is. A backslash escapes only a mark and another
    /// backslash: browsers leave it as it is, and nobody escapes more.
    Form,
}

/// What the parameter list yields.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) parameters: Vec<Parameter>,
    pub(super) defects: Vec<HeaderDefect>,
}

impl Found {
    pub(super) fn report(&mut self, kind: Kind, range: Range<usize>) {
        self.defects.push(HeaderDefect { kind, range });
    }

    /// The defects in byte order.
    pub(super) fn into_sorted(mut self) -> (Vec<Parameter>, Vec<HeaderDefect>) {
        self.defects.sort_by_key(|defect| (defect.range.start, defect.range.end));
        (self.parameters, self.defects)
    }
}

/// Reads `; name=value …` from `at`, which is at a semicolon, at the first parameter or at the end.
pub(super) fn parameters(value: &[u8], mut at: usize, quoting: Quoting, found: &mut Found) {
    let mut count = 0;
    while at < value.len() {
        // RFC 9110 section 5.6.6 allows empty parameters, so a run of semicolons is no defect.
        let start = at + run(value, at, |byte| byte == b';' || is_space(byte));
        if start >= value.len() {
            return;
        }
        if count >= MAX_PARAMETERS {
            found.report(Kind::TooManyParameters, start..value.len());
            return;
        }
        // Malformed ones count too: each may look at the whole rest of the value.
        count += 1;
        at = parameter(value, start, quoting, found);
    }
}

/// Reads one parameter; returns where the next semicolon or the end is.
fn parameter(value: &[u8], start: usize, quoting: Quoting, found: &mut Found) -> usize {
    let equals = start + run(value, start, |byte| byte != b'=' && byte != b';');
    let name_range = trim(value, start..equals);
    let name = bytes(value, &name_range);
    if value.get(equals) != Some(&b'=') {
        found.report(Kind::ParameterMalformed, name_range);
        return equals;
    }
    let value_start = equals + 1 + run(value, equals + 1, is_space);
    if name_range.end != equals || value_start != equals + 1 {
        found.report(Kind::SpaceAroundEquals, name_range.end..value_start);
    }
    let read = if value.get(value_start) == Some(&b'"') {
        quoted(value, value_start, quoting, found)
    } else {
        unquoted(value, value_start, found)
    };
    if !is_token(name) {
        found.report(Kind::ParameterMalformed, name_range);
        return read.next;
    }
    check_text(value, &read.range, found);
    let name = lower(name);
    if found.parameters.iter().any(|earlier| earlier.name == name) {
        found.report(Kind::ParameterRepeated, name_range.start..read.range.end);
    }
    found.parameters.push(Parameter {
        name,
        name_range,
        value: read.value,
        value_range: read.range,
        form: read.form,
    });
    read.next
}

/// A value as read, and where the search for the next parameter goes on.
struct Read {
    value: Vec<u8>,
    range: Range<usize>,
    form: ValueForm,
    next: usize,
}

fn unquoted(value: &[u8], start: usize, found: &mut Found) -> Read {
    let next = start + run(value, start, |byte| byte != b';');
    let range = trim(value, start..next);
    let text = bytes(value, &range);
    let form = match text {
        [b'\'', .., b'\''] => ValueForm::SingleQuoted,
        _ if is_token(text) => ValueForm::Token,
        _ => ValueForm::Bare,
    };
    match form {
        ValueForm::SingleQuoted => found.report(Kind::SingleQuoted, range.clone()),
        ValueForm::Bare => found.report(Kind::ValueNotToken, range.clone()),
        ValueForm::Token | ValueForm::Quoted => {}
    }
    Read { value: text.to_vec(), range, form, next }
}

fn quoted(value: &[u8], start: usize, quoting: Quoting, found: &mut Found) -> Read {
    let first = start + 1;
    let Some(close) = closing_quote(value, first) else {
        let range = start..value.len();
        found.report(Kind::QuoteUnclosed, range.clone());
        let value = unescape(value, first..range.end, quoting, found);
        return Read { value, next: range.end, range, form: ValueForm::Quoted };
    };
    let mut end = close;
    if !ends_parameter(value, close) {
        let real = match quoting {
            Quoting::Mime => None,
            Quoting::Form => real_closing_quote(value, close + 1),
        };
        if let Some(real) = real {
            found.report(Kind::QuoteUnescaped, close..close + 1);
            end = real;
        } else {
            let rest = close + 1..close + 1 + run(value, close + 1, |byte| byte != b';');
            found.report(Kind::TextAfterQuote, trim(value, rest));
        }
    }
    Read {
        value: unescape(value, first..end, quoting, found),
        range: start..end + 1,
        form: ValueForm::Quoted,
        next: end + 1 + run(value, end + 1, |byte| byte != b';'),
    }
}

/// Whether only white space stands between a mark and the next semicolon or the end.
fn ends_parameter(value: &[u8], mark: usize) -> bool {
    let next = mark + 1 + run(value, mark + 1, is_space);
    matches!(value.get(next), None | Some(b';'))
}

/// The first unescaped mark from `at` that is followed by the end or by `; name=`. Linear: between two
/// marks no byte is looked at more than twice.
fn real_closing_quote(value: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let mark = closing_quote(value, at)?;
        let next = mark + 1 + run(value, mark + 1, is_space);
        let name = next + 1 + run(value, next + 1, is_space);
        let equals = name + run(value, name, is_token_byte);
        match value.get(next) {
            None => return Some(mark),
            Some(b';') if equals > name && value.get(equals) == Some(&b'=') => return Some(mark),
            Some(_) => at = mark + 1,
        }
    }
}

/// Where the first quotation mark from `at` is that no backslash escapes.
fn closing_quote(value: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += run(value, at, |byte| byte != b'"' && byte != b'\\');
        match value.get(at)? {
            b'"' => return Some(at),
            _ => at += 2,
        }
    }
}

/// Undoes backslash escapes; a backslash at the very end stands for itself. Reports the first escape of
/// a character that needs none.
fn unescape(value: &[u8], range: Range<usize>, quoting: Quoting, found: &mut Found) -> Vec<u8> {
    let text = bytes(value, &range);
    let mut plain = Vec::with_capacity(text.len());
    let mut reported = false;
    let mut rest = text.iter().copied().enumerate();
    while let Some((index, byte)) = rest.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let escaped = rest.next().map(|(_, escaped)| escaped);
        let needless = !matches!(escaped, None | Some(b'"' | b'\\'));
        if needless && !reported {
            let at = range.start + index;
            found.report(Kind::EscapeNeedless, at..at + 2);
            reported = true;
        }
        if escaped.is_none() || (needless && quoting == Quoting::Form) {
            plain.push(byte);
        }
        plain.extend(escaped);
    }
    plain
}

/// Reports the first control character and the first byte that is not UTF-8.
pub(super) fn check_text(value: &[u8], range: &Range<usize>, found: &mut Found) {
    let text = bytes(value, range);
    if let Some(offset) = text.iter().position(|&byte| is_control(byte)) {
        let at = range.start + offset;
        found.report(Kind::ControlCharacter, at..at + 1);
    }
    if let Err(error) = std::str::from_utf8(text) {
        found.report(Kind::NotUtf8, range.start + error.valid_up_to()..range.end);
    }
}

/// The bytes of a range; empty if it is out of bounds.
pub(super) fn bytes<'v>(value: &'v [u8], range: &Range<usize>) -> &'v [u8] {
    value.get(range.clone()).unwrap_or_default()
}

/// The range without white space at its ends.
pub(super) fn trim(value: &[u8], range: Range<usize>) -> Range<usize> {
    let text = bytes(value, &range);
    let left = text.iter().take_while(|&&byte| is_space(byte)).count();
    if left == text.len() {
        return range.start..range.start;
    }
    let right = text.iter().rev().take_while(|&&byte| is_space(byte)).count();
    range.start + left..range.end - right
}

/// How many bytes from `at` on satisfy the test.
pub(super) fn run(value: &[u8], at: usize, test: impl Fn(u8) -> bool) -> usize {
    value.get(at..).unwrap_or_default().iter().take_while(|&&byte| test(byte)).count()
}

/// ASCII text in lower case; only called on tokens.
pub(super) fn lower(token: &[u8]) -> String {
    String::from_utf8_lossy(token).to_ascii_lowercase()
}

/// A non-empty run of token characters (RFC 9110 section 5.6.2).
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|&byte| is_token_byte(byte))
}

/// Space, tab, and the line ends that a folded header leaves behind.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether a token may hold the byte (RFC 9110 section 5.6.2).
pub(crate) fn is_token_byte(byte: u8) -> bool {
    const LOW: u64 = of_tokens(0);
    const HIGH: u64 = of_tokens(64);
    let bits = if byte < 64 { LOW } else { HIGH };
    byte < 128 && bits >> (byte % 64) & 1 == 1
}

/// Which of the 64 bytes from `first` on a token may hold, a bit for each.
const fn of_tokens(first: u8) -> u64 {
    let (mut bits, mut at) = (0, 0);
    while at < 64 {
        let byte = first + at;
        let mark =
            matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
        if mark || byte.is_ascii_alphanumeric() {
            bits |= 1 << at;
        }
        at += 1;
    }
    bits
}

/// A byte that RFC 9110 section 5.5 keeps out of header values; a tab is white space.
fn is_control(byte: u8) -> bool {
    byte != b'\t' && byte.is_ascii_control()
}
