//! What goes up with a call: JSON, read whole and known to be JSON; or a file, handed on as it comes and never held
//! whole. Either way its digest is in the assertion, so that nobody on the way can send another for it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};

use super::headers::essence;
use super::refusal::Refusal;
use crate::tiles::manifest::ProxyRoute;
use crate::tiles::route::Method;
use crate::web::Error;
use crate::web::deadline::Deadline;

/// The most JSON that goes up, in bytes (contract §3).
const MOST_JSON: usize = 256 * 1024;
/// The slowest upload that is waited for, in bytes per second, as everywhere in the portal.
const SLOWEST: u64 = 16 * 1024;
/// The digest of a file, before it comes (RFC 9530).
const DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// What goes up.
pub enum Load {
    /// Nothing, or JSON: it can be sent a second time.
    Whole(Bytes),
    /// A file on its way.
    File(File),
}

/// A file on its way.
pub struct File {
    body: Body,
    digest: [u8; 32],
    most: u64,
    length: Option<u64>,
    deadline: Option<Deadline>,
    /// What was wrong with it, once it has come.
    wrong: Wrong,
}

/// What was wrong with a file, known once it has been sent.
#[derive(Clone, Default)]
pub struct Wrong(Arc<OnceLock<Fault>>);

#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Fault {
    #[error("the file is too large")]
    TooLarge,
    #[error("the file is not what its digest says")]
    Digest,
    #[error("the file broke off")]
    BrokeOff,
}

impl Wrong {
    /// Why the file could not be sent, when it was the file's fault.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self.0.get()? {
            Fault::TooLarge => Error::TooLarge.into(),
            Fault::Digest => Refusal::WrongDigest,
            Fault::BrokeOff => Error::BadRequest.into(),
        })
    }

    fn is(&self, fault: Fault) -> Fault {
        *self.0.get_or_init(|| fault)
    }
}

impl Load {
    /// Reads what came with a call of `route`. A file is only looked at: it comes when it is sent on.
    ///
    /// # Errors
    /// A [`Refusal`] of what the route does not take.
    pub async fn read(
        route: &ProxyRoute,
        headers: &HeaderMap,
        body: Body,
        deadline: Option<Deadline>,
    ) -> Result<Self, Refusal> {
        let media_type = essence(headers);
        let upload = route.upload.as_ref().filter(|upload| upload.types.contains(&media_type));
        if let Some(upload) = upload {
            let most = u64::from(upload.max_mib) * 1024 * 1024;
            return Ok(Self::File(File::announced(headers, body, most, deadline)?));
        }
        let whole = to_bytes(body, MOST_JSON).await.map_err(|_| Error::TooLarge)?;
        if route.method == Method::Get && !whole.is_empty() {
            return Err(Error::BadRequest.into());
        }
        if !whole.is_empty() {
            if media_type != "application/json" {
                return Err(Error::UnknownFormat.into());
            }
            serde_json::from_slice::<IgnoredAny>(&whole).map_err(|_| Error::BadRequest)?;
        }
        Ok(Self::Whole(whole))
    }

    /// SHA-256 of it.
    pub fn digest(&self) -> [u8; 32] {
        match self {
            Self::Whole(whole) => Sha256::digest(whole).into(),
            Self::File(file) => file.digest,
        }
    }

    /// How long it may take to go up.
    pub fn sending(&self) -> Duration {
        match self {
            Self::Whole(_) => Duration::ZERO,
            Self::File(file) => Duration::from_secs(file.length.unwrap_or(file.most) / SLOWEST),
        }
    }

    /// The headers that tell the back-end what it is.
    pub fn headers(&self, came: &HeaderMap) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let essence = essence(came);
        let media_type = HeaderValue::from_str(&essence).ok();
        match self {
            Self::Whole(whole) if whole.is_empty() => {}
            Self::Whole(_) => headers.extend(media_type.map(|value| (header::CONTENT_TYPE, value))),
            Self::File(file) => {
                headers.extend(media_type.map(|value| (header::CONTENT_TYPE, value)));
                headers.extend(file.length.map(|length| (header::CONTENT_LENGTH, HeaderValue::from(length))));
                let digest = format!("sha-256=:{}:", STANDARD.encode(file.digest));
                headers.extend(digest.parse().ok().map(|value| (DIGEST, value)));
            }
        }
        headers
    }
}

