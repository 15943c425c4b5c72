//! A stand-in for the portal: publishes its keys, signs assertions, takes callbacks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
use parvis::demo::Services;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A callback that came.
pub struct Called {
    pub headers: HeaderMap,
    pub body: String,
}

impl Called {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// Verifies the signature as Standard Webhooks asks.
    pub fn verify(&self, services: &Services) {
        let key: [u8; 32] = STANDARD
            .decode(&services.backend("complaints").unwrap().callback_key)
            .unwrap()
            .try_into()
            .unwrap();
        let key = VerifyingKey::from_bytes(&key).unwrap();
        let signature = self.header("webhook-signature").strip_prefix("v1a,").unwrap();
        let signature = Signature::from_slice(&STANDARD.decode(signature).unwrap()).unwrap();
        let signed =
            format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        key.verify_strict(signed.as_bytes(), &signature).unwrap();
    }
}

#[derive(Default)]
struct Seen {
    called: Mutex<Vec<Called>>,
    /// What to answer to the next callbacks; then 202.
    answers: Mutex<VecDeque<u16>>,
}

pub struct Portal {
    pub url: String,
    key: EncodingKey,
    seen: Arc<Seen>,
}

impl Portal {
    pub async fn start() -> Self {
        let secret = p256::SecretKey::from_slice(&parvis::id::random::<32>()).unwrap();
        let pem = secret.to_pkcs8_pem(LineEnding::LF).unwrap();
        let key = EncodingKey::from_ec_pem(pem.as_bytes()).unwrap();
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        jwk.common.key_id = Some("one".to_owned());
        let seen = Arc::new(Seen::default());
        let router = Router::new()
            .route("/.well-known/jwks.json", get(async move || Json(json!({"keys": [jwk]}))))
            .route("/api/v1/callbacks/complaints", post(called))
            .with_state(seen.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, key, seen }
    }

    /// Gives these answers to the next callbacks instead of 202.
    pub fn will_answer(&self, answers: &[u16]) {
        self.seen.answers.lock().unwrap().extend(answers);
    }

    /// Looks at the callbacks so far.
    pub fn called<T>(&self, look: impl FnOnce(&[Called]) -> T) -> T {
        look(&self.seen.called.lock().unwrap())
    }

    /// The claims of a good assertion for that call.
    pub fn claims(&self, address: &str, method: &str, body: &str, now: i64) -> Value {
        json!({
            "iss": self.url, "aud": "urn:tile:complaints", "sub": "pairwise-1", "iat": now, "exp": now + 60,
            "htm": method, "htu": address, "cnt": URL_SAFE_NO_PAD.encode(Sha256::digest(body)),
        })
    }

    pub fn sign(&self, typ: &str, claims: &Value) -> String {
        let header = Header {
            typ: Some(typ.to_owned()),
            kid: Some("one".to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }
}

async fn called(State(seen): State<Arc<Seen>>, headers: HeaderMap, body: String) -> StatusCode {
    seen.called.lock().unwrap().push(Called { headers, body });
    let answer = seen.answers.lock().unwrap().pop_front().unwrap_or(202);
    StatusCode::from_u16(answer).unwrap()
}
