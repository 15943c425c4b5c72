//! Problems with back-ends: who they are, where they are, and whether they may be spoken to.

use url::Host;

use super::{Found, has_user, is_32_bytes, is_loopback, is_name};
use crate::config::{Backend, Standing};

/// With fewer days left, a certification should be on its way to be renewed.
const RENEW_DAYS: u32 = 60;

impl Found<'_> {
    pub(super) fn backends(&mut self) {
        for (name, backend) in &self.config.backend {
            let key = format!("backend.{name}");
            if !is_name(name) {
                self.error(&key, "is no short name", "use letters a to z, digits and hyphens");
            }
            self.backend(&key, backend);
            self.certification(&format!("{key}.certification"), backend);
            self.networks(&format!("{key}.networks"), backend);
            self.deadlines(&format!("{key}.total_ms"), backend);
        }
    }

    fn backend(&mut self, key: &str, backend: &Backend) {
        let key_of = |name: &str| format!("{key}.{name}");
        let secure = backend.url.scheme() == "https";
        let demo = !self.in_production() && backend.url.scheme() == "http" && is_loopback(&backend.url);
        if !secure && !demo {
            self.error(key_of("url"), "is not https", "answers could be read and forged on the way");
        }
        if has_user(&backend.url) || backend.url.query().is_some() || backend.url.fragment().is_some() {
            self.error(key_of("url"), "holds more than scheme, host, port and path", "remove the rest");
        }
        if !secure && (backend.tls.authorities.is_some() || backend.tls.client.is_some()) {
            self.error(key_of("tls"), "is set for an address without TLS", "write https, or remove it");
        }
        if backend.organisation.trim().is_empty() {
            let mend = "name whose it is: citizens have one pseudonym per organisation";
            self.error(key_of("organisation"), "is empty", mend);
        }
        if !is_32_bytes(&backend.callback_key) {
            let what = "is no ed25519 public key: 32 bytes in base64";
            self.error(key_of("callback_key"), what, "ask the back-end's team for it");
        }
        if backend.country.len() != 2 || !backend.country.chars().all(|c| c.is_ascii_uppercase()) {
            let what = format!("`{}` is no country code", backend.country);
            self.error(key_of("country"), what, "write two capital letters of ISO 3166-1, such as CA");
        } else if backend.leaves_canada() {
            let mend = "confidential data stays in Canada (DIR06 1.6)";
            self.error(key_of("country"), format!("is {} for data of profile B or C", backend.country), mend);
        }
    }

    /// In production, without a certification that holds, nothing is sent (S6). One that has ended or not begun
    /// closes the way to its back-end and to no other, so it keeps no portal from starting.
    fn certification(&mut self, key: &str, backend: &Backend) {
        if let Some(certification) = &backend.certification {
            if certification.number.trim().is_empty() {
                self.error(key, "has no number", "write the one of the certification office's list");
            }
            if certification.valid_until < certification.valid_from {
                self.error(key, "ends before it begins", "mend valid_from or valid_until");
                return;
            }
        }
        match backend.standing(self.today) {
            Standing::Uncertified if self.in_production() => {
                self.error(key, "is missing", "write its number, valid_from and valid_until");
            }
            Standing::Expired => self.warning(key, "has expired", "renew it: nothing is sent until then"),
            Standing::NotYet => self.warning(key, "has not begun", "nothing is sent before valid_from"),
            Standing::Holds { days_left } if days_left < RENEW_DAYS && self.in_production() => {
                let what = format!("ends in {days_left} days");
                self.warning(key, what, "renew it: after its last day nothing is sent");
            }
            Standing::Uncertified | Standing::Holds { .. } => {}
        }
    }

    fn networks(&mut self, key: &str, backend: &Backend) {
        if backend.networks.iter().any(super::super::Network::is_everyone) {
            self.error(key, "holds every address", "list the networks that the back-end is in");
        }
        let literal = match backend.url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            Some(Host::Domain(_)) | None => None,
        };
        if let Some(address) = literal.filter(|address| !backend.admits(*address)) {
            self.error(
                key,
                format!("does not admit {address}"),
                format!("write [\"{address}\"], or mend url"),
            );
        }
        if self.in_production() && backend.networks.is_empty() {
            let mend = "list its networks: its name may lead to any public address now";
            self.warning(key, "is empty", mend);
        }
    }

    fn deadlines(&mut self, key: &str, backend: &Backend) {
        let rising = backend.connect_ms > 0
            && backend.connect_ms <= backend.first_byte_ms
            && backend.first_byte_ms <= backend.total_ms;
        if !rising {
            self.error(key, "the deadlines do not rise", "connect_ms ≤ first_byte_ms ≤ total_ms");
        }
    }
}
