//! Secrets that must not be seen again.

use crate::reading::fingerprint;

/// One that has the shape of a credential of Direct Line, wherever it stands.
pub(crate) const SHAPED: &str = "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecretItIsATestCanaryValue01234";

/// One that only its place tells.
pub(crate) const PLAIN: &str = "qzxwvplainwordsecret";

/// What stands for a canary in an input: short, so that chance puts it anywhere.
const PLACE: &[u8] = b"@@";

/// The bytes with a canary in each place for one, and which it is.
pub(crate) fn plant(bytes: &[u8]) -> (Vec<u8>, &'static str) {
    let canary = if fingerprint(bytes).is_multiple_of(2) { SHAPED } else { PLAIN };
    let mut planted = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, others)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(PLACE) {
            planted.extend_from_slice(canary.as_bytes());
            rest = after;
        } else {
            planted.push(*first);
            rest = others;
        }
    }
    (planted, canary)
}

/// Fails where a text shows the canary: as it is, in another letter case, in hexadecimal digits or percent-encoded.
pub(crate) fn must_not_show(text: &str, canary: &str) {
    let lower = text.to_ascii_lowercase();
    let coded = |code: fn(u8) -> String| canary.bytes().map(code).collect::<String>();
    let forms = [
        canary.to_ascii_lowercase(),
        coded(|byte| format!("{byte:02x}")),
        coded(|byte| format!("%{byte:02x}")),
    ];
    for form in forms {
        assert!(!lower.contains(&form), "a secret is shown: {text}");
    }
}
