//! What a session was begun with, for its person to recognise it by.

use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

/// The browser and the system of a sign-in, as far as the browser tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::identity) struct Client {
    pub browser: Browser,
    pub system: System,
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
    pub fn names(self) -> Option<String> {
        let names: Vec<&str> = [self.browser.name(), self.system.name()].into_iter().flatten().collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// What the request's headers tell.
    pub fn of(headers: &HeaderMap) -> Self {
        let told = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let browser = BROWSERS.iter().find(|(mark, _)| told.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, _)| told.contains(mark));
        Self {
            browser: browser.map_or(Browser::Other, |(_, browser)| *browser),
            system: system.map_or(System::Other, |(_, system)| *system),
        }
    }
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
            assert_eq!(Client::of(&headers), Client { browser, system }, "{told}");
        }
    }
}
