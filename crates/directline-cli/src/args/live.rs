//! What can be asked of every command that sends requests.

use std::path::PathBuf;

use clap::Args;

/// Where requests go, and how.
#[derive(Debug, Args)]
pub(crate) struct Live {
    /// The base URI of the service; without it the model service answers, in this process
    #[arg(long, value_name = "URL")]
    pub(crate) target: Option<String>,
    /// A file with header fields for every request, one `Name: value` per line; the credential of `Authorization` is the
    /// secret. Without it the secret is that of `directline serve`
    #[arg(long, value_name = "FILE", requires = "target")]
    pub(crate) header_file: Option<PathBuf>,
    /// At most so many requests per second
    #[arg(long, value_name = "N", requires = "target", value_parser = positive)]
    pub(crate) rate: Option<f64>,
    /// How long to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value = "10", requires = "target", value_parser = positive)]
    pub(crate) timeout: f64,
    /// Also trust the certificates in this file (PEM)
    #[arg(long, value_name = "FILE", requires = "target")]
    pub(crate) ca_file: Option<PathBuf>,
}

/// A number above zero.
pub(super) fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "give a number above 0, such as 2.5".to_owned())
}
