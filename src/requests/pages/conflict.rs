//! Two windows or devices changed one draft: both versions side by side, field by field, and the
//! citizen chooses. Nothing is lost, and nothing is overwritten unseen.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Found, sections};
use crate::requests::views::{Conflict, ConflictRow, Typed};
use crate::text::Locale;
use crate::tiles::form::{Field, Form as Definition, Inputs, Page};
use crate::web::{Form, Result, Show};

/// The page that asks (412): `saved` is what the draft holds, `mine` what was just typed over it.
pub(super) fn page(
    found: &Found,
    page: &Page,
    saved: &Inputs,
    mine: &Inputs,
    locale: Locale,
) -> Result<Response> {
    let form = found.form()?;
    let fields = form.fields_shown(page, mine);
    let names = fields.iter().flat_map(|field| field.input_names());
    let typed = names.flat_map(|name| {
        let values = mine.all(&name).to_vec();
        values.into_iter().map(move |value| Typed { name: name.clone(), value })
    });
    let view = Conflict {
        title: found.tile.title(locale).to_owned(),
        page_title: found.tile.word(locale, &page.title),
        saved_at: found.request.updated_at,
        rows: fields.iter().filter_map(|field| row(found, form, field, saved, mine, locale)).collect(),
        typed: typed.collect(),
        action: found.href(&format!("/form/{}", page.id)),
        version: found.request.version,
    };
    Ok((StatusCode::PRECONDITION_FAILED, Show(view)).into_response())
}

/// A field that the two versions answer differently.
fn row(
    found: &Found,
    form: &Definition,
    field: &Field,
    saved: &Inputs,
    mine: &Inputs,
    locale: Locale,
) -> Option<ConflictRow> {
    let same = field.input_names().iter().all(|name| saved.all(name) == mine.all(name));
    let words = |inputs: &Inputs| {
        let sections = sections(&found.tile, form, locale, inputs);
        let mut rows = sections.into_iter().flat_map(|section| section.rows);
        rows.find(|row| row.field == field.id.as_str()).and_then(|row| row.value)
    };
    (!same).then(|| ConflictRow {
        field: field.id.to_string(),
        label: found.tile.word(locale, &field.label),
        mine: words(mine),
        saved: words(saved),
    })
}

/// What was posted, with the saved values in place of those the citizen chose to keep as saved.
pub(super) fn resolve(
    definition: &Definition,
    page: &Page,
    saved: &Inputs,
    form: &Form,
) -> Vec<(String, String)> {
    let mut posted = form.0.clone();
    for field in definition.fields_shown(page, saved) {
        if form.get(&format!("keep.{}", field.id)) != Some("saved") {
            continue;
        }
        for name in field.input_names() {
            posted.retain(|(posted, _)| *posted != name);
            let mut values: Vec<String> = saved.all(&name).to_vec();
            if values.is_empty() {
                values.push(String::new());
            }
            posted.extend(values.into_iter().map(|value| (name.clone(), value)));
        }
    }
    posted
}
