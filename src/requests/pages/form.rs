//! The question pages: the first, which begins a draft at the first answer, and the others.
//! Everything works without JavaScript, and nothing typed is ever lost: not to an error, not to a
//! session that ended, not to another device.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::question::Asked;
use super::{Found, conflict, seal_inputs, see};
use crate::audit::Event;
use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId};
use crate::identity::{Citizen, kept};
use crate::requests::{Requests, store};
use crate::text::{Locale, format};
use crate::tiles::form::{Form as Definition, Inputs};
use crate::tiles::{Tile, TileId};
use crate::web::{Error, Form, Result, Trace, Viewer};

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

/// A form tile's questions; anything else is not found.
fn form_tile<'a>(requests: &'a Requests, id: &str) -> Result<(&'a Tile, &'a Definition)> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    let tile = requests.catalogue.get(&id).ok_or(Error::NotFound)?;
    Ok((tile, tile.form.as_ref().ok_or(Error::NotFound)?))
}

/// A mark of whose page it is, the same at every sign-in: nothing about the person can be read
/// from it.
fn owner(requests: &Requests, account: AccountId) -> String {
    URL_SAFE_NO_PAD.encode(requests.base.vault.fingerprint("form owner", account.0.as_bytes()))
}

/// What this person typed on this page as their session ended. What somebody else typed in the
/// same browser is thrown away.
async fn kept_answers(
    requests: &Requests,
    account: AccountId,
    headers: &HeaderMap,
    action: &str,
) -> Result<Option<Vec<(String, String)>>> {
    let kept = kept::take(&requests.identity, headers, action).await?;
    let owner = owner(requests, account);
    Ok(kept.filter(|fields| fields.iter().any(|(name, value)| name == "owner" && *value == owner)))
}

/// The first page of questions. No draft exists yet: looking is not beginning.
pub(super) async fn first(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    locale: Locale,
    Path(tile): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (tile, form) = form_tile(&requests, &tile)?;
    let action = format!("/services/{}/form", tile.id());
    let mut inputs = form.prefill(&citizen.claims.as_map());
    let typed = kept_answers(&requests, viewer.account, &headers, &action).await?;
    if let Some(typed) = &typed {
        form.absorb(form.first_page(), typed, &mut inputs);
    }
    let owner = owner(&requests, viewer.account);
    let asked = Asked::new((tile, form, form.first_page()), &inputs, locale, action, owner);
    let asked = Asked { kept: typed.is_some(), ..asked };
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
        let owner = owner(&requests, viewer.account);
        let asked = Asked::new((tile, definition, page), &inputs, locale, action, owner);
        let asked = Asked { errors: &errors, ..asked };
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
    let typed = kept_answers(&requests, viewer.account, &headers, &action).await?;
    if let Some(typed) = &typed {
        form.absorb(page, typed, &mut inputs);
    }
    let owner = owner(&requests, viewer.account);
    let asked = Asked {
        saved: Some((found.request.updated_at, found.request.version)),
        kept: typed.is_some(),
        from_check: from.check(),
        ..Asked::new((&found.tile, form, page), &inputs, locale, with_from(action, &from), owner)
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
        let action = with_from(found.href(&format!("/form/{}", page.id)), &from);
        let owner = owner(&requests, viewer.account);
        let asked = Asked {
            errors: &errors,
            saved: Some(saved),
            from_check: from.check(),
            ..Asked::new((&found.tile, definition, page), &inputs, locale, action, owner)
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
