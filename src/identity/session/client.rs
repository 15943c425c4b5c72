//! What a session was begun with, for its person to recognise it by.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use crate::web::ClientAddress;

/// The browser and the system of a sign-in, as far as the browser tells, and roughly from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::identity) struct Client {
    pub browser: Browser,
    pub system: System,
    /// The truncated address (/24, or /48 of IPv6), where it says anything.
    #[serde(default)]
    pub network: Option<String>,
}

/// Who comes in, as the request tells.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) struct Visit<'a> {
    pub headers: &'a HeaderMap,
    pub address: ClientAddress,
}

/// A family of browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Browser {
    /// Microsoft Edge.
    Edge,
    /// Opera.
    Opera,
    /// Samsung Internet.
    Samsung,
    /// Firefox.
    Firefox,
    /// Chrome and Chromium.
    Chrome,
    /// Safari.
    Safari,
    /// Another, or one that does not tell.
    Other,
}

/// A family of operating systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// An iPhone.
    Iphone,
    /// An iPad.
    Ipad,
    /// Android.
    Android,
    /// Windows.
    Windows,
    /// Chrome OS.
    Chromeos,
    /// A Mac, or an iPad that says it is one.
    Mac,
    /// Linux.
    Linux,
    /// Another, or one that the browser does not tell.
    Other,
}

impl Browser {
    /// Its name, the same in every language.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Edge => "Edge",
            Self::Opera => "Opera",
            Self::Samsung => "Samsung Internet",
            Self::Firefox => "Firefox",
            Self::Chrome => "Chrome",
            Self::Safari => "Safari",
            Self::Other => return None,
        })
    }
}

impl System {
    /// Its name, the same in every language.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Iphone => "iPhone",
            Self::Ipad => "iPad",
            Self::Android => "Android",
            Self::Windows => "Windows",
            Self::Chromeos => "ChromeOS",
            Self::Mac => "Mac",
            Self::Linux => "Linux",
            Self::Other => return None,
        })
    }
}

/// What browsers call themselves; they claim to be one another, so the most particular comes first.
const BROWSERS: [(&str, Browser); 11] = [
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("SamsungBrowser/", Browser::Samsung),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("HeadlessChrome/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];
const SYSTEMS: [(&str, System); 7] = [
    ("iPhone", System::Iphone),
    ("iPad", System::Ipad),
    ("Android", System::Android),
    ("Windows", System::Windows),
    ("CrOS", System::Chromeos),
    ("Macintosh", System::Mac),
    ("Linux", System::Linux),
];

impl Client {
    /// Both names, as far as they are known: "Firefox, Windows".
    pub fn names(&self) -> Option<String> {
        let names: Vec<&str> = [self.browser.name(), self.system.name()].into_iter().flatten().collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// What a visit tells.
    pub fn of(visit: Visit<'_>) -> Self {
        let told =
            visit.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let browser = BROWSERS.iter().find(|(mark, _)| told.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, _)| told.contains(mark));
        Self {
            browser: browser.map_or(Browser::Other, |(_, browser)| *browser),
            system: system.map_or(System::Other, |(_, system)| *system),
            network: network(visit.address),
        }
    }
}

/// Addresses of a private network, or of this very machine, are the same everywhere.
fn network(address: ClientAddress) -> Option<String> {
    let neighbourhood = address.neighbourhood();
    let says_nothing = match neighbourhood.network() {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_unspecified() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unspecified() || v6.is_unicast_link_local(),
    };
    (!says_nothing).then(|| neighbourhood.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        use {Browser as B, System as S};
        for (told, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                B::Firefox,
                S::Windows,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                B::Edge,
                S::Windows,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                B::Chrome,
                S::Linux,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                B::Safari,
                S::Iphone,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
                B::Chrome,
                S::Iphone,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                B::Safari,
                S::Mac,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                B::Samsung,
                S::Android,
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", B::Firefox, S::Android),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                B::Chrome,
                S::Chromeos,
            ),
            ("curl/8.14.1", B::Other, S::Other),
            ("", B::Other, S::Other),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, told.parse().unwrap());
            let address = ClientAddress::new("203.0.113.9".parse().unwrap());
            let client = Client::of(Visit { headers: &headers, address });
            let network = Some("203.0.113.0/24".to_owned());
            assert_eq!(client, Client { browser, system, network }, "{told}");
        }
    }
    #[test]
    fn a_network_that_says_nothing_is_not_shown() {
        let of = |text: &str| network(ClientAddress::new(text.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2::3").as_deref(), Some("2001:db8:1::/48"));
        for private in ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.7", "fd00::1", "fe80::1", "0.0.0.0"] {
            assert_eq!(of(private), None, "{private}");
        }
    }
}
