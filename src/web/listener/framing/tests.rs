use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use proptest::prelude::*;
use tokio::io::AsyncWriteExt as _;

use super::*;

/// The requests in `bytes`, each as the length of its head and of all that belongs to it.
fn requests(bytes: &[u8]) -> Result<Vec<(usize, usize)>, Refusal> {
    let (mut framing, mut rest, mut found) = (Framing::default(), bytes, Vec::new());
    loop {
        let head = framing.in_head();
        match framing.step(rest) {
            Step::Sound(length) => {
                rest = &rest[length..];
                match found.last_mut() {
                    Some((_, whole)) if !head => *whole += length,
                    _ => found.push((length, length)),
                }
            }
            Step::More => return Ok(found),
            Step::Refused(refusal) => return Err(refusal),
        }
    }
}

fn head(fields: &str) -> String {
    format!("POST /fr HTTP/1.1\r\nHost: x\r\n{fields}\r\n")
}

#[test]
fn requests_end_where_they_say() {
    let get = "GET /fr HTTP/1.1\r\nHost: x\r\n\r\n";
    let post = head("Content-Length: 5\r\n") + "abcde";
    let chunked = head("transfer-encoding: Chunked\r\n")
        + "3\r\nabc\r\n1F\r\n0123456789012345678901234567890\r\n0\r\n\r\n";
    let all = format!("{get}{post}{chunked}{get}");
    let lengths: Vec<usize> = requests(all.as_bytes()).unwrap().iter().map(|(_, whole)| *whole).collect();
    assert_eq!(lengths, [get.len(), post.len(), chunked.len(), get.len()]);
}

#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    for fields in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length:\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding\t: chunked\r\n",
        "X: a\n",
        "X: a\nContent-Length: 5\r\n",
        "X: a\rb\r\n",
        "X: a\0b\r\n",
        "X: a\r\n folded\r\n",
        " X: a\r\n",
        "X\u{e9}: a\r\n",
        ": a\r\n",
        "no colon\r\n",
    ] {
        assert_eq!(requests(head(fields).as_bytes()), Err(Refusal::Malformed), "{fields:?}");
    }
    for line in [
        "GET /",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET / HTTP/2.0",
        " / HTTP/1.1",
        "GET /\u{e9} HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "",
        "PRI * HTTP/2.0",
    ] {
        assert_eq!(
            requests(format!("{line}\r\nHost: x\r\n\r\n").as_bytes()),
            Err(Refusal::Malformed),
            "{line:?}"
        );
    }
    for body in [
        "g\r\n",
        "3;name=value\r\nabc\r\n",
        "3\nabc\r\n",
        "3 \r\nabc\r\n",
        "3\r\nabcd\r\n",
        "\r\n",
        "-1\r\n",
        "0\r\nCookie: a=b\r\n\r\n",
        "1000000000000000\r\n",
    ] {
        let text = head("Transfer-Encoding: chunked\r\n") + body;
        assert_eq!(requests(text.as_bytes()), Err(Refusal::Malformed), "{body:?}");
    }
}

#[test]
fn heads_have_a_size() {
    let padded = |length: usize| head(&format!("X: {}\r\n", "a".repeat(length)));
    let most = LONGEST_HEAD - padded(0).len();
    assert_eq!(requests(padded(most).as_bytes()).unwrap(), [(LONGEST_HEAD, LONGEST_HEAD)]);
    assert_eq!(requests(padded(most + 1).as_bytes()), Err(Refusal::HeadTooLarge));
    let target = |length: usize| format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(length));
    assert!(requests(target(8_000).as_bytes()).is_ok());
    assert_eq!(requests(target(LONGEST_LINE).as_bytes()), Err(Refusal::TargetTooLong));
    assert_eq!(requests(&[b'a'; LONGEST_LINE + 1]), Err(Refusal::TargetTooLong), "before its line ends");
    assert_eq!(requests(head(&"X: a\r\n".repeat(MOST_FIELDS)).as_bytes()), Err(Refusal::HeadTooLarge));
}

