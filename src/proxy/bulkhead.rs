//! How much of the portal one tile may have at once: what waits for its back-end takes no other tile's place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::id::SessionId;
use crate::tiles::TileId;

/// So many calls of a tile are under way at once, on this node.
const OF_A_TILE: usize = 64;
/// So many streams of events are open for a session at once.
const STREAMS: usize = 2;

/// Counts what is under way.
#[derive(Default)]
pub struct Bulkheads {
    tiles: Mutex<HashMap<TileId, Arc<Semaphore>>>,
    streams: Mutex<HashMap<SessionId, Arc<Semaphore>>>,
}

impl Bulkheads {
    /// A place for one call of a tile; none when all are taken: nobody queues for one.
    pub fn enter(&self, tile: &TileId) -> Option<OwnedSemaphorePermit> {
        let mut tiles = self.tiles.lock().unwrap_or_else(PoisonError::into_inner);
        let places = tiles.entry(tile.clone()).or_insert_with(|| Arc::new(Semaphore::new(OF_A_TILE)));
        places.clone().try_acquire_owned().ok()
    }

    /// A place for one stream of events of a session; none when all are taken.
    pub fn stream(&self, session: SessionId) -> Option<OwnedSemaphorePermit> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        // Sessions without one are forgotten.
        streams.retain(|_, places| places.available_permits() < STREAMS);
        let places = streams.entry(session).or_insert_with(|| Arc::new(Semaphore::new(STREAMS)));
        places.clone().try_acquire_owned().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_full_tile_leaves_the_others_their_places() {
        let bulkheads = Bulkheads::default();
        let (visits, letters): (TileId, TileId) = ("visits".parse().unwrap(), "letters".parse().unwrap());
        let mut under_way: Vec<_> = (0..OF_A_TILE).map(|_| bulkheads.enter(&visits).unwrap()).collect();
        assert!(bulkheads.enter(&visits).is_none());
        assert!(bulkheads.enter(&letters).is_some());
        under_way.pop();
        assert!(bulkheads.enter(&visits).is_some());
    }

    #[test]
    fn sessions_without_a_stream_are_forgotten() {
        let (bulkheads, clock) = (Bulkheads::default(), Clock::default());
        let [mine, other] = [(); 2].map(|()| SessionId(clock.new_uuid()));
        let open = [(); STREAMS].map(|()| bulkheads.stream(mine).unwrap());
        assert!(bulkheads.stream(mine).is_none());
        drop(bulkheads.stream(other).unwrap());
        drop(open);
        assert!(bulkheads.stream(mine).is_some());
        assert_eq!(bulkheads.streams.lock().unwrap().len(), 1);
    }
}
