//! Problems with those we rely on: identity providers, and where files are kept and checked.

use secrecy::ExposeSecret;
use url::Url;

use super::{Found, is_loopback, is_name};
use crate::config::{ClientAuthentication, Issuer, IssuerProfile, IssuerState};

/// Signatures that a provider alone can make (RFC 8725 §3.1): no shared secret, no `none`.
const ALGORITHMS: [&str; 7] = ["ES256", "ES384", "EdDSA", "PS256", "PS384", "PS512", "RS256"];
/// Those that FAPI 2.0 allows (§5.4.1).
const FAPI_ALGORITHMS: [&str; 3] = ["ES256", "EdDSA", "PS256"];

impl Found<'_> {
    pub(super) fn issuers(&mut self) {
        let issuers = &self.config.issuer;
        let open =
            issuers.values().any(|issuer| matches!(issuer.state, IssuerState::Active | IssuerState::Sunset));
        if self.in_production() && !open {
            self.error("issuer", "no identity provider is active: nobody could sign in", "add [issuer.NAME]");
        }
        for (name, issuer) in issuers {
            if !is_name(name) {
                self.error(
                    format!("issuer.{name}"),
                    "is no short name",
                    "use letters a to z, digits and hyphens",
                );
            }
            self.issuer(&format!("issuer.{name}"), issuer);
        }
    }

    fn issuer(&mut self, key: &str, issuer: &Issuer) {
        let key_of = |name: &str| format!("{key}.{name}");
        match Url::parse(&issuer.url) {
            Err(error) => self.error(key_of("url"), error.to_string(), "write https://HOST"),
            Ok(url) => {
                let loopback = issuer.allow_loopback_http && is_loopback(&url) && !self.in_production();
                if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
                    self.error(key_of("url"), "is not https", "sign-ins could be read and forged on the way");
                }
            }
        }
        if self.in_production() && issuer.allow_loopback_http {
            self.error(key_of("allow_loopback_http"), "is for the demo profile", "remove it");
        }
        if issuer.roles.values().any(|rule| rule.claim.is_empty() || rule.value.is_empty()) {
            let what = "holds a rule without a claim or without a value";
            self.error(key_of("roles"), what, "write both, or remove the role");
        }
        if let Some(rule) = &issuer.continues {
            let known = self.config.issuer.contains_key(&rule.issuer);
            if !known || key == format!("issuer.{}", rule.issuer) {
                let what = format!("`{}` is no other issuer", rule.issuer);
                self.error(key_of("continues.issuer"), what, "name the issuer that it takes the place of");
            }
        }
        if issuer.client_id.is_empty() {
            self.error(key_of("client_id"), "is empty", "write the name that the provider gave the portal");
        }
        self.authentication(key, issuer);
        self.algorithms(&key_of("algorithms"), issuer);
        self.levels(&key_of("levels"), &issuer.levels);
        self.scopes(&key_of("scopes"), &issuer.scopes);
    }

    fn authentication(&mut self, key: &str, issuer: &Issuer) {
        let with_key = issuer.authentication() == ClientAuthentication::PrivateKeyJwt;
        if !with_key && issuer.profile == IssuerProfile::Fapi2 {
            let mend = "remove client_secret and authentication, and register the portal's keys there";
            self.error(
                format!("{key}.authentication"),
                "a shared secret is too weak for profile fapi2",
                mend,
            );
        }
        let secret = issuer.client_secret.as_ref().map(ExposeSecret::expose_secret);
        if with_key && secret.is_some() {
            let mend = "remove it, or set authentication = \"client_secret\"";
            self.error(format!("{key}.client_secret"), "is not used with private_key_jwt", mend);
        }
        if !with_key && secret.is_none_or(str::is_empty) {
            let mend = "name its file in client_secret_file, or set authentication = \"private_key_jwt\"";
            self.error(format!("{key}.client_secret"), "is missing", mend);
        }
    }

    fn algorithms(&mut self, key: &str, issuer: &Issuer) {
        let outside =
            |known: &[&str]| issuer.algorithms.iter().find(|name| !known.contains(&name.as_str())).cloned();
        if let Some(weak) = outside(&ALGORITHMS) {
            let mend = format!("choose among {}", ALGORITHMS.join(", "));
            self.error(key, format!("`{weak}` does not prove who signed"), mend);
        } else if issuer.algorithms.is_empty() {
            self.error(key, "is empty: no sign-in could succeed", "write [\"ES256\"]");
        } else if let Some(weak) = outside(&FAPI_ALGORITHMS)
            && issuer.profile == IssuerProfile::Fapi2
        {
            let mend = format!("choose among {}", FAPI_ALGORITHMS.join(", "));
            self.error(key, format!("`{weak}` is not allowed in profile fapi2"), mend);
        }
    }

    fn levels(&mut self, key: &str, levels: &[String]) {
        if levels.is_empty() {
            let what = "is empty: everyone has level 1 and services that ask for more stay closed";
            self.warning(key, what, "list the provider's acr values, lowest first");
        }
        let later = |place: usize| levels.iter().skip(place + 1);
        let twice =
            levels.iter().enumerate().find(|(place, level)| later(*place).any(|other| other == *level));
        if let Some((_, level)) = twice {
            self.error(key, format!("`{level}` comes twice"), "write each acr value once, lowest first");
        }
        if levels.iter().any(|level| level.is_empty() || level.contains(char::is_whitespace)) {
            self.error(key, "holds something that is no acr value", "write each acr value as its own text");
        }
    }

    fn scopes(&mut self, key: &str, scopes: &[String]) {
        if scopes.iter().any(|scope| scope.is_empty() || scope.contains(char::is_whitespace)) {
            self.error(key, "holds something that is no scope", "write each scope as its own text");
        }
        if scopes.iter().any(|scope| scope == "openid") {
            self.error(key, "`openid` is asked for always", "remove it");
        }
        if scopes.iter().any(|scope| scope == "offline_access") {
            self.error(key, "`offline_access` asks for more than the portal ever uses", "remove it");
        }
    }
}

impl Found<'_> {
    pub(super) fn attachments(&mut self) {
        let attachments = &self.config.attachments;
        self.at_least_one(&[("attachments.daily_mib", attachments.daily_mib)]);
        if let Some(bucket) = &attachments.bucket {
            let demo = !self.in_production() && is_loopback(&bucket.url);
            if bucket.url.scheme() != "https" && !demo {
                self.error("attachments.bucket.url", "is not https", "write https://HOST");
            }
        } else if self.in_production() && !self.config.database.url.starts_with("sqlite:") {
            let mend = "name a bucket in [attachments.bucket], unless a single node serves";
            self.warning("attachments.folder", "other nodes do not see what is in a folder", mend);
        }
        match &attachments.scanner {
            Some(scanner) if !is_scanner(scanner) => {
                let what = format!("`{scanner}` is no address of a scanner");
                self.error("attachments.scanner", what, "write HOST:PORT or unix:PATH");
            }
            None if self.in_production() => {
                let mend = "set it to the address of clamd: without it no tile may take files";
                self.warning("attachments.scanner", "is not set", mend);
            }
            _ => {}
        }
    }
}

fn is_scanner(address: &str) -> bool {
    match address.strip_prefix("unix:") {
        Some(path) => path.starts_with('/'),
        None => address
            .rsplit_once(':')
            .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok()),
    }
}
