//! What takes two administrators: one asks, another confirms, both are in the log (A4). It is done in the
//! act that confirms it, or not at all.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{self, Confirmation};
use crate::act::Act;
use crate::audit::{Entry, Event, OversightEvent};
use crate::id::JobId;
use crate::identity::Administrator;
use crate::outbox;
use crate::requests::Requests;
use crate::text::Bilingual;
use crate::web::{Error, Result, Trace};

/// How long something waits for another person.
const WAITS: Duration = Duration::from_hours(24);

/// What takes two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing is sent to a back-end for now.
    Maintenance,
    /// A dead job is destroyed.
    DestroyJob,
    /// The whole log is taken along.
    ExportLog,
}

impl What {
    const ALL: [Self; 3] = [Self::Maintenance, Self::DestroyJob, Self::ExportLog];

    /// Its word: what is stored and logged; the words are `confirmation-{word}`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::DestroyJob => "destroy-job",
            Self::ExportLog => "export-log",
        }
    }

    /// What that word means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It is done.
    Confirmed,
    /// It is not to be done.
    Refused,
    /// Somebody was faster, it is too late, or the person asked for it themselves.
    Overtaken,
}

/// Asks for something on `subject`; `message` is what citizens are told of a maintenance.
///
/// # Errors
/// The database's.
pub async fn ask(
    requests: &Requests,
    by: &Administrator,
    trace: &Trace,
    (what, subject): (What, &str),
    message: Option<&Bilingual>,
) -> Result<()> {
    let event = OversightEvent::ConfirmationAsked { what: what.word(), subject: subject.to_owned() };
    let mut act = requests.base.acts.begin(by.actor(trace), event).await?;
    let asked = Confirmation {
        id: requests.base.clock.new_uuid(),
        what: what.word().to_owned(),
        subject: subject.to_owned(),
        details: message.map_or(json!({}), |words| json!({ "fr": words.fr, "en": words.en })).into(),
        asked_by: by.account,
        asked_at: act.at(),
    };
    let expires_at = act.at().after(WAITS);
    store::ask(act.rows(), &asked, expires_at).await?;
    Ok(act.commit().await?)
}

/// Confirms what was asked, and does it.
///
/// # Errors
/// [`Error::NotFound`] when nothing was asked under that id; the database's.
pub async fn confirm(requests: &Requests, by: &Administrator, trace: &Trace, id: Uuid) -> Result<Decided> {
    let (asked, what) = asked(requests, id).await?;
    let event = OversightEvent::ConfirmationGiven { what: what.word(), subject: asked.subject.clone() };
    let mut act = requests.base.acts.begin(by.actor(trace), event).await?;
    let at = act.at();
    if !store::confirm(act.rows(), id, by.account, at).await? {
        return Ok(Decided::Overtaken);
    }
    if !carry_out(requests, &mut act, what, &asked).await? {
        return Ok(Decided::Overtaken);
    }
    act.commit().await?;
    Ok(Decided::Confirmed)
}

/// Refuses what was asked; whoever asked takes it back so.
///
/// # Errors
/// As for [`confirm`].
pub async fn refuse(requests: &Requests, by: &Administrator, trace: &Trace, id: Uuid) -> Result<Decided> {
    let (asked, what) = asked(requests, id).await?;
    let event = OversightEvent::ConfirmationRefused { what: what.word(), subject: asked.subject };
    let mut act = requests.base.acts.begin(by.actor(trace), event).await?;
    let at = act.at();
    if !store::refuse(act.rows(), id, by.account, at).await? {
        return Ok(Decided::Overtaken);
    }
    act.commit().await?;
    Ok(Decided::Refused)
}

async fn asked(requests: &Requests, id: Uuid) -> Result<(Confirmation, What)> {
    let found = store::find(&mut requests.base.db.read().await?, id).await?.ok_or(Error::NotFound)?;
    let what = What::of(&found.what).ok_or(Error::NotFound)?;
    Ok((found, what))
}

/// Does it; `false` when it cannot be done any more.
async fn carry_out(requests: &Requests, act: &mut Act, what: What, asked: &Confirmation) -> Result<bool> {
    match what {
        What::Maintenance => {
            let message = message(&asked.details.0);
            requests.exchange.begin_maintenance(act, &asked.subject, &message).await?;
        }
        What::DestroyJob => {
            let id: JobId = asked.subject.parse().map_err(|_| Error::NotFound)?;
            let Some(job) = outbox::store::destroy(act.rows(), id).await? else { return Ok(false) };
            let event = Event::from(OversightEvent::JobDestroyed { kind: job.kind });
            act.also(Entry { event, account: job.account_id, request: job.request_id });
        }
        // The file is for whoever asked: they fetch it.
        What::ExportLog => {}
    }
    Ok(true)
}

/// What citizens are told, as it was asked for.
#[must_use]
pub fn message(details: &Value) -> Bilingual {
    let words = |name: &str| details.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Bilingual { fr: words("fr"), en: words("en") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_two_is_its_word() {
        for what in What::ALL {
            assert_eq!(What::of(what.word()), Some(what));
        }
        assert_eq!(What::of("replay"), None);
    }
}
