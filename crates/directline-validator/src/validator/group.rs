//! Groups of rules that are left out together.

/// Rules that have nothing to say of an exchange together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// About several exchanges.
    Across,
    /// About shape.
    Shape,
    /// About uploads.
    Upload,
    /// About the URLs of messages.
    Url,
    /// All others.
    Other,
}

/// Some groups.
#[derive(Clone, Copy, Default)]
pub(crate) struct Groups(u8);

impl Groups {
    /// Adds a group, if so.
    #[must_use]
    pub(crate) fn with(self, group: Group, is_so: bool) -> Self {
        Self(self.0 | u8::from(is_so) << group as u8)
    }

    pub(super) fn contains(self, group: Group) -> bool {
        self.0 & (1 << group as u8) != 0
    }
}
