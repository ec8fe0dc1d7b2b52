//! Settings: who says what, which file counts, and what is said of a wrong one.

mod errors;
mod found;
mod hostile;
mod precedence;

use std::path::Path;

use serde_json::Value;

use super::support::{Ran, command, ran, run_in};

/// Runs the binary in a folder, with these variables; it reads a file of settings.
fn settled(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let mut command = command(folder, arguments);
    command.env_remove("DIRECTLINE_NO_CONFIG").envs(variables.iter().copied());
    ran(command.output().unwrap())
}

/// What `directline info --format json` prints.
fn info(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Value {
    let ran = settled(folder, variables, &[&["info", "--format", "json"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What holds for a setting, and who says so: `strict directline.toml:1`.
fn held(info: &Value, name: &str) -> String {
    let settings = info["settings"].as_array().unwrap();
    let parts = settings.iter().filter(|setting| setting["name"] == name).map(|setting| {
        let values: Vec<&str> =
            setting["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
        let origin = match setting["from"].as_str().unwrap() {
            "default" => "default".to_owned(),
            "file" => format!("{}:{}", setting["file"].as_str().unwrap(), setting["line"]),
            _ => setting["by"].as_str().unwrap().to_owned(),
        };
        [values.as_slice(), &[origin.as_str()]].concat().join(" ")
    });
    parts.collect::<Vec<_>>().join("; ")
}

#[test]
fn the_example_of_the_manual_is_read_and_valid() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let example = manual.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let folder = super::support::folder(&[("directline.toml", example.as_bytes())]);
    let info = info(folder.path(), &[], &[]);
    let settings = info["settings"].as_array().unwrap();
    // Each setting is shown once at least, and none has its default.
    for setting in settings {
        assert_eq!(setting["file"], "directline.toml", "{setting}");
        let name = setting["name"].as_str().unwrap();
        assert!(manual.contains(&format!("`{name}`")) || name == "level", "{name}");
    }
    let schema: Value = serde_json::from_str(&run_in(folder.path(), &["schema", "config"]).stdout).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut value: Value = toml::from_str(example).unwrap();
    assert!(validator.is_valid(&value));
    for wrong in ["profil = 1", "profile = 'strikt'", "jobs = '1'", "fuzz.keep = 'x'", "level.url = 'high'"] {
        assert!(!validator.is_valid(&toml::from_str::<Value>(wrong).unwrap()), "{wrong}");
    }
    value["level"]["text-*"] = "note".into();
    assert!(validator.is_valid(&value));
}

#[test]
fn info_reads_well_and_tells_no_secret() {
    let text = "base-uri = [\"https://gw.example/\"]\n[level]\nurl = \"note\"\n\"text-*\" = \"error\"\n";
    let folder = super::support::folder(&[("directline.toml", text.as_bytes())]);
    let secret = "https://gw.example/sig/eyJhbGciOiJIUzI1NiJ9.eyJib3QiOiJhIn0.c2lnbmF0dXJlLW9mLXRoaXM";
    let ran = settled(folder.path(), &[], &["info", "--skip", "upload", "--base-uri", secret]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for line in [
        "config    directline.toml",
        "  level                      url=note",
        "                             text-*=error",
    ] {
        assert!(ran.stdout.lines().any(|found| found.starts_with(line)), "{line}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("eyJhbGci"), "{}", ran.stdout);
    assert_eq!(ran, settled(folder.path(), &[], &["info", "--skip", "upload", "--base-uri", secret]));
}
