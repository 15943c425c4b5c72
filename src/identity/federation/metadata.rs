//! What an issuer publishes of itself (OpenID Connect Discovery): fetched when first needed, kept
//! for an hour, its keys fetched anew when a token names one we do not know. While the issuer does
//! not answer, the last good copy serves.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, EndSessionUrl, ProviderMetadata};
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use crate::clock::{Clock, Micros};

/// How long metadata and keys serve before they are fetched anew.
const FRESH: Duration = Duration::from_hours(1);
/// How long the keys rest between two fetches: a forger who invents key names must not make us
/// flood the issuer.
const KEYS_REST: Duration = Duration::from_secs(30);
/// How long an issuer that did not answer is left alone.
const FAILURE_REST: Duration = Duration::from_secs(5);

/// What we read besides the members that the library knows.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Extras {
    /// RP-Initiated Logout §2.1.
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// RFC 9207 §3.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    /// RFC 8414 §2.
    pub code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for Extras {}

/// An issuer's metadata and keys.
pub(super) type Metadata = ProviderMetadata<
    Extras,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The last good copy.
pub(super) struct Cache {
    clock: Clock,
    known: Mutex<Known>,
    /// Held by whoever asks the issuer.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    metadata: Option<Arc<Metadata>>,
    fetched_at: Micros,
    keys_fetched_at: Micros,
    /// The last failure since, and when.
    failed: Option<(Micros, Refusal)>,
}

impl Cache {
    pub fn new(clock: Clock) -> Self {
        Self { clock, known: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// The copy we have if it is fresh, else a new one from `fetch`.
    pub async fn get<F>(&self, fetch: impl FnOnce() -> F) -> Result<Arc<Metadata>, Refusal>
    where
        F: Future<Output = Result<Metadata, Refusal>>,
    {
        let _turn = match self.best() {
            Best::Fresh(metadata) => return Ok(metadata),
            // Someone else is asking already: nobody needs to wait for that.
            Best::Stale(metadata) => match self.turn.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(metadata),
            },
            Best::None => self.turn.lock().await,
        };
        match (self.best(), self.failed_lately()) {
            (Best::Fresh(metadata), _) | (Best::Stale(metadata), Some(_)) => return Ok(metadata),
            (Best::None, Some(refusal)) => return Err(refusal),
            (Best::Stale(_) | Best::None, None) => {}
        }
        match fetch().await {
            Ok(metadata) => Ok(self.keep(metadata)),
            Err(refusal) => {
                let mut known = self.known();
                known.failed = Some((self.clock.now(), refusal));
                known.metadata.clone().ok_or(refusal)
            }
        }
    }

    /// The same metadata with keys from `fetch`; none when they were fetched a moment ago, or the
    /// issuer does not give them.
    pub async fn with_new_keys<F>(&self, fetch: impl FnOnce(Arc<Metadata>) -> F) -> Option<Arc<Metadata>>
    where
        F: Future<Output = Result<CoreJsonWebKeySet, Refusal>>,
    {
        let _turn = self.turn.lock().await;
        let metadata = {
            let mut known = self.known();
            let now = self.clock.now();
            if now.since(known.keys_fetched_at) < KEYS_REST {
                // Perhaps by someone else, while we waited for our turn.
                return known.metadata.clone();
            }
            known.keys_fetched_at = now;
            known.metadata.clone()?
        };
        let keys = fetch(metadata.clone()).await.ok()?;
        let renewed = Arc::new(Metadata::clone(&metadata).set_jwks(keys));
        self.known().metadata = Some(renewed.clone());
        Some(renewed)
    }

    fn keep(&self, metadata: Metadata) -> Arc<Metadata> {
        let (metadata, now) = (Arc::new(metadata), self.clock.now());
        *self.known() =
            Known { metadata: Some(metadata.clone()), fetched_at: now, keys_fetched_at: now, failed: None };
        metadata
    }

    fn best(&self) -> Best {
        let known = self.known();
        match &known.metadata {
            Some(metadata) if self.clock.now().since(known.fetched_at) < FRESH => {
                Best::Fresh(metadata.clone())
            }
            Some(metadata) => Best::Stale(metadata.clone()),
            None => Best::None,
        }
    }

    fn failed_lately(&self) -> Option<Refusal> {
        let (at, refusal) = self.known().failed?;
        (self.clock.now().since(at) < FAILURE_REST).then_some(refusal)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Best {
    Fresh(Arc<Metadata>),
    Stale(Arc<Metadata>),
    None,
}
