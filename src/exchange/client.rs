//! The HTTP client to one back-end. It reads little ahead: what somebody on a slow line has not taken yet waits at
//! the back-end, not in the portal's memory, and holds up nobody else's answer from the same back-end.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use tokio::net::TcpStream;
use tower::timeout::Timeout;
use tower::util::BoxCloneSyncService;
use tower::{BoxError, Service as _, ServiceExt as _};

use super::Failure;
use super::names::{Admitted, Forbidden};
use crate::config::Backend;

/// The most that is read ahead of an answer over HTTP/1, its head included, in bytes.
const AHEAD: usize = 32 * 1024;
/// The same over HTTP/2, for one answer and for all on a connection (RFC 9113 §5.2): the second has room for more
/// answers than are ever under way, so that those nobody takes leave room for those that somebody waits for.
const WINDOWS: (u32, u32) = (64 * 1024, 16 * 1024 * 1024);

/// How often a back-end that is asked over HTTP/2 must show that it is still there, and how long it may take: together
/// less than an answer is waited for, which goes by another connection then. Without it, only the stream of an answer
/// that did not come in time would end, and a connection that leads nowhere any more be used on and on.
const STILL_THERE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(2));

const NAME: &str = concat!("parvis/", env!("CARGO_PKG_VERSION"));

/// Connects to a back-end, within its time, to addresses that the registry admits.
type Connector = BoxCloneSyncService<Uri, MaybeHttpsStream<TokioIo<TcpStream>>, BoxError>;

/// The client to one back-end, with the connections it keeps.
pub(super) struct Client {
    http: legacy::Client<Connector, Body>,
    connector: Connector,
}

impl Client {
    pub fn new(backend: &Backend, tls: ClientConfig, names: Admitted) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(names);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let schemes = HttpsConnectorBuilder::new().with_tls_config(tls);
        let schemes = match backend.url.scheme() {
            "https" => schemes.https_only(),
            _ => schemes.https_or_http(),
        };
        let connector = schemes.enable_all_versions().wrap_connector(tcp);
        let patience = Duration::from_millis(backend.connect_ms);
        let connector = BoxCloneSyncService::new(Timeout::new(connector, patience));
        let http = legacy::Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .http1_max_buf_size(AHEAD)
            .http2_initial_stream_window_size(WINDOWS.0)
            .http2_initial_connection_window_size(WINDOWS.1)
            .http2_keep_alive_interval(STILL_THERE.0)
            .http2_keep_alive_timeout(STILL_THERE.1)
            .build(connector.clone());
        Self { http, connector }
    }

    /// Sends a request and waits for the beginning of its answer: for so long, and `total` for all of it.
    ///
    /// # Errors
    /// A [`Failure`] when there is no answer; every answer of HTTP is one.
    pub async fn send(
        &self,
        mut request: Request<Body>,
        first_byte: Duration,
        total: Duration,
    ) -> Result<Passed, Failure> {
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(NAME));
        let began = Instant::now();
        let response = tokio::time::timeout(first_byte.min(total), self.http.request(request)).await;
        let response = response.map_err(|_| Failure::Timeout)?.map_err(|error| failure(&error))?;
        let (head, body) = response.into_parts();
        let content = Content { body, left: total.saturating_sub(began.elapsed()) };
        Ok(Passed { status: head.status, headers: head.headers, content })
    }

    /// The certificate that whoever answers at `address` shows; none without TLS.
    ///
    /// # Errors
    /// A [`Failure`] when there is no connection.
    pub async fn certificate(&self, address: Uri) -> Result<Option<CertificateDer<'static>>, Failure> {
        let mut connector = self.connector.clone();
        let ready = connector.ready().await.map_err(|error| failure(&*error))?;
        match ready.call(address).await.map_err(|error| failure(&*error))? {
            MaybeHttpsStream::Http(_) => Ok(None),
            MaybeHttpsStream::Https(stream) => {
                let shown = stream.inner().get_ref().1.peer_certificates();
                Ok(shown.and_then(|chain| chain.first()).map(|leaf| leaf.clone().into_owned()))
            }
        }
    }
}

/// The beginning of an answer, whatever it is.
pub struct Passed {
    /// The status.
    pub status: StatusCode,
    /// The headers, none of them looked at yet.
    pub headers: HeaderMap,
    /// What follows.
    pub content: Content,
}

/// What follows the head of an answer.
pub struct Content {
    body: Incoming,
    /// How much longer the back-end is waited for, all in all.
    left: Duration,
}

impl Content {
    /// The next piece. Only waiting for the back-end costs time: whoever reads slowly loses nothing.
    ///
    /// # Errors
    /// A [`Failure`] when it breaks off or does not come in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let began = Instant::now();
        let chunk = self.chunk_within(self.left).await;
        self.left = self.left.saturating_sub(began.elapsed());
        chunk
    }

    /// The next piece, when it comes within `patience`.
    ///
    /// # Errors
    /// A [`Failure`] when it breaks off or does not come in time.
    pub async fn chunk_within(&mut self, patience: Duration) -> Result<Option<Bytes>, Failure> {
        tokio::time::timeout(patience, self.next()).await.map_err(|_| Failure::Timeout)?
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        while let Some(frame) = self.body.frame().await {
            // Trailers say nothing that the portal hands on.
            if let Ok(chunk) = frame.map_err(|error| failure(&error))?.into_data() {
                return Ok(Some(chunk));
            }
        }
        Ok(None)
    }
}

/// What became of a call that got no answer.
fn failure(error: &(dyn std::error::Error + 'static)) -> Failure {
    let mut cause = Some(error);
    while let Some(one) = cause {
        if one.is::<Forbidden>() {
            return Failure::AddressRefused;
        }
        if one.is::<tower::timeout::error::Elapsed>() {
            return Failure::Timeout;
        }
        cause = one.source();
    }
    Failure::Unreachable
}
