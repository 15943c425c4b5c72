//! Those who come in numbers: everyone else is still served.

use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::Portal;
use crate::wire::{connect, connect_from, get, hear_out, portal, status};

/// So many sockets of one address that say nothing; those turned away are among them.
async fn silent(portal: &Portal, count: usize) -> Vec<TcpStream> {
    let mut sockets = Vec::new();
    for _ in 0..count {
        sockets.push(connect(portal).await);
    }
    sockets
}

async fn is_served(portal: &Portal, mut stream: TcpStream) -> bool {
    // A connection that is turned away may be gone before it has spoken.
    let _ = stream.write_all(get(portal, "/fr").as_bytes()).await;
    let answer = hear_out(&mut stream).await;
    !answer.is_empty() && status(&answer) == 200
}

#[tokio::test]
async fn five_hundred_silent_sockets_keep_nobody_else_out() {
    let portal = portal(json!({ "header_deadline_s": 60, "max_connections_per_address": 100 })).await;
    let sockets = silent(&portal, 500).await;
    assert!(!is_served(&portal, connect(&portal).await).await, "their address has its share");
    assert!(is_served(&portal, connect_from(&portal, 2).await).await, "another citizen");
    drop(sockets);
    portal.stop().await;
}

#[tokio::test]
async fn when_every_place_is_taken_the_silent_make_room() {
    let listen =
        json!({ "header_deadline_s": 60, "max_connections": 100, "max_connections_per_address": 100 });
    let portal = portal(listen).await;
    let sockets = silent(&portal, 100).await;
    for citizen in 2..12 {
        assert!(is_served(&portal, connect_from(&portal, citizen).await).await, "citizen {citizen}");
    }
    drop(sockets);
    portal.stop().await;
}
