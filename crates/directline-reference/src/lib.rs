//! THE MODEL SERVICE: Direct Line 1.1 as its documents describe it, as a pure state machine.
//!
//! [`Service::handle`] takes a request and the time and returns the response. It opens no socket, reads no clock and draws
//! no random number: the same requests at the same times get the same bytes. A bot that echoes is behind it. What the
//! documents leave open is decided here once, in favour of what no reader could object to.
//!
//! A [`Fault`] seeds one bug that real services have had; each names the rule that must find it.
//!
//! ```
//! use directline_reference::{Request, Service, Settings, Time};
//!
//! let mut service = Service::new(Settings::default());
//! let secret = service.settings().secret.clone();
//! let start = Request::new("POST", "/api/conversations").bearer(&secret);
//! let response = service.handle(&start, Time::EPOCH);
//! assert_eq!(response.status, 200);
//!
//! let body: directline_types::Conversation = serde_json::from_slice(&response.body)?;
//! let path = format!("/api/conversations/{}/messages", body.conversation_id);
//! let send = Request::new("POST", path).bearer(&secret).json(r#"{"from":"user1","text":"hello"}"#);
//! assert_eq!(service.handle(&send, Time::EPOCH).status, 204);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod authority;
mod bot;
mod conversation;
mod failure;
mod fault;
mod files;
mod http;
mod multipart;
mod record;
mod service;
mod time;
mod upload;

pub use fault::Fault;
pub use http::{Request, Response};
pub use record::record;
pub use service::{Service, Settings};
pub use time::Time;
