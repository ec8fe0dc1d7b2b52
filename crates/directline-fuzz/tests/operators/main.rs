//! Each operator breaks exactly its rule.

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod exact;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod session;
