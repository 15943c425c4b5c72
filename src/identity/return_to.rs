//! Where a person goes on after signing in: a page of this portal, nowhere else (ASVS 5.1.5).

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::text::Locale;

/// Longer ones are no addresses of ours.
const LONGEST: usize = 2_000;

/// A path of this portal after the language prefix, with its query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct ReturnTo(String);

impl Default for ReturnTo {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl ReturnTo {
    /// Reads what a link asked for. Anything that a browser could take for another site's address
    /// leads to the home page: `//host`, a backslash, a control character.
    pub fn parse(asked: &str) -> Self {
        let local = asked.starts_with('/') && !asked.starts_with("//");
        let plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if local && plain && asked.len() <= LONGEST { Self(asked.to_owned()) } else { Self::default() }
    }

    /// The one in a query, or the home page.
    pub fn in_query(query: Option<&str>) -> Self {
        let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        pairs.find(|(name, _)| name == "return_to").map(|(_, value)| Self::parse(&value)).unwrap_or_default()
    }

    /// A page that comes first, and leads on here.
    pub fn after(&self, page: &str) -> Self {
        let query =
            form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &self.0).finish();
        Self::parse(&format!("{page}?{query}"))
    }

    /// The path after the language prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole path in a language; the home page is the language alone.
    pub fn in_locale(&self, locale: Locale) -> String {
        let home = self.0.strip_prefix('/').filter(|rest| rest.is_empty() || rest.starts_with('?'));
        format!("/{locale}{}", home.unwrap_or(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    #[test]
    fn pages_of_the_portal_are_kept() {
        for page in ["/", "/requests/7K3M?a=1&b=2", "/services/complaints/begin?next=a//b"] {
            assert_eq!(ReturnTo::parse(page).as_str(), page);
        }
        let query = "x=1&return_to=%2Frequests%3Fa%3D1%26b%3D2";
        assert_eq!(ReturnTo::in_query(Some(query)).in_locale(Locale::En), "/en/requests?a=1&b=2");
        assert_eq!(ReturnTo::default().in_locale(Locale::Fr), "/fr");
        assert_eq!(ReturnTo::parse("/?a=1").in_locale(Locale::Fr), "/fr?a=1");
    }

    #[test]
    fn other_sites_are_not() {
        let hostile = [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/a\r\nSet-Cookie: x=1",
            "/\t/evil.example",
            "/a b",
            "/é",
            "javascript:alert(1)",
            "requests",
        ];
        for asked in hostile {
            assert_eq!(ReturnTo::parse(asked), ReturnTo::default(), "{asked:?}");
        }
        assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(LONGEST))), ReturnTo::default());
    }

    proptest! {
        #[test]
        fn whatever_is_asked_the_answer_stays_here(asked in "[/\\\\a-z.:@?#%\\PC]{0,40}") {
            let here = Url::parse("https://portal.example/fr/sign-in").unwrap();
            let location = here.join(&ReturnTo::parse(&asked).in_locale(Locale::Fr)).unwrap();
            prop_assert_eq!(location.origin(), here.origin());
        }
    }
}
