//! A small OpenID provider for tests: honest until it is told to lie.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::EncodePrivateKey as _;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::clock::{Clock, Micros};
use crate::id::random;

pub const CLIENT_ID: &str = "parvis";
/// With characters that client authentication must encode (RFC 6749 §2.3.1).
pub const CLIENT_SECRET: &str = "a secret: 100 %";

type Lie = Arc<dyn Fn(&mut Map<String, Value>, Micros) + Send + Sync>;

#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    clock: Clock,
    memory: Arc<Mutex<Memory>>,
}

struct Memory {
    key: Key,
    published: Vec<Value>,
    codes: HashMap<String, HashMap<String, String>>,
    claims: Map<String, Value>,
    lie: Lie,
    userinfo_lie: Lie,
    algorithm: Algorithm,
    answering: bool,
    fetches: u32,
    /// The portal's public keys, where it proves itself with one of them.
    trusted: Option<JwkSet>,
    /// Name of the key and `jti` of each assertion.
    assertions: Vec<(String, String)>,
}

#[derive(Clone)]
struct Key {
    id: String,
    signer: EncodingKey,
    public: Value,
}

impl Key {
    fn new() -> Self {
        let secret = p256::SecretKey::from_slice(&random::<32>()).unwrap();
        let point = secret.public_key().to_encoded_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| URL_SAFE_NO_PAD.encode(bytes.unwrap());
        let id = URL_SAFE_NO_PAD.encode(random::<8>());
        let public = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": id,
            "x": coordinate(point.x()), "y": coordinate(point.y()),
        });
        let signer = EncodingKey::from_ec_der(secret.to_pkcs8_der().unwrap().as_bytes());
        Self { id, signer, public }
    }
}

