//! The bodies of a connection's requests and answers: in time, and known to be under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::Refusal;
use super::pulse::Intake;

/// Beyond its deadline a body may go on for as long as it comes at this pace: large files come
/// over slow lines, one byte a second does not.
const BYTES_A_SECOND: u64 = 16 * 1024;

/// Why a body could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the body was refused: {0:?}")]
pub struct Broken(Refusal);

/// The body of a request, which must come in time.
pub fn incoming(body: Incoming, intake: Intake, deadline: Duration) -> Body {
    if body.is_end_stream() {
        return Body::empty();
    }
    Body::new(Timely { body, intake, deadline: Instant::now() + deadline, received: 0, timer: None })
}

struct Timely {
    body: Incoming,
    intake: Intake,
    deadline: Instant,
    received: u64,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Timely {
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let until = self.deadline + Duration::from_secs(self.received / BYTES_A_SECOND);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if timer.deadline() != until {
            timer.as_mut().reset(until);
        }
        timer.as_mut().poll(cx)
    }
}

impl hyper::body::Body for Timely {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Pending => self.poll_late(cx).map(|()| {
                self.intake.is_late();
                Some(Err(Broken(Refusal::Late).into()))
            }),
            Poll::Ready(Some(Ok(frame))) => {
                self.received += frame.data_ref().map_or(0, |data| data.len() as u64);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer: its request is under way until it is handed over.
pub fn outgoing(body: Body, intake: Intake) -> Body {
    if body.is_end_stream() { body } else { Body::new(UnderWay { body, _intake: intake }) }
}

struct UnderWay {
    body: Body,
    _intake: Intake,
}

impl hyper::body::Body for UnderWay {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
