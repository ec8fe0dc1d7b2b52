//! What can be asked of `directline serve`.

use std::num::{NonZeroU32, NonZeroUsize};

use clap::Args;

use super::ListFormat;

/// `directline serve`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Service")]
pub(crate) struct Serve {
    /// The port on 127.0.0.1; 0 is any that is free
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) port: u16,
    /// Have this bug; --list-faults names them
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Option<String>,
    /// List the bugs that --fault knows, with the rule that finds each, and end
    #[arg(long, conflicts_with_all = ["port", "fault", "token_lifetime", "seed", "page"])]
    pub(crate) list_faults: bool,
    /// How long tokens are valid
    #[arg(long, value_name = "SECONDS", default_value = "1800")]
    pub(crate) token_lifetime: NonZeroU32,
    /// What ids and tokens are made from
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) seed: u64,
    /// The most messages in one answer to Get Messages
    #[arg(long, value_name = "N", default_value = "20")]
    pub(crate) page: NonZeroUsize,
    /// How to print the base URI and the secret, or the list
    #[arg(short, long, value_enum, default_value = "text", help_heading = super::layout::OUTPUT)]
    pub(crate) format: ListFormat,
}
