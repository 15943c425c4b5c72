//! Keys and sealed fields (ASVS V6, V8).
//!
//! One master key, given by the operator, protects one data key for each account; personal fields
//! and answers are sealed with that data key and bound to their row, so that neither a row nor a
//! column can be swapped unnoticed. Destroying a wrapped data key erases the person from every
//! copy, backups included. Look-ups by a personal value go through a keyed fingerprint.

mod stream;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::id::{AccountId, random};

pub use stream::{Opener, SEGMENT, Sealer};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// The first byte of everything sealed: the layout `version ‖ nonce ‖ ciphertext`.
const VERSION: u8 = 1;

/// A sealed field cannot be opened: another key, another row, or altered bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The master key is not 32 bytes in base64.
    #[error("the vault key must be 32 bytes in base64")]
    BadKey,
    /// The field was sealed with another key or for another place, or it was altered.
    #[error("a sealed field does not open")]
    Unopenable,
}

/// Where a sealed field lives: it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// `table.column`.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// The field `column` (as `table.column`) of the row `row`.
    #[must_use]
    pub fn new(column: &'static str, row: Uuid) -> Self {
        Self { column, row }
    }

    fn bytes(self) -> Vec<u8> {
        [self.column.as_bytes(), &[0], self.row.as_bytes()].concat()
    }
}

/// A key that seals fields: the portal's own, or one account's.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; KEY_BYTES]>);

/// Says nothing of the key.
impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(***)")
    }
}

impl DataKey {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(Key::from_slice(self.0.as_slice()))
    }

    /// Seals `plain` for `place` (XChaCha20-Poly1305, random nonce).
    ///
    /// # Errors
    /// [`Error::Unopenable`] only if `plain` is longer than the cipher allows (256 GiB).
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = random::<NONCE_BYTES>();
        let payload = Payload { msg: plain, aad: &place.bytes() };
        let cipher_text =
            self.cipher().encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| Error::Unopenable)?;
        Ok([&[VERSION], nonce.as_slice(), &cipher_text].concat())
    }

    /// Opens what [`DataKey::seal`] sealed for the same `place`.
    ///
    /// # Errors
    /// [`Error::Unopenable`] when the key, the place or the bytes are not the same.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let Some((&VERSION, rest)) = sealed.split_first() else { return Err(Error::Unopenable) };
        let (nonce, cipher_text) = rest.split_at_checked(NONCE_BYTES).ok_or(Error::Unopenable)?;
        let payload = Payload { msg: cipher_text, aad: &place.bytes() };
        let plain = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| Error::Unopenable)
    }

    /// A fingerprint of `value` that is this key's own (HMAC-SHA-256): two accounts with the same
    /// value have different ones. Different `purpose`s never match.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        let own = fingerprint(self.0.as_slice(), &[b"parvis fingerprint key"]);
        fingerprint(&own, &[purpose.as_bytes(), &[0], value])
    }

    /// Seals a value as JSON.
    ///
    /// # Errors
    /// As [`DataKey::seal`]; also when the value has no JSON form.
    pub fn seal_json<T: serde::Serialize>(&self, place: Place, value: &T) -> Result<Vec<u8>, Error> {
        let json = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Error::Unopenable)?);
        self.seal(place, &json)
    }

    /// Opens a value sealed by [`DataKey::seal_json`].
    ///
    /// # Errors
    /// As [`DataKey::open`]; also when the bytes are not JSON of that type.
    pub fn open_json<T: serde::de::DeserializeOwned>(&self, place: Place, sealed: &[u8]) -> Result<T, Error> {
        serde_json::from_slice(&self.open(place, sealed)?).map_err(|_| Error::Unopenable)
    }
}

/// The keeper of keys. All keys are derived from the master key, one for each purpose.
pub struct Vault {
    wrap: DataKey,
    own: DataKey,
    fingerprint: Zeroizing<[u8; KEY_BYTES]>,
    checkpoint: Zeroizing<[u8; KEY_BYTES]>,
}