impl Provider {
    pub async fn start(clock: Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/oidc", listener.local_addr().unwrap());
        let key = Key::new();
        let claims = json!({
            "sub": "7b1d4f0a", "name": "Amélie Tremblay", "given_name": "Amélie", "family_name": "Tremblay",
            "birthdate": "1987-06-24", "email": "amelie@example.org", "email_verified": true, "locale": "fr-CA",
        });
        let memory = Memory {
            published: vec![key.public.clone()],
            key,
            codes: HashMap::new(),
            claims: claims.as_object().unwrap().clone(),
            lie: Arc::new(|_, _| {}),
            userinfo_lie: Arc::new(|_, _| {}),
            algorithm: Algorithm::ES256,
            answering: true,
            fetches: 0,
            trusted: None,
            assertions: Vec::new(),
        };
        let provider = Self { issuer, clock, memory: Arc::new(Mutex::new(memory)) };
        let router = Router::new()
            .route("/oidc/.well-known/openid-configuration", get(discovery))
            .route("/oidc/jwks", get(jwks))
            .route("/oidc/token", post(token))
            .route("/oidc/userinfo", get(userinfo))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// What a person's browser does there: signs in, and comes back with this query.
    pub fn authorize(&self, asked: &Url) -> String {
        let asked: HashMap<String, String> = asked.query_pairs().into_owned().collect();
        let code = URL_SAFE_NO_PAD.encode(random::<16>());
        let state = asked["state"].clone();
        self.memory.lock().unwrap().codes.insert(code.clone(), asked);
        let pairs = [("code", code), ("state", state), ("iss", self.issuer.clone())];
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// What it says of the person from now on.
    pub fn say(&self, name: &str, value: Value) {
        self.memory.lock().unwrap().claims.insert(name.to_owned(), value);
    }

    /// Changes every ID token before it is signed.
    pub fn lie(&self, lie: impl Fn(&mut Map<String, Value>, Micros) + Send + Sync + 'static) {
        self.memory.lock().unwrap().lie = Arc::new(lie);
    }

    /// Changes every userinfo answer.
    pub fn lie_in_userinfo(&self, lie: impl Fn(&mut Map<String, Value>, Micros) + Send + Sync + 'static) {
        self.memory.lock().unwrap().userinfo_lie = Arc::new(lie);
    }

    /// Tells that a session of Amélie's is over, as `lie` changes it.
    pub fn logout_token(&self, lie: impl Fn(&mut Map<String, Value>, Micros)) -> String {
        let (memory, now) = (self.memory.lock().unwrap(), self.clock.now());
        let mut claims = Map::from_iter([
            ("iss".to_owned(), json!(self.issuer)),
            ("aud".to_owned(), json!(CLIENT_ID)),
            ("iat".to_owned(), json!(now.seconds())),
            ("exp".to_owned(), json!(now.after(Duration::from_mins(2)).seconds())),
            ("jti".to_owned(), json!(URL_SAFE_NO_PAD.encode(random::<16>()))),
            ("events".to_owned(), json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
            ("sub".to_owned(), memory.claims["sub"].clone()),
        ]);
        lie(&mut claims, now);
        let header = Header {
            kid: Some(memory.key.id.clone()),
            typ: Some("logout+jwt".to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, &claims, &memory.key.signer).unwrap()
    }

    /// Signs with another key; `publish` tells the world of it.
    pub fn rotate(&self, publish: bool) {
        let mut memory = self.memory.lock().unwrap();
        memory.key = Key::new();
        if publish {
            memory.published = vec![memory.key.public.clone()];
        }
    }

    /// Signs with the client secret, as a forger would who knows it.
    pub fn sign_with_secret(&self) {
        self.memory.lock().unwrap().algorithm = Algorithm::HS256;
    }

    pub fn answer(&self, answering: bool) {
        self.memory.lock().unwrap().answering = answering;
    }

    /// Signs `claims` under `header`, to which its key's name is added unless it says otherwise.
    pub fn sign(&self, mut header: Value, claims: &Value) -> String {
        let memory = self.memory.lock().unwrap();
        let members = header.as_object_mut().unwrap();
        members.entry("alg").or_insert(json!("ES256"));
        members.entry("kid").or_insert(json!(memory.key.id));
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let key = &memory.key.signer;
        let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), key, Algorithm::ES256).unwrap();
        format!("{signed}.{signature}")
    }

    /// How often its keys were fetched.
    pub fn fetches(&self) -> u32 {
        self.memory.lock().unwrap().fetches
    }

    /// What the portal publishes at `/.well-known/jwks.json`: from now on only assertions count.
    pub fn trust(&self, published: &Value) {
        self.memory.lock().unwrap().trusted = Some(serde_json::from_value(published.clone()).unwrap());
    }

    /// The names of the keys that the portal proved itself with.
    pub fn client_keys(&self) -> Vec<String> {
        self.memory.lock().unwrap().assertions.iter().map(|assertion| assertion.0.clone()).collect()
    }

    /// Whether the portal proves who it is, in the one way that was agreed on.
    fn knows(&self, headers: &HeaderMap, form: &HashMap<String, String>) -> bool {
        let mut memory = self.memory.lock().unwrap();
        assert_eq!(form["client_id"], CLIENT_ID);
        let Some(trusted) = memory.trusted.clone() else {
            let encode =
                |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let basic = STANDARD.encode(format!("{}:{}", encode(CLIENT_ID), encode(CLIENT_SECRET)));
            return headers["authorization"] == format!("Basic {basic}");
        };
        assert!(!headers.contains_key("authorization") && !form.contains_key("client_secret"));
        assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        let assertion = &form["client_assertion"];
        let kid = jsonwebtoken::decode_header(assertion).unwrap().kid.unwrap();
        let Some(jwk) = trusted.find(&kid) else { return false };
        let mut rules = Validation::new(Algorithm::ES256);
        rules.validate_exp = false;
        rules.set_audience(&[&self.issuer]);
        let key = DecodingKey::from_jwk(jwk).unwrap();
        let claims = jsonwebtoken::decode::<Map<String, Value>>(assertion, &key, &rules).unwrap().claims;
        let now = self.clock.now().seconds();
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT_ID), &json!(CLIENT_ID)));
        assert_eq!(claims["aud"], json!(self.issuer));
        assert!((now - 1..=now).contains(&claims["iat"].as_i64().unwrap()));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
        let used = (kid, claims["jti"].as_str().unwrap().to_owned());
        assert!(memory.assertions.iter().all(|other| other.1 != used.1), "an assertion serves once");
        memory.assertions.push(used);
        true
    }

    fn answering(&self) -> Result<(), StatusCode> {
        let answering = self.memory.lock().unwrap().answering;
        if answering { Ok(()) } else { Err(StatusCode::BAD_GATEWAY) }
    }
}

