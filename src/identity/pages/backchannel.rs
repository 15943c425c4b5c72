//! Back-channel logout (OpenID Connect Back-Channel Logout 1.0): an issuer tells, without the
//! person's browser, that a session of theirs is over. One address serves all issuers: the token's
//! own `iss`, not yet proven, only chooses which of ours is to prove it.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::act::Actor;
use crate::audit::Event;
use crate::identity::federation::{Issuer, Logout, LogoutRefusal};
use crate::identity::store::sessions::Which;
use crate::identity::{Identity, store};
use crate::web::{self, Trace};

/// The longest body taken, in bytes.
const LONGEST: usize = 16 * 1024;

/// Why a logout is not carried out, as HTTP and the audit log have it.
struct Refused {
    status: StatusCode,
    reason: &'static str,
}

impl Refused {
    fn new(status: StatusCode, reason: &'static str) -> Self {
        Self { status, reason }
    }

    fn bad(reason: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reason)
    }
}

/// `POST /auth/backchannel-logout`: reads no cookie, needs no session, and ends those that the token
/// names on every node.
pub(super) async fn logout(
    State(identity): State<Identity>,
    trace: Trace,
    request: Request,
) -> web::Result<Response> {
    let token = match logout_token(request).await {
        Ok(token) => token,
        Err(refused) => return refuse(&identity, "unknown", refused, trace).await,
    };
    let Some(issuer) = claimed_issuer(&identity, &token) else {
        return refuse(&identity, "unknown", Refused::bad("issuer-unknown"), trace).await;
    };
    let said = match issuer.logout(&token).await {
        Ok(said) => said,
        Err(refusal) => {
            let status = match refusal {
                LogoutRefusal::Provider(_) => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::BAD_REQUEST,
            };
            return refuse(&identity, &issuer.slug, Refused::new(status, refusal.code()), trace).await;
        }
    };
    if carry_out(&identity, issuer, &said, &trace).await? {
        return Ok((StatusCode::OK, not_stored()).into_response());
    }
    refuse(&identity, &issuer.slug, Refused::bad("logout-token-replayed"), trace).await
}

/// The one token of the form. What is cheap to refuse is refused before anything is read.
async fn logout_token(request: Request) -> Result<String, Refused> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type"));
    }
    let body = to_bytes(request.into_body(), LONGEST).await;
    let body = body.map_err(|_| Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large"))?;
    let pairs = form_urlencoded::parse(&body);
    let mut tokens = pairs.filter(|(name, _)| name == "logout_token").map(|(_, value)| value.into_owned());
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => Ok(token),
        _ => Err(Refused::bad("logout-token-malformed")),
    }
}

/// The issuer that the token claims to come from, unproven. Where several of ours share one address,
/// it is the one whose client it names.
fn claimed_issuer<'a>(identity: &'a Identity, token: &str) -> Option<&'a Issuer> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    let url = claims.get("iss")?.as_str()?;
    let named = |issuer: &&Issuer| {
        let client = &issuer.settings.client_id;
        claims.get("aud").is_some_and(|aud| match aud {
            Value::Array(all) => all.iter().any(|one| one == client.as_str()),
            one => one == client.as_str(),
        })
    };
    let of_address = || identity.0.federation.issuers().filter(|issuer| issuer.settings.url == url);
    of_address().find(named).or_else(|| of_address().next())
}

/// Ends the sessions, once for each token; `false` when it was taken before.
async fn carry_out(identity: &Identity, issuer: &Issuer, said: &Logout, trace: &Trace) -> web::Result<bool> {
    let base = &identity.0.base;
    let asked = Event::LogoutReceived { issuer: issuer.slug.clone() };
    let mut act = base.acts.begin(Actor::visitor(trace.0.clone()), asked).await?;
    let hash = base.vault.fingerprint("logout token", said.token_id.as_bytes());
    if !store::logout_tokens::take(act.rows(), &issuer.slug, &hash, said.expires_at).await? {
        return Ok(false);
    }
    let session = said.issuer_session.as_deref().map(|sid| identity.issuer_session_hash(issuer, sid));
    if let Some(hash) = &session {
        identity.end_sessions(&mut act, Which::OfIssuerSession(hash), "issuer").await?;
    }
    if let Some(subject) = &said.subject {
        let hash = identity.subject_hash(&issuer.slug, subject);
        let found = store::accounts::find_identity(act.rows(), &issuer.slug, &hash).await?;
        if let Some(row) = found {
            // Beside a session, the person alone says which of ours never learned its name.
            let which = match session {
                Some(_) => Which::Nameless(row.id),
                None => Which::OfIdentity(row.id),
            };
            identity.end_sessions(&mut act, which, "issuer").await?;
        }
    }
    act.commit().await?;
    Ok(true)
}

async fn refuse(identity: &Identity, issuer: &str, refused: Refused, trace: Trace) -> web::Result<Response> {
    let Refused { status, reason } = refused;
    tracing::info!(trace = %trace.0, issuer, reason, "logout.refused");
    let event = Event::LogoutRefused { issuer: issuer.to_owned(), reason };
    identity.0.base.acts.log(Actor::visitor(trace.0), event).await?;
    let body = json!({ "error": "invalid_request", "error_description": reason });
    Ok((status, not_stored(), Json(body)).into_response())
}

/// §2.8: nothing on the way may answer in our place.
fn not_stored() -> HeaderMap {
    HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
}
