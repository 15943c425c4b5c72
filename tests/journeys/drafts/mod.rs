//! Drafts: begun at the first answer, saved by a button or by themselves, kept, found again, and never
//! lost to another window, another device, another language or a lost answer.

mod autosave;
mod life;
mod releases;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use crate::support::{Browser, Portal};

/// What a page that saves by itself sends: the form on screen, with `typed` in place of what it holds,
/// seen at that version.
pub fn saving(portal: &Portal, browser: &mut Browser, typed: &[(&str, &str)], seen: i64) -> RequestBuilder {
    for (name, value) in typed {
        browser.fill(name, value);
    }
    let sending = browser.sending("continue");
    let is_action = |(name, _): &(String, String)| name == "action";
    let mut fields: Vec<_> = sending.fields.into_iter().filter(|field| !is_action(field)).collect();
    fields.push(("action".to_owned(), "autosave".to_owned()));
    let request = browser.request(Method::POST, sending.action.path());
    let origin = portal.url.origin().ascii_serialization();
    let headers = [("accept", "application/json"), ("origin", &origin), ("if-match", &format!("\"{seen}\""))];
    headers.into_iter().fold(request, |request, (name, value)| request.header(name, value)).form(&fields)
}

/// Saves by itself; gives the answer.
pub async fn autosave(
    portal: &Portal,
    browser: &mut Browser,
    typed: &[(&str, &str)],
    seen: i64,
) -> (u16, String, Response) {
    let answer = saving(portal, browser, typed, seen).send().await.unwrap();
    let tag = answer.headers().get("etag").map_or("", |tag| tag.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), tag, answer)
}

/// The problem document of a refusal.
pub async fn problem(answer: Response) -> Value {
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    answer.json().await.unwrap()
}
