//! The accept loop. `axum::serve` sets no deadline on a half-sent header and no cap on
//! connections; both are ways to keep other citizens out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How the listener protects itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a client may take to send a request's header, silence included.
    pub header_deadline: Duration,
    /// How many connections are served at once; others wait in the system's queue.
    pub connections: usize,
    /// How long requests under way may take once the portal stops.
    pub drain: Duration,
}

/// Serves `router` on `listener` until `stop`, then finishes the requests under way.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer, slot) = tokio::select! {
            accepted = accept(&listener, &slots) => accepted,
            () = stop.cancelled() => break,
        };
        // Small answers leave at once instead of waiting to be joined with the next.
        let _ = stream.set_nodelay(true);
        let service = router.clone().map_request(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_deadline)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that leaves or talks nonsense is no news.
            let _: Result<(), hyper::Error> = connection.await;
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("listener.drain_cut_short");
    }
}

/// The next connection, once there is a place for it. A failed accept (too many open files) is
/// tried again after a breath.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    let slot = slots.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, slot),
            Err(error) => {
                tracing::warn!(%error, "listener.accept_failed");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
