//! How many connections there may be, and how many of one source.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;

use super::pulse::Pulse;
use crate::web::ClientAddress;

/// The places for connections. Nobody waits for one: a source that has its share is turned away,
/// and when all are taken the one that has been idle longest, of the source that holds most, makes room.
/// So neither five hundred silent sockets nor five thousand keep another citizen out.
pub struct Places {
    all: usize,
    share: usize,
    taken: Mutex<HashMap<IpNet, Vec<Arc<Pulse>>>>,
}

/// A place taken; given back when dropped.
pub struct Place {
    places: Arc<Places>,
    source: IpNet,
    pulse: Arc<Pulse>,
}

impl Places {
    /// So many places, and so many for each source.
    pub fn new(all: usize, share: usize) -> Arc<Self> {
        Arc::new(Self { all, share, taken: Mutex::new(HashMap::new()) })
    }

    /// A place for a new connection; none when its source has its share or everyone is busy. A
    /// `shared` address, a proxy's, stands for many people and has no share of its own.
    pub fn take(self: &Arc<Self>, address: ClientAddress, shared: bool, pulse: &Arc<Pulse>) -> Option<Place> {
        let source = address.source();
        let mut taken = self.lock();
        let held = taken.get(&source).map_or(0, Vec::len);
        if !shared && held >= self.share {
            metrics::counter!("parvis_connections_refused_total", "reason" => "share").increment(1);
            return None;
        }
        if taken.values().map(Vec::len).sum::<usize>() >= self.all && !make_room(&mut taken) {
            metrics::counter!("parvis_connections_refused_total", "reason" => "full").increment(1);
            return None;
        }
        taken.entry(source).or_default().push(pulse.clone());
        metrics::gauge!("parvis_connections").increment(1);
        Some(Place { places: self.clone(), source, pulse: pulse.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpNet, Vec<Arc<Pulse>>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts off the idlest connection of the source that holds most, if any is idle.
fn make_room(taken: &mut HashMap<IpNet, Vec<Arc<Pulse>>>) -> bool {
    let idle = taken.iter().flat_map(|(source, held)| {
        let since = held.iter().enumerate().filter_map(|(place, pulse)| Some((place, pulse.idle_since()?)));
        since.map(|(place, since)| (held.len(), std::cmp::Reverse(since), *source, place))
    });
    let Some((_, _, source, place)) = idle.max() else { return false };
    if let Some(held) = taken.get_mut(&source) {
        held.swap_remove(place).cut();
    }
    metrics::counter!("parvis_connections_cut_total", "reason" => "room").increment(1);
    true
}

impl Drop for Place {
    fn drop(&mut self) {
        metrics::gauge!("parvis_connections").decrement(1);
        let mut taken = self.places.lock();
        let Some(held) = taken.get_mut(&self.source) else { return };
        held.retain(|pulse| !Arc::ptr_eq(pulse, &self.pulse));
        if held.is_empty() {
            taken.remove(&self.source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> ClientAddress {
        ClientAddress::new(text.parse().unwrap())
    }

    #[tokio::test]
    async fn a_source_has_its_share_and_no_more() {
        let places = Places::new(100, 2);
        let take = |text, shared| places.take(address(text), shared, &Pulse::new());
        let first = take("2001:db8::1", false);
        let second = take("2001:db8::2", false);
        assert!(first.is_some() && second.is_some());
        assert!(take("2001:db8::3", false).is_none(), "the same /64");
        assert!(take("2001:db8::3", true).is_some(), "a proxy");
        let other = take("2001:db8:0:1::1", false);
        assert!(other.is_some());
        drop(first);
        assert!(take("2001:db8::3", false).is_some());
    }

    #[tokio::test]
    async fn when_all_places_are_taken_the_idlest_of_the_largest_makes_room() {
        let places = Places::new(3, 3);
        let pulses = [Pulse::new(), Pulse::new(), Pulse::new()];
        let busy = pulses[1].begin();
        let held = [("203.0.113.1", 0), ("203.0.113.2", 1), ("203.0.113.2", 2)]
            .map(|(text, pulse)| places.take(address(text), false, &pulses[pulse]).unwrap());
        let cut = async |pulse: usize| {
            tokio::time::timeout(std::time::Duration::from_millis(1), pulses[pulse].cut_off()).await.is_ok()
        };
        let newcomer = Pulse::new();
        let place = places.take(address("203.0.113.3"), false, &newcomer).unwrap();
        assert_eq!((cut(0).await, cut(1).await, cut(2).await), (false, false, true));
        let _busy = (pulses[0].begin(), newcomer.begin());
        assert!(places.take(address("203.0.113.4"), false, &Pulse::new()).is_none(), "everyone is busy");
        drop((busy, held, place));
        assert!(places.lock().is_empty());
    }
}
