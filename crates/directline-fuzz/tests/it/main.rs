//! The hunter against the model service and the rules.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod sound;
