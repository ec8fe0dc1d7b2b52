//! The hunter against the model service and the rules.

#[cfg(test)]
mod sound;
