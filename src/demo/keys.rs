//! Keys and secrets that the demo makes once and keeps in its folder, so that what the portal
//! learnt of them stays true after a restart.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use secrecy::SecretString;
use serde::Serialize;

use super::Error;
use crate::id;

/// A fresh secret of 256 bits, safe in a URL.
pub(super) fn secret() -> String {
    URL_SAFE_NO_PAD.encode(id::random::<32>())
}

/// The secret kept in `path`; made at the first start.
pub(super) fn kept_secret(path: &Path) -> Result<SecretString, Error> {
    keep(path, || Ok(secret())).map(|text| SecretString::from(text.trim().to_owned()))
}

/// The ES256 key that signs the provider's tokens.
pub(super) struct TokenKey {
    key: EncodingKey,
    id: String,
    /// The public half, as it is published.
    pub(super) jwk: Jwk,
}

impl TokenKey {
    /// Reads the key from `path`; made at the first start.
    pub(super) fn kept(path: &Path) -> Result<Self, Error> {
        let pem = keep(path, || {
            let pem = new_p256().to_pkcs8_pem(LineEnding::LF).map_err(|_| Error::Key(path.to_owned()))?;
            Ok(pem.to_string())
        })?;
        let unreadable = |_| Error::Key(path.to_owned());
        let key = EncodingKey::from_ec_pem(pem.as_bytes()).map_err(unreadable)?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).map_err(unreadable)?;
        let id = jwk.thumbprint(ThumbprintHash::SHA256);
        jwk.common.key_id = Some(id.clone());
        jwk.common.public_key_use = Some(jsonwebtoken::jwk::PublicKeyUse::Signature);
        Ok(Self { key, id, jwk })
    }

    /// Signs `claims` as a JWT (RFC 7519).
    pub(super) fn sign<T: Serialize>(&self, claims: &T) -> Result<String, jsonwebtoken::errors::Error> {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, claims, &self.key)
    }
}

fn new_p256() -> p256::SecretKey {
    loop {
        // All but one in 2^32 of 32 random bytes are a scalar of this curve.
        if let Ok(key) = p256::SecretKey::from_slice(&id::random::<32>()) {
            return key;
        }
    }
}

/// The ed25519 key that signs a back-end's callbacks, kept in `path`; made at the first start.
pub(super) fn kept_callback_key(path: &Path) -> Result<ed25519_dalek::SigningKey, Error> {
    let pem = keep(path, || {
        let key = ed25519_dalek::SigningKey::from_bytes(&id::random());
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| Error::Key(path.to_owned()))?;
        Ok(pem.to_string())
    })?;
    ed25519_dalek::SigningKey::from_pkcs8_pem(&pem).map_err(|_| Error::Key(path.to_owned()))
}

/// The text of `path`, written by `make` when there is none yet, readable by its owner alone.
fn keep(path: &Path, make: impl FnOnce() -> Result<String, Error>) -> Result<String, Error> {
    let failed = |cause| Error::File { path: path.to_owned(), cause };
    if path.try_exists().map_err(failed)? {
        return fs::read_to_string(path).map_err(failed);
    }
    let text = make()?;
    // Written aside and renamed, so that a stop half-way leaves no half key behind.
    let aside = PathBuf::from(format!("{}.new", path.display()));
    write_private(&aside, &text).map_err(failed)?;
    fs::rename(&aside, path).map_err(failed)?;
    Ok(text)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
