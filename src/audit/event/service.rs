//! What happens with what a service has beside the request itself: other people's parts, panels, its
//! back-ends' certifications.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something with what a service has beside the request itself; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum ServiceEvent {
    /// A citizen invited someone to their part of a request.
    PartInvited {
        /// The tile's code of the part.
        part: String,
    },
    /// The invitation was taken back, by its citizen or since its time was over; or whoever took it left.
    PartRevoked {
        /// The tile's code of the part.
        part: String,
        /// Why, as a code: `asked`, `expired`, `left` (whoever took it closed their account).
        how: &'static str,
    },
    /// Someone took the invitation: the same happening is in their own journey.
    PartTaken {
        /// The tile's code of the part.
        part: String,
    },
    /// Whoever took the invitation sent their part.
    PartAnswered {
        /// The tile's code of the part.
        part: String,
    },
    /// The back-end took a part.
    PartDelivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// Someone took an invitation to a part of another person's request.
    InvitationTaken {
        /// The tile's code of the part.
        part: String,
    },
    /// Someone sent their part of another person's request.
    InvitationAnswered {
        /// The tile's code of the part.
        part: String,
    },
    /// A citizen looked at a panel of a service's page.
    PanelRead {
        /// The tile.
        tile: String,
        /// The panel.
        panel: String,
        /// The back-end.
        backend: String,
        /// What was shown, as a code: `answered`, `kept` (an earlier answer), `missing` (nothing).
        outcome: &'static str,
        /// Why the back-end's answer was not shown, as a code.
        reason: Option<String>,
    },
    /// The element of a service read something of a back-end for its person.
    AppRead {
        /// The tile.
        tile: String,
        /// The route.
        route: String,
        /// The back-end.
        backend: String,
        /// What came of it, as a code: `answered`, `refused` (by the back-end), `missing` (no answer).
        outcome: &'static str,
        /// Why not, as a code.
        reason: Option<String>,
    },
    /// It sent something to a back-end for them.
    AppSubmitted {
        /// The tile.
        tile: String,
        /// The route.
        route: String,
        /// The back-end.
        backend: String,
        /// What came of it, as a code: `answered`, `refused` (by the back-end), `missing` (no answer).
        outcome: &'static str,
        /// Why not, as a code.
        reason: Option<String>,
    },
    /// A back-end's certification ended: nothing is sent to it.
    CertificationEnded {
        /// The back-end.
        backend: String,
        /// The certification's number.
        number: String,
    },
    /// An invitation code opened nothing.
    InvitationRefused {
        /// Why, as a code.
        reason: &'static str,
    },
}

impl ServiceEvent {
    /// This event as part of the journey of `account`.
    #[must_use]
    pub fn of(self, account: AccountId) -> Entry {
        Event::from(self).of(account)
    }
}

impl From<ServiceEvent> for Event {
    fn from(event: ServiceEvent) -> Self {
        Self::Service(event)
    }
}
