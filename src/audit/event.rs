//! Everything that can happen, as the log names it.

mod account;
mod announcement;
mod attachment;
mod audit;
mod draft;
mod feedback;
mod notice;
mod oversight;
mod service;
mod tile;

use serde::Serialize;

pub use account::AccountEvent;
pub use announcement::AnnouncementEvent;
pub use attachment::AttachmentEvent;
pub use audit::AuditEvent;
pub use draft::DraftEvent;
pub use feedback::FeedbackEvent;
pub use notice::NoticeEvent;
pub use oversight::OversightEvent;
pub use service::ServiceEvent;
pub use tile::TileEvent;

use super::Entry;
use crate::id::{AccountId, SessionId};

/// Something that happened. The variant is the event's code (`SigninStarted` is
/// `signin-started`); its fields hold codes, counts and ids, never words typed by a person.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum Event {
    /// A person was sent to an identity provider.
    SigninStarted {
        /// The issuer's name in the configuration.
        issuer: String,
    },
    /// A person came back from the provider and is signed in.
    SigninSucceeded {
        /// The issuer's name in the configuration.
        issuer: String,
        /// The level of assurance reached, as the issuer names it.
        acr: Option<String>,
        /// Whether this is the person's first visit.
        first: bool,
    },
    /// The provider's answer was refused, or the provider refused.
    SigninRefused {
        /// The issuer's name in the configuration.
        issuer: String,
        /// Why, as a code.
        reason: &'static str,
    },
    /// A sign-in was refused in a way that someone must look into.
    IdentityAlert {
        /// The issuer's name in the configuration.
        issuer: String,
        /// Why, as a code.
        reason: &'static str,
    },
    /// Someone signed in proved more, or anew, who they are.
    SessionRaised {
        /// The issuer's name in the configuration.
        issuer: String,
        /// The level of assurance reached, as the issuer names it.
        acr: Option<String>,
    },
    /// Another way to sign in leads to the account.
    IdentityLinked {
        /// The issuer's name in the configuration.
        issuer: String,
        /// How, as a code: `signed_in` (by two fresh sign-ins), `continued` (by the issuer's word).
        how: &'static str,
    },
    /// A way to sign in leads to the account no more.
    IdentityUnlinked {
        /// The issuer's name in the configuration.
        issuer: String,
    },
    /// The account, on which nothing was ever done, gave its way to sign in up to another.
    AccountJoined,
    /// An issuer ended sessions.
    LogoutReceived {
        /// The issuer's name in the configuration.
        issuer: String,
    },
    /// An issuer's word that sessions are over was refused.
    LogoutRefused {
        /// The issuer's name in the configuration, or `unknown`.
        issuer: String,
        /// Why, as a code.
        reason: &'static str,
    },
    /// A session ended.
    SessionEnded {
        /// How, as a code: see `docs/audit-events.md`.
        how: &'static str,
        /// The session, which is another than the actor's where they ended it from elsewhere.
        session: SessionId,
    },
    /// What a person typed after their session ended was kept for their return.
    FormKept {
        /// The page's path, without its query.
        page: String,
    },
    /// A citizen sent a request.
    RequestSubmitted {
        /// The tile.
        tile: String,
        /// The tile's release.
        release: String,
        /// The citizen's reference.
        reference: String,
    },
    /// The back-end took a request in.
    RequestDelivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// An attempt to reach a back-end failed and will be made again.
    DeliveryFailed {
        /// The back-end.
        backend: String,
        /// The number of attempts so far.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// The portal stopped trying.
    DeliveryGivenUp {
        /// The back-end.
        backend: String,
        /// The number of attempts made.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// A back-end told where a request stands.
    StatusReceived {
        /// The back-end.
        backend: String,
        /// The back-end's own counter.
        seq: i64,
        /// The back-end's code.
        status: String,
        /// The state it leads to; none when the tile does not know the code.
        state: Option<String>,
    },
    /// A back-end asked something of the citizen, or told what became of it.
    TaskReceived {
        /// The back-end.
        backend: String,
        /// The back-end's own counter.
        seq: i64,
        /// The back-end's code of what is asked.
        task: String,
        /// `asked`, `processed` or `withdrawn`.
        state: &'static str,
    },
    /// A back-end wrote to the citizen.
    MessageReceived {
        /// The back-end.
        backend: String,
        /// The back-end's own counter.
        seq: i64,
        /// The back-end's code of what it says.
        message: String,
    },
    /// A back-end has a document for the citizen, or no longer.
    DocumentReceived {
        /// The back-end.
        backend: String,
        /// The back-end's own counter.
        seq: i64,
        /// The back-end's code of its title.
        document: String,
        /// `offered` or `withdrawn`.
        state: &'static str,
    },
    /// A back-end used a code that the tile has no words for: the citizen sees a neutral line.
    CodeUnknown {
        /// The back-end.
        backend: String,
        /// The kind of line, such as `status` or `task-asked`.
        kind: String,
        /// The code.
        unknown: String,
    },
    /// A newer release of the tile knows the code of a status that an older one did not.
    CodeUnderstood {
        /// The code.
        understood: String,
        /// The state it leads to.
        state: &'static str,
    },
    /// A citizen did what was asked of them.
    TaskAnswered {
        /// The back-end's code of what was asked.
        task: String,
    },
    /// No file that a citizen sent for a task was safe: it is asked of them again.
    TaskReopened {
        /// The back-end's code of what was asked.
        task: String,
    },
    /// A citizen was reminded of something that is due soon.
    TaskReminded {
        /// The back-end's code of what was asked.
        task: String,
    },
    /// A citizen wrote to the back-end.
    MessageWritten,
    /// The back-end took an answer or a message.
    ReplyDelivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// A citizen opened a document.
    DocumentOpened {
        /// The back-end's code of its title.
        document: String,
    },
    /// A document could not be had from the back-end.
    DocumentFailed {
        /// The back-end.
        backend: String,
        /// Why, as a code.
        reason: String,
    },
    /// The back-end was told that the citizen opened a document.
    OpeningDelivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// A back-end told something that was known: nothing changed.
    CallbackIgnored {
        /// The back-end.
        backend: String,
        /// The back-end's own counter.
        seq: i64,
    },
    /// A callback was refused.
    CallbackRefused {
        /// The back-end it claimed to come from.
        backend: String,
        /// Why, as a code.
        reason: &'static str,
    },
    /// A citizen asked to withdraw.
    WithdrawalAsked,
    /// The back-end was told that the citizen withdraws.
    WithdrawalDelivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// The back-end answered a withdrawal.
    WithdrawalAnswered {
        /// The back-end.
        backend: String,
        /// `accepted` or `too_late`.
        outcome: &'static str,
    },
    /// The back-end has not answered a withdrawal in the time that its tile promises; the citizen was
    /// told.
    WithdrawalOverdue,
    /// A message was put in a citizen's inbox.
    MessageSent,
    /// A citizen opened a message.
    MessageRead,
    /// An administrator or an auditor looked at a citizen's journey.
    JourneyViewed {
        /// By what it was found, as a code: `reference`, `email`, `pseudonym`.
        by: &'static str,
        /// The reference, where it was found by one.
        reference: Option<String>,
        /// Why, as a code.
        reason: &'static str,
        /// In which role they looked: `admin`, `auditor`.
        role: &'static str,
    },
    /// An administrator set a dead job to run again.
    JobReplayed {
        /// The job's kind.
        kind: String,
    },
    /// Someone reached a limit, for the first time in an hour.
    LimitReached {
        /// Which, as a code.
        limit: &'static str,
    },
    /// So many were refused over a limit since the last time, whoever they were.
    LimitRefusals {
        /// Which, as a code.
        limit: &'static str,
        /// How many.
        refusals: u64,
    },
    /// The portal made its first signing keys.
    KeysCreated,
    /// A new signing key was made, to take the place of the one before.
    KeyRotated {
        /// What it signs, as a code.
        purpose: &'static str,
        /// Its public name (`kid`).
        key: String,
        /// Why, as a code: `scheduled`, `asked`, `compromised`.
        how: &'static str,
    },
    /// An old signing key was destroyed.
    KeyDestroyed {
        /// What it signed, as a code.
        purpose: &'static str,
        /// Its public name (`kid`).
        key: String,
    },
    /// Something with what a service has beside the request itself.
    #[serde(untagged)]
    Service(ServiceEvent),
    /// Something happened with a draft.
    #[serde(untagged)]
    Draft(DraftEvent),
    /// Something with how a person is told.
    #[serde(untagged)]
    Notice(NoticeEvent),
    /// Something happened with a file.
    #[serde(untagged)]
    Attachment(AttachmentEvent),
    /// Something with a whole account.
    #[serde(untagged)]
    Account(AccountEvent),
    /// Something happened with a problem or an idea.
    #[serde(untagged)]
    Feedback(FeedbackEvent),
    /// Something with the log itself, or with the settings.
    #[serde(untagged)]
    Audit(AuditEvent),
    /// Those who look after the portal did something.
    #[serde(untagged)]
    Oversight(OversightEvent),
    /// Something happened with a tile's releases.
    #[serde(untagged)]
    Tile(TileEvent),
    /// Something happened with an announcement.
    #[serde(untagged)]
    Announcement(AnnouncementEvent),
}

impl Event {
    /// This event as part of the journey of `account`.
    #[must_use]
    pub fn of(self, account: AccountId) -> Entry {
        Entry { event: self, account: Some(account), request: None }
    }
}
