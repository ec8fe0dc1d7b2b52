//! Rules of the family `response`: bodies of successful responses.

pub(super) mod conversation_id_empty;
pub(super) mod conversation_id_missing;
pub(super) mod conversation_id_not_string;
pub(super) mod conversation_member_null;
pub(super) mod conversation_member_unknown;
pub(super) mod conversation_not_object;
pub(super) mod conversation_token_missing;
pub(super) mod conversation_token_not_string;
pub(super) mod expires_in_fraction;
pub(super) mod expires_in_not_number;
pub(super) mod expires_in_not_positive;
pub(super) mod message_set_member_unknown;
pub(super) mod message_set_not_object;
pub(super) mod messages_missing;
pub(super) mod messages_not_array;
pub(super) mod response_body_missing;
pub(super) mod response_content_type_not_json;
pub(super) mod response_json_malformed;
pub(super) mod token_empty;
pub(super) mod token_malformed;
pub(super) mod token_not_string;
pub(super) mod token_unquoted;
pub(super) mod watermark_missing;
pub(super) mod watermark_not_string;
pub(super) mod watermark_null;
