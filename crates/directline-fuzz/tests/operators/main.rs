//! Each operator breaks exactly its rule.

mod coverage;
mod exact;
mod hostile;
mod session;
