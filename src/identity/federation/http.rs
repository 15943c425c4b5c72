//! The way to a provider: bounded in time and size, redirects never followed, no proxy taken from
//! the environment, nothing but HTTPS.

use std::net::IpAddr;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::{Client, StatusCode, redirect};
use url::{Host, Url};

use super::Refusal;

/// How long a provider may take to connect, and to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it must show over HTTP/2 that it is still there, and how long it may take: a connection that leads nowhere
/// any more would be used on and on.
const STILL_THERE: Duration = Duration::from_secs(2);
/// The longest answer taken, in bytes.
const LONGEST_ANSWER: usize = 256 * 1024;

/// Why a provider was not reached. Never holds the provider's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::identity) enum HttpError {
    /// It named an address that is not HTTPS.
    #[error("an address that is not https")]
    Address,
    /// No connection, or it broke, or it took too long, or the provider says that it is not well.
    #[error("no answer")]
    Unreachable,
    /// The answer is longer than any honest one.
    #[error("an answer without end")]
    TooLong,
}

impl HttpError {
    /// The refusal that comes of it: what the provider cannot help, what it told us wrong, or else
    /// `endless`.
    pub fn or(self, endless: Refusal) -> Refusal {
        match self {
            Self::Unreachable => Refusal::Unreachable,
            Self::Address => Refusal::Metadata,
            Self::TooLong => endless,
        }
    }
}

/// The way to one issuer; all share one pool of connections.
#[derive(Clone)]
pub(super) struct Http {
    client: Client,
    /// Whether plain HTTP to this very machine is allowed too.
    loopback: bool,
}

impl Http {
    /// Needs the TLS provider that `main` installs for the process.
    pub fn new() -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            .http2_keep_alive_interval(STILL_THERE)
            .http2_keep_alive_timeout(STILL_THERE)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("parvis/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, loopback: false })
    }

    /// The same, to an issuer that may live on this machine.
    pub fn allowing_loopback(self, loopback: bool) -> Self {
        Self { loopback, ..self }
    }

    /// Whether the issuer may name `address` at all.
    pub fn allows(&self, address: &Url) -> bool {
        allowed(address, self.loopback)
    }

    /// Sends `request`; an answer of any status but a server's failure.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = reqwest::Request::try_from(request).map_err(|_| HttpError::Address)?;
        if !self.allows(request.url()) {
            return Err(HttpError::Address);
        }
        let answer = self.client.execute(request).await.map_err(|_| HttpError::Unreachable)?;
        if answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(HttpError::Unreachable);
        }
        read(answer).await
    }
}

/// A request for what lies at `address`.
pub(super) fn get(address: &Url) -> Result<HttpRequest, HttpError> {
    let request = openidconnect::http::Request::get(address.as_str()).header("accept", "application/json");
    request.body(Vec::new()).map_err(|_| HttpError::Address)
}

/// Whether `address` may be asked: a provider's own metadata cannot lead us elsewhere.
pub(super) fn allowed(address: &Url, loopback: bool) -> bool {
    match address.scheme() {
        "https" => true,
        "http" if loopback => match address.host() {
            Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        },
        _ => false,
    }
}

async fn read(mut answer: reqwest::Response) -> Result<HttpResponse, HttpError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| HttpError::Unreachable)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(HttpError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        let may = |address: &str, loopback| allowed(&Url::parse(address).unwrap(), loopback);
        assert!(may("https://sfid.example/token", false));
        assert!(!may("http://127.0.0.1:4000/token", false));
        assert!(may("http://127.0.0.1:4000/token", true));
        assert!(may("http://[::1]/token", true));
        assert!(may("http://localhost/token", true));
        assert!(!may("http://localhost.evil.example/token", true));
        assert!(!may("http://192.168.0.1/token", true));
        assert!(!may("file:///etc/passwd", true));
    }
}
