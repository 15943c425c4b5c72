//! A client that says whatever it is told to.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::support::{Database, Portal, Setup};

/// How long anything may take before it counts as never.
pub const NEVER: Duration = Duration::from_secs(30);

/// A portal with these settings of its door. Databases are no matter here.
pub async fn portal(listen: Value) -> Portal {
    Setup::silent().with(json!({ "listen": listen })).start(Database::Sqlite).await
}

/// Where it listens.
pub fn address(portal: &Portal) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, portal.url.port().unwrap()))
}

/// The name it goes by.
pub fn host(portal: &Portal) -> String {
    address(portal).to_string()
}

/// A connection to it.
pub async fn connect(portal: &Portal) -> TcpStream {
    TcpStream::connect(address(portal)).await.unwrap()
}

/// A connection from another address of this machine's: all of 127.0.0.0/8 is.
pub async fn connect_from(portal: &Portal, last: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, last], 0))).unwrap();
    socket.connect(address(portal)).await.unwrap()
}

/// Says that; gives all that is answered until the connection ends.
pub async fn speak(portal: &Portal, words: impl AsRef<[u8]>) -> String {
    let mut stream = connect(portal).await;
    stream.write_all(words.as_ref()).await.unwrap();
    hear_out(&mut stream).await
}

/// All that comes until the connection ends, however it ends.
pub async fn hear_out(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let _ = timeout(NEVER, stream.read_to_end(&mut heard)).await.expect("the connection stays open");
    String::from_utf8_lossy(&heard).into_owned()
}

/// A whole request for a page, after which the connection ends.
pub fn get(portal: &Portal, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", host(portal))
}

/// The status of an answer.
pub fn status(answer: &str) -> u16 {
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    status.unwrap_or_else(|| panic!("no answer: {answer:?}"))
}

/// The value of a header of an answer; empty when there is none.
pub fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let head = answer.split("\r\n\r\n").next().unwrap();
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    fields
        .filter(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .next()
        .unwrap_or_default()
}
