//! From the events of a parser to the tree.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span};

use super::{Fault, Kind, Record, Tag, Tree};

/// How much aliases may stand for in any text, in nodes and bytes; a longer text may have as much as its length.
const FREE_EXPANSION: u64 = 1024 * 1024;
/// What is wrong where the limit of depth is reached, whether the parser says so or the builder does.
const TOO_DEEP: &str = "too many lists and maps inside each other";

/// Reads the first document of a text. What stands before a fault is in the tree.
pub(crate) fn parse(source: &Arc<Vec<u8>>, max_depth: usize) -> Tree {
    let (text, fault) = match str::from_utf8(source) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.valid_up_to();
            let valid = source.get(..at).and_then(|valid| str::from_utf8(valid).ok()).unwrap_or_default();
            let is_cut = error.error_len().is_none();
            (valid, Some(Fault { at, what: "a byte that is not UTF-8".into(), is_cut }))
        }
    };
    let mut builder =
        Builder { text, records: Vec::new(), open: Vec::new(), anchors: HashMap::new(), expanded: 0 };
    let found = builder.read(max_depth, fault.is_some());
    // Where the bytes are wrong, the text is cut there and anything that follows from that is no news.
    let fault = fault.or(found);
    Tree { source: Arc::clone(source), records: builder.records, fault }
}

struct Builder<'s> {
    text: &'s str,
    records: Vec<Record>,
    open: Vec<u32>,
    anchors: HashMap<usize, u32>,
    expanded: u64,
}

impl Builder<'_> {
    fn read(&mut self, max_depth: usize, is_shortened: bool) -> Option<Fault> {
        let mut options = Options::default();
        options.flow_nesting_limit = max_depth;
        options.block_nesting_limit = max_depth;
        let mut documents = 0_usize;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => return Some(self.fault(&error)),
            };
            let start = span.start.byte_offset().unwrap_or_default();
            let fault = |what: &str| Some(Fault { at: start, what: what.into(), is_cut: false });
            match event {
                Event::DocumentStart(..) if documents > 0 => return fault("a second YAML document"),
                Event::DocumentStart(..) => documents = documents.saturating_add(1),
                Event::Scalar(text, style, anchor, tag) => {
                    let range = range(span);
                    let is_verbatim = self.text.get(range.clone()) == Some(&*text);
                    let weight = (text.len() as u64).saturating_add(1);
                    let text = (!is_verbatim).then(|| text.into_owned().into_boxed_str());
                    let tag = tag.map_or(Tag::None, |tag| kind_of(tag.handle(), tag.suffix()));
                    let record = Record {
                        kind: Kind::Scalar,
                        tag,
                        style,
                        span: range,
                        text,
                        children: Vec::new(),
                        weight,
                    };
                    self.add(record, anchor);
                }
                Event::SequenceStart(..) | Event::MappingStart(..) if self.open.len() >= max_depth => {
                    return fault(TOO_DEEP);
                }
                Event::SequenceStart(_, anchor, _) => self.begin(Kind::List, start, anchor),
                Event::MappingStart(_, anchor, _) => self.begin(Kind::Map, start, anchor),
                // What ends only because the bytes behind it are wrong is not whole.
                Event::SequenceEnd | Event::MappingEnd if is_shortened && start >= self.text.len() => {}
                Event::SequenceEnd | Event::MappingEnd => self.end(),
                Event::Alias(anchor) => {
                    let target = self.anchors.get(&anchor).copied();
                    match target.and_then(|target| Some((target, self.weight(target)?))) {
                        None => return fault("an alias inside of what it stands for"),
                        Some((target, weight)) => {
                            self.expanded = self.expanded.saturating_add(weight);
                            if self.expanded > FREE_EXPANSION.max(self.text.len() as u64) {
                                return fault("aliases that stand for more than the file is long");
                            }
                            let record = Record { weight, ..collection(Kind::Alias(target), start) };
                            self.add(record, 0);
                        }
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The weight of a node that has ended.
    fn weight(&self, index: u32) -> Option<u64> {
        let record = self.records.get(usize::try_from(index).ok()?)?;
        Some(record.weight).filter(|weight| *weight > 0)
    }

    /// Adds a node to the innermost open one.
    fn add(&mut self, record: Record, anchor: usize) -> Option<u32> {
        let index = u32::try_from(self.records.len()).ok()?;
        if anchor > 0 {
            self.anchors.insert(anchor, index);
        }
        self.records.push(record);
        let parent = self.open.last().and_then(|open| usize::try_from(*open).ok());
        if let Some(parent) = parent.and_then(|parent| self.records.get_mut(parent)) {
            parent.children.push(index);
        }
        Some(index)
    }

    fn begin(&mut self, kind: Kind, start: usize, anchor: usize) {
        let index = self.add(collection(kind, start), anchor);
        self.open.extend(index);
    }

    fn end(&mut self) {
        let Some(index) = self.open.pop().and_then(|open| usize::try_from(open).ok()) else { return };
        let children = self.records.get(index).map(|record| record.children.as_slice()).unwrap_or_default();
        let weights = children.iter().filter_map(|child| self.weight(*child));
        let weight = weights.fold(1, u64::saturating_add);
        if let Some(record) = self.records.get_mut(index) {
            record.weight = weight;
        }
    }

    fn fault(&self, error: &ScanError) -> Fault {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return Fault { at, what: TOO_DEEP.into(), is_cut: false };
        }
        // What is wrong on the last line, or has no end, is most likely so because the rest is missing.
        let rest = self.text.get(at..).unwrap_or_default().trim_end();
        let is_cut = matches!(error.kind(), ErrorKind::UnclosedQuotedScalar) || !rest.contains('\n');
        Fault { at, what: format!("not valid YAML: {}", error.info()), is_cut }
    }
}

fn collection(kind: Kind, start: usize) -> Record {
    Record {
        kind,
        tag: Tag::None,
        style: ScalarStyle::Plain,
        span: start..start,
        text: None,
        children: Vec::new(),
        weight: 0,
    }
}

/// Where a scalar stands.
fn range(span: Span) -> Range<usize> {
    let start = span.start.byte_offset().unwrap_or_default();
    start..span.end.byte_offset().unwrap_or_default().max(start)
}

fn kind_of(handle: &str, suffix: &str) -> Tag {
    match (handle, suffix) {
        ("tag:yaml.org,2002:" | "!" | "!!", "binary") | ("", "tag:yaml.org,2002:binary") => Tag::Binary,
        _ => Tag::Other,
    }
}
