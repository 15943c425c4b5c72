//! Which banners a browser has put aside: a cookie of its own, that names announcements and nobody.

use axum::http::{HeaderMap, header};
use url::Url;

use crate::id::AnnouncementId;

use super::Published;

/// The most that are remembered, the latest first: more are not shown at once.
const MOST: usize = 20;
/// How long, in seconds: half a year. No banner is up for longer.
const LIFETIME_S: u64 = 180 * 24 * 3600;

/// What this browser has put aside, each as it was published then: a correction is shown anew.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Aside(Vec<(AnnouncementId, i64)>);

impl Aside {
    /// What the browser says; whatever cannot be read is nothing.
    pub fn read(headers: &HeaderMap, public_url: &Url) -> Self {
        let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
        let own = pairs.find(|(name, _)| name.trim() == cookie_name(public_url));
        let entries = own.map_or("", |(_, value)| value.trim()).split('_').take(MOST);
        let entry = |text: &str| {
            let (id, edition) = text.split_once('.')?;
            Some((id.parse().ok()?, edition.parse().ok()?))
        };
        Self(entries.filter_map(entry).collect())
    }

    pub fn has(&self, one: &Published) -> bool {
        self.0.contains(&(one.id, one.edition))
    }

    /// The same, and this one.
    pub fn with(mut self, id: AnnouncementId, edition: i64) -> Self {
        self.0.retain(|(known, _)| *known != id);
        self.0.insert(0, (id, edition));
        self.0.truncate(MOST);
        self
    }

    /// The `Set-Cookie` value that makes the browser say so.
    pub fn line(&self, public_url: &Url) -> String {
        let entries: Vec<String> =
            self.0.iter().map(|(id, edition)| format!("{}.{edition}", id.0.simple())).collect();
        let secure = if public_url.scheme() == "https" { "; Secure" } else { "" };
        let (name, value) = (cookie_name(public_url), entries.join("_"));
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={LIFETIME_S}")
    }
}

/// With `__Host-` no other host can set it; browsers refuse that name over plain HTTP.
fn cookie_name(public_url: &Url) -> &'static str {
    if public_url.scheme() == "https" { "__Host-aside" } else { "aside" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        "https://portal.example.ca/".parse().unwrap()
    }

    fn heard(value: &str) -> Aside {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("way=demo; __Host-aside={value}; x=y").parse().unwrap());
        Aside::read(&headers, &url())
    }

    fn id(last: u8) -> AnnouncementId {
        AnnouncementId(uuid::Uuid::from_u128(last.into()))
    }

    #[test]
    fn what_is_written_is_read() {
        let aside = Aside::default().with(id(1), 1).with(id(2), 3);
        let line = aside.line(&url());
        assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=15552000"), "{line}");
        let value = line.split_once('=').unwrap().1.split(';').next().unwrap();
        assert_eq!(heard(value), aside);
    }

    #[test]
    fn an_announcement_is_remembered_once_and_not_for_ever() {
        let many = (0..30).fold(Aside::default(), |aside, number| aside.with(id(number), 1));
        assert_eq!(many.0.len(), MOST);
        let again = many.with(id(29), 2);
        assert_eq!((again.0.len(), again.0[0]), (MOST, (id(29), 2)));
    }

    #[test]
    fn nonsense_is_nothing() {
        for value in ["", "x", "..", "0198c0de.1", "_____", &"a.1_".repeat(1000)] {
            assert_eq!(heard(value), Aside::default(), "{value}");
        }
    }
}
