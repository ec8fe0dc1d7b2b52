//! Which option raises a bound that an exchange exceeds.

use std::collections::BTreeSet;

use directline_exchange::{Body, Exchange, Headers, Observed, Reason};
use directline_json::{DefectKind, Document};
use directline_validator::Limits;
use directline_validator::media_type::MediaType;
use directline_validator::multipart;

/// The options that raise the bounds because of which something of an exchange was not observable. To be asked only
/// where something was: bodies are read once more. Some bounds have no option.
pub(crate) fn options(exchange: &Exchange, limits: &Limits) -> BTreeSet<&'static str> {
    let mut options = BTreeSet::new();
    let (request, response) = (&exchange.request, &exchange.response);
    for (headers, body) in [(&request.headers, &request.body), (&response.headers, &response.body)] {
        if headers.partial() == Some(Reason::LimitReached) {
            options.insert("--max-headers");
        }
        of_body(headers, body, limits, &mut options);
    }
    options
}

fn of_body(headers: &Headers, body: &Body, limits: &Limits, options: &mut BTreeSet<&'static str>) {
    let content = match body {
        Observed::Present(content) => content,
        Observed::NotObservable(Reason::LimitReached) => {
            options.insert("--max-body");
            // Which of the two it was, the compressed bytes do not tell.
            if headers.value("content-encoding").present().is_some() {
                options.insert("--max-ratio");
            }
            return;
        }
        Observed::Absent | Observed::NotObservable(_) => return,
    };
    if content.gaps.iter().any(|gap| gap.reason == Reason::LimitReached) {
        options.insert("--max-entry");
    }
    let media_type = headers.value("content-type").present().map(|value| MediaType::parse(value));
    let boundary = media_type.as_ref().filter(|media_type| media_type.type_ == "multipart");
    let Some(boundary) = boundary.and_then(|media_type| media_type.parameter("boundary")) else {
        of_json(&content.bytes, limits, options);
        return;
    };
    let form = multipart::read(&content.bytes, &boundary.value, &limits.multipart());
    if form.has(multipart::DefectKind::TooManyParts) {
        options.insert("--max-parts");
    }
    for part in &form.parts {
        of_json(part.content, limits, options);
    }
}

fn of_json(bytes: &[u8], limits: &Limits, options: &mut BTreeSet<&'static str>) {
    if !bytes.trim_ascii_start().starts_with(b"{") && !bytes.trim_ascii_start().starts_with(b"[") {
        return;
    }
    for defect in Document::parse_with(bytes, &limits.json()).defects() {
        match defect.kind {
            DefectKind::TooDeep { .. } => options.insert("--max-depth"),
            DefectKind::TooLarge { .. } => options.insert("--max-body"),
            _ => false,
        };
    }
}
