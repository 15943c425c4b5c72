//! Documents: they stay with the back-end. When the citizen opens one, the portal fetches it for
//! them, checks what it is, and hands it on; it keeps no copy.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Found;
use crate::act::Actor;
use crate::audit::Event;
use crate::exchange::{self, Ask, Caller, Fit};
use crate::id::DocumentId;
use crate::identity::Citizen;
use crate::outbox::{Kind, NewJob};
use crate::requests::Requests;
use crate::requests::news::document_details;
use crate::requests::store::{self, Document};
use crate::requests::submission::Submission;
use crate::requests::views::{DocumentLine, DocumentResting};
use crate::text::Locale;
use crate::vault::DataKey;
use crate::web::{Error, Result, Show, Trace, Viewer};

const MIB: u64 = 1024 * 1024;
/// What a browser may show by itself. Anything else is handed over to be saved.
const SHOWN: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

/// The documents of a request as lines.
pub(super) fn lines(
    found: &Found,
    documents: &[Document],
    key: &DataKey,
    locale: Locale,
) -> Result<Vec<DocumentLine>> {
    let line = |document: &Document| {
        Ok(DocumentLine {
            href: found.href(&format!("/documents/{}", document.id)),
            title: title(found, document, key, locale)?,
            at: document.at,
            opened_at: document.opened_at,
        })
    };
    documents.iter().map(line).collect()
}

fn title(found: &Found, document: &Document, key: &DataKey, locale: Locale) -> Result<String> {
    let details = document_details(document.id, &document.details, key)?;
    let codes = found.tile.manifest.documents.as_ref().map(|documents| &documents.codes);
    Ok(match codes.and_then(|codes| codes.get(&document.code)) {
        Some(words) => found.tile.word_with(locale, &words.key, &details.params),
        None => found.tile.word(locale, "document-untitled"),
    })
}

/// Opens a document: fetched from the back-end in the citizen's name, streamed, never stored.
pub(super) async fn open(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path((reference, document)): Path<(String, String)>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let id: DocumentId = document.parse().map_err(|_| Error::NotFound)?;
    let mut db = requests.base.db.read().await?;
    let documents = store::documents::of_request(&mut db, found.request.id).await?;
    drop(db);
    let document = documents.into_iter().find(|document| document.id == id).ok_or(Error::NotFound)?;
    let title = title(&found, &document, &viewer.key, locale)?;
    match fetch(&requests, &citizen, &found, &document, locale).await? {
        Ok(fetched) => {
            note_opened(&requests, &viewer, &trace, &found, &document).await?;
            Ok(handed_on(fetched, &title))
        }
        Err(failure) => {
            let backend = backend(&found).to_owned();
            let event = Event::DocumentFailed { backend: backend.clone(), reason: failure.to_string() };
            let entry = event.of(viewer.account).on(found.request.id);
            let mut act = requests.base.acts.begin(Actor::system(), entry).await?;
            if failure.is_silence() {
                let at = act.at();
                store::pulls::failed(act.rows(), &backend, at).await?;
            }
            act.commit().await?;
            Ok((StatusCode::SERVICE_UNAVAILABLE, Show(resting(&found, &document, title, locale)))
                .into_response())
        }
    }
}

fn backend(found: &Found) -> &str {
    found.tile.manifest.submit.as_ref().map(|submit| submit.backend.as_str()).unwrap_or_default()
}

fn resting(found: &Found, document: &Document, title: String, locale: Locale) -> DocumentResting {
    DocumentResting {
        title: found.tile.title(locale).to_owned(),
        document_title: title,
        retry_href: found.href(&format!("/documents/{}", document.id)),
        request_href: found.href(""),
    }
}

async fn fetch(
    requests: &Requests,
    citizen: &Citizen,
    found: &Found,
    document: &Document,
    locale: Locale,
) -> Result<std::result::Result<exchange::Document, exchange::Failure>> {
    let rules = found.tile.manifest.documents.as_ref().ok_or(Error::NotFound)?;
    let request = found.request.id.to_string();
    let path = rules.route.path.expand(&[("request", &request), ("document", &document.name)]);
    let path = path.map_err(|_| Error::NotFound)?;
    let caller = Caller {
        account: citizen.account,
        acr: citizen.acr.clone(),
        signed_in_at: citizen.signed_in_at,
        locale,
        claims: Submission::released(&found.tile, &citizen.claims.as_map()),
    };
    let ask = Ask { backend: backend(found), tile: found.tile.id().as_str(), path: &path };
    let fit = Fit { types: &rules.types, most_bytes: u64::from(rules.max_mib) * MIB };
    Ok(requests.exchange.fetch(&ask, &caller, fit).await)
}

/// The first opening is an act, told to the back-end where its tile says so.
async fn note_opened(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    found: &Found,
    document: &Document,
) -> Result<()> {
    if document.opened_at.is_some() {
        return Ok(());
    }
    let request = found.request.id;
    let event = Event::DocumentOpened { document: document.code.clone() };
    let mut act = requests.base.acts.begin(viewer.actor(trace), event.of(viewer.account).on(request)).await?;
    let at = act.at();
    if !store::documents::opened(act.rows(), document.id, at).await? {
        return Ok(());
    }
    if found.tile.manifest.documents.as_ref().is_some_and(|rules| rules.opened.is_some()) {
        act.promise(NewJob {
            kind: Kind::TellOpened,
            subject: document.id.0,
            account: Some(viewer.account),
            request: Some(request),
            payload: json!({ "document": document.id }),
        })
        .await?;
    }
    act.commit().await?;
    Ok(())
}

/// The answer with the document: shown by the browser where that is safe, in a sandbox either way
/// (ASVS 12.5.2, 14.4).
fn handed_on(document: exchange::Document, title: &str) -> Response {
    let shown = SHOWN.contains(&document.media_type.as_str());
    let mut response = Body::from_stream(document.content).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &document.media_type);
    set(header::CONTENT_DISPOSITION, &disposition(shown, title, &document.media_type));
    set(header::CACHE_CONTROL, "no-store");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some(bytes) = document.bytes {
        set(header::CONTENT_LENGTH, &bytes.to_string());
    }
    response
}

/// `inline` or `attachment`, with the title as the file's name (RFC 6266, RFC 8187).
fn disposition(shown: bool, title: &str, media_type: &str) -> String {
    let kind = if shown { "inline" } else { "attachment" };
    let ending = match media_type {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => "",
    };
    let name: String =
        title.chars().map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-') { c } else { '-' }).collect();
    let encoded: String = format!("{name}{ending}").bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.') {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    });
    format!("{kind}; filename=\"document{ending}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_the_file_and_nothing_else() {
        let said = disposition(true, "Conclusions : « é\"\r\nx: y", "application/pdf");
        assert_eq!(
            said,
            "inline; filename=\"document.pdf\"; \
             filename*=UTF-8''Conclusions%20-%20-%20%C3%A9---x-%20y.pdf"
        );
        assert!(disposition(false, "a", "text/html").starts_with("attachment; filename=\"document\""));
    }
}
