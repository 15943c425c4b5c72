//! Which key signs, which are published, which are over: by the clock alone, so that all nodes
//! agree.

use std::sync::Arc;

use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePrivateKey as _;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::store::KeyRow;
use super::{Error, OVERLAP, Purpose};
use crate::base::Base;
use crate::clock::Micros;
use crate::id::random;
use crate::vault::{Place, Vault};

const PRIVATE: &str = "signing_key.private";

/// One key pair.
#[derive(Clone)]
pub struct Key {
    /// Its name in JWT headers and in the JWK set (`kid`).
    pub id: Uuid,
    /// What it signs.
    pub purpose: Purpose,
    pub(super) generation: i64,
    /// When it was made.
    pub created_at: Micros,
    /// From when on it signs.
    pub signs_from: Micros,
    public_jwk: Value,
    signer: Arc<EcdsaKeyPair>,
}

impl Key {
    /// The signature of `bytes` as JSON Web Signatures have it: 64 bytes (ES256, RFC 7518 §3.4).
    pub(super) fn sign(&self, bytes: &[u8]) -> Result<impl AsRef<[u8]> + use<>, Error> {
        self.signer.sign(&SystemRandom::new(), bytes).map_err(|_| Error::Damaged)
    }
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Published, so that others get to know it before it signs.
    Waiting,
    /// It signs.
    Signing,
    /// Still published, for what it signed.
    Leaving {
        /// The moment it is withdrawn.
        until: Micros,
    },
    /// Withdrawn, soon to be destroyed.
    Over,
}

/// All keys at one moment.
pub(super) struct Ring(Vec<Key>);

impl Ring {
    /// Opens the private keys of `rows`, which come by purpose, oldest first.
    pub fn open(vault: &Vault, rows: Vec<KeyRow>) -> Result<Self, Error> {
        let keys = rows.into_iter().filter_map(|row| {
            let purpose = Purpose::of_word(&row.purpose)?;
            Some(open(vault, purpose, row))
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    pub fn newest(&self, purpose: Purpose) -> Option<&Key> {
        self.0.iter().rfind(|key| key.purpose == purpose)
    }

    /// The key that signs. A first key signs even for a node whose clock is a little behind.
    pub fn signer(&self, purpose: Purpose, now: Micros) -> Option<&Key> {
        let mut of_purpose = self.0.iter().filter(|key| key.purpose == purpose);
        let first = of_purpose.clone().next();
        of_purpose.rfind(|key| key.signs_from <= now).or(first)
    }

    pub fn standing(&self, key: &Key, now: Micros) -> Standing {
        if self.signer(key.purpose, now).is_some_and(|signer| signer.id == key.id) {
            return Standing::Signing;
        }
        if key.signs_from > now {
            return Standing::Waiting;
        }
        let successor = self.0.iter().find(|other| {
            other.purpose == key.purpose && other.generation > key.generation && other.signs_from <= now
        });
        match successor.map(|other| other.signs_from.after(OVERLAP)) {
            Some(until) if until > now => Standing::Leaving { until },
            _ => Standing::Over,
        }
    }

    pub fn published(&self, now: Micros) -> Value {
        let published = self.0.iter().filter(|key| self.standing(key, now) != Standing::Over);
        json!({ "keys": published.map(|key| &key.public_jwk).collect::<Vec<_>>() })
    }
}

fn open(vault: &Vault, purpose: Purpose, row: KeyRow) -> Result<Key, Error> {
    let private = vault.own_key().open(Place::new(PRIVATE, row.id), &row.private)?;
    // Opened once, not at every signature: that costs as much as the signature.
    let signer = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private, &SystemRandom::new())
        .map_err(|_| Error::Damaged)?;
    Ok(Key {
        id: row.id,
        purpose,
        generation: row.generation,
        created_at: row.created_at,
        signs_from: row.signs_from,
        public_jwk: row.public_jwk.0,
        signer: Arc::new(signer),
    })
}

/// A fresh key pair, sealed.
pub(super) fn new_key(
    base: &Base,
    purpose: Purpose,
    generation: i64,
    signs_from: Micros,
) -> Result<KeyRow, Error> {
    let (id, key) = (base.clock.new_uuid(), new_pair());
    let private = key.to_pkcs8_der().map_err(|_| Error::Damaged)?;
    Ok(KeyRow {
        id,
        purpose: purpose.word().to_owned(),
        generation,
        private: base.vault.own_key().seal(Place::new(PRIVATE, id), private.as_bytes())?,
        public_jwk: Json(public_jwk(&key, id)?),
        created_at: base.clock.now(),
        signs_from,
    })
}

/// A random ES256 key pair. All but about one in 2³² values of 32 bytes are a P-256 scalar.
#[must_use]
pub fn new_pair() -> SigningKey {
    loop {
        if let Ok(key) = SigningKey::from_slice(&random::<32>()) {
            return key;
        }
    }
}

fn public_jwk(key: &SigningKey, id: Uuid) -> Result<Value, Error> {
    let jwk = p256::PublicKey::from(key.verifying_key()).to_jwk_string();
    let mut jwk: Value = serde_json::from_str(&jwk).map_err(|_| Error::Damaged)?;
    let fields = jwk.as_object_mut().ok_or(Error::Damaged)?;
    fields.insert("kid".into(), id.to_string().into());
    fields.insert("use".into(), "sig".into());
    fields.insert("alg".into(), "ES256".into());
    Ok(jwk)
}
