//! A citizen's day of sixty acts over HTTP: the log has these events and no others, in this order, under their pseudonym.

use std::time::Duration;

use parvis::audit;
use parvis::id::{AccountId, EventId};
use parvis::text::Locale;

use crate::complaint::{self, fill_answer, fill_event, fill_you, open_form, signed_in};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(sixty_acts);

/// How long what happens may take before it is told as missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// What happened since the last look at someone's journey.
struct Watch<'p> {
    portal: &'p Portal,
    account: AccountId,
    seen: EventId,
    told: usize,
    surprises: Vec<String>,
}

impl Watch<'_> {
    /// Holds what happened since against what is expected, once as much has happened and nothing is under way.
    async fn expect(&mut self, step: &str, expected: &[&str]) {
        self.expect_beside(step, expected, &[]).await;
    }

    /// The same where two things go their ways: a back-end may answer before the portal has noted that it was asked.
    async fn expect_beside(&mut self, step: &str, expected: &[&str], beside: &[&str]) {
        let begun = std::time::Instant::now();
        let many = expected.len() + beside.len();
        let rows = eventually(step, async || {
            self.portal.at_rest().await;
            let mut db = self.portal.app.base().db.read().await.unwrap();
            let rows = audit::store::journey(&mut db, self.account, self.seen, 100).await.unwrap();
            (rows.len() >= many || begun.elapsed() > PATIENCE).then_some(rows)
        })
        .await;
        self.seen = rows.last().map_or(self.seen, |row| row.id);
        self.told += rows.len();
        let codes = rows.iter().map(|row| row.code.as_str());
        let (other, one): (Vec<&str>, Vec<&str>) = codes.partition(|code| beside.contains(code));
        if one != expected || other != beside {
            self.surprises.push(format!("{step}: {one:?}, {other:?}"));
        }
    }
}

async fn account(portal: &Portal) -> AccountId {
    let mut db = portal.app.base().db.read().await.unwrap();
    parvis::on!(&mut db, |c| sqlx::query_scalar("SELECT account_id FROM session ORDER BY created_at LIMIT 1")
        .fetch_one(c)
        .await)
    .unwrap()
}

async fn sixty_acts(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let (account, seen) = (account(&portal).await, EventId(uuid::Uuid::nil()));
    let mut watch = Watch { portal: &portal, account, seen, told: 0, surprises: Vec::new() };
    watch.expect("signs in", &["signin-succeeded"]).await;
    let reference = sends(&mut amelie, &mut watch).await;
    let request = office::request(&portal).await;
    answers(&portal, &request, &reference, &mut amelie, &mut watch).await;
    is_told(&portal, &request, &mut amelie, &mut watch).await;
    drafts(&mut amelie, &mut watch).await;
    withdraws(&reference, &mut amelie, &mut watch).await;
    leaves(&portal, &reference, &mut amelie, &mut watch).await;
    assert!(watch.surprises.is_empty(), "{} events; {:#?}", watch.told, watch.surprises);
    assert_eq!(watch.told, 60);

    // All of them, and those of everyone else, are in the log, which holds.
    eventually("their places", async || (portal.count("audit_pending").await == 0).then_some(())).await;
    assert_eq!(portal.count("audit_leaf").await, portal.count("audit_event").await);
    portal.stop().await;
}

async fn sends(amelie: &mut Browser, watch: &mut Watch<'_>) -> String {
    open_form(amelie).await;
    watch.expect("looks", &[]).await;
    fill_you(amelie);
    amelie.press("continue").await;
    watch.expect("begins", &["draft-begun"]).await;
    fill_event(amelie);
    amelie.press("continue").await;
    watch.expect("says what happened", &["draft-saved"]).await;
    amelie.press("continue").await;
    watch.expect("adds nothing", &["draft-saved"]).await;
    fill_answer(amelie);
    amelie.press("continue").await;
    watch.expect("says what she hopes", &["draft-saved"]).await;
    amelie.fill("declaration", "yes");
    amelie.press("send").await;
    watch.expect("sends", &["request-submitted", "request-delivered"]).await;
    amelie.page().texts("main .reference").remove(0)
}

async fn is_told(portal: &Portal, request: &str, amelie: &mut Browser, watch: &mut Watch<'_>) {
    for (seq, code) in [(50, "received"), (51, "triage"), (52, "received")] {
        let news = Callback::status(portal, &format!("msg_{seq}"), request, seq, code);
        assert_eq!(news.send(portal).await.status, 202);
        watch.expect(code, &["status-received", "message-sent", "notice-sent"]).await;
        let again = Callback::status(portal, &format!("again_{seq}"), request, seq, code);
        assert_eq!(again.send(portal).await.status, 202);
        watch.expect("the same again", &["callback-ignored"]).await;
    }
    amelie.open("/messages").await;
    let message = amelie.page().attributes("main .row a", "href").remove(0);
    amelie.follow(&message).await;
    watch.expect("reads", &["message-read"]).await;
}

