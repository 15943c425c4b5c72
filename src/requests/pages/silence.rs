//! Which back-ends do not answer now, and as of when what the portal knows of their requests holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Micros;
use crate::requests::store::{Summary, pulls};
use crate::requests::{Request, Requests, State};
use crate::store::{Result, Sql};
use crate::tiles::TileId;

/// The back-ends that do not answer.
pub(crate) struct Silences {
    failing: BTreeSet<String>,
    pulled: BTreeMap<TileId, Micros>,
}

impl Silences {
    /// Those of this moment.
    pub async fn now(db: &mut impl Sql) -> Result<Self> {
        let contacts = pulls::contacts(db).await?.into_iter();
        let failing = contacts.filter(|contact| contact.failing_since.is_some());
        let failing: BTreeSet<_> = failing.map(|contact| contact.backend).collect();
        let pulled = if failing.is_empty() { Vec::new() } else { pulls::pulled_at(db).await? };
        Ok(Self { failing, pulled: pulled.into_iter().collect() })
    }

    /// As of when a line of a list is known, when its back-end does not answer and could still
    /// change it.
    pub fn of(&self, requests: &Requests, row: &Summary) -> Option<Micros> {
        if matches!(row.state, State::Draft | State::Closed) {
            return None;
        }
        self.known_as_of(requests, &row.tile, row.as_of)
    }

    /// The same for a request.
    pub fn of_request(&self, requests: &Requests, request: &Request) -> Option<Micros> {
        if matches!(request.state, State::Draft | State::Closed) {
            return None;
        }
        self.known_as_of(requests, &request.tile, request.as_of)
    }

    /// A back-end that is pulled is known up to the latest pull, another up to what it told.
    fn known_as_of(&self, requests: &Requests, tile: &TileId, told: Option<Micros>) -> Option<Micros> {
        let shown = requests.catalogue.get(tile)?;
        let backend = &shown.manifest.submit.as_ref()?.backend;
        if !self.failing.contains(backend) {
            return None;
        }
        told.max(self.pulled.get(tile).copied())
    }
}
