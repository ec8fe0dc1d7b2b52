//! Traffic that is the same on every machine: conversations with a bot, as a browser or a proxy records them.

use serde_json::{Value, json};

/// How many exchanges a conversation has, with its token and its upload.
pub(super) const PER_CONVERSATION: usize = 12;

/// The host of the documents.
const HOST: &str = "https://directline.botframework.com";

/// What is recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traffic {
    /// How many exchanges.
    pub(super) exchanges: usize,
    /// How many of a thousand exchanges with a body deviate from the contract.
    pub(super) deviating: u64,
    /// How many bytes the file of an upload has.
    pub(super) upload: usize,
}

/// One exchange, as far as both formats show it.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) request: Message,
    pub(super) status: u16,
    pub(super) response: Message,
    /// Milliseconds since the first one.
    pub(super) at: u64,
}

/// Headers and body. No body is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Traffic {
    /// Every exchange, in order.
    pub(super) fn samples(self) -> impl Iterator<Item = Sample> {
        let conversations = self.exchanges.div_ceil(PER_CONVERSATION);
        (0..conversations)
            .flat_map(move |number| Conversation::new(self, number).samples())
            .take(self.exchanges)
    }
}

struct Conversation {
    traffic: Traffic,
    number: u64,
    id: String,
    token: String,
    random: u64,
    at: u64,
}

impl Conversation {
    fn new(traffic: Traffic, number: usize) -> Self {
        let number = number as u64;
        let mut made = Self {
            traffic,
            number,
            id: String::new(),
            token: String::new(),
            random: number.wrapping_mul(0xd134_2543_de82_ef95),
            at: number.wrapping_mul(2_400),
        };
        made.id = made.word(22);
        made.token = made.new_token();
        made
    }

