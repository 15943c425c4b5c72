//! Those who take their time: each wait has an end.

use std::time::Duration;

use parvis::web::Assets;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::time::{sleep, timeout};

use crate::wire::{NEVER, address, connect, get, header, hear_out, host, portal, speak, status};

/// Everything ends after a second or two.
fn hasty() -> Value {
    json!({ "header_deadline_s": 1, "body_deadline_s": 1, "idle_deadline_s": 2, "write_deadline_s": 2 })
}

#[tokio::test]
async fn a_silent_connection_ends() {
    let portal = portal(hasty()).await;
    assert_eq!(hear_out(&mut connect(&portal).await).await, "");
    portal.stop().await;
}

#[tokio::test]
async fn a_header_begun_is_not_waited_for() {
    let portal = portal(hasty()).await;
    let answer = speak(&portal, "GET /en HTTP/1.1\r\nHost: x\r\nX: a").await;
    assert_eq!(status(&answer), 408);
    assert!(answer.contains("What you sent took too long to reach us"), "{answer}");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    portal.stop().await;
}

#[tokio::test]
async fn a_header_that_trickles_ends_too() {
    let portal = portal(hasty()).await;
    let mut stream = connect(&portal).await;
    let trickle = format!("GET /fr HTTP/1.1\r\nhost: {}\r\nx: {}", host(&portal), "a".repeat(300));
    for byte in trickle.bytes() {
        if stream.write_all(&[byte]).await.is_err() {
            break;
        }
        let mut one = [0];
        if timeout(Duration::from_millis(50), stream.peek(&mut one)).await.is_ok() {
            break;
        }
    }
    assert_eq!(status(&hear_out(&mut stream).await), 408);
    portal.stop().await;
}

#[tokio::test]
async fn a_connection_that_rests_ends() {
    let portal = portal(hasty()).await;
    let mut stream = connect(&portal).await;
    let ask = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", host(&portal));
    stream.write_all(ask.as_bytes()).await.unwrap();
    let answer = hear_out(&mut stream).await;
    assert!(status(&answer) == 200 && answer.ends_with("ok\n"), "one answer, then the end: {answer}");
    portal.stop().await;
}

#[tokio::test]
async fn a_body_is_not_waited_for() {
    let portal = portal(hasty()).await;
    for path in ["/fr/services/complaints/form", "/api/v1/callbacks/complaints"] {
        let host = host(&portal);
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\na"
        );
        assert_eq!(status(&speak(&portal, head).await), 408, "{path}");
    }
    portal.stop().await;
}

#[tokio::test]
async fn a_body_that_trickles_ends_too() {
    let portal = portal(hasty()).await;
    let mut stream = connect(&portal).await;
    let head = format!(
        "POST /api/v1/callbacks/complaints HTTP/1.1\r\nhost: {}\r\ncontent-length: 1000\r\n\r\n",
        host(&portal)
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..1_000 {
        let mut one = [0];
        if timeout(Duration::from_millis(50), stream.peek(&mut one)).await.is_ok() {
            break;
        }
        let _ = stream.write_all(b"a").await;
    }
    let answer = hear_out(&mut stream).await;
    assert_eq!(status(&answer), 408);
    assert!(answer.contains("urn:parvis:problem:late"), "{answer}");
    portal.stop().await;
}

/// Asks for more than the system holds back, and takes none of it.
#[tokio::test]
async fn who_does_not_take_the_answer_is_let_go() {
    const TIMES: usize = 600;
    let portal = portal(hasty()).await;
    let assets = Assets::embedded();
    let font = assets.url("open-sans.woff2").unwrap();
    let whole = speak(&portal, get(&portal, font)).await.len();

    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    let mut stream = socket.connect(address(&portal)).await.unwrap();
    let ask = format!("GET {font} HTTP/1.1\r\nhost: {}\r\n\r\n", host(&portal)).repeat(TIMES);
    let _ = timeout(NEVER, stream.write_all(ask.as_bytes())).await;
    sleep(Duration::from_secs(8)).await;
    let mut taken = Vec::new();
    let _ = timeout(NEVER, stream.read_to_end(&mut taken)).await.expect("the connection stays open");
    assert!(taken.len() < whole * TIMES / 2, "{} of {}", taken.len(), whole * TIMES);
    portal.stop().await;
}
