//! The portal as a client: how it proves to an issuer's endpoints who it is (OpenID Connect Core §9).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::CoreClientAuthMethod;
use openidconnect::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use openidconnect::http::{HeaderValue, Method};
use openidconnect::{HttpRequest, HttpResponse};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use url::{Url, form_urlencoded};

use super::metadata::Metadata;
use super::proof::{self, Bound, ProofKey};
use super::{Issuer, Refusal};
use crate::config::ClientAuthentication;
use crate::id::random;
use crate::keys::Purpose;

/// How long a client assertion holds.
const LIFETIME: Duration = Duration::from_mins(1);
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The JWT by which we prove who we are (RFC 7523 §3). Its audience is the issuer's own identifier
/// and nothing else, so that no other endpoint can pass it on (FAPI 2.0 §5.3.3.1).
#[derive(Serialize)]
struct ClientAssertion<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Fields of a form.
pub(super) type Fields = Vec<(String, String)>;

impl Issuer {
    /// Posts `fields` to one of the issuer's endpoints, as the client that we are there; with the
    /// proof that we hold a key, where one is given.
    pub(super) async fn post(
        &self,
        metadata: &Metadata,
        endpoint: &Url,
        fields: Fields,
        key: Option<&ProofKey>,
    ) -> Result<HttpResponse, Refusal> {
        let request = self.form(metadata, endpoint, fields.clone()).await?;
        let Some(key) = key else { return self.send(request).await };
        let answer = self.send_proven(request, endpoint, key, None).await?;
        let Some(nonce) = proof::wanted_nonce(&answer) else { return Ok(answer) };
        // Anew from the start: a client assertion serves once.
        let request = self.form(metadata, endpoint, fields).await?;
        self.send_proven(request, endpoint, key, Some(&nonce)).await
    }

    async fn send_proven(
        &self,
        mut request: HttpRequest,
        endpoint: &Url,
        key: &ProofKey,
        nonce: Option<&str>,
    ) -> Result<HttpResponse, Refusal> {
        let bound = Bound { method: "POST", address: endpoint, access_token: None, nonce };
        let proof = key.sign(&bound, self.clock.now())?.parse().map_err(|_| Refusal::ClientKey)?;
        request.headers_mut().insert(proof::HEADER, proof);
        self.send(request).await
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Refusal> {
        self.http.send(request).await.map_err(|error| error.or(Refusal::TokenAnswer))
    }

    async fn form(
        &self,
        metadata: &Metadata,
        endpoint: &Url,
        mut fields: Fields,
    ) -> Result<HttpRequest, Refusal> {
        let mut request = HttpRequest::new(Vec::new());
        let id = &self.settings.client_id;
        // A pushed request says it already.
        fields.retain(|(name, _)| name != "client_id");
        push(&mut fields, "client_id", id);
        match (self.settings.authentication(), &self.settings.client_secret) {
            (ClientAuthentication::ClientSecret, Some(secret)) if !wants_secret_in_body(metadata) => {
                let value = basic(id, secret).parse().map_err(|_| Refusal::ClientKey)?;
                request.headers_mut().insert(AUTHORIZATION, value);
            }
            (ClientAuthentication::ClientSecret, Some(secret)) => {
                push(&mut fields, "client_secret", secret.expose_secret());
            }
            (ClientAuthentication::PrivateKeyJwt, _) => {
                push(&mut fields, "client_assertion_type", ASSERTION_TYPE);
                push(&mut fields, "client_assertion", &self.client_assertion().await?);
            }
            (ClientAuthentication::ClientSecret, None) => return Err(Refusal::ClientKey),
        }
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        *request.body_mut() = form.into_bytes();
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.as_str().parse().map_err(|_| Refusal::Metadata)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        Ok(request)
    }

    async fn client_assertion(&self) -> Result<String, Refusal> {
        let now = self.clock.now();
        let assertion = ClientAssertion {
            iss: &self.settings.client_id,
            sub: &self.settings.client_id,
            aud: &self.settings.url,
            iat: now.seconds(),
            exp: now.after(LIFETIME).seconds(),
            jti: URL_SAFE_NO_PAD.encode(random::<16>()),
        };
        self.keys.sign(Purpose::Issuers, "JWT", &assertion).await.map_err(|error| {
            tracing::error!(issuer = self.slug, %error, "client_assertion.not_signed");
            Refusal::ClientKey
        })
    }
}

pub(super) fn push(fields: &mut Fields, name: &str, value: &str) {
    fields.push((name.to_owned(), value.to_owned()));
}

/// Whether the issuer takes the secret in the form only; the header is the usual way
/// (`client_secret_basic`, Discovery §3).
fn wants_secret_in_body(metadata: &Metadata) -> bool {
    let takes = |method: CoreClientAuthMethod| {
        metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| methods.contains(&method))
    };
    takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic)
}

/// Id and secret, each form-encoded before they are joined (RFC 6749 §2.3.1).
fn basic(id: &str, secret: &SecretString) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret.expose_secret()));
    format!("Basic {}", STANDARD.encode(pair))
}