impl File {
    fn announced(
        headers: &HeaderMap,
        body: Body,
        most: u64,
        deadline: Option<Deadline>,
    ) -> Result<Self, Refusal> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let digest = text(DIGEST).and_then(sha256).ok_or(Refusal::NoDigest)?;
        let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if length.is_some_and(|length| length > most) {
            return Err(Error::TooLarge.into());
        }
        Ok(Self { body, digest, most, length, deadline, wrong: Wrong::default() })
    }

    /// Where it is written what was wrong with it.
    pub fn wrong(&self) -> Wrong {
        self.wrong.clone()
    }

    /// The file as it comes. Its last piece is held back until the whole is known to be what was announced:
    /// what is not never ends well at the back-end.
    pub fn stream(
        self,
    ) -> impl Stream<Item = Result<Bytes, impl std::error::Error + Send + Sync + 'static>> + Send + 'static
    {
        let coming = Coming {
            body: self.body.into_data_stream(),
            hash: Sha256::new(),
            digest: self.digest,
            left: self.most,
            held: None,
            deadline: self.deadline,
            wrong: self.wrong,
        };
        stream::try_unfold(coming, Coming::next)
    }
}

struct Coming {
    body: axum::body::BodyDataStream,
    hash: Sha256,
    digest: [u8; 32],
    left: u64,
    held: Option<Bytes>,
    deadline: Option<Deadline>,
    wrong: Wrong,
}

impl Coming {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Fault> {
        loop {
            let Some(chunk) = self.body.next().await else {
                if self.hash.clone().finalize().as_slice() != self.digest {
                    return Err(self.wrong.is(Fault::Digest));
                }
                return Ok(self.held.take().map(|last| (last, self)));
            };
            let chunk = chunk.map_err(|_| self.wrong.is(Fault::BrokeOff))?;
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            self.left = self.left.checked_sub(length).ok_or_else(|| self.wrong.is(Fault::TooLarge))?;
            self.hash.update(&chunk);
            if let Some(deadline) = &self.deadline {
                deadline.extend(chunk.len());
            }
            if let Some(earlier) = self.held.replace(chunk) {
                return Ok(Some((earlier, self)));
            }
        }
    }
}

/// The SHA-256 of a `Content-Digest` (RFC 9530 §2).
fn sha256(said: &str) -> Option<[u8; 32]> {
    let coded = said.split(',').find_map(|one| one.trim().strip_prefix("sha-256=:")?.strip_suffix(':'))?;
    STANDARD.decode(coded).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt as _;

    use super::*;

    fn file(content: &[&'static [u8]], digest_of: &[u8], most: u64) -> File {
        let chunks: Vec<Result<Bytes, Fault>> =
            content.iter().map(|chunk| Ok(Bytes::from_static(chunk))).collect();
        File {
            body: Body::from_stream(stream::iter(chunks)),
            digest: Sha256::digest(digest_of).into(),
            most,
            length: None,
            deadline: None,
            wrong: Wrong::default(),
        }
    }

    #[tokio::test]
    async fn what_was_announced_goes_up_as_it_comes() {
        let file = file(&[b"one ", b"two ", b"three"], b"one two three", 13);
        let sent: Vec<Bytes> = file.stream().try_collect().await.unwrap();
        assert_eq!(sent, ["one ", "two ", "three"]);
    }

    #[tokio::test]
    async fn what_was_not_never_ends_well() {
        let other = file(&[b"one ", b"two"], b"one too", 13);
        let wrong = other.wrong();
        let sent: Vec<_> = other.stream().map(|chunk| chunk.is_ok()).collect().await;
        assert_eq!(sent, [true, false], "the last piece is held back");
        assert!(matches!(wrong.refusal(), Some(Refusal::WrongDigest)));
        let large = file(&[b"one ", b"two"], b"one two", 6);
        let wrong = large.wrong();
        assert!(large.stream().try_collect::<Vec<Bytes>>().await.is_err());
        assert!(matches!(wrong.refusal(), Some(Refusal::Web(Error::TooLarge))));
    }

    #[test]
    fn digests_are_read_as_they_are_written() {
        let digest: [u8; 32] = Sha256::digest(b"x").into();
        let said = format!("sha-512=:AAAA:, sha-256=:{}:", STANDARD.encode(digest));
        assert_eq!(sha256(&said), Some(digest));
        for said in ["", "sha-256=x", "sha-256=:AAAA:", "md5=:AAAA:"] {
            assert_eq!(sha256(said), None, "{said}");
        }
    }
}
