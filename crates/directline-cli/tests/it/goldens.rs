//! The text report of whole recordings, compared with `tests/goldens`. `cargo bless` accepts new output.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use super::support::{corpus, folder, replaced, run_in, run_on};

/// Compares a report with its golden, or writes that anew.
fn check(name: &str, report: &str, wrong: &mut Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if std::env::var_os("DIRECTLINE_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, report).unwrap();
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    if golden != report {
        let diff = TextDiff::from_lines(&golden, report);
        wrong.push(format!("{name}\n{}", diff.unified_diff().header("golden", "now")));
    }
}

/// Recordings of the corpus whose report is kept, the arguments, and the exit code.
const REPORTS: [(&str, &[&str], i32); 7] = [
    ("chrome-devtools-sanitized.txt", &["har/chrome-devtools-sanitized.har"], 1),
    ("mitmproxy-requests.txt", &["har/mitmproxy-requests.har"], 1),
    (
        "mitmproxy-requests-verbose.txt",
        &["har/mitmproxy-requests.har", "--verbose", "--profile", "observed"],
        1,
    ),
    (
        "mitmproxy-requests-client.txt",
        &["har/mitmproxy-requests.har", "--side", "client", "--only", "upload"],
        1,
    ),
    ("coverage.txt", &["wire/py-requests", "--coverage", "--require", "error", "--verbose"], 1),
    ("wire-handmade.txt", &["wire-handmade"], 1),
    ("py-requests.txt", &["wire/py-requests"], 0),
];

/// Objects by themselves whose report is kept, with the arguments.
const OBJECTS: [(&str, &str, &[&str]); 3] = [
    (
        "validate-message.txt",
        "{\"text\": 5,\n \"channelData\": \"x\",\n \"images\": [\"a.png\", 1, 2]}\n",
        &["message"],
    ),
    ("validate-error.txt", r#"{"message": "Invalid token or secret"}"#, &["error", "--status", "403"]),
    (
        "validate-upload.txt",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nhello\r\n\
         --b\r\nContent-Type: application/vnd.microsoft.bot.message\r\n\r\n{\"text\": 1}\r\n--b\r\n",
        &["upload", "--content-type", "multipart/form-data; boundary=b", "-v"],
    ),
];

#[test]
fn reports_read_as_the_goldens_say() {
    let mut wrong = Vec::new();
    for (name, arguments, code) in REPORTS {
        let ran = run_in(&corpus("recorded"), &[&["verify"], arguments].concat());
        // With -v, notes say what the recording cannot show.
        let said = ran.stderr.lines().all(|line| line.starts_with("note: har/"));
        assert!(ran.code == code && said, "{name} {ran:?}");
        check(name, &ran.stdout, &mut wrong);
    }
    for (name, object, arguments) in OBJECTS {
        let ran = run_on(object.as_bytes(), &[&["validate"], arguments, &["-"]].concat());
        check(name, &format!("{}{}", ran.stdout, ran.stderr), &mut wrong);
    }
    for (name, arguments) in [
        ("help.txt", &["--help"][..]),
        ("help-verify.txt", &["verify", "--help"]),
        ("help-validate.txt", &["validate", "--help"]),
        ("help-redact.txt", &["redact", "--help"]),
        ("help-convert.txt", &["convert", "--help"]),
        ("help-baseline.txt", &["baseline", "--help"]),
        ("help-baseline-create.txt", &["baseline", "create", "--help"]),
        ("help-replay.txt", &["replay", "--help"]),
        ("help-schema.txt", &["schema", "--help"]),
        ("help-info.txt", &["info", "--help"]),
        ("help-schema-diff.txt", &["schema", "diff", "--help"]),
        ("explain.txt", &["explain", "authorization-missing"]),
        ("rules.txt", &["rules"]),
    ] {
        check(name, &run_on(b"", arguments).stdout, &mut wrong);
    }
    let ran = run_in(&corpus("recorded"), &["replay", "wire/curl"]);
    let note = "note: no --target: the model service in this program is asked, not a service of yours\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, note));
    check("replay-curl.txt", &ran.stdout, &mut wrong);
    let ran = run_in(changed_schemas().path(), &["schema", "diff", "old", "new"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    check("schema-diff.txt", &ran.stdout, &mut wrong);
    assert!(wrong.is_empty(), "{}\ncargo bless accepts this", wrong.join("\n"));
}

/// The sample recording in every format.
const SAMPLES: [(&str, &str); 8] = [
    ("sample.txt", "text"),
    ("sample.json", "json"),
    ("sample.ndjson", "ndjson"),
    ("sample.junit.xml", "junit"),
    ("sample.sarif.json", "sarif"),
    ("sample.github.txt", "github"),
    ("sample.md", "markdown"),
    ("sample.html", "html"),
];

#[test]
fn the_sample_reads_as_the_goldens_say_in_every_format() {
    let mut wrong = Vec::new();
    for (name, format) in SAMPLES {
        let ran = run_in(&corpus("reports"), &["verify", "sample.ndjson", "--format", format]);
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{name}");
        check(name, &ran.stdout, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}\ncargo bless accepts this", wrong.join("\n"));
}

/// A schema, to be changed.
const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Message",
  "type": "object",
  "properties": {
    "from": { "type": "string" },
    "text": { "$ref": "#/$defs/Text" }
  },
  "additionalProperties": false,
  "$defs": { "Text": { "type": "string" } }
}
"##;

/// Folders `old` and `new` with schemas that differ in every way that is told apart.
fn changed_schemas() -> tempfile::TempDir {
    let member = replaced(SCHEMA, "    \"from\"", "    \"eTag\": { \"type\": \"string\" },\n    \"from\"");
    let narrow = replaced(&member, "\"Text\": { ", "\"Text\": { \"minLength\": 1, ");
    let reworded = replaced(&narrow, "\"Message\"", "\"A message\"");
    let unjudged = replaced(SCHEMA, "\"Text\": { ", "\"Text\": { \"pattern\": \"^a\", ");
    folder(&[
        ("old/message.schema.json", SCHEMA.as_bytes()),
        ("new/message.schema.json", reworded.as_bytes()),
        ("old/more/other.json", SCHEMA.as_bytes()),
        ("new/more/other.json", narrow.as_bytes()),
        ("old/pattern.schema.json", SCHEMA.as_bytes()),
        ("new/pattern.schema.json", unjudged.as_bytes()),
        ("old/same.schema.json", SCHEMA.as_bytes()),
        ("new/same.schema.json", SCHEMA.as_bytes()),
        ("old/gone.schema.json", SCHEMA.as_bytes()),
        ("new/come.schema.json", SCHEMA.as_bytes()),
        ("old/README.md", b"# no schema"),
        ("new/vectors/a.json", b"[]"),
        ("new/vectors/b.json", b"[]"),
    ])
}

#[test]
fn no_golden_is_without_its_report() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens");
    let others = [
        "help.txt",
        "help-verify.txt",
        "help-validate.txt",
        "help-redact.txt",
        "help-convert.txt",
        "help-info.txt",
        "help-baseline.txt",
        "help-baseline-create.txt",
        "help-replay.txt",
        "help-schema.txt",
        "replay-curl.txt",
        "help-schema-diff.txt",
        "schema-diff.txt",
        "explain.txt",
        "rules.txt",
    ];
    for file in fs::read_dir(folder).into_iter().flatten() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let known = REPORTS.iter().any(|(known, ..)| *known == name)
            || OBJECTS.iter().any(|(known, ..)| *known == name)
            || SAMPLES.iter().any(|(known, _)| *known == name)
            || others.contains(&name.as_str());
        assert!(known, "{name}");
    }
}
