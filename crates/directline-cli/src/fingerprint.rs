//! Fingerprints: the same offence at the same place of the contract has the same one, in every
//! recording and on every machine.

use std::cell::OnceCell;

use directline_exchange::{Body, Exchange, Headers, Observed};
use directline_validator::media_type::MediaType;
use directline_validator::multipart::{self, Limits};
use directline_validator::{Finding, Part};

use crate::report::Judged;

/// Makes the fingerprints of one exchange's findings.
pub(crate) struct Fingerprints<'e> {
    judged: &'e Judged<'e>,
    /// The media types of the parts of both bodies, read when first asked for.
    request_parts: OnceCell<Vec<Option<String>>>,
    response_parts: OnceCell<Vec<Option<String>>>,
}

impl<'e> Fingerprints<'e> {
    pub(crate) fn new(judged: &'e Judged<'e>) -> Self {
        Self { judged, request_parts: OnceCell::new(), response_parts: OnceCell::new() }
    }

    /// The fingerprint of a finding: 16 hexadecimal digits.
    ///
    /// It is the 64-bit FNV-1a hash of rule, operation (of an object by itself its kind), part of the exchange, name of the header or
    /// parameter, pointer with indexes generalised, and media type of the multipart part, separated by
    /// U+001F. Names that a recording makes up are masked first, so that no secret can be guessed from it.
    pub(crate) fn of(&self, finding: &Finding) -> String {
        format!("{:016x}", fnv1a(self.fields(finding).join("\u{1f}").as_bytes()))
    }

    /// What a fingerprint is made from: rule, operation, part, name, pointer and media type of the multipart part; what
    /// there is not is empty.
    pub(crate) fn fields(&self, finding: &Finding) -> [String; 6] {
        let place = &finding.place;
        let shown = self.judged.shown;
        let pointer = place.general_pointer().map(|pointer| shown.text(&pointer));
        let name = place.name.as_deref().map(|name| shown.text(name).to_ascii_lowercase());
        let part_type = place.multipart_part.and_then(|number| self.part_type(place.part, number));
        let part_type = part_type.map(|media_type| shown.text(media_type));
        [
            finding.rule.name.to_owned(),
            self.judged.operation().unwrap_or_default().to_owned(),
            self.judged.part(place).to_owned(),
            name.unwrap_or_default(),
            pointer.unwrap_or_default(),
            part_type.unwrap_or_default(),
        ]
    }

    /// The media type of one part of a multipart body.
    fn part_type(&self, part: Part, number: usize) -> Option<&str> {
        let Exchange { request, response, .. } = &self.judged.recorded.exchange;
        let parts = match part {
            Part::RequestBody => {
                self.request_parts.get_or_init(|| self.part_types(&request.headers, &request.body))
            }
            Part::ResponseBody => {
                self.response_parts.get_or_init(|| self.part_types(&response.headers, &response.body))
            }
            _ => return None,
        };
        parts.get(number)?.as_deref()
    }

    /// The media types of the parts of a multipart body, as far as something was found in them.
    fn part_types(&self, headers: &Headers, body: &Body) -> Vec<Option<String>> {
        let (Observed::Present(value), Some(content)) = (headers.value("content-type"), body.present())
        else {
            return Vec::new();
        };
        let Some(boundary) =
            MediaType::parse(value).parameter("boundary").map(|found| found.text().into_owned())
        else {
            return Vec::new();
        };
        let numbers =
            self.judged.judgement.findings.iter().filter_map(|finding| finding.place.multipart_part);
        let max_parts = numbers.max().unwrap_or_default().saturating_add(1);
        let form =
            multipart::read(&content.bytes, boundary.as_bytes(), &Limits { max_parts, ..Limits::default() });
        form.parts.iter().map(|part| part.content_type().map(|media_type| media_type.essence())).collect()
    }
}

/// FNV-1a, 64 bits (the parameters are those of draft-eastlake-fnv, section 5).
fn fnv1a(bytes: &[u8]) -> u64 {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    #[test]
    fn the_hash_is_the_published_one() {
        // The test vectors of draft-eastlake-fnv, appendix C.
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8_u64)]
        {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }
}