/// The bodies that hyper reads from `bytes`, each as its length; those before a refusal count.
async fn read_by_hyper(bytes: Vec<u8>) -> Vec<usize> {
    let read = Arc::new(Mutex::new(Vec::new()));
    let seen = read.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let seen = seen.clone();
        async move {
            if let Ok(body) = request.into_body().collect().await {
                seen.lock().unwrap().push(body.to_bytes().len());
            }
            Ok::<_, Infallible>(hyper::Response::new(Empty::<Bytes>::new()))
        }
    });
    let (mut client, server) = tokio::io::duplex(1 << 20);
    client.write_all(&bytes).await.unwrap();
    client.shutdown().await.unwrap();
    let _ = http1::Builder::new().half_close(true).serve_connection(TokioIo::new(server), service).await;
    let read = read.lock().unwrap();
    read.clone()
}

/// Pieces that heads and bodies of good and bad requests are made of.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "GET /fr HTTP/1.1\r\n",
        "POST /fr HTTP/1.1\r\n",
        "POST / HTTP/1.0\r\n",
        "Host: x\r\n",
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        "\0",
        ":",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\n",
        "content-length:3\r\n",
        "Content-Length: +1\r\n",
        "Transfer-Encoding: chunked\r\n",
        "transfer-encoding:chunked \r\n",
        "Transfer-Encoding: identity\r\n",
        "Connection: keep-alive\r\n",
        "X: y\r\n",
        "X: y\n",
        " folded\r\n",
        "X : y\r\n",
        "abc",
        "abcde",
        "5\r\nabcde\r\n",
        "3;x=y\r\nabc\r\n",
        "0\r\n\r\n",
        "0\r\nX: y\r\n\r\n",
        "a\r\n",
        "GET",
        "/fr",
        "HTTP/1.1",
    ])
}

/// A request as clients send it, with a body that mostly keeps what its head promises.
fn request() -> impl Strategy<Value = String> {
    let body = prop_oneof![
        Just(("", "")),
        Just(("Content-Length: 5\r\n", "abcde")),
        Just(("content-length:3 \r\n", "abc")),
        Just(("Content-Length: 0\r\n", "")),
        Just(("Transfer-Encoding: chunked\r\n", "5\r\nabcde\r\n0\r\n\r\n")),
        Just(("Transfer-Encoding:chunked\r\nConnection: keep-alive\r\n", "0\r\n\r\n")),
        Just(("Content-Length: 40\r\n", "GET /fr/hidden HTTP/1.1\r\nHost: x\r\n\r\n123")),
        (piece(), piece()),
    ];
    body.prop_map(|(field, body)| format!("POST /fr HTTP/1.1\r\nHost: x\r\n{field}\r\n{body}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Whatever is declared sound, hyper reads as the very same requests.
    #[test]
    fn hyper_agrees(text in prop::collection::vec(prop_oneof![4 => request(), 1 => piece().prop_map(str::to_owned)], 1..6)) {
        let text = text.concat().into_bytes();
        if let Ok(found) = requests(&text) {
            let whole: usize = found.iter().map(|(_, whole)| whole).sum();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let read = runtime.block_on(read_by_hyper(text[..whole].to_vec()));
            // A body cut short at the end is none to hyper; HTTP/1.0 closes after the first.
            prop_assert!(read.len() <= found.len(), "{read:?} of {found:?}");
            for (length, (head, whole)) in read.iter().zip(&found) {
                prop_assert!(*length <= whole - head, "{read:?} of {found:?}");
                if *head == *whole { prop_assert_eq!(*length, 0); }
            }
            let closes = text.windows(8).any(|part| part == b"HTTP/1.0");
            if !closes {
                prop_assert!(read.len() + 1 >= found.len(), "{read:?} of {found:?}");
            }
        }
    }

    /// It does not matter in which pieces the bytes come.
    #[test]
    fn pieces_of_any_size_are_read_alike(pieces in prop::collection::vec(piece(), 1..14), size in 1_usize..40) {
        let text = pieces.concat().into_bytes();
        let (mut framing, mut held, mut sound, mut refused) = (Framing::default(), Vec::new(), 0, None);
        for part in text.chunks(size) {
            held.extend_from_slice(part);
            loop {
                match framing.step(&held) {
                    Step::Sound(length) => { sound += length; held.drain(..length); }
                    Step::More => break,
                    Step::Refused(refusal) => { refused = Some(refusal); break; }
                }
            }
            if refused.is_some() { break; }
        }
        match requests(&text) {
            Ok(found) => {
                prop_assert_eq!(refused, None);
                prop_assert_eq!(sound, found.iter().map(|(_, whole)| whole).sum::<usize>());
            }
            Err(refusal) => prop_assert_eq!(refused, Some(refusal)),
        }
    }
}
