//! The question pages: the first, which begins a draft at the first answer, and the others.
//! Everything works without JavaScript, and nothing typed is ever lost: not to an error, not to a
//! session that ended, not to another device.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;

use super::draft::Writer;
use super::question::Asked;
use super::step::{From, Press, Step, next_step};
use super::{Found, conflict, see};
use crate::id::AccountId;
use crate::identity::{Citizen, MaybeCitizen, kept};
use crate::requests::Requests;
use crate::requests::files::Listed;
use crate::requests::subject::{Place, Subject};
use crate::text::{Locale, format};
use crate::tiles::form::{Form as Definition, Inputs};
use crate::tiles::{Tile, TileId};
use crate::web::{Error, Form, Result, StepUp, Trace, Viewer};

/// A form tile's questions; anything else is not found.
fn form_tile<'a>(requests: &'a Requests, id: &str) -> Result<(&'a Tile, &'a Definition)> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    let tile = requests.catalogue.get(&id).ok_or(Error::NotFound)?;
    Ok((tile, tile.form.as_ref().ok_or(Error::NotFound)?))
}

/// A mark of whose page it is, the same at every sign-in: nothing about the person can be read
/// from it.
pub(super) fn owner(requests: &Requests, account: AccountId) -> String {
    URL_SAFE_NO_PAD.encode(requests.base.vault.fingerprint("form owner", account.0.as_bytes()))
}

/// What this person typed on this page as their session ended. What somebody else typed in the
/// same browser is thrown away.
pub(super) async fn kept_answers(
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
    let subject = Subject::page(tile, form, form.first_page());
    let action = format!("/services/{}/form", tile.id());
    let known = form.prefill(&citizen.claims.as_map());
    let mut inputs = known.clone();
    let typed = kept_answers(&requests, viewer.account, &headers, &action).await?;
    if let Some(typed) = &typed {
        subject.absorb(typed, &mut inputs);
        form.lock(&known, &mut inputs);
    }
    let screen =
        Screen { requests: &requests, account: viewer.account, known: &known, locale, action, files: &[] };
    Ok(Asked { kept: typed.is_some(), ..screen.asked(&subject, &inputs) }.view().into_response())
}

/// What the screens of one request have in common.
struct Screen<'a> {
    requests: &'a Requests,
    account: AccountId,
    known: &'a Inputs,
    locale: Locale,
    action: String,
    files: &'a [Listed],
}

