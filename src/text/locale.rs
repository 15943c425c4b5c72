//! The two languages of the portal (P2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the portal. French comes first everywhere.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Locale {
    /// Canadian French (`fr-CA`).
    #[default]
    Fr,
    /// Canadian English (`en-CA`).
    En,
}

impl Locale {
    /// Both, French first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The first segment of every page's path, and the key in a tile's language tables.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The BCP 47 tag, for `lang` attributes, formatting and folders of words. Never bare `fr` or
    /// `en`: their dates and numbers are those of other countries.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr-CA",
            Self::En => "en-CA",
        }
    }

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }

    /// The best of the two for an `Accept-Language` value (RFC 9110 §12.5.4); French when neither
    /// is asked for.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let weight = |locale: Self| {
            accept_language.split(',').filter_map(|range| quality(range, locale)).fold(0.0_f32, f32::max)
        };
        if weight(Self::En) > weight(Self::Fr) { Self::En } else { Self::Fr }
    }
}

fn quality(range: &str, locale: Locale) -> Option<f32> {
    let mut parts = range.split(';');
    let language = parts.next()?.trim().split('-').next()?;
    if !language.eq_ignore_ascii_case(locale.prefix()) {
        return None;
    }
    let q = parts.find_map(|part| part.trim().strip_prefix("q="));
    Some(q.and_then(|q| q.parse().ok()).unwrap_or(1.0))
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix())
    }
}

/// One text in each language. Every language table has exactly `fr` and `en`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Bilingual {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// The text names neither language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither fr nor en")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|locale| locale.prefix() == text).ok_or(UnknownLocale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_decides_only_when_it_says_so() {
        assert_eq!(Locale::negotiate(""), Locale::Fr);
        assert_eq!(Locale::negotiate("de, *;q=0.5"), Locale::Fr);
        assert_eq!(Locale::negotiate("en-US,en;q=0.8,fr-CA;q=0.5"), Locale::En);
        assert_eq!(Locale::negotiate("fr;q=0.9,en;q=0.8"), Locale::Fr);
        assert_eq!(Locale::negotiate("en;q=nonsense"), Locale::En);
    }
}
