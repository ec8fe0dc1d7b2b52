//! Uploads in the shapes that real clients send: a JPEG and a Message part.

use super::super::read;
use super::Limits;
use crate::media_type::MediaType;

/// One client.
struct Client {
    name: &'static str,
    /// The request's `Content-Type`.
    content_type: &'static str,
    /// Header lines of the file part; the file is `naïve "q" café.jpg` where the client was seen with it.
    file: &'static [&'static str],
    file_name: &'static str,
    /// Header lines of the Message part.
    message: &'static [&'static str],
    /// Whether the client sends the Message part as such, or drops the type.
    keeps_type: bool,
    /// Whether a line end follows the close.
    ends_line: bool,
    /// Whether the reader finds a raw quotation mark in the file name.
    raw_quote: bool,
}

const MESSAGE: &str = "Content-Type: application/vnd.microsoft.bot.message";
const JPEG: &str = "Content-Type: image/jpeg";
const FILE: &str = r#"Content-Disposition: form-data; name="file"; filename="badjokeeel.jpg""#;
const FILE_22: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"naïve %22q%22 café.jpg\"";
const FILE_BACKSLASH: &str =
    "Content-Disposition: form-data; name=\"file\"; filename=\"naïve \\\"q\\\" café.jpg\"";
const FILE_RAW: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"naïve \"q\" café.jpg\"";
const NAMED: &str = r#"Content-Disposition: form-data; name="message""#;
const BLOB: &str = r#"Content-Disposition: form-data; name="message"; filename="blob""#;

/// The usual client.
const USUAL: Client = Client {
    name: "curl 7.88 -F",
    content_type: "multipart/form-data; boundary=------------------------02c0645e0721c207",
    file: &[FILE_22, JPEG],
    file_name: "naïve %22q%22 café.jpg",
    message: &[NAMED, MESSAGE],
    keeps_type: true,
    ends_line: true,
    raw_quote: false,
};

