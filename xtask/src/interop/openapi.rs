//! The OpenAPI documents before validators and linters of others.

use anyhow::Result;

use super::install::Installer;
use super::process::Ended;
use super::workshop::Workshop;
use crate::run::{root, say};

/// Tools from npm, with their versions.
pub(super) const NPM_TOOLS: [(&str, &str); 2] =
    [("@redocly/cli", "2.77.0"), ("@seriousme/openapi-schema-validator", "2.11.0")];

/// Tools from the Python package index, with their versions.
pub(super) const PIP_TOOLS: [(&str, &str); 1] = [("openapi-spec-validator", "0.9.0")];

const DOCUMENTS: [&str; 2] = ["openapi.json", "openapi-3.0.json"];

/// A command that fails when it has something to say about the document whose path is added.
struct Tool {
    name: &'static str,
    is_python: bool,
    command: &'static [&'static str],
}

const TOOLS: [Tool; 3] = [
    Tool {
        name: "openapi-spec-validator",
        is_python: true,
        command: &["python/bin/python", "-m", "openapi_spec_validator", "--errors", "all"],
    },
    Tool { name: "openapi-schema-validator", is_python: false, command: &["node", "drivers/openapi.mjs"] },
    Tool {
        name: "redocly",
        is_python: false,
        command: &[
            "env",
            "REDOCLY_TELEMETRY=off",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE=true",
            "node",
            "node_modules/@redocly/cli/bin/cli.js",
            "lint",
            // Its warnings count as errors; but 3.0 asks for one web address of what is two licences.
            "--extends=recommended-strict",
            "--skip-rule=info-license-strict",
            "--max-problems=20",
        ],
    },
];

/// What the tools said.
pub(super) struct Tally {
    /// How many tools ran.
    pub(super) tools: usize,
    /// How many documents were refused.
    pub(super) complaints: usize,
}

/// Shows each document to each tool that can be installed.
pub(super) fn check(workshop: &Workshop, installer: &mut Installer<'_>) -> Result<Tally> {
    let mut tally = Tally { tools: 0, complaints: 0 };
    for tool in &TOOLS {
        if let Err(why) = if tool.is_python { installer.pip() } else { installer.npm() } {
            say(&format!("{}: not installed: {why:#}", tool.name));
            continue;
        }
        tally.tools = tally.tools.saturating_add(1);
        for document in DOCUMENTS {
            let path = root().join("schemas").join(document).display().to_string();
            let words: Vec<&str> = tool.command.iter().copied().chain([path.as_str()]).collect();
            match workshop.run(&format!("{}-{document}", tool.name), &words, None)? {
                Ended::Well(_) => say(&format!("{}: {document} is in order", tool.name)),
                Ended::Badly(why) => {
                    tally.complaints = tally.complaints.saturating_add(1);
                    say(&format!("{}: {document} is refused: {why}", tool.name));
                }
            }
        }
    }
    Ok(tally)
}
