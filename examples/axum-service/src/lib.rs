//! A Direct Line 1.1 service as an application might have it: axum, everything in memory, a bot that says what it heard.

mod access;
mod failure;
mod store;
mod upload;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Multipart, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use directline_types::{Conversation, MessageSet};

use access::{Caller, LIFETIME};
use failure::Failure;
use store::Store;
use upload::Upload;

/// The service. Its clones share their conversations.
///
/// # Examples
///
/// ```
/// use axum_service::Service;
/// use directline_fuzz::{Request, Target, TowerTarget};
///
/// let mut service = TowerTarget::new(Service::new("test-secret").router())?;
/// let answer = service.send(&Request::new("POST", "/api/conversations").bearer("test-secret"))?;
/// assert_eq!(answer.status.present(), Some(&200));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Service {
    secret: Arc<str>,
    has_bug: bool,
    store: Arc<Mutex<Store>>,
}

impl Service {
    /// A service with this secret.
    pub fn new(secret: &str) -> Self {
        Self { secret: secret.into(), has_bug: false, store: Arc::default() }
    }

    /// The same with a bug in it: after a page that does not hold everything, the watermark is that of the newest message.
    #[must_use]
    pub fn with_bug(self) -> Self {
        Self { has_bug: true, ..self }
    }

    /// Its operations.
    pub fn router(self) -> Router {
        Router::new()
            .route("/api/tokens/conversation", post(generate_token))
            .route("/api/tokens/{conversation}/renew", get(renew_token))
            .route("/api/conversations", post(start))
            .route("/api/conversations/{conversation}/messages", get(poll).post(send))
            .route("/api/conversations/{conversation}/upload", post(receive_files))
            .route("/attachments/{number}/{name}", get(file))
            .fallback(|| async { Failure::NoOperation })
            .method_not_allowed_fallback(|| async { Failure::NoOperation })
            .with_state(self)
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Answer<T> = Result<T, Failure>;

async fn generate_token(State(service): State<Service>, caller: Caller) -> Answer<Json<String>> {
    let Caller::Owner = caller else { return Err(Failure::Forbidden) };
    let mut store = service.store();
    let conversation = store.reserve();
    Ok(Json(store.issue(&conversation)))
}

async fn renew_token(
    State(service): State<Service>,
    caller: Caller,
    Path(conversation): Path<String>,
) -> Answer<Json<String>> {
    match caller {
        Caller::User(own) if own == conversation => Ok(Json(service.store().issue(&conversation))),
        _ => Err(Failure::Forbidden),
    }
}

async fn start(State(service): State<Service>, caller: Caller) -> Json<Conversation> {
    let mut store = service.store();
    let id = match caller {
        Caller::Owner => store.reserve(),
        Caller::User(conversation) => conversation,
    };
    store.start(&id);
    let token = store.issue(&id);
    Json(Conversation::new(id, token).expires_in(LIFETIME))
}

async fn send(
    State(service): State<Service>,
    caller: Caller,
    Path(conversation): Path<String>,
    body: Bytes,
) -> Answer<StatusCode> {
    caller.may_use(&conversation)?;
    let message = upload::message(&body)?;
    service.store().deliver(&conversation, message)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn poll(
    State(service): State<Service>,
    caller: Caller,
    Path(conversation): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<Json<MessageSet>> {
    caller.may_use(&conversation)?;
    let watermark = query.get("watermark").map(String::as_str);
    let (page, seen, all) = service.store().page(&conversation, watermark)?;
    let watermark = if service.has_bug { all } else { seen };
    Ok(Json(MessageSet::new(page, watermark.to_string())))
}

async fn receive_files(
    State(service): State<Service>,
    caller: Caller,
    Path(conversation): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Answer<StatusCode> {
    caller.may_use(&conversation)?;
    let user = query.get("userId").filter(|user| !user.is_empty()).ok_or(Failure::Incomplete)?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let Upload { mut message, files } = if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        Upload::form(Multipart::from_request(request, &()).await.map_err(|_| Failure::Malformed)?).await?
    } else {
        let headers = request.headers().clone();
        Upload::single(&headers, Bytes::from_request(request, &()).await.map_err(|_| Failure::Malformed)?)?
    };
    let mut store = service.store();
    for file in files {
        let kind = file.kind.clone();
        let url = store.keep(file);
        message = if kind.starts_with("image/") { message.image(url) } else { message.attachment(url, kind) };
    }
    message.from.get_or_insert_with(|| user.as_str().into());
    store.deliver(&conversation, message)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn file(
    State(service): State<Service>,
    Path((number, _)): Path<(usize, String)>,
) -> Answer<impl IntoResponse> {
    let file = service.store().file(number).ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, file.kind)], file.content))
}
