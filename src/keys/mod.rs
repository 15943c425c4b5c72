//! The portal's signing keys: ES256, sealed in the database so that all nodes share them, published
//! together at `/.well-known/jwks.json`.
//!
//! Each purpose has keys of its own, so that what was signed for one party means nothing to the
//! other. A new key is published a day before it signs, and the old one a day longer than it
//! signed: whoever keeps a copy of the public keys (RFC 7517) always knows the one that counts. Nodes
//! look into the database once a minute, so that a rotation needs no restart.

pub mod api;
mod ring;
mod store;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::act::Actor;
use crate::audit::Event;
use crate::base::Base;
use crate::clock::Micros;

pub use ring::new_pair;
pub use ring::{Key, Standing};
use ring::{Ring, new_key};

/// How long a new key is published before it signs, and an old one after it signed.
const OVERLAP: Duration = Duration::from_hours(24);
/// How long a node relies on what it read.
const FRESH: Duration = Duration::from_mins(1);
const A_DAY: Duration = Duration::from_hours(24);

/// What a key signs, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Identity assertions in calls to back-ends (`contract.md` §3).
    Backends,
    /// Client assertions at identity providers (RFC 7523 §2.2).
    Issuers,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Backends, Self::Issuers];

    /// The word that is stored and that commands take.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Backends => "backends",
            Self::Issuers => "issuers",
        }
    }

    /// The purpose of a stored word; `None` when a newer release wrote it.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }
}

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// They could not be read or stored.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// They were sealed with another vault key.
    #[error("the signing keys do not open: was the vault key changed?")]
    Sealed(#[from] crate::vault::Error),
    /// A stored signing key is damaged.
    #[error("a stored signing key is damaged")]
    Damaged,
}

/// Why and how a key is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It is old enough.
    Scheduled,
    /// An operator asks for it.
    Asked,
    /// The old key may be known to others: the new one signs at once, and the old ones are
    /// destroyed.
    Compromised,
}

impl Rotation {
    /// The code in the audit log.
    fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Asked => "asked",
            Self::Compromised => "compromised",
        }
    }
}

/// The newest key of a purpose after a rotation was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Its `kid`.
    pub id: Uuid,
    /// From when on it signs.
    pub signs_from: Micros,
    /// Whether it was made now; else a rotation was under way already.
    pub made: bool,
}

/// All signing keys. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    base: Base,
    known: Mutex<Known>,
}

struct Known {
    ring: Arc<Ring>,
    read_at: Micros,
}

impl Keys {
    /// Opens the keys; makes the first ones.
    ///
    /// # Errors
    /// When they cannot be read, or were sealed with another vault key.
    pub async fn open(base: Base) -> Result<Self, Error> {
        create_first(&base).await?;
        let (ring, read_at) = (Arc::new(read(&base).await?), base.clock.now());
        Ok(Self(Arc::new(Inner { base, known: Mutex::new(Known { ring, read_at }) })))
    }

