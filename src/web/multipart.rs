//! A posted form with files (RFC 7578), read as it comes: taken only from our own pages, bounded in
//! parts, names, bytes and time, and never whole in memory.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{BodyDataStream, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use futures_util::Stream;
use multer::Field;

use super::deadline::Deadline;
use super::error::{Error, Result};
use super::form::{LONGEST_FORM, check_token};
use super::viewer::Viewer;
use super::{ClientAddress, Form, limited};
use crate::limits::Limit;

/// The most parts of one form.
const MOST_PARTS: usize = 100;
/// The longest name of a field, and the longest name of a file, in bytes.
const LONGEST_NAME: usize = 1024;
/// What may come without a part of the form getting on: the head of a part, and a chunk as the
/// listener reads it.
const HEADROOM: usize = 16 * 1024;

/// A form with files, its token checked. Its parts are read in order, each to its end.
///
/// The token is the first part, so that nothing of a form that is not ours is kept.
pub struct Multipart {
    parts: multer::Multipart<'static>,
    count: Arc<Count>,
    client: ClientAddress,
    read: usize,
}

/// One part of the form: a field, or a file.
pub struct Part {
    /// The field's name.
    pub name: String,
    /// The file's name as the browser gives it; none for a field without a file. Empty when no file
    /// was chosen.
    pub file: Option<String>,
    /// What the browser takes the file for.
    pub media_type: Option<String>,
    field: Field<'static>,
    count: Arc<Count>,
}

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        limited::count(&request, Limit::Form)?;
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let boundary = text(header::CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
        // A longer boundary is none (RFC 2046 §5.1.1); a compressed body could be a bomb.
        let boundary = boundary.filter(|boundary| (1..=70).contains(&boundary.len()));
        if headers.contains_key(header::CONTENT_ENCODING) {
            return Err(Error::BadRequest);
        }
        let boundary = boundary.ok_or(Error::BadRequest)?;
        let client = request.extensions().get::<ClientAddress>().copied().unwrap_or_default();
        let viewer = request.extensions().get::<Viewer>().cloned();
        let deadline = request.extensions().get::<Deadline>().cloned();
        let count = Arc::new(Count { limit: AtomicUsize::new(LONGEST_FORM), deadline, ..Count::default() });
        let feed = Feed { body: request.into_body().into_data_stream(), count: count.clone(), rests: false };
        let mut form = Self { parts: multer::Multipart::new(feed, boundary), count, client, read: 0 };
        let token = match form.next().await? {
            Some(first) if first.name == "csrf" => first.text().await?,
            _ => String::new(),
        };
        check_token(viewer.as_ref(), Some(&token))?;
        Ok(form)
    }
}

impl Multipart {
    /// Lets the whole form hold that many bytes: without this, as many as a form without files.
    pub fn at_most(&mut self, bytes: usize) {
        self.count.limit.store(bytes, Ordering::Relaxed);
    }

    /// The fields read of it, as those of any form.
    #[must_use]
    pub fn form(&self, fields: Vec<(String, String)>) -> Form {
        Form::of_parts(fields, self.client)
    }

    /// The next part; `None` after the last.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when the form is malformed or breaks off, [`Error::TooLarge`] when it is
    /// more than is taken.
    pub async fn next(&mut self) -> Result<Option<Part>> {
        let field = self.parts.next_field().await.map_err(|error| refusal(&error))?;
        self.count.gets_on();
        let Some(field) = field else { return Ok(None) };
        self.read += 1;
        let name = field.name().unwrap_or_default().to_owned();
        if name == "csrf" && self.read > 1 {
            return Err(Error::BadRequest);
        }
        let file = field.file_name().map(|name| name.replace("%22", "\""));
        let longest = file.iter().chain([&name]).map(String::len).max().unwrap_or(0);
        if self.read > MOST_PARTS || name.is_empty() || longest > LONGEST_NAME {
            return Err(Error::BadRequest);
        }
        let media_type = field.content_type().map(|kind| kind.essence_str().to_owned());
        Ok(Some(Part { name, file, media_type, field, count: self.count.clone() }))
    }
}

