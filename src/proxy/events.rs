//! A stream of events from a back-end (HTML §9.2), for routes that declare one. It ends when it is silent for long,
//! and in any case in time; when its page goes, the back-end sees it go.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::answer::{self, Answer};
use super::breaker::Pass;
use crate::exchange::{Content, Failure};

/// The longest silence.
const IDLE: Duration = Duration::from_mins(1);
/// The longest stream: its page opens another, with a session and a capability that still hold.
const TOTAL: Duration = Duration::from_mins(15);

struct Events {
    content: Content,
    until: Instant,
    _places: [OwnedSemaphorePermit; 2],
}

/// The answer to hand on, event by event. A back-end that answers has answered well, however it ends.
pub fn stream(answer: Answer, pass: Pass, places: [OwnedSemaphorePermit; 2]) -> Response {
    pass.went_well();
    let Answer { status, headers, content, .. } = answer;
    let events = Events { content, until: Instant::now() + TOTAL, _places: places };
    answer::response(status, headers, Body::from_stream(stream::try_unfold(events, Events::next)))
}

impl Events {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Failure> {
        let left = self.until.saturating_duration_since(Instant::now());
        match self.content.chunk_within(left.min(IDLE)).await {
            // Silence and the end of its time end it as the back-end would.
            Ok(None) | Err(Failure::Timeout) => Ok(None),
            Ok(Some(chunk)) => Ok(Some((chunk, self))),
            Err(failure) => Err(failure),
        }
    }
}
