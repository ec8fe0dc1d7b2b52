//! Answers, and what is taken of each by RFC 9112.

use directline_exchange::FramingKind;

/// An answer, its status, its body with the reason why the end is not known, and what is wrong with the framing.
pub(crate) type Answer = (&'static str, u16, &'static str, Option<&'static str>, &'static [FramingKind]);

const CUT: Option<&str> = Some("body-truncated");

const fn mismatch(declared: u64, recorded: u64) -> FramingKind {
    FramingKind::LengthMismatch { declared, recorded }
}

/// Every way in which an answer may be framed.
pub(crate) const ANSWERS: &[Answer] = &[
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}", None, &[]),
    ("HTTP/1.1 200\r\ncontent-length:2\r\n\r\n{}", 200, "{}", None, &[]),
    ("HTTP/1.0 200 OK\r\n\r\n{}", 200, "{}", None, &[]),
    ("HTTP/1.1 503 No\r\n\r\nto the end", 503, "to the end", None, &[]),
    ("\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", None, &[]),
    ("HTTP/1.1 204 No Content\r\n\r\n", 204, "", None, &[]),
    ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "", None, &[]),
    ("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", 101, "", None, &[]),
    (
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1",
        200,
        "1",
        None,
        &[],
    ),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nT: v\r\n\r\n",
        200,
        "abcd",
        None,
        &[],
    ),
    // Broken off.
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", 200, "abc", CUT, &[mismatch(5, 3)]),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, "", CUT, &[mismatch(5, 0)]),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        200,
        "abc",
        CUT,
        &[FramingKind::BadChunk],
    ),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        200,
        "",
        CUT,
        &[FramingKind::BadChunk],
    ),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
        200,
        "a",
        CUT,
        &[FramingKind::BadChunk],
    ),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        200,
        "a",
        None,
        &[FramingKind::BadChunk],
    ),
    // Framed in ways that readers understand differently.
    ("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", 200, "{}", None, &[FramingKind::BareLineFeed]),
    (
        "HTTP/1.1 200 OK\r\nX: a\r\n \t b \r\n\tc\r\nContent-Length:\r\n 2\r\n\r\n{}",
        200,
        "{}",
        None,
        &[FramingKind::FoldedHeader, FramingKind::FoldedHeader, FramingKind::FoldedHeader],
    ),
    (
        "HTTP/1.1 200 OK\nContent-Length: 2\nX:\n \n\n{}",
        200,
        "{}",
        None,
        &[FramingKind::FoldedHeader, FramingKind::BareLineFeed],
    ),
    (
        "HTTP/1.1 200 OK\r\nX: a\r\n \r\nContent-Length: 1\r\n 2\r\n\r\n{}",
        200,
        "{}",
        Some("body-lossy"),
        &[FramingKind::FoldedHeader, FramingKind::FoldedHeader, FramingKind::BadContentLength],
    ),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}abc", 200, "{}", None, &[mismatch(2, 5)]),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}", 200, "{}", None, &[FramingKind::BadContentLength]),
    (
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        200,
        "{}",
        Some("body-lossy"),
        &[FramingKind::BadContentLength],
    ),
    (
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
        200,
        "{}",
        Some("body-lossy"),
        &[FramingKind::BadContentLength],
    ),
    (
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        200,
        "a",
        None,
        &[FramingKind::LengthAndChunked],
    ),
    ("HTTP/1.1 204 No Content\r\n\r\n{}", 204, "", None, &[FramingKind::TrailingBytes]),
    ("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", 204, "{}", None, &[]),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nabc",
        200,
        "",
        None,
        &[FramingKind::TrailingBytes],
    ),
];
