//! What the ledger remembers instead of texts: 128 bits each.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

use directline_json::{Kind, Value};

/// Stands for a text. Equal texts have equal keys; that two texts share one is not to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u64, u64);

impl Key {
    /// Of one text.
    pub(crate) fn of(text: &str) -> Self {
        Self::of_all(&[text])
    }

    /// Of several texts in a row.
    pub(crate) fn of_all(texts: &[&str]) -> Self {
        let mut digest = Digest::new();
        for text in texts {
            digest.put(text.as_bytes());
        }
        digest.key()
    }

    /// Of a JSON value: the order of members does not count, the text of numbers does.
    pub(crate) fn of_value(value: Value<'_>) -> Self {
        let mut digest = Digest::new();
        digest.put_value(value);
        digest.key()
    }
}

/// Two hashes with seeds of their own: the fractional digits of pi, as good as any.
struct Digest([FoldHasher<'static>; 2]);

const SEEDS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344];

impl Digest {
    fn new() -> Self {
        Self(SEEDS.map(|seed| FixedState::with_seed(seed).build_hasher()))
    }

    /// Adds bytes such that no other division into texts gives the same.
    fn put(&mut self, bytes: &[u8]) {
        for hasher in &mut self.0 {
            hasher.write_usize(bytes.len());
            hasher.write(bytes);
        }
    }

    /// The reader bounds the depth of a value.
    fn put_value(&mut self, value: Value<'_>) {
        let kind = value.kind();
        self.put(&[kind as u8]);
        match kind {
            Kind::Null => {}
            Kind::Bool => self.put(&[u8::from(value.as_bool().unwrap_or_default())]),
            Kind::Number => self.put(value.number_text().unwrap_or_default().as_bytes()),
            Kind::String => self.put(value.as_str().unwrap_or_default().as_bytes()),
            Kind::Array => {
                self.put(&value.len().to_le_bytes());
                for element in value.elements() {
                    self.put_value(element);
                }
            }
            Kind::Object => {
                self.put(&value.len().to_le_bytes());
                let mut members: Vec<_> = value.members().collect();
                members.sort_by(|one, other| one.key.cmp(&other.key));
                for member in members {
                    self.put(member.key.as_bytes());
                    self.put_value(member.value);
                }
            }
        }
    }

    fn key(&self) -> Key {
        Key(self.0[0].finish(), self.0[1].finish())
    }
}

#[cfg(test)]
mod tests {
    use directline_json::Document;

    use super::Key;

    #[test]
    fn texts_are_not_run_together() {
        assert_eq!(Key::of_all(&["ab", "c"]), Key::of_all(&["ab", "c"]));
        assert_ne!(Key::of_all(&["ab", "c"]), Key::of_all(&["a", "bc"]));
        assert_ne!(Key::of(""), Key::of_all(&[]));
    }

    #[test]
    fn values_are_equal_up_to_the_order_of_members() {
        let of = |text: &str| Key::of_value(Document::parse(text.as_bytes()).root().unwrap());
        for (one, other, equal) in [
            (r#"{"a":1,"b":[true,null]}"#, r#" { "b" : [ true , null ] , "a" : 1 } "#, true),
            (r#"{"a":"\u0062"}"#, r#"{"a":"b"}"#, true),
            (r#"{"a":1}"#, r#"{"a":1.0}"#, false),
            (r#"{"a":1}"#, r#"{"a":"1"}"#, false),
            ("[1,2]", "[2,1]", false),
            ("[[1],2]", "[[1,2]]", false),
            (r#"{"a":{}}"#, r#"{"a":[]}"#, false),
            ("null", "false", false),
        ] {
            assert_eq!(of(one) == of(other), equal, "{one} {other}");
        }
    }
}
