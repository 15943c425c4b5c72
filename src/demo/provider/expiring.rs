//! A small table whose entries end by themselves: sessions, codes and tokens of the demo provider.

use std::collections::HashMap;

use crate::clock::Micros;

/// More than a demo needs; a script that asks for more loses its oldest.
const MOST: usize = 1_000;

/// Values by secret name, each with the moment it ends.
pub(super) struct Expiring<T>(HashMap<String, (Micros, T)>);

impl<T> Default for Expiring<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Expiring<T> {
    /// Keeps `value` under `name` until `ends`.
    pub(super) fn insert(&mut self, name: String, value: T, ends: Micros, now: Micros) {
        self.0.retain(|_, (end, _)| *end > now);
        if self.0.len() >= MOST
            && let Some(first) = self.0.iter().min_by_key(|(_, (end, _))| *end).map(|(name, _)| name.clone())
        {
            self.0.remove(&first);
        }
        self.0.insert(name, (ends, value));
    }

    /// The value of that name, unless it has ended.
    pub(super) fn get_mut(&mut self, name: &str, now: Micros) -> Option<&mut T> {
        self.0.get_mut(name).filter(|(end, _)| *end > now).map(|(_, value)| value)
    }

    /// Forgets one.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_end_and_the_table_stays_small() {
        let mut table = Expiring::default();
        for n in 0..1_500 {
            table.insert(n.to_string(), n, Micros(2_000 + n), Micros(0));
        }
        assert_eq!(table.0.len(), MOST);
        assert!(table.get_mut("10", Micros(0)).is_none());
        assert_eq!(table.get_mut("1499", Micros(0)), Some(&mut 1_499));
        assert!(table.get_mut("1499", Micros(3_499)).is_none());
    }
}
