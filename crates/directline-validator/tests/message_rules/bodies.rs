//! Bodies of Send a Message and Get Messages, with every rule that they violate and where.

use super::{is_inconclusive, names, receive, send, violated};

type Row<'r> = (&'r str, &'r [(&'r str, &'r str)]);

fn check_sent(rows: &[Row<'_>]) {
    for (body, expected) in rows {
        let expected: Vec<_> = expected.iter().map(|(rule, text)| (*rule, (*text).to_owned())).collect();
        assert_eq!(violated(&send(*body)), expected, "{body}");
    }
}

#[test]
fn sent_messages() {
    let rows: &[Row<'_>] = &[
        (r#"{"from":"u","text":"hi"}"#, &[]),
        (r#"{"from":"u","images":["/x.jpg"]}"#, &[]),
        (r#"{"from":"u","channelData":{"a":[1,"x",null]}}"#, &[]),
        (r#"{"from":"u","text":"hi","images":[],"attachments":[]}"#, &[]),
        // Another letter case is one fault, not also a missing member.
        (r#"{"From":"u","text":"hi"}"#, &[("member-name-case", "\"From\"")]),
        (
            r#"{"from":"u","TEXT":""}"#,
            &[("member-name-case", "\"TEXT\""), ("text-empty", r#"{"from":"u","TEXT":""}"#)],
        ),
        (
            r#"{"from":"u","attachments":[{"URL":"https://h/a","ContentType":"a/b"}]}"#,
            &[("member-name-case", "\"URL\""), ("member-name-case", "\"ContentType\"")],
        ),
        // Several messages, and wrappers: nothing is said of what is inside.
        (r#"[{"text":"a"},{"text":"b"}]"#, &[("message-set-sent", r#"[{"text":"a"},{"text":"b"}]"#)]),
        ("[]", &[("message-not-object", "[]")]),
        ("[{}]", &[("message-set-sent", "[{}]")]),
        (r#"{"messages":[{"text":"a"}]}"#, &[("message-set-sent", "\"messages\"")]),
        (r#"{"message":{"from":"u","text":"a"}}"#, &[("message-member-unknown", "\"message\"")]),
        ("null", &[("message-not-object", "null")]),
        ("42", &[("message-not-object", "42")]),
        // An array under a member that is no array is no set of messages.
        (r#"{"from":"u","text":["a"]}"#, &[("text-not-string", r#"["a"]"#)]),
        // No sender.
        (r#"{"text":"hi"}"#, &[("from-missing", r#"{"text":"hi"}"#)]),
        (r#"{"from":null,"text":"hi"}"#, &[("from-null", "null")]),
        (r#"{"from":"","text":"hi"}"#, &[("from-empty", "\"\"")]),
        (
            r#"{"fromUser":"u","text":"hi"}"#,
            &[
                ("message-member-unknown", "\"fromUser\""),
                ("from-missing", r#"{"fromUser":"u","text":"hi"}"#),
            ],
        ),
        // No content.
        ("{}", &[("from-missing", "{}"), ("content-missing", "{}")]),
        (r#"{"from":"u","images":[]}"#, &[("content-missing", r#"{"from":"u","images":[]}"#)]),
        (r#"{"from":"u","channelData":{}}"#, &[("content-missing", r#"{"from":"u","channelData":{}}"#)]),
        (r#"{"from":"u","text":"","images":[]}"#, &[("text-empty", "\"\"")]),
        (r#"{"from":"u","text":"","images":["/x"]}"#, &[]),
        // Null stands for absent, and is no content.
        (
            r#"{"from":"u","text":null}"#,
            &[("message-member-null", "null"), ("content-missing", r#"{"from":"u","text":null}"#)],
        ),
    ];
    check_sent(rows);
}

#[test]
fn members_of_sent_messages() {
    let rows: &[Row<'_>] = &[
        // channelData: anything but an object.
        (r#"{"from":"u","channelData":""}"#, &[("channel-data-not-object", "\"\"")]),
        (r#"{"from":"u","channelData":[1]}"#, &[("channel-data-not-object", "[1]")]),
        (r#"{"from":"u","channelData":1.0}"#, &[("channel-data-not-object", "1.0")]),
        (r#"{"from":"u","channelData":false}"#, &[("channel-data-not-object", "false")]),
        // Elements of arrays.
        (
            r#"{"from":"u","images":["/x",null,1]}"#,
            &[("image-not-string", "null"), ("image-not-string", "1")],
        ),
        (
            r#"{"from":"u","attachments":[null,"x",[]]}"#,
            &[
                ("attachment-not-object", "null"),
                ("attachment-not-object", "\"x\""),
                ("attachment-not-object", "[]"),
            ],
        ),
        (
            r#"{"from":"u","attachments":[{}]}"#,
            &[("attachment-url-missing", "{}"), ("attachment-content-type-missing", "{}")],
        ),
        (
            r#"{"from":"u","attachments":[{"url":null,"contentType":7}]}"#,
            &[("attachment-url-not-string", "null"), ("attachment-content-type-not-string", "7")],
        ),
        // URLs and types of attachments.
        (
            r#"{"from":"u","attachments":[{"url":"data:,x","contentType":"a/b"}]}"#,
            &[("url-scheme-not-http", "\"data:,x\"")],
        ),
        (
            r#"{"from":"u","attachments":[{"url":"a/b:c","contentType":"a/b"}]}"#,
            &[("url-leaves-base", "\"a/b:c\"")],
        ),
        (
            r#"{"from":"u","attachments":[{"url":"/a/b:c","contentType":"a/b"}]}"#,
            &[("attachment-url-relative-sent", "\"/a/b:c\"")],
        ),
        (r#"{"from":"u","attachments":[{"url":"","contentType":"a/b"}]}"#, &[("url-empty", "\"\"")]),
        (
            r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"IMAGE/PNG; q=1"}]}"#,
            &[("image-in-attachments", "\"IMAGE/PNG; q=1\"")],
        ),
        (r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"imagery/x"}]}"#, &[]),
        (
            r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"pdf"}]}"#,
            &[("attachment-content-type-malformed", "pdf")],
        ),
        (
            r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":""}]}"#,
            &[("attachment-content-type-malformed", "\"\"")],
        ),
        (
            r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"a/b; c = d; e"}]}"#,
            &[("attachment-content-type-malformed", " = ")],
        ),
        (r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"a/b; c=\"d e\""}]}"#, &[]),
        (r#"{"from":"u","attachments":[{"url":"https://h/a","contentType":"{{type}}"}]}"#, &[]),
        // What the service assigns.
        (r#"{"id":"","from":"u","text":"hi"}"#, &[("id-set-by-client", "\"\"")]),
        (r#"{"id":1,"from":"u","text":"hi"}"#, &[("message-id-not-string", "1")]),
        (
            r#"{"created":"0001-01-01T00:00:00","from":"u","text":"hi"}"#,
            &[
                ("created-set-by-client", "\"0001-01-01T00:00:00\""),
                ("created-without-offset", "\"0001-01-01T00:00:00\""),
            ],
        ),
        // The path says abc%7C123.
        (r#"{"conversationId":"abc|123","from":"u","text":"hi"}"#, &[]),
        (r#"{"conversationId":"abc\u007c123","from":"u","text":"hi"}"#, &[]),
        (
            r#"{"conversationId":"abc%7C123","from":"u","text":"hi"}"#,
            &[("sent-conversation-id-mismatch", "\"abc%7C123\"")],
        ),
        (r#"{"conversationId":"","from":"u","text":"hi"}"#, &[("sent-conversation-id-mismatch", "\"\"")]),
        // A Direct Line 3.0 activity.
        (
            r#"{"type":"message","from":{"id":"u"},"text":"hi"}"#,
            &[("message-member-unknown", "\"type\""), ("from-not-string", r#"{"id":"u"}"#)],
        ),
    ];
    check_sent(rows);
}

#[test]
fn received_messages() {
    let rows: &[Row<'_>] = &[
        (r#"{"text":"hi"}"#, &[]),
        ("{}", &[]),
        (r#"{"id":"abc|123|0001","text":""}"#, &[]),
        (r#"{"conversation":"abc|123"}"#, &[("message-member-unknown", "\"conversation\"")]),
        (r#"{"conversationId":"abc|124"}"#, &[("received-conversation-id-mismatch", "\"abc|124\"")]),
        ("null", &[("message-not-object", "null")]),
        ("[]", &[("message-not-object", "[]")]),
        (r#"{"messages":[]}"#, &[("message-member-unknown", "\"messages\"")]),
        (r#"{"attachments":[{"url":"/attachments/a/0","contentType":"a/b"}]}"#, &[]),
    ];
    for (message, expected) in rows {
        let body = format!(r#"{{"messages":[{{"text":"first"}},{message}],"watermark":"1"}}"#);
        let expected: Vec<_> = expected.iter().map(|(rule, text)| (*rule, (*text).to_owned())).collect();
        assert_eq!(violated(&receive(body)), expected, "{message}");
    }
}

#[test]
fn a_placeholder_in_the_path_is_one_fault() {
    let message = r#"{"id":"abc|1","conversationId":"abc","from":"u","text":"hi"}"#;
    let messages = format!(r#"{{"messages":[{message}],"watermark":"1"}}"#);
    for id in ["{conversationId}", "undefined", "null", ":conversationId", "%5Bobject%20Object%5D"] {
        let url = format!("https://directline.botframework.com/api/conversations/{id}/messages");
        let mut sent = send(r#"{"conversationId":"abc","from":"u","text":"hi"}"#);
        let mut received = receive(messages.as_str());
        for exchange in [&mut sent, &mut received] {
            exchange.request.target = directline_exchange::Target::parse(&url);
            assert_eq!(names(exchange), ["path-placeholder"], "{url}");
        }
    }
}

#[test]
fn with_an_id_that_the_recording_hides_no_other_is_compared() {
    let url = "https://directline.botframework.com/api/conversations/REDACTED/messages";
    let mut sent = send(r#"{"conversationId":"abc","from":"u","text":"hi"}"#);
    let mut received = receive(r#"{"messages":[{"conversationId":"abc","id":"abc|1"}],"watermark":"1"}"#);
    let mut unnamed = receive(r#"{"messages":[{"from":"u"}],"watermark":"1"}"#);
    for exchange in [&mut sent, &mut received, &mut unnamed] {
        exchange.request.target = directline_exchange::Target::parse(url);
        assert_eq!(names(exchange), [""; 0]);
    }
    assert!(is_inconclusive(&sent, "sent-conversation-id-mismatch"));
    for rule in ["received-conversation-id-mismatch", "message-id-of-other-conversation"] {
        assert!(is_inconclusive(&received, rule) && !is_inconclusive(&unnamed, rule), "{rule}");
    }
}

#[test]
fn a_body_that_is_not_recorded_decides_nothing() {
    let mut exchange = send("");
    exchange.request.body =
        directline_exchange::Body::NotObservable(directline_exchange::Reason::BodyNotRecorded);
    assert!(names(&exchange).is_empty());
    for rule in
        ["message-body-missing", "message-json-malformed", "from-missing", "content-missing", "from-null"]
    {
        assert!(is_inconclusive(&exchange, rule), "{rule}");
    }
}
