//! What a link to the sign-in page asks for: where to go on, how surely, through whom.

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::need::{Need, Proof};
use super::return_to::ReturnTo;

/// No issuer has more levels than this.
const HIGHEST_LEVEL: u8 = 9;

/// What a sign-in is for. Whatever its address says can only ask for more than a usual sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wish {
    /// Where the person goes on.
    pub return_to: ReturnTo,
    /// The lowest level of assurance that will do.
    pub level: u8,
    /// Whether they must prove anew who they are.
    pub fresh: bool,
    /// Whether what they typed is kept for their return.
    pub kept: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self::to(ReturnTo::default())
    }
}

impl Wish {
    /// A usual sign-in that goes on at `return_to`.
    pub fn to(return_to: ReturnTo) -> Self {
        Self { return_to, level: 1, fresh: false, kept: false }
    }

    /// Reads the query of the sign-in page.
    pub fn in_query(query: Option<&str>) -> Self {
        let pairs = || form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let level = pairs().find(|(name, _)| name == "level").and_then(|(_, value)| value.parse().ok());
        Self {
            return_to: ReturnTo::in_query(query),
            level: level.unwrap_or(1).clamp(1, HIGHEST_LEVEL),
            fresh: pairs().any(|(name, _)| name == "fresh"),
            kept: pairs().any(|(name, _)| name == "kept"),
        }
    }

    /// Whether it asks for more than any session.
    pub fn is_step_up(&self) -> bool {
        self.level > 1 || self.fresh
    }

    pub fn need(&self) -> Need {
        let proof = if self.fresh { Proof::Fresh } else { Proof::Session };
        Need { level: self.level, proof }
    }

    /// The query that asks for the same.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.return_to != ReturnTo::default() {
            query.append_pair("return_to", self.return_to.as_str());
        }
        if self.level > 1 {
            query.append_pair("level", &self.level.to_string());
        }
        for (name, set) in [("fresh", self.fresh), ("kept", self.kept)] {
            if set {
                query.append_pair(name, "1");
            }
        }
        query.finish()
    }

    /// The sign-in page, after the language prefix.
    pub fn path(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/sign-in".to_owned() } else { format!("/sign-in?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_survives_its_own_address() {
        let asked = "return_to=%2Frequests%3Fa%3D1%26b%3D2&level=3&fresh=1&kept=1";
        let wish = Wish::in_query(Some(asked));
        assert_eq!(wish.return_to.as_str(), "/requests?a=1&b=2");
        assert_eq!(wish.query(), asked);
        assert_eq!(wish.path(), format!("/sign-in?{asked}"));
        assert_eq!(Wish::default().path(), "/sign-in");
    }

    #[test]
    fn an_odd_level_asks_for_no_less_and_no_more_than_there_is() {
        let level = |query| Wish::in_query(Some(query)).level;
        assert_eq!(level("level=0"), 1);
        assert_eq!(level("level=-1"), 1);
        assert_eq!(level("level=255"), HIGHEST_LEVEL);
        assert_eq!(level("level=9999"), 1);
        assert!(!Wish::in_query(Some("level=x")).is_step_up());
    }
}