impl Part {
    /// The next piece of its content; `None` at its end.
    ///
    /// # Errors
    /// As [`Multipart::next`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let chunk = self.field.chunk().await.map_err(|error| refusal(&error))?;
        self.count.gets_on();
        Ok(chunk)
    }

    /// Its content as text.
    ///
    /// # Errors
    /// As [`Multipart::next`]; also when it is longer than a form may be, or no text.
    pub async fn text(mut self) -> Result<String> {
        let mut content = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if content.len() + chunk.len() > LONGEST_FORM {
                return Err(Error::TooLarge);
            }
            content.extend_from_slice(&chunk);
        }
        String::from_utf8(content).map_err(|_| Error::BadRequest)
    }
}

/// What has come of a form.
#[derive(Default)]
struct Count {
    limit: AtomicUsize,
    received: AtomicUsize,
    /// Since the form last got on.
    idle: AtomicUsize,
    deadline: Option<Deadline>,
}

impl Count {
    fn gets_on(&self) {
        self.idle.store(0, Ordering::Relaxed);
    }

    fn take(&self, bytes: usize) -> Result<(), Stop> {
        if let Some(deadline) = &self.deadline {
            deadline.extend(bytes);
        }
        if self.received.fetch_add(bytes, Ordering::Relaxed) + bytes > self.limit.load(Ordering::Relaxed) {
            return Err(Stop::TooLarge);
        }
        if self.idle.fetch_add(bytes, Ordering::Relaxed) > HEADROOM { Err(Stop::Stuck) } else { Ok(()) }
    }
}

/// Why the reading of a form stops.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error("more than is taken")]
    TooLarge,
    #[error("no part gets on")]
    Stuck,
    #[error("the connection broke")]
    Broken,
}

fn refusal(error: &multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) if matches!(cause.downcast_ref(), Some(Stop::TooLarge)) => {
            Error::TooLarge
        }
        _ => Error::BadRequest,
    }
}

/// The body, one chunk at a time. `multer` reads on as long as more is ready, which from a fast
/// sender would be the whole file: so after each chunk, nothing is ready for a moment.
struct Feed {
    body: BodyDataStream,
    count: Arc<Count>,
    rests: bool,
}

