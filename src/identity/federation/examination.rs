//! Whether an issuer and our settings for it go together: what `parvis doctor` asks, before a
//! citizen finds out.

use std::time::Duration;

use openidconnect::IssuerUrl;
use openidconnect::core::CoreClientAuthMethod;

use super::http::Http;
use super::metadata::{Discovered, Metadata, Source};
use super::{Refusal, jws, token};
use crate::clock::Clock;
use crate::config::{self, ClientAuthentication, Config, IssuerProfile, IssuerState};
use crate::identity::Error;

/// A clock further from ours than this is worth a word.
const NOTABLE_SKEW: Duration = Duration::from_secs(5);

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// All is well with it.
    Fine(String),
    /// It works, but not as well as it could: what, and how to mend it.
    Warning(String, String),
    /// It does not work: what, and how to mend it.
    Fault(String, String),
}

/// What was found of one issuer.
struct Report<'a> {
    slug: &'a str,
    settings: &'a config::Issuer,
    findings: Vec<Finding>,
}

/// Asks each issuer what it publishes, and holds it against the settings. One that is closed is left
/// alone, one whose address cannot be read too: the settings' own check tells of it.
///
/// # Errors
/// [`Error::Client`].
pub async fn examine(config: &Config, clock: &Clock) -> Result<Vec<Finding>, Error> {
    let http = Http::new()?;
    let mut findings = Vec::new();
    for (slug, settings) in &config.issuer {
        let Ok(url) = IssuerUrl::new(settings.url.clone()) else { continue };
        if settings.state != IssuerState::Closed {
            let http = http.clone().allowing_loopback(settings.allow_loopback_http);
            let found = Source::new(url, http, clock.clone()).look().await;
            findings.extend(report(slug, settings, found));
        }
    }
    Ok(findings)
}

fn report(slug: &str, settings: &config::Issuer, found: Result<Discovered, Refusal>) -> Vec<Finding> {
    let mut report = Report { slug, settings, findings: Vec::new() };
    match found {
        Err(refusal) => report.not_read(refusal),
        Ok(found) => {
            let metadata = &found.metadata;
            report.clock(found.skew);
            report.signatures(metadata);
            report.authentication(metadata);
            report.profile(metadata);
            report.levels_and_scopes(metadata);
            report.sign_out(metadata);
            if report.findings.is_empty() {
                let what = report.named(&format!("answers at {}", settings.url));
                report.findings.push(Finding::Fine(what));
            }
        }
    }
    report.findings
}

