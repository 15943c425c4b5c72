//! The question pages: the first, which begins a draft at the first answer, and the others.
//! Everything works without JavaScript, and nothing typed is ever lost: not to an error, not to a
//! session that ended, not to another device.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Found, conflict, seal_inputs, see};
use crate::audit::Event;
use crate::clock::Micros;
use crate::id::{Reference, RequestId};
use crate::identity::{Citizen, kept};
use crate::requests::views::FormPage;
use crate::requests::{Requests, fields, store};
use crate::text::{Locale, format};
use crate::tiles::form::{FieldError, Form as Definition, Inputs, Page};
use crate::tiles::{Tile, TileId};
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

const HOURS_A_DAY: u64 = 24;

/// Where the citizen came from, in the query of a page.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    /// `check`: they change one answer and go back to the check page.
    #[serde(default)]
    from: String,
}

impl From {
    fn check(&self) -> bool {
        self.from == "check"
    }
}

/// A page of questions about to be shown.
struct Asked<'a> {
    tile: &'a Tile,
    form: &'a Definition,
    page: &'a Page,
    inputs: &'a Inputs,
    errors: &'a [FieldError],
    locale: Locale,
    /// Where the form is posted.
    action: String,
    /// When the draft was saved, and at which version; none before it begins.
    saved: Option<(Micros, i64)>,
    kept: bool,
    from_check: bool,
}

impl Asked<'_> {
    fn view(self) -> Show<FormPage> {
        let (tile, locale) = (self.tile, self.locale);
        let pages = self.form.pages_shown(self.inputs);
        let number = pages.iter().position(|page| page.id == self.page.id).map_or(1, |at| at + 1);
        let error_of =
            |field: &crate::tiles::form::Field| self.errors.iter().find(|error| error.field == field.id);
        let shown = self.form.fields_shown(self.page, self.inputs).into_iter();
        Show(FormPage {
            tile: tile.id().to_string(),
            title: tile.title(locale).to_owned(),
            page_title: tile.word(locale, &self.page.title),
            lead: tile.own_word(locale, &self.page.lead),
            number,
            of: pages.len(),
            fields: shown
                .map(|field| fields::view(tile, field, self.inputs, error_of(field), locale))
                .collect(),
            errors: self.errors.iter().map(|error| error_line(tile, error, locale)).collect(),
            saved_at: self.saved.map(|(at, _)| at),
            action: self.action,
            version: self.saved.map_or(0, |(_, version)| version),
            kept: self.kept,
            from_check: self.from_check,
        })
    }

    /// The same page with what is wrong on it.
    fn refused(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.view()).into_response()
    }
}

fn error_line(tile: &Tile, error: &FieldError, locale: Locale) -> ErrorLine {
    ErrorLine { input: error.input.clone(), message: tile.error_message(locale, error) }
}

/// A form tile's questions; anything else is not found.
fn form_tile<'a>(requests: &'a Requests, id: &str) -> Result<(&'a Tile, &'a Definition)> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    let tile = requests.catalogue.get(&id).ok_or(Error::NotFound)?;
    Ok((tile, tile.form.as_ref().ok_or(Error::NotFound)?))
}

/// The first page of questions. No draft exists yet: looking is not beginning.
pub(super) async fn first(
    State(requests): State<Requests>,
    citizen: Citizen,
    locale: Locale,
    Path(tile): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (tile, form) = form_tile(&requests, &tile)?;
    let action = format!("/services/{}/form", tile.id());
    let mut inputs = form.prefill(&citizen.claims.as_map());
    let typed = kept::take(&requests.identity, &headers, &action).await?;
    if let Some(typed) = &typed {
        form.absorb(form.first_page(), typed, &mut inputs);
    }
    let asked = Asked {
        tile,
        form,
        page: form.first_page(),
        inputs: &inputs,
        errors: &[],
        locale,
        action,
        saved: None,
        kept: typed.is_some(),
        from_check: false,
    };
    Ok(asked.view().into_response())
}

/// What the button pressed asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    Continue,
    Back,
    SaveAndLeave,
}

