//! A service in the same process as a target.

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::{Future, Ready, ready};
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use directline_fuzz::{Target, TowerTarget, Unanswered};
    use directline_reference::Request;
    use http_body_util::Full;
    use hyper::body::Bytes;
    use tower_service::Service;

    type Asked = hyper::Request<Full<Bytes>>;
    type Answer = hyper::Response<Full<Bytes>>;
    type Later = Pin<Box<dyn Future<Output = Result<Answer, Infallible>>>>;

    /// A service that is a function.
    struct Function<F>(F);

    impl<F, A, E> Service<Asked> for Function<F>
    where
        F: FnMut(Asked) -> A,
        A: Future<Output = Result<Answer, E>>,
    {
        type Response = Answer;
        type Error = E;
        type Future = A;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), E>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, asked: Asked) -> A {
            (self.0)(asked)
        }
    }

    fn target<A, E>(answer: impl FnMut(Asked) -> A) -> impl Target
    where
        A: Future<Output = Result<Answer, E>>,
    {
        TowerTarget::new(Function(answer)).unwrap().with_timeout(Duration::from_millis(300))
    }

    fn fine(status: u16, body: impl Into<Bytes>) -> Ready<Result<Answer, Infallible>> {
        let response = hyper::Response::builder().status(status).header("X-A", "b");
        ready(Ok(response.body(Full::new(body.into())).unwrap()))
    }

    #[test]
    fn a_request_arrives_and_its_answer_comes_back() {
        let mut target = target(|asked: Asked| {
            let said = format!("{} {} {:?}", asked.method(), asked.uri(), asked.headers());
            fine(201, said)
        });
        let request = Request::new("POST", "/api/a%7Cb?x=1").bearer("secret").json("{}");
        let answer = target.send(&request).unwrap();
        assert_eq!((answer.status.present(), answer.headers.get("x-a").is_present()), (Some(&201), true));
        let said = String::from_utf8(answer.body.present().unwrap().bytes.clone()).unwrap();
        let expected = "POST /api/a%7Cb?x=1 {\"authorization\": \"Bearer secret\", \"content-type\": \"application/json\", \
            \"host\": \"localhost\", \"content-length\": \"2\"}";
        assert_eq!(said, expected);
    }

    /// RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5: a server sends no content here.
    #[test]
    fn what_a_server_leaves_out_is_left_out() {
        for (method, status) in [("GET", 204), ("GET", 304), ("HEAD", 200)] {
            let answer = target(move |_| fine(status, "body")).send(&Request::new(method, "/")).unwrap();
            assert!(answer.body.is_absent(), "{method} {status}");
        }
    }

    #[test]
    fn what_does_not_answer_is_told() {
        let request = Request::new("GET", "/");
        let mut never = target(|_| Box::pin(std::future::pending::<Result<Answer, Infallible>>()));
        assert_eq!(never.send(&request), Err(Unanswered::TimedOut(Duration::from_millis(300))));
        let mut fails = target(|_| ready(Err::<Answer, _>("no")));
        assert_eq!(fails.send(&request), Err(Unanswered::Closed));
        let mut panics = target(|asked: Asked| -> Later {
            assert_ne!(asked.uri().path(), "/", "a bug");
            Box::pin(fine(200, ""))
        });
        assert_eq!(panics.send(&request), Err(Unanswered::Closed));
        assert_eq!(panics.send(&Request::new("GET", "/x")).unwrap().status.present(), Some(&200));
    }

    #[test]
    fn a_body_is_read_up_to_the_limit() {
        let answer = target(|_| fine(200, vec![b'a'; 20 << 20])).send(&Request::new("GET", "/")).unwrap();
        let content = answer.body.present().unwrap();
        assert_eq!((content.bytes.len(), content.incomplete().unwrap().name()), (8 << 20, "limit-reached"));
    }

    #[test]
    fn what_hyper_cannot_send_is_refused() {
        for request in [
            Request::new("G T", "/"),
            Request::new("GET", "/a b"),
            Request::new("GET", "/").with("X Y", ""),
            Request::new("GET", "/").with("X", "a\nb"),
        ] {
            let answered = target(|_| fine(200, "")).send(&request);
            assert!(matches!(answered, Err(Unanswered::NotSendable(_))), "{request:?}");
        }
    }
}
