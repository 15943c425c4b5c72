//! The channels that lead out of the portal. Each is a doorbell: it says that something is there and
//! nothing of what (S5). What may be said is [`words::Says`]; how it is carried, a [`Carrier`].

mod folder;
mod gc_notify;
mod pace;
mod push;
pub mod return_path;
mod smtp;
pub(super) mod status;
pub mod words;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, redirect};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;
use uuid::Uuid;

use super::preferences::Channel;
use super::unsubscribe::Links;
use crate::base::Base;
use crate::clock::Micros;
use crate::id::AddressId;
use crate::text::Locale;
pub(super) use pace::Pace;
use words::{Says, Words};

/// How long one call of another's interface may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How soon a place may be free.
const FOR_A_PLACE: Duration = Duration::from_secs(1);

/// Something to be carried to one person.
pub(super) struct Notice {
    /// What it is known by: a repetition under the same id is the same notice.
    pub id: Uuid,
    /// What it is known by when it comes back.
    pub returns: Uuid,
    /// The address, as its channel writes it.
    pub to: String,
    /// The language that its person reads.
    pub locale: Locale,
    /// Which of the fixed texts it is.
    pub says: &'static str,
    /// The text.
    pub words: Words,
    /// Where news ends.
    pub unsubscribe: Option<Links>,
}

/// Where a notice goes.
pub struct Destination<'a> {
    /// The address, as its channel writes it.
    pub to: &'a str,
    /// The language that its person reads.
    pub locale: Locale,
    /// Where it ends, for news alone.
    pub unsubscribe: Option<Links>,
    /// The address whose code it holds; none: it tells of a delivery.
    pub confirms: Option<AddressId>,
}

/// Why a notice was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody takes anything now: the channel rests, at least for as long as is asked.
    Closed {
        /// Why, as a code.
        reason: &'static str,
        /// How long the other side asked to be left alone.
        rest: Option<Duration>,
    },
    /// This one was not taken now; others may be.
    Refused {
        /// Why, as a code.
        reason: &'static str,
    },
    /// The address reaches nobody.
    Gone {
        /// Why, as a code.
        reason: &'static str,
    },
}

impl Failure {
    /// Why, as a code fit for the audit log.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Closed { reason, .. } | Self::Refused { reason } | Self::Gone { reason } => reason,
        }
    }

    /// The other side cannot be reached, or does not answer in time.
    const UNREACHABLE: Self = Self::Closed { reason: "unreachable", rest: None };
}

type Carried<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Carries notices to one kind of address.
trait Carrier: Send + Sync {
    /// Carries one. `Ok` once the other side has taken it upon itself.
    fn carry<'a>(&'a self, notice: &'a Notice) -> Carried<'a>;
}

/// Why the channels cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUp {
    /// `mail.from` is not an address.
    #[error("mail.from is not an e-mail address: {0}")]
    From(#[from] lettre::address::AddressError),
    /// `mail.server` cannot be used.
    #[error("mail.server cannot be used: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
    /// `push.key` is not a key that can be used.
    #[error("push.key is not an EC P-256 key in PKCS #8, as PEM")]
    PushKey,
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// `notices.folder` cannot be written to.
    #[error("notices.folder cannot be written to: {0}")]
    Folder(#[from] std::io::Error),
    /// The portal's name or address does not fit into a text message.
    #[error(
        "notify.sms: `{0}` is no text message of one segment in {1}: portal.name holds letters that GSM-7 has not, \
         or is too long with portal.public_url"
    )]
    TextMessage(&'static str, Locale),
}

/// One channel as it is set up.
struct Way {
    carrier: Arc<dyn Carrier>,
    pace: Pace,
    /// A channel that hangs holds half of the workers at most.
    places: Arc<Semaphore>,
}

/// The channels of this portal. Cheap to clone.
#[derive(Clone)]
pub struct Channels(Arc<Inner>);

struct Inner {
    base: Base,
    email: Option<Way>,
    sms: Option<Way>,
    push: Option<Way>,
    web_push: Option<Arc<push::WebPush>>,
}

