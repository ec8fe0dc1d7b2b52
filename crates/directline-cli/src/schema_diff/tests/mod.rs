//! What changes are found, as data; that the judgement is sound, as properties.

mod hostile;
mod openapi;
mod properties;
mod rows;
