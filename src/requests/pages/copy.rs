//! The copy of what was sent: a page to print, and a document to keep.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::follow::submission;
use super::{Found, section_views, see};
use crate::identity::Citizen;
use crate::requests::Requests;
use crate::requests::copy::{self, Sent};
use crate::requests::views::RequestCopy;
use crate::text::Locale;
use crate::web::{Error, Result, Show, Viewer};

/// The copy to print or to keep.
pub(super) async fn page(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let (Some(submission), Some(submitted_at)) = (submission(&found, &viewer)?, found.request.submitted_at)
    else {
        return Ok(see(locale, &found.href("/check")));
    };
    Ok(Show(RequestCopy {
        title: found.tile.title(locale).to_owned(),
        reference: found.request.reference.to_string(),
        name: citizen.claims.name.clone().unwrap_or_default(),
        submitted_at,
        sections: section_views(submission.sections),
        declaration: submission.declaration,
        request_href: found.href(""),
        pdf_href: found.href("/copy.pdf"),
    })
    .into_response())
}

/// The copy as a tagged PDF, in the language in which the request was sent.
pub(super) async fn pdf(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let (Some(submission), Some(at)) = (submission(&found, &viewer)?, found.request.submitted_at) else {
        return Ok(see(locale, &found.href("/check")));
    };
    let reference = &found.request.reference;
    let sent = Sent {
        title: found.tile.title(submission.locale).to_owned(),
        reference,
        name: citizen.claims.name.clone().unwrap_or_default(),
        at,
        portal: requests.base.config.portal.name.get(submission.locale).to_owned(),
    };
    let document = copy::document(&requests.base.text, &sent, &submission);
    let file = copy::file_name(reference, submission.locale);
    let rendered = tokio::task::spawn_blocking(move || document.render()).await.map_err(Error::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    Ok((headers, rendered.map_err(Error::internal)?).into_response())
}