impl Report<'_> {
    fn named(&self, what: &str) -> String {
        format!("identity provider `{}` {what}", self.slug)
    }

    fn fault(&mut self, what: &str, mend: &str) {
        self.findings.push(Finding::Fault(self.named(what), mend.to_owned()));
    }

    fn warning(&mut self, what: &str, mend: &str) {
        self.findings.push(Finding::Warning(self.named(what), mend.to_owned()));
    }

    fn not_read(&mut self, refusal: Refusal) {
        let url = &self.settings.url;
        if refusal == Refusal::Unreachable {
            let what = format!("does not answer at {url}");
            return self.fault(&what, "Is it running, and is the way to it open?");
        }
        let what = format!("publishes nothing usable at {url}/.well-known/openid-configuration");
        let mend =
            "Check issuer.*.url to the letter; ask for https, PKCE with S256, and a JWK set of public keys.";
        self.fault(&what, mend);
    }

    fn clock(&mut self, skew: Option<Duration>) {
        let Some(skew) = skew.filter(|skew| *skew > NOTABLE_SKEW) else { return };
        let what = format!("has a clock that differs from ours by {} s", skew.as_secs());
        if skew > token::SKEW {
            self.fault(
                &what,
                "Its sign-ins are refused. Set this machine's clock by NTP; else tell the provider.",
            );
        } else {
            self.warning(&what, "Sign-ins are refused from 30 s on. Set this machine's clock by NTP.");
        }
    }

    fn signatures(&mut self, metadata: &Metadata) {
        let offered = metadata.id_token_signing_alg_values_supported();
        let ours: Vec<_> =
            self.settings.algorithms.iter().filter_map(|name| token::algorithm(name)).collect();
        if !ours.iter().any(|one| offered.contains(one)) {
            let mend = "Agree with the provider on one, and write it in issuer.*.algorithms.";
            return self.fault("signs with none of the algorithms in its settings", mend);
        }
        if !ours.iter().any(|one| metadata.jwks().keys().iter().any(|key| jws::fits(key, one))) {
            let mend = "Ask the provider to publish the keys of the agreed algorithm.";
            self.fault("publishes no key for the algorithms in its settings", mend);
        }
    }

    fn authentication(&mut self, metadata: &Metadata) {
        let usual = [CoreClientAuthMethod::ClientSecretBasic];
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.map_or(usual.as_slice(), Vec::as_slice).contains(&method);
        let agreed = match self.settings.authentication() {
            ClientAuthentication::PrivateKeyJwt => takes(CoreClientAuthMethod::PrivateKeyJwt),
            ClientAuthentication::ClientSecret => {
                takes(CoreClientAuthMethod::ClientSecretBasic)
                    || takes(CoreClientAuthMethod::ClientSecretPost)
            }
        };
        if !agreed {
            let mend = "Agree with the provider on issuer.*.authentication.";
            self.warning("does not say that it takes our way of client authentication", mend);
        }
    }

    fn profile(&mut self, metadata: &Metadata) {
        let extras = metadata.additional_metadata();
        let strict = self.settings.profile == IssuerProfile::Fapi2;
        let pushes = extras.pushed_authorization_request_endpoint.is_some();
        if (strict || extras.require_pushed_authorization_requests) && !pushes {
            self.fault("takes no pushed requests (RFC 9126)", "Ask for them, or set profile = \"baseline\".");
        }
        if !extras.authorization_response_iss_parameter_supported {
            let what = "does not name itself in its answers (RFC 9207)";
            if strict {
                self.fault(what, "Its sign-ins are refused. Ask for it, or set profile = \"baseline\".");
            } else {
                self.warning(what, "Ask for it: it keeps answers of several providers apart.");
            }
        }
        if strict && !extras.dpop_signing_alg_values_supported.iter().any(|name| name == "ES256") {
            self.warning(
                "binds no access token to a key (DPoP with ES256)",
                "Ask for it: FAPI 2.0 demands it.",
            );
        }
        if extras.code_challenge_methods_supported.is_none() {
            self.warning("does not say that it checks PKCE", "Ask whether it does, with S256.");
        }
    }

    fn levels_and_scopes(&mut self, metadata: &Metadata) {
        if let Some(offered) = metadata.acr_values_supported() {
            let offers = |level: &&String| !offered.iter().any(|acr| acr.as_str() == level.as_str());
            if let Some(level) = self.settings.levels.iter().find(offers) {
                let what = format!("does not offer the level `{level}`");
                self.warning(&what, "Check issuer.*.levels with the provider.");
            }
        }
        if let Some(offered) = metadata.scopes_supported() {
            let lacks = |scope: &&String| !offered.iter().any(|one| one.as_str() == scope.as_str());
            if let Some(scope) = self.settings.scopes.iter().find(lacks) {
                let what = format!("does not offer the scope `{scope}`");
                self.warning(&what, "Check issuer.*.scopes with the provider.");
            }
        }
    }

    fn sign_out(&mut self, metadata: &Metadata) {
        let extras = metadata.additional_metadata();
        if extras.end_session_endpoint.is_none() {
            let mend = "Who signs out of the portal stays signed in there. Ask for RP-Initiated Logout.";
            self.warning("offers no sign-out", mend);
        }
        if !extras.backchannel_logout_supported {
            let mend = "Who signs out there stays signed in here until their session ends. Ask for it.";
            self.warning("tells nobody of sign-outs (Back-Channel Logout)", mend);
        }
    }
}
