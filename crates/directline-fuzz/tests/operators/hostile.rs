//! Nothing makes an operator panic, and what it does not apply to stays as it is.
