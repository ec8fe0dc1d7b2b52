//! Tests of both header values.

mod disposition;
mod hostile;
mod media_type;
mod wpt;

use super::{HeaderDefect, Parameter};

/// The kinds and texts of the defects: `SingleQuoted 'file'`.
fn defects(value: &[u8], defects: &[HeaderDefect]) -> Vec<String> {
    let show = |defect: &HeaderDefect| {
        let text = String::from_utf8_lossy(&value[defect.range.clone()]).into_owned();
        format!("{:?} {text}", defect.kind).trim_end().to_owned()
    };
    defects.iter().map(show).collect()
}

/// The parameters as `name=value`.
fn parameters(parameters: &[Parameter]) -> Vec<String> {
    parameters.iter().map(|found| format!("{}={}", found.name, found.text())).collect()
}
