//! Another person's part, for the citizen whose request it is: they invite with a code that they hand
//! over themselves, and see whether it is done.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::{Found, see};
use crate::audit::ServiceEvent;
use crate::clock::Micros;
use crate::id::PartId;
use crate::requests::parts::{InvitationCode, invitation_place};
use crate::requests::store::parts::{self, Invited, Part, State as Stand};
use crate::requests::views::{PartLine, PartPage, PartWord};
use crate::requests::{Request, Requests, State as RequestState, Withdrawal};
use crate::text::Locale;
use crate::tiles::manifest::{PartCode, Parts};
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

const HOURS_A_DAY: u64 = 24;

/// Whether someone may still be invited to a request's parts, and may answer.
pub(super) fn is_open(request: &Request) -> bool {
    let ended = matches!(request.state, RequestState::Draft | RequestState::Closed);
    !ended && request.withdrawal == Withdrawal::None
}

/// The part in force of that code.
fn in_force<'p>(parts: &'p [Part], code: &str) -> Option<&'p Part> {
    parts.iter().rfind(|part| part.code == code && part.state != Stand::Revoked)
}

fn word(part: Option<&Part>, now: Micros) -> PartWord {
    let Some(part) = part else { return PartWord::Open };
    match part.state {
        _ if part.is_expired(now) => PartWord::Expired,
        Stand::Invited => PartWord::Invited,
        Stand::Taken => PartWord::Taken,
        Stand::Answered if part.delivered_at.is_some() => PartWord::Received,
        Stand::Answered => PartWord::Answered,
        Stand::Revoked => PartWord::Open,
    }
}

/// The parts of a request as lines. Of one that has ended, those that somebody had to do with.
pub(super) fn lines(found: &Found, parts: &[Part], now: Micros, locale: Locale) -> Vec<PartLine> {
    let codes = found.tile.manifest.parts.iter().flat_map(|rules| &rules.codes);
    let line = |(code, rules): (&String, &PartCode)| PartLine {
        href: found.href(&format!("/parts/{code}")),
        title: found.tile.word(locale, &rules.key),
        state: word(in_force(parts, code), now),
    };
    codes.map(line).filter(|line| is_open(&found.request) || line.state != PartWord::Open).collect()
}

/// A part of the viewer's request.
struct Opened {
    found: Found,
    code: String,
    rules: PartCode,
    invite_days: u64,
    part: Option<Part>,
}

impl Opened {
    async fn of(requests: &Requests, viewer: &Viewer, (reference, code): (&str, String)) -> Result<Self> {
        let found = Found::of(requests, viewer, reference).await?;
        let Some(Parts { codes, invite_days, .. }) = &found.tile.manifest.parts else {
            return Err(Error::NotFound);
        };
        let rules = codes.get(&code).filter(|_| !found.is_draft()).cloned().ok_or(Error::NotFound)?;
        let invite_days = u64::from(*invite_days);
        let all = parts::of_request(&mut requests.base.db.read().await?, found.request.id).await?;
        let part = in_force(&all, &code).cloned();
        Ok(Self { found, code, rules, invite_days, part })
    }

    fn action(&self) -> String {
        self.found.href(&format!("/parts/{}", self.code))
    }

    fn view(&self, viewer: &Viewer, now: Micros, locale: Locale) -> Result<PartPage> {
        let (tile, state) = (&self.found.tile, word(self.part.as_ref(), now));
        let invited =
            self.part.as_ref().filter(|_| state == PartWord::Invited && is_open(&self.found.request));
        let open = |part: &Part| viewer.key.open_json(invitation_place(part.id), &part.invitation);
        let code: Option<InvitationCode> = invited.map(open).transpose()?;
        let waiting = matches!(state, PartWord::Invited | PartWord::Taken | PartWord::Expired);
        Ok(PartPage {
            title: tile.title(locale).to_owned(),
            reference: self.found.request.reference.to_string(),
            part_title: tile.word(locale, &self.rules.key),
            detail: tile.word(locale, &self.rules.detail()),
            state,
            code: code.map(|code| code.to_string()),
            until: self.part.as_ref().map(|part| part.expires_at).filter(|_| waiting),
            answered_at: self.part.as_ref().and_then(|part| part.answered_at),
            may_invite: is_open(&self.found.request),
            action: self.action(),
            request_href: self.found.href(""),
        })
    }
}

/// A part: whom to invite, the code, how far it has come.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path((reference, code)): Path<(String, String)>,
) -> Result<Response> {
    let opened = Opened::of(&requests, &viewer, (&reference, code)).await?;
    Ok(Show(opened.view(&viewer, requests.base.clock.now(), locale)?).into_response())
}

/// Invites, or takes the invitation back. Either done twice is done once.
pub(super) async fn change(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path((reference, code)): Path<(String, String)>,
    form: Form,
) -> Result<Response> {
    let opened = Opened::of(&requests, &viewer, (&reference, code)).await?;
    match form.get("action") {
        Some("invite") if is_open(&opened.found.request) => {
            invite(&requests, &viewer, &trace, &opened).await?;
        }
        Some("invite") => {}
        Some("revoke") => revoke(&requests, &viewer, &trace, &opened).await?,
        _ => return Err(Error::BadRequest),
    }
    Ok(see(locale, &opened.action()))
}

/// One act with the code, sealed for its owner. An invitation whose time is over makes way.
async fn invite(requests: &Requests, viewer: &Viewer, trace: &Trace, opened: &Opened) -> Result<()> {
    let (base, request) = (&requests.base, opened.found.request.id);
    let invited = ServiceEvent::PartInvited { part: opened.code.clone() };
    let mut act = base.acts.begin(viewer.actor(trace), invited.of(viewer.account).on(request)).await?;
    let at = act.at();
    if opened.part.as_ref().is_some_and(|part| part.is_expired(at))
        && parts::revoke(act.rows(), request, &opened.code).await?
    {
        let expired = ServiceEvent::PartRevoked { part: opened.code.clone(), how: "expired" };
        act.also(expired.of(viewer.account).on(request));
    }
    let (id, code) = (PartId::new(&base.clock), InvitationCode::random());
    let invited = Invited {
        id,
        request,
        code: &opened.code,
        at,
        expires_at: at.after(Duration::from_hours(HOURS_A_DAY * opened.invite_days)),
        hash: &code.hash(&base.vault),
        invitation: &viewer.key.seal_json(invitation_place(id), &code)?,
    };
    if parts::invite(act.rows(), &invited).await? {
        act.commit().await?;
    }
    Ok(())
}

async fn revoke(requests: &Requests, viewer: &Viewer, trace: &Trace, opened: &Opened) -> Result<()> {
    let request = opened.found.request.id;
    let revoked = ServiceEvent::PartRevoked { part: opened.code.clone(), how: "asked" };
    let entry = revoked.of(viewer.account).on(request);
    let mut act = requests.base.acts.begin(viewer.actor(trace), entry).await?;
    if parts::revoke(act.rows(), request, &opened.code).await? {
        act.commit().await?;
    }
    Ok(())
}