    /// The next number (`SplitMix64`).
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn word(&mut self, length: usize) -> String {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length)
            .map(|_| LETTERS.get((self.next() % 62) as usize).map_or('a', |letter| char::from(*letter)))
            .collect()
    }

    fn new_token(&mut self) -> String {
        format!("{}.dAA.{}.{}", self.word(11), self.word(22), self.word(43))
    }

    fn sentence(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "hello", "weather", "tomorrow", "café", "booking", "two", "rooms", "please", "order", "status",
            "thanks", "naïve", "ticket", "from", "Zürich", "now",
        ];
        let count = 4 + self.next() % 20;
        let words = (0..count).map(|_| WORDS.get((self.next() % 16) as usize).copied().unwrap_or_default());
        words.collect::<Vec<_>>().join(" ")
    }

    fn deviates(&mut self) -> bool {
        self.next() % 1000 < self.traffic.deviating
    }

    fn samples(mut self) -> Vec<Sample> {
        let token = self.token.clone();
        let start = json!({"conversationId": self.id, "token": token, "expires_in": 1800}).to_string();
        let messages = format!("/api/conversations/{}/messages", self.id);
        let mut samples = vec![
            self.exchange("POST", "/api/tokens/conversation", None, 200, json!(token).to_string()),
            self.exchange("POST", "/api/conversations", None, 200, start),
        ];
        let (mut watermark, mut seen) = (0_u64, 0_u64);
        for turn in 0..4 {
            let (kind, body, sent) = if turn == 2 { self.form() } else { self.message() };
            let path = if turn == 2 {
                format!("/api/conversations/{}/upload?userId=user1", self.id)
            } else {
                messages.clone()
            };
            samples.push(self.exchange("POST", &path, Some((kind, body)), 204, String::new()));
            let query =
                if watermark == 0 { messages.clone() } else { format!("{messages}?watermark={watermark}") };
            watermark = watermark.saturating_add(2);
            let answer = self.message_set(sent, &mut seen, watermark);
            samples.push(self.exchange("GET", &query, None, 200, answer));
        }
        let poll = format!("{messages}?watermark={watermark}");
        let empty = json!({"messages": [], "watermark": watermark.to_string()}).to_string();
        samples.push(self.exchange("GET", &poll, None, 200, empty));
        let renewed = self.new_token();
        let renew = format!("/api/tokens/{}/renew", self.id);
        samples.push(self.exchange("GET", &renew, None, 200, json!(renewed).to_string()));
        samples
    }

    /// A message: its media type, its body, and what the service hands on of it.
    fn message(&mut self) -> (&'static str, String, Value) {
        let text: Value = if self.deviates() { json!(self.number) } else { json!(self.sentence()) };
        let data = json!({"page": "https://shop.example/checkout", "step": self.next() % 9});
        let sent = json!({"from": "user1", "text": text, "channelData": data});
        ("application/json", sent.to_string(), sent)
    }

    /// The same with a file.
    fn form(&mut self) -> (&'static str, String, Value) {
        let mut file = String::with_capacity(self.traffic.upload.saturating_add(80));
        while file.len() < self.traffic.upload {
            let line = self.word(76);
            file.push_str(&line);
            file.push_str("\r\n");
        }
        let mut sent = json!({"from": "user1", "text": self.sentence()});
        let kind = if self.deviates() { "" } else { "Content-Type: text/plain\r\n" };
        let body = format!(
            "------WebKitFormBoundaryA1b2C3d4E5f6G7h8\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n{kind}\r\n{file}\r\n\
             ------WebKitFormBoundaryA1b2C3d4E5f6G7h8\r\nContent-Disposition: form-data; name=\"message\"; filename=\"blob\"\r\nContent-Type: application/vnd.microsoft.bot.message\r\n\r\n{sent}\r\n\
             ------WebKitFormBoundaryA1b2C3d4E5f6G7h8--\r\n"
        );
        let url = format!("/attachments/{}/notes.txt", self.id);
        set(&mut sent, "attachments", json!([{"url": url, "contentType": "text/plain"}]));
        ("multipart/form-data; boundary=----WebKitFormBoundaryA1b2C3d4E5f6G7h8", body, sent)
    }

    /// What the user sent, and what the bot answers.
    fn message_set(&mut self, sent: Value, seen: &mut u64, watermark: u64) -> String {
        let text = self.sentence();
        let answer = json!({"from": "shopbot", "text": text, "channelData": {"mood": self.next() % 5}, "images": ["/images/smile.jpg"]});
        let messages: Vec<Value> = [sent, answer]
            .into_iter()
            .map(|mut message| {
                *seen = seen.saturating_add(1);
                set(&mut message, "id", json!(format!("{}|{seen:07}", self.id)));
                set(&mut message, "conversationId", json!(self.id));
                set(&mut message, "created", json!(time(self.at)));
                message
            })
            .collect();
        let watermark: Value = if self.deviates() { json!(watermark) } else { json!(watermark.to_string()) };
        json!({"messages": messages, "watermark": watermark}).to_string()
    }

    fn exchange(
        &mut self,
        method: &'static str,
        path: &str,
        sent: Option<(&'static str, String)>,
        status: u16,
        answer: String,
    ) -> Sample {
        self.at = self.at.saturating_add(150);
        // The secret for what makes tokens, the token for the conversation.
        let is_first = path.starts_with("/api/tokens/conversation");
        let credential = if is_first {
            "s3cr3tS3cr3t.cwA.abc.S3cr3tOfTheBenchmark0123456789"
        } else {
            self.token.as_str()
        };
        let mut request = Message { headers: common(), body: String::new() };
        request.headers.push(("authorization", format!("Bearer {credential}")));
        if let Some((kind, body)) = sent {
            request.headers.push(("content-type", kind.to_owned()));
            request.headers.push(("content-length", body.len().to_string()));
            request.body = body;
        }
        let mut response = Message { headers: answered(), body: answer };
        if response.body.is_empty() {
            response.headers.push(("content-length", "0".to_owned()));
        } else {
            response.headers.push(("content-type", "application/json; charset=utf-8".to_owned()));
            response.headers.push(("content-length", response.body.len().to_string()));
        }
        Sample { method, url: format!("{HOST}{path}"), request, status, response, at: self.at }
    }
}

/// Adds a member to an object.
fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn common() -> Vec<(&'static str, String)> {
    const COMMON: [(&str, &str); 9] = [
        ("accept", "*/*"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("accept-language", "en-US,en;q=0.9"),
        ("origin", "https://shop.example"),
        ("priority", "u=1, i"),
        ("referer", "https://shop.example/"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        ),
    ];
    COMMON.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

fn answered() -> Vec<(&'static str, String)> {
    const ANSWERED: [(&str, &str); 5] = [
        ("access-control-allow-origin", "https://shop.example"),
        ("cache-control", "no-cache"),
        ("date", "Sat, 21 Nov 2026 08:15:52 GMT"),
        ("expires", "-1"),
        ("pragma", "no-cache"),
    ];
    ANSWERED.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// So many milliseconds after the first of January, as ISO 8601 writes it.
pub(super) fn time(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    // No recording here has a year.
    let (month, day) = (1 + hours / 24 / 28 % 12, 1 + hours / 24 % 28);
    format!("2026-{month:02}-{day:02}T{:02}:{:02}:{:02}.{rest:03}Z", hours % 24, minutes % 60, seconds % 60)
}
