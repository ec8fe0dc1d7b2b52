//! Archives of Fiddler.

use std::io::Write;

use directline_capture::{Format, Limits, ReadError, Recorded, open_bytes};
use directline_exchange::{Coding, Observed};
use flate2::{Compression, write::GzEncoder};

use crate::common::{at, corpus, exchanges, run_of_the_samples, spoken, told};
use crate::formats::zipped;
use crate::robust::{drain, every_bit};

const GET: &[u8] = b"GET https://h/api/conversations/c/messages HTTP/1.1\r\nHost: h\r\n\r\n";
const NONE: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

fn sample() -> Vec<u8> {
    std::fs::read(corpus("captures/fiddler/sessions.saz")).unwrap()
}

fn read(members: &[(&str, &[u8])]) -> Vec<Result<Recorded, ReadError>> {
    open_bytes("f.saz", zipped(members), &Limits::default()).unwrap().collect()
}

fn metadata(begin: &str, done: &str) -> Vec<u8> {
    let times = format!("ClientBeginRequest=\"{begin}\" ClientDoneResponse=\"{done}\"");
    format!("\u{feff}<?xml version=\"1.0\"?>\r\n<Session SID=\"9\"><SessionTimers {times} /></Session>")
        .into()
}

#[test]
fn the_sample_says_what_the_wire_said() {
    let capture = open_bytes("f.saz", sample(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Saz);
    assert_eq!(capture.health().producer.as_deref(), Some("Fiddler"));
    let all = exchanges(capture);
    let said: Vec<String> = all.iter().map(|recorded| spoken(&recorded.exchange)).collect();
    assert_eq!(said, run_of_the_samples());
    for (index, recorded) in all.iter().enumerate() {
        let exchange = &recorded.exchange;
        assert_eq!(exchange.request.target.host.present().unwrap(), "directline.botframework.com");
        assert!(exchange.request.target.scheme.is_present());
        assert!(exchange.request.framing.is_empty() && exchange.response.framing.is_empty());
        let started = exchange.started.present().unwrap();
        assert_eq!(started.written, format!("2026-01-02T03:04:0{}.0256586-07:00", index + 1));
        // From 0.0256586 s to 0.2256586 s.
        assert_eq!(exchange.took, Observed::Present(200_000_000));
    }
}

#[test]
fn places_are_those_in_the_members() {
    let member = |name: &str| -> Vec<u8> {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(sample())).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let all = exchanges(open_bytes("f.saz", sample(), &Limits::default()).unwrap());
    for (index, recorded) in all.iter().enumerate() {
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        let names = [format!("raw/{}_c.txt", index + 1), format!("raw/{}_s.txt", index + 1)];
        let files = [member(&names[0]), member(&names[1])];
        for (side, headers, body) in
            [(0, &request.headers, &request.body), (1, &response.headers, &response.body)]
        {
            for field in headers {
                let place = recorded.places.locate(&field.value_origin, 0);
                assert_eq!(place.file, format!("f.saz!/{}", names[side]));
                assert!(at(&place, &files[side]).starts_with(field.bytes().unwrap()));
            }
            if let Some(content) = body.present().filter(|content| content.origin.coding != Coding::Opaque) {
                let last = content.bytes.len() - 1;
                let place = recorded.places.locate(&content.origin, last);
                assert_eq!(at(&place, &files[side]), &content.bytes[last..]);
            }
        }
    }
}

#[test]
fn sessions_are_in_the_order_of_time() {
    let get = |path: &str| format!("GET https://h/{path} HTTP/1.1\r\n\r\n").into_bytes();
    let members: Vec<(&str, Vec<u8>)> = vec![
        // Numbers are padded in larger archives, and are not the order of the directory.
        ("raw/0010_c.txt", get("third")),
        ("raw/0010_m.xml", metadata("2026-01-02T03:04:07.0000002+00:00", "")),
        ("raw/0009_c.txt", get("second")),
        ("raw/0009_m.xml", metadata("2026-01-02T03:04:07.0000001+00:00", "")),
        // Another offset, the earliest time.
        ("raw/0011_c.txt", get("first")),
        ("raw/0011_m.xml", metadata("2026-01-02T05:04:06.9+02:00", "")),
        // No time: stays behind the one before it.
        ("raw/0012_c.txt", get("behind-first")),
        ("_index.htm", b"<html>".to_vec()),
        ("raw/readme_c.txt", b"no session".to_vec()),
    ];
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let paths: Vec<String> =
        read(&members).into_iter().map(|found| found.unwrap().exchange.request.target.path).collect();
    assert_eq!(paths, ["/first", "/behind-first", "/second", "/third"]);
}

/// Request, response, and what comes of them: status and body of the response.
#[test]
fn responses_are_those_of_the_wire() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(b"{\"messages\": []}").unwrap();
    let gzip = gzip.finish().unwrap();
    let (first, second) = gzip.split_at(7);
    let chunk = |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
    let coded = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".to_vec(),
        chunk(first),
        chunk(second),
        b"0\r\n\r\n".to_vec(),
    ]
    .concat();
    let rows: Vec<(Option<&[u8]>, Option<u16>, &str, usize)> = vec![
        (Some(NONE), Some(204), "absent", 0),
        (Some(&coded), Some(200), "{\\\"messages\\\": []}", 0),
        (Some(b""), None, "no-response", 0),
        (Some(b"\r\n"), None, "no-response", 0),
        (None, None, "no-response", 0),
        // Fiddler can drop bodies: a length without a body is its doing, or was so; nobody can tell.
        (Some(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), Some(200), "body-not-recorded", 0),
        (Some(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), Some(200), "body-not-recorded", 0),
        // A part of a body is the sender's.
        (Some(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"), Some(200), "{} [2..2 body-truncated]", 1),
    ];
    for (response, status, body, defects) in rows {
        let mut members = vec![("raw/1_c.txt", GET)];
        members.extend(response.map(|bytes| ("raw/1_s.txt", bytes)));
        let mut found = read(&members);
        assert_eq!(found.len(), 1);
        let found = found.remove(0).unwrap().exchange.response;
        let shown = response.map(|bytes| bytes.escape_ascii().to_string());
        assert_eq!(
            (found.status.present().copied(), told(&found.body).as_str()),
            (status, body),
            "{shown:?}"
        );
        assert_eq!(found.framing.len(), defects, "{shown:?}");
    }
}

#[test]
fn what_is_no_session_of_the_api_does_not_stop_the_others() {
    let all = read(&[
        ("raw/1_c.txt", b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
        ("raw/1_s.txt", b"HTTP/1.1 200 Connection Established\r\n\r\n"),
        ("raw/2_c.txt", b""),
        ("raw/3_s.txt", NONE),
        ("raw/4_c.txt", b"nonsense"),
        ("raw\\5_C.txt", GET),
        ("raw\\5_S.txt", NONE),
        ("raw/5_w.txt", b"frames"),
    ]);
    let told: Vec<String> = all
        .iter()
        .map(|found| match found {
            Ok(recorded) => recorded.exchange.response.status.present().unwrap().to_string(),
            Err(error) => error.to_string().split(';').next().unwrap().to_owned(),
        })
        .collect();
    assert_eq!(
        told,
        [
            "f.saz!/raw/2_c.txt: the recording is empty",
            "f.saz!/raw/3_s.txt:1:1 (byte 0): a response without a request beside it",
            "f.saz!/raw/4_c.txt:1:1 (byte 0): expected a request line (METHOD TARGET HTTP/1.1)",
            "204"
        ]
    );
    let capture =
        open_bytes("f.saz", zipped(&[("raw/1_c.txt", GET), ("raw/1_w.txt", b"x")]), &Limits::default());
    assert_eq!(capture.unwrap().health().unseen, ["messages of WebSockets: they are not read"]);
}

/// A member's local header and its entry in the directory get the flag of encryption; `method` is 99 for AES.
fn locked(mut bytes: Vec<u8>, method: Option<u8>) -> Vec<u8> {
    let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for (flags, coding) in [(6, 8), (central + 8, central + 10)] {
        bytes[flags] |= 1;
        if let Some(method) = method {
            bytes[coding] = method;
        }
    }
    bytes
}

#[test]
fn a_password_is_told_with_what_to_do() {
    let plain = zipped(&[("raw/1_c.txt", GET)]);
    let error = open_bytes("f.saz", locked(plain.clone(), None), &Limits::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "f.saz: a Fiddler archive with a password is not read; open it in Fiddler and save it again without a password"
    );
    let error = open_bytes("f.saz", locked(plain, Some(99)), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("password"), "{error}");
}

#[test]
fn damage_and_bombs_stay_inside_of_their_session() {
    let mut bytes = zipped(&[("raw/1_c.txt", GET), ("raw/2_c.txt", GET)]);
    // The first data byte of the first member: its compressed form, or its checksum, is wrong then.
    bytes[30 + "raw/1_c.txt".len()] ^= 0x04;
    let all: Vec<_> = open_bytes("f.saz", bytes, &Limits::default()).unwrap().collect();
    let error = all[0].as_ref().unwrap_err();
    assert!(matches!(error, ReadError::Malformed { .. }), "{error}");
    assert!(all[1].is_ok() && all.len() == 2);

    let head = b"POST https://h/x HTTP/1.1\r\nContent-Length: 4194304\r\n\r\n";
    let bomb = [&head[..], &vec![b' '; 4 << 20]].concat();
    let all = read(&[("raw/1_c.txt", &bomb)]);
    let request = &all[0].as_ref().unwrap().exchange.request;
    assert_eq!((told(&request.body).as_str(), request.framing.len()), ("limit-reached", 0));
}

/// Members that lie over each other take no more than the archive may expand to in all.
#[test]
fn the_whole_archive_has_a_bound() {
    let head = b"POST https://h/x HTTP/1.1\r\nContent-Length: 60000\r\n\r\n";
    let message = [&head[..], &vec![b' '; 60_000]].concat();
    let names: Vec<String> = (0..40).map(|number| format!("raw/{number}_c.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), message.as_slice())).collect();
    let bytes = zipped(&members);
    let limits = Limits { max_decompressed_ratio: 40, ..Limits::default() };
    let bound = bytes.len() * limits.max_decompressed_ratio;
    assert!(bound < 40 * message.len());
    let kept = open_bytes("f.saz", bytes, &limits).unwrap().flatten();
    let kept: usize =
        kept.filter_map(|found| found.exchange.request.body.present().map(|body| body.bytes.len())).sum();
    assert!(kept > 0 && kept <= bound, "{kept} of {bound}");
}

#[test]
fn every_cut_and_every_bit_of_a_small_archive() {
    let times = metadata("2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z");
    let bytes = zipped(&[("raw/1_c.txt", GET), ("raw/1_s.txt", NONE), ("raw/1_m.xml", &times)]);
    assert_eq!(drain(&bytes, &Limits::default()), (1, 0));
    for end in 0..bytes.len() {
        let (good, errors) = drain(&bytes[..end], &Limits::default());
        assert!(good == 0 && errors == 1, "{end}");
    }
    every_bit(&bytes);
}
