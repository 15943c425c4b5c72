//! The Merkle tree over the log (RFC 6962 §2.1, RFC 9162 §2.1): pure, no rows.
//!
//! A tree of any size is a row of perfect subtrees, its [`Peaks`]. Whatever is asked of it, its root, a proof, is made
//! of perfect subtrees alone, and each of them is complete with one certain leaf, beside which it is kept.

mod proof;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

pub use proof::{consistency, inclusion, proves_consistency, proves_inclusion};

/// A node of the tree: SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of 32 bytes; `None` for any other number.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ bytes).
    #[must_use]
    pub fn leaf(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
    #[must_use]
    pub fn node(left: Self, right: Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(Sha256::new().finalize().into())
    }

    /// The hash of its text in hexadecimal.
    #[must_use]
    pub fn of_hex(text: &str) -> Option<Self> {
        Self::of_bytes(&unhex(text)?)
    }

    /// The hash of its text in base64.
    #[must_use]
    pub fn of_base64(text: &str) -> Option<Self> {
        Self::of_bytes(&STANDARD.decode(text).ok()?)
    }

    /// As checkpoints write it.
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }
}

/// In hexadecimal, as exports write it.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// The same text in JSON.
impl serde::Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'d> serde::Deserialize<'d> for Hash {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of_hex(&text).ok_or_else(|| serde::de::Error::custom("no hash in hexadecimal"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of a text in hexadecimal.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 == 1 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2).map(|at| text.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

/// A perfect subtree: of 2^`level` leaves, the `index`-th such one from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// How high it is; 0: a leaf.
    pub level: u32,
    /// Its place among those of its height, from 0.
    pub index: u64,
}

impl Subtree {
    /// The place of its last leaf, with which it is complete and beside which it is kept.
    #[must_use]
    pub fn kept_at(self) -> u64 {
        ((self.index + 1) << self.level) - 1
    }

    /// Its hash, of the leaf and the inner nodes that are kept at [`Subtree::kept_at`].
    #[must_use]
    pub fn among(self, leaf: Hash, nodes: &[Hash]) -> Option<Hash> {
        match self.level.checked_sub(1) {
            None => Some(leaf),
            Some(above) => nodes.get(usize::try_from(above).ok()?).copied(),
        }
    }
}

/// The perfect subtrees that `leaves` fall into, from the left.
#[must_use]
pub fn subtrees(leaves: Range<u64>) -> Vec<Subtree> {
    let mut found = Vec::new();
    let mut start = leaves.start;
    while start < leaves.end {
        // As high as it may be and still begin where it does, and end before the end.
        let level = start.trailing_zeros().min((leaves.end - start).ilog2());
        found.push(Subtree { level, index: start >> level });
        start += 1 << level;
    }
    found
}

/// A tree under way: its perfect subtrees, from the left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    size: u64,
    peaks: Vec<(u32, Hash)>,
}

impl Peaks {
    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf, and tells the inner nodes that are complete with it, from below.
    pub fn push(&mut self, leaf: Hash) -> Vec<Hash> {
        self.push_subtree(0, leaf)
    }

    /// Adds a perfect subtree, which must begin where the tree ends.
    pub fn push_subtree(&mut self, level: u32, hash: Hash) -> Vec<Hash> {
        self.size += 1 << level;
        let (mut level, mut hash, mut nodes) = (level, hash, Vec::new());
        while let Some((_, left)) = self.peaks.pop_if(|(below, _)| *below == level) {
            hash = Hash::node(left, hash);
            level += 1;
            nodes.push(hash);
        }
        self.peaks.push((level, hash));
        nodes
    }

    /// The root of the whole tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let hashes = self.peaks.iter().rev().map(|(_, hash)| *hash);
        hashes.reduce(|right, left| Hash::node(left, right)).unwrap_or_else(Hash::empty)
    }
}
