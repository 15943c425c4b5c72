//! TLS by the portal itself: both protocols, their own ways to be slow or many, and a new
//! certificate in mid-traffic.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::client::SendRequest;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Database, Portal, Setup, eventually};
use crate::wire::{NEVER, address, connect, header, hear_out, host, status};

/// A portal that speaks TLS, and where its pair of files is.
struct Secure {
    portal: Portal,
    dir: PathBuf,
    trusted: RootCertStore,
}

impl Secure {
    async fn start(listen: Value) -> Self {
        let dir = std::env::temp_dir()
            .join(format!("parvis-edge-{:032x}", u128::from_be_bytes(parvis::id::random())));
        fs::create_dir_all(&dir).unwrap();
        let mut trusted = RootCertStore::empty();
        trusted.add(write_pair(&dir)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let files = json!({ "certificate": dir.join("chain.pem"), "private_key": dir.join("key.pem") });
        let public = format!("https://{}", listener.local_addr().unwrap());
        let setup = Setup { listener: Some(listener), ..Setup::silent() };
        let setup = setup
            .with(json!({ "portal": { "public_url": public }, "listen": { "tls": files } }))
            .with(json!({ "listen": listen, "limits": { "sign_ins_per_minute": 5 } }));
        Self { portal: setup.start(Database::Sqlite).await, dir, trusted }
    }

    /// A connection over TLS that offers this protocol; an error where the certificate is not trusted.
    async fn connect(&self, protocol: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let mut config =
            ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(self.trusted.clone())
                .with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let stream = TcpStream::connect(address(&self.portal)).await?;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    async fn http2(&self) -> SendRequest<Bytes> {
        let stream = self.connect("h2").await.unwrap();
        let (client, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(async move {
            let _ = connection.await;
        });
        client
    }

    fn request(&self, path: &str) -> http::Request<()> {
        http::Request::get(format!("https://{}{path}", host(&self.portal))).body(()).unwrap()
    }

    async fn stop(self) {
        self.portal.stop().await;
        fs::remove_dir_all(&self.dir).unwrap();
    }
}

/// A new pair in place of the old one.
fn write_pair(dir: &std::path::Path) -> CertificateDer<'static> {
    let pair = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(dir.join("key.pem"), pair.signing_key.serialize_pem()).unwrap();
    fs::set_permissions(dir.join("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(dir.join("chain.pem"), pair.cert.pem()).unwrap();
    pair.cert.der().clone()
}

/// One request and its answer, on a connection that goes on.
async fn alive(stream: &mut TlsStream<TcpStream>, host: &str) -> bool {
    let ask = format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"ok\n") {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return false,
            Ok(length) => answer.extend_from_slice(&piece[..length]),
        }
    }
    true
}

#[tokio::test]
async fn both_protocols_are_spoken() {
    let secure = Secure::start(json!({})).await;
    let mut stream = secure.connect("http/1.1").await.unwrap();
    let ask = format!("GET /fr HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", host(&secure.portal));
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert_eq!(status(&answer), 200);
    assert!(header(&answer, "strict-transport-security").contains("includeSubDomains"));
    assert!(header(&answer, "content-security-policy").contains("upgrade-insecure-requests"));

    let mut client = secure.http2().await.ready().await.unwrap();
    let (answer, _) = client.send_request(secure.request("/en"), true).unwrap();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    // Plain words at a door that speaks TLS get no answer of ours.
    let mut plain = connect(&secure.portal).await;
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(!hear_out(&mut plain).await.contains("HTTP"));
    secure.stop().await;
}

#[tokio::test]
async fn silence_ends_at_every_step() {
    let secure = Secure::start(json!({ "header_deadline_s": 1, "idle_deadline_s": 1 })).await;
    assert_eq!(hear_out(&mut connect(&secure.portal).await).await, "", "before the handshake");
    for protocol in ["http/1.1", "h2"] {
        let mut stream = secure.connect(protocol).await.unwrap();
        let mut heard = Vec::new();
        let ended = timeout(NEVER, stream.read_to_end(&mut heard)).await;
        assert!(ended.is_ok(), "after the handshake, {protocol}");
    }
    // And once everything was asked: HTTP/2 says goodbye and closes.
    let client = secure.http2().await;
    let mut client = client.ready().await.unwrap();
    let (answer, _) = client.send_request(secure.request("/healthz"), true).unwrap();
    assert_eq!(answer.await.unwrap().status(), 200);
    eventually("the end of a connection that rests", async || {
        client.clone().ready().await.is_err().then_some(())
    })
    .await;
    secure.stop().await;
}

/// Opens and resets streams without end (CVE-2023-44487): that connection ends, all others go on.
#[tokio::test]
async fn a_flood_of_resets_ends_its_connection() {
    let secure = Secure::start(json!({})).await;
    let mut client = Some(secure.http2().await);
    for _ in 0..5_000 {
        let Some(ready) = client.take() else { break };
        let Ok(mut ready) = ready.ready().await else { break };
        let Ok((_, mut stream)) = ready.send_request(secure.request("/fr"), false) else { break };
        stream.send_reset(h2::Reason::CANCEL);
        client = Some(ready);
        tokio::task::yield_now().await;
    }
    assert!(client.is_none(), "five thousand resets were taken");
    let mut other = secure.connect("http/1.1").await.unwrap();
    assert!(alive(&mut other, &host(&secure.portal)).await);
    secure.stop().await;
}

#[tokio::test]
async fn many_streams_are_one_source() {
    let secure = Secure::start(json!({})).await;
    let mut client = secure.http2().await;
    let mut answers = Vec::new();
    for _ in 0..12 {
        client = client.ready().await.unwrap();
        answers.push(client.send_request(secure.request("/fr/sign-in/demo"), true).unwrap().0);
    }
    let mut refused = 0;
    for answer in answers {
        refused += usize::from(answer.await.unwrap().status() == 429);
    }
    assert_eq!(refused, 7, "five of twelve");
    secure.stop().await;
}

#[tokio::test]
async fn heads_have_a_size_here_too() {
    let secure = Secure::start(json!({})).await;
    let mut client = secure.http2().await.ready().await.unwrap();
    let mut request = secure.request("/fr");
    request.headers_mut().insert("cookie", "a".repeat(20_000).parse().unwrap());
    let answered = client.send_request(request, true).unwrap().0.await;
    assert!(answered.map_or(true, |answer| answer.status() == 431));
    secure.stop().await;
}

#[tokio::test]
async fn a_new_certificate_is_taken_up_in_mid_traffic() {
    let mut secure = Secure::start(json!({})).await;
    let name = host(&secure.portal);
    let mut old = secure.connect("http/1.1").await.unwrap();
    assert!(alive(&mut old, &name).await);

    let first = std::mem::replace(&mut secure.trusted, RootCertStore::empty());
    secure.trusted.add(write_pair(&secure.dir)).unwrap();
    eventually("the new certificate", async || secure.connect("http/1.1").await.ok().map(drop)).await;
    assert!(alive(&mut old, &name).await, "connections under way keep theirs");

    fs::write(secure.dir.join("chain.pem"), "half a certifica").unwrap();
    sleep(Duration::from_secs(7)).await;
    let mut still = secure.connect("http/1.1").await.unwrap();
    assert!(alive(&mut still, &name).await, "a broken pair leaves the one before in use");
    secure.trusted = first;
    assert!(secure.connect("http/1.1").await.is_err(), "the first one is gone");
    secure.stop().await;
}
