//! The keys that sign identity assertions: ES256, sealed in the database so that all nodes share
//! them, published at `/.well-known/jwks.json`.

use jsonwebtoken::EncodingKey;
use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePrivateKey as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Error, store};
use crate::act::Actor;
use crate::audit::Event;
use crate::base::Base;
use crate::id::random;
use crate::vault::Place;

const PRIVATE: &str = "signing_key.private";

/// The keys that this node signs with and publishes.
pub(super) struct SigningKeys {
    /// The `kid` of the key that signs: the newest.
    pub id: String,
    /// The key that signs.
    pub signer: EncodingKey,
    /// All public keys as a JWK set (RFC 7517).
    pub published: Value,
}

impl SigningKeys {
    /// Reads the keys, or makes the first one. Two nodes that start together may make one each:
    /// both are then published, and either may sign.
    pub async fn load_or_create(base: &Base) -> Result<Self, Error> {
        let mut rows = store::signing_keys(&mut base.db.read().await?).await?;
        if rows.is_empty() {
            create(base).await?;
            rows = store::signing_keys(&mut base.db.read().await?).await?;
        }
        let newest = rows.last().ok_or(Error::DamagedKey)?;
        let private = base.vault.own_key().open(Place::new(PRIVATE, newest.id), &newest.private)?;
        Ok(Self {
            id: newest.id.to_string(),
            signer: EncodingKey::from_ec_der(&private),
            published: json!({ "keys": rows.iter().map(|row| &row.public_jwk.0).collect::<Vec<_>>() }),
        })
    }
}

async fn create(base: &Base) -> Result<(), Error> {
    let id = base.clock.new_uuid();
    let key = new_key();
    let private = key.to_pkcs8_der().map_err(|_| Error::DamagedKey)?;
    let sealed = base.vault.own_key().seal(Place::new(PRIVATE, id), private.as_bytes())?;
    let public = public_jwk(&key, id)?;

    let mut act = base.acts.begin(Actor::system(), Event::KeysCreated).await?;
    let at = act.at();
    store::insert_signing_key(act.rows(), id, &sealed, &public, at).await?;
    act.commit().await?;
    Ok(())
}

/// A random key. All but about one in 2³² values of 32 bytes are a P-256 scalar.
fn new_key() -> SigningKey {
    loop {
        if let Ok(key) = SigningKey::from_slice(&random::<32>()) {
            return key;
        }
    }
}

fn public_jwk(key: &SigningKey, id: Uuid) -> Result<Value, Error> {
    let jwk = p256::PublicKey::from(key.verifying_key()).to_jwk_string();
    let mut jwk: Value = serde_json::from_str(&jwk).map_err(|_| Error::DamagedKey)?;
    let fields = jwk.as_object_mut().ok_or(Error::DamagedKey)?;
    fields.insert("kid".into(), id.to_string().into());
    fields.insert("use".into(), "sig".into());
    fields.insert("alg".into(), "ES256".into());
    Ok(jwk)
}
