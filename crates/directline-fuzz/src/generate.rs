//! Values that are made from choices and made simpler again: what every strategy of this crate is made of.

use std::fmt::Debug;
use std::marker::PhantomData;

use proptest::prelude::Strategy;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

use crate::Dice;

/// A value that can be made at random.
///
/// It is not composed of other strategies, because making a message from thousands of small value trees is what makes
/// generation slow; the [strategies](crate::strategy) wrap it for proptest.
pub trait Generate: Simplify {
    /// A value that these choices give. Equal choices give equal values.
    fn generate(dice: &mut Dice) -> Self;
}

/// A value that can be made simpler while it still fails.
pub trait Simplify: Clone + Debug {
    /// Simpler values, those that leave out the most first. Each is smaller by some measure, so that simplifying ends.
    fn simpler(&self) -> Vec<Self>;
}

/// The proptest strategy of a [`Generate`].
#[derive(Debug)]
pub struct Generated<T>(PhantomData<fn() -> T>);

impl<T> Generated<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Generated<T> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<T: Generate> Strategy for Generated<T> {
    type Tree = Tree<T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        use proptest::prelude::Rng;

        Ok(Tree::new(T::generate(&mut Dice::new(runner.rng().next_u64()))))
    }
}

/// A value on its way to the simplest that still fails.
///
/// # Examples
///
/// ```
/// use directline_fuzz::{Dice, Generate, Tree};
/// use directline_types::Message;
/// use proptest::strategy::ValueTree;
///
/// let long = Message::text("a very long text").from("user1");
/// let (simplest, _) = Tree::new(long).simplest(100, |message| message.text.is_some());
/// assert_eq!(simplest.text.as_deref(), Some("a"));
/// ```
#[derive(Clone, Debug)]
pub struct Tree<T> {
    /// The simplest value that is known to fail.
    best: T,
    current: T,
    candidates: std::vec::IntoIter<T>,
}

impl<T: Simplify> Tree<T> {
    /// The tree of a value.
    pub fn new(value: T) -> Self {
        Self { best: value.clone(), current: value, candidates: Vec::new().into_iter() }
    }

    /// The simplest value for which `fails` is true, which it must be for the first one, and how often it was asked: at
    /// most `tries` times.
    pub fn simplest(mut self, tries: usize, mut fails: impl FnMut(&T) -> bool) -> (T, usize) {
        let mut asked = 0_usize;
        let mut is_moving = self.simplify();
        while is_moving && asked < tries {
            asked = asked.saturating_add(1);
            is_moving = if fails(&self.current) { self.simplify() } else { self.complicate() };
        }
        (self.best, asked)
    }

    fn next(&mut self) -> bool {
        let next = self.candidates.next();
        let is_there = next.is_some();
        self.current = next.unwrap_or_else(|| self.best.clone());
        is_there
    }
}

impl<T: Simplify> ValueTree for Tree<T> {
    type Value = T;

    fn current(&self) -> T {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        self.best = self.current.clone();
        self.candidates = self.best.simpler().into_iter();
        self.next()
    }

    fn complicate(&mut self) -> bool {
        self.next()
    }
}

/// A list with some of its elements left out, the longest runs first; then with single elements made simpler.
pub(crate) fn simpler_list<T: Clone>(list: &[T], simpler: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let mut lists = Vec::new();
    let mut run = list.len();
    while run > 0 {
        for start in (0..list.len()).step_by(run) {
            let end = start.saturating_add(run).min(list.len());
            let (before, after) = (list.get(..start).unwrap_or(&[]), list.get(end..).unwrap_or(&[]));
            lists.push([before, after].concat());
        }
        run /= 2;
    }
    for (at, element) in list.iter().enumerate() {
        for simple in simpler(element) {
            let mut changed = list.to_vec();
            if let Some(place) = changed.get_mut(at) {
                *place = simple;
            }
            lists.push(changed);
        }
    }
    lists
}

/// Shorter texts: the first half, all but the last quarter, one character less; and one of plain letters.
pub(crate) fn simpler_text(text: &str) -> Vec<String> {
    let length = text.chars().count();
    let first = |count: usize| text.chars().take(count).collect::<String>();
    let mut texts = Vec::new();
    for count in [1, length / 2, length.saturating_sub(length / 4), length.saturating_sub(1)] {
        if count > 0
            && count < length
            && texts.last().is_none_or(|last: &String| last.chars().count() < count)
        {
            texts.push(first(count));
        }
    }
    if text.chars().any(|letter| letter != 'a') {
        texts.push("a".repeat(length));
    }
    texts
}
