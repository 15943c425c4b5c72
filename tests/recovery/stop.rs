//! Told to stop, the portal finishes what it has begun, takes on nothing new, and says goodbye.

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Client;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::complaint::{self, wait_for_state};
use crate::demo::Demo;
use crate::journeys;
use crate::support::{Database, eventually};

journeys!(a_request_under_way_is_answered, a_delivery_under_way_is_not_lost);

/// What `src/app.rs` grants, and some time to go.
const DRAIN: Duration = Duration::from_secs(10 + 3);

async fn a_request_under_way_is_answered(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let host = demo.address("portal").authority().to_owned();
    let mut idle = TcpStream::connect(&host).await.unwrap();
    let mut slow = TcpStream::connect(&host).await.unwrap();
    let head =
        format!("POST /api/v1/callbacks/complaints HTTP/1.1\r\nhost: {host}\r\ncontent-length: 2\r\n\r\n{{");
    slow.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(200)).await;

    demo.ask_to_stop();
    eventually("a closed door", async || TcpStream::connect(&host).await.is_err().then_some(())).await;
    sleep(Duration::from_millis(300)).await;
    slow.write_all(b"}").await.unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("bad-envelope"), "{answer}");
    let mut nothing = String::new();
    assert_eq!(idle.read_to_string(&mut nothing).await.unwrap(), 0, "the idle connection is closed");
    let (status, took) = demo.ended().await;
    assert!(status.success() && took < DRAIN, "{status} after {took:?}");
}

/// The back-end takes its time; the portal stops meanwhile, and the next one delivers, once.
async fn a_delivery_under_way_is_not_lost(database: Database) {
    let mut demo = Demo::new(database).await.in_haste(false);
    demo.start().await;
    let mut browser = demo.browser(Locale::En);
    browser.sign_in("connor").await;
    set_mode(&demo, "slow").await;
    let reference = complaint::file(&mut browser).await;
    eventually("the delivery under way", async || {
        (demo.count("job WHERE state = 'leased'").await == 1).then_some(())
    })
    .await;
    demo.ask_to_stop();
    let (status, took) = demo.ended().await;
    assert!(status.success() && took < DRAIN, "{status} after {took:?}");
    assert_eq!(demo.count("job WHERE state = 'waiting' AND lease IS NULL").await, 1, "handed back");

    let mut demo = demo.in_haste(true);
    demo.start().await;
    wait_for_state(&mut browser, &reference, "closed").await;
    demo.at_rest().await;
    let complaints = demo.received().await["records"].as_array().unwrap().len();
    assert_eq!(complaints, 1);
    demo.stop().await;
}

async fn set_mode(demo: &Demo, mode: &str) {
    let address = demo.address("control").join("control/mode").unwrap();
    let answer = Client::new().post(address).json(&json!({ "mode": mode })).send().await;
    assert!(answer.unwrap().status().is_success());
}
