//! Closing an account: one act that destroys what the portal holds and promises to tell the
//! services. What was sent to a service is the service's to keep or destroy, under its own rules.

use serde_json::json;

use crate::act::Act;
use crate::announcements;
use crate::attachments;
use crate::audit::AccountEvent;
use crate::crash;
use crate::feedback;
use crate::frames;
use crate::id::AccountId;
use crate::identity::{self, FreshCitizen};
use crate::notices;
use crate::outbox::{Kind, NewJob};
use crate::panels;
use crate::proxy;
use crate::requests::{self, Requests};
use crate::web::{Result, Trace};

/// Closes the account of `citizen`; `false` when a request is under way, or something of one is still
/// on its way to its service.
///
/// # Errors
/// The database's; nothing is destroyed then.
pub(super) async fn close(requests: &Requests, citizen: &FreshCitizen, trace: &Trace) -> Result<bool> {
    let account = citizen.account;
    let closed = AccountEvent::AccountClosed.of(account);
    let mut act = requests.base.acts.begin(citizen.actor(trace), closed).await?;
    // Drafts first, then the look at what is under way, both inside the act: a draft that is sent in
    // another window at this moment is either destroyed or seen.
    requests::personal::destroy_drafts(&mut act, account).await?;
    if !requests::personal::open(act.rows(), account).await?.is_empty() {
        return Ok(false);
    }
    promise_to_tell(&mut act, account).await?;
    requests::personal::destroy(&mut act, account).await?;
    attachments::personal::forget_uploads(act.rows(), account).await?;
    panels::personal::destroy(act.rows(), account).await?;
    frames::personal::destroy(act.rows(), account).await?;
    proxy::forget(act.rows(), account).await?;
    feedback::personal::destroy(act.rows(), account).await?;
    announcements::forget(&mut act, account).await?;
    notices::personal::destroy(&mut act, account).await?;
    // Closed in another window a moment ago: that is the same closing.
    if identity::personal::erase(&requests.identity, &mut act, account).await? {
        crash::point("closing.before_commit");
        act.commit().await?;
        crash::point("closing.committed");
    }
    Ok(true)
}

/// One job for each service that has something of the person's. The service knows the id in it, which
/// another service does not: no two can tell from it that they serve the same person.
async fn promise_to_tell(act: &mut Act, account: AccountId) -> Result<()> {
    for (tile, latest) in requests::personal::services(act.rows(), account).await? {
        act.promise(NewJob {
            kind: Kind::TellClosing,
            subject: latest,
            account: Some(account),
            request: None,
            payload: json!({ "tile": tile, "latest": latest }),
        })
        .await?;
    }
    Ok(())
}
