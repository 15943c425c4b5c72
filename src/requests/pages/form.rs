//! The question pages as they are opened: the first, of which no draft exists yet, and the others.
//! Everything works without JavaScript, and nothing typed is ever lost: not to an error, not to a
//! session that ended, not to another device.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;

use super::question::Asked;
use super::step::From;
use super::{Found, see};
use crate::id::{self, AccountId};
use crate::identity::{Citizen, kept};
use crate::requests::Requests;
use crate::requests::files::Listed;
use crate::requests::subject::{Place, Subject};
use crate::text::{Locale, format};
use crate::tiles::form::Inputs;
use crate::tiles::{Tile, TileId};
use crate::web::{Error, Form, Result, StepUp, Trace, Viewer};

/// A form tile that someone opens, in the release that their page was made from, if it was; anything else is
/// not found.
pub(super) fn form_tile(
    requests: &Requests,
    id: &str,
    account: Option<AccountId>,
    page_of: Option<&str>,
) -> Result<Arc<Tile>> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    let catalogue = requests.catalogue.current();
    let of_page = page_of.and_then(|digest| catalogue.release(&id, digest));
    let tile = of_page.or_else(|| catalogue.get_for(&id, account)).cloned();
    tile.filter(|tile| tile.form.is_some()).ok_or(Error::NotFound)
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
    let tile = form_tile(&requests, &tile, Some(viewer.account), None)?;
    let form = tile.form.as_ref().ok_or(Error::NotFound)?;
    let subject = Subject::page(&tile, form, form.first_page());
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
    let begun_by = typed.as_deref().and_then(begun_by).unwrap_or_else(page_name);
    let asked = screen.asked(&subject, &inputs);
    Ok(Asked { kept: typed.is_some(), begun_by: Some(begun_by), ..asked }.view().into_response())
}

/// What the first page of questions called itself as it was posted.
pub(super) fn begun_by(posted: &[(String, String)]) -> Option<String> {
    let (_, name) = posted.iter().find(|(name, _)| name == "begun_by")?;
    let whole = URL_SAFE_NO_PAD.decode(name).is_ok_and(|bytes| bytes.len() == 16);
    whole.then(|| name.clone())
}

/// What the first page of questions calls itself: what is begun from it is begun once, however often
/// it is sent.
pub(super) fn page_name() -> String {
    URL_SAFE_NO_PAD.encode(id::random::<16>())
}

/// What the screens of one request have in common.
pub(super) struct Screen<'a> {
    pub requests: &'a Requests,
    pub account: AccountId,
    pub known: &'a Inputs,
    pub locale: Locale,
    pub action: String,
    pub files: &'a [Listed],
}

impl<'a> Screen<'a> {
    /// The screen as it is first shown: nothing saved, nothing wrong.
    pub fn asked(self, subject: &'a Subject<'a>, inputs: &'a Inputs) -> Asked<'a> {
        Asked {
            subject,
            inputs,
            known: self.known,
            today: today(self.requests),
            errors: &[],
            locale: self.locale,
            action: self.action,
            saved: None,
            begun_by: None,
            release: None,
            kept: false,
            from_check: false,
            owner: owner(self.requests, self.account),
            files: self.files,
        }
    }
}

pub(super) fn today(requests: &Requests) -> Date {
    format::day(requests.base.clock.now())
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
    let known = form.prefill(&citizen.claims.as_map());
    let mut inputs = found.inputs(&viewer.key, &known)?;
    let Some(subject) = Subject::at(&found.tile, form, &place) else {
        // A page of an older version of the form: where nothing was answered yet.
        let next = form.pages_shown(&inputs).into_iter().find(|page| !inputs.passed(&page.id));
        return Ok(see(
            locale,
            &found.href(&next.map_or("/check".into(), |page| format!("/form/{}", page.id))),
        ));
    };
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
        release: Some(&found.request.release),
        kept: typed.is_some(),
        from_check: from.check(),
        ..screen.asked(&subject, &inputs)
    };
    Ok(asked.view().into_response())
}
