//! What left the portal and what waits, in numbers.

use serde::Serialize;

use crate::notices::delivery::store::State;
use crate::notices::preferences::Channel;
use crate::text::Locale;
use crate::web::page::Page;

/// The states of a delivery, in the order in which they are shown.
pub const STATES: [State; 5] = [State::Waiting, State::Held, State::Sent, State::Failed, State::GivenUp];

/// How often something was in the way.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// What, as a code.
    pub code: String,
    /// How often.
    pub count: i64,
}

/// How many deliveries are in a state.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct InState {
    /// The state.
    pub state: State,
    /// How many.
    pub count: i64,
}

/// One channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelLine {
    /// Which.
    pub channel: Channel,
    /// Whether the operator has set it up.
    pub set_up: bool,
    /// Whether news waits, because too many addresses reach nobody.
    pub news_stopped: bool,
    /// What is in each state.
    pub states: Vec<InState>,
    /// Why what has not left has not, the most frequent first.
    pub reasons: Vec<Reason>,
}

/// What leaves the portal.
#[derive(Clone, Debug, Serialize)]
pub struct Deliveries {
    /// The channels.
    pub channels: Vec<ChannelLine>,
    /// People whom none of their channels reached.
    pub not_reached: i64,
}

impl Page for Deliveries {
    const TEMPLATE: &'static str = "admin/deliveries.html";

    fn samples(_: Locale) -> Vec<Self> {
        let line = |channel, set_up, numbers: [i64; 5]| ChannelLine {
            channel,
            set_up,
            news_stopped: false,
            states: STATES.into_iter().zip(numbers).map(|(state, count)| InState { state, count }).collect(),
            reasons: vec![],
        };
        let reasons =
            ["no_such_address", "unreachable"].map(|code| Reason { code: code.into(), count: 12 }).into();
        let troubled = ChannelLine {
            news_stopped: true,
            reasons,
            ..line(Channel::Email, true, [12, 120, 10_412, 803, 2])
        };
        let quiet = [line(Channel::Sms, true, [0, 4, 312, 0, 0]), line(Channel::Push, false, [0; 5])];
        let calm = [line(Channel::Email, true, [0, 3, 2_400, 0, 0])];
        vec![
            Self { channels: calm.into_iter().chain(quiet.clone()).collect(), not_reached: 0 },
            Self { channels: [troubled].into_iter().chain(quiet).collect(), not_reached: 14 },
        ]
    }
}
