//! The complaints office by hand: callbacks signed with its key, or forged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use crate::support::Portal;

/// A callback about to be sent; everything in it can be made wrong.
#[derive(Clone)]
pub struct Callback {
    /// The back-end in the address.
    pub backend: String,
    /// The webhook's id.
    pub id: String,
    /// Seconds between our clock and the timestamp.
    pub late: i64,
    /// The body.
    pub body: String,
    /// Who signs.
    pub key: SigningKey,
}

/// What the portal answered.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub kind: String,
    /// The body.
    pub body: Value,
}

impl Answer {
    /// The last word of the problem's type.
    pub fn problem(&self) -> &str {
        assert_eq!(self.kind, "application/problem+json", "{self:?}");
        assert_eq!(self.body["status"], json!(self.status));
        assert!(!self.body["trace"].as_str().unwrap().is_empty());
        self.body["type"].as_str().unwrap().strip_prefix("urn:parvis:problem:").unwrap()
    }
}

/// The key that the office signs with.
pub fn key(portal: &Portal) -> SigningKey {
    let pem = std::fs::read_to_string(portal.dir.join("demo/complaints.pem")).unwrap();
    SigningKey::from_pkcs8_pem(&pem).unwrap()
}

/// The portal's id of the only request there is.
pub async fn request(portal: &Portal) -> String {
    portal.complaints(1).await[0]["request"].as_str().unwrap().to_owned()
}

impl Callback {
    /// A callback as the office would send it.
    pub fn new(portal: &Portal, id: &str, kind: &str, data: &Value) -> Self {
        let body = json!({ "type": kind, "timestamp": "2026-11-22T06:00:00Z", "data": data });
        let (backend, id, body) = ("complaints".to_owned(), id.to_owned(), body.to_string());
        Self { backend, id, late: 0, body, key: key(portal) }
    }

    /// A status of the request.
    pub fn status(portal: &Portal, id: &str, request: &str, seq: i64, code: &str) -> Self {
        let data = json!({ "request": request, "seq": seq, "code": code, "params": { "days": "10" } });
        Self::new(portal, id, "request.status", &data)
    }

    /// As it will be sent.
    pub fn request(&self, portal: &Portal) -> reqwest::RequestBuilder {
        let timestamp = portal.clock.now().seconds() - self.late;
        let signed = format!("{}.{timestamp}.{}", self.id, self.body);
        let signature = STANDARD.encode(self.key.sign(signed.as_bytes()).to_bytes());
        reqwest::Client::new()
            .post(portal.at(&format!("/api/v1/callbacks/{}", self.backend)))
            .header("content-type", "application/json")
            .header("webhook-id", &self.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", format!("v1a,{signature}"))
            .body(self.body.clone())
    }

    /// Sends it.
    pub async fn send(&self, portal: &Portal) -> Answer {
        let response = self.request(portal).send().await.unwrap();
        let (status, kind) = (response.status().as_u16(), response.headers()["content-type"].clone());
        let body = response.json().await.unwrap();
        Answer { status, kind: kind.to_str().unwrap().to_owned(), body }
    }
}
