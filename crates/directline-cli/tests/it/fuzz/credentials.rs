//! The header file: what is wrong with it is said by line, and what is in it goes to the service and nowhere else.

use std::path::Path;

use super::service::{Listener, fuzz, numeric_watermark};
use crate::support::{FORMATS, folder};
use directline_reference::Settings;

#[test]
fn a_header_file_that_is_none_is_told_by_line() {
    let service = Listener::answering("");
    let rows: &[(&str, &[u8], &str)] = &[
        ("no colon", b"# mine\n\nAuthorization Bearer s3cret-s3cret", "h.txt: line 3 is no `Name: value`"),
        (
            "another scheme",
            b"Authorization: Digest s3cret-s3cret",
            "h.txt: line 1: Authorization has no credential of the scheme Bearer",
        ),
        (
            "no scheme",
            b"A: b\nauthorization: s3cret-s3cret",
            "h.txt: line 2: Authorization has no credential of the scheme Bearer",
        ),
        (
            "no credential",
            b"Authorization: Bearer  ",
            "h.txt: line 1: Authorization has no credential of the scheme Bearer",
        ),
        ("no text", b"\xff\xfe", "h.txt: "),
    ];
    for (what, text, why) in rows {
        let folder = folder(&[("h.txt", text)]);
        let ran = fuzz(folder.path(), &service.url, &["--header-file", "h.txt"]);
        assert_eq!(ran.code, 3, "{what}: {ran:?}");
        assert!(ran.stderr.contains(&format!("error: {why}")), "{what}: {ran:?}");
        assert!(!ran.all().contains("s3cret"), "{what}: {ran:?}");
    }
    let ran = fuzz(folder(&[]).path(), &service.url, &["--header-file", "none.txt"]);
    assert!(ran.code == 3 && ran.stderr.contains("error: none.txt: "), "{ran:?}");
    let folder = folder(&[("h.txt", b"X Y: s3cret-s3cret")]);
    let ran = fuzz(folder.path(), &service.url, &["--header-file", "h.txt"]);
    assert!(ran.code == 2 && ran.stderr.contains("X Y") && !ran.all().contains("s3cret"), "{ran:?}");
    assert!(service.requests().is_empty());
}

const SECRET: &str = "correct horse/battery+staple=";
const KEY: &str = "blue canary";

#[test]
fn what_the_file_holds_reaches_the_service_and_nothing_else() {
    let settings = Settings { secret: SECRET.to_owned(), ..Settings::default() };
    // A talkative service: it says in each error what it was sent.
    let service = Listener::model_with(settings, |request, answer| {
        let answer = numeric_watermark(request, answer);
        let Some((head, _)) = answer.split_once("\r\nContent-Length").filter(|_| !answer.contains(" 20"))
        else {
            return answer;
        };
        let sent =
            String::from_utf8_lossy(request).replace(['"', '\\', '\r', '\n'], " ").replace("X-Gate: ", "");
        let body = format!("{{\"error\":{{\"code\":\"NotAllowed\",\"message\":\"{sent}\",\"x\":1}}}}");
        format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    });
    let text = format!("Authorization: Bearer {SECRET}\nX-Gate: {KEY}\n");
    for &format in FORMATS {
        let folder = folder(&[("h.txt", text.as_bytes())]);
        let arguments = ["--header-file", "h.txt", "--cases", "15", "-v", "--no-shrink", "--format", format];
        let ran = fuzz(folder.path(), &service.url, &arguments);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.stdout.contains("watermark-not-string"), "{ran:?}");
        let mut written = vec![("the report".to_owned(), ran.all().into_bytes())];
        for entry in std::fs::read_dir(folder.path().join("directline-cases")).unwrap() {
            let path = entry.unwrap().path();
            written.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
        assert!(written.len() > 4, "a recording and a script for each catch");
        for (name, bytes) in &written {
            for secret in [SECRET, KEY] {
                never(name, bytes, secret);
            }
        }
    }
    let requests = service.requests();
    let has = |word: &str| {
        requests.iter().filter(|request| String::from_utf8_lossy(request).contains(word)).count()
    };
    assert!(has(SECRET) > 10, "{}", has(SECRET));
    assert_eq!(has(&format!("X-Gate: {KEY}\r\n")), requests.len());
}

/// The secret is not there: neither as it is, nor percent-encoded, nor as JSON or base64 would write it.
fn never(name: &str, bytes: &[u8], secret: &str) {
    let text = String::from_utf8_lossy(bytes);
    let percent: String =
        secret
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
    let base64 = |skip: usize| {
        let encoded = data_encoding::BASE64.encode(&secret.as_bytes()[skip..]);
        encoded.split_at(encoded.len() - 8).0.to_owned()
    };
    let forms = [secret.to_owned(), percent.clone(), percent.to_lowercase(), secret.replace('/', "\\/")];
    for form in forms.into_iter().chain([base64(0), base64(1), base64(2)]) {
        assert!(!text.contains(&form), "{} holds {form}", Path::new(name).display());
    }
}
