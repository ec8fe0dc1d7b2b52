use super::super::FileNameSource::{self, Continued, Extended, Plain};
use super::super::{Disposition, MAX_PARAMETERS};

/// Value, type, field name, file name, defects.
type Case = (
    &'static [u8],
    Option<&'static str>,
    Option<&'static str>,
    Option<(&'static str, FileNameSource)>,
    &'static [&'static str],
);

fn check(cases: &[Case]) {
    for (value, kind, name, filename, defects) in cases {
        let found = Disposition::parse(value);
        let shown = String::from_utf8_lossy(value);
        assert_eq!(found.kind.as_deref(), *kind, "{shown}");
        assert_eq!(found.name().as_deref(), *name, "{shown}");
        let file = found.filename();
        let file = file.as_ref().map(|file| (file.text.as_str(), file.source));
        assert_eq!(file, *filename, "{shown}");
        assert_eq!(super::defects(value, &found.defects), *defects, "{shown}");
    }
}

const FORM: Option<&str> = Some("form-data");

#[test]
fn values_of_known_clients_are_read() {
    let plain: &[u8] = br#"form-data; name="file"; filename="badjokeeel.jpg""#;
    let raw_quotes = "form-data; name=\"file\"; filename=\"na\u{EF}ve \"q\" caf\u{E9}.jpg\"";
    check(&[
        // "Send multiple attachments by upload", curl, Python requests, OkHttp, axios, Ruby, reqwest.
        (plain, FORM, Some("file"), Some(("badjokeeel.jpg", Plain)), &[]),
        // "Send a single attachment by upload": no type.
        (
            br#"name="file"; filename="badjokeeel.jpg""#,
            None,
            Some("file"),
            Some(("badjokeeel.jpg", Plain)),
            &["DispositionTypeMissing"],
        ),
        // A browser sends the Message part as a file.
        (br#"form-data; name="message"; filename="blob""#, FORM, Some("message"), Some(("blob", Plain)), &[]),
        (br#"form-data; name="message""#, FORM, Some("message"), None, &[]),
        // .NET: the Message part without a name; tokens and `filename*` for the file.
        (b"form-data", FORM, None, None, &[]),
        (
            b"form-data; name=file; filename=badjokeeel.jpg; filename*=utf-8''badjokeeel.jpg",
            FORM,
            Some("file"),
            Some(("badjokeeel.jpg", Extended)),
            &[],
        ),
        (
            b"form-data; name=file; filename=\"=?utf-8?B?bmHDr3ZlIGNhZsOpLmpwZw==?=\"; filename*=utf-8''na%C3%AFve%20caf%C3%A9.jpg",
            FORM,
            Some("file"),
            Some(("na\u{EF}ve caf\u{E9}.jpg", Extended)),
            &[],
        ),
        // .NET, single upload.
        (b"file; filename=text.wav", Some("file"), None, Some(("text.wav", Plain)), &[]),
        // Raw UTF-8 and `%22`: browsers, curl, form-data.
        (
            "form-data; name=\"file\"; filename=\"na\u{EF}ve %22q%22 caf\u{E9}.jpg\"".as_bytes(),
            FORM,
            Some("file"),
            Some(("na\u{EF}ve %22q%22 caf\u{E9}.jpg", Plain)),
            &[],
        ),
        // Backslashes: Ruby, reqwest, Apache HttpClient.
        (
            "form-data; name=\"file\"; filename=\"na\u{EF}ve \\\"q\\\" caf\u{E9}.jpg\"".as_bytes(),
            FORM,
            Some("file"),
            Some(("na\u{EF}ve \"q\" caf\u{E9}.jpg", Plain)),
            &[],
        ),
        // Raw quotation marks: Guzzle, request.
        (
            raw_quotes.as_bytes(),
            FORM,
            Some("file"),
            Some(("na\u{EF}ve \"q\" caf\u{E9}.jpg", Plain)),
            &["QuoteUnescaped \""],
        ),
        // Percent-encoded whole: aiohttp.
        (
            br#"form-data; name="file"; filename="na%C3%AFve%20%22q%22.jpg""#,
            FORM,
            Some("file"),
            Some(("na%C3%AFve%20%22q%22.jpg", Plain)),
            &[],
        ),
        // Apostrophes instead of quotation marks.
        (
            b"form-data; name='file'; filename='x.jpg'",
            FORM,
            Some("'file'"),
            Some(("'x.jpg'", Plain)),
            &["SingleQuoted 'file'", "SingleQuoted 'x.jpg'"],
        ),
    ]);
}

#[test]
fn raw_quotation_marks_end_where_a_parameter_ends() {
    check(&[
        // Internet Explorer 8 and Firefox 3.6 with a semicolon behind the mark.
        (
            br#"form-data; name="upload"; filename=" ? | " < > . &#9731; ; ' @ ~.txt""#,
            FORM,
            Some("upload"),
            Some((r#" ? | " < > . &#9731; ; ' @ ~.txt"#, Plain)),
            &["QuoteUnescaped \""],
        ),
        (
            br#"form-data; filename="a"b"; name="c""#,
            FORM,
            Some("c"),
            Some((r#"a"b"#, Plain)),
            &["QuoteUnescaped \""],
        ),
        // The mark before `; x` does end it: the text behind is a broken parameter.
        (br#"form-data; filename="a"; x"#, FORM, None, Some(("a", Plain)), &["ParameterMalformed x"]),
        (br#"form-data; filename="a"b; name=c"#, FORM, Some("c"), Some(("a", Plain)), &["TextAfterQuote b"]),
        (br#"form-data; filename="a\"b"#, FORM, None, Some((r#"a"b"#, Plain)), &[r#"QuoteUnclosed "a\"b"#]),
        (br#"form-data; filename="a\\"; name=c"#, FORM, Some("c"), Some((r"a\", Plain)), &[]),
        (br#"form-data; filename="a\"#, FORM, None, Some((r"a\", Plain)), &[r#"QuoteUnclosed "a\"#]),
    ]);
}

#[test]
fn backslashes_that_escape_nothing_are_kept() {
    check(&[
        (
            br#"form-data; filename="C:\dir\f.txt""#,
            FORM,
            None,
            Some((r"C:\dir\f.txt", Plain)),
            &[r"EscapeNeedless \d"],
        ),
        (br#"form-data; filename="a\\b\"c""#, FORM, None, Some((r#"a\b"c"#, Plain)), &[]),
    ]);
}

#[test]
fn types_are_read() {
    check(&[
        (b"", None, None, None, &["Empty"]),
        (b"  ", None, None, None, &["Empty"]),
        (b"; name=a", None, Some("a"), None, &["DispositionTypeMissing"]),
        (b"form data; name=a", None, Some("a"), None, &["TypeInvalid form data"]),
        (b"\"form-data\"; name=a", None, Some("a"), None, &["TypeInvalid \"form-data\""]),
        (b" Attachment ;name=a", Some("attachment"), Some("a"), None, &[]),
    ]);
}

#[test]
fn extended_values_are_decoded() {
    check(&[
        // RFC 8187 section 3.2.3.
        (b"x; filename*=UTF-8''%e2%82%ac%20rates", Some("x"), None, Some(("\u{20AC} rates", Extended)), &[]),
        (b"x; filename*=iso-8859-1'en'%A3%20rates", Some("x"), None, Some(("\u{A3} rates", Extended)), &[]),
        // It wins, wherever it stands.
        (b"x; filename*=utf-8''b; filename=a", Some("x"), None, Some(("b", Extended)), &[]),
        // What cannot be decoded leaves the plain name.
        (
            b"x; filename=a; filename*=utf-8''%ff",
            Some("x"),
            None,
            Some(("a", Plain)),
            &["NotUtf8 utf-8''%ff"],
        ),
        (b"x; filename*=utf-8''%f", Some("x"), None, None, &["ExtendedMalformed utf-8''%f"]),
        (b"x; filename*=utf-8''%zz", Some("x"), None, None, &["ExtendedMalformed utf-8''%zz"]),
        (b"x; filename*=utf-8'a", Some("x"), None, None, &["ExtendedMalformed utf-8'a"]),
        (b"x; filename*=a", Some("x"), None, None, &["ExtendedMalformed a"]),
        (b"x; filename*=utf-8''a'b", Some("x"), None, None, &["ExtendedMalformed utf-8''a'b"]),
        (b"x; filename*=koi8-r''%C1", Some("x"), None, None, &["ExtendedCharset koi8-r''%C1"]),
        // A quoted one is malformed but clear.
        (
            b"x; filename*=\"utf-8''a\"",
            Some("x"),
            None,
            Some(("a", Extended)),
            &["ExtendedMalformed \"utf-8''a\""],
        ),
    ]);
}

#[test]
fn continued_values_are_joined() {
    check(&[
        // RFC 2231 section 4.1.
        (
            b"x; filename*0*=us-ascii'en'This%20is%20even%20more%20; filename*1*=%2A%2A%2Afun%2A%2A%2A%20; filename*2=\"isn't it!\"",
            Some("x"),
            None,
            Some(("This is even more ***fun*** isn't it!", Continued)),
            &[],
        ),
        // RFC 2231 section 3: the numbers count, not the order.
        (b"x; filename*1=b; filename*0=a", Some("x"), None, Some(("ab", Continued)), &[]),
        (
            b"x; filename*0=a; filename*2=c; filename=d",
            Some("x"),
            None,
            Some(("d", Plain)),
            &["ContinuationBroken a; filename*2=c"],
        ),
        (b"x; filename*1=b", Some("x"), None, None, &["ContinuationBroken b"]),
        (
            b"x; filename*0=a; filename*0*=utf-8''b",
            Some("x"),
            None,
            None,
            &["ContinuationBroken a; filename*0*=utf-8''b"],
        ),
        (
            b"x; filename*99999999999999999999999999=a",
            Some("x"),
            None,
            None,
            &["ContinuationBroken a"],
        ),
        // No piece: a number has no leading zero.
        (b"x; filename*00=a", Some("x"), None, None, &[]),
    ]);
}

#[test]
fn continued_values_are_bounded() {
    let pieces = |count: usize| {
        let list: Vec<String> = (0..count).map(|index| format!("; filename*{index}=a")).collect();
        list.concat()
    };
    for count in [MAX_PARAMETERS - 1, MAX_PARAMETERS, MAX_PARAMETERS + 1] {
        let found = Disposition::parse(format!("x{}", pieces(count)).as_bytes());
        let text = found.filename().map(|file| file.text);
        assert_eq!(text, Some("a".repeat(count.min(MAX_PARAMETERS))), "{count}");
        assert_eq!(found.defects.len(), usize::from(count > MAX_PARAMETERS), "{count}");
    }
}

#[test]
fn browser_escapes_are_undone_on_request_only() {
    let found = Disposition::parse(b"form-data; filename=\"%22a%0D%0Ab%22 100%25\"");
    let file = found.filename().unwrap();
    assert_eq!(file.text, "%22a%0D%0Ab%22 100%25");
    assert_eq!(file.browser_unescaped(), "\"a\r\nb\" 100%25");
    assert_eq!(file.range, 20..43);
}
