//! What is counted, and what of it keeps a run from succeeding.

use directline_capture::{Limits, open_bytes};
use directline_validator::{Validator, rules};
use serde_json::{Value, json};

use super::*;

fn rule(name: &str) -> &'static Rule {
    rules().iter().find(|rule| rule.name == name).unwrap()
}

fn exchange(method: &str, path: &str, body: Option<&str>, status: u16, answer: Option<&str>) -> Value {
    let json = json!([["Content-Type", "application/json"], ["Authorization", "Bearer secret"]]);
    json!({
        "method": method,
        "url": format!("https://directline.botframework.com/api/conversations{path}"),
        "request": {"headers": json, "body_text": body},
        "response": {"status": status, "headers": json, "body_text": answer},
    })
}

fn send(body: &str, status: u16) -> Value {
    exchange("POST", "/abc/messages", Some(body), status, None)
}

/// The coverage of these exchanges, judged together.
fn of(asked: &Cover, validator: &Validator, side: Option<Side>, lines: &[Value]) -> Coverage {
    let text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let capture = open_bytes("a.ndjson", text.into_bytes(), &Limits::default()).unwrap();
    let exchanges: Vec<Exchange> = capture.map(|entry| entry.unwrap().exchange).collect();
    let mut coverage = Coverage::asked(asked, validator.rules(), side).unwrap().unwrap();
    for (exchange, judgement) in exchanges.iter().zip(validator.check_all(&exchanges)) {
        coverage.add(exchange, &judgement);
    }
    coverage
}

fn asked(require: &[&str], min_coverage: Option<u8>) -> Cover {
    Cover { coverage: true, require: require.iter().map(|&text| text.to_owned()).collect(), min_coverage }
}

fn all_of(lines: &[Value]) -> Coverage {
    of(&asked(&[], None), &Validator::new(), None, lines)
}

