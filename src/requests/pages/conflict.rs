//! Two windows or devices changed one draft: both versions side by side, field by field, and the
//! citizen chooses. Nothing is lost, and nothing is overwritten unseen.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::Found;
use crate::requests::subject::Subject;
use crate::requests::views::{Conflict, ConflictRow, Typed};
use crate::text::Locale;
use crate::tiles::form::{Field, Inputs};
use crate::web::{Form, Problem, Show};

/// What a program is told (412): the version that the draft has now, and what it holds where `mine`
/// differs, by input.
pub(super) fn problem(found: &Found, subject: &Subject<'_>, saved: &Inputs, mine: &Inputs) -> Response {
    let names = subject.fields(mine).into_iter().flat_map(Field::input_names);
    let (saved, mine) = (subject.typed(saved), subject.typed(mine));
    let differ = names.filter(|name| saved.all(name) != mine.all(name));
    let saved: Map<String, Value> =
        differ.map(|name| (name.clone(), saved.all(&name).to_vec().into())).collect();
    let mut problem = Problem::new(StatusCode::PRECONDITION_FAILED, "conflict");
    problem.more.insert("version".to_owned(), found.request.version.into());
    problem.more.insert("saved".to_owned(), saved.into());
    problem.into_response()
}

/// The page that asks (412): `saved` is what the draft holds, `mine` what was just typed over it.
pub(super) fn page(
    found: &Found,
    subject: &Subject<'_>,
    saved: &Inputs,
    mine: &Inputs,
    (action, locale): (String, Locale),
) -> Response {
    let fields = subject.fields(mine);
    let title = subject.title(locale, mine);
    let (saved, mine) = (subject.typed(saved), subject.typed(mine));
    let names = fields.iter().flat_map(|field| field.input_names());
    let typed = names.flat_map(|name| {
        let values = mine.all(&name).to_vec();
        values.into_iter().map(move |value| Typed { name: name.clone(), value })
    });
    let view = Conflict {
        title: found.tile.title(locale).to_owned(),
        page_title: title,
        saved_at: found.request.updated_at,
        rows: fields.iter().filter_map(|field| row(subject, field, (&saved, &mine), locale)).collect(),
        typed: typed.collect(),
        action,
        version: found.request.version,
    };
    (StatusCode::PRECONDITION_FAILED, Show(view)).into_response()
}

/// A field that the two versions answer differently.
fn row(
    subject: &Subject<'_>,
    field: &Field,
    (saved, mine): (&Inputs, &Inputs),
    locale: Locale,
) -> Option<ConflictRow> {
    let same = field.input_names().iter().all(|name| saved.all(name) == mine.all(name));
    let words = |inputs: &Inputs| field.words(subject.tile, locale, inputs);
    (!same).then(|| ConflictRow {
        field: field.id.to_string(),
        label: subject.tile.word(locale, &field.label),
        mine: words(mine),
        saved: words(saved),
    })
}

/// What was posted, with the saved values in place of those the citizen chose to keep as saved.
pub(super) fn resolve(subject: &Subject<'_>, saved: &Inputs, form: &Form) -> Vec<(String, String)> {
    let mut posted = form.0.clone();
    let fields = subject.fields(saved);
    let saved = subject.typed(saved);
    for field in fields {
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
