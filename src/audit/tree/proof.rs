//! Proofs: that a leaf is in a tree, and that a tree goes on from an older one.

use std::ops::Range;

use super::Hash;

/// The parts of a tree of `size` leaves whose hashes prove that the leaf at `place` is in it, from below
/// (RFC 6962 §2.1.1).
#[must_use]
pub fn inclusion(place: u64, size: u64) -> Vec<Range<u64>> {
    let (mut parts, mut rest) = (Vec::new(), 0..size);
    while rest.end - rest.start > 1 {
        let middle = rest.start + split(rest.end - rest.start);
        if place < middle {
            parts.push(middle..rest.end);
            rest.end = middle;
        } else {
            parts.push(rest.start..middle);
            rest.start = middle;
        }
    }
    parts.reverse();
    parts
}

/// The parts of a tree of `size` leaves whose hashes prove that it begins with the tree of `older` leaves
/// (RFC 6962 §2.1.2); none when one of the two is empty, or they are the same.
#[must_use]
pub fn consistency(older: u64, size: u64) -> Vec<Range<u64>> {
    if older == 0 || older >= size {
        return Vec::new();
    }
    let (mut parts, mut rest) = (Vec::new(), 0..size);
    while rest.end != older {
        let middle = rest.start + split(rest.end - rest.start);
        if older <= middle {
            parts.push(middle..rest.end);
            rest.end = middle;
        } else {
            parts.push(rest.start..middle);
            rest.start = middle;
        }
    }
    if rest.start > 0 {
        parts.push(rest);
    }
    parts.reverse();
    parts
}

/// The largest power of two below `count`, which is 2 or more.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// Whether `proof` shows that `leaf` is at `place` in the tree of `size` leaves and that `root` (RFC 9162 §2.1.3.2).
#[must_use]
pub fn proves_inclusion(proof: &[Hash], leaf: Hash, place: u64, size: u64, root: Hash) -> bool {
    if place >= size {
        return false;
    }
    let (mut index, mut last, mut hash) = (place, size - 1, leaf);
    for part in proof {
        if last == 0 {
            return false;
        }
        if index % 2 == 1 || index == last {
            hash = Hash::node(*part, hash);
            while index.is_multiple_of(2) && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(hash, *part);
        }
        index >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// A tree at one moment.
pub type Sized = (u64, Hash);

/// Whether `proof` shows that the tree `newer` begins with the tree `older` (RFC 9162 §2.1.4.2).
#[must_use]
pub fn proves_consistency(proof: &[Hash], older: Sized, newer: Sized) -> bool {
    let ((first, first_root), (second, second_root)) = (older, newer);
    if first > second {
        return false;
    }
    if first == second {
        return proof.is_empty() && first_root == second_root;
    }
    if first == 0 {
        return proof.is_empty() && first_root == Hash::empty();
    }
    let mut parts = proof.iter().copied();
    let begun = if first.is_power_of_two() { Some(first_root) } else { parts.next() };
    let Some(begun) = begun else { return false };
    let (mut index, mut last) = (first - 1, second - 1);
    while index % 2 == 1 {
        index >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (begun, begun);
    for part in parts {
        if last == 0 {
            return false;
        }
        if index % 2 == 1 || index == last {
            old = Hash::node(part, old);
            new = Hash::node(part, new);
            while index.is_multiple_of(2) && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            new = Hash::node(new, part);
        }
        index >>= 1;
        last >>= 1;
    }
    last == 0 && old == first_root && new == second_root
}
