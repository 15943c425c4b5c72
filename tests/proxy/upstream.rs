//! A back-end that does whatever its address says, byte by byte.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its head, in small letters but for the first line.
    pub head: String,
    /// Its body, as it came over the wire.
    pub body: Vec<u8>,
}

impl Seen {
    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(prefix.as_str())).unwrap_or_default()
    }
}

/// The back-end. It ends when it is dropped.
pub struct Upstream {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    serving: JoinHandle<()>,
}

impl Upstream {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let noted = seen.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let noted = noted.clone();
                // Whoever hangs up ends it.
                tokio::spawn(async move { answer(stream, &noted).await.unwrap_or_default() });
            }
        });
        Self { url, seen, serving }
    }

    /// What came to that address.
    pub fn seen(&self, way: &str) -> Vec<Seen> {
        let of_way = |seen: &&Seen| way_of(&seen.head) == way;
        self.seen.lock().unwrap().iter().filter(of_way).cloned().collect()
    }
}

impl Upstream {
    /// Lets go of the calls that are held.
    pub fn release(&self) {
        self.seen.lock().unwrap().push(happened("released"));
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What is noted when something else than a request happens.
fn happened(what: &str) -> Seen {
    Seen { head: format!("GET /hostile/{what} x"), body: Vec::new() }
}

/// `WAY` of `GET /hostile/WAY?… HTTP/1.1`.
fn way_of(head: &str) -> &str {
    let target = head.split(' ').nth(1).unwrap_or_default();
    target.strip_prefix("/hostile/").unwrap_or_default().split('?').next().unwrap_or_default()
}

async fn read(stream: &mut TcpStream) -> io::Result<Seen> {
    let (mut bytes, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&piece[..read]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut seen = Seen { head, body: bytes[end + 4..].to_vec() };
    let length: usize = seen.header("content-length").parse().unwrap_or_default();
    while seen.body.len() < length {
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            break;
        }
        seen.body.extend_from_slice(&piece[..read]);
    }
    Ok(seen)
}

async fn answer(mut stream: TcpStream, noted: &Mutex<Vec<Seen>>) -> io::Result<()> {
    let seen = read(&mut stream).await?;
    let way = way_of(&seen.head).to_owned();
    let before = noted.lock().unwrap().iter().filter(|other| way_of(&other.head) == way).count();
    noted.lock().unwrap().push(seen);
    let json = |status: &str, more: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{more}connection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let good = json("200 OK", "", "{\"ok\":true}");
    let said = match way.as_str() {
        "headers" => json(
            "200 OK",
            "set-cookie: a=b\r\nlocation: https://evil.example\r\naccess-control-allow-origin: *\r\nlink: <x>\r\n\
             server: x\r\ncontent-security-policy: default-src *\r\netag: \"1\"\r\ncache-control: public\r\n",
            "{\"ok\":true}",
        ),
        "silent" => std::future::pending().await,
        "trickle" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[").await?;
            loop {
                tokio::time::sleep(Duration::from_millis(50)).await;
                stream.write_all(b"1,").await?;
            }
        }
        "endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n").await?;
            loop {
                stream.write_all(&[b'1'; 16 * 1024]).await?;
            }
        }
        "huge" => "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n["
            .to_owned(),
        "gzip" => json("200 OK", "content-encoding: gzip\r\n", "\u{1f}bomb"),
        "short" => "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"ok\":"
            .to_owned(),
        "two-lengths" => json("200 OK", "content-length: 3\r\n", "{\"ok\":true}"),
        "early" => return Ok(()),
        "redirect" => json("302 Found", "location: http://127.0.0.1/\r\n", ""),
        "html" => {
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 8\r\n\r\n<script>".to_owned()
        }
        "html-error" => {
            "HTTP/1.1 500 x\r\ncontent-type: text/html\r\ncontent-length: 8\r\n\r\n<script>".to_owned()
        }
        "html-refusal" => {
            "HTTP/1.1 404 x\r\ncontent-type: text/html\r\ncontent-length: 8\r\n\r\n<script>".to_owned()
        }
        "no-type" => "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned(),
        "unauthorized" => json("401 Unauthorized", "www-authenticate: Basic\r\n", "{}"),
        "problem" => json(
            "409 Conflict",
            "",
            "{\"type\":\"urn:x:slot-taken\",\"title\":\"Pris\",\"stack\":\"at line 4\"}",
        ),
        "flaky" if before == 0 => json("503 Service Unavailable", "", "{}"),
        "down" => json("503 Service Unavailable", "", "{}"),
        "held" => {
            while !noted.lock().unwrap().iter().any(|seen| way_of(&seen.head) == "released") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            good
        }
        "events" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n")
                .await?;
            // Until whoever reads goes.
            while stream.read(&mut [0; 64]).await? > 0 {}
            noted.lock().unwrap().push(happened("events-ended"));
            return Ok(());
        }
        _ => good,
    };
    stream.write_all(said.as_bytes()).await
}
