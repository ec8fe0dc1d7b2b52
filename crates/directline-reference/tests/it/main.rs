//! The service under the eyes of the rules: what it says is right, and each fault is found by its rule.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod sound;
#[cfg(test)]
mod support;
