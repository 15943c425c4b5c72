//! How often something may be done: by one address, so that a flood drowns nobody else, and by one
//! account, so that a stolen session or a mad script stays small (ASVS 2.2.1, 11.1.4).
//!
//! A room counts in one line, and a `?` answers 429 with `Retry-After`:
//!
//! ```ignore
//! base.limits.count(Limit::SignIn, client.source())?;                          // on this node
//! base.limits.spend(&mut act, Limit::DraftSave, viewer.account).await?;        // on all nodes
//! ```
//!
//! What is counted in an act is counted with it: an act that is dropped has spent nothing. Both kinds work
//! alike (the generic cell rate algorithm): so many at once, then one as each share of the period passes.
//! Nobody is locked out: one must only wait.

mod refusals;
mod store;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use governor::clock::{self, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use ipnet::IpNet;

use crate::act::{Act, Acts, Chore};
use crate::clock::{Clock, Micros};
use crate::config;
use crate::id::AccountId;
use crate::store::Db;
use crate::vault::Vault;
use refusals::Refusals;

/// What is limited. What each is worth is a setting under `[limits]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Setting out for an identity provider, of one address.
    SignIn,
    /// Coming back from one, of one address.
    SignInAnswer,
    /// Logout messages of issuers, of one address: by the issuer they name, a stranger could use up its own.
    IssuerLogout,
    /// What back-ends tell, of one address.
    Callback,
    /// What is sent in a back-end's name and refused, of one address: each refusal is a line of the log.
    CallbackRefusal,
    /// Forms posted, of one address.
    Form,
    /// Forms kept for someone whose session ended, of one address: each may be 256 KiB.
    KeptForm,
    /// Drafts begun and saved, of one account.
    DraftSave,
    /// Requests sent, of one account and one service.
    Submission,
    /// Invitation codes tried, of one account: nobody finds one by trying.
    InvitationCode,
    /// Pages with panels read, of one account: each asks back-ends.
    PanelRead,
    /// Calls of a service's element, of one account and one service.
    AppCall,
    /// All of one's data taken along, of one account.
    DataExport,
    /// Problems and ideas told, of one account, or of one address without one.
    Report,
    /// Votes for ideas given and taken back, of one account.
    IdeaVote,
    /// Lines of the log taken along, of one administrator or auditor.
    LogExport,
    /// Codes sent to confirm addresses, of one account and of one address.
    AddressCode,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::SignIn,
        Self::SignInAnswer,
        Self::IssuerLogout,
        Self::Callback,
        Self::CallbackRefusal,
        Self::Form,
        Self::KeptForm,
        Self::DraftSave,
        Self::Submission,
        Self::InvitationCode,
        Self::PanelRead,
        Self::AppCall,
        Self::DataExport,
        Self::Report,
        Self::IdeaVote,
        Self::LogExport,
        Self::AddressCode,
    ];

    /// Its name in the audit log and in metrics.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignInAnswer => "sign_in_answer",
            Self::IssuerLogout => "issuer_logout",
            Self::Callback => "callback",
            Self::CallbackRefusal => "callback_refusal",
            Self::Form => "form",
            Self::KeptForm => "kept_form",
            Self::DraftSave => "draft_save",
            Self::Submission => "submission",
            Self::InvitationCode => "invitation_code",
            Self::PanelRead => "panel_read",
            Self::AppCall => "app_call",
            Self::DataExport => "data_export",
            Self::Report => "report",
            Self::IdeaVote => "idea_vote",
            Self::LogExport => "log_export",
            Self::AddressCode => "address_code",
        }
    }

    /// So many in such a time.
    fn allowance(self, settings: &config::Limits) -> (NonZeroU32, Duration) {
        let (times, period) = match self {
            Self::SignIn => (settings.sign_ins_per_minute, Duration::from_mins(1)),
            Self::SignInAnswer => (settings.sign_in_answers_per_minute, Duration::from_mins(1)),
            Self::IssuerLogout => (settings.issuer_logouts_per_minute, Duration::from_mins(1)),
            Self::Callback => (settings.callbacks_per_minute, Duration::from_mins(1)),
            Self::CallbackRefusal => (settings.callback_refusals_per_minute, Duration::from_mins(1)),
            Self::Form => (settings.forms_per_minute, Duration::from_mins(1)),
            Self::KeptForm => (settings.kept_forms_per_hour, Duration::from_hours(1)),
            Self::DraftSave => (settings.draft_saves_per_minute, Duration::from_mins(1)),
            Self::Submission => (settings.submissions_per_day, Duration::from_hours(24)),
            Self::InvitationCode => (settings.invitation_codes_per_hour, Duration::from_hours(1)),
            Self::PanelRead => (settings.panel_reads_per_minute, Duration::from_mins(1)),
            Self::AppCall => (settings.app_calls_per_minute, Duration::from_mins(1)),
            Self::DataExport => (settings.data_exports_per_day, Duration::from_hours(24)),
            Self::Report => (settings.reports_per_hour, Duration::from_hours(1)),
            Self::IdeaVote => (settings.idea_votes_per_minute, Duration::from_mins(1)),
            Self::LogExport => (settings.log_exports_per_day, Duration::from_hours(24)),
            Self::AddressCode => (settings.address_codes_per_hour, Duration::from_hours(1)),
        };
        (NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN), period)
    }
}

