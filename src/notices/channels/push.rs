//! Web push (RFC 8030): encrypted for one browser (RFC 8291), signed with the portal's own key (VAPID,
//! RFC 8292). What is inside is the fixed text all the same.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::DecodePrivateKey as _;
use reqwest::{Client, StatusCode};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::{Host, Url};
use web_push_native::Auth;

use super::{Carried, Carrier, Failure, Notice, SetUp, rest};
use crate::clock::Clock;
use crate::config::Push;

/// How long a push service keeps a message for a browser that is off: after that the inbox tells.
const KEPT: Duration = Duration::from_hours(24);
/// How long one signature is good; a day at most (RFC 8292 §2).
const SIGNED_FOR: Duration = Duration::from_hours(12);

/// A browser's subscription, as `PushSubscription.toJSON` writes it: the address of this channel.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Subscription {
    endpoint: Url,
    keys: Keys,
}

#[derive(Clone, Debug, Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// What a push service is told of us.
#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: i64,
    sub: &'a str,
}

/// All push services that the operator lets the portal speak to.
pub(super) struct WebPush {
    key: EncodingKey,
    public_key: String,
    contact: String,
    services: Vec<String>,
    clock: Clock,
    client: Client,
}

impl WebPush {
    /// Web push as configured; none without a key.
    pub fn new(settings: &Push, clock: Clock, client: Client) -> Result<Option<Self>, SetUp> {
        let Some(pem) = &settings.key else { return Ok(None) };
        let pem = pem.expose_secret();
        let secret = SecretKey::from_pkcs8_pem(pem).map_err(|_| SetUp::PushKey)?;
        let public = secret.public_key().to_encoded_point(false);
        Ok(Some(Self {
            key: EncodingKey::from_ec_pem(pem.as_bytes()).map_err(|_| SetUp::PushKey)?,
            public_key: URL_SAFE_NO_PAD.encode(public.as_bytes()),
            contact: settings.contact.clone().unwrap_or_default(),
            services: settings.services.clone(),
            clock,
            client,
        }))
    }

    /// The key that browsers subscribe with.
    pub fn public_key(&self) -> &str {
        &self.public_key
    }

    /// A browser could name any address, the portal's neighbours' too: only push services are written to.
    pub fn admits(&self, endpoint: &Url) -> bool {
        let Some(host) = endpoint.host() else { return false };
        let loopback = match &host {
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
            Host::Domain(_) => false,
        };
        let host = host.to_string();
        let named = self.services.iter().any(|service| {
            host == *service || host.strip_suffix(service.as_str()).is_some_and(|below| below.ends_with('.'))
        });
        named && (endpoint.scheme() == "https" || loopback)
    }

    /// The `Authorization` header of RFC 8292 §3.
    fn signed(&self, endpoint: &Url) -> Option<String> {
        let claims = Claims {
            aud: endpoint.origin().ascii_serialization(),
            exp: self.clock.now().after(SIGNED_FOR).seconds(),
            sub: &self.contact,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.key).ok()?;
        Some(format!("vapid t={token}, k={}", self.public_key))
    }
}

impl Carrier for WebPush {
    fn carry<'a>(&'a self, notice: &'a Notice) -> Carried<'a> {
        Box::pin(async move {
            let bad = Failure::Gone { reason: "bad_address" };
            let subscription: Subscription = serde_json::from_str(&notice.to).map_err(|_| bad)?;
            if !self.admits(&subscription.endpoint) {
                return Err(bad);
            }
            let sealed = subscription.seal(notice).ok_or(bad)?;
            let signed =
                self.signed(&subscription.endpoint).ok_or(Failure::Refused { reason: "unsigned" })?;
            let request = self
                .client
                .post(subscription.endpoint)
                .header("authorization", signed)
                .header("content-encoding", "aes128gcm")
                .header("content-type", "application/octet-stream")
                .header("ttl", KEPT.as_secs())
                // A repetition takes the place of what was not shown yet (RFC 8030 §5.4).
                .header("topic", URL_SAFE_NO_PAD.encode(notice.id.as_bytes()))
                .body(sealed);
            let answer = request.send().await.map_err(|_| Failure::Refused { reason: "unreachable" })?;
            failure(answer.status(), rest(answer.headers())).map_or(Ok(()), Err)
        })
    }
}

impl Subscription {
    /// The text, encrypted so that this browser alone reads it.
    fn seal(&self, notice: &Notice) -> Option<Vec<u8>> {
        // Browsers pad their keys or do not.
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let key = p256::PublicKey::from_sec1_bytes(&bytes(&self.keys.p256dh)?).ok()?;
        let auth: [u8; 16] = bytes(&self.keys.auth)?.try_into().ok()?;
        let words = &notice.words;
        let text = json!({
            "id": notice.id,
            "title": words.subject,
            "body": words.body,
            "link": words.link,
            "lang": notice.locale.tag(),
        });
        web_push_native::encrypt(text.to_string().into_bytes(), &key, &Auth::from(auth)).ok()
    }
}

/// What a push service's answer means (RFC 8030 §5, §7.3). Each service is another: what one of them cannot
/// do now does not close the channel.
fn failure(status: StatusCode, asked: Option<Duration>) -> Option<Failure> {
    match status {
        status if status.is_success() => None,
        StatusCode::NOT_FOUND | StatusCode::GONE => Some(Failure::Gone { reason: "subscription_ended" }),
        StatusCode::TOO_MANY_REQUESTS => Some(Failure::Closed { reason: "too_many", rest: asked }),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Some(Failure::Refused { reason: "not_admitted" }),
        status if status.is_server_error() => Some(Failure::Refused { reason: "unavailable" }),
        _ => Some(Failure::Refused { reason: "refused" }),
    }
}
