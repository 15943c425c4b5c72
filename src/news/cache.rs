//! What a node remembers of rows that any node may change.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hashlink::LruCache;

use super::Newsroom;

/// A bounded memory of values, the least used forgotten first. Gives nothing while the node does
/// not hear the news.
pub struct Cache<K, V> {
    newsroom: Newsroom,
    memory: Mutex<Memory<K, V>>,
}

struct Memory<K, V> {
    values: LruCache<K, V>,
    /// Rises whenever something is forgotten.
    age: u64,
}

/// Taken before a row is read. If anything was forgotten between that and [`Cache::keep`], the row
/// may have been read before the change that was told, and is not kept.
#[derive(Clone, Copy, Debug)]
pub struct Ticket(u64);

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// A memory for at most `size` values.
    #[must_use]
    pub fn new(newsroom: &Newsroom, size: usize) -> Self {
        let memory = Memory { values: LruCache::new(size), age: 0 };
        Self { newsroom: newsroom.clone(), memory: Mutex::new(memory) }
    }

    /// What is remembered of `key`.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        if !self.newsroom.hears() {
            return None;
        }
        self.memory().values.get(key).cloned()
    }

    /// To be taken before the row is read.
    pub fn ticket(&self) -> Ticket {
        Ticket(self.memory().age)
    }

    /// Remembers what was read since `ticket`, unless something changed meanwhile.
    pub fn keep(&self, ticket: Ticket, key: K, value: V) {
        let mut memory = self.memory();
        if self.newsroom.hears() && memory.age == ticket.0 {
            memory.values.insert(key, value);
        }
    }

    /// Forgets `key`.
    pub fn forget(&self, key: &K) {
        let mut memory = self.memory();
        memory.age += 1;
        memory.values.remove(key);
    }

    /// Forgets the values that `over` holds of.
    pub fn forget_where(&self, over: impl Fn(&V) -> bool) {
        let mut memory = self.memory();
        memory.age += 1;
        memory.values.retain(|_, value| !over(value));
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        let mut memory = self.memory();
        memory.age += 1;
        memory.values.clear();
    }

    fn memory(&self) -> MutexGuard<'_, Memory<K, V>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_used_is_forgotten_first() {
        let cache = Cache::new(&Newsroom::new(true), 2);
        for key in [1, 2] {
            cache.keep(cache.ticket(), key, key * 10);
        }
        assert_eq!(cache.get(&1), Some(10));
        cache.keep(cache.ticket(), 3, 30);
        assert_eq!([1, 2, 3].map(|key| cache.get(&key)), [Some(10), None, Some(30)]);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept() {
        let cache = Cache::new(&Newsroom::new(true), 2);
        let ticket = cache.ticket();
        cache.forget(&1);
        cache.keep(ticket, 1, 10);
        assert_eq!(cache.get(&1), None);
    }

    #[test]
    fn a_node_that_hears_nothing_remembers_nothing() {
        let newsroom = Newsroom::new(true);
        let cache = Cache::new(&newsroom, 2);
        cache.keep(cache.ticket(), 1, 10);
        newsroom.set_hears(false);
        assert_eq!(cache.get(&1), None);
        cache.keep(cache.ticket(), 2, 20);
        newsroom.set_hears(true);
        assert_eq!(cache.get(&2), None, "read while nothing was heard");
    }
}
