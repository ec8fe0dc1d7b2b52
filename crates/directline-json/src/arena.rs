//! Memory that one document after the other is read into.

use crate::node::Node;
use crate::parse::{Frames, Names};

/// With room for more it is not used again: one long document does not cost memory for ever.
const MOST_NODES: usize = 64 * 1024;

/// Memory of a document that is no longer needed, for the next one; see [`Document::parse_in`](crate::Document::parse_in).
#[derive(Clone, Debug, Default)]
pub struct Arena {
    pub(crate) nodes: Vec<Node>,
    pub(crate) frames: Frames,
    pub(crate) names: Names,
}

impl Arena {
    /// The same without what was read into it.
    pub(crate) fn cleared(mut self) -> Self {
        if self.nodes.capacity() > MOST_NODES {
            return Self::default();
        }
        self.nodes.clear();
        self.frames.clear();
        self.names.clear();
        self
    }
}
