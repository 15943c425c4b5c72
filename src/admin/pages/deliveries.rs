//! How people are told outside the portal, in numbers: nothing of what, and to no address.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::admin::views::{ChannelLine, Deliveries, InState, Reason, STATES};
use crate::base::Base;
use crate::identity::Staff;
use crate::notices::channels::Channels;
use crate::notices::delivery::{self, store};
use crate::notices::preferences::Channel;
use crate::web::{Result, Show};

/// How far back the page counts.
const SPAN: Duration = Duration::from_hours(7 * 24);

/// What the page stands on.
#[derive(Clone)]
struct Room {
    base: Base,
    channels: Channels,
}

/// The route, below the language prefix.
pub fn router(base: Base, channels: Channels) -> Router {
    Router::new().route("/admin/deliveries", get(show)).with_state(Room { base, channels })
}

async fn show(State(room): State<Room>, _: Staff) -> Result<Show<Deliveries>> {
    let now = room.base.clock.now();
    let since = now.before(SPAN);
    let mut db = room.base.db.read().await?;
    let counts = store::count(&mut db, since).await?;
    let reasons = store::reasons(&mut db, since).await?;
    let mut channels = Vec::new();
    for channel in Channel::OUTSIDE {
        let states = STATES.map(|state| {
            let found = counts.iter().find(|(of, in_state, _)| (*of, *in_state) == (channel, state));
            InState { state, count: found.map_or(0, |(_, _, count)| *count) }
        });
        let of_channel = reasons.iter().filter(|(of, _, _)| *of == channel);
        channels.push(ChannelLine {
            channel,
            set_up: room.channels.has(channel),
            news_stopped: delivery::is_news_stopped(&mut db, channel, now).await?,
            states: states.into(),
            reasons: of_channel
                .map(|(_, code, count)| Reason { code: code.clone(), count: *count })
                .collect(),
        });
    }
    Ok(Show(Deliveries { channels, not_reached: store::not_reached(&mut db, since).await? }))
}
