//! Recordings that are long or hostile: `cargo xtask measure` prints what each costs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

const BASE: &str = "https://directline.botframework.com/api/conversations";

/// How many exchanges the long recordings have.
const MANY: usize = 100_000;

/// A recording by what is special about it, and how it is written.
pub(super) struct Recording {
    pub(super) name: &'static str,
    write: fn(&mut dyn Write) -> Result<()>,
}

impl Recording {
    /// Writes it.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        (self.write)(&mut out)?;
        Ok(out.flush()?)
    }
}

/// The recordings.
pub(super) const ALL: [Recording; 11] = [
    Recording { name: "one conversation of 100,000 exchanges", write: |out| polls(out, |_| 0, Some) },
    Recording { name: "100,000 conversations of one exchange", write: |out| polls(out, |at| at, Some) },
    Recording { name: "100,000 exchanges without a time", write: |out| polls(out, |at| at % 10, |_| None) },
    Recording { name: "100,000 exchanges at one time", write: |out| polls(out, |at| at % 10, |_| Some(0)) },
    Recording {
        name: "100,000 exchanges, time running backwards",
        write: |out| polls(out, |at| at % 10, |at| Some(MANY - at)),
    },
    Recording { name: "an id of 1 MB in path and messages", write: long_ids },
    Recording { name: "an upload of 1,000 parts", write: |out| upload(out, "b", 1_000, "") },
    Recording { name: "an upload of 1,001 parts", write: |out| upload(out, "b", 1_001, "") },
    Recording { name: "a boundary of 70 characters", write: |out| upload(out, &"b".repeat(70), 2, "") },
    Recording {
        name: "a boundary of 71 characters, and one of none",
        write: |out| {
            upload(out, &"b".repeat(71), 2, "")?;
            upload(out, "", 2, "")
        },
    },
    Recording { name: "a part header of 1 MB", write: |out| upload(out, "b", 2, &"x".repeat(1 << 20)) },
];

fn line(out: &mut dyn Write, exchange: &Value) -> Result<()> {
    serde_json::to_writer(&mut *out, exchange)?;
    Ok(writeln!(out)?)
}

/// Requests for messages, each answered with a new message; by number: the conversation, and the second.
fn polls(out: &mut dyn Write, of: fn(usize) -> usize, at: fn(usize) -> Option<usize>) -> Result<()> {
    for number in 0..MANY {
        let id = format!("c{}", of(number));
        let page = json!({
            "messages": [{"id": format!("{id}|{number:07}"), "conversationId": id, "from": "bot", "text": "hi"}],
            "watermark": (number + 1).to_string(),
        });
        let mut exchange = json!({
            "method": "GET",
            "url": format!("{BASE}/{id}/messages?watermark={number}"),
            "request": {"headers": [["Authorization", "Bearer not-a-secret"]]},
            "response": {"status": 200, "headers": [["Content-Type", "application/json"]], "body_text": page.to_string()},
        });
        if let (Some(second), Some(members)) = (at(number), exchange.as_object_mut()) {
            let (day, second) = (second / 86_400 + 1, second % 86_400);
            let time =
                format!("2026-01-{day:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60);
            members.insert("started".into(), time.into());
        }
        line(out, &exchange)?;
    }
    Ok(())
}

fn long_ids(out: &mut dyn Write) -> Result<()> {
    let id = "a1".repeat(1 << 19);
    let page =
        json!({"messages": [{"id": id, "conversationId": id, "from": id, "text": "hi"}], "watermark": id});
    line(
        out,
        &json!({
            "method": "GET",
            "url": format!("{BASE}/{id}/messages?watermark={id}"),
            "request": {"headers": [["Authorization", "Bearer not-a-secret"]]},
            "response": {"status": 200, "headers": [["Content-Type", "application/json"]], "body_text": page.to_string()},
        }),
    )
}

fn upload(out: &mut dyn Write, boundary: &str, parts: usize, header: &str) -> Result<()> {
    let part = |number| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{number}.txt\"\r\n\
             Content-Type: text/plain\r\nX-Any: {header}\r\n\r\ncontent\r\n"
        )
    };
    let body = (0..parts).map(part).collect::<String>() + &format!("--{boundary}--\r\n");
    line(
        out,
        &json!({
            "method": "POST",
            "url": format!("{BASE}/c/upload?userId=user1"),
            "request": {
                "headers": [
                    ["Authorization", "Bearer not-a-secret"],
                    ["Content-Type", format!("multipart/form-data; boundary={boundary}")],
                ],
                "body_text": body,
            },
            "response": {"status": 204, "headers": []},
        }),
    )
}
