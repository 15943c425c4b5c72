//! What was sent and came back: its address reaches nobody after all.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::Told;
use super::run::{Deliveries, Error, Person};
use super::store::{self, Row, State};
use crate::act::{Act, Actor};
use crate::audit::{Entry, NoticeEvent};
use crate::base::Base;
use crate::id::DeliveryId;
use crate::news::News;
use crate::notices::addresses::{self, Reached};
use crate::outbox::{Job, Kind, NewJob};
use crate::web::Trace;

/// Why such a delivery failed.
const REASON: &str = "bounced";

/// What an address is known by between the receipt and its job: addresses themselves stay in the vault.
fn print(base: &Base, to: &str) -> String {
    URL_SAFE_NO_PAD.encode(base.vault.fingerprint("bounced address", to.as_bytes()))
}

/// Notes that a delivery came back from `to`, and promises what follows from it. One that is not known, or
/// came back before, changes nothing.
pub(in crate::notices) async fn note_bounce(
    base: &Base,
    trace: Trace,
    id: DeliveryId,
    to: &str,
) -> crate::store::Result<()> {
    let row = store::find(&mut base.db.read().await?, id).await?;
    let Some(row) = row.filter(|row| row.state == State::Sent) else { return Ok(()) };
    let event = NoticeEvent::NoticeBounced { channel: row.channel.word() };
    let mut act = base.acts.begin(Actor::backend(trace.0), event.of(row.account_id)).await?;
    act.promise(NewJob {
        kind: Kind::HandleBounce,
        subject: id.0,
        account: Some(row.account_id),
        request: None,
        payload: json!({ "delivery": id, "address": print(base, to) }),
    })
    .await?;
    act.commit().await
}

impl Deliveries {
    /// Does the job of a delivery that came back: marks the address, where it is still its person's, and has
    /// the next channel take its place.
    ///
    /// # Errors
    /// When its end cannot be stored; its lease then runs out and it comes back.
    pub async fn handle_bounce(&self, job: &Job, person: Option<Person>) -> Result<(), Error> {
        let text = |name: &str| job.payload.get(name).and_then(|value| value.as_str());
        let id = text("delivery").and_then(|id| id.parse().ok());
        let mut db = self.base().db.read().await?;
        let row = match id {
            Some(id) => store::find(&mut db, id).await?.filter(|row| row.state == State::Sent),
            None => None,
        };
        let (Some(row), Some(person)) = (row, person) else {
            drop(db);
            return self.close(job).await;
        };
        let whose = (row.account_id, row.channel);
        let reached = addresses::reached(&mut db, &person.key, whose, person.email.as_deref()).await?;
        drop(db);
        let its = |address: &Reached| text("address") == Some(print(self.base(), &address.to).as_str());
        let dead: Vec<Reached> = reached.into_iter().filter(its).collect();
        self.came_back(job, &person, &row, &dead).await
    }

    async fn came_back(&self, job: &Job, person: &Person, row: &Row, dead: &[Reached]) -> Result<(), Error> {
        let channel = row.channel.word();
        let event = NoticeEvent::NoticeGivenUp { channel, attempts: job.attempts, reason: REASON.to_owned() };
        let entry = Entry { event: event.into(), account: Some(row.account_id), request: None };
        let mut act: Act = self.base().acts.begin(Actor::system(), entry).await?;
        for address in dead {
            let whose = (row.account_id, &person.key);
            addresses::fail(self.base(), &mut act, whose, (row.channel, &address.to), REASON).await?;
        }
        let at = act.at();
        store::came_back(act.rows(), row.id, REASON, at).await?;
        let told = Told { message: row.message_id, account: row.account_id, request: None, class: row.class };
        self.move_on(&mut act, told, row.channel).await?;
        act.tell(News::Inbox(row.account_id));
        act.finish(job).await?;
        Ok(act.commit().await?)
    }
}