impl Press {
    fn of(form: &Form) -> Self {
        match form.get("action") {
            Some("back") => Self::Back,
            Some("save") => Self::SaveAndLeave,
            _ => Self::Continue,
        }
    }
}

/// Takes the first answers and begins the draft with them. Leaving or going back begins it too,
/// whatever is wrong on the page: what was typed is worth keeping.
pub(super) async fn begin(
    State(requests): State<Requests>,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    let (tile, definition) = form_tile(&requests, &tile)?;
    let action = format!("/services/{}/form", tile.id());
    let Some(viewer) = viewer else {
        return keep_for_later(&requests, &trace, locale, &action, &form).await;
    };
    let page = definition.first_page();
    let mut inputs = Inputs::default();
    definition.absorb(page, &form.0, &mut inputs);
    let errors = definition.check_page(page, &inputs, format::day(requests.base.clock.now()));
    let press = Press::of(&form);
    if press == Press::Continue && !errors.is_empty() {
        let asked = Asked {
            tile,
            form: definition,
            page,
            inputs: &inputs,
            errors: &errors,
            locale,
            action,
            saved: None,
            kept: false,
            from_check: false,
        };
        return Ok(asked.refused());
    }
    if inputs.is_empty() {
        return Ok(see(locale, &format!("/services/{}", tile.id())));
    }
    let next = match press {
        Press::Continue => definition.next_after(page, &inputs).map_or("check", |page| page.id.as_str()),
        Press::Back | Press::SaveAndLeave => page.id.as_str(),
    };
    let reference = insert(&requests, &viewer, &trace, locale, tile, next, &inputs).await?;
    Ok(match press {
        Press::Continue => see(locale, &step_href(&reference, next)),
        Press::Back => see(locale, &format!("/services/{}", tile.id())),
        Press::SaveAndLeave => see(locale, "/"),
    })
}

/// Where a page of a draft is: a page of questions, or the check page.
fn step_href(reference: &Reference, page: &str) -> String {
    if page == "check" {
        format!("/requests/{reference}/check")
    } else {
        format!("/requests/{reference}/form/{page}")
    }
}

/// The session ended while they typed: what they typed is kept for when they are back.
async fn keep_for_later(
    requests: &Requests,
    trace: &Trace,
    locale: Locale,
    path: &str,
    form: &Form,
) -> Result<Response> {
    let cookie = kept::keep(&requests.identity, trace, path, &form.0).await?;
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", path)
        .append_pair("kept", "1")
        .finish();
    let sign_in = see(locale, &format!("/sign-in?{query}"));
    Ok(([(axum::http::header::SET_COOKIE, cookie)], sign_in).into_response())
}

async fn insert(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    locale: Locale,
    tile: &Tile,
    page: &str,
    inputs: &Inputs,
) -> Result<Reference> {
    let id = RequestId::new(&requests.base.clock);
    let reference = Reference::random();
    let sealed = seal_inputs(&viewer.key, id, inputs)?;
    let release = tile.release.version.clone();
    let event = Event::DraftBegun { tile: tile.id().to_string(), release: release.clone() };
    let mut act = requests.base.acts.begin(viewer.actor(trace), event.of(viewer.account).on(id)).await?;
    let draft = store::NewDraft {
        id,
        account: viewer.account,
        tile: tile.id(),
        release: &release,
        reference: &reference,
        page,
        locale,
        inputs: &sealed,
        at: act.at(),
        expires_at: expiry(tile, act.at()),
    };
    store::insert_draft(act.rows(), &draft).await?;
    act.commit().await?;
    Ok(reference)
}

/// When a draft saved now will be destroyed, by its tile's rule.
fn expiry(tile: &Tile, now: Micros) -> Micros {
    let days = tile.manifest.form.as_ref().map_or(30, |form| form.draft.days);
    now.after(Duration::from_hours(u64::from(days) * HOURS_A_DAY))
}

