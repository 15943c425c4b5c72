//! The deadline of every answer, which a large upload may move: each byte that comes buys time, so
//! that a slow phone may send a large file and a trickle still ends (ASVS 11.1.4).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

/// The slowest upload that is waited for, in bytes per second: a phone at the edge of its network.
const SLOWEST: u32 = 16 * 1024;

/// When a request must have been answered. On every request, for those who may move it.
#[derive(Clone)]
pub struct Deadline(Arc<Mutex<Instant>>);

impl Deadline {
    fn new(span: Duration) -> Self {
        Self(Arc::new(Mutex::new(Instant::now() + span)))
    }

    /// Gives the time that `bytes` of an upload take at the slowest rate waited for.
    pub fn extend(&self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let mut deadline = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *deadline += Duration::from_secs_f64(f64::from(bytes) / f64::from(SLOWEST));
    }

    fn at(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn passed(&self) {
        while Instant::now() < self.at() {
            tokio::time::sleep_until(self.at()).await;
        }
    }
}

/// Answers 503 in place of what is not answered within `span`.
pub async fn layer(State(span): State<Duration>, mut request: Request, next: Next) -> Response {
    let deadline = Deadline::new(span);
    request.extensions_mut().insert(deadline.clone());
    tokio::select! {
        response = next.run(request) => response,
        () = deadline.passed() => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_comes_buys_time_and_silence_does_not() {
        let began = Instant::now();
        let deadline = Deadline::new(Duration::from_mins(1));
        deadline.extend(160 * 1024);
        deadline.passed().await;
        assert_eq!(began.elapsed().as_secs(), 70);

        // One byte a second for an hour: a few minutes more would be a gift.
        let began = Instant::now();
        let trickle = Deadline::new(Duration::from_mins(1));
        let sending = async {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                trickle.extend(1);
            }
        };
        tokio::select! { () = trickle.passed() => {}, () = sending => {} }
        assert_eq!(began.elapsed().as_secs(), 60);
    }
}
