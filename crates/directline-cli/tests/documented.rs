//! Every sample of the documents, as an exchange with its expected verdict and findings:
//! `corpus/documented/`.

use std::collections::BTreeSet;
use std::path::Path;

use directline_capture::{Limits, open_bytes};
use directline_validator::Validator;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expectations {
    samples: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    file: String,
    verdict: String,
    findings: BTreeSet<String>,
}

#[test]
fn every_sample_of_the_documents_is_judged_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/documented");
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expectations: Expectations = serde_json::from_str(&text).unwrap();
    for sample in &expectations.samples {
        let bytes = std::fs::read(folder.join(&sample.file)).unwrap();
        let mut capture = open_bytes(&sample.file, bytes, &Limits::default()).unwrap();
        let exchange = capture.next().unwrap().unwrap().exchange;
        let judgement = Validator::new().check(&exchange);
        let fired: BTreeSet<String> =
            judgement.findings.iter().map(|finding| finding.rule.name.to_owned()).collect();
        assert_eq!(judgement.verdict.name(), sample.verdict, "{}: {fired:?}", sample.file);
        assert_eq!(fired, sample.findings, "{}", sample.file);
    }
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let samples = files.filter(|name| name.to_string_lossy().ends_with(".ndjson")).count();
    assert_eq!(samples, expectations.samples.len(), "every file has an expectation");
}
