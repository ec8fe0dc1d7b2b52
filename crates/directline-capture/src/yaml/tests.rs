//! Every byte of a scalar is found where it is spelled, in every style; and small files stay small work.

use std::sync::Arc;

use directline_exchange::Coding;
use proptest::prelude::*;

use super::{Node, Tree, parse};
use crate::places::PlaceFile;

fn tree(text: &str) -> Tree {
    parse(&Arc::new(text.as_bytes().to_vec()), 64)
}

/// A scalar as a writer spelled it: what it means, and where each byte of that stands.
#[derive(Clone, Debug, Default)]
struct Written {
    file: String,
    meant: String,
    places: Vec<usize>,
}

impl Written {
    fn raw(&mut self, text: &str) {
        self.file.push_str(text);
    }

    /// Writes `meant` as `spelled`, byte for byte if both are the same.
    fn spell(&mut self, meant: &str, spelled: &str) {
        let start = self.file.len();
        self.places.extend((0..meant.len()).map(|at| if meant == spelled { start + at } else { start }));
        self.meant.push_str(meant);
        self.file.push_str(spelled);
    }

    /// A line break that became `meant`.
    fn line_break(&mut self, meant: &str, line_end: &str, indentation: usize) {
        self.spell(meant, line_end);
        if meant == line_end {
            self.places.pop();
            self.places.push(self.file.len() - line_end.len());
        }
        self.raw(&" ".repeat(indentation));
    }
}

fn check(key: &str, written: &Written) {
    let tree = tree(&written.file);
    assert_eq!(tree.fault, None, "{:?}", written.file);
    let node = tree.root().and_then(|root| root.get(key)).unwrap();
    assert_eq!(node.text(), Some(written.meant.as_str()), "{:?}", written.file);
    let file = PlaceFile::whole("t".into(), Arc::new(written.file.clone().into_bytes()));
    let origin = node.origin();
    for (byte, place) in written.places.iter().enumerate() {
        let found = file.locate(&origin, byte).offset;
        assert_eq!(found, *place as u64, "byte {byte} of {:?} in {:?}", written.meant, written.file);
    }
    let latin1 = node.latin1_origin();
    for (character, (byte, _)) in written.meant.char_indices().enumerate() {
        let found = file.locate(&latin1, character).offset;
        assert_eq!(found, written.places[byte] as u64, "character {character} in {:?}", written.file);
    }
}

/// Words of which texts are made; between two of them stands a space or a line break.
fn words() -> impl Strategy<Value = Vec<(String, usize)>> {
    let word = proptest::sample::select(vec![
        "a", "é", "✓", "👍x", "it's", "\"q\"", "b\\n", "x#y", "{}", "a: b", "''",
    ]);
    // How many line breaks follow, and 0 for a space.
    proptest::collection::vec((word.prop_map(str::to_owned), 0..4_usize), 1..8)
}

fn line_end() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["\n", "\r\n"])
}

/// Plain and single-quoted: words joined by spaces, some of which are line breaks, and folded line breaks.
fn folded_flow(words: &[(String, usize)], fold: &[bool], end: &str, quote: &str) -> Written {
    let mut written = Written::default();
    written.raw("é: 1");
    written.raw(end);
    written.raw("k: ");
    written.raw(quote);
    for (index, (word, breaks)) in words.iter().enumerate() {
        for char in word.chars() {
            let char = char.to_string();
            if quote.is_empty() {
                written.spell(&char, &char);
            } else if char == quote {
                // The first of the two spells it.
                written.spell(&char, &quote.repeat(2));
            } else {
                written.spell(&char, &char);
            }
        }
        if index + 1 == words.len() {
            break;
        }
        match breaks {
            0 if fold[index % fold.len()] => {
                written.raw(" \t");
                written.line_break(" ", end, 3);
            }
            0 => written.spell(" ", " "),
            breaks => {
                written.raw(end);
                for _ in 0..*breaks {
                    written.line_break("\n", end, 1);
                }
                written.raw("  ");
            }
        }
    }
    written.raw(quote);
    written.raw(end);
    written
}

