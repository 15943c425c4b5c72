//! Taking a report in.

use ipnet::IpNet;

use super::ticket::Ticket;
use super::{Along, Kind, content_place, fingerprints, store};
use crate::act::Actor;
use crate::audit::FeedbackEvent;
use crate::id::{Reference, ReportId};
use crate::limits::{Limit, Of};
use crate::requests::Requests;
use crate::text::Locale;
use crate::web::{Error, Result, Trace, Viewer};

/// A report that its author has checked.
pub struct Sending<'a> {
    /// A problem or an idea.
    pub kind: Kind,
    /// What was typed.
    pub text: &'a str,
    /// What goes along.
    pub along: &'a Along,
    /// The language it was told in.
    pub locale: Locale,
    /// The form it came by.
    pub ticket: &'a Ticket,
    /// Who told it, where they wish to be known.
    pub viewer: Option<&'a Viewer>,
    /// The address it came from.
    pub source: IpNet,
}

/// Keeps a report, and gives its reference. One that came by the same form before is the same report.
pub async fn send(requests: &Requests, trace: &Trace, sending: &Sending<'_>) -> Result<Reference> {
    let base = &requests.base;
    let (id, reference) = (ReportId::new(&base.clock), Reference::random());
    let key = sending.viewer.map_or_else(|| base.vault.own_key().clone(), |viewer| viewer.key.clone());
    let account = sending.viewer.map(|viewer| viewer.account);
    let event = FeedbackEvent::ReportSent {
        kind: sending.kind.word(),
        reference: reference.to_string(),
        tile: sending.along.tile.as_ref().map(ToString::to_string),
    };
    // Whoever does not wish to be known is nobody to the log either.
    let actor = sending.viewer.map_or_else(|| Actor::visitor(trace.0.clone()), |viewer| viewer.actor(trace));
    let ticket_hash = sending.ticket.hash(&base.vault);
    let mut act = base.acts.begin(actor, event.of(account)).await?;
    let new = store::NewReport {
        id,
        reference: &reference,
        ticket_hash: &ticket_hash,
        account,
        kind: sending.kind,
        locale: sending.locale,
        along: sending.along,
        content: &key.seal_json(content_place(id), &sending.text)?,
        at: act.at(),
    };
    if !store::insert(act.rows(), &new).await? {
        let before = store::by_ticket(act.rows(), &ticket_hash).await?;
        return Ok(before.ok_or(Error::Conflict)?.reference);
    }
    let of = account.map_or(Of::Source(sending.source), Of::Account);
    base.limits.spend(&mut act, Limit::Report, of).await?;
    store::insert_words(act.rows(), id, &fingerprints(&base.vault, sending.text)).await?;
    act.commit().await?;
    Ok(reference)
}
