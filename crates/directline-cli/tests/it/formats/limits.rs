//! What GitHub takes of a SARIF file: 10 MB, 25,000 results (SARIF support for code scanning; SARIF results exceed one or
//! more limits).

use serde_json::Value;

use super::super::support::{sending, verify};

#[test]
fn a_report_of_very_many_findings_is_one_that_github_takes() {
    let images = vec!["1"; 100].join(",");
    let error = sending(&format!(r#"{{"from":"user1","images":[{images}]}}"#));
    let warning = sending(r#"{"from":"user1","text":"a","txet":"b"}"#);
    let mut lines = vec![error; 120];
    lines.push(warning);
    let ran = verify(&lines.join("\n"), &["--format", "sarif"]);
    assert!(ran.stdout.len() < 10_000_000, "{}", ran.stdout.len());
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!((5_000..12_000).contains(&results.len()), "{}", results.len());
    assert!(
        results.iter().any(|result| result["ruleId"] == "message-member-unknown"),
        "the warning is not crowded out"
    );
    assert_eq!(run["properties"]["summary"]["errors"], 12_000);
    let more = 12_001 - results.len();
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let says = format!("{more} further findings: more than code scanning takes");
    assert!(
        notifications.iter().any(|one| one["message"]["text"].as_str().unwrap().starts_with(&says)),
        "{notifications:?}"
    );
}