/// Whose doing is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// An address, as `ClientAddress::source` cuts it.
    Source(IpNet),
    /// A person.
    Account(AccountId),
    /// A person, with one service.
    Service(AccountId, String),
    /// Where notices are sent, by a keyed fingerprint.
    Address(String),
}

impl Of {
    /// What a person does with one service.
    #[must_use]
    pub fn service(account: AccountId, tile: &impl fmt::Display) -> Self {
        Self::Service(account, tile.to_string())
    }

    /// What is sent to one address, whoever asks.
    #[must_use]
    pub fn address(fingerprint: &[u8]) -> Self {
        Self::Address(URL_SAFE_NO_PAD.encode(fingerprint))
    }

    fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account(account) | Self::Service(account, _) => Some(*account),
            Self::Source(_) | Self::Address(_) => None,
        }
    }
}

impl From<IpNet> for Of {
    fn from(source: IpNet) -> Self {
        Self::Source(source)
    }
}

impl From<AccountId> for Of {
    fn from(account: AccountId) -> Self {
        Self::Account(account)
    }
}

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(source) => write!(f, "source {source}"),
            Self::Account(account) => write!(f, "account {account}"),
            Self::Address(fingerprint) => write!(f, "address {fingerprint}"),
            Self::Service(account, tile) => write!(f, "account {account} service {tile}"),
        }
    }
}

/// Why something may not be done now.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too often.
    #[error("too often: again in {retry_after:?}")]
    Exceeded {
        /// After so long it may be done again.
        retry_after: Duration,
    },
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// Keeps count. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    settings: config::Limits,
    clock: Clock,
    vault: Arc<Vault>,
    db: Db,
    acts: Acts,
    on_this_node: RateLimiters,
    refusals: Refusals,
}

type Limiter = RateLimiter<Of, HashMapStateStore<Of>, Pace, NoOpMiddleware<Tick>>;

/// One for each of [`Limit::ALL`].
struct RateLimiters(Vec<(Limit, Limiter)>);

impl RateLimiters {
    fn new(settings: &config::Limits, clock: &Clock) -> Self {
        let limiter = |limit: Limit| {
            let (times, period) = limit.allowance(settings);
            let quota = Quota::with_period(period / times.get()).unwrap_or(Quota::per_second(times));
            let quota = quota.allow_burst(times);
            (limit, RateLimiter::new(quota, HashMapStateStore::default(), Pace(clock.clone())))
        };
        Self(Limit::ALL.map(limiter).into())
    }

