//! What a sign-in lacks for what is asked, as pages and programs are told it (RFC 9470).

use axum::http::HeaderValue;
use url::form_urlencoded;

/// The sign-in that would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepUp {
    /// The lowest level of assurance, as a place in an issuer's list, from 1.
    pub level: u8,
    /// Whether the person must prove anew who they are.
    pub fresh: bool,
    /// The `acr` values that would do at the issuer of the session.
    pub acr_values: Vec<String>,
    /// How long ago they may have proved it, in seconds; none: at any time of the session.
    pub max_age_s: Option<u64>,
}

impl StepUp {
    /// The page that leads there, after the language prefix; the person then goes on at `return_to`.
    #[must_use]
    pub fn path(&self, return_to: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("return_to", return_to);
        if self.level > 1 {
            query.append_pair("level", &self.level.to_string());
        }
        if self.fresh {
            query.append_pair("fresh", "1");
        }
        format!("/sign-in?{}", query.finish())
    }

    /// `WWW-Authenticate` for programs (RFC 9470 §3).
    pub(super) fn challenge(&self) -> Option<HeaderValue> {
        let sayable =
            |value: &&String| value.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
        let acr_values: Vec<&str> = self.acr_values.iter().filter(sayable).map(String::as_str).collect();
        let mut challenge = "Bearer error=\"insufficient_user_authentication\"".to_owned();
        if !acr_values.is_empty() {
            challenge.extend([", acr_values=\"", &acr_values.join(" "), "\""]);
        }
        if let Some(max_age_s) = self.max_age_s {
            challenge.extend([", max_age=\"", &max_age_s.to_string(), "\""]);
        }
        HeaderValue::from_str(&challenge).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_what_would_do() {
        let levels = ["urn:loa:2".to_owned(), "an \"odd\" one".to_owned(), "urn:loa:3".to_owned()];
        let lacks = StepUp { level: 2, fresh: true, acr_values: levels.into(), max_age_s: Some(600) };
        let expected = "Bearer error=\"insufficient_user_authentication\", \
                        acr_values=\"urn:loa:2 urn:loa:3\", max_age=\"600\"";
        assert_eq!(lacks.challenge().unwrap(), expected);
        assert_eq!(lacks.path("/a?b=1"), "/sign-in?return_to=%2Fa%3Fb%3D1&level=2&fresh=1");
        assert_eq!(StepUp::default().path("/"), "/sign-in?return_to=%2F");
    }
}
