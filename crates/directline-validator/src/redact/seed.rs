//! Hashes that cost little and that nobody can foresee: every word and every place of a text asks for one.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A secret number, other for each table, so that nobody can write words that fall together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl Seed {
    /// Mixes the bits of a number into the upper half of another one, for what may fall together at times.
    pub(super) fn mix(self, number: u64) -> u64 {
        (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Folds a number.
    pub(super) fn fold(self, number: u64) -> u64 {
        let product = u128::from(self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let bytes = product.to_le_bytes();
        let (low, high) = bytes.split_at(8);
        let half = |half: &[u8]| half.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        half(low) ^ half(high)
    }
}

impl BuildHasher for Seed {
    type Hasher = Fold;

    fn build_hasher(&self) -> Fold {
        Fold(*self)
    }
}

/// Folds one number after the other.
#[derive(Clone, Debug)]
pub(super) struct Fold(Seed);

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        // The letters of a word end with a byte that is none.
        let last = rest.iter().fold(1, |last, byte| last << 8 | u64::from(*byte));
        self.write_u64(last);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = Seed(self.0.fold(number));
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0.0
    }
}