    fn get(&self, limit: Limit) -> Option<&Limiter> {
        self.0.iter().find(|(one, _)| *one == limit).map(|(_, limiter)| limiter)
    }
}

impl Limits {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(
        settings: config::Limits,
        (db, acts): (&Db, &Acts),
        clock: &Clock,
        vault: &Arc<Vault>,
    ) -> Self {
        Self(Arc::new(Inner {
            on_this_node: RateLimiters::new(&settings, clock),
            settings,
            clock: clock.clone(),
            vault: vault.clone(),
            db: db.clone(),
            acts: acts.clone(),
            refusals: Refusals::new(acts.clone(), clock.clone()),
        }))
    }

    /// Counts one more on this node: for floods, which must not cost a database anything.
    ///
    /// # Errors
    /// [`Error::Exceeded`] when it is one too many.
    pub fn count(&self, limit: Limit, of: impl Into<Of>) -> Result<(), Error> {
        let of = of.into();
        let Some(limiter) = self.0.on_this_node.get(limit) else { return Ok(()) };
        limiter.check_key(&of).map_err(|until| {
            let retry_after = until.wait_time_from(Tick::now(&self.0.clock));
            self.exceeded(limit, &of, retry_after)
        })
    }

    /// Counts one more on all nodes, as a part of `act`: for what fills the database, or what someone
    /// could spread over the nodes.
    ///
    /// # Errors
    /// [`Error::Exceeded`] when it is one too many: drop the act. [`Error::Store`].
    pub async fn spend(&self, act: &mut Act, limit: Limit, of: impl Into<Of>) -> Result<(), Error> {
        let of = of.into();
        let (times, period) = limit.allowance(&self.0.settings);
        let share = period / times.get();
        let now = act.at();
        // One more is allowed while what was spent grows back within the rest of the period.
        let latest = now.after(period.saturating_sub(share));
        let key = self.0.vault.fingerprint("limit", format!("{} {of}", limit.word()).as_bytes());
        let spend = store::Spend { key: &key, now, share, latest };
        match store::spend(act.rows(), &spend).await? {
            None => Ok(()),
            Some(spent_until) => Err(self.exceeded(limit, &of, spent_until.since(latest))),
        }
    }

    fn exceeded(&self, limit: Limit, of: &Of, retry_after: Duration) -> Error {
        metrics::counter!("parvis_limit_refusals_total", "limit" => limit.word()).increment(1);
        self.0.refusals.note(limit, of);
        Error::Exceeded { retry_after }
    }

    /// Writes down how many were refused since the last time, and forgets those who stayed within their
    /// limits. For a timer, once a minute.
    ///
    /// # Errors
    /// The database's; what was not forgotten is forgotten the next time.
    pub async fn look_back(&self) -> Result<(), crate::store::Error> {
        let (db, acts) = (&self.0.db, &self.0.acts);
        let now = self.0.clock.now();
        if store::any_over(&mut db.read().await?, now).await? {
            let mut chore = acts.chore(Chore::ClearExpired).await?;
            store::clear(chore.rows(), now).await?;
            chore.commit().await?;
        }
        for (_, limiter) in &self.0.on_this_node.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        self.0.refusals.write_down().await
    }
}

/// The portal's clock, as governor reads it.
#[derive(Clone)]
struct Pace(Clock);

impl clock::Clock for Pace {
    type Instant = Tick;

    fn now(&self) -> Tick {
        Tick::now(&self.0)
    }
}

/// A moment of [`Pace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tick(Nanos);

impl Tick {
    fn now(clock: &Clock) -> Self {
        Self(Nanos::from(clock.now().since(Micros(0))))
    }
}

impl std::ops::Add<Nanos> for Tick {
    type Output = Self;

    fn add(self, other: Nanos) -> Self {
        Self(self.0 + other)
    }
}

impl Reference for Tick {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.duration_since(earlier.0)
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(Reference::saturating_sub(&self.0, duration))
    }
}

#[cfg(test)]
mod tests;
