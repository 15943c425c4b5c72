//! Connections to back-ends in use: large answers that nobody takes wait at the back-end and hold up no other, and one
//! that leads nowhere any more is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::{Authority, Liar, entry, line};
use crate::exchange::call::begin;
use crate::exchange::line::Line;
use crate::exchange::{Failure, Passed};

/// More than a connection's whole window in HTTP/2's first proposal, and than any buffer.
const LARGE: usize = 4 * 1024 * 1024;

/// A back-end whose answers are `large` or `small`; over HTTP/2 where there is an authority to vouch for it.
async fn back_end(authority: Option<&Authority>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let tls = authority.map(|authority| {
        let (certificate, key) = authority.vouch("labs.example.ca");
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        TlsAcceptor::from(Arc::new(config))
    });
    let router = Router::new()
        .route("/large", get(|| async { vec![b'x'; LARGE] }))
        .route("/small", get(|| async { "small" }));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (tls, service) = (tls.clone(), TowerToHyperService::new(router.clone()));
            tokio::spawn(async move {
                match tls {
                    Some(tls) => {
                        let stream = TokioIo::new(tls.accept(stream).await.unwrap());
                        let _ =
                            http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await;
                    }
                    None => {
                        let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                    }
                }
            });
        }
    });
    port
}

async fn get_from(line: &Line, path: &str) -> Passed {
    let url = line.url(path).unwrap();
    begin(line, Request::get(url.as_str()).body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn over_http_2_none_takes_the_room_of_another() {
    let authority = Authority::new();
    let port = back_end(Some(&authority)).await;
    let backend = entry(&format!("https://labs.example.ca:{port}"), &authority.settings(false));
    let line = line(&backend, Liar::new(&["127.0.0.1"])).unwrap();
    let mut held_back = Vec::new();
    for _ in 0..16 {
        held_back.push(get_from(&line, "/large").await);
    }
    let mut small = get_from(&line, "/small").await;
    let chunk = timeout(Duration::from_secs(10), small.content.chunk()).await;
    assert_eq!(chunk.expect("held up by those that nobody takes").unwrap().unwrap(), "small");
    // Nothing of them is lost.
    let mut length = 0;
    while let Some(chunk) = held_back[0].content.chunk().await.unwrap() {
        length += chunk.len();
    }
    assert_eq!(length, LARGE);
}

/// A way to `port` whose first connection swallows everything once `dead` is set, as a firewall that forgot it does.
async fn way_to(port: u16, dead: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let way = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut is_first = true;
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let (dead, forgets) = (dead.clone(), std::mem::take(&mut is_first));
            tokio::spawn(async move {
                let (mut up, mut down) = (vec![0; 4096], vec![0; 4096]);
                loop {
                    let (to, sent) = tokio::select! {
                        read = client.read(&mut up) => (&mut server, &up[..read.unwrap_or(0)]),
                        read = server.read(&mut down) => (&mut client, &down[..read.unwrap_or(0)]),
                    };
                    if sent.is_empty() {
                        return;
                    }
                    if !(forgets && dead.load(Ordering::SeqCst)) && to.write_all(sent).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    way
}

#[tokio::test]
async fn over_http_2_a_connection_that_leads_nowhere_is_left() {
    let authority = Authority::new();
    let dead = Arc::new(AtomicBool::new(false));
    let way = way_to(back_end(Some(&authority)).await, dead.clone()).await;
    let backend = entry(&format!("https://labs.example.ca:{way}"), &authority.settings(false));
    let line = line(&backend, Liar::new(&["127.0.0.1"])).unwrap();
    get_from(&line, "/small").await;
    dead.store(true, Ordering::SeqCst);
    let ask = || {
        let url = line.url("/small").unwrap();
        begin(&line, Request::get(url.as_str()).body(Body::empty()).unwrap())
    };
    assert_eq!(ask().await.err(), Some(Failure::Unreachable), "nobody hears it");
    assert_eq!(ask().await.err(), None, "the next goes by another connection");
}

#[tokio::test]
async fn over_http_1_little_is_read_ahead() {
    let port = back_end(None).await;
    let backend = entry(&format!("http://127.0.0.1:{port}"), "networks = [\"127.0.0.1\"]");
    let line = line(&backend, Arc::new(crate::exchange::names::System)).unwrap();
    let mut passed = get_from(&line, "/large").await;
    let (mut length, mut largest) = (0, 0);
    while let Some(chunk) = passed.content.chunk().await.unwrap() {
        length += chunk.len();
        largest = largest.max(chunk.len());
    }
    assert_eq!(length, LARGE);
    assert!(largest <= 64 * 1024, "{largest} bytes at once");
}
