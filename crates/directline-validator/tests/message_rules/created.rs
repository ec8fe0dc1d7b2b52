//! Where the findings about `created` stand.

use super::{receive, violated};

#[test]
fn the_place_is_where_the_text_departs() {
    let rows: &[(&str, &[(&str, &str)])] = &[
        (r#""2016-10-28T21:19:51.0357965Z""#, &[]),
        (r#""2016-10-28t21:19:51z""#, &[]),
        (r#""2016-12-31T23:59:60Z""#, &[]),
        (r#""2016-10-28T21:19:51-00:00""#, &[]),
        (r#""2016-10-32T21:19:51Z""#, &[("created-not-date-time", "32T21:19:51Z")]),
        // Escapes: bytes and text do not run side by side, so the whole value is named.
        (r#""2016-10-32T21:19:51\u005a""#, &[("created-not-date-time", r#""2016-10-32T21:19:51\u005a""#)]),
        (r#""""#, &[("created-not-date-time", r#""""#)]),
        (r#""2016-10-28""#, &[("created-not-date-time", r#""2016-10-28""#)]),
        (r#""2016-10-28T21:19:51""#, &[("created-without-offset", r#""2016-10-28T21:19:51""#)]),
        (r#""2016-W43-5T21:19:51Z""#, &[("created-not-rfc3339", "W43-5T21:19:51Z")]),
        (r#""2016-10-28 21:19:51Z""#, &[("created-not-rfc3339", " 21:19:51Z")]),
        (r#""2016-10-28 21:19:51+0200""#, &[("created-not-rfc3339", " 21:19:51+0200")]),
        (r#""2016-10-28T21:19:51+02:00""#, &[("created-not-utc", "+02:00")]),
        ("1477689591", &[("created-not-string", "1477689591")]),
        ("null", &[("message-member-null", "null")]),
    ];
    for (created, expected) in rows {
        let body = format!(r#"{{"messages":[{{"created":{created},"from":"b"}}],"watermark":"1"}}"#);
        let expected: Vec<_> = expected.iter().map(|(rule, text)| (*rule, (*text).to_owned())).collect();
        assert_eq!(violated(&receive(body)), expected, "{created}");
    }
}
