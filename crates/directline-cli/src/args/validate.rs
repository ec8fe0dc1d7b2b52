//! What can be asked of `directline validate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use directline_validator::SpecimenKind;

use super::{Judging, SideArg};

/// `directline validate`.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// What it should be
    #[arg(value_enum, value_name = "KIND")]
    pub(crate) kind: Kind,
    /// Files with one object each, or - for standard input (URLs: one per line)
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The Content-Type of an upload's request
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    /// What relative URLs are completed with, if not the documented host
    #[arg(long, value_name = "URI")]
    pub(crate) base_uri: Option<String>,
    /// Who sent a message or attachment; without it, what holds for both is judged
    #[arg(long, value_enum)]
    pub(crate) side: Option<SideArg>,
    /// The HTTP status with which an error was answered
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(400..=599))]
    pub(crate) status: Option<u16>,
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// [`SpecimenKind`] as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A message, sent or received
    Message,
    /// The answer to Get Messages
    MessageSet,
    /// One of the attachments of a message
    Attachment,
    /// The answer to Start Conversation
    Conversation,
    /// The body of an error response
    Error,
    /// The answer to Generate Token and Refresh Token
    Token,
    /// The body of an upload; needs --content-type
    Upload,
    /// A URL of a message: the URL itself in place of PATH
    Url,
}

impl From<Kind> for SpecimenKind {
    fn from(argument: Kind) -> Self {
        match argument {
            Kind::Message => Self::Message,
            Kind::MessageSet => Self::MessageSet,
            Kind::Attachment => Self::Attachment,
            Kind::Conversation => Self::Conversation,
            Kind::Error => Self::Error,
            Kind::Token => Self::Token,
            Kind::Upload => Self::Upload,
            Kind::Url => Self::Url,
        }
    }
}
