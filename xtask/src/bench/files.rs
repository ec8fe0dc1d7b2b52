//! Writes traffic as HAR, in the manner of a browser, and as NDJSON.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::traffic::{Message, Sample, Traffic, time};

/// A format of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Har,
    Ndjson,
}

impl Kind {
    /// Its name, and how its files end.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::Ndjson => "ndjson",
        }
    }

    /// Writes the traffic.
    pub(super) fn write(self, traffic: Traffic, path: &Path) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        if self == Self::Har {
            let creator = json!({"name": "WebInspector", "version": "537.36"});
            write!(out, "{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"pages\":[],\"entries\":[")?;
        }
        for (number, sample) in traffic.samples().enumerate() {
            match self {
                Self::Har => {
                    out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut out, &entry(&sample))?;
                }
                Self::Ndjson => {
                    serde_json::to_writer(&mut out, &line(&sample))?;
                    out.write_all(b"\n")?;
                }
            }
        }
        if self == Self::Har {
            out.write_all(b"\n]}}\n")?;
        }
        out.flush()?;
        Ok(())
    }
}

/// How long the longest exchange of such a file is, in MiB: each has a line.
pub(super) fn longest(path: &Path) -> Result<f64> {
    let mut longest = 0;
    for line in BufReader::with_capacity(1 << 20, File::open(path)?).split(b'\n') {
        longest = longest.max(line?.len());
    }
    Ok(f64::from(u32::try_from(longest)?) / f64::from(1 << 20))
}

/// An entry as DevTools of Chromium write it, with sensitive data.
fn entry(sample: &Sample) -> Value {
    let headers = |message: &Message| -> Vec<Value> {
        message.headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
    };
    let mut request = json!({
        "method": sample.method, "url": sample.url, "httpVersion": "http/2.0", "headers": headers(&sample.request),
        "queryString": [], "cookies": [], "headersSize": -1, "bodySize": sample.request.body.len(),
    });
    if let Some(object) = request.as_object_mut().filter(|_| !sample.request.body.is_empty()) {
        let kind = sample.request.headers.iter().find(|(name, _)| *name == "content-type");
        let kind = kind.map(|(_, value)| value.as_str()).unwrap_or_default();
        object.insert("postData".to_owned(), json!({"mimeType": kind, "text": sample.request.body}));
    }
    let mut content = json!({"size": sample.response.body.len(), "mimeType": "application/json"});
    if let Some(object) = content.as_object_mut().filter(|_| !sample.response.body.is_empty()) {
        object.insert("text".to_owned(), json!(sample.response.body));
    }
    json!({
        "_initiator": {"type": "script"}, "_priority": "High", "_resourceType": "fetch", "cache": {}, "connection": "18443",
        "request": request,
        "response": {
            "status": sample.status, "statusText": "", "httpVersion": "http/2.0", "headers": headers(&sample.response),
            "cookies": [], "content": content, "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 0,
            "_error": null, "_fetchedViaServiceWorker": false,
        },
        "serverIPAddress": "203.0.113.7", "startedDateTime": time(sample.at), "time": 42.5,
        "timings": {"blocked": -0.558, "dns": -1, "ssl": -1, "connect": -1, "send": 0.128, "wait": 1.623, "receive": 0.463},
    })
}

fn line(sample: &Sample) -> Value {
    let body = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    let headers = |message: &Message| -> Vec<Value> {
        message.headers.iter().map(|(name, value)| json!([name, value])).collect()
    };
    json!({
        "method": sample.method, "url": sample.url, "started": time(sample.at),
        "request": {"headers": headers(&sample.request), "body_text": body(&sample.request.body)},
        "response": {"status": sample.status, "headers": headers(&sample.response), "body_text": body(&sample.response.body)},
    })
}
