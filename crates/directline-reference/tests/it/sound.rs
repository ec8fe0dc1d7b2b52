//! Without a fault no rule has anything to say, under any profile.

use directline_reference::{Request, Service, Settings};
use directline_validator::Profile;
use proptest::prelude::*;

use crate::support::{Client, body, text};

/// What a client does next.
#[derive(Clone, Debug)]
enum Step {
    Send(String),
    SendImage,
    Upload(Vec<(String, &'static str)>),
    Single(&'static str),
    Poll,
    Renew,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let media_type = prop::sample::select(&["image/png", "text/plain", "application/pdf"][..]);
    let name = "[a-z ]{0,5}[a-z]\\.[a-z]{3}";
    let step = prop_oneof![
        4 => "\\PC{1,40}".prop_map(Step::Send),
        1 => Just(Step::SendImage),
        2 => prop::collection::vec((name, media_type.clone()), 1..4).prop_map(Step::Upload),
        1 => media_type.prop_map(Step::Single),
        4 => Just(Step::Poll),
        1 => Just(Step::Renew),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

/// A client that does everything as documented.
struct Careful {
    client: Client,
    token: String,
    path: String,
    watermark: Option<String>,
    sent: usize,
}

impl Careful {
    fn new() -> Self {
        let mut client = Client::new(Service::new(Settings { page: 3, ..Settings::default() }));
        let generate = Request::new("POST", "/api/tokens/conversation").bearer("test-secret");
        let token = body(&client.send(&generate)).as_str().unwrap().to_owned();
        let mut careful = Self { client, token, path: String::new(), watermark: None, sent: 0 };
        careful.start();
        careful
    }

    fn start(&mut self) {
        let start = Request::new("POST", "/api/conversations").bearer(&self.token);
        let conversation = body(&self.client.send(&start));
        self.token = text(&conversation, "/token");
        self.path = format!("/api/conversations/{}", text(&conversation, "/conversationId"));
    }

    fn poll(&mut self) {
        loop {
            let query = self.watermark.as_ref().map(|seen| format!("?watermark={seen}")).unwrap_or_default();
            let poll = Request::new("GET", format!("{}/messages{query}", self.path)).bearer(&self.token);
            let page = body(&self.client.send(&poll));
            self.watermark = Some(text(&page, "/watermark"));
            if page["messages"].as_array().is_none_or(Vec::is_empty) {
                return;
            }
        }
    }

    fn step(&mut self, step: &Step) {
        let post =
            |this: &Self, end: &str| Request::new("POST", format!("{}/{end}", this.path)).bearer(&this.token);
        self.sent += 1;
        let number = self.sent;
        match step {
            Step::Send(words) => {
                let message = serde_json::json!({
                    "from": "user1", "text": format!("{number} {words}"), "channelData": {"number": number},
                });
                assert_eq!(self.client.send(&post(self, "messages").json(message.to_string())).status, 204);
            }
            Step::SendImage => {
                let message = serde_json::json!({"from": "user1", "images": [format!("https://example.com/{number}.png")]});
                assert_eq!(self.client.send(&post(self, "messages").json(message.to_string())).status, 204);
            }
            Step::Upload(files) => {
                let part = |(name, media_type): &(String, &str)| {
                    format!(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                         Content-Type: {media_type}\r\n\r\ncontent\r\n"
                    )
                };
                let message = format!(
                    "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\
                     Content-Type: application/vnd.microsoft.bot.message\r\n\r\n{{\"text\":\"files {number}\"}}\r\n"
                );
                let form = message + &files.iter().map(part).collect::<String>();
                let upload = post(self, "upload?userId=user1")
                    .content("multipart/form-data; boundary=b", form + "--b--\r\n");
                assert_eq!(self.client.send(&upload).status, 204);
            }
            Step::Single(media_type) => {
                let upload = post(self, "upload?userId=user1").content(media_type, "content");
                let upload =
                    upload.with("Content-Disposition", "attachment; name=\"file\"; filename=\"a.txt\"");
                assert_eq!(self.client.send(&upload).status, 204);
            }
            Step::Poll => self.poll(),
            Step::Renew => {
                let id = self.path.rsplit('/').next().unwrap();
                let renew = Request::new("GET", format!("/api/tokens/{id}/renew")).bearer(&self.token);
                self.token = body(&self.client.send(&renew)).as_str().unwrap().to_owned();
            }
            Step::Restart => {
                self.poll();
                self.start();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_careful_client_and_the_service_give_no_finding(steps in steps()) {
        let mut careful = Careful::new();
        for step in &steps {
            careful.step(step);
        }
        careful.poll();
        for profile in [Profile::Documented, Profile::Strict, Profile::Observed] {
            let found = careful.client.findings(profile);
            prop_assert_eq!(found, vec![], "{:?}", profile);
        }
    }
}