/// A page of a draft's questions.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path((reference, page)): Path<(String, String)>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let form = found.form()?;
    let Some(page) = form.page(&page) else { return Ok(see(locale, &found.href("/check"))) };
    let mut inputs = found.inputs(&viewer.key)?;
    let action = found.href(&format!("/form/{}", page.id));
    let typed = kept::take(&requests.identity, &headers, &action).await?;
    if let Some(typed) = &typed {
        form.absorb(page, typed, &mut inputs);
    }
    let asked = Asked {
        tile: &found.tile,
        form,
        page,
        inputs: &inputs,
        errors: &[],
        locale,
        action: with_from(action, &from),
        saved: Some((found.request.updated_at, found.request.version)),
        kept: typed.is_some(),
        from_check: from.check(),
    };
    Ok(asked.view().into_response())
}

fn with_from(action: String, from: &From) -> String {
    if from.check() { format!("{action}?from=check") } else { action }
}

/// Saves a page of answers and goes where the button leads. What is wrong is saved too, and said,
/// so that "save and leave" always saves.
pub(super) async fn save(
    State(requests): State<Requests>,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path((reference, page)): Path<(String, String)>,
    Query(from): Query<From>,
    form: Form,
) -> Result<Response> {
    let Some(viewer) = viewer else {
        let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
        return keep_for_later(
            &requests,
            &trace,
            locale,
            &format!("/requests/{reference}/form/{page}"),
            &form,
        )
        .await;
    };
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let definition = found.form()?;
    let page = definition.page(&page).ok_or(Error::NotFound)?;
    let before = found.inputs(&viewer.key)?;
    let posted = conflict::resolve(definition, page, &before, &form);
    let mut inputs = before.clone();
    definition.absorb(page, &posted, &mut inputs);

    let seen: i64 = form.get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    if seen != found.request.version && inputs != before {
        return conflict::page(&found, page, &before, &inputs, locale);
    }
    let errors = definition.check_page(page, &inputs, format::day(requests.base.clock.now()));
    let press = Press::of(&form);
    let stay = press == Press::Continue && !errors.is_empty();
    let next = match press {
        Press::Continue if stay => page.id.as_str(),
        Press::Continue if from.check() => "check",
        Press::Continue => definition.next_after(page, &inputs).map_or("check", |page| page.id.as_str()),
        Press::Back => definition.previous_before(page, &inputs).unwrap_or(page).id.as_str(),
        Press::SaveAndLeave => page.id.as_str(),
    };
    let resume = if next == "check" { page.id.as_str() } else { next };
    let Some(saved) = update(&requests, &viewer, &trace, locale, &found, resume, &inputs).await? else {
        let now = Found::of(&requests, &viewer, &reference).await?;
        return conflict::page(&now, page, &now.inputs(&viewer.key)?, &inputs, locale);
    };
    if stay {
        let asked = Asked {
            tile: &found.tile,
            form: definition,
            page,
            inputs: &inputs,
            errors: &errors,
            locale,
            action: with_from(found.href(&format!("/form/{}", page.id)), &from),
            saved: Some(saved),
            kept: false,
            from_check: from.check(),
        };
        return Ok(asked.refused());
    }
    Ok(match press {
        Press::SaveAndLeave => see(locale, "/"),
        _ => see(locale, &step_href(&found.request.reference, next)),
    })
}

/// Saves everything typed so far. `None` when another window or device saved in between.
async fn update(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    locale: Locale,
    found: &Found,
    page: &str,
    inputs: &Inputs,
) -> Result<Option<(Micros, i64)>> {
    let request = &found.request;
    let version = request.version + 1;
    let sealed = seal_inputs(&viewer.key, request.id, inputs)?;
    let event = Event::DraftSaved { page: page.to_owned(), version };
    let mut act =
        requests.base.acts.begin(viewer.actor(trace), event.of(viewer.account).on(request.id)).await?;
    let at = act.at();
    let saved = store::Saved {
        id: request.id,
        version: request.version,
        page,
        locale,
        inputs: &sealed,
        at,
        expires_at: expiry(&found.tile, at),
    };
    if !store::save(act.rows(), &saved).await? {
        return Ok(None);
    }
    act.commit().await?;
    Ok(Some((at, version)))
}
