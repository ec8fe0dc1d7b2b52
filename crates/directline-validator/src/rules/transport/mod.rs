//! Rules of the family `transport`: routes, base URI, authorization, status.

pub(super) mod authorization_missing;
pub(super) mod authorization_repeated;
pub(super) mod authorization_scheme_case;
pub(super) mod authorization_scheme_unknown;
pub(super) mod base_uri_undocumented;
pub(super) mod credential_malformed;
pub(super) mod credential_missing;
pub(super) mod credential_not_accepted;
pub(super) mod http_message_malformed;
pub(super) mod method_undocumented;
pub(super) mod missing_authorization_not_401;
pub(super) mod no_content_with_body;
pub(super) mod operation_unknown;
pub(super) mod path_placeholder;
pub(super) mod path_spelling;
pub(super) mod renew_by_post;
pub(super) mod request_body_undocumented;
pub(super) mod scheme_not_https;
pub(super) mod send_success_not_204;
pub(super) mod status_known_elsewhere;
pub(super) mod status_undocumented;
pub(super) mod subscription_key_sent;
pub(super) mod success_not_200;
pub(super) mod success_without_content;
pub(super) mod tokens_by_get;
