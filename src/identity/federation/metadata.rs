//! What an issuer publishes of itself: its metadata (OpenID Connect Discovery §4) and its keys (RFC
//! 7517). Both are fetched when first needed and looked at anew, in the background, before they
//! are stale. The keys are fetched once more when a token names one that we do not know. While the
//! issuer does not answer, or talks rubbish, the last good copy serves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, EndSessionUrl, HttpResponse, IssuerUrl, ProviderMetadata};
use serde::{Deserialize, Serialize};
use url::Url;

use super::http::{self, Http};
use super::key_set;
use super::refusal::Refusal;
use crate::clock::{Clock, Micros};

/// Where an issuer's metadata lie, below its identifier (Discovery §4).
const WELL_KNOWN: &str = ".well-known/openid-configuration";
/// How long metadata and keys serve when the issuer does not say, and within which bounds it may.
const USUAL_LIFE: Duration = Duration::from_hours(1);
const SHORTEST_LIFE: Duration = Duration::from_mins(5);
const LONGEST_LIFE: Duration = Duration::from_hours(24);
/// How long the keys rest between two fetches for the sake of an unknown one: a forger who invents
/// names of keys must not make us flood the issuer.
const KEYS_REST: Duration = Duration::from_secs(30);
/// How long an issuer that did not answer is left alone.
const FAILURE_REST: Duration = Duration::from_secs(5);
/// How long metadata and keys may take together.
const PATIENCE: Duration = Duration::from_secs(5);

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
    /// RFC 9126 §5.
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// RFC 9126 §5.
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
    /// RFC 9449 §5.1.
    #[serde(default)]
    pub dpop_signing_alg_values_supported: Vec<String>,
    /// Back-Channel Logout §2.1.
    #[serde(default)]
    pub backchannel_logout_supported: bool,
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

/// What an issuer published when it was asked.
pub(super) struct Discovered {
    /// Metadata and keys.
    pub metadata: Metadata,
    /// How long they serve.
    pub life: Duration,
    /// How far its clock is from ours, one way or the other, if it tells the time.
    pub skew: Option<Duration>,
}

/// Where an issuer's metadata and keys come from, and the last good copy.
pub(super) struct Source {
    issuer: IssuerUrl,
    http: Http,
    clock: Clock,
    known: Mutex<Known>,
    /// Held by whoever asks the issuer.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    metadata: Option<Arc<Metadata>>,
    /// When it is time to look again.
    due_at: Micros,
    /// When the keys were last fetched for the sake of an unknown one.
    keys_sought_at: Micros,
    /// The last failure since, and when.
    failed: Option<(Micros, Refusal)>,
}

