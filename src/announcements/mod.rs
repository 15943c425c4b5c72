//! Announcements: what administrators tell people in both languages (P9). Written, looked at, published,
//! corrected, withdrawn; shown on a banner and on a page of news, and sent to those who asked for news.
//!
//! What is being written and what people are shown are kept apart: a correction is written, and looked at, while
//! the announcement stands as it was published.

mod aside;
pub mod board;
mod draft;
mod feed;
pub mod jobs;
pub mod pages;
mod proposals;
mod store;
pub mod views;

use std::sync::Arc;

use crate::act::{Act, Actor};
use crate::audit::AnnouncementEvent;
use crate::base::Base;
use crate::clock::Micros;
use crate::id::{AccountId, AnnouncementId};
use crate::news::{Cache, Heard, News};
use crate::releases::Releases;
use crate::requests::{self, Requests};
use crate::store::{Error as StoreError, Sql};
use crate::text::{Locale, markdown};
use crate::web;

pub use draft::{Audience, Draft, Fault, Notice};
pub use store::State;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such announcement, or nothing more is done with it.
    #[error("there is no such announcement")]
    NotFound,
    /// Someone else saved, published or withdrew meanwhile.
    #[error("someone else saved or published meanwhile")]
    Overtaken,
    /// It is not fit to be published.
    #[error("the announcement is not fit to be published")]
    Unsound(Vec<Fault>),
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The releases'.
    #[error(transparent)]
    Releases(#[from] crate::releases::Error),
    /// What is kept cannot be read.
    #[error("an announcement cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Store(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

/// An announcement as people are shown it.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its id.
    pub id: AnnouncementId,
    /// How often it was published, corrections included.
    pub edition: i64,
    /// When it was first published.
    pub published_at: Micros,
    /// When it was last corrected.
    pub corrected_at: Option<Micros>,
    /// What it says, and to whom.
    pub notice: Notice,
    /// Its text as safe HTML, French then English.
    html: [String; 2],
}

impl Published {
    fn of(row: &store::Row) -> Result<Option<Self>, Error> {
        let (Some(shown), Some(published_at)) = (&row.shown, row.published_at) else { return Ok(None) };
        let notice: Notice = serde_json::from_str(shown)?;
        let html = Locale::ALL.map(|locale| markdown::to_html(notice.text.get(locale)));
        let (id, edition, corrected_at) = (row.id, row.edition, row.corrected_at);
        Ok(Some(Self { id, edition, published_at, corrected_at, notice, html }))
    }

    /// Its text in one language: safe HTML.
    #[must_use]
    pub fn html(&self, locale: Locale) -> &str {
        let [fr, en] = &self.html;
        if locale == Locale::Fr { fr } else { en }
    }

    /// When people see it first: its own day, or when it was published.
    #[must_use]
    pub fn begins(&self) -> Micros {
        self.notice.from.map_or(self.published_at, |from| from.max(self.published_at))
    }

    /// Whether it is shown at that moment.
    #[must_use]
    pub fn is_on(&self, now: Micros) -> bool {
        self.begins() <= now && self.notice.until.is_none_or(|until| now < until)
    }
}

/// The room of announcements. Cheap to clone.
#[derive(Clone)]
pub struct Announcements(Arc<Inner>);

struct Inner {
    base: Base,
    requests: Requests,
    releases: Releases,
    published: Arc<Cache<(), Arc<Vec<Published>>>>,
}

impl Announcements {
    /// The room over the rooms it looks into.
    #[must_use]
    pub fn new(requests: Requests, releases: Releases) -> Self {
        let base = requests.base.clone();
        let published = Arc::new(Cache::new(&base.news, 1));
        let memory = Arc::clone(&published);
        base.news.subscribe(move |heard| {
            if matches!(heard, Heard::News(News::Announcements) | Heard::Silence) {
                memory.forget_all();
            }
        });
        Self(Arc::new(Inner { base, requests, releases, published }))
    }

    /// Everything that is published, the latest first, whatever its days and audience.
    async fn published(&self) -> Result<Arc<Vec<Published>>, Error> {
        if let Some(known) = self.0.published.get(&()) {
            return Ok(known);
        }
        let ticket = self.0.published.ticket();
        let rows = store::published(&mut self.0.base.db.read().await?).await?;
        let mut all = Vec::new();
        for row in &rows {
            all.extend(Published::of(row)?);
        }
        all.sort_by_key(|one| std::cmp::Reverse(one.begins()));
        let all = Arc::new(all);
        self.0.published.keep(ticket, (), Arc::clone(&all));
        Ok(all)
    }

