//! Nothing makes an operator panic; what it does not apply to stays as it is; the same dice do the same.

use directline_fuzz::{Dice, Operator, Pair};
use directline_reference::{Request, Response};
use proptest::prelude::*;

use crate::session::pairs;

/// Headers that operators look at, and others, with any value.
fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let name = prop_oneof![
        4 => prop::sample::select(vec!["Authorization", "content-type", "Content-Disposition", "Content-Length"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    let value = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..20),
        "(multipart/form-data|form-data|Bearer)?[;=\"' a-z*\\\\]{0,20}(boundary|filename)?=?\"?[a-z]{0,3}\"?"
            .prop_map(String::into_bytes),
        Just(b"multipart/form-data; boundary=b".to_vec()),
    ];
    prop::collection::vec((name, value), 0..4)
}

fn target() -> impl Strategy<Value = String> {
    let path = prop::sample::select(vec![
        "/api/conversations",
        "/api/tokens/conversation",
        "/api/tokens/a/renew",
        "/api/conversations/a/messages",
        "/api/conversations/messages/upload",
        "/api/conversations/a/upload",
        "",
    ]);
    (path, "(\\?((userId|watermark|\\PC)?[=&?]?){0,5})?").prop_map(|(path, query)| format!("{path}{query}"))
}

/// JSON, multipart and what is neither, broken or not.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let json = "[\\[{]?(\"(text|from|messages|attachments|error|images)\"[:,]?([\\[{]\"?|null|1)?){0,5}[\\]}\"]{0,4}";
    let form = "(--b|\r\n|Content-Type: |Content-Disposition: |form-data; name=\"|\"|a|:|;|--|\n| ){0,20}(\r\n--b--)?";
    prop_oneof![
        Just(Vec::new()),
        prop::collection::vec(any::<u8>(), 0..60),
        json.prop_map(String::into_bytes),
        form.prop_map(String::into_bytes),
        Just(br#"{"messages":[{"attachments":[{}],"images":[1,""]},null,{}],"error":{}}"#.to_vec()),
        Just(br#"{"attachments":{},"images":null,"\ud800":1,"":2}"#.to_vec()),
    ]
}

/// Any pair: sound ones with one piece of another.
fn pair() -> impl Strategy<Value = Pair> {
    let method = prop::sample::select(vec!["GET", "POST", "post", ""]);
    let request = (method, target(), headers(), body()).prop_map(|(method, target, headers, body)| {
        let mut request = Request::new(method, target);
        (request.headers, request.body) = (headers, body);
        request
    });
    let status = prop_oneof![Just(200), Just(204), Just(400), any::<u16>()];
    let response = (status, headers(), body()).prop_map(|(status, headers, body)| {
        let text = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
        let headers = headers.into_iter().map(|(name, value)| (name, text(value))).collect();
        Response { status, headers, body }
    });
    (request, response).prop_map(|(request, response)| Pair { request, response })
}

/// Each operator leaves the pair as it was, or says that it did not, and does the same again.
fn check(pair: &Pair, seed: u64) -> Result<(), TestCaseError> {
    for operator in Operator::ALL {
        let mut broken = pair.clone();
        let done = operator.apply(&mut broken, &mut Dice::new(seed));
        prop_assert_eq!(done, broken != *pair, "{}", operator.name);
        prop_assert!(operator.breaks_request() || broken.request == pair.request, "{}", operator.name);
        prop_assert!(!operator.breaks_request() || broken.response == pair.response, "{}", operator.name);
        let mut again = pair.clone();
        prop_assert_eq!(operator.apply(&mut again, &mut Dice::new(seed)), done);
        prop_assert_eq!(again, broken, "{}", operator.name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_pair_is_edited_or_left_alone(pair in pair(), seed: u64) {
        check(&pair, seed)?;
    }

    #[test]
    fn a_sound_pair_with_a_piece_of_another_is_edited_or_left_alone(
        at: prop::sample::Index, other in pair(), piece in 0..6, seed: u64,
    ) {
        let mut pair = at.get(pairs()).clone();
        match piece {
            0 => pair.request.target = other.request.target,
            1 => pair.request.headers = other.request.headers,
            2 => pair.request.body = other.request.body,
            3 => pair.response.status = other.response.status,
            4 => pair.response.headers = other.response.headers,
            _ => pair.response.body = other.response.body,
        }
        check(&pair, seed)?;
    }

    /// A request that is broken before it is sent is broken as it would be with its answer.
    #[test]
    fn a_request_is_broken_without_its_answer(at: prop::sample::Index, seed: u64) {
        let pair = at.get(pairs());
        for operator in Operator::ALL {
            let (mut whole, mut alone) = (pair.clone(), pair.request.clone());
            let done = operator.apply(&mut whole, &mut Dice::new(seed)) && operator.breaks_request();
            let done_alone = operator.apply_request(&mut alone, &mut Dice::new(seed));
            // What offends only where it is granted is left alone where it was not.
            prop_assert!(done_alone == done || (done_alone && pair.response.status >= 300), "{}", operator.name);
            prop_assert!(!done || alone == whole.request, "{}", operator.name);
        }
    }
}