impl Source {
    pub fn new(issuer: IssuerUrl, http: Http, clock: Clock) -> Self {
        Self { issuer, http, clock, known: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// The last good copy, or a first one. Nobody waits for another look.
    pub async fn metadata(self: &Arc<Self>) -> Result<Arc<Metadata>, Refusal> {
        let known = self.known().metadata.clone();
        let Some(metadata) = known else { return self.first().await };
        if self.is_due() {
            let source = self.clone();
            tokio::spawn(async move { source.refresh().await });
        }
        Ok(metadata)
    }

    /// Looks again if it is time, and nobody else does. An issuer that nobody uses is left alone.
    pub async fn refresh(&self) {
        let Ok(_turn) = self.turn.try_lock() else { return };
        if self.known().metadata.is_some() && self.is_due() {
            // What keeps it from succeeding is noted; the last good copy serves.
            let _ = self.fetch().await;
        }
    }

    async fn first(&self) -> Result<Arc<Metadata>, Refusal> {
        let _turn = self.turn.lock().await;
        {
            let known = self.known();
            if let Some(metadata) = &known.metadata {
                return Ok(metadata.clone());
            }
            if let Some((at, refusal)) = known.failed
                && self.clock.now().since(at) < FAILURE_REST
            {
                return Err(refusal);
            }
        }
        self.fetch().await
    }

    fn is_due(&self) -> bool {
        let (known, now) = (self.known(), self.clock.now());
        let resting = known.failed.is_some_and(|(at, _)| now.since(at) < FAILURE_REST);
        now >= known.due_at && !resting
    }

    async fn fetch(&self) -> Result<Arc<Metadata>, Refusal> {
        let found = self.look().await;
        let now = self.clock.now();
        let mut known = self.known();
        match found {
            Ok(Discovered { metadata, life, .. }) => {
                let metadata = Arc::new(metadata);
                known.metadata = Some(metadata.clone());
                // A fifth of its life is left for as many more tries as it takes.
                known.due_at = now.after(life * 4 / 5);
                known.failed = None;
                Ok(metadata)
            }
            Err(refusal) => {
                known.failed = Some((now, refusal));
                tracing::warn!(issuer = self.issuer.as_str(), reason = refusal.code(), "issuer.not_read");
                Err(refusal)
            }
        }
    }

    /// What the issuer publishes at this moment, whatever we have.
    pub async fn look(&self) -> Result<Discovered, Refusal> {
        tokio::time::timeout(PATIENCE, self.discover()).await.unwrap_or(Err(Refusal::Unreachable))
    }

    async fn discover(&self) -> Result<Discovered, Refusal> {
        let address = self.issuer.join(WELL_KNOWN).map_err(|_| Refusal::Metadata)?;
        let answer = self.get(&address).await?;
        let metadata: Metadata = serde_json::from_slice(answer.body()).map_err(|_| Refusal::Metadata)?;
        self.check(&metadata)?;
        let (keys, keys_life) = self.fetch_keys(&metadata).await?;
        let clock = answer.headers().get("date").and_then(|date| date.to_str().ok()).and_then(moment);
        let now = self.clock.now();
        let skew = clock.map(|clock| now.since(clock).max(clock.since(now)));
        Ok(Discovered { metadata: metadata.set_jwks(keys), life: life(&answer).min(keys_life), skew })
    }

    fn check(&self, metadata: &Metadata) -> Result<(), Refusal> {
        let extras = metadata.additional_metadata();
        // The challenge must be a hash: a plain one protects nothing (RFC 7636 §7.2).
        let methods = extras.code_challenge_methods_supported.as_ref();
        let hashed = methods.is_none_or(|methods| methods.iter().any(|method| method == "S256"));
        // Browsers are sent to these two; the others are checked where they are called.
        let end_session = extras.end_session_endpoint.as_ref().map(EndSessionUrl::url);
        let mut addresses =
            [Some(metadata.authorization_endpoint().url()), end_session].into_iter().flatten();
        let sound = metadata.issuer().as_str() == self.issuer.as_str()
            && hashed
            && addresses.all(|address| self.http.allows(address));
        sound.then_some(()).ok_or(Refusal::Metadata)
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<(CoreJsonWebKeySet, Duration), Refusal> {
        let answer = self.get(metadata.jwks_uri().url()).await?;
        let keys = key_set::read(answer.body()).ok_or(Refusal::Metadata)?;
        Ok((keys, life(&answer)))
    }

    async fn get(&self, address: &Url) -> Result<HttpResponse, Refusal> {
        let answer = self
            .http
            .send(http::get(address).map_err(|error| error.or(Refusal::Metadata))?)
            .await
            .map_err(|error| error.or(Refusal::Metadata))?;
        if answer.status().is_success() { Ok(answer) } else { Err(Refusal::Metadata) }
    }

    /// The same metadata with keys of this moment; those we have when keys were sought a moment
    /// ago, or the issuer does not give them.
    pub async fn with_new_keys(&self) -> Option<Arc<Metadata>> {
        let _turn = self.turn.lock().await;
        let (metadata, now) = (self.known().metadata.clone()?, self.clock.now());
        // Perhaps by someone else, while we waited for our turn.
        if now.since(self.known().keys_sought_at) < KEYS_REST {
            return Some(metadata);
        }
        self.known().keys_sought_at = now;
        let Ok((keys, _)) = self.fetch_keys(&metadata).await else { return Some(metadata) };
        let renewed = Arc::new(Metadata::clone(&metadata).set_jwks(keys));
        self.known().metadata = Some(renewed.clone());
        Some(renewed)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A moment as HTTP writes it (RFC 9110 §5.6.7).
fn moment(date: &str) -> Option<Micros> {
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(Micros::from_seconds(moment.as_second()))
}

/// How long an answer serves: as its `Cache-Control` says (RFC 9111 §5.2.2), within bounds.
fn life(answer: &HttpResponse) -> Duration {
    let lines = answer.headers().get_all("cache-control").into_iter().filter_map(|line| line.to_str().ok());
    let mut life = USUAL_LIFE;
    for directive in lines.flat_map(|line| line.split(',')) {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" => return SHORTEST_LIFE,
            "max-age" => life = value.trim().trim_matches('"').parse().map_or(life, Duration::from_secs),
            _ => {}
        }
    }
    life.clamp(SHORTEST_LIFE, LONGEST_LIFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_an_answer_is_read() {
        assert_eq!(moment("Wed, 25 Nov 2026 08:24:57 GMT"), Some(Micros::from_seconds(1_795_595_097)));
        assert_eq!(moment("soon"), None);
    }

    #[test]
    fn a_copy_serves_as_long_as_the_issuer_says_within_bounds() {
        let said = |line: &str| {
            let mut answer = HttpResponse::new(Vec::new());
            answer.headers_mut().insert("cache-control", line.parse().unwrap());
            life(&answer)
        };
        assert_eq!(life(&HttpResponse::new(Vec::new())), USUAL_LIFE);
        assert_eq!(said("public, max-age=7200"), Duration::from_hours(2));
        assert_eq!(said("Max-Age=\"7200\""), Duration::from_hours(2));
        assert_eq!(said("max-age=0"), SHORTEST_LIFE);
        assert_eq!(said("no-store, max-age=7200"), SHORTEST_LIFE);
        assert_eq!(said("max-age=99999999999"), LONGEST_LIFE);
        assert_eq!(said("max-age=99999999999999999999999"), USUAL_LIFE);
        assert_eq!(said("max-age=-1, private"), USUAL_LIFE);
    }
}