async fn discovery(State(provider): State<Provider>) -> Result<Json<Value>, StatusCode> {
    provider.answering()?;
    let at = |path: &str| format!("{}/{path}", provider.issuer);
    Ok(Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "end_session_endpoint": at("logout"),
        "jwks_uri": at("jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // More than we allow: the provider's word must not widen our own list.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })))
}

async fn jwks(State(provider): State<Provider>) -> Result<Json<Value>, StatusCode> {
    provider.answering()?;
    let mut memory = provider.memory.lock().unwrap();
    memory.fetches += 1;
    Ok(Json(json!({ "keys": memory.published })))
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    assert_eq!(form["grant_type"], "authorization_code");
    if !provider.knows(&headers, &form) {
        let refusal = json!({"error": "invalid_client", "error_description": "<b>hostile</b>"});
        return (StatusCode::UNAUTHORIZED, Json(refusal)).into_response();
    }
    let mut memory = provider.memory.lock().unwrap();
    let Some(asked) = memory.codes.remove(&form["code"]) else {
        let refusal = json!({"error": "invalid_grant", "error_description": "<b>hostile</b>\r\nlog line"});
        return (StatusCode::BAD_REQUEST, Json(refusal)).into_response();
    };
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])), asked["code_challenge"]);
    assert_eq!(form["redirect_uri"], asked["redirect_uri"]);
    let access_token = URL_SAFE_NO_PAD.encode(random::<16>());
    let id_token = memory.id_token(&provider, &asked["nonce"], &access_token);
    Json(json!({"access_token": access_token, "token_type": "Bearer", "id_token": id_token})).into_response()
}

impl Memory {
    fn id_token(&self, provider: &Provider, nonce: &str, access_token: &str) -> String {
        let now = provider.clock.now();
        let mut claims = self.claims.clone();
        let hash: Vec<u8> = Sha256::digest(access_token).into_iter().take(16).collect();
        claims.extend([
            ("iss".to_owned(), json!(provider.issuer)),
            ("aud".to_owned(), json!(CLIENT_ID)),
            ("iat".to_owned(), json!(now.seconds())),
            ("exp".to_owned(), json!(now.after(Duration::from_mins(5)).seconds())),
            ("auth_time".to_owned(), json!(now.seconds())),
            ("acr".to_owned(), json!("loa:2")),
            ("nonce".to_owned(), json!(nonce)),
            ("at_hash".to_owned(), json!(URL_SAFE_NO_PAD.encode(hash))),
        ]);
        (self.lie)(&mut claims, now);
        let header = Header { kid: Some(self.key.id.clone()), ..Header::new(self.algorithm) };
        let shared = EncodingKey::from_secret(CLIENT_SECRET.as_bytes());
        let signer = if self.algorithm == Algorithm::HS256 { &shared } else { &self.key.signer };
        jsonwebtoken::encode(&header, &claims, signer).unwrap()
    }
}

async fn userinfo(State(provider): State<Provider>) -> Json<Value> {
    let memory = provider.memory.lock().unwrap();
    let mut claims = memory.claims.clone();
    (memory.userinfo_lie)(&mut claims, provider.clock.now());
    Json(Value::Object(claims))
}
