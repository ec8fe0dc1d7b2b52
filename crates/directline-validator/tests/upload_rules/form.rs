//! Multipart forms: what the parts are, and how the body is put together.

use super::{FILE, FORM, MESSAGE, form, form_as, form_body, judge, names, text_at};

const JSON: &str = "{\"from\":\"user1\",\"text\":\"hi\"}";

fn part(headers: &[&str], content: &str) -> String {
    let lines: Vec<String> = headers.iter().map(|header| format!("{header}\r\n")).collect();
    lines.concat() + "\r\n" + content
}

#[test]
fn parts() {
    let named = "Content-Disposition: form-data; name=\"message\"";
    let blob = "Content-Disposition: form-data; name=\"message\"; filename=\"blob\"";
    let data = "Content-Disposition: form-data; name=\"file\"; filename=\"data.json\"";
    let message_type = "Content-Type: application/vnd.microsoft.bot.message";
    let json_type = "Content-Type: application/json";
    let rows: &[(&[&str], &str, &[&str])] = &[
        // The Message as real clients write it.
        (&[named, message_type], JSON, &[]),
        (&[blob, message_type], JSON, &[]),
        (&[named, "content-type: Application/VND.Microsoft.Bot.Message; charset=utf-8"], JSON, &[]),
        (&["Content-Disposition: form-data", message_type], JSON, &[]),
        (&["Content-Disposition: ", message_type], JSON, &["disposition-malformed"]),
        (&[message_type, "Content-Length: 29"], JSON, &["message-part-disposition-missing"]),
        (&[named, message_type, "Content-Transfer-Encoding: 8bit"], JSON, &[]),
        (
            &[named, message_type, "Content-Transfer-Encoding: Quoted-Printable"],
            JSON,
            &["part-transfer-encoding"],
        ),
        // The Message with another type.
        (&[named, json_type], JSON, &["message-part-as-json"]),
        (&[blob, json_type], JSON, &["message-part-as-json"]),
        (&[named, "Content-Type: text/plain"], JSON, &["message-part-as-json"]),
        (&[json_type], JSON, &["part-disposition-missing", "message-part-as-json"]),
        (&[named, "Content-Type: application/vnd.microsoft.activity"], JSON, &["message-part-of-3-0"]),
        (&["Content-Type: application/vnd.microsoft.activity"], JSON, &["message-part-of-3-0"]),
        (&[named], JSON, &["part-content-type-missing"]),
        (&[], JSON, &["part-content-type-missing", "part-disposition-missing"]),
        // Files.
        (&[data, json_type], JSON, &[]),
        (&[data, json_type], "[1]", &[]),
        (&[named, json_type], "{\"other\":1}", &["upload-filename-missing"]),
        (&[named, "Content-Type: image/png"], "(b)", &["upload-filename-missing"]),
        (
            &["Content-Disposition: name=\"x\"; filename=\"y\"", json_type],
            "1",
            &["part-disposition-without-type"],
        ),
        (&[data, "Content-Type: json"], "1", &["upload-content-type-malformed"]),
        (&["Content-Disposition: ", json_type], "1", &["disposition-malformed"]),
        (&[data, "Content-Type: multipart/mixed; boundary=Y"], "1", &["part-nested-multipart"]),
        (&[named, "Content-Type: multipart/mixed; boundary=Y"], "1", &["part-nested-multipart"]),
        // Headers that stand twice; one finding for each.
        (&[data, json_type, data], "1", &["part-header-repeated"]),
        (&[data, json_type, "content-type: a/b"], "1", &["part-header-repeated"]),
        (&[data, json_type, data, data, json_type], "1", &["part-header-repeated"; 2]),
        (&[named, message_type, json_type], JSON, &["part-header-repeated"]),
        // What the Message says is judged as everywhere.
        (&[named, message_type], "{\"text\":\"hi\"}", &[]),
        (&[named, message_type], "{}", &[]),
        (&[named, message_type], "", &["message-json-malformed"]),
        (&[named, message_type], "{\"text\":}", &["message-json-malformed"]),
        (&[named, message_type], "[]", &["message-not-object"]),
        (&[named, message_type], "{\"text\":1}", &["text-not-string"]),
        (&[named, message_type], "{\"from\":\"user2\"}", &["user-id-differs-from-from"]),
    ];
    for (headers, content, expected) in rows {
        let mut found = names(&form(&[FILE, &part(headers, content)]));
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{headers:?} {content}");
    }
}

