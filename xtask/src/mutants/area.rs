//! The parts of the source that are tested, and the tests that most likely notice.

use clap::ValueEnum;

/// A part of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Area {
    /// Conversations: what was known when.
    Ledger,
    /// Which operation a request is, and whether it is one.
    Routing,
    /// From findings to verdicts.
    Verdict,
    /// Bodies of uploads.
    Multipart,
    /// The record of an exchange.
    Observation,
    /// The rules, one mutant in four.
    Rules,
}

impl Area {
    /// All areas, in the order in which they run.
    pub(crate) const ALL: [Self; 6] =
        [Self::Ledger, Self::Routing, Self::Verdict, Self::Multipart, Self::Observation, Self::Rules];

    /// The name as it is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Routing => "routing",
            Self::Verdict => "verdict",
            Self::Multipart => "multipart",
            Self::Observation => "observation",
            Self::Rules => "rules",
        }
    }

    /// The source, as patterns of cargo-mutants.
    pub(crate) fn files(self) -> &'static [&'static str] {
        match self {
            Self::Ledger => &["crates/directline-validator/src/ledger/**"],
            Self::Routing => {
                &["crates/directline-validator/src/route.rs", "crates/directline-validator/src/scope.rs"]
            }
            Self::Verdict => &[
                "crates/directline-validator/src/validator.rs",
                "crates/directline-validator/src/finding.rs",
                "crates/directline-validator/src/sink.rs",
                "crates/directline-validator/src/level.rs",
            ],
            Self::Multipart => &["crates/directline-validator/src/multipart/**"],
            Self::Observation => &["crates/directline-exchange/src/**"],
            Self::Rules => &["crates/directline-validator/src/rules/**"],
        }
    }

    /// One mutant in how many is run.
    pub(crate) fn one_in(self) -> u64 {
        if self == Self::Rules { 4 } else { 1 }
    }

    /// The package of the source.
    pub(crate) fn package(self) -> &'static str {
        if self == Self::Observation { "directline-exchange" } else { "directline-validator" }
    }

    /// What to build, as words for `cargo test`.
    pub(crate) fn targets(self) -> &'static [&'static str] {
        const CONTRACT: &[&str] = &[
            "--package=directline-cli",
            "--package=directline-validator",
            "--lib",
            "--test=*_rules",
            "--test=conversations",
            "--test=witness",
            "--test=expected",
        ];
        const ALL: &[&str] = &[
            "--package=directline-cli",
            "--package=directline-validator",
            "--package=directline-exchange",
            "--package=directline-capture",
            "--lib",
            "--test=*_rules",
            "--test=conversations",
            "--test=witness",
            "--test=expected",
        ];
        if self == Self::Observation { ALL } else { CONTRACT }
    }

    /// What to test, those first that are quick and likely to notice: names of targets, with the modules to test if
    /// not all. What tests other parts of the source only is left out.
    pub(crate) fn tests(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Ledger => &[
                ("conversations", &[]),
                ("witness", &[]),
                ("directline_validator", &["ledger::", "validator::"]),
                ("expected", &[]),
            ],
            Self::Routing => &[
                ("directline_validator", &["route::", "scope::"]),
                ("exchange_rules", &[]),
                ("url_rules", &[]),
                ("witness", &[]),
                ("expected", &[]),
            ],
            Self::Verdict => &[
                ("directline_validator", &["finding::", "level::", "sink::", "validator::", "specimen::"]),
                ("exchange_rules", &[]),
                ("witness", &[]),
                ("conversations", &[]),
                ("expected", &[]),
                ("directline_validator", &["ledger::"]),
            ],
            Self::Multipart => &[
                ("directline_validator", &["multipart::"]),
                ("upload_rules", UPLOAD),
                ("witness", &[]),
                ("expected", &[]),
            ],
            Self::Observation => &[
                ("directline_exchange", &[]),
                ("witness", &[]),
                ("exchange_rules", &[]),
                ("upload_rules", UPLOAD),
                ("expected", &[]),
                ("directline_capture", &[]),
            ],
            Self::Rules => &[
                ("witness", &[]),
                ("conversations", &[]),
                ("exchange_rules", &[]),
                ("message_rules", &[]),
                ("url_rules", &[]),
                ("upload_rules", UPLOAD),
                ("expected", &[]),
                ("directline_validator", &["rules::", "ledger::tests::sequences::"]),
            ],
        }
    }

    /// The packages whose tests are run.
    pub(crate) fn packages(self) -> impl Iterator<Item = &'static str> {
        self.targets().iter().filter_map(|word| word.strip_prefix("--package="))
    }
}

/// The tests of uploads but those that look at the clock.
const UPLOAD: &[&str] =
    &["differential::", "filename::", "form::", "observation::", "properties::", "repairs::", "single::"];

/// Tests of very large inputs, which are slow and notice little else.
pub(crate) const SLOW: [&str; 2] = ["--skip", "linear_time"];
