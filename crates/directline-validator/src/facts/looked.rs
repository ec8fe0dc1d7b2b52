//! Whether a check had something to look at.
//!
//! A rule that asks something of a datum (a `created` is in UTC) has nothing to say of an object without it:
//! there it does not hold, it does not apply. A rule that forbids something (the client sets no `id`) looks at
//! the object itself: without the member it holds.

/// What a check of one object or part gives back.
pub(crate) trait Looked {
    /// Whether there was anything that the rule is about.
    fn looked(self) -> bool;
}

/// The object or part itself is what the rule is about.
impl Looked for () {
    fn looked(self) -> bool {
        true
    }
}

/// `None`: the datum that the rule is about is not there.
impl Looked for Option<()> {
    fn looked(self) -> bool {
        self.is_some()
    }
}

impl Looked for bool {
    fn looked(self) -> bool {
        self
    }
}
