//! Which node shows what: each says how far it has read the log of activations.

use std::time::Duration;

use super::publish::{Error, Releases};
use super::store;
use crate::act::Chore;
use crate::clock::Micros;

/// A node that was not seen for so long serves nobody.
const SEEN: Duration = Duration::from_secs(30);
/// After so long it is forgotten.
const GONE: Duration = Duration::from_hours(1);

/// A node of the portal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NodeRow {
    /// Its name.
    pub node: String,
    /// The last line of the log that it has read: what it shows.
    pub number: i64,
    /// When it last said so.
    pub seen_at: Micros,
}

impl Releases {
    /// Says how far `node` has read the log.
    ///
    /// # Errors
    /// The database's.
    pub async fn acknowledge(&self, node: &str, number: i64) -> Result<(), Error> {
        let base = self.base();
        let seen_at = base.clock.now();
        let row = NodeRow { node: node.to_owned(), number, seen_at };
        let mut chore = base.acts.chore(Chore::NoteNode).await?;
        store::note_node(chore.rows(), &row, seen_at.before(GONE)).await?;
        Ok(chore.commit().await?)
    }

    /// The nodes that serve now, and the last line of the log, which each should have read.
    ///
    /// # Errors
    /// The database's.
    pub async fn nodes(&self) -> Result<(i64, Vec<NodeRow>), Error> {
        let mut db = self.base().db.read().await?;
        let number = store::head(&mut db).await?.number;
        Ok((number, store::nodes(&mut db, self.base().clock.now().before(SEEN)).await?))
    }
}
