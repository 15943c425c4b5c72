//! A browser subscribes to notifications. It takes JavaScript: only a browser can ask its person whether it
//! may show them, and say where they are to be sent (Push API §3).

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;
use url::Url;

use super::MyNotices;
use crate::notices::addresses::change::{self, Owner};
use crate::web::{Error, Form, Result, Trace, Viewer};

/// Longer than any push service's addresses.
const LONGEST: usize = 2_048;

pub(super) fn router() -> Router<MyNotices> {
    Router::new().route("/account/notices/browsers", post(subscribe))
}

/// A subscription, as `PushSubscription.toJSON` writes it: what of it is used.
#[derive(Debug, Deserialize)]
struct Subscription {
    endpoint: Url,
    #[expect(dead_code, reason = "their presence is what counts: the channel reads them when it encrypts")]
    keys: Keys,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "see above")]
struct Keys {
    p256dh: String,
    auth: String,
}

/// `POST /account/notices/browsers` from a script of ours, with `csrf`, the `subscription` and the `browser`
/// as it names itself.
async fn subscribe(
    State(my): State<MyNotices>,
    viewer: Viewer,
    trace: Trace,
    form: Form,
) -> Result<StatusCode> {
    let subscription = form.get("subscription").filter(|json| json.len() <= LONGEST);
    let subscription = subscription.ok_or(Error::BadRequest)?;
    let read: Subscription = serde_json::from_str(subscription).map_err(|_| Error::BadRequest)?;
    if !my.channels.admits_browser(&read.endpoint) {
        return Err(Error::BadRequest);
    }
    let browser = form.get("browser").map(|name| name.trim().chars().take(60).collect::<String>());
    let mut act = my.base.acts.open(viewer.actor(&trace)).await?;
    let owner = Owner { account: viewer.account, key: &viewer.key };
    change::subscribe(&my.base, &mut act, owner, subscription, browser).await?;
    act.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
