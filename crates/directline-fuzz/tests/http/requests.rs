//! What the service gets.

use std::io::{BufReader, Write};
use std::sync::mpsc::channel;

use directline_fuzz::http::{HttpTarget, InvalidTarget, Options};
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;

use super::support::{Service, options, read_request};

#[test]
fn requests_arrive_byte_for_byte_on_one_connection() {
    let (sender, receiver) = channel();
    let service = Service::new(move |mut stream, _| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        loop {
            let request = read_request(&mut reader);
            if request.is_empty() || sender.send(request).is_err() {
                return;
            }
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        }
    });
    let headers = vec![("Authorization".to_owned(), b"Bearer secret".to_vec())];
    let mut target =
        HttpTarget::new(&format!("{}/gateway/", service.url()), Options { headers, ..options() }).unwrap();
    assert_eq!((target.base(), target.prefix()), (service.url().as_str(), "/gateway"));
    for number in 0..100 {
        let target_path = format!("/api/conversations/a%7C{number}/messages?watermark=\"{{|}}\"");
        let request = Request::new("POST", target_path.as_str()).json(vec![0xff, b'{']);
        target.send(&request).unwrap();
        let expected = format!(
            "POST /gateway{target_path} HTTP/1.1\r\nContent-Type: application/json\r\nHost: {}\r\n\
             Authorization: Bearer secret\r\nContent-Length: 2\r\n\r\n",
            service.address
        );
        assert_eq!(receiver.recv().unwrap(), [expected.as_bytes(), &[0xff, b'{']].concat());
    }
    assert_eq!(service.connections(), 1);
    let refused = target.send(&Request::new("GET", "/ HTTP/1.1\r\nX: y"));
    assert!(matches!(refused, Err(Unanswered::NotSendable(_))), "{refused:?}");
}

#[test]
fn options_that_cannot_be_are_refused_and_credentials_not_shown() {
    let headers = vec![("Authorization".to_owned(), b"Bearer top-secret".to_vec())];
    let options = Options { headers, ..Options::default() };
    let shown = format!("{options:?} {:?}", HttpTarget::new("http://h", options.clone()).unwrap());
    assert!(shown.contains("Authorization") && !shown.contains("top-secret"), "{shown}");
    let headers = vec![("Authorization".to_owned(), b"a\nb".to_vec())];
    let refused = HttpTarget::new("http://h", Options { headers, ..Options::default() }).unwrap_err();
    assert_eq!(refused, InvalidTarget::Header("Authorization".to_owned()));
    let refused = HttpTarget::new("http://user:top-secret@h", Options::default()).unwrap_err();
    assert!(!refused.to_string().contains("top-secret"), "{refused}");
}