#[test]
fn numbers_of_parts() {
    let rows: &[(&[&str], &[&str])] = &[
        (&[FILE], &[]),
        (&[FILE, FILE, FILE], &[]),
        (&[MESSAGE, FILE], &[]),
        (&[MESSAGE], &["multipart-without-attachment"]),
        (&[], &["multipart-without-attachment"]),
        (&[MESSAGE, FILE, MESSAGE, MESSAGE], &["message-part-repeated", "message-part-repeated"]),
        // A JSON file beside a Message is a file.
        (
            &[
                MESSAGE,
                "Content-Disposition: form-data; name=\"a\"; filename=\"a\"\r\nContent-Type: text/plain\r\n\r\n{\"text\":1}",
            ],
            &[],
        ),
    ];
    for (parts, expected) in rows {
        assert_eq!(names(&form(parts)), *expected, "{parts:?}");
    }
}

#[test]
fn bodies() {
    let whole = form_body(&[FILE, MESSAGE]);
    let open = whole.strip_suffix("--\r\n").unwrap();
    let article = whole.replace("--X", "X");
    let rows: &[(&str, &[&str])] = &[
        (whole.trim_end(), &[]),
        (&format!("\r\n{whole}\r\n \r\n"), &[]),
        (&format!("a preamble\r\n{whole}an epilogue\r\n"), &["multipart-text-outside-parts"; 2]),
        (&format!("a preamble\r\n{open}"), &["multipart-close-missing", "multipart-text-outside-parts"]),
        (open, &["multipart-close-missing"]),
        (&format!("{open}\r\n"), &["multipart-close-missing"]),
        (&article, &["multipart-sample-delimiters"]),
        (
            article.strip_suffix("--\r\n").unwrap(),
            &["multipart-close-missing", "multipart-sample-delimiters"],
        ),
        (&whole.replace("--X", "--Y"), &["multipart-delimiter-missing"]),
        ("anything", &["multipart-delimiter-missing"]),
        (whole.strip_suffix("}\r\n--X--\r\n").unwrap(), &["multipart-truncated"]),
        (&whole.replace("\r\n", "\n"), &["multipart-line-feeds"]),
        (&whole.replace("(a)", "a\n\nb\n"), &[]),
        (
            &whole.replace("Content-Type: image/jpeg", "Content-Type image/jpeg"),
            &["multipart-header-malformed"],
        ),
        (&whole.replace("image/jpeg\r\n\r\n", "image/jpeg\r\n"), &["multipart-blank-line-missing"]),
        (&whole.replace("; filename=", ";\r\n filename="), &["multipart-header-ambiguous"]),
        (&whole.replace("Content-Type: image", "Content-Type : image"), &["multipart-header-ambiguous"]),
        (&whole.replace("(a)", "a --X"), &["multipart-delimiter-ambiguous"]),
        (&whole.replace("(a)", "a --X b"), &["multipart-delimiter-ambiguous"]),
        (&whole.replacen("--X", "--X ", 1), &["multipart-delimiter-ambiguous"]),
        (&whole.replace("(a)", "a\n--X\nb"), &["multipart-delimiter-ambiguous"]),
        (&whole.replace("(a)", "a\r\n--XY\r\nb"), &["multipart-delimiter-ambiguous"]),
        (&format!("{whole}--X\r\n"), &["multipart-delimiter-ambiguous"]),
    ];
    for (body, expected) in rows {
        let mut found = names(&form_as(FORM, body));
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{body:?}");
    }
}

#[test]
fn the_place_is_in_the_part() {
    let upload = form(&[
        FILE,
        "Content-Disposition: form-data; name='b'; filename='b'\r\nContent-Type: a/b\r\n\r\n(b)",
        MESSAGE,
        MESSAGE,
    ]);
    let judgement = judge(&upload);
    let found: Vec<_> = judgement
        .findings
        .iter()
        .map(|finding| (finding.rule.name, finding.place.multipart_part, text_at(&upload, finding)))
        .collect();
    let expected = [
        ("message-part-repeated", Some(3), "--X".to_owned()),
        ("filename-single-quoted", Some(1), "'b'".to_owned()),
    ];
    let mut found = found;
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

/// RFC 2046 section 5.1.1: 1 to 70 characters of a set, the last no space.
#[test]
fn an_invalid_boundary_is_told_what_is_wrong_with_it() {
    for (boundary, wrong) in [
        ("a".repeat(71), "the boundary is 71 characters long, which is more than 70"),
        ("a".repeat(69) + " ", "the boundary ends with a space"),
        ("a{b".to_owned(), "the boundary holds \"{\", which no boundary may hold"),
        ("{".to_owned() + &"a".repeat(80), "the boundary holds \"{\", which no boundary may hold"),
    ] {
        let upload = form_as(&format!("multipart/form-data; boundary=\"{boundary}\""), "a");
        let findings = judge(&upload).findings;
        let found = findings.iter().find(|finding| finding.rule.name == "multipart-boundary-invalid");
        assert_eq!(found.map(|finding| finding.message.as_str()), Some(wrong), "{boundary}");
    }
    let longest = form_as(&format!("multipart/form-data; boundary={}", "a".repeat(70)), "a");
    assert!(!names(&longest).contains(&"multipart-boundary-invalid"));
}
