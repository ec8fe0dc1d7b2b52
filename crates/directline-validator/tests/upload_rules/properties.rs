//! Whatever is recorded of an upload, every finding stands in it, and none in what was lost.

use directline_exchange::{Body, Content, Exchange, Gap, Reason, Response, Target};
use directline_validator::{Part, Profile, Validator};
use proptest::prelude::*;

use super::UPLOAD;

const PIECES: [&str; 24] = [
    "--X\r\n",
    "--X--\r\n",
    "--X",
    "X\r\n",
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "Content-Type: image/jpeg\r\n",
    "Content-Type: application/vnd.microsoft.bot.message\r\n",
    "Content-Type: application/vnd.microsoft.activity\r\n",
    "Content-Type: application/json\r\n",
    "Content-Type: json; q; boundary=\r\n",
    "Content-Disposition: form-data; name='file'; filename='../é.jpg'\r\n",
    "Content-Disposition: name=\"file\";\r\n filename=\"a \"q\".jpg\"; filename*=x\r\n",
    "Content-Disposition: form-data; filename=\"C:\\a%0A\"\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "no header\r\n",
    "Space : before\r\n",
    "{\"from\":\"user2\",\"text\":\"a\",\"text\":\"\\ud800\"}",
    "{\"created\":\"2016-10-32T21:19:51Z\",\"attachments\":[{}]}",
    "\u{feff}[1,",
    "\u{fffd}",
    "x",
];

fn body() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        9 => prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn header() -> impl Strategy<Value = Option<Vec<u8>>> {
    let known = prop::sample::select(vec![
        "multipart/form-data; boundary=X",
        "multipart/form-data; boundary=\"X\"; boundary=Y",
        "multipart/mixed; boundary=--X",
        "multipart/form-data",
        "image/jpeg",
        "form-data; name=\"file\"; filename=\"..\\a\"",
        "name='x'; filename='é'",
    ]);
    prop_oneof![
        1 => Just(None),
        8 => known.prop_map(|known| Some(known.as_bytes().to_vec())),
        2 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Some),
    ]
}

fn upload() -> impl Strategy<Value = Exchange> {
    let gaps = prop::collection::vec((0_usize..200, 0_usize..4), 0..4);
    let query = prop::sample::select(vec!["", "?userId=user1", "?userId=&userId=%7Ba%7D", "?userId={{a}}"]);
    (body(), gaps, header(), header(), query).prop_map(|(bytes, gaps, media_type, disposition, query)| {
        let mut exchange = Exchange::new("POST", Target::parse(&format!("{UPLOAD}{query}")));
        for (name, value) in [("Content-Type", media_type), ("Content-Disposition", disposition)] {
            if let Some(value) = value {
                exchange.request.headers.push(name, value);
            }
        }
        let mut content = Content::exact(bytes);
        let mut at = 0;
        for (skip, length) in gaps {
            let start = (at + skip).min(content.bytes.len());
            at = (start + length).min(content.bytes.len());
            content.gaps.push(Gap { range: start..at, reason: Reason::BodyLossy });
        }
        exchange.request.body = Body::Present(content);
        exchange.response = Response::with_status(204);
        exchange
    })
}

proptest! {
    #[test]
    fn findings_stand_in_what_was_recorded(exchange in upload()) {
        let judgement = Validator::new().with_profile(Profile::Strict).check(&exchange);
        let content = exchange.request.body.present().ok_or_else(|| TestCaseError::fail("no body"))?;
        for finding in &judgement.findings {
            let Some(span) = finding.place.span.clone() else { continue };
            let name = finding.rule.name;
            prop_assert!(span.start <= span.end, "{name}");
            let end = match finding.place.part {
                Part::RequestBody => content.bytes.len(),
                Part::RequestUrl => exchange.request.target.written.len(),
                Part::RequestHeader => finding
                    .place
                    .name
                    .as_deref()
                    .and_then(|header| exchange.request.headers.get(header).present().and_then(|found| found.bytes()))
                    .map_or(0, <[u8]>::len),
                _ => continue,
            };
            prop_assert!(span.end <= end, "{name} at {span:?} of {end}");
            if finding.place.part == Part::RequestBody && !span.is_empty() {
                let lost = content.gaps.iter().find(|gap| {
                    gap.range.start < span.end && span.start < gap.range.end && !gap.range.is_empty()
                });
                prop_assert!(lost.is_none(), "{name} at {span:?} in lost bytes {lost:?}");
            }
        }
    }
}
