//! Levels, sides and profiles: how serious a finding is, whose it is, and by which reading.

use std::fmt;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; nothing is wrong by the documents.
    Note,
    /// The documents advise against it, or it is known to cause trouble.
    Warning,
    /// The contract is violated.
    Error,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with this [name](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Who has to act on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The sender of the request.
    Client,
    /// The sender of the response.
    Service,
}

impl Side {
    /// Both sides.
    pub const ALL: [Self; 2] = [Self::Client, Self::Service];

    /// The name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Service => "service",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// How the documents are read. A profile sets levels and never hides a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// The reference pages are the law; what is known only from the Swagger file or from the real
    /// service is a note.
    #[default]
    Documented,
    /// Closed world: anything undocumented is an error.
    Strict,
    /// Known deviations of the real service are notes.
    Observed,
}

impl Profile {
    /// Every profile, the default first.
    pub const ALL: [Self; 3] = [Self::Documented, Self::Strict, Self::Observed];

    /// The name as options and reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Strict => "strict",
            Self::Observed => "observed",
        }
    }
}

/// The level of a rule under each profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    documented: Level,
    strict: Level,
    observed: Level,
}

impl Levels {
    /// The same level under every profile.
    pub const fn all(level: Level) -> Self {
        Self { documented: level, strict: level, observed: level }
    }

    /// Another level under [`Profile::Strict`].
    #[must_use]
    pub const fn strict(self, level: Level) -> Self {
        Self { strict: level, ..self }
    }

    /// Another level under [`Profile::Observed`].
    #[must_use]
    pub const fn observed(self, level: Level) -> Self {
        Self { observed: level, ..self }
    }

    /// The level under `profile`.
    pub const fn under(self, profile: Profile) -> Level {
        match profile {
            Profile::Documented => self.documented,
            Profile::Strict => self.strict,
            Profile::Observed => self.observed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_named_and_found_by_name() {
        for (level, name) in [(Level::Note, "note"), (Level::Warning, "warning"), (Level::Error, "error")] {
            assert_eq!((level.name(), level.to_string().as_str()), (name, name));
            assert_eq!(Level::from_name(name), Some(level));
        }
        assert_eq!(Level::from_name("fatal"), None);
        assert!(Level::Note < Level::Warning && Level::Warning < Level::Error);
    }

    #[test]
    fn sides_and_profiles_are_named() {
        for (side, name) in [(Side::Client, "client"), (Side::Service, "service")] {
            assert_eq!((side.name(), side.to_string().as_str()), (name, name));
        }
        assert_eq!(Profile::ALL.map(Profile::name), ["documented", "strict", "observed"]);
    }

    #[test]
    fn each_profile_has_its_level() {
        let levels = Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note);
        let under = Profile::ALL.map(|profile| levels.under(profile));
        assert_eq!(under, [Level::Warning, Level::Error, Level::Note]);
        assert_eq!(Profile::ALL.map(|profile| Levels::all(Level::Error).under(profile)), [Level::Error; 3]);
    }
}
