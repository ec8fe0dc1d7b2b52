//! The URL tests of the Web Platform Tests project as values of messages (`corpus/wpt-url/SOURCE.md`).

use directline_json::{Document, Kind};
use serde_json::json;
use url::Url;

use super::{HOST, corpus, message, names, receive, send};

/// Every text of the suite. Lone surrogates, which no UTF-8 text holds, are replaced.
fn inputs() -> Vec<String> {
    let mut inputs = Vec::new();
    for file in ["urltestdata.json", "percent-encoding.json"] {
        let bytes = corpus(&format!("wpt-url/{file}"));
        let document = Document::parse(&bytes);
        let cases = document.root().unwrap().elements().filter(|case| case.kind() == Kind::Object);
        inputs.extend(cases.map(|case| case.get("input").unwrap().as_str().unwrap().into_owned()));
    }
    inputs
}

#[test]
fn every_change_of_origin_is_reported() {
    let base = Url::parse(HOST).unwrap();
    let inputs = inputs();
    assert_eq!(inputs.len(), 898);
    let (mut leaving, mut silent) = (0, 0);
    for input in inputs {
        let complete = if input.starts_with("http") { input.clone() } else { format!("{HOST}{input}") };
        let (documented, joined) = (Url::parse(&complete).ok(), base.join(&input).ok());
        let leaves = [&documented, &joined].into_iter().flatten().any(|url| url.origin() != base.origin());
        // A whole URL that both readings understand alike may lead elsewhere.
        let is_whole = ["http://", "https://"].iter().any(|scheme| input.starts_with(scheme));
        let must_speak = (leaves && !is_whole) || documented != joined || documented.is_none();
        leaving += usize::from(leaves);
        for member in ["images", "attachments"] {
            let message = message(member, &json!(input));
            let found = names(&receive(&message));
            assert_eq!(names(&send(&message)), found, "{input:?}");
            assert!(!must_speak || !found.is_empty(), "{member} {input:?}");
            // One finding for one fault: nothing of the whole text beside another.
            let of_details =
                ["url-user-info", "url-scheme-case", "url-character-forbidden", "url-dot-segments"];
            assert!(
                found.len() < 2 || found.iter().all(|name| of_details.contains(name)),
                "{input:?} {found:?}"
            );
            silent += usize::from(found.is_empty());
        }
    }
    assert!(leaving > 500 && silent > 200, "{leaving} {silent}");
}