    /// Signs `claims` as a JWT of the type `typ`, with the key of `purpose` that counts now (JWS compact
    /// serialization, RFC 7515 §7.1).
    ///
    /// # Errors
    /// [`Error::Damaged`] when there is no key that can sign.
    pub async fn sign(&self, purpose: Purpose, typ: &str, claims: &impl Serialize) -> Result<String, Error> {
        let ring = self.ring().await;
        let key = ring.signer(purpose, self.0.base.clock.now()).ok_or(Error::Damaged)?;
        let head = json!({ "alg": "ES256", "typ": typ, "kid": key.id });
        let claims = serde_json::to_string(claims).map_err(|_| Error::Damaged)?;
        let mut token = URL_SAFE_NO_PAD.encode(head.to_string());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = key.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// The public keys to publish, of all purposes, as a JWK set (RFC 7517 §5).
    pub async fn published(&self) -> Value {
        self.ring().await.published(self.0.base.clock.now())
    }

    /// All keys, by purpose, oldest first, and where each stands.
    ///
    /// # Errors
    /// As for [`Keys::open`].
    pub async fn list(&self) -> Result<Vec<(Key, Standing)>, Error> {
        let (ring, now) = (read(&self.0.base).await?, self.0.base.clock.now());
        Ok(ring.keys().iter().map(|key| (key.clone(), ring.standing(key, now))).collect())
    }

    /// Makes a new key for `purpose`. While one waits for its turn already, nothing happens, unless
    /// the old one is compromised.
    ///
    /// # Errors
    /// The database's; the keys are as they were then.
    pub async fn rotate(&self, purpose: Purpose, rotation: Rotation) -> Result<Newest, Error> {
        let base = &self.0.base;
        let (ring, now) = (read(base).await?, base.clock.now());
        let newest = ring.newest(purpose).ok_or(Error::Damaged)?;
        let at_once = rotation == Rotation::Compromised;
        if newest.signs_from > now && !at_once {
            return Ok(Newest { id: newest.id, signs_from: newest.signs_from, made: false });
        }
        let signs_from = if at_once { now } else { now.after(OVERLAP) };
        let row = new_key(base, purpose, newest.generation + 1, signs_from)?;
        let event =
            Event::KeyRotated { purpose: purpose.word(), key: row.id.to_string(), how: rotation.word() };
        let mut act = base.acts.begin(Actor::system(), event).await?;
        let made = store::insert(act.rows(), &row).await?;
        if made {
            let old = ring.keys().iter().filter(|key| at_once && key.purpose == purpose);
            for key in old {
                if store::delete(act.rows(), key.id).await? {
                    act.also(destroyed(key));
                }
            }
            act.commit().await?;
        }
        self.look_again().await?;
        let newest = self.known().ring.newest(purpose).map(|key| (key.id, key.signs_from));
        let (id, signs_from) = newest.ok_or(Error::Damaged)?;
        Ok(Newest { id, signs_from, made })
    }

    /// Rotates what is old and destroys what nobody needs any more. For a timer, once a minute.
    ///
    /// # Errors
    /// The database's; it is made up for the next time.
    pub async fn tend(&self) -> Result<(), Error> {
        let base = &self.0.base;
        let (ring, now) = (self.ring().await, base.clock.now());
        let days = base.config.keys.rotate_days;
        if days > 0 {
            let longest = A_DAY * days;
            for purpose in Purpose::ALL {
                if ring.newest(purpose).is_some_and(|key| now.since(key.signs_from) >= longest) {
                    self.rotate(purpose, Rotation::Scheduled).await?;
                }
            }
        }
        for key in ring.keys().iter().filter(|key| ring.standing(key, now) == Standing::Over) {
            let mut act = base.acts.begin(Actor::system(), destroyed(key)).await?;
            if store::delete(act.rows(), key.id).await? {
                act.commit().await?;
                self.look_again().await?;
            }
        }
        Ok(())
    }

    /// The keys as of a minute ago at most. While the database does not answer, those known last.
    async fn ring(&self) -> Arc<Ring> {
        let now = self.0.base.clock.now();
        {
            let mut known = self.known();
            if now.since(known.read_at) < FRESH {
                return known.ring.clone();
            }
            // Whoever comes meanwhile needs not wait for this look.
            known.read_at = now;
        }
        if let Err(error) = self.look_again().await {
            tracing::warn!(%error, "keys.not_read");
        }
        self.known().ring.clone()
    }

    async fn look_again(&self) -> Result<(), Error> {
        let ring = Arc::new(read(&self.0.base).await?);
        *self.known() = Known { ring, read_at: self.0.base.clock.now() };
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn destroyed(key: &Key) -> Event {
    Event::KeyDestroyed { purpose: key.purpose.word(), key: key.id.to_string() }
}

async fn read(base: &Base) -> Result<Ring, Error> {
    let rows = store::all(&mut base.db.read().await?).await?;
    Ring::open(&base.vault, rows)
}

/// Makes a first key for each purpose that has none. Of nodes that start together, one makes it.
async fn create_first(base: &Base) -> Result<(), Error> {
    let rows = store::all(&mut base.db.read().await?).await?;
    let missing: Vec<Purpose> = Purpose::ALL
        .into_iter()
        .filter(|purpose| !rows.iter().any(|row| row.purpose == purpose.word()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut act = base.acts.begin(Actor::system(), Event::KeysCreated).await?;
    let mut made = false;
    for purpose in missing {
        let row = new_key(base, purpose, 1, act.at())?;
        made |= store::insert(act.rows(), &row).await?;
    }
    if made {
        act.commit().await?;
    }
    Ok(())
}