proptest! {
    #[test]
    fn single_quoted(words in words(), fold in proptest::collection::vec(any::<bool>(), 1..4), end in line_end()) {
        check("k", &folded_flow(&words, &fold, end, "'"));
    }

    #[test]
    fn plain(
        words in proptest::collection::vec(
            (proptest::sample::select(vec!["a", "é", "✓x", "b\\n", "it's", "x#y"]).prop_map(str::to_owned), 0..3_usize), 1..8),
        fold in proptest::collection::vec(any::<bool>(), 1..4),
        end in line_end(),
    ) {
        check("k", &folded_flow(&words, &fold, end, ""));
    }

    #[test]
    fn double_quoted(
        chars in proptest::collection::vec(
            (prop_oneof![any::<char>(), proptest::sample::select(vec!['a', ' ', '\n', '"', '\\', 'é', '👍', '\t'])], 0..6_usize),
            0..20),
        end in line_end(),
    ) {
        let mut written = Written::default();
        written.raw("k: \"");
        for (char, how) in &chars {
            let meant = char.to_string();
            let must = char.is_control() || char.is_whitespace() || matches!(*char, '"' | '\\' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
            let code = u32::from(*char);
            let spelled = match how {
                0 if code < 0x100 => format!("\\x{code:02x}"),
                1 if code < 0x1_0000 => format!("\\u{code:04X}"),
                2 => {
                    let mut units = [0; 2];
                    let units = char.encode_utf16(&mut units).iter();
                    units.map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
                }
                3 => {
                    written.raw("\\");
                    written.raw(end);
                    written.raw("  ");
                    format!("\\U{code:08x}")
                }
                _ if *char == '\n' => {
                    "\\n".into()
                }
                _ if *char == '"' || *char == '\\' || *char == ' ' => format!("\\{char}"),
                _ if must => format!("\\U{code:08x}"),
                _ => meant.clone(),
            };
            written.spell(&meant, &spelled);
        }
        written.raw("\"\n");
        check("k", &written);
    }

    #[test]
    fn literal(
        lines in proptest::collection::vec("[a-c é✓👍#:'\"\\\\]{0,6}", 0..6),
        chomp in proptest::sample::select(vec!["-", "", "+"]),
        end in line_end(),
    ) {
        // Lines that end with a space, and first lines that begin with one, need an indicator; the text must not be empty.
        prop_assume!(lines.iter().any(|line| !line.trim().is_empty()));
        let mut written = Written::default();
        written.raw(&format!("k: |2{chomp}{end}"));
        let last = lines.iter().rposition(|line| !line.is_empty()).unwrap();
        for (index, line) in lines.iter().enumerate() {
            let kept = match chomp {
                "-" => index < last,
                "" => index <= last,
                _ => true,
            };
            if !line.is_empty() {
                written.raw("  ");
                written.spell(line, line);
            }
            if kept { written.line_break("\n", end, 0) } else { written.raw(end) }
        }
        written.raw("z: 1\n");
        check("k", &written);
    }

    #[test]
    fn folded(
        lines in proptest::collection::vec(("( {0,2}[a-cé✓#:'\"]{1,4})", 0..3_usize), 1..6),
        chomp in proptest::sample::select(vec!["-", "", "+"]),
        leading in 0..3_usize,
        end in line_end(),
    ) {
        let mut written = Written::default();
        written.raw(&format!("k: >2{chomp} # comment{end}"));
        for _ in 0..leading {
            written.line_break("\n", end, 0);
        }
        let is_more = |at: usize| lines.get(at).is_some_and(|(line, _)| line.starts_with(' '));
        for (index, (line, blank)) in lines.iter().enumerate() {
            written.raw("  ");
            written.spell(line, line);
            if index + 1 == lines.len() {
                match chomp {
                    "-" => written.raw(end),
                    _ => written.line_break("\n", end, 0),
                }
                for _ in 0..*blank {
                    if chomp == "+" { written.line_break("\n", end, 0) } else { written.raw(end) }
                }
            } else if is_more(index) || is_more(index + 1) {
                for _ in 0..=*blank {
                    written.line_break("\n", end, 0);
                }
            } else if *blank == 0 {
                written.line_break(" ", end, 0);
            } else {
                written.raw(end);
                for _ in 0..*blank {
                    written.line_break("\n", end, 0);
                }
            }
        }
        written.raw("z: 1\n");
        check("k", &written);
    }

    /// Any text is read or refused; nothing of it panics.
    #[test]
    fn any_text(pieces in proptest::collection::vec(
        proptest::sample::select(vec!["a", ": ", "- ", "\n", "  ", "'", "\"", "\\", "|", ">", "&x ", "*x", "[", "]", "{", "}",
            ",", "!!binary ", "#", "\r\n", "\t", "é", "---\n", "?", "%", "~", "\u{feff}"]), 0..40)) {
        let tree = tree(&pieces.concat());
        let mut waiting: Vec<Node<'_>> = tree.root().into_iter().collect();
        let mut seen = 0;
        while let Some(node) = waiting.pop().filter(|_| seen < 500) {
            seen += 1;
            let _ = (node.origin(), node.latin1_origin(), node.at(Coding::JsonBase64), node.is_null());
            waiting.extend(node.elements());
            waiting.extend(node.members().flat_map(|(key, value)| [key, value]));
        }
    }
}

#[test]
fn aliases_stand_for_what_they_name() {
    let tree = tree("a: &x [1, 2]\nb: *x\nc: &y v\nd: *y\n");
    let root = tree.root().unwrap();
    assert_eq!(root.get("b"), root.get("a"));
    assert_eq!(root.get("d").and_then(Node::text), Some("v"));
    assert_eq!(root.get("d").unwrap().start(), 25);
}

#[test]
fn bombs_are_refused_before_they_cost_anything() {
    let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let previous = level - 1;
        let row = vec![format!("*a{previous}"); 10].join(", ");
        laughs.push_str(&["a", &level.to_string(), ": &a", &level.to_string(), " [", &row, "]\n"].concat());
    }
    let fault = tree(&laughs).fault.unwrap();
    assert!(fault.what.contains("aliases"), "{fault:?}");
    assert!(!fault.is_cut);
    // A long value under many names costs as much as its length times their number.
    let many = format!("a: &a {}\nb: [{}]\n", "x".repeat(200_000), vec!["*a"; 2_000].join(", "));
    assert!(tree(&many).fault.unwrap().what.contains("aliases"));
    assert!(tree("a: &a [*a]\n").fault.unwrap().what.contains("alias"));
}

