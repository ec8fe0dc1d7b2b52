//! Rules of the family `url`: URLs in messages, relative ones and where they lead.

pub(super) mod url_character_forbidden;
pub(super) mod url_dot_segments;
pub(super) mod url_empty;
pub(super) mod url_host_missing;
pub(super) mod url_leaves_base;
pub(super) mod url_malformed;
pub(super) mod url_network_path;
pub(super) mod url_path_missing;
pub(super) mod url_readings_differ;
pub(super) mod url_scheme_case;
pub(super) mod url_scheme_not_http;
pub(super) mod url_user_info;
