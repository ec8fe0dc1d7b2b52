//! Tests of the public surface: strictness under several deserializers, agreement of types and schemas, the operation table.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod raw_text;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod sent_message;
#[cfg(test)]
mod strict;
#[cfg(test)]
mod support;
