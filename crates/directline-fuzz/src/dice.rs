//! Random choices that are the same on every machine and in every version.

/// A source of choices: `SplitMix64`. Equal seeds give equal choices, for ever.
///
/// # Examples
///
/// ```
/// use directline_fuzz::Dice;
///
/// let (mut one, mut other) = (Dice::new(7), Dice::new(7));
/// assert_eq!(one.below(100), other.below(100));
/// assert_eq!(Dice::new(7).pick(&["a"]), Some(&"a"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Choices of this seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Choices of their own for the `number`-th of many things that share a seed.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self::new(seed);
        let start = dice.number();
        Self::new(start ^ Self::new(number).number())
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.number()).wrapping_mul(end as u128) >> 64;
        usize::try_from(wide).unwrap_or(0)
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these; nothing if there are none.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    /// The first numbers of seed 1234567, as published with the reference implementation of `SplitMix64`.
    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut dice = Dice::new(1_234_567);
        let numbers = [dice.number(), dice.number(), dice.number()];
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn choices_stay_within_their_bounds() {
        let mut dice = Dice::new(1);
        assert!((0..1_000).all(|_| dice.below(3) < 3));
        assert_eq!((dice.below(0), dice.pick::<u8>(&[])), (0, None));
    }

    #[test]
    fn numbered_choices_differ() {
        assert_ne!(Dice::of(1, 1).number(), Dice::of(1, 2).number());
        assert_ne!(Dice::of(1, 1).number(), Dice::of(2, 1).number());
    }
}