#[test]
fn depth_is_bounded() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(50_000)] {
        let fault = tree(&text).fault.unwrap();
        assert!(fault.what.contains("inside each other") && !fault.is_cut, "{fault:?}");
    }
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(tree(&deep(64)).fault, None);
    assert!(tree(&deep(65)).fault.is_some());
}

#[test]
fn tags_are_data() {
    let tree = tree(
        "a: !!binary aGk=\nb: !binary |-\n  aGk=\nc: !ruby/object:Foo {d: e}\nf: !!python/unicode 'g'\nh: !<tag:yaml.org,2002:binary> aGk=\n",
    );
    assert_eq!(tree.fault, None);
    let root = tree.root().unwrap();
    for name in ["a", "b", "h"] {
        let node = root.get(name).unwrap();
        assert!(node.is_binary() && node.text() == Some("aGk="), "{name}");
    }
    assert_eq!(root.get("c").and_then(|c| c.get("d")).and_then(Node::text), Some("e"));
    assert_eq!(root.get("f").and_then(Node::text), Some("g"));
}

#[test]
fn nothing_is_nothing_only_without_quotes() {
    let tree = tree("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"\ng: nul\n");
    let root = tree.root().unwrap();
    let nulls: String =
        "abcdefg".chars().filter(|name| root.get(&name.to_string()).unwrap().is_null()).collect();
    assert_eq!(nulls, "abc");
}

#[test]
fn a_fault_says_where_and_whether_the_text_is_cut() {
    for (text, at, is_cut) in [
        ("a: 1\nversio", 5, true),
        ("a: 1\nb: 'x\n c\n d\n", 17, true),
        ("a: 1\nb: \"x", 8, true),
        ("a: \u{1}\nb: 2\n", 3, false),
        ("a: *nobody\nb: 2\n", 3, false),
        ("a: 1\n---\nb: 2\nc: 3\n", 5, false),
    ] {
        let fault = tree(text).fault.unwrap();
        assert_eq!((fault.at, fault.is_cut), (at, is_cut), "{text:?} {fault:?}");
    }
    let bytes = Arc::new(b"a: 1\nb: \xff\nc: 1\n".to_vec());
    let tree = parse(&bytes, 64);
    assert_eq!(tree.fault.as_ref().map(|fault| (fault.at, fault.is_cut)), Some((8, false)));
    assert_eq!(tree.root().and_then(|root| root.get("a")).and_then(Node::text), Some("1"));
}
