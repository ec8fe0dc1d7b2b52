//! Single uploads: the URL and the two headers.

use directline_exchange::Target;

use super::{FILE, FORM, MESSAGE, UPLOAD, form, form_body, names, single, upload};

const GOOD: &str = "form-data; name=\"file\"; filename=\"a.jpg\"";

#[test]
fn user_ids() {
    let rows: &[(&str, &[&str])] = &[
        ("?userId=user1", &[]),
        ("?userId=a%20b%7C%40%C3%A9", &[]),
        ("?x=1&userId=user1", &["query-parameter-undocumented"]),
        ("", &["user-id-missing"]),
        ("?userid=user1", &["user-id-missing"]),
        ("?user=user1", &["user-id-missing"]),
        ("?userId=", &["user-id-empty"]),
        ("?userId", &["user-id-empty"]),
        ("?userId=a&userId=b&userId=c", &["query-parameter-repeated", "query-parameter-repeated"]),
        ("?userId={userId}", &["user-id-placeholder"]),
        ("?userId=%7BuserId%7D", &["user-id-placeholder"]),
        ("?userId={{userId}}", &[]),
        ("?userId={", &[]),
        ("?userId=undefined", &["user-id-placeholder"]),
        ("?userId=null", &["user-id-placeholder"]),
        ("?userId=%3CuserId%3E", &["user-id-placeholder"]),
        ("?userId=:userId", &["user-id-placeholder"]),
        ("?userId=nullable", &[]),
        // The exporter took it away: nothing is said.
        ("?userId=%3Credacted%3E", &[]),
        ("?userId=REDACTED", &[]),
    ];
    for (query, expected) in rows {
        let mut exchange = single(GOOD);
        exchange.request.target = Target::parse(&format!("{UPLOAD}{query}"));
        assert_eq!(names(&exchange), *expected, "{query}");
    }
}

#[test]
fn the_user_is_the_sender_of_the_message() {
    let rows: &[(&str, &str, bool)] = &[
        ("user1", "user1", false),
        ("user1", "user2", true),
        ("user1", "User1", true),
        ("a%20b", "a b", false),
        ("a+b", "a b", false),
        ("a+b", "a+b", false),
        ("a%2Bb", "a b", true),
        ("%C3%A9", "é", false),
        ("%7BuserId%7D", "user1", false),
        ("", "user1", false),
    ];
    for (user, from, differs) in rows {
        let message = MESSAGE.replace("user1", from);
        let mut exchange = form(&[FILE, &message]);
        exchange.request.target = Target::parse(&format!("{UPLOAD}?userId={user}"));
        assert_eq!(names(&exchange).contains(&"user-id-differs-from-from"), *differs, "{user} {from}");
    }
}

/// Headers, body, and the rules that they violate.
type Row<'r> = (&'r [(&'r str, &'r str)], &'r str, &'r [&'r str]);

#[test]
fn headers_of_a_single_upload() {
    let jpeg = ("Content-Type", "image/jpeg");
    let good = ("Content-Disposition", GOOD);
    let rows: &[Row<'_>] = &[
        (&[jpeg, good], "(a)", &[]),
        (&[good, ("content-type", "image/jpeg")], "(a)", &[]),
        (&[jpeg, ("Content-Disposition", "file; filename=text.wav")], "(a)", &[]),
        (&[jpeg, ("Content-Disposition", "attachment; filename=\"a.jpg\"")], "(a)", &[]),
        (
            &[jpeg, ("Content-Disposition", "name=\"file\"; filename=\"a.jpg\"")],
            "(a)",
            &["upload-disposition-without-type"],
        ),
        (&[good], "(a)", &["upload-content-type-missing"]),
        (&[jpeg], "(a)", &["upload-disposition-missing"]),
        (&[], "(a)", &["upload-content-type-missing", "upload-disposition-missing"]),
        // Without a body there is nothing to describe.
        (&[], "", &["upload-body-missing"]),
        (&[("Content-Type", FORM)], "", &["upload-body-missing"]),
        (&[("Content-Type", "jpeg"), good], "(a)", &["upload-content-type-malformed"]),
        (&[("Content-Type", ""), good], "(a)", &["upload-content-type-malformed"]),
        (&[("Content-Type", "image/jpeg; q"), good], "(a)", &["upload-content-type-malformed"]),
        (&[jpeg, ("Content-Disposition", "form-data; name=\"file\"")], "(a)", &["upload-filename-missing"]),
        (&[jpeg, ("Content-Disposition", "")], "(a)", &["disposition-malformed"]),
        // Another multipart type, and none of the two fits both readings.
        (&[("Content-Type", "multipart/form-data")], "(a)", &["multipart-boundary-missing"]),
        (&[("Content-Type", "multipart/form-data; boundary=\"\"")], "(a)", &["multipart-boundary-missing"]),
        (&[("Content-Type", "multipart/form-data; boundary=\"  \"")], "(a)", &["multipart-boundary-missing"]),
        (
            &[("Content-Type", "multipart/mixed")],
            "(a)",
            &["multipart-not-form-data", "multipart-boundary-missing"],
        ),
    ];
    for (headers, body, expected) in rows {
        let mut found = names(&upload("?userId=user1", headers, *body));
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{headers:?} {body}");
    }
}

#[test]
fn boundaries() {
    let long = "b".repeat(70);
    let too_long = "b".repeat(71);
    let rows: &[(&str, &str, &[&str])] = &[
        ("X", "X", &[]),
        ("\"X\"", "X", &[]),
        ("\"a b:c=d/e?\"", "a b:c=d/e?", &[]),
        (&long, &long, &[]),
        (&too_long, &too_long, &["multipart-boundary-invalid"]),
        ("\"a@b\"", "a@b", &["multipart-boundary-invalid"]),
        ("a=b", "a=b", &["multipart-boundary-invalid"]),
        ("X; boundary=Y", "X", &["multipart-boundary-repeated"]),
        ("X; boundary=Y; boundary=X", "X", &["multipart-boundary-repeated"; 2]),
        // Apostrophes as quotes, and as a part of the boundary.
        ("'a b'", "a b", &["multipart-boundary-invalid"]),
        ("'ab'", "'ab'", &["multipart-boundary-invalid"]),
    ];
    for (parameter, boundary, expected) in rows {
        let media_type = format!("multipart/form-data;boundary={parameter}");
        let body = form_body(&[FILE, MESSAGE]).replace("--X", &format!("--{boundary}"));
        assert_eq!(names(&super::form_as(&media_type, &body)), *expected, "{parameter}");
    }
}
