//! Checkpoints of the log: signed notes (C2SP signed-note, tlog-checkpoint), which the tools of other transparent logs
//! read as well.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::tree::{Hash, hex, unhex};

/// The signature type of ed25519 in a note's key.
const ED25519: u8 = 1;
/// What a signature line begins with.
const DASH: &str = "\u{2014} ";

/// The log at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log it is: a name that no other log has.
    pub origin: String,
    /// How many events it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// What is signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.base64())
    }
}

/// A text is not what it should be: a checkpoint that is signed, or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// No signed checkpoint.
    #[error("this is no signed checkpoint")]
    Note,
    /// No key of one.
    #[error("this is no key of a signed checkpoint: NAME+ID+KEY")]
    Key,
}

/// A checkpoint and the signatures under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is signed.
    pub checkpoint: Checkpoint,
    body: String,
    signatures: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

impl Note {
    /// Signs a checkpoint, in its own origin's name.
    #[must_use]
    pub fn sign(checkpoint: Checkpoint, key: &SigningKey) -> Self {
        let body = checkpoint.to_string();
        let public = PublicKey { name: checkpoint.origin.clone(), key: key.verifying_key() };
        let signature = key.sign(body.as_bytes()).to_vec();
        let line = Line { name: public.name.clone(), key_id: public.id(), signature };
        Self { checkpoint, body, signatures: vec![line] }
    }

    /// Whether this key signed it. Strict: no signature has a second form (RFC 8032 §8.4).
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let id = key.id();
        let own = self.signatures.iter().filter(|line| line.name == key.name && line.key_id == id);
        own.filter_map(|line| Signature::from_slice(&line.signature).ok())
            .any(|signature| key.key.verify_strict(self.body.as_bytes(), &signature).is_ok())
    }

    /// Who signed it, by their own word: `NAME+ID`.
    #[must_use]
    pub fn signers(&self) -> String {
        let names = self.signatures.iter().map(|line| format!("{}+{}", line.name, hex(&line.key_id)));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// As it is kept and sent: the checkpoint, an empty line, the signatures.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.body)?;
        for line in &self.signatures {
            let bytes = [line.key_id.as_slice(), &line.signature].concat();
            writeln!(f, "{DASH}{} {}", line.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl FromStr for Note {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (body, signatures) = text.split_once("\n\n").ok_or(Malformed::Note)?;
        let body = format!("{body}\n");
        let signatures = signatures.strip_suffix('\n').ok_or(Malformed::Note)?;
        let signatures: Option<Vec<Line>> = signatures.split('\n').map(signature_line).collect();
        Ok(Self { checkpoint: body.parse()?, body, signatures: signatures.ok_or(Malformed::Note)? })
    }
}

fn signature_line(line: &str) -> Option<Line> {
    let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = STANDARD.decode(bytes).ok()?;
    let (key_id, signature) = bytes.split_first_chunk()?;
    is_name(name).then(|| Line { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

impl FromStr for Checkpoint {
    type Err = Malformed;

    /// Reads a checkpoint as C2SP writes it; lines that it may have after the third are let be.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut lines = text.split('\n');
        let mut next = || lines.next().filter(|line| !line.is_empty()).ok_or(Malformed::Note);
        let (origin, size, root) = (next()?, next()?, next()?);
        // One number has one text: no sign, no leading zero.
        let read: u64 = size.parse().map_err(|_| Malformed::Note)?;
        let root = Hash::of_base64(root).ok_or(Malformed::Note)?;
        if read.to_string() != size {
            return Err(Malformed::Note);
        }
        Ok(Self { origin: origin.to_owned(), size: read, root })
    }
}

/// Whoever signs checkpoints, as anyone may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name: the log's origin.
    pub name: String,
    /// The key.
    pub key: VerifyingKey,
}

impl PublicKey {
    /// The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key).
    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        digest.first_chunk().copied().unwrap_or_default()
    }
}

/// As everyone writes such keys: `NAME+ID+KEY`.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, hex(&self.id()))
    }
}

impl FromStr for PublicKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().splitn(3, '+');
        let mut next = || parts.next().ok_or(Malformed::Key);
        let (name, id, key) = (next()?, next()?, next()?);
        let bytes = STANDARD.decode(key).map_err(|_| Malformed::Key)?;
        let Some((&ED25519, key)) = bytes.split_first() else { return Err(Malformed::Key) };
        let key = key.try_into().map_err(|_| Malformed::Key)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| Malformed::Key)?;
        let read = Self { name: name.to_owned(), key };
        let same = is_name(name) && unhex(id).is_some_and(|id| id == read.id());
        if same { Ok(read) } else { Err(Malformed::Key) }
    }
}

/// Whether a key may have that name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of C2SP's signed-note: what others sign can be read and verified.
    const EXAMPLE_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const EXAMPLE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const EXAMPLE_SIGNATURE: &str =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    fn signed() -> (Note, PublicKey) {
        let key = SigningKey::from_bytes(&[7; 32]);
        let checkpoint =
            Checkpoint { origin: "portail.example.ca/audit".into(), size: 12, root: Hash::leaf(b"x") };
        let public = PublicKey { name: checkpoint.origin.clone(), key: key.verifying_key() };
        (Note::sign(checkpoint, &key), public)
    }

    #[test]
    fn what_is_signed_verifies_with_its_key_alone() {
        let (note, key) = signed();
        assert!(note.is_signed_by(&key));
        let other = PublicKey { key: SigningKey::from_bytes(&[8; 32]).verifying_key(), ..key.clone() };
        assert!(!note.is_signed_by(&other));
        assert!(!note.is_signed_by(&PublicKey { name: "elsewhere/audit".into(), ..key }));
    }

    #[test]
    fn a_note_and_a_key_survive_their_texts() {
        let (note, key) = signed();
        assert_eq!(note.to_string().parse(), Ok(note.clone()));
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!(note.to_string().starts_with("portail.example.ca/audit\n12\n"));
    }

    #[test]
    fn a_note_that_was_touched_does_not_verify() {
        let (note, key) = signed();
        let text = note.to_string();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let holds = |text: String| text.parse::<Note>().is_ok_and(|read| read.is_signed_by(&key));
            assert!(!String::from_utf8(bytes).is_ok_and(holds), "byte {at}");
        }
        for wrong in ["", "x\n1\n\n", "x\n01\nAAAA\n\n\u{2014} x AAAAAA==\n", "x\n\n\u{2014} x AAAAAA==\n"] {
            assert_eq!(wrong.parse::<Note>(), Err(Malformed::Note), "{wrong}");
        }
    }

    #[test]
    fn what_others_sign_can_be_verified() {
        let key: PublicKey = EXAMPLE_KEY.parse().unwrap();
        let line = signature_line(&format!("{DASH}PeterNeumann {EXAMPLE_SIGNATURE}")).unwrap();
        assert_eq!(line.key_id, key.id());
        let signature = Signature::from_slice(&line.signature).unwrap();
        assert!(key.key.verify_strict(EXAMPLE.as_bytes(), &signature).is_ok());
        assert_eq!(
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse::<PublicKey>(),
            Err(Malformed::Key)
        );
    }
}