impl Vault {
    /// A vault over a master key of 32 bytes in base64.
    ///
    /// # Errors
    /// [`Error::BadKey`] when the text is anything else.
    pub fn new(master: &str) -> Result<Self, Error> {
        let bytes = Zeroizing::new(STANDARD.decode(master.trim()).map_err(|_| Error::BadKey)?);
        if bytes.len() != KEY_BYTES {
            return Err(Error::BadKey);
        }
        let kdf = Hkdf::<Sha256>::new(Some(b"parvis vault 1"), &bytes);
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0; KEY_BYTES]);
            kdf.expand(purpose.as_bytes(), key.as_mut_slice()).map_err(|_| Error::BadKey)?;
            Ok(key)
        };
        Ok(Self {
            wrap: DataKey(derive("wrap")?),
            own: DataKey(derive("own")?),
            fingerprint: derive("fingerprint")?,
            checkpoint: derive("checkpoint")?,
        })
    }

    /// A fresh master key, as the configuration takes it.
    #[must_use]
    pub fn new_master_key() -> String {
        STANDARD.encode(random::<KEY_BYTES>())
    }

    /// A new data key for `account`, and its wrapped form to store.
    ///
    /// # Errors
    /// Never in practice; see [`DataKey::seal`].
    pub fn new_data_key(&self, account: AccountId) -> Result<(DataKey, Vec<u8>), Error> {
        let key = DataKey(Zeroizing::new(random()));
        let wrapped = self.wrap.seal(data_key_place(account), key.0.as_slice())?;
        Ok((key, wrapped))
    }

    /// The data key of `account` from its wrapped form.
    ///
    /// # Errors
    /// [`Error::Unopenable`] when it was wrapped by another master key or for another account.
    pub fn data_key(&self, account: AccountId, wrapped: &[u8]) -> Result<DataKey, Error> {
        let plain = self.wrap.open(data_key_place(account), wrapped)?;
        let bytes: [u8; KEY_BYTES] = plain.as_slice().try_into().map_err(|_| Error::Unopenable)?;
        Ok(DataKey(Zeroizing::new(bytes)))
    }

    /// The key for secrets that belong to no account: signing keys, flows of people who are not
    /// signed in yet.
    #[must_use]
    pub fn own_key(&self) -> &DataKey {
        &self.own
    }

    /// A keyed fingerprint of `value` (HMAC-SHA-256), to look a row up by a value that is itself
    /// sealed. Different `purpose`s never match.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        fingerprint(self.fingerprint.as_slice(), &[purpose.as_bytes(), &[0], value])
    }

    /// The key that signs the audit log's checkpoints (ed25519), of a generation that the settings give. Nobody who
    /// holds the database alone can make it, nor put another in its place.
    #[must_use]
    pub fn checkpoint_key(&self, generation: u32) -> SigningKey {
        let seed = fingerprint(self.checkpoint.as_slice(), &[&generation.to_be_bytes()]);
        SigningKey::from_bytes(&seed.try_into().unwrap_or_default())
    }

    /// The name by which one organisation knows an account: another organisation gets another
    /// name, so that the two cannot compare notes (OpenID Connect Core §8.1).
    #[must_use]
    pub fn pairwise_subject(&self, organisation: &str, account: AccountId) -> String {
        let value = [organisation.as_bytes(), &[0], account.0.as_bytes()].concat();
        URL_SAFE_NO_PAD.encode(self.fingerprint("pairwise subject", &value))
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn fingerprint(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("any length of key");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn data_key_place(account: AccountId) -> Place {
    Place::new("account.data_key", account.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(&Vault::new_master_key()).unwrap()
    }

    #[test]
    fn a_field_opens_in_its_own_place_only() {
        let (vault, account) = (vault(), AccountId(Uuid::from_u128(1)));
        let (key, wrapped) = vault.new_data_key(account).unwrap();
        let place = Place::new("request.answers", Uuid::from_u128(7));
        let sealed = key.seal(place, b"ma plainte").unwrap();

        let again = vault.data_key(account, &wrapped).unwrap();
        assert_eq!(again.open(place, &sealed).unwrap().as_slice(), b"ma plainte");
        assert!(again.open(Place::new("request.answers", Uuid::from_u128(8)), &sealed).is_err());
        assert!(again.open(Place::new("request.wording", place.row), &sealed).is_err());
        assert!(vault.data_key(AccountId(Uuid::from_u128(2)), &wrapped).is_err());
    }

    #[test]
    fn altered_or_cut_bytes_do_not_open() {
        let (vault, place) = (vault(), Place::new("t.c", Uuid::nil()));
        let sealed = vault.own_key().seal(place, b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert_eq!(vault.own_key().open(place, &altered), Err(Error::Unopenable));
            assert_eq!(vault.own_key().open(place, &sealed[..index]), Err(Error::Unopenable));
        }
    }

    #[test]
    fn fingerprints_differ_by_purpose_and_organisation() {
        let (vault, account) = (vault(), AccountId(Uuid::from_u128(1)));
        assert_eq!(vault.fingerprint("a", b"x"), vault.fingerprint("a", b"x"));
        assert_ne!(vault.fingerprint("a", b"x"), vault.fingerprint("b", b"x"));
        let [(one, _), (other, _)] =
            [1, 2].map(|n| vault.new_data_key(AccountId(Uuid::from_u128(n))).unwrap());
        assert_eq!(one.fingerprint("a", b"x"), one.clone().fingerprint("a", b"x"));
        assert_ne!(one.fingerprint("a", b"x"), other.fingerprint("a", b"x"));
        assert_ne!(vault.pairwise_subject("msss", account), vault.pairwise_subject("ramq", account));
    }

    #[test]
    fn a_short_master_key_is_refused() {
        assert!(Vault::new("c2hvcnQ=").is_err());
        assert!(Vault::new("not base64").is_err());
    }
}