    /// What that person, or a visitor, is shown now, the latest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn shown_to(&self, account: Option<AccountId>) -> Result<Vec<Published>, Error> {
        let now = self.0.base.clock.now();
        let mut shown = Vec::new();
        for one in self.published().await?.iter().filter(|one| one.is_on(now)) {
            if self.is_for(&one.notice.audience, account).await? {
                shown.push(one.clone());
            }
        }
        Ok(shown)
    }

    async fn is_for(&self, audience: &Audience, account: Option<AccountId>) -> Result<bool, Error> {
        match (audience, account) {
            (Audience::Everyone, _) | (Audience::SignedIn, Some(_)) => Ok(true),
            (Audience::SignedIn | Audience::Users(_), None) => Ok(false),
            (Audience::Users(tile), Some(account)) => {
                let mut db = self.0.base.db.read().await?;
                Ok(requests::store::uses(&mut db, account, tile).await?)
            }
        }
    }

    /// Begins an announcement with nothing in it.
    async fn begin(&self, actor: Actor) -> Result<AnnouncementId, Error> {
        let id = AnnouncementId::new(&self.0.base.clock);
        let saved = AnnouncementEvent::AnnouncementSaved { announcement: id, version: 1 };
        let mut act = self.0.base.acts.begin(actor, saved).await?;
        let at = act.at();
        let written = serde_json::to_string(&Draft::blank())?;
        store::insert(act.rows(), id, &written, None, at).await?;
        act.commit().await?;
        Ok(id)
    }

    /// One that can still be worked on.
    async fn read(&self, id: AnnouncementId) -> Result<store::Row, Error> {
        read(&mut self.0.base.db.read().await?, id).await
    }

    /// Keeps `draft` in the place of what was saved as `version`.
    async fn save(&self, actor: Actor, id: AnnouncementId, version: i64, draft: &Draft) -> Result<(), Error> {
        let saved =
            AnnouncementEvent::AnnouncementSaved { announcement: id, version: version.saturating_add(1) };
        let mut act = self.0.base.acts.begin(actor, saved).await?;
        read(act.rows(), id).await?;
        let at = act.at();
        if !store::save(act.rows(), id, version, &serde_json::to_string(draft)?, at).await? {
            return Err(Error::Overtaken);
        }
        Ok(act.commit().await?)
    }

    /// Throws a draft away, as saved as `version`.
    async fn discard(&self, actor: Actor, id: AnnouncementId, version: i64) -> Result<(), Error> {
        let discarded = AnnouncementEvent::AnnouncementDiscarded { announcement: id };
        let mut act = self.0.base.acts.begin(actor, discarded).await?;
        if !store::discard(act.rows(), id, version).await? {
            return Err(Error::Overtaken);
        }
        Ok(act.commit().await?)
    }

    /// What would be shown, as far as it is written.
    fn compose(&self, draft: &Draft) -> Result<Notice, Error> {
        let catalogue = self.0.requests.catalogue.current();
        draft.compose(|tile| catalogue.get(tile).is_some()).map_err(Error::Unsound)
    }

    /// Shows people what was saved as `version`, the first time or in the place of what they were shown.
    async fn publish(&self, actor: Actor, id: AnnouncementId, version: i64) -> Result<(), Error> {
        let mut act = self.0.base.acts.open(actor).await?;
        let row = read(act.rows(), id).await?;
        let notice = self.compose(&serde_json::from_str(&row.written)?)?;
        let (audience, important, sends) = (notice.audience.word(), notice.important, notice.send);
        let edition = row.edition + 1;
        act.also(if row.state == State::Draft {
            AnnouncementEvent::AnnouncementPublished { announcement: id, audience, important, sends }
        } else {
            AnnouncementEvent::AnnouncementCorrected { announcement: id, edition, audience, important, sends }
        });
        let at = act.at();
        if !store::publish(act.rows(), id, version, &serde_json::to_string(&notice)?, at).await? {
            return Err(Error::Overtaken);
        }
        act.tell(News::Announcements);
        self.begin_if_due(&mut act, id).await?;
        Ok(act.commit().await?)
    }

    /// Takes it back: nobody is shown it any more, and nobody more is sent it.
    async fn withdraw(&self, actor: Actor, id: AnnouncementId) -> Result<(), Error> {
        let withdrawn = AnnouncementEvent::AnnouncementWithdrawn { announcement: id };
        let mut act = self.0.base.acts.begin(actor, withdrawn).await?;
        let at = act.at();
        if !store::withdraw(act.rows(), id, at).await? {
            return Err(Error::Overtaken);
        }
        act.tell(News::Announcements);
        Ok(act.commit().await?)
    }

    /// Does what is due without anyone asking: proposes new services, begins to send. For a timer.
    ///
    /// # Errors
    /// The database's; what was not done is done the next time.
    pub async fn make_round(&self) -> Result<(), Error> {
        self.propose_new_services().await?;
        self.begin_due().await
    }
}

/// One that can still be worked on.
async fn read(db: &mut impl Sql, id: AnnouncementId) -> Result<store::Row, Error> {
    let row = store::one(db, id).await?.ok_or(Error::NotFound)?;
    if matches!(row.state, State::Draft | State::Published) { Ok(row) } else { Err(Error::NotFound) }
}

/// Forgets what a person was sent, as part of an act: they close their account.
///
/// # Errors
/// The database's.
pub async fn forget(act: &mut Act, account: AccountId) -> crate::store::Result<()> {
    store::forget(act.rows(), account).await
}
