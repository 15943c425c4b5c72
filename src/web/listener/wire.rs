//! The bytes of one connection, under deadlines; for HTTP/1, only those that are sound.

use std::future::Future;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::framing::{Framing, Refusal, Step};
use super::pulse::Pulse;

/// What is read from the system at once.
const PIECE: usize = 8 * 1024;
/// So much of an answer must be taken within each write deadline.
const PACE: usize = 16 * 1024;
/// How long the end of a connection waits for what its client is still sending: closing on unread bytes
/// would tear up the answer on its way.
const LINGER: Duration = Duration::from_secs(1);

/// How long a client may take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// To send a head from its first byte on, and to send the first one at all.
    pub header: Duration,
    /// To begin another request.
    pub idle: Duration,
    /// To take each further 16 KiB of an answer.
    pub write: Duration,
}

/// A connection under deadlines.
pub struct Wire<S> {
    stream: S,
    pulse: Arc<Pulse>,
    pace: Pace,
    /// For HTTP/1: what its bytes mean. HTTP/2 has frames, which its own reader checks.
    framing: Option<Framing>,
    /// Came in, not yet known to be sound.
    held: BytesMut,
    /// Sound, not yet handed on.
    sound: Bytes,
    heads: u64,
    /// Nothing more is read.
    over: bool,
    /// When the wait for a head ends; none while no head is waited for.
    reading: Option<Pin<Box<Sleep>>>,
    /// When the next piece of an answer must be gone, and what is gone of it.
    writing: Option<(Pin<Box<Sleep>>, usize)>,
    lingering: Option<Pin<Box<Sleep>>>,
}

impl<S> Wire<S> {
    /// A connection that speaks HTTP/1.
    pub fn http1(stream: S, pulse: Arc<Pulse>, pace: Pace) -> Self {
        Self { framing: Some(Framing::default()), ..Self::http2(stream, pulse, pace) }
    }

    /// A connection that speaks HTTP/2.
    pub fn http2(stream: S, pulse: Arc<Pulse>, pace: Pace) -> Self {
        Self {
            stream,
            pulse,
            pace,
            framing: None,
            held: BytesMut::new(),
            sound: Bytes::new(),
            heads: 0,
            over: false,
            reading: None,
            writing: None,
            lingering: None,
        }
    }

    /// Hands on what is sound of the bytes held, or the place of a head that is refused.
    fn sift(&mut self) -> io::Result<()> {
        let Some(framing) = &mut self.framing else { return Ok(()) };
        let head = framing.in_head();
        match framing.step(&self.held) {
            Step::More => Ok(()),
            Step::Sound(length) => {
                self.heads += u64::from(head);
                self.sound = self.held.split_to(length).freeze();
                self.reading = None;
                Ok(())
            }
            Step::Refused(refusal) if head => {
                self.refuse_head(refusal);
                Ok(())
            }
            Step::Refused(refusal) => {
                self.pulse.refuse(self.heads, refusal);
                self.over = true;
                Err(io::ErrorKind::InvalidData.into())
            }
        }
    }

    /// Lets a harmless head take the place of one that is refused. So the refusal goes the way of
    /// all answers, with its page, its headers and its line in the log; the service knows it by its number.
    fn refuse_head(&mut self, refusal: Refusal) {
        self.heads += 1;
        self.pulse.refuse(self.heads, refusal);
        self.sound = stand_in(&self.held);
        self.held.clear();
        self.over = true;
    }

    /// The wait for a head is over.
    fn is_late(&mut self) {
        if self.held.is_empty() { self.over = true } else { self.refuse_head(Refusal::Late) }
    }
}

/// The head that stands in for a refused one: of the refused one's language or interface, as far as
/// they can be told.
fn stand_in(refused: &[u8]) -> Bytes {
    let target =
        refused.split(|byte| *byte == b'\n').next().and_then(|line| line.split(|byte| *byte == b' ').nth(1));
    let target = target.unwrap_or_default();
    let known = ["/fr", "/en", "/api/"].into_iter().find(|start| target.starts_with(start.as_bytes()));
    Bytes::from(format!("GET {} HTTP/1.1\r\nconnection: close\r\n\r\n", known.unwrap_or("/")))
}

impl<S: AsyncRead + Unpin> Wire<S> {
    /// Reads more from the system; tells how many bytes came. None came at the end.
    fn fetch(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut piece = [const { MaybeUninit::uninit() }; PIECE];
        let mut piece = ReadBuf::uninit(&mut piece);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut piece))?;
        if self.held.is_empty() {
            // From the first byte of a head on, the whole head is waited for.
            self.reading = None;
        }
        self.held.extend_from_slice(piece.filled());
        Poll::Ready(Ok(piece.filled().len()))
    }

    /// Waits for the end of the wait for a head, if one is waited for.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if !self.framing.as_ref().is_some_and(Framing::in_head) {
                return Poll::Pending;
            }
            let wait = if self.held.is_empty() && self.pulse.has_begun() {
                self.pace.idle
            } else {
                self.pace.header
            };
            let reading = self.reading.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + wait)));
            ready!(reading.as_mut().poll(cx));
            // While an answer is made, and after it, its client may take its time.
            let until = match self.pulse.idle_since() {
                _ if !self.held.is_empty() => return Poll::Ready(()),
                Some(since) => since + wait,
                None => Instant::now() + wait,
            };
            if until <= Instant::now() {
                return Poll::Ready(());
            }
            reading.as_mut().reset(until);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.framing.is_none() {
            return Pin::new(&mut this.stream).poll_read(cx, buffer);
        }
        loop {
            if !this.sound.is_empty() {
                let length = this.sound.len().min(buffer.remaining());
                buffer.put_slice(&this.sound.split_to(length));
                return Poll::Ready(Ok(()));
            }
            if this.over {
                // The end of what is read is not the end of the client, who is still to be answered.
                return if this.pulse.was_refused() { Poll::Pending } else { Poll::Ready(Ok(())) };
            }
            this.sift()?;
            if !this.sound.is_empty() {
                continue;
            }
            match this.fetch(cx)? {
                Poll::Ready(0) => this.over = true,
                Poll::Ready(_) => {}
                Poll::Pending => {
                    ready!(this.poll_late(cx));
                    this.is_late();
                }
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> Wire<S> {
    /// Fails when an answer has been waiting for its client for too long.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let pace = self.pace.write;
            let (deadline, taken) =
                self.writing.get_or_insert_with(|| (Box::pin(sleep_until(Instant::now() + pace)), 0));
            ready!(deadline.as_mut().poll(cx));
            if *taken < PACE {
                metrics::counter!("parvis_connections_cut_total", "reason" => "slow_reader").increment(1);
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.writing = None;
        }
    }

    fn written(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(length)) => {
                if let Some((_, taken)) = &mut self.writing {
                    *taken += length;
                }
                Poll::Ready(Ok(length))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.poll_stalled(cx).map(Err),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(flushed) => {
                self.writing = None;
                Poll::Ready(flushed)
            }
            Poll::Pending => self.poll_stalled(cx).map(Err),
        }
    }

    /// Says goodbye, then waits a little for what the client is still sending.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.lingering.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
            let heard_out = !this.pulse.was_refused() && this.framing.as_ref().is_none_or(Framing::in_head);
            if heard_out {
                return Poll::Ready(Ok(()));
            }
        }
        let until = this.lingering.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + LINGER)));
        if until.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        loop {
            let unread = this.held.len();
            this.held.advance(unread);
            match ready!(this.fetch(cx)) {
                Ok(1..) => {}
                Ok(0) | Err(_) => return Poll::Ready(Ok(())),
            }
        }
    }
}
