//! `directline info`: the settings that hold, and where each comes from.

use std::io::{self, Write};

use clap::ValueEnum as _;
use directline_capture::Format;
use directline_validator::{DOCUMENTED_HOST, Statement, rules};
use serde::Serialize;

use crate::args::{Info, ListFormat, ReportFormat};
use crate::color::{Color, Styles};
use crate::config::{Origin, SETTINGS, Settled, Value};
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::output::Output;
use crate::shown;

/// Runs the command.
pub(super) fn run(arguments: &Info, settings: &Settled, color: Color) -> Result<Exit, Failure> {
    let record = InfoRecord::new(settings);
    let mut out = Output::stdout(color);
    let styles = Styles::new(out.colored());
    out.write(|out| match arguments.format {
        ListFormat::Text => text(out, &record, styles),
        ListFormat::Json => {
            escape::write_json(out, &record)?;
            out.write_all(b"\n")
        }
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// What is known about this program, here. Every member is always present.
#[derive(Serialize)]
struct InfoRecord {
    version: &'static str,
    /// The file that settings come from.
    config: Option<String>,
    settings: Vec<SettingRecord>,
    /// The documented base URI, which is always in scope.
    base_uri: String,
    rules: usize,
    statements: usize,
    reads: Vec<&'static str>,
    writes: Vec<String>,
}

/// A setting, or a part of one.
#[derive(Serialize)]
struct SettingRecord {
    name: &'static str,
    values: Vec<String>,
    /// `option`, `variable`, `file` or `default`.
    from: &'static str,
    /// The option or variable.
    by: Option<String>,
    /// The file.
    file: Option<String>,
    line: Option<usize>,
}

impl InfoRecord {
    fn new(settled: &Settled) -> Self {
        let formats = ReportFormat::value_variants().iter().filter_map(ReportFormat::to_possible_value);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            config: settled.file.clone(),
            settings: settings(settled),
            base_uri: format!("https://{DOCUMENTED_HOST}"),
            rules: rules().len(),
            statements: Statement::all().len(),
            reads: Format::ALL.map(Format::name).to_vec(),
            writes: formats.map(|format| format.get_name().to_owned()).collect(),
        }
    }
}

fn settings(settled: &Settled) -> Vec<SettingRecord> {
    let record = |value: &Value| {
        let (from, by, file, line) = match &value.origin {
            Origin::Option => {
                let name = value.setting.key.rsplit('.').next().unwrap_or_default();
                ("option", Some(format!("--{name}")), None, None)
            }
            Origin::Variable(name) => ("variable", Some(name.clone()), None, None),
            Origin::File { name, line } => ("file", None, Some(name.clone()), Some(*line)),
            Origin::Default => ("default", None, None, None),
        };
        // Somebody may have put a secret into any text.
        let values = value.texts.iter().map(|text| shown::plain(text)).collect();
        SettingRecord { name: value.setting.key, values, from, by, file, line }
    };
    settled.values.iter().map(record).collect()
}

impl SettingRecord {
    fn value(&self) -> String {
        if self.values.is_empty() { "-".to_owned() } else { self.values.join(" ") }
    }

    fn origin(&self) -> String {
        match (&self.by, &self.file, self.line) {
            (Some(by), _, _) => by.clone(),
            (None, Some(file), Some(line)) => format!("{file}:{line}"),
            _ => "default".to_owned(),
        }
    }
}

fn text(out: &mut dyn Write, record: &InfoRecord, styles: Styles) -> io::Result<()> {
    let (strong, dim) = (styles.strong, styles.dim);
    let about = [
        ("config", record.config.clone().unwrap_or_else(|| "no directline.toml".to_owned())),
        ("contract", format!("{} rules, {} statements", record.rules, record.statements)),
        ("in scope", format!("{}, known and local hosts, and base-uri", record.base_uri)),
        ("reads", record.reads.join(", ")),
        ("writes", record.writes.join(", ")),
    ];
    writeln!(out, "{strong}directline {}{strong:#}\n", record.version)?;
    for (name, value) in about {
        writeln!(out, "{name:<10}{value}")?;
    }
    let values: Vec<String> = record.settings.iter().map(SettingRecord::value).collect();
    let width = SETTINGS.iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    // A long list does not push everything else aside.
    let room = values.iter().map(|value| value.chars().count()).filter(|count| *count <= 40).max();
    let room = room.unwrap_or(0);
    writeln!(out, "\n{strong}settings{strong:#}")?;
    let mut last = "";
    for (setting, value) in record.settings.iter().zip(&values) {
        // Parts of one setting stand below each other.
        let name = if setting.name == last { "" } else { setting.name };
        let origin = setting.origin();
        let style = if setting.from == "default" { dim } else { strong };
        writeln!(out, "  {name:<width$}  {value:<room$}  {style}{origin}{style:#}")?;
        last = setting.name;
    }
    Ok(())
}
