//! The tree beside one that is made in the plainest way, and beside known trees.

use std::ops::Range;

use proptest::prelude::*;

use super::*;

/// RFC 6962 §2.1, word for word.
fn plain_root(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Hash::empty(),
        [leaf] => Hash::leaf(leaf),
        many => {
            let (left, right) = many.split_at(1 << (many.len() - 1).ilog2());
            Hash::node(plain_root(left), plain_root(right))
        }
    }
}

/// RFC 6962 §2.1.1, word for word.
fn plain_path(place: usize, leaves: &[Vec<u8>]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let middle = 1 << (leaves.len() - 1).ilog2();
    let (left, right) = leaves.split_at(middle);
    let (mut path, other) = if place < middle {
        (plain_path(place, left), plain_root(right))
    } else {
        (plain_path(place - middle, right), plain_root(left))
    };
    path.push(other);
    path
}

/// RFC 6962 §2.1.2, word for word.
fn plain_subproof(older: usize, leaves: &[Vec<u8>], whole: bool) -> Vec<Hash> {
    if older == leaves.len() {
        return if whole { Vec::new() } else { vec![plain_root(leaves)] };
    }
    let middle = 1 << (leaves.len() - 1).ilog2();
    let (left, right) = leaves.split_at(middle);
    let (mut proof, other) = if older <= middle {
        (plain_subproof(older, left, whole), plain_root(right))
    } else {
        (plain_subproof(older - middle, right, false), plain_root(left))
    };
    proof.push(other);
    proof
}

/// The inputs of the test vectors of Certificate Transparency (RFC 6962).
fn known_leaves() -> Vec<Vec<u8>> {
    let texts =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    texts.iter().map(|text| unhex(text).unwrap()).collect()
}

const KNOWN_ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// The tree as the log keeps it: each leaf's hash and the nodes complete with it.
struct Rows(Vec<(Hash, Vec<Hash>)>, Peaks);

fn grown(leaves: &[Vec<u8>]) -> Rows {
    let mut peaks = Peaks::default();
    let hashes = leaves.iter().map(|leaf| Hash::leaf(leaf));
    let rows = hashes.map(|hash| (hash, peaks.push(hash))).collect();
    Rows(rows, peaks)
}

impl Rows {
    fn hash(&self, part: Range<u64>) -> Hash {
        let mut peaks = Peaks::default();
        for subtree in subtrees(part) {
            let (leaf, nodes) = &self.0[usize::try_from(subtree.kept_at()).unwrap()];
            peaks.push_subtree(subtree.level, subtree.among(*leaf, nodes).unwrap());
        }
        peaks.root()
    }

    fn hashes(&self, parts: Vec<Range<u64>>) -> Vec<Hash> {
        parts.into_iter().map(|part| self.hash(part)).collect()
    }
}

#[test]
fn trees_known_to_everyone_have_their_roots() {
    let leaves = known_leaves();
    for (size, known) in (1..).zip(KNOWN_ROOTS) {
        assert_eq!(grown(&leaves[..size]).1.root().to_string(), known, "of {size} leaves");
    }
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Peaks::default().root().to_string(), empty);
}

#[test]
fn proofs_known_to_everyone_are_made() {
    let rows = grown(&known_leaves());
    let texts = |parts| rows.hashes(parts).iter().map(Hash::to_string).collect::<Vec<_>>();
    assert_eq!(
        texts(inclusion(0, 8)),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        texts(consistency(1, 8)),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        texts(consistency(6, 8)),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn a_range_falls_into_perfect_subtrees() {
    for (start, end) in (0..40).flat_map(|end| (0..=end).map(move |start| (start, end))) {
        let found = subtrees(start..end);
        let starts = found.iter().map(|subtree| subtree.index << subtree.level);
        let ends = found.iter().map(|subtree| subtree.kept_at() + 1);
        assert!(starts.chain([end]).eq([start].into_iter().chain(ends)), "{start}..{end}: {found:?}");
    }
}

/// No two of them are the same, as no two events are.
fn some_leaves() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let leaves = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 1..70);
    leaves.prop_map(|leaves| (0..).zip(leaves).map(|(number, leaf)| [vec![number], leaf].concat()).collect())
}

proptest! {
    #[test]
    fn the_tree_is_the_plain_one(leaves in some_leaves(), at in any::<prop::sample::Index>()) {
        let (rows, place) = (grown(&leaves), at.index(leaves.len()));
        let (root, size) = (rows.1.root(), leaves.len() as u64);
        prop_assert_eq!(root, plain_root(&leaves));
        prop_assert_eq!(rows.hash(0..size), root);
        let proof = rows.hashes(inclusion(place as u64, size));
        prop_assert_eq!(&proof, &plain_path(place, &leaves));
        let leaf = Hash::leaf(&leaves[place]);
        prop_assert!(proves_inclusion(&proof, leaf, place as u64, size, root));
        prop_assert!(!proves_inclusion(&proof, leaf, place as u64 + 1, size, root));
        prop_assert!(!proves_inclusion(&proof, Hash::leaf(b"another leaf"), place as u64, size, root));
    }

    #[test]
    fn an_older_tree_is_the_beginning(leaves in some_leaves(), at in any::<prop::sample::Index>()) {
        let (rows, older) = (grown(&leaves), at.index(leaves.len()) + 1);
        let (root, size) = (rows.1.root(), leaves.len() as u64);
        let (before, older) = ((older as u64, plain_root(&leaves[..older])), older as u64);
        let proof = rows.hashes(consistency(older, size));
        if older < size {
            prop_assert_eq!(&proof, &plain_subproof(usize::try_from(older).unwrap(), &leaves, true));
        }
        prop_assert!(proves_consistency(&proof, before, (size, root)));
        let forged = (older, Hash::leaf(b"another tree"));
        prop_assert!(!proves_consistency(&proof, forged, (size, root)));
        prop_assert!(!proves_consistency(&proof, before, (size, Hash::leaf(b"another tree"))));
    }

    #[test]
    fn a_proof_that_was_touched_proves_nothing(leaves in some_leaves(), at in any::<prop::sample::Index>(),
        part in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let (rows, place) = (grown(&leaves), at.index(leaves.len()));
        let (root, size, leaf) = (rows.1.root(), leaves.len() as u64, Hash::leaf(&leaves[place]));
        let mut proof = rows.hashes(inclusion(place as u64, size));
        proof.push(root);
        prop_assert!(!proves_inclusion(&proof, leaf, place as u64, size, root), "longer");
        proof.pop();
        if !proof.is_empty() {
            let touched = part.index(proof.len());
            proof[touched].0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!proves_inclusion(&proof, leaf, place as u64, size, root));
            proof.pop();
            prop_assert!(!proves_inclusion(&proof, leaf, place as u64, size, root), "shorter");
        }
    }
}

#[test]
fn hexadecimal_is_read_strictly() {
    assert_eq!(unhex("00ff"), Some(vec![0, 255]));
    for wrong in ["0", "0g", "é", "+1"] {
        assert_eq!(unhex(wrong), None, "{wrong}");
    }
}