impl<'a> Screen<'a> {
    /// The screen as it is first shown: nothing saved, nothing wrong.
    fn asked(self, subject: &'a Subject<'a>, inputs: &'a Inputs) -> Asked<'a> {
        Asked {
            subject,
            inputs,
            known: self.known,
            today: today(self.requests),
            errors: &[],
            locale: self.locale,
            action: self.action,
            saved: None,
            kept: false,
            from_check: false,
            owner: owner(self.requests, self.account),
            files: self.files,
        }
    }
}

fn today(requests: &Requests) -> Date {
    format::day(requests.base.clock.now())
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
    let subject = Subject::page(tile, definition, definition.first_page());
    // What later pages can be filled in with comes along now: the draft begins with it.
    let known = definition.prefill(&session.claims.as_map());
    let mut inputs = known.clone();
    subject.absorb(&form.0, &mut inputs);
    definition.lock(&known, &mut inputs);
    let today = today(&requests);
    let errors = subject.check(&inputs, today);
    let press = Press::of(&form);
    // Leaving or going back without having typed anything begins nothing.
    if press != Press::Continue && inputs == known {
        return Ok(see(locale, &format!("/services/{}", tile.id())));
    }
    let step = next_step(&subject, &inputs, press.clone(), errors.is_empty(), (From::default(), today));
    if matches!(step, Step::Stay) {
        let screen = Screen {
            requests: &requests,
            account: viewer.account,
            known: &known,
            locale,
            action,
            files: &[],
        };
        return Ok(Asked { errors: &errors, ..screen.asked(&subject, &inputs) }.refused());
    }
    if press == Press::Continue {
        inputs.pass(&subject.page.id);
    }
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    let reference = writer.insert(tile, step.resume(subject.page), &inputs).await?;
    if press == Press::Back {
        return Ok(see(locale, &format!("/services/{}", tile.id())));
    }
    Ok(match step.leads_to(&subject, From::default(), locale) {
        Some((locale, path)) => see(locale, &format!("/requests/{reference}{path}")),
        None => see(locale, "/"),
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
    let cookie = kept::keep(&requests.identity, trace, path, form).await?;
    let sign_in = see(locale, &format!("{}&kept=1", lacks.path(path)));
    Ok(([(axum::http::header::SET_COOKIE, cookie)], sign_in).into_response())
}

/// A screen of a draft's questions.
pub(super) async fn show(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &place.reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let form = found.form()?;
    let Some(subject) = Subject::at(&found.tile, form, &place) else {
        return Ok(see(locale, &found.href("/check")));
    };
    let known = form.prefill(&citizen.claims.as_map());
    let mut inputs = found.inputs(&viewer.key, &known)?;
    if subject.has_no_room(&inputs) {
        return Ok(see(locale, &found.href(&format!("/form/{}", subject.page.id))));
    }
    let action = found.href(&subject.path());
    let typed = kept_answers(&requests, viewer.account, &headers, &action).await?;
    if let Some(typed) = &typed {
        subject.absorb(typed, &mut inputs);
        form.lock(&known, &mut inputs);
    }
    let action = from.with_same(action);
    let screen = Screen {
        requests: &requests,
        account: viewer.account,
        known: &known,
        locale,
        action,
        files: &found.files,
    };
    let asked = Asked {
        saved: Some((found.request.updated_at, found.request.version)),
        kept: typed.is_some(),
        from_check: from.check(),
        ..screen.asked(&subject, &inputs)
    };
    Ok(asked.view().into_response())
}

/// Saves a screen of answers and goes where the button leads. What is wrong is saved too, and said,
/// so that "save and leave" always saves.
pub(super) async fn save(
    State(requests): State<Requests>,
    (MaybeCitizen(session), viewer): (MaybeCitizen, Option<Viewer>),
    trace: Trace,
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
    form: Form,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        // A stranger wrote this address: only what could be a draft's page goes into the log.
        let path = place.path().ok_or(Error::NotFound)?;
        return keep_for_later(&requests, &trace, locale, &path, &form, &StepUp::default()).await;
    };
    let found = Found::of(&requests, &viewer, &place.reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let definition = found.form()?;
    let subject = Subject::at(&found.tile, definition, &place).ok_or(Error::NotFound)?;
    let known = definition.prefill(&session.claims.as_map());
    let before = found.inputs(&viewer.key, &known)?;
    let mut inputs = before.clone();
    subject.absorb(&conflict::resolve(&subject, &before, &form), &mut inputs);
    definition.lock(&known, &mut inputs);
    let action = from.with_same(found.href(&subject.path()));
    let screen = Screen {
        requests: &requests,
        account: viewer.account,
        known: &known,
        locale,
        action: action.clone(),
        files: &found.files,
    };
    if subject.has_no_room(&before) {
        let full = subject.no_room_error(&inputs, today(&requests));
        let Some(full) = full else { return Ok(see(locale, &found.href("/form"))) };
        let saved = Some((found.request.updated_at, found.request.version));
        return Ok(Asked { errors: &[full], saved, ..screen.asked(&subject, &inputs) }.refused());
    }
    if seen_version(&form) != Some(found.request.version) && inputs != before {
        return Ok(conflict::page(&found, &subject, &before, &inputs, (action, locale)));
    }
    let today = today(&requests);
    let (press, errors) = (Press::of(&form), subject.check(&inputs, today));
    let onward = press == Press::Continue && errors.is_empty();
    let step = next_step(&subject, &inputs, press, errors.is_empty(), (from, today));
    if onward && subject.entry.is_none() {
        inputs.pass(&subject.page.id);
    }
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    let Some(saved) = writer.update(&found, subject.page, step.resume(subject.page), &inputs).await? else {
        let now = Found::of(&requests, &viewer, &place.reference).await?;
        let before = now.inputs(&viewer.key, &known)?;
        return Ok(conflict::page(&now, &subject, &before, &inputs, (action, locale)));
    };
    Ok(match step.leads_to(&subject, from, locale) {
        Some((locale, path)) => see(locale, &found.href(&path)),
        None if matches!(step, Step::Leave) => see(locale, "/"),
        None => {
            let asked = screen.asked(&subject, &inputs);
            Asked { errors: &errors, saved: Some(saved), from_check: from.check(), ..asked }.refused()
        }
    })
}

fn seen_version(form: &Form) -> Option<i64> {
    form.get("version")?.parse().ok()
}