#[test]
fn a_rule_has_one_of_five_states() {
    let mut unseen = send("", 204);
    unseen["request"] =
        json!({"headers": unseen["request"]["headers"], "observed": {"body": "body-not-recorded"}});
    let lines = [send(r#"{"from":"u","text":5}"#, 204), send(r#"{"from":"u","text":"a"}"#, 204)];
    let client = Validator::new().keep(|rule| rule.name != "from-empty").only_side(Side::Client);
    let coverage = of(&asked(&[], None), &client, Some(Side::Client), &lines);
    for (name, state, times) in [
        ("text-not-string", State::Violated, (2, 1, 0)),
        ("from-missing", State::Held, (2, 0, 0)),
        ("created-not-utc", State::NothingSeen, (0, 0, 0)),
        ("from-empty", State::NotRun, (0, 0, 0)),
        ("watermark-not-string", State::NotRun, (0, 0, 0)),
    ] {
        let found = coverage.times(rule(name));
        let found = (found.decided, found.violated, found.undecided);
        assert_eq!((coverage.state(rule(name)), found), (state, times), "{name}");
    }
    let coverage = all_of(&[unseen]);
    assert_eq!(coverage.state(rule("text-not-string")), State::Undecided);
    assert_eq!(coverage.times(rule("text-not-string")).undecided, 1);
}

#[test]
fn the_three_numbers_are_never_in_another_order() {
    let lines = [
        send(r#"{"from":"u","text":5,"images":["a"]}"#, 204),
        exchange("GET", "/abc/messages", None, 200, Some(r#"{"messages":[{"id":"1"}],"watermark":null}"#)),
        exchange("POST", "", None, 418, None),
    ];
    for number in 1..=lines.len() {
        let record = all_of(&lines[..number]).record();
        let (rules, statements) = (&record.numbers.rules, &record.numbers.statements);
        assert_eq!(rules.exist, directline_validator::rules().len());
        assert!(rules.exist >= rules.ran && rules.ran >= rules.exercised && rules.exercised >= rules.held);
        assert!(statements.exist > statements.checkable && statements.checkable >= statements.exercised);
        assert!(statements.exercised >= statements.held);
        assert_eq!(usize::from(record.percent), rules.exercised * 100 / rules.ran);
        assert_eq!(record.exchanges, number as u64);
        if number == lines.len() {
            assert!(rules.exercised > rules.held && statements.exercised > statements.held);
        }
    }
}

#[test]
fn statements_are_exercised_by_rules_and_by_types() {
    let coverage = all_of(&[send(r#"{"from":"u","text":"a"}"#, 204)]);
    let violating = all_of(&[send(r#"{"from":"u","text":5}"#, 204)]);
    let state = |of: &Coverage, id| of.state_of_statement(directline_validator::Statement::find(id).unwrap());
    // The member text is a string; the path of Send a Message; images are URLs; advice that binds nobody.
    for (id, sound, broken) in [
        ("DL-084", State::Held, State::Violated),
        ("DL-050", State::Held, State::Held),
        ("DL-090", State::NothingSeen, State::NothingSeen),
        ("DL-089", State::NothingSeen, State::NothingSeen),
    ] {
        assert_eq!((state(&coverage, id), state(&violating, id)), (sound, broken), "{id}");
    }
}

#[test]
fn operations_and_members_are_rows_of_cells() {
    let record =
        all_of(&[send(r#"{"from":"u","text":5}"#, 204), send(r#"{"from":"u","text":"a"}"#, 418)]).record();
    let cell = |rows: Vec<Row>, row: &str, cell: &str| {
        let row = rows.into_iter().find(|one| one.label == row).unwrap();
        row.cells.into_iter().find(|one| one.label == cell).map(|one| (one.state, one.exchanges))
    };
    for (row, status, expected) in [
        ("SendMessage", "204", Some((CellState::Found(Level::Error), 1))),
        ("SendMessage", "418", None),
        ("SendMessage", "418, not documented", Some((CellState::Found(Level::Warning), 1))),
        ("SendMessage", "200", None),
        ("GetMessages", "200", Some((CellState::Missing, 0))),
        ("GetMessages", "204", None),
    ] {
        assert_eq!(cell(record.operations(), row, status), expected, "{row} {status}");
    }
    for (row, member, state) in [
        ("Message, sent", "text", CellState::Found(Level::Error)),
        ("Message, sent", "from", CellState::Good),
        ("Message, sent", "images", CellState::Missing),
        ("Message, received", "text", CellState::Missing),
    ] {
        assert_eq!(cell(record.objects(), row, member), Some((state, 0)), "{row} {member}");
    }
    assert_eq!(
        cell(record.families(), "message", "text-not-string"),
        Some((CellState::Found(Level::Error), 2))
    );
    let documented = Operation::ALL.iter().flat_map(|operation| operation.documented_statuses()).count();
    assert_eq!(record.numbers.statuses.exist, documented);
}

#[test]
fn what_a_finding_stands_at_is_not_without_one() {
    let answer = r#"{"messages":[{"id":1,"from":"b","eTag":5,"channelData":{"text":1},"images":[5]}],"watermark":3,"eTag":"a"}"#;
    let record = all_of(&[exchange("GET", "/abc/messages", None, 200, Some(answer))]).record();
    let state = |row: &str, member: &str| {
        let row = record.objects().into_iter().find(|one| one.label == row).unwrap();
        row.cells.into_iter().find(|one| one.label == member).unwrap().state
    };
    let error = CellState::Found(Level::Error);
    for (row, member, expected) in [
        ("MessageSet, received", "watermark", error),
        ("MessageSet, received", "messages", CellState::Good),
        // It is in a sample only.
        ("MessageSet, received", "eTag", CellState::Found(Level::Note)),
        ("Message, received", "id", error),
        ("Message, received", "eTag", error),
        ("Message, received", "images", error),
        ("Message, received", "from", CellState::Good),
        ("Message, received", "channelData", CellState::Good),
        ("Message, received", "text", CellState::Missing),
    ] {
        assert_eq!(state(row, member), expected, "{row} {member}");
    }
    let cell = |rows: Vec<Row>, label: &str| {
        rows.into_iter().flat_map(|row| row.cells).find(|cell| cell.label == label)
    };
    let weak = all_of(&[send(r#"{"text":"a"}"#, 204)]).record();
    assert_eq!(cell(weak.operations(), "204").unwrap().state, CellState::Found(Level::Warning));
}

#[test]
fn what_a_recording_can_hold_any_number_of_is_bounded() {
    let lines: Vec<Value> = (0..1_500).map(|number| send("{}", 600 + number)).collect();
    let coverage = all_of(&lines);
    assert_eq!(coverage.answers.len(), MOST_STATUSES);
    assert_eq!(coverage.exchanges, 1_500);
}

#[test]
fn a_gate_says_what_is_missed_and_what_to_do() {
    let line = [send(r#"{"from":"u","text":"a"}"#, 204)];
    for (require, minimum, expected) in [
        (&["text-not-string"][..], Some(1), vec![]),
        (&["text-*"], None, vec![]),
        (&["created-not-utc"], None, vec!["the required rule created-not-utc was not exercised"]),
        (
            &["created-not-utc", "watermark-null"],
            None,
            vec!["2 required rules were not exercised: created-not-utc, watermark-null"],
        ),
        // One of the two rules that run.
        (&[], Some(50), vec![]),
        (&[], Some(51), vec!["coverage 50 % is below 51 %"]),
    ] {
        let two = |rule: &Rule| matches!(rule.name, "created-not-utc" | "from-empty");
        let all = Validator::new();
        let validator = if minimum > Some(1) { all.keep(two) } else { all };
        let coverage = of(&asked(require, minimum), &validator, None, &line);
        let missed: Vec<String> = coverage.shortfalls().into_iter().map(|missed| missed.what).collect();
        assert_eq!(missed, expected);
        assert_eq!(coverage.record().gate.missed, missed);
    }
    let help = |minimum, require| {
        let coverage = of(&asked(require, minimum), &Validator::new(), None, &line);
        coverage.shortfalls().into_iter().next().map(|missed| missed.help).unwrap()
    };
    assert!(help(Some(99), &[]).starts_with("record GenerateToken, RefreshToken, StartConversation"));
    assert!(help(None, &["error"]).starts_with("directline explain error-body-empty: "));
}

#[test]
fn what_cannot_be_required_is_refused() {
    let ran = Validator::new().keep(|rule| rule.name == "from-empty").rules();
    for (require, expected) in [("text-not-strin", "no rule or family"), ("text-not-string", "does not run")]
    {
        let failure = Coverage::asked(&asked(&[require], None), ran, None).unwrap_err();
        assert!(failure.to_string().contains(expected), "{failure}");
    }
    // Of a family those count that run.
    assert!(Coverage::asked(&asked(&["message"], None), ran, None).unwrap().is_some());
    assert!(Coverage::asked(&Cover::default(), ran, None).unwrap().is_none());
}
