//! The accept loop. `axum::serve` sets no deadline and no cap on connections (measured: a half-sent
//! header stays open for ever); both are ways to keep other citizens out (ASVS 11.1.4).
//!
//! The protocol is never guessed: HTTP/1 in clear, and under TLS what the handshake agreed on. So a
//! connection that says nothing meets a deadline like any other.

mod body;
mod framing;
mod places;
mod pulse;
mod wire;

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::ClientAddress;
use super::client::Proxies;
use super::tls::Tls;
use crate::config::Listen;
use places::{Place, Places};
use pulse::Pulse;
use wire::{Pace, Wire};

pub use framing::Refusal;
pub use pulse::Intake;

/// The longest list of header fields of an HTTP/2 request, in bytes: as for HTTP/1.
const LONGEST_FIELDS: u32 = 16 * 1024;
/// Requests under way at once on one HTTP/2 connection.
const STREAMS: u32 = 64;
/// What a client may send ahead on one stream, and on all of a connection.
const WINDOWS: (u32, u32) = (256 * 1024, 1024 * 1024);
/// What is held of an answer that an HTTP/2 client does not take.
const HELD_BACK: usize = 64 * 1024;
/// Streams reset before they were looked at: more, and the connection ends (CVE-2023-44487).
const RESETS: usize = 20;
/// How often an HTTP/2 client must show that it is still there.
const STILL_THERE: Duration = Duration::from_secs(20);

/// How the listener protects itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a client may take for what it does.
    pace: Pace,
    /// How long it may take to send a body, for the first bytes of it.
    body: Duration,
    /// When a connection is asked to end; twice this ends it.
    age: Duration,
    /// How many connections are served at once.
    connections: usize,
    /// How many of them may come from one address.
    share: usize,
    /// How long requests under way may take once the portal stops.
    drain: Duration,
}

impl Limits {
    /// The limits that the settings name.
    #[must_use]
    pub fn of(listen: &Listen, drain: Duration) -> Self {
        let seconds = Duration::from_secs;
        Self {
            pace: Pace {
                header: seconds(listen.header_deadline_s),
                idle: seconds(listen.idle_deadline_s),
                write: seconds(listen.write_deadline_s),
            },
            body: seconds(listen.body_deadline_s),
            age: seconds(listen.longest_connection_s),
            connections: listen.max_connections,
            share: listen.max_connections_per_address,
            drain,
        }
    }
}

/// What every connection is served with.
#[derive(Clone)]
struct Service {
    router: Router,
    limits: Limits,
    tls: Option<Arc<Tls>>,
    stop: CancellationToken,
}

/// Serves `router` on `listener` until `stop`, then finishes the requests under way.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    (proxies, tls): (Arc<Proxies>, Option<Arc<Tls>>),
    stop: CancellationToken,
) {
    let places = Places::new(limits.connections, limits.share);
    let service = Service { router, limits, tls, stop: stop.clone() };
    let tasks = TaskTracker::new();
    while let Some((stream, peer)) = stop.run_until_cancelled(accept(&listener)).await {
        let pulse = Pulse::new();
        let shared = proxies.trust(peer.ip());
        let Some(place) = places.take(ClientAddress::new(peer.ip()), shared, &pulse) else { continue };
        // Small answers leave at once instead of waiting to be joined with the next.
        let _ = stream.set_nodelay(true);
        tasks.spawn(service.clone().attend(stream, peer, pulse, place));
    }
    drop(listener);
    tasks.close();
    if timeout(limits.drain, tasks.wait()).await.is_err() {
        tracing::warn!("listener.drain_cut_short");
    }
}

/// The next connection. A failed accept (too many open files) is tried again after a breath.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "listener.accept_failed");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

