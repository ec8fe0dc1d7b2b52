//! Where a walk through JSON is: as a JSON Pointer, and with `*` for indexes.

/// A place in a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pointer: String,
    pattern: String,
    depth: usize,
}

impl Place {
    /// The JSON Pointer.
    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The JSON Pointer with `*` for each index.
    pub(super) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// How many arrays and objects are around it.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Does something at an element.
    pub(super) fn at_index<T>(&mut self, index: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        self.below(&index.to_string(), "*", act)
    }

    /// Does something at a member.
    pub(super) fn at_member<T>(&mut self, name: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let name = name.replace('~', "~0").replace('/', "~1");
        // A member that is named as indexes are written is no index.
        let pattern = if name == "*" { "~*" } else { name.as_str() };
        self.below(&name, pattern, act)
    }

    fn below<T>(&mut self, step: &str, pattern: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = (self.pointer.len(), self.pattern.len());
        self.pointer.extend(["/", step]);
        self.pattern.extend(["/", pattern]);
        self.depth = self.depth.saturating_add(1);
        let done = act(self);
        self.pointer.truncate(before.0);
        self.pattern.truncate(before.1);
        self.depth = self.depth.saturating_sub(1);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped_and_given_back() {
        let mut place = Place::default();
        place.at_member("a/b~c", |place| {
            place.at_index(7, |place| {
                assert_eq!(
                    (place.pointer(), place.pattern(), place.depth()),
                    ("/a~1b~0c/7", "/a~1b~0c/*", 2)
                );
            });
        });
        place.at_member("*", |place| assert_ne!(place.pattern(), "/*"));
        assert_eq!((place.pointer(), place.pattern(), place.depth()), ("", "", 0));
    }
}
