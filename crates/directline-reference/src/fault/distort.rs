//! Faults that change a response.

use directline_types::Operation;
use serde_json::{Value, json};

use super::{Fault, page};
use crate::{Request, Response, Service};

impl Fault {
    /// The response as the faulty service gives it.
    pub(crate) fn distort(
        self,
        service: &Service,
        operation: Option<Operation>,
        request: &Request,
        response: Response,
    ) -> Response {
        match operation {
            None => response,
            Some(_) if response.status >= 400 => self.failure(request, response),
            Some(Operation::GetMessages) => self.transport(page::distort(self, service, request, response)),
            Some(operation) => self.transport(self.success(operation, response)),
        }
    }

    fn failure(self, request: &Request, mut response: Response) -> Response {
        let status = response.status;
        match self {
            Self::RefusesWith418 if status == 400 => response.status = 418,
            Self::Missing403 if request.header("Authorization").is_none() => return with(response, 403),
            Self::BareError => {
                return change(response, |body| *body = json!({ "message": get(body, "/error/message") }));
            }
            Self::ErrorText => {
                return change(response, |body| *body = json!({ "error": get(body, "/error/message") }));
            }
            Self::ErrorCodeCase => {
                return change(response, |body| {
                    let code = get(body, "/error/code").as_str().unwrap_or_default().to_lowercase();
                    put(body, "/error", "code", code);
                });
            }
            Self::ErrorCodeElsewhere => {
                return change(response, |body| put(body, "/error", "code", "BadArgument"));
            }
            Self::ErrorStatusDiffers if status != 500 => {
                return change(response, |body| put(body, "/error", "statusCode", 500));
            }
            Self::ErrorPage => {
                return Response::content(status, "text/html", "<html><body>Error</body></html>");
            }
            Self::ErrorEmpty => return Response::empty(status),
            Self::ErrorUnder200 => response.status = 200,
            _ => {}
        }
        response
    }

    fn success(self, operation: Operation, mut response: Response) -> Response {
        match (self, operation) {
            (Self::SendAnswers200, Operation::SendMessage) => response.status = 200,
            (Self::BodyOn204, Operation::SendMessage) => return Response::json(204, r#"{"id":"1"}"#),
            (Self::StartAnswers201, Operation::StartConversation) => response.status = 201,
            (Self::Redirects, Operation::StartConversation) => {
                response = Response::empty(302);
                response.headers.push(("Location".to_owned(), "https://elsewhere.example/api".to_owned()));
            }
            (Self::TokenUnquoted, Operation::GenerateToken | Operation::RefreshToken) => {
                response.body.retain(|byte| *byte != b'"');
                return Response::content(200, "text/plain", response.body);
            }
            (Self::TokenObject, Operation::GenerateToken | Operation::RefreshToken) => {
                return change(response, |body| *body = json!({ "token": body.take() }));
            }
            (Self::ExpiresInText, Operation::StartConversation) => {
                return change(response, |body| put(body, "", "expires_in", "1800"));
            }
            (Self::ExpiresInPast, Operation::StartConversation) => {
                return change(response, |body| put(body, "", "expires_in", -1));
            }
            (Self::StreamUrl, Operation::StartConversation) => {
                return change(response, |body| put(body, "", "streamUrl", "wss://elsewhere.example/"));
            }
            _ => {}
        }
        response
    }

    /// What happens to every JSON body of a success.
    fn transport(self, mut response: Response) -> Response {
        if response.body.is_empty() {
            return response;
        }
        match self {
            Self::PlainText => return Response::content(response.status, "text/plain", response.body),
            Self::JsonCut => drop(response.body.pop()),
            Self::ByteOrderMark => {
                let mut body = "\u{feff}".as_bytes().to_vec();
                body.append(&mut response.body);
                response.body = body;
            }
            _ => {}
        }
        response
    }
}

fn with(response: Response, status: u16) -> Response {
    let mut response = change(response, |body| put(body, "/error", "statusCode", status));
    response.status = status;
    response
}

/// The response with its JSON body changed.
pub(super) fn change(mut response: Response, edit: impl FnOnce(&mut Value)) -> Response {
    if let Ok(mut body) = serde_json::from_slice(&response.body) {
        edit(&mut body);
        response.body = serde_json::to_vec(&body).unwrap_or_default();
    }
    response
}

/// What stands at a pointer; null if nothing does.
pub(super) fn get(value: &Value, pointer: &str) -> Value {
    value.pointer(pointer).cloned().unwrap_or_default()
}

/// Sets a member of the object at a pointer, if there is an object.
pub(super) fn put(value: &mut Value, pointer: &str, name: &str, member: impl Into<Value>) {
    if let Some(object) = value.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(name.to_owned(), member.into());
    }
}
