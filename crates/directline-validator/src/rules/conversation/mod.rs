//! What several exchanges show together.

pub(super) mod attachment_fetched_late;
pub(super) mod channel_data_changed;
pub(super) mod conversation_id_reused;
pub(super) mod expired_token_accepted;
pub(super) mod message_id_reused;
pub(super) mod message_repeated;
pub(super) mod paging_stopped;
pub(super) mod renewed_token_unchanged;
pub(super) mod secret_used_to_renew;
pub(super) mod sent_message_lost;
pub(super) mod started_other_conversation;
pub(super) mod token_of_other_conversation;
pub(super) mod token_reissued;
pub(super) mod token_scope_not_enforced;
pub(super) mod token_used_after_expiry;
pub(super) mod token_used_to_generate;
pub(super) mod uploaded_attachment_lost;
pub(super) mod uploaded_attachment_type_changed;
pub(super) mod watermark_constructed;
pub(super) mod watermark_not_advanced;
pub(super) mod watermark_regressed;
pub(super) mod watermark_stuck;
pub(super) mod watermark_unknown;
