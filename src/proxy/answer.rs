//! An answer of a back-end on its way to a tile: looked at before a byte of it is handed on, and as it goes by.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;

use super::breaker::Pass;
use super::headers;
use super::refusal::Refusal;
use crate::exchange::{Content, Failure, Passed};
use crate::tiles::manifest::{EVENTS, ProxyRoute};

/// The largest problem document that is looked at, in bytes.
const LARGEST_PROBLEM: usize = 16 * 1024;
/// The longest text of one that is handed on, in characters.
const LONGEST_TEXT: usize = 500;
/// What of a problem document is handed on (RFC 9457 §3.1).
const TOLD: [&str; 3] = ["type", "title", "detail"];

/// What an answer is, once its head has been looked at.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The most bytes that may follow.
    pub most: u64,
    pub content: Content,
}

/// Looks at the head of an answer to a call of `route`.
///
/// # Errors
/// A [`Refusal`] in the place of what may not be handed on: errors, redirects, other types, too much, what is
/// packed.
pub async fn look(route: &ProxyRoute, passed: Passed) -> Result<Answer, Refusal> {
    let Passed { status, headers: came, content } = passed;
    match status.as_u16() {
        200..=299 | 304 => {}
        401 | 407 | 429 => return Err(Refusal::Failed(Failure::Status(status.as_u16()))),
        400..=499 => return Err(Refusal::Refused(status, said(&came, content).await)),
        other => return Err(Refusal::Failed(Failure::Status(other))),
    }
    let bad = || Refusal::Failed(Failure::BadAnswer);
    if came.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(bad());
    }
    let most = u64::from(route.reply.max_kib) * 1024;
    let length =
        came.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(bad());
    }
    let mut headers = headers::down(&came);
    let empty = matches!(status.as_u16(), 204 | 205 | 304) || length == Some(0);
    if !empty {
        let essence = headers::essence(&came);
        let media_type = route.reply.types.iter().find(|taken| taken.eq_ignore_ascii_case(&essence));
        let media_type = media_type.ok_or_else(bad)?;
        headers.insert(header::CONTENT_TYPE, media_type.parse().map_err(|_| bad())?);
        if !is_data(media_type) {
            headers.insert(header::CONTENT_DISPOSITION, headers::disposition(&came, media_type));
        }
        headers.extend(length.map(|length| (header::CONTENT_LENGTH, HeaderValue::from(length))));
    }
    Ok(Answer { status, headers, most: if empty { 0 } else { most }, content })
}

/// What a tile's code reads; everything else is a file to be saved.
pub fn is_data(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json") || media_type == EVENTS
}

impl Answer {
    /// All of it.
    ///
    /// # Errors
    /// A [`Failure`] when it breaks off, does not come in time, or is more than may be.
    pub async fn whole(&mut self) -> Result<Bytes, Failure> {
        let mut whole = Vec::new();
        while let Some(chunk) = self.content.chunk().await? {
            whole.extend_from_slice(&chunk);
            if u64::try_from(whole.len()).unwrap_or(u64::MAX) > self.most {
                return Err(Failure::BadAnswer);
            }
        }
        Ok(whole.into())
    }

    /// The answer to hand on. It breaks off where the back-end does, or where it is more than may be.
    pub fn stream(self, pass: Pass, place: OwnedSemaphorePermit) -> Response {
        let Self { status, headers, most, content } = self;
        let flow = Flow { content, left: most, pass: Some(pass), _place: place };
        response(status, headers, Body::from_stream(stream::try_unfold(flow, Flow::next)))
    }
}

/// An answer of these parts.
pub fn response(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// An answer that flows by. It keeps its place among the tile's calls until its end.
struct Flow {
    content: Content,
    left: u64,
    pass: Option<Pass>,
    _place: OwnedSemaphorePermit,
}

impl Flow {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Failure> {
        let chunk = self.content.chunk().await.and_then(|chunk| {
            let length = chunk.as_ref().map_or(0, |chunk| u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            self.left = self.left.checked_sub(length).ok_or(Failure::BadAnswer)?;
            Ok(chunk)
        });
        match (chunk, self.pass.take()) {
            (Ok(Some(chunk)), pass) => {
                self.pass = pass;
                Ok(Some((chunk, self)))
            }
            (Ok(None), pass) => {
                if let Some(pass) = pass {
                    pass.went_well();
                }
                Ok(None)
            }
            (Err(failure), pass) => {
                if let Some(pass) = pass {
                    pass.failed();
                }
                Err(failure)
            }
        }
    }
}

/// What a back-end says of its refusal, as far as a tile may hear it: texts of a problem document.
async fn said(headers: &HeaderMap, mut content: Content) -> Map<String, Value> {
    let json = matches!(headers::essence(headers).as_str(), "application/problem+json" | "application/json");
    let mut whole = Vec::new();
    while json && whole.len() <= LARGEST_PROBLEM {
        match content.chunk().await {
            Ok(Some(chunk)) => whole.extend_from_slice(&chunk),
            Ok(None) => return told(&whole),
            Err(_) => break,
        }
    }
    Map::new()
}

fn told(document: &[u8]) -> Map<String, Value> {
    let document: Map<String, Value> = serde_json::from_slice(document).unwrap_or_default();
    let fits = |text: &str| text.chars().count() <= LONGEST_TEXT && !text.chars().any(char::is_control);
    let members = document
        .into_iter()
        .filter(|(name, value)| TOLD.contains(&name.as_str()) && value.as_str().is_some_and(fits));
    members.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_a_refusal_short_texts_are_told() {
        let document = json!({
            "type": "https://records.example.ca/slot-taken", "title": "Déjà pris", "detail": "a\u{0}b",
            "status": 409, "stack": "at line 4", "instance": "/internal",
        });
        let told = told(document.to_string().as_bytes());
        assert_eq!(
            Value::Object(told),
            json!({
                "type": "https://records.example.ca/slot-taken", "title": "Déjà pris",
            })
        );
        assert!(super::told(b"<html>").is_empty());
    }
}