impl Channels {
    /// The channels as configured.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn new(base: &Base) -> Result<Self, SetUp> {
        let config = &base.config;
        let client = client()?;
        let at_once = (config.outbox.workers / 2).max(1);
        let way = |carrier: Arc<dyn Carrier>, per_minute| Way {
            carrier,
            pace: Pace::new(per_minute),
            places: Arc::new(Semaphore::new(at_once)),
        };
        let notify = |medium| gc_notify::GcNotify::new(&config.notify, medium, client.clone());
        let folder = |medium: &'static str| {
            let folder = config.notices.folder.as_deref();
            folder.map(|folder| folder::Folder::new(folder, medium)).transpose()
        };
        let by_notify = |medium| notify(medium).map(|notify| way(Arc::new(notify), config.notify.per_minute));
        let in_folder = |medium| -> Result<Option<Way>, SetUp> {
            Ok(folder(medium)?.map(|folder| way(Arc::new(folder), u32::MAX)))
        };
        let smtp = smtp::Smtp::new(base)?;
        let smtp = smtp.map(|smtp| way(Arc::new(smtp), config.mail.per_minute));
        let web_push = push::WebPush::new(&config.push, base.clock.clone(), client.clone())?.map(Arc::new);
        let push = web_push.clone().map(|push| way(push, config.push.per_minute));
        let email = smtp.or_else(|| by_notify(gc_notify::Medium::Email));
        let sms = by_notify(gc_notify::Medium::Sms);
        let channels = Inner {
            email: email.map_or_else(|| in_folder("email"), |way| Ok(Some(way)))?,
            sms: sms.map_or_else(|| in_folder("sms"), |way| Ok(Some(way)))?,
            push: push.map_or_else(|| in_folder("push"), |way| Ok(Some(way)))?,
            web_push,
            base: base.clone(),
        };
        if channels.sms.is_some() {
            words::fit_text_messages(base)?;
        }
        Ok(Self(Arc::new(channels)))
    }

    /// Whether the operator has set this channel up.
    #[must_use]
    pub fn has(&self, channel: Channel) -> bool {
        self.way(channel).is_some()
    }

    /// The public key that browsers subscribe with (VAPID), in base64url.
    #[must_use]
    pub fn push_key(&self) -> Option<&str> {
        self.0.web_push.as_ref().map(|push| push.public_key())
    }

    /// Whether notices may be written to the address that a browser gives: to a push service that the operator named.
    #[must_use]
    pub fn admits_browser(&self, endpoint: &Url) -> bool {
        self.0.web_push.as_ref().map_or(endpoint.scheme() == "https", |push| push.admits(endpoint))
    }

    /// Carries one of the fixed texts to an address. Waits for nobody's turn: what is sent to many asks for
    /// its turn first.
    ///
    /// # Errors
    /// Why it was not taken.
    pub async fn carry(
        &self,
        channel: Channel,
        id: Uuid,
        to: Destination<'_>,
        says: &Says<'_>,
    ) -> Result<(), Failure> {
        let Some(way) = self.way(channel) else { return Err(Failure::Refused { reason: "no_channel" }) };
        let page = to.unsubscribe.as_ref().map(|links| &links.page);
        let notice = Notice {
            id,
            returns: to.confirms.map_or(id, |address| address.0),
            to: to.to.to_owned(),
            locale: to.locale,
            says: says.word(),
            words: words::of(&self.0.base, channel, to.locale, says, page),
            unsubscribe: to.unsubscribe,
        };
        let carried = way.carrier.carry(&notice).await;
        let outcome = carried.as_ref().map_or_else(|failure| failure.reason(), |()| "sent");
        let channel = channel.word();
        metrics::counter!("parvis_notices_total", "channel" => channel, "outcome" => outcome).increment(1);
        carried
    }

    /// The place of `who` on a channel, to be held while it is carried; none where there is no such channel.
    ///
    /// # Errors
    /// When to come back: its turn has not come, or all places are taken.
    pub(super) fn turn(
        &self,
        channel: Channel,
        who: Uuid,
        now: Micros,
    ) -> Result<Option<OwnedSemaphorePermit>, Micros> {
        let Some(way) = self.way(channel) else { return Ok(None) };
        let place = Arc::clone(&way.places).try_acquire_owned().map_err(|_| now.after(FOR_A_PLACE))?;
        way.pace.ask(who, now)?;
        Ok(Some(place))
    }

    /// Nobody takes anything on this channel: it rests. Tells until when.
    pub(super) fn rest(&self, channel: Channel, now: Micros, asked: Option<Duration>) -> Micros {
        self.way(channel).map_or(now, |way| way.pace.rest(now, asked))
    }

    /// Something was taken on this channel.
    pub(super) fn is_well(&self, channel: Channel) {
        if let Some(way) = self.way(channel) {
            way.pace.is_well();
        }
    }

    fn way(&self, channel: Channel) -> Option<&Way> {
        match channel {
            Channel::Inbox => None,
            Channel::Email => self.0.email.as_ref(),
            Channel::Sms => self.0.sms.as_ref(),
            Channel::Push => self.0.push.as_ref(),
        }
    }
}

fn client() -> reqwest::Result<Client> {
    Client::builder()
        .connect_timeout(PATIENCE / 3)
        .timeout(PATIENCE)
        // A connection that leads nowhere any more would be used on and on.
        .http2_keep_alive_interval(PATIENCE / 4)
        .http2_keep_alive_timeout(PATIENCE / 4)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .user_agent(concat!("parvis/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// How long an answer asks to be left alone (RFC 9110 §10.2.3), where it says so in seconds; at most an hour.
fn rest(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let value = headers.get(reqwest::header::RETRY_AFTER)?.to_str().ok()?;
    let seconds: u64 = value.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3_600)))
}
