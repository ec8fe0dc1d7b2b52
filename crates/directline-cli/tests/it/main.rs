//! Tests of the binary: what users see, what machines read, how a run ends.

#[cfg(test)]
mod action;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod baseline;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod config;
#[cfg(test)]
mod convert;
#[cfg(test)]
mod coverage;
mod credentials;
#[cfg(test)]
mod endings;
#[cfg(test)]
mod exit_codes;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod framing;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod goldens;
#[cfg(test)]
mod learnt;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod overwriting;
#[cfg(test)]
mod progress;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod redact;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod report_schema;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod same_bytes;
#[cfg(test)]
mod schema_check;
#[cfg(test)]
mod schema_diff;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod secrets_everywhere;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod support;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod usage;
#[cfg(test)]
mod validate;