impl Stream for Feed {
    type Item = Result<Bytes, Stop>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.rests) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let chunk = std::task::ready!(Pin::new(&mut self.body).poll_next(cx));
        self.rests = true;
        Poll::Ready(chunk.map(|chunk| {
            let chunk = chunk.map_err(|_| Stop::Broken)?;
            self.count.take(chunk.len())?;
            Ok(chunk)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use proptest::prelude::*;

    const BOUNDARY: &str = "----boundary";

    fn part(head: &str, content: &str) -> String {
        format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
    }

    fn request(body: Vec<Bytes>) -> Request {
        let chunks = futures_util::stream::iter(body.into_iter().map(Ok::<_, std::io::Error>));
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        Request::post("/").header("content-type", kind).body(Body::from_stream(chunks)).unwrap()
    }

    /// Reads a whole form; gives the parts' names, files' names and lengths.
    async fn read(body: Vec<Bytes>, most: usize) -> Result<Vec<(String, Option<String>, usize)>> {
        let mut form = Multipart::from_request(request(body), &()).await?;
        form.at_most(most);
        let mut parts = Vec::new();
        while let Some(mut part) = form.next().await? {
            let mut length = 0;
            while let Some(chunk) = part.chunk().await? {
                length += chunk.len();
            }
            parts.push((part.name.clone(), part.file.clone(), length));
        }
        Ok(parts)
    }

    fn whole(parts: &[String]) -> Vec<u8> {
        let csrf = part("name=\"csrf\"", "token");
        [csrf.as_str(), &parts.concat(), &format!("--{BOUNDARY}--\r\n")].concat().into_bytes()
    }

    fn cut(body: &[u8], size: usize) -> Vec<Bytes> {
        body.chunks(size).map(Bytes::copy_from_slice).collect()
    }

    #[tokio::test]
    async fn parts_come_whole_however_they_are_cut() {
        let file = "x".repeat(100_000);
        let body = whole(&[part("name=\"a\"", "1"), part("name=\"f\"; filename=\"%22é.pdf\"", &file)]);
        for size in [1, 7, 1_000, 200_000] {
            let parts = read(cut(&body, size), 1 << 20).await.unwrap();
            let expected = [("a".into(), None, 1), ("f".into(), Some("\"é.pdf".into()), 100_000)];
            assert_eq!(parts, expected, "in pieces of {size}");
        }
    }

    #[tokio::test]
    async fn abuse_is_refused() {
        let refused = async |body: Vec<u8>| match read(cut(&body, 4_096), 1 << 20).await {
            Err(Error::BadRequest) => "bad",
            Err(Error::TooLarge) => "large",
            other => panic!("{other:?}"),
        };
        let many: Vec<String> = (0..10_000).map(|_| part("name=\"a\"", "")).collect();
        assert_eq!(refused(whole(&many)).await, "bad");
        let long = part(&format!("name=\"a\"; filename=\"{}\"", "n".repeat(2_000)), "");
        assert_eq!(refused(whole(&[long])).await, "bad");
        let head = part(&format!("name=\"a\"\r\nx: {}", "h".repeat(60_000)), "");
        assert_eq!(refused(whole(&[head])).await, "bad");
        let endless =
            part("name=\"a\"\r\n", "").into_bytes().into_iter().chain(vec![b'h'; 300_000]).collect();
        assert_eq!(refused(endless).await, "bad");
        assert_eq!(refused(vec![b'-'; 300_000]).await, "bad");
        assert_eq!(refused(whole(&[part("name=\"\"", "")])).await, "bad");
        assert_eq!(
            refused(whole(&[part("name=\"f\"; filename=\"f\"", &"x".repeat(2 << 20))])).await,
            "large"
        );
        let mut broken = whole(&[part("name=\"f\"; filename=\"f\"", "abc")]);
        broken.truncate(broken.len() - 10);
        assert_eq!(refused(broken).await, "bad");
    }

    #[tokio::test]
    async fn what_is_no_form_with_files_is_refused() {
        for (name, value) in [
            ("content-type", "multipart/form-data"),
            ("content-type", "application/json"),
            ("content-encoding", "gzip"),
        ] {
            let mut request = request(cut(&whole(&[]), 100));
            request.headers_mut().insert(name, value.parse().unwrap());
            assert!(matches!(Multipart::from_request(request, &()).await, Err(Error::BadRequest)), "{value}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Whatever comes, it is read to its end or refused: nothing hangs, nothing panics, and no
        /// more is held than the limits say.
        #[test]
        fn any_bytes_come_to_an_end(
            noise in prop::collection::vec(prop_oneof![
                Just(b"\r\n".to_vec()), Just(b"--".to_vec()), Just(b"----boundary".to_vec()),
                Just(b"content-disposition: form-data; name=\"a\"; filename=\"b\"".to_vec()),
                prop::collection::vec(any::<u8>(), 0..40),
            ], 0..60),
            size in 1_usize..500,
            ours in any::<bool>(),
        ) {
            let start = if ours { whole(&[]) } else { Vec::new() };
            let body = [start.as_slice(), &noise.concat()].concat();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            let reading = async {
                tokio::time::timeout(std::time::Duration::from_secs(5), read(cut(&body, size), 10_000)).await
            };
            prop_assert!(runtime.block_on(reading).is_ok(), "it hangs");
        }
    }
}
