//! The arrays and objects that are open.

use crate::node::narrow;

/// What surrounds the current place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing: the value of the document itself.
    #[default]
    Top,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// One open array or object.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) place: Place,
    /// Its node.
    pub(crate) node: u32,
    /// How many elements it has so far; meaningless for an object.
    pub(crate) count: u32,
    /// For an object, where its names begin in [`Names`](super::names::Names).
    pub(crate) first_name: u32,
}

/// The innermost frame and those around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    current: Frame,
    outer: Vec<Frame>,
    objects: usize,
}

impl Frames {
    /// Forgets what is open, as it is before the first byte.
    pub(crate) fn clear(&mut self) {
        (self.current, self.objects) = (Frame::default(), 0);
        self.outer.clear();
    }

    #[inline]
    pub(crate) fn place(&self) -> Place {
        self.current.place
    }

    /// How many arrays and objects are open.
    pub(crate) fn depth(&self) -> usize {
        self.outer.len()
    }

    /// Whether any open one is an object (for `}`) or an array (for `]`).
    pub(crate) fn any(&self, place: Place) -> bool {
        match place {
            Place::Top => true,
            Place::Object => self.objects > 0,
            Place::Array => self.objects < self.depth(),
        }
    }

    /// Goes into an array or object, which counts as an element of what is around it.
    #[inline]
    pub(crate) fn open(&mut self, object: bool, node: usize, first_name: usize) {
        self.count_element();
        self.outer.push(self.current);
        self.objects += usize::from(object);
        self.current = Frame {
            place: if object { Place::Object } else { Place::Array },
            node: narrow(node),
            count: 0,
            first_name: narrow(first_name),
        };
    }

    /// Leaves the innermost array or object; `None` if none is open.
    #[inline]
    pub(crate) fn close(&mut self) -> Option<Frame> {
        let outer = self.outer.pop()?;
        let inner = std::mem::replace(&mut self.current, outer);
        self.objects -= usize::from(inner.place == Place::Object);
        Some(inner)
    }

    #[inline]
    pub(crate) fn count_element(&mut self) {
        self.current.count += 1;
    }
}
