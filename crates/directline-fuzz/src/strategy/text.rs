//! Texts that people write, and texts that have broken somebody's reader or writer.

use crate::Dice;

const WORDS: &[&str] = &[
    "hello",
    "yes",
    "no",
    "order",
    "two",
    "pizzas",
    "please",
    "thanks",
    "1",
    "42",
    "what",
    "is",
    "the",
    "weather",
    "in",
    "Paris",
    "today",
    "help",
    "menu",
    "cancel",
    "my",
    "subscription",
    "and",
    "then",
    "maybe",
];

/// Each alone is a legal text.
const NASTY: &[&str] = &[
    " ",
    "null",
    "0",
    "true",
    "{}",
    "[\"a\"]",
    "\"",
    "\\",
    "\\u0041",
    "\u{0}",
    "\u{1}\u{1f}\u{7f}",
    "a\r\nb",
    "\t",
    "\u{2028}\u{2029}",
    "\u{feff}a",
    "\u{fffd}",
    "\u{202e}abc",
    "e\u{301}",
    "é",
    "日本語",
    "😀",
    "👩‍👩‍👧",
    "\u{10ffff}",
    "<b>bold</b> & <script>alert(1)</script>",
    "a&b=c d+e%20f%7C",
    "{{7*7}}${7*7}",
    "'; DROP TABLE messages; --",
    "--boundary--",
    "../../etc/passwd",
    "@everyone **bold** _it_ `code`",
];

/// How long the longest texts are, in words of four letters and a space.
const LONGEST: usize = 12_000;

/// A text that is not empty.
pub(crate) fn text(dice: &mut Dice) -> String {
    match dice.below(64) {
        0 => "long ".repeat(dice.below(LONGEST).saturating_add(1)),
        1..=20 => dice.pick(NASTY).copied().unwrap_or("a").to_owned(),
        _ => words(dice),
    }
}

fn words(dice: &mut Dice) -> String {
    let mut text = String::with_capacity(48);
    for number in 0..=dice.below(6) {
        if number > 0 {
            text.push(' ');
        }
        text.push_str(dice.pick(WORDS).copied().unwrap_or("a"));
    }
    // Equal texts of one sender cannot be told apart when they come back.
    text.push_str(" #");
    text.push_str(&base36(dice.number() % 1_679_616));
    text
}

/// Who sends: stable ids as applications use them.
pub(crate) fn user(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => "Dm7wEZR41W2".to_owned(),
        1 => "user@example.com".to_owned(),
        2 => "29:1a2b|c".to_owned(),
        3 => "Jürgen 😀".to_owned(),
        _ => "user1".to_owned(),
    }
}

/// A short name of letters and digits.
pub(crate) fn name(dice: &mut Dice) -> String {
    format!("f{}", base36(dice.number() % 46_656))
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::with_capacity(8);
    loop {
        let digit = u32::try_from(number % 36).unwrap_or(0);
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}
