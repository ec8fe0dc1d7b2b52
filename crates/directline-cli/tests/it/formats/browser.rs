//! The HTML page in Chromium, where it is installed: no script in it, no request by it, nothing wider than the screen.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use scraper::{Html, Selector};
use serde_json::Value;

use crate::support::{answering, corpus, folder, run_in, sending};

/// A page with each report in frames of both widths, which measures them. The image is the control: the proxy must see
/// that it is asked for.
const HARNESS: &str = r#"<!doctype html><body><img src="http://control.invalid/control.png" alt="">FRAMES<pre id="out"></pre>
<script>
onload = () => {
  const measured = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    page.querySelectorAll("details").forEach(details => details.open = true);
    const isWide = element => element.getBoundingClientRect().right > root.clientWidth + 1;
    const boxed = ".wide *, .visually-hidden";
    const wide = [...page.querySelectorAll("body *:not(" + boxed + ")")].filter(isWide);
    return {
      page: frame.src.split("/").pop(), width: root.clientWidth, scroll: root.scrollWidth, scripts: page.scripts.length,
      elements: page.querySelectorAll("*").length, wide: wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
    };
  });
  document.getElementById("out").textContent = JSON.stringify(measured);
};
</script>"#;

/// The browser, if there is one.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let files = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.into_iter().find(|file| file.is_file())
}

/// A proxy that answers nothing, and the first line of each request that it gets.
#[expect(clippy::disallowed_methods, reason = "the listener shows that nothing is asked for")]
fn proxy() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = [0; 2048];
            let length = stream.read(&mut bytes).unwrap_or(0);
            let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let _ = sender.send(text.lines().next().unwrap_or_default().to_owned());
            let _ = stream
                .write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (port, receiver)
}

/// The document of a page after it was loaded.
fn dump(chromium: &Path, profile: &Path, port: u16, page: &Path) -> String {
    let proxy = format!("--proxy-server=http://127.0.0.1:{port}");
    let profile = format!("--user-data-dir={}", profile.display());
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage"])
        .args(["--allow-file-access-from-files", "--timeout=20000", "--window-size=1600,900", "--dump-dom"])
        .arg(proxy)
        .arg(profile)
        .arg(page)
        .stderr(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Texts without a space, longer than any screen is wide, and one that would be fetched and run if it were HTML.
fn hostile() -> String {
    let long = "w".repeat(400);
    let html =
        "<img src=http://canary.invalid/1 onerror=alert(1)><script src=http://canary.invalid/2></script>";
    let quoted = serde_json::to_string(html).unwrap();
    let recording = [
        sending(&format!("{{\"from\":\"u\",\"text\":5,\"{long}\":1,{quoted}:1}}")),
        answering(&format!(
            "{{\"messages\":[{{\"from\":1,\"images\":[{quoted}]}}],\"watermark\":[\"{long}\"]}}"
        )),
        sending("{}").replace("conversations/abc123", &format!("conversations/{long}")),
        sending("{}").replace("/messages", &format!("/{long}")).replace("POST", "UNREASONABLYLONGMETHOD"),
    ];
    recording.join("\n")
}

#[test]
fn a_page_runs_nothing_fetches_nothing_and_fits_small_and_large_screens() {
    let Some(chromium) = chromium() else {
        eprintln!("skipped: Chromium is not installed");
        return;
    };
    let files = folder(&[("hostile.ndjson", hostile().as_bytes()), ("profile/none", b"")]);
    let recorded = corpus("recorded/har/chrome-devtools-sanitized.har");
    let sample = corpus("reports/sample.ndjson");
    let mut frames = String::new();
    for (name, recording) in [
        ("sample", sample.to_str().unwrap()),
        ("recorded", recorded.to_str().unwrap()),
        ("hostile", "hostile.ndjson"),
    ] {
        let file = format!("{name}.html");
        let ran =
            run_in(files.path(), &["verify", recording, "-f", "html", "-o", &file, "--profile", "strict"]);
        assert_eq!(ran.code, 1, "{ran:?}");
        for width in [360, 1440] {
            let style = format!("width:{width}px;height:600px;border:0");
            frames.push_str(&["<iframe src=\"", &file, "\" style=\"", &style, "\"></iframe>"].concat());
        }
    }
    let harness = files.path().join("harness.html");
    std::fs::write(&harness, HARNESS.replace("FRAMES", &frames)).unwrap();
    let (port, requests) = proxy();
    let dom = dump(&chromium, &files.path().join("profile"), port, &harness);
    let document = Html::parse_document(&dom);
    let out: String = document
        .select(&Selector::parse("#out").unwrap())
        .flat_map(|element| element.text().collect::<Vec<_>>())
        .collect();
    let measured: Vec<Value> = serde_json::from_str(&out).unwrap_or_else(|_| panic!("not measured: {dom}"));
    assert_eq!(measured.len(), 6);
    for (page, width) in measured.iter().zip([360, 1440].into_iter().cycle()) {
        assert_eq!(page["width"], width, "{page}");
        assert_eq!(page["scroll"], width, "{page}");
        assert_eq!(page["wide"].as_array().map(Vec::len), Some(0), "{page}");
        assert_eq!(page["scripts"], 0, "{page}");
        assert!(page["elements"].as_u64() > Some(100), "{page}");
    }
    let requests: Vec<String> = requests.try_iter().collect();
    assert!(
        requests.iter().any(|line| line.contains("control.invalid")),
        "the proxy sees nothing: {requests:?}"
    );
    // What a browser asks its maker on its own account is not the page's.
    let by_pages: Vec<&String> = requests
        .iter()
        .filter(|line| !line.contains("control.invalid"))
        .filter(|line| !line.contains("google") && !line.contains("gvt1.com"))
        .collect();
    assert_eq!(by_pages, Vec::<&String>::new());
}
