//! Reconciling: are the requests that citizens sent all accounted for, and does each back-end have
//! each of those that it took, once?

use std::collections::{BTreeMap, BTreeSet};

use super::jobs::Source;
use super::store::accounts::{self, Tally};
use super::{Error, Requests};
use crate::id::RequestId;

/// The most answers read of one back-end's list.
const MOST_PAGES: usize = 100_000;

/// What became of the requests of one back-end.
#[derive(Debug)]
pub struct Account {
    /// The back-end.
    pub backend: String,
    /// The requests that citizens sent.
    pub submitted: i64,
    /// Those that the back-end took.
    pub delivered: i64,
    /// Those on their way.
    pub pending: i64,
    /// Those that it refused, or that the portal stopped trying to hand over.
    pub refused: i64,
    /// Those on their way for which no job is left.
    pub forgotten: Vec<RequestId>,
    /// The answers and messages about them.
    pub replies: Replies,
    /// What the back-end has.
    pub held: Held,
}

/// What became of answers and messages.
#[derive(Debug, Default)]
pub struct Replies {
    /// Those that citizens sent.
    pub sent: i64,
    /// Those that the back-end took.
    pub delivered: i64,
    /// Those on their way.
    pub pending: i64,
    /// Those that could not be handed over.
    pub refused: i64,
}

/// What a back-end has, as its own list tells.
#[derive(Debug)]
pub enum Held {
    /// Its tiles offer no list.
    NotOffered,
    /// Its list could not be read; the reason as a code.
    Unreadable(String),
    /// Its list was compared.
    Compared {
        /// How many requests it has.
        count: usize,
        /// Delivered, and not in its list.
        lost: Vec<RequestId>,
        /// More than once in its list.
        doubled: Vec<RequestId>,
        /// In its list, and not of the portal's.
        unknown: Vec<RequestId>,
    },
}

impl Account {
    /// Whether nothing is lost, doubled or left without a way to its end.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let sums = self.submitted == self.delivered + self.pending + self.refused
            && self.replies.sent == self.replies.delivered + self.replies.pending + self.replies.refused;
        let held = match &self.held {
            Held::NotOffered => true,
            Held::Unreadable(_) => false,
            Held::Compared { lost, doubled, unknown, .. } => {
                lost.is_empty() && doubled.is_empty() && unknown.is_empty()
            }
        };
        sums && held && self.forgotten.is_empty()
    }
}

impl Requests {
    /// An account for each back-end that tiles send requests to.
    ///
    /// # Errors
    /// The database's.
    pub async fn reconcile(&self) -> Result<Vec<Account>, Error> {
        let catalogue = self.catalogue.current();
        let submits = catalogue.iter().filter_map(|tile| Some((tile, tile.manifest.submit.as_ref()?)));
        let mut tiles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (tile, submit) in submits {
            tiles.entry(&submit.backend).or_default().push(tile.id().as_str());
        }
        let mut all = Vec::new();
        for (backend, tiles) in tiles {
            all.push(self.account(backend, &tiles).await?);
        }
        Ok(all)
    }

    async fn account(&self, backend: &str, tiles: &[&str]) -> Result<Account, Error> {
        // What is delivered while this looks is in the list, whatever the portal has noted of it.
        let mut db = self.base.db.read().await?;
        let tallies = of_tiles(accounts::requests(&mut db).await?, tiles);
        let replies = of_tiles(accounts::replies(&mut db).await?, tiles);
        let known = accounts::ids(&mut db).await?;
        let forgotten = accounts::forgotten(&mut db).await?;
        drop(db);
        let ids = |delivered: Option<&str>| -> BTreeSet<RequestId> {
            let theirs = known.iter().filter(|one| tiles.contains(&one.tile.as_str()));
            let fit = theirs.filter(|one| delivered.is_none_or(|word| one.delivery == word));
            fit.map(|one| one.id).collect()
        };
        let count = |tallies: &[Tally], word: &str| {
            tallies.iter().filter(|tally| tally.delivery == word).map(|tally| tally.count).sum()
        };
        let total = |tallies: &[Tally]| tallies.iter().map(|tally| tally.count).sum();
        Ok(Account {
            backend: backend.to_owned(),
            submitted: total(&tallies),
            delivered: count(&tallies, "delivered"),
            pending: count(&tallies, "waiting"),
            refused: count(&tallies, "given_up"),
            forgotten: forgotten.into_iter().filter(|id| ids(None).contains(id)).collect(),
            replies: Replies {
                sent: total(&replies),
                delivered: count(&replies, "delivered"),
                pending: count(&replies, "waiting"),
                refused: count(&replies, "given_up"),
            },
            held: self.held(backend, tiles, &ids(Some("delivered")), &ids(None)).await,
        })
    }

    async fn held(
        &self,
        backend: &str,
        tiles: &[&str],
        delivered: &BTreeSet<RequestId>,
        known: &BTreeSet<RequestId>,
    ) -> Held {
        let sources: Vec<Source> =
            self.sources().into_iter().filter(|source| source.backend == backend).collect();
        if sources.len() < tiles.len() {
            return Held::NotOffered;
        }
        let mut listed = Vec::new();
        for source in &sources {
            match self.whole_list(source).await {
                Ok(ids) => listed.extend(ids),
                Err(failure) => return Held::Unreadable(failure.to_string()),
            }
        }
        let once: BTreeSet<RequestId> = listed.iter().copied().collect();
        let mut seen = BTreeSet::new();
        Held::Compared {
            count: listed.len(),
            lost: delivered.difference(&once).copied().collect(),
            unknown: once.difference(known).copied().collect(),
            doubled: listed.into_iter().filter(|id| !seen.insert(*id)).collect(),
        }
    }

    async fn whole_list(&self, source: &Source) -> Result<Vec<RequestId>, crate::exchange::Failure> {
        let (mut ids, mut mark) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let list = self.list(source, mark.as_deref()).await?;
            ids.extend(list.requests.into_iter().map(|listed| listed.request));
            if !list.more {
                break;
            }
            mark = list.next.or(mark);
        }
        Ok(ids)
    }
}

fn of_tiles(tallies: Vec<Tally>, tiles: &[&str]) -> Vec<Tally> {
    tallies.into_iter().filter(|tally| tiles.contains(&tally.tile.as_str())).collect()
}
