//! News between nodes: what an act tells every node once it is committed, so that nobody goes on
//! believing what they remember.
//!
//! News says *what* changed, never how: whoever remembers it forgets, and reads the row anew. So
//! news may come twice, late or in any order. Within a node it is heard before the act's
//! `commit` returns; between nodes it travels as PostgreSQL's NOTIFY, which is part of the
//! transaction. A node whose line is cut remembers nothing until it hears again.

mod cache;
mod line;
mod store;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, SessionId};

pub use cache::{Cache, Ticket};
pub use line::listen;
pub(crate) use store::announce;

/// Something that other nodes may remember otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// A session ended, or has another token, level or role.
    Session(SessionId),
    /// The inbox of an account has a message more, or one unread less.
    Inbox(AccountId),
    /// Something was done with releases of tiles.
    Releases,
    /// An announcement was published, corrected or withdrawn.
    Announcements,
    /// A back-end is in maintenance, or no longer.
    Maintenance,
}

/// What a reader hears.
#[derive(Clone, Copy, Debug)]
pub enum Heard {
    /// This changed.
    News(News),
    /// The line was cut: anything may have changed.
    Silence,
}

type Reader = Box<dyn Fn(Heard) + Send + Sync>;

/// Where a node hears the news. Cheap to clone.
#[derive(Clone)]
pub struct Newsroom(Arc<Inner>);

struct Inner {
    /// Whether all news arrives here.
    hears: AtomicBool,
    readers: Mutex<Vec<Reader>>,
}

impl Newsroom {
    /// A newsroom; `alone` when no other node can change anything. Otherwise it is deaf until
    /// [`listen`] has a line.
    #[must_use]
    pub fn new(alone: bool) -> Self {
        Self(Arc::new(Inner { hears: AtomicBool::new(alone), readers: Mutex::default() }))
    }

    /// Has `reader` told of all news, in order. It must be quick and must not wait.
    pub fn subscribe(&self, reader: impl Fn(Heard) + Send + Sync + 'static) {
        self.0.readers.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(reader));
    }

    /// Whether what is remembered may be believed.
    #[must_use]
    pub fn hears(&self) -> bool {
        self.0.hears.load(Ordering::Acquire)
    }

    /// Tells this node's readers.
    pub fn tell(&self, news: &[News]) {
        for news in news {
            self.spread(Heard::News(*news));
        }
    }

    /// The line is cut, or stands again. Readers forget everything before anyone may believe again.
    fn set_hears(&self, hears: bool) {
        self.0.hears.store(false, Ordering::Release);
        self.spread(Heard::Silence);
        self.0.hears.store(hears, Ordering::Release);
    }

    fn spread(&self, heard: Heard) {
        let readers = self.0.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.iter().for_each(|reader| reader(heard));
    }
}
