//! What a person typed after their session had ended: kept half an hour for their return, so that
//! nothing is lost. Sealed by the portal's own key, found only by the browser that typed it and
//! only on the page it was typed on.

use std::time::Duration;

use axum::http::HeaderMap;

use super::cookies::{Kind, Token};
use super::sign_in::row_id;
use super::{Identity, store};
use crate::act::{Actor, Chore};
use crate::audit::Event;
use crate::limits::Limit;
use crate::vault::Place;
use crate::web::form::LONGEST_FORM;
use crate::web::{Error, Form, Result, Trace};

/// How long a form is kept.
const KEPT: Duration = Duration::from_mins(30);

/// Keeps the posted form of the page at `page_path` (after the language prefix, without the
/// query). Returns the `Set-Cookie` value that the answer must carry.
///
/// # Errors
/// [`Error::TooLarge`] beyond 256 KiB; [`Error::TooMany`] beyond the limit of its address;
/// [`Error::Unavailable`] when the database does not answer.
pub async fn keep(identity: &Identity, trace: &Trace, page_path: &str, form: &Form) -> Result<String> {
    let fields = &form.0;
    if fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > LONGEST_FORM {
        return Err(Error::TooLarge);
    }
    let (base, token) = (&identity.0.base, Token::new());
    let hash = handle(identity, &token, page_path);
    let content = base.vault.own_key().seal_json(place(&hash), &fields)?;
    let kept = Event::FormKept { page: page_path.to_owned() };
    let mut act = base.acts.begin(Actor::visitor(trace.0.clone()), kept).await?;
    base.limits.spend(&mut act, Limit::KeptForm, form.client().source()).await?;
    let expires_at = act.at().after(KEPT);
    store::kept_forms::keep(act.rows(), &hash, &content, expires_at).await?;
    act.commit().await?;
    Ok(identity.0.cookies.set(Kind::Kept, &token, Some(KEPT)))
}

/// Gives back, once, what this browser typed on the page at `page_path`.
///
/// # Errors
/// [`Error::Unavailable`] when the database does not answer.
pub async fn take(
    identity: &Identity,
    headers: &HeaderMap,
    page_path: &str,
) -> Result<Option<Vec<(String, String)>>> {
    let base = &identity.0.base;
    let Some(token) = identity.0.cookies.read(headers, Kind::Kept) else { return Ok(None) };
    let (hash, now) = (handle(identity, &token, page_path), base.clock.now());
    if !store::kept_forms::exists(&mut base.db.read().await?, &hash, now).await? {
        return Ok(None);
    }
    let mut chore = base.acts.chore(Chore::TakeKeptForm).await?;
    let content = store::kept_forms::take(chore.rows(), &hash, now).await?;
    chore.commit().await?;
    let fields = content.map(|content| base.vault.own_key().open_json(place(&hash), &content));
    Ok(fields.transpose()?)
}

fn handle(identity: &Identity, token: &Token, page_path: &str) -> Vec<u8> {
    let value = [token.bytes(), page_path.as_bytes()].concat();
    identity.0.base.vault.fingerprint("kept form", &value)
}

fn place(hash: &[u8]) -> Place {
    Place::new("kept_form.content", row_id(hash))
}
