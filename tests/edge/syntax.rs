//! Requests that could be read in more than one way, or are none of ours: refused with our own page,
//! in the language of the address, and with the headers of every answer.

use serde_json::json;
use tokio::io::AsyncWriteExt as _;

use crate::support::Portal;
use crate::wire::{connect, get, header, hear_out, host, portal, speak, status};

/// What every answer carries.
fn assert_guarded(what: &str, answer: &str) {
    assert!(header(answer, "content-security-policy").starts_with("default-src 'none'"), "{what}: {answer}");
    assert_eq!(header(answer, "x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header(answer, "cache-control"), "no-store", "{what}");
    assert_eq!(header(answer, "x-request-id").len(), 16, "{what}");
    assert_eq!(header(answer, "server"), "", "{what}");
}

/// A request for `/fr` with these lines between its first and its last.
fn with(portal: &Portal, lines: &str) -> String {
    format!("GET /fr HTTP/1.1\r\nhost: {}\r\n{lines}connection: close\r\n\r\n", host(portal))
}

#[tokio::test]
async fn heads_that_could_be_read_in_two_ways() {
    let portal = portal(json!({})).await;
    let host = host(&portal);
    assert_eq!(status(&speak(&portal, with(&portal, "x: a\r\n")).await), 200);
    for lines in [
        format!("host: {host}\r\n"),
        "host: evil.example\r\n".to_owned(),
        "content-length: 5\r\ntransfer-encoding: chunked\r\n".to_owned(),
        "content-length: 5\r\ncontent-length: 6\r\n".to_owned(),
        "x: a\n".to_owned(),
        "x: a\r\n folded\r\n".to_owned(),
        "x : a\r\n".to_owned(),
        "x: a\0b\r\n".to_owned(),
        "x: a\rb\r\n".to_owned(),
        "x\u{e9}: a\r\n".to_owned(),
        "\u{e9}: a\r\n".to_owned(),
    ] {
        let answer = speak(&portal, with(&portal, &lines)).await;
        assert_eq!(status(&answer), 400, "{lines:?}");
        assert!(answer.contains("Nous n’avons pas compris cette demande"), "{lines:?}: {answer}");
        assert!(!answer.contains("evil.example"), "{lines:?}");
        assert_guarded(&lines, &answer);
    }
    for line in [
        "GET /fr HTTP/1.1\nhost: x\n\n",
        "GET  /fr HTTP/1.1\r\n\r\n",
        "/fr\r\n\r\n",
        "\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        assert_eq!(status(&speak(&portal, line).await), 400, "{line:?}");
    }
    portal.stop().await;
}

#[tokio::test]
async fn what_follows_a_refusal_is_never_read() {
    let portal = portal(json!({})).await;
    let hidden = get(&portal, "/fr/hidden");
    for lines in ["content-length: 4\r\ntransfer-encoding: chunked\r\n", "x: a\n"] {
        let head = format!("POST /fr HTTP/1.1\r\nhost: {}\r\n{lines}\r\n0\r\n\r\n{hidden}", host(&portal));
        let answer = speak(&portal, head).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lines:?}: {answer}");
    }
    portal.stop().await;
}

#[tokio::test]
async fn a_good_request_before_a_bad_one_is_answered() {
    let portal = portal(json!({})).await;
    let good = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", host(&portal));
    let answers = speak(&portal, format!("{good}GET /fr HTTP/1.1\nhost: x\n\n")).await;
    assert!(answers.starts_with("HTTP/1.1 200") && answers.contains("HTTP/1.1 400"), "{answers}");
    portal.stop().await;
}

#[tokio::test]
async fn chunks_are_plain() {
    let portal = portal(json!({})).await;
    let head = format!(
        "POST /api/v1/callbacks/complaints HTTP/1.1\r\nhost: {}\r\ntransfer-encoding: chunked\r\n\r\n",
        host(&portal)
    );
    let plain = speak(
        &portal,
        format!("{}2\r\n{{}}\r\n0\r\n\r\n", head.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n")),
    )
    .await;
    assert!(plain.contains("bad-envelope"), "it was read to its end: {plain}");
    for body in [
        format!("2;x={}\r\n{{}}\r\n0\r\n\r\n", "a".repeat(64 * 1024)),
        "2;x\r\n{}\r\n0\r\n\r\n".to_owned(),
        "0\r\nCookie: session=stolen\r\n\r\n".to_owned(),
        "2\n{}\r\n0\r\n\r\n".to_owned(),
        "x\r\n".to_owned(),
    ] {
        let mut stream = connect(&portal).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        let _ = stream.write_all(body.as_bytes()).await;
        let answer = hear_out(&mut stream).await;
        assert_eq!(status(&answer), 400, "{answer}");
        assert!(answer.contains("urn:parvis:problem:bad-request"), "{answer}");
    }
    portal.stop().await;
}

#[tokio::test]
async fn everything_has_a_size() {
    let portal = portal(json!({})).await;
    let large = with(&portal, &format!("cookie: {}\r\n", "a".repeat(16 * 1024)));
    let many = with(&portal, &"x: a\r\n".repeat(150));
    let long = get(&portal, &format!("/en?{}", "a".repeat(9_000)));
    for (what, request, code, words) in [
        ("a large head", large, 431, "Votre navigateur en envoie plus"),
        ("many fields", many, 431, "Votre navigateur en envoie plus"),
        ("a long target", long, 414, "This address is too long"),
    ] {
        let answer = speak(&portal, request).await;
        assert_eq!(status(&answer), code, "{what}");
        assert!(answer.contains(words), "{what}: {answer}");
        assert_guarded(what, &answer);
    }
    portal.stop().await;
}

#[tokio::test]
async fn methods_and_codings_of_others() {
    let portal = portal(json!({})).await;
    let host = host(&portal);
    for path in
        ["/fr", "/en/sign-in", "/fr/services/complaints/form", "/api/v1/callbacks/complaints", "/healthz"]
    {
        for method in ["TRACE", "PROPFIND", "FOO", "PUT", "DELETE", "PATCH"] {
            let request = format!(
                "{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nconnection: close\r\n\r\n"
            );
            let answer = speak(&portal, request).await;
            assert_eq!(status(&answer), 405, "{method} {path}");
            assert!(!header(&answer, "allow").is_empty(), "{method} {path}: {answer}");
            assert_guarded(method, &answer);
        }
    }
    let connect =
        speak(&portal, format!("CONNECT {host} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")).await;
    assert_eq!(status(&connect), 405);
    for coding in ["gzip", "br", "gzip, gzip"] {
        let request = format!(
            "POST /api/v1/callbacks/complaints HTTP/1.1\r\nhost: {host}\r\ncontent-encoding: {coding}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        assert_eq!(status(&speak(&portal, request).await), 415, "{coding}");
    }
    portal.stop().await;
}