const CLIENTS: [Client; 22] = [
    USUAL,
    Client {
        name: "Chromium fetch",
        content_type: "multipart/form-data; boundary=----WebKitFormBoundaryHms8IhTHeSBiBs3c",
        message: &[BLOB, MESSAGE],
        ..USUAL
    },
    Client {
        name: "Firefox",
        content_type: "multipart/form-data; boundary=----geckoformboundary0123456789abcdef0123456789abcdef",
        message: &[BLOB, MESSAGE],
        ..USUAL
    },
    Client {
        name: "Firefox, older",
        content_type: "multipart/form-data; boundary=---------------------------9849436581144108930470211272",
        message: &[BLOB, MESSAGE],
        ..USUAL
    },
    Client {
        name: "Node 20 fetch",
        content_type: "multipart/form-data; boundary=----formdata-undici-012345678901",
        message: &[BLOB, MESSAGE],
        ..USUAL
    },
    Client {
        name: "form-data with axios",
        content_type: "multipart/form-data; boundary=--------------------------201d76567e3e0e4dbe516639",
        ..USUAL
    },
    Client {
        name: "form-data with node-fetch: no space before the parameter",
        content_type: "multipart/form-data;boundary=--------------------------201d76567e3e0e4dbe516639",
        ..USUAL
    },
    Client {
        name: "request 2.88",
        content_type: "multipart/form-data; boundary=--------------------------012345678901234567890123",
        file: &[FILE_RAW, JPEG],
        file_name: "naïve \"q\" café.jpg",
        raw_quote: true,
        ..USUAL
    },
    Client {
        name: "Python requests, httpx",
        content_type: "multipart/form-data; boundary=edb4175019c431190a0dd1f4eee5967b",
        ..USUAL
    },
    Client {
        name: "Python requests with an old urllib3",
        content_type: "multipart/form-data; boundary=edb4175019c431190a0dd1f4eee5967b",
        file: &[
            "Content-Disposition: form-data; name=\"file\"; filename*=utf-8''na%C3%AFve%20%22q%22%20caf%C3%A9.jpg",
            JPEG,
        ],
        file_name: "naïve \"q\" café.jpg",
        ..USUAL
    },
    Client {
        name: "aiohttp",
        content_type: "multipart/form-data; boundary=0123456789abcdef0123456789abcdef",
        file: &[
            JPEG,
            "Content-Disposition: form-data; name=\"file\"; filename=\"na%C3%AFve%20%22q%22%20caf%C3%A9.jpg\"",
        ],
        file_name: "na%C3%AFve%20%22q%22%20caf%C3%A9.jpg",
        message: &[MESSAGE, NAMED],
        ..USUAL
    },
    Client {
        name: ".NET MultipartFormDataContent",
        content_type: "multipart/form-data; boundary=\"39507eaf-725f-4b21-a746-d6e42434801c\"",
        file: &[
            JPEG,
            "Content-Disposition: form-data; name=file; filename=\"=?utf-8?B?bmHDr3ZlIGNhZsOpLmpwZw==?=\"; filename*=utf-8''na%C3%AFve%20caf%C3%A9.jpg",
        ],
        file_name: "naïve café.jpg",
        message: &[
            "Content-Type: application/vnd.microsoft.bot.message; charset=utf-8",
            "Content-Disposition: form-data",
        ],
        ..USUAL
    },
    Client {
        name: "Java 17 HttpClient, written by hand",
        content_type: "multipart/form-data; boundary=DD4E5147-E865-4652-B662-F223701A8A89",
        file: &[JPEG, FILE],
        file_name: "badjokeeel.jpg",
        message: &[MESSAGE],
        ends_line: false,
        ..USUAL
    },
    Client {
        name: "OkHttp 3.13",
        content_type: "multipart/form-data; boundary=97527f51-9dc4-4551-b765-b074ed1f9652",
        file: &[FILE_22, JPEG, "Content-Length: 3"],
        message: &["Content-Type: application/vnd.microsoft.bot.message; charset=utf-8", "Content-Length: 2"],
        ..USUAL
    },
    Client {
        name: "Apache HttpClient 4.5, strict",
        content_type: "multipart/form-data; boundary=m8hb5XZ3Q_-cW0o0gTBCZ8W7yOqkRtLw",
        file: &[
            r#"Content-Disposition: form-data; name="file"; filename="na?ve \"q\" caf?.jpg""#,
            JPEG,
            "Content-Transfer-Encoding: binary",
        ],
        file_name: "na?ve \"q\" caf?.jpg",
        message: &[NAMED, MESSAGE, "Content-Transfer-Encoding: 8bit"],
        ..USUAL
    },
    Client {
        name: "Apache HttpClient 4.5, browser compatible",
        content_type: "multipart/form-data; boundary=m8hb5XZ3Q_-cW0o0gTBCZ8W7yOqkRtLw",
        file: &[r#"Content-Disposition: form-data; name="file"; filename="na?ve \"q\" caf?.jpg""#, JPEG],
        file_name: "na?ve \"q\" caf?.jpg",
        message: &[NAMED],
        keeps_type: false,
        ..USUAL
    },
    Client {
        name: "Apache HttpClient 4.5, RFC 6532",
        content_type: "multipart/form-data; boundary=m8hb5XZ3Q_-cW0o0gTBCZ8W7yOqkRtLw",
        file: &[FILE_BACKSLASH, JPEG, "Content-Transfer-Encoding: binary"],
        file_name: "naïve \"q\" café.jpg",
        message: &[NAMED, MESSAGE, "Content-Transfer-Encoding: 8bit"],
        ..USUAL
    },
    Client {
        name: "Ruby net/http",
        content_type: "multipart/form-data; boundary=y1Nm-4q9dJa0t0Oy_-KERi5KcbBStz0-FRiNKKSVYkQOfGqwPlOHcQ",
        file: &[FILE_BACKSLASH, JPEG],
        file_name: "naïve \"q\" café.jpg",
        message: &[NAMED],
        keeps_type: false,
        ..USUAL
    },
    Client {
        name: "PHP Guzzle 7.4",
        content_type: "multipart/form-data; boundary=0123456789abcdef0123456789abcdef01234567",
        file: &[JPEG, FILE_RAW, "Content-Length: 3"],
        file_name: "naïve \"q\" café.jpg",
        message: &[MESSAGE, NAMED, "Content-Length: 2"],
        raw_quote: true,
        ..USUAL
    },
    Client {
        name: "Rust reqwest 0.12",
        content_type: "multipart/form-data; boundary=0123456789abcdef-0123456789abcdef-0123456789abcdef-0123456789abcdef",
        file: &[FILE_BACKSLASH, JPEG],
        file_name: "naïve \"q\" café.jpg",
        ..USUAL
    },
    Client {
        name: "httpYac",
        content_type: "multipart/form-data; boundary=----DD4E5147-E865-4652-B662-F223701A8A89",
        file: &[JPEG, FILE],
        file_name: "badjokeeel.jpg",
        message: &[MESSAGE],
        ends_line: false,
        ..USUAL
    },
    Client {
        name: "HTTPie 3.2",
        content_type: "multipart/form-data; boundary=0123456789abcdef0123456789abcdef",
        message: &[NAMED],
        keeps_type: false,
        ..USUAL
    },
];

fn body(client: &Client, boundary: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (headers, content) in [(client.file, &b"\xFF\xD8\xFF"[..]), (client.message, b"{}")] {
        body.extend_from_slice(format!("--{boundary}\r\n{}\r\n\r\n", headers.join("\r\n")).as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--").as_bytes());
    body.extend_from_slice(if client.ends_line { b"\r\n" } else { b"" });
    body
}

#[test]
fn uploads_of_every_known_client_are_read() {
    for client in &CLIENTS {
        let name = client.name;
        let media = MediaType::parse(client.content_type.as_bytes());
        assert_eq!(media.defects, [], "{name}");
        let boundary = media.parameter("boundary").unwrap();
        let body = body(client, &boundary.text());
        let form = read(&body, &boundary.value, &Limits::default());

        assert!(form.closed && form.repair.is_none(), "{name}");
        assert_eq!(form.defects, [], "{name}");
        assert_eq!(form.preamble, 0..0, "{name}");
        assert_eq!(form.epilogue, Some(body.len()..body.len()), "{name}");
        let [file, message] = form.parts.as_slice() else { panic!("{name}: not two parts") };

        assert_eq!(file.content, b"\xFF\xD8\xFF", "{name}");
        assert!(file.content_type().is_some_and(|media| media.is("image", "jpeg")), "{name}");
        let disposition = file.disposition().unwrap();
        assert_eq!(disposition.filename().unwrap().text, client.file_name, "{name}");
        assert_eq!(disposition.name().as_deref(), Some("file"), "{name}");
        assert_eq!(!disposition.defects.is_empty(), client.raw_quote, "{name}");

        assert_eq!(message.content, b"{}", "{name}");
        let is_message = |media: MediaType| media.is("application", "vnd.microsoft.bot.message");
        assert_eq!(message.content_type().is_some_and(is_message), client.keeps_type, "{name}");
    }
}
