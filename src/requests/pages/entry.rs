//! Removing an entry of a group: asked first, with all that would go.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::Writer;
use super::step::From;
use super::{Found, see};
use crate::identity::Citizen;
use crate::requests::Requests;
use crate::requests::subject::{Place, Subject};
use crate::requests::views::{AnswerRow, AnswerSection, Removal};
use crate::text::Locale;
use crate::tiles::form::{Entry, Inputs};
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

/// The entry to be removed, in a draft that still holds it.
struct Standing<'a> {
    found: &'a Found,
    subject: Subject<'a>,
    entry: Entry,
    inputs: Inputs,
    from: From,
}

impl<'a> Standing<'a> {
    /// `None` when the draft was sent, or holds that entry no more.
    fn of(
        found: &'a Found,
        place: &Place,
        (viewer, citizen): (&Viewer, &Citizen),
        from: From,
    ) -> Result<Option<Self>> {
        let form = found.form()?;
        let subject = Subject::at(&found.tile, form, place).ok_or(Error::NotFound)?;
        let (group, entry) = subject.entry.clone().ok_or(Error::NotFound)?;
        let inputs = found.inputs(&viewer.key, &form.prefill(&citizen.claims.as_map()))?;
        let stands = found.is_draft() && inputs.entries(&group.id).contains(&entry);
        Ok(stands.then_some(Self { found, subject, entry, inputs, from }))
    }

    fn list_href(&self) -> String {
        self.found.href(&self.from.with_list(format!("/form/{}", self.subject.page.id)))
    }

    fn view(&self, locale: Locale, changed: bool) -> Show<Removal> {
        let title = self.subject.title(locale, &self.inputs);
        let typed = self.subject.typed(&self.inputs);
        let fields = self.subject.fields(&self.inputs).into_iter();
        let rows = fields.filter_map(|field| field.row(self.subject.tile, locale, &typed));
        let row = |row: crate::tiles::form::SummaryRow| AnswerRow {
            id: row.field.to_string(),
            label: row.label,
            value: row.value,
            error: None,
            change_href: None,
        };
        Show(Removal {
            title: self.found.tile.title(locale).to_owned(),
            sections: vec![AnswerSection {
                id: self.entry.id.to_string(),
                entry: false,
                title: title.clone(),
                rows: rows.map(row).collect(),
            }],
            entry: title,
            changed,
            action: self.found.href(&self.from.with_same(format!("{}/removal", self.subject.path()))),
            back_href: self.list_href(),
            version: self.found.request.version,
        })
    }
}

/// What the entry holds, and the button that removes it.
pub(super) async fn ask_removal(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &place.reference).await?;
    Ok(match Standing::of(&found, &place, (&viewer, &citizen), from)? {
        Some(standing) => standing.view(locale, false).into_response(),
        None => see(locale, &found.href("/form")),
    })
}

/// Removes the entry. When the draft changed since it was asked, it is asked again: what goes must
/// have been seen.
pub(super) async fn remove(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    trace: Trace,
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
    form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &place.reference).await?;
    let Some(standing) = Standing::of(&found, &place, (&viewer, &citizen), from)? else {
        return Ok(see(locale, &found.href("/form")));
    };
    if form.get("version") == Some(found.request.version.to_string().as_str()) {
        let mut inputs = standing.inputs.clone();
        inputs.remove_entry(&standing.entry);
        let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
        let page = standing.subject.page;
        if writer.update(&found, page, page, &inputs).await?.is_some() {
            return Ok(see(locale, &standing.list_href()));
        }
    }
    Ok((StatusCode::PRECONDITION_FAILED, standing.view(locale, true)).into_response())
}
