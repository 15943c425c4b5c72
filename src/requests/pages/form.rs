//! The question pages: the first, which begins a draft at the first answer, and the others.
//! Everything works without JavaScript, and nothing typed is ever lost: not to an error, not to a
//! session that ended, not to another device.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::draft::Writer;
use super::question::Asked;
use super::{Found, conflict, see};
use crate::id::{AccountId, Reference};
use crate::identity::{Citizen, MaybeCitizen, kept};
use crate::requests::Requests;
use crate::text::{Locale, format};
use crate::tiles::form::{Form as Definition, Inputs, Page, PageId};
use crate::tiles::{Tile, TileId};
use crate::web::{Error, Form, Result, StepUp, Trace, Viewer};

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
    OtherLanguage,
}

impl Press {
    fn of(form: &Form) -> Self {
        match form.get("action") {
            Some("back") => Self::Back,
            Some("save") => Self::SaveAndLeave,
            Some("language") => Self::OtherLanguage,
            _ => Self::Continue,
        }
    }
}

/// Takes the first answers and begins the draft with them. Leaving or going back begins it too,
/// whatever is wrong on the page: what was typed is worth keeping.
pub(super) async fn begin(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    let (tile, definition) = form_tile(&requests, &tile)?;
    let action = format!("/services/{}/form", tile.id());
    let (Some(viewer), Some(session)) = (viewer, session) else {
        return keep_for_later(&requests, &trace, locale, &action, &form, &tile.sign_in()).await;
    };
    let page = definition.first_page();
    // What later pages can be filled in with comes along now: the draft begins with it.
    let known = definition.prefill(&session.claims.as_map());
    let mut inputs = known.clone();
    definition.absorb(page, &form.0, &mut inputs);
    let errors = definition.check_page(page, &inputs, format::day(requests.base.clock.now()));
    let step = next_step(definition, page, &inputs, Press::of(&form), errors.is_empty(), false);
    if matches!(step, Step::Stay) {
        let owner = owner(&requests, viewer.account);
        let asked = Asked::new((tile, definition, page), &inputs, locale, action, owner);
        return Ok(Asked { errors: &errors, ..asked }.refused());
    }
    // Leaving or going back without having typed anything begins nothing.
    let back = Press::of(&form) != Press::Continue;
    if back && inputs == known {
        return Ok(see(locale, &format!("/services/{}", tile.id())));
    }
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    let reference = writer.insert(tile, step.resume(page), &inputs).await?;
    Ok(match step {
        Step::Page(next) if !back => see(locale, &format!("/requests/{reference}/form/{}", next.id)),
        Step::Check => see(locale, &format!("/requests/{reference}/check")),
        Step::Leave => see(locale, "/"),
        Step::OtherLanguage => see(locale.other(), &format!("/requests/{reference}/form/{}", page.id)),
        Step::Page(_) | Step::Stay => see(locale, &format!("/services/{}", tile.id())),
    })
}

/// The session ended while they typed, or is not sure enough any more: what they typed is kept for
/// when they are back.
pub(super) async fn keep_for_later(
    requests: &Requests,
    trace: &Trace,
    locale: Locale,
    path: &str,
    form: &Form,
    lacks: &StepUp,
) -> Result<Response> {
    let cookie = kept::keep(&requests.identity, trace, path, &form.0).await?;
    let sign_in = see(locale, &format!("{}&kept=1", lacks.path(path)));
    Ok(([(axum::http::header::SET_COOKIE, cookie)], sign_in).into_response())
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
        // A stranger wrote this address: only what could be a draft's page goes into the log.
        let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
        let page = PageId::try_from(page).map_err(|_| Error::NotFound)?;
        let path = format!("/requests/{reference}/form/{page}");
        return keep_for_later(&requests, &trace, locale, &path, &form, &StepUp::default()).await;
    };
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let definition = found.form()?;
    let page = definition.page(&page).ok_or(Error::NotFound)?;
    let before = found.inputs(&viewer.key)?;
    let mut inputs = before.clone();
    definition.absorb(page, &conflict::resolve(definition, page, &before, &form), &mut inputs);
    if seen_version(&form) != Some(found.request.version) && inputs != before {
        return conflict::page(&found, page, &before, &inputs, locale);
    }
    let errors = definition.check_page(page, &inputs, format::day(requests.base.clock.now()));
    let step = next_step(definition, page, &inputs, Press::of(&form), errors.is_empty(), from.check());
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    let Some(saved) = writer.update(&found, page, step.resume(page), &inputs).await? else {
        let now = Found::of(&requests, &viewer, &reference).await?;
        return conflict::page(&now, page, &now.inputs(&viewer.key)?, &inputs, locale);
    };
    Ok(match step {
        Step::Page(next) => see(locale, &found.href(&format!("/form/{}", next.id))),
        Step::Check => see(locale, &found.href("/check")),
        Step::Leave => see(locale, "/"),
        Step::OtherLanguage => see(locale.other(), &found.href(&format!("/form/{}", page.id))),
        Step::Stay => {
            let action = with_from(found.href(&format!("/form/{}", page.id)), &from);
            let owner = owner(&requests, viewer.account);
            let asked = Asked::new((&found.tile, definition, page), &inputs, locale, action, owner);
            Asked { errors: &errors, saved: Some(saved), from_check: from.check(), ..asked }.refused()
        }
    })
}

fn seen_version(form: &Form) -> Option<i64> {
    form.get("version")?.parse().ok()
}

/// Where a page of answers leads.
enum Step<'a> {
    /// Here again: something is to be mended.
    Stay,
    /// To another page of questions.
    Page(&'a Page),
    /// To the check page.
    Check,
    /// Home, to come back later.
    Leave,
    /// Here, in the other language.
    OtherLanguage,
}

impl<'a> Step<'a> {
    /// The page to go on from when they come back.
    fn resume(&self, here: &'a Page) -> &'a Page {
        match self {
            Self::Page(next) => next,
            Self::Stay | Self::Check | Self::Leave | Self::OtherLanguage => here,
        }
    }
}

fn next_step<'a>(
    form: &'a Definition,
    page: &'a Page,
    inputs: &Inputs,
    press: Press,
    right: bool,
    from_check: bool,
) -> Step<'a> {
    match press {
        Press::SaveAndLeave => Step::Leave,
        Press::OtherLanguage => Step::OtherLanguage,
        Press::Back => Step::Page(form.previous_before(page, inputs).unwrap_or(page)),
        Press::Continue if !right => Step::Stay,
        Press::Continue if from_check => Step::Check,
        Press::Continue => form.next_after(page, inputs).map_or(Step::Check, Step::Page),
    }
}