impl Service {
    /// One connection, from its first byte to its last.
    async fn attend(self, stream: TcpStream, peer: SocketAddr, pulse: Arc<Pulse>, _place: Place) {
        let Some(tls) = &self.tls else { return self.http1(stream, peer, pulse).await };
        let handshake = timeout(self.limits.pace.header, tls.accept(stream));
        let handshake = tokio::select! {
            handshake = handshake => handshake,
            () = pulse.cut_off() => return,
        };
        // A client that leaves or talks nonsense is no news.
        let Ok(Ok(stream)) = handshake else { return };
        match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => self.http2(stream, peer, pulse).await,
            _ => self.http1(stream, peer, pulse).await,
        }
    }

    async fn http1(
        &self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        peer: SocketAddr,
        pulse: Arc<Pulse>,
    ) {
        let wire = Wire::http1(stream, pulse.clone(), self.limits.pace);
        let connection = http1::Builder::new()
            // The wire keeps the deadlines and the size of heads.
            .header_read_timeout(None)
            .max_buf_size(2 * framing::LONGEST_HEAD)
            .serve_connection(TokioIo::new(wire), self.answering(peer, &pulse));
        self.keep_time(pin!(connection), &pulse, false).await;
    }

    async fn http2(
        &self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        peer: SocketAddr,
        pulse: Arc<Pulse>,
    ) {
        let wire = Wire::http2(stream, pulse.clone(), self.limits.pace);
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(LONGEST_FIELDS)
            .initial_stream_window_size(WINDOWS.0)
            .initial_connection_window_size(WINDOWS.1)
            .max_send_buf_size(HELD_BACK)
            .max_pending_accept_reset_streams(RESETS)
            .max_local_error_reset_streams(RESETS)
            .keep_alive_interval(STILL_THERE)
            .keep_alive_timeout(STILL_THERE)
            .serve_connection(TokioIo::new(wire), self.answering(peer, &pulse));
        self.keep_time(pin!(connection), &pulse, true).await;
    }

    /// The router, as one connection sees it.
    fn answering(
        &self,
        peer: SocketAddr,
        pulse: &Arc<Pulse>,
    ) -> TowerToHyperService<
        impl tower::Service<
            hyper::Request<Incoming>,
            Response = axum::response::Response,
            Error = std::convert::Infallible,
            Future: Send,
        > + Clone
        + Send
        + use<>,
    > {
        let (router, pulse, body) = (self.router.clone(), pulse.clone(), self.limits.body);
        let service = tower::service_fn(move |request: hyper::Request<Incoming>| {
            let intake = pulse.begin();
            let mut request = request.map(|incoming| body::incoming(incoming, intake.clone(), body));
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(intake.clone());
            let answer = router.clone().oneshot(request);
            async move {
                let answer = answer.await?;
                intake.is_answered();
                Ok(answer.map(|outgoing| body::outgoing(outgoing, intake)))
            }
        });
        TowerToHyperService::new(service)
    }

    /// Runs a connection to its end: its own, the portal's, or that of its time.
    async fn keep_time<C: GracefulConnection>(
        &self,
        mut connection: Pin<&mut C>,
        pulse: &Pulse,
        http2: bool,
    ) {
        let mut parting = pin!(self.parting(pulse, http2));
        tokio::select! {
            _ = connection.as_mut() => return,
            () = pulse.cut_off() => return,
            () = &mut parting => connection.as_mut().graceful_shutdown(),
        }
        tokio::select! {
            _ = connection => {}
            () = pulse.cut_off() => {}
            () = self.overdue(pulse) => {}
        }
    }

    /// Resolves when a connection that was asked to end should long have done so: nothing is under way
    /// any more, or what is under way takes as long as the connection may.
    async fn overdue(&self, pulse: &Pulse) {
        let header = self.limits.pace.header;
        let latest = Instant::now() + self.limits.age;
        let mut over = false;
        while !over {
            sleep(header).await;
            let at_rest = pulse.idle_since().is_some_and(|since| since.elapsed() >= header);
            over = at_rest || Instant::now() >= latest;
        }
    }

    /// Resolves when a connection is to finish what is under way and end.
    async fn parting(&self, pulse: &Pulse, http2: bool) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = sleep(self.limits.age) => {}
            () = self.idle_too_long(pulse), if http2 => {}
        }
    }

    /// HTTP/2 knows no end of silence: one request's head after another may come at any time.
    async fn idle_too_long(&self, pulse: &Pulse) {
        sleep(self.limits.pace.header).await;
        while pulse.has_begun() {
            let since = pulse.idle_since().unwrap_or_else(Instant::now);
            sleep_until(since + self.limits.pace.idle).await;
            if pulse.idle_since() == Some(since) {
                return;
            }
        }
    }
}
