//! Problems with where tiles live.

use super::{Found, Severity};

impl Found<'_> {
    pub(super) fn tiles(&mut self) {
        let key = "tiles.domain";
        let Some(domain) = self.config.tiles.domain.clone() else {
            if self.in_production() {
                let what = "is not set: tiles' code would run in the process of the portal's own pages";
                self.warning(key, what, "give tiles a domain of their own, with a certificate for *.DOMAIN");
            }
            return;
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        if !domain.chars().all(plain) || domain.split('.').any(str::is_empty) {
            self.error(
                key,
                format!("`{domain}` is no domain"),
                "write small letters and points, without port",
            );
        }
        let portal = self.config.portal.public_url.host_str().unwrap_or_default().to_owned();
        let within = |inner: &str, outer: &str| inner == outer || inner.ends_with(&format!(".{outer}"));
        if within(&domain, &portal) || within(&portal, &domain) {
            let severity = if self.in_production() { Severity::Error } else { Severity::Warning };
            let what = format!("`{domain}` and the portal's `{portal}` lie one below the other");
            self.add(severity, key, what, "take a domain that shares nothing with the portal's");
        }
    }
}
