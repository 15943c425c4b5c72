//! Groups: the same few questions asked again for each child, each address, each stay. What was
//! typed in one entry is a set of inputs of its own, so that everything that works on a page works
//! on an entry too.

use std::fmt;
use std::str::FromStr;

use super::{Field, FieldId, Inputs};
use crate::id;

/// The most entries that a group may allow.
pub(super) const MOST_ENTRIES: usize = 30;

/// The questions that repeat, and how often they may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The questions of one entry, in order.
    pub fields: Vec<Field>,
    /// The fewest entries.
    pub min: usize,
    /// The most entries.
    pub max: usize,
}

/// The name of an entry, drawn before its first answer. It stays the same whatever is added or
/// removed beside it, in both languages and in every window.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId(String);

/// The text cannot be the name of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no name of an entry: ten hexadecimal digits")]
pub struct NotAnEntry;

/// One entry of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The group.
    pub group: FieldId,
    /// Which entry.
    pub id: EntryId,
}

impl EntryId {
    /// A new name.
    #[must_use]
    pub fn random() -> Self {
        Self(format!("{:010x}", u64::from_be_bytes(id::random()) >> 24))
    }

    /// The name as it is written in paths.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntryId {
    type Err = NotAnEntry;

    fn from_str(text: &str) -> Result<Self, NotAnEntry> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() == 10 && digits { Ok(Self(text.to_owned())) } else { Err(NotAnEntry) }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.group, self.id)
    }
}

impl Inputs {
    /// The entries of a group, in the order in which they were added.
    #[must_use]
    pub fn entries(&self, group: &FieldId) -> Vec<Entry> {
        let ids = self.all(group.as_str()).iter().filter_map(|id| id.parse().ok());
        ids.map(|id| Entry { group: group.clone(), id }).collect()
    }

    /// What was typed in one entry, by the names that its own page has.
    #[must_use]
    pub fn of_entry(&self, entry: &Entry) -> Self {
        let start = format!("{entry}.");
        let of = self.iter().filter_map(|(name, values)| Some((name.strip_prefix(&start)?, values)));
        of.map(|(name, values)| (name.to_owned(), values.to_vec())).collect()
    }

    /// Puts what was typed in an entry in place of what it held. An entry begins with its first
    /// answer: one that holds nothing is not added.
    pub fn put_entry(&mut self, entry: &Entry, typed: &Self) {
        let mut ids = self.all(entry.group.as_str()).to_vec();
        let known = ids.iter().any(|id| id == entry.id.as_str());
        if !known && typed.is_empty() {
            return;
        }
        self.clear_entry(entry);
        self.extend(typed.iter().map(|(name, values)| (format!("{entry}.{name}"), values.to_vec())));
        if !known {
            ids.push(entry.id.to_string());
            self.extend([(entry.group.to_string(), ids)]);
        }
    }

    /// Removes an entry and all that was typed in it.
    pub fn remove_entry(&mut self, entry: &Entry) {
        self.clear_entry(entry);
        let mut ids = self.all(entry.group.as_str()).to_vec();
        ids.retain(|id| id != entry.id.as_str());
        self.extend([(entry.group.to_string(), ids)]);
    }

    fn clear_entry(&mut self, entry: &Entry) {
        let start = format!("{entry}.");
        self.retain(|name| !name.starts_with(&start));
    }
}
