//! Rules of the family `error`: error envelopes.

pub(super) mod error_body_empty;
pub(super) mod error_body_malformed;
pub(super) mod error_body_not_json;
pub(super) mod error_code_missing;
pub(super) mod error_code_not_string;
pub(super) mod error_code_undocumented;
pub(super) mod error_code_unknown;
pub(super) mod error_member_null;
pub(super) mod error_member_unknown;
pub(super) mod error_message_not_object;
pub(super) mod error_message_not_string;
pub(super) mod error_missing;
pub(super) mod error_not_object;
pub(super) mod error_status_code_mismatch;
pub(super) mod error_status_code_out_of_range;
pub(super) mod error_text_missing;
pub(super) mod error_under_success;
pub(super) mod status_code_not_number;