async fn answers(
    portal: &Portal,
    request: &str,
    reference: &str,
    amelie: &mut Browser,
    watch: &mut Watch<'_>,
) {
    portal.office_tells(request, "task").await;
    watch.expect("is asked", &["task-received", "message-sent", "notice-sent"]).await;
    amelie.open(&format!("/requests/{reference}")).await;
    let task = amelie.page().attributes("main a[href*='/tasks/']", "href").remove(0);
    amelie.visit(portal.at(&task)).await;
    amelie.fill("arrival", "own").fill("triage-seen", "no").fill("details", "On m’a oublié.");
    amelie.press("send").await;
    let asked_again = ["task-received", "message-sent", "notice-sent"];
    watch.expect_beside("answers", &["task-answered", "reply-delivered"], &asked_again).await;
    portal.office_tells(request, "message").await;
    watch.expect("is written to", &["message-received", "message-sent", "notice-sent"]).await;
    amelie.open(&format!("/requests/{reference}/messages")).await;
    watch.expect("looks at it", &[]).await;
    amelie.fill("message", "Merci.");
    amelie.press("Envoyer le message").await;
    let (written, thanked) =
        (["message-written", "reply-delivered"], ["message-received", "message-sent", "notice-sent"]);
    watch.expect_beside("writes, and is thanked", &written, &thanked).await;
    portal.office_tells(request, "document").await;
    watch.expect("is given a document", &["document-received", "message-sent", "notice-sent"]).await;
    amelie.open(&format!("/requests/{reference}")).await;
    let document = amelie.page().attributes("main a[href*='/documents/']", "href").remove(0);
    amelie.visit(portal.at(&document)).await;
    watch.expect("opens it", &["document-opened", "opening-delivered"]).await;
}

async fn drafts(amelie: &mut Browser, watch: &mut Watch<'_>) {
    complaint::begin(amelie).await;
    let draft = complaint::reference(amelie);
    watch.expect("begins another", &["draft-begun"]).await;
    amelie.open(&format!("/requests/{draft}/deletion")).await;
    amelie.press("Oui, supprimer").await;
    watch.expect("deletes it", &["draft-deleted"]).await;
    amelie.open("/requests").await;
    amelie.press("Restaurer ce brouillon").await;
    watch.expect("restores it", &["draft-restored"]).await;
    amelie.open(&format!("/requests/{draft}/form/event")).await;
    fill_event(amelie);
    amelie.press("continue").await;
    watch.expect("says what happened", &["draft-saved"]).await;
    amelie.press("continue").await;
    watch.expect("adds nothing", &["draft-saved"]).await;
    fill_answer(amelie);
    amelie.press("continue").await;
    watch.expect("says what she hopes", &["draft-saved"]).await;
    amelie.open(&format!("/requests/{draft}/deletion")).await;
    amelie.press("Oui, supprimer").await;
    watch.expect("deletes it for good", &["draft-deleted"]).await;
}

async fn withdraws(reference: &str, amelie: &mut Browser, watch: &mut Watch<'_>) {
    amelie.open(&format!("/requests/{reference}")).await;
    amelie.follow("Retirer cette démarche").await;
    amelie.press("Oui, la retirer").await;
    complaint::wait_for_state(amelie, reference, "withdrawn").await;
    let told =
        ["withdrawal-asked", "withdrawal-delivered", "withdrawal-answered", "message-sent", "notice-sent"];
    watch.expect("withdraws", &told).await;
}

async fn leaves(portal: &Portal, reference: &str, amelie: &mut Browser, watch: &mut Watch<'_>) {
    let phone = signed_in(portal, "amelie", Locale::En).await;
    watch.expect("signs in elsewhere", &["signin-succeeded"]).await;
    drop(phone);
    let mut admin = signed_in(portal, "admin", Locale::Fr).await;
    admin.open("/admin/journeys").await;
    admin.fill("reference", reference).fill("reason", "complaint");
    admin.press("Retracer le parcours").await;
    watch.expect("is looked at", &["journey-viewed"]).await;
    amelie.open("/account/data.json").await;
    watch.expect("takes her data along", &["data-exported"]).await;
    amelie.open("/account/closing").await;
    amelie.fill("understood", "yes");
    amelie.press("Fermer mon compte").await;
    watch.expect("leaves", &["account-closed", "session-ended", "session-ended", "closing-told"]).await;
}
