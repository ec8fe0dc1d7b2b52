//! The formats of this tool that have a JSON Schema of their own, beside the objects of the API.

use directline_capture::exchange_schema;
use directline_types::{Draft, draft07};
use serde_json::Value;

use crate::baseline::baseline_schema;
use crate::config::config_schema;
use crate::report::report_schema;

/// A format of this tool.
#[derive(Clone, Copy)]
pub(crate) enum FormatSchema {
    /// A line of NDJSON.
    Exchange,
    /// The report.
    Report,
    /// The settings of a project.
    Config,
    /// Known findings.
    Baseline,
}

impl FormatSchema {
    /// Every format that has a schema.
    pub(crate) const ALL: [Self; 4] = [Self::Exchange, Self::Report, Self::Config, Self::Baseline];

    /// Its name on the command line and in the name of the file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Report => "report",
            Self::Config => "config",
            Self::Baseline => "baseline",
        }
    }

    /// Its schema in a draft.
    pub(crate) fn document(self, draft: Draft) -> Value {
        let schema = match self {
            Self::Exchange => exchange_schema(),
            Self::Report => report_schema(),
            Self::Config => config_schema(),
            Self::Baseline => baseline_schema(),
        };
        match draft {
            Draft::Draft202012 => schema,
            Draft::Draft07 => draft07(&schema),
        }
    }
}
