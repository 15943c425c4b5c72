//! What an issuer says of a person, reduced to what the portal uses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::{Claim, ClaimUse, Role, RoleRule};
use crate::text::Locale;

/// Longer values are no names or addresses of a person.
const LONGEST: usize = 300;

/// All that an issuer released, by claim name.
pub(super) type Released = Map<String, Value>;

/// What the portal keeps of a person for as long as a session lasts (OpenID Connect Core §5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claims {
    /// The full name, as the person is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The given name or names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The family name or names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The birth date as `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthdate: Option<String>,
    /// The e-mail address, if the issuer made sure that it is theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// True with an address, for those who read both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The language they prefer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

impl Claims {
    /// Takes what the portal uses of what was released, and no more of it than `usage` says.
    ///
    /// # Errors
    /// The claim that is required and was not released, or that makes no sense.
    pub(super) fn take(released: &Released, usage: impl Fn(Claim) -> ClaimUse) -> Result<Self, Claim> {
        let text = |claim: Claim| {
            let value = released.get(claim.name()).and_then(Value::as_str);
            value.and_then(tidy).filter(|_| usage(claim) != ClaimUse::Ignore)
        };
        // An address that the issuer does not vouch for may be anyone's.
        let verified = released.get("email_verified").and_then(Value::as_bool).filter(|verified| *verified);
        let email = text(Claim::Email).filter(|address| verified.is_some() && address.contains('@'));
        let claims = Self {
            name: text(Claim::Name),
            given_name: text(Claim::GivenName),
            family_name: text(Claim::FamilyName),
            birthdate: text(Claim::Birthdate).filter(|date| is_birthdate(date)),
            email_verified: verified.filter(|_| email.is_some()),
            email,
            locale: text(Claim::Locale).and_then(|tag| named_locale(&tag)),
        };
        let missing = |claim: &Claim| usage(*claim) == ClaimUse::Require && !claims.has(*claim);
        match Claim::ALL.into_iter().find(missing) {
            Some(claim) => Err(claim),
            None => Ok(claims),
        }
    }

    fn has(&self, claim: Claim) -> bool {
        match claim {
            Claim::Name => self.name.is_some(),
            Claim::GivenName => self.given_name.is_some(),
            Claim::FamilyName => self.family_name.is_some(),
            Claim::Birthdate => self.birthdate.is_some(),
            Claim::Email => self.email.is_some(),
            Claim::Locale => self.locale.is_some(),
        }
    }

    /// The claims by name, as forms are filled in with them.
    #[must_use]
    pub fn as_map(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// What to call the person; empty when the issuer tells nothing of them.
    #[must_use]
    pub fn display_name(&self) -> String {
        let parts = [self.given_name.as_deref(), self.family_name.as_deref()];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = self.name.clone().or_else(|| Some(joined).filter(|name| !name.is_empty()));
        name.or_else(|| self.email.clone()).unwrap_or_default()
    }

    /// The e-mail address, if the issuer vouches for it.
    pub(super) fn verified_email(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.email_verified == Some(true))
    }
}

/// Spaces around it dropped; nothing at all for what no person is called: empty, endless, or with
/// control characters.
fn tidy(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}

/// A whole date; year 0000 means "not told" (OpenID Connect Core §5.1).
fn is_birthdate(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok_and(|date| date.year() > 0)
}

/// `fr`, `fr-CA`, `fr_CA`: providers write all of them.
fn named_locale(tag: &str) -> Option<Locale> {
    tag.split(['-', '_']).next()?.to_ascii_lowercase().parse().ok()
}

/// The roles that the configured rules give for what was released.
pub(super) fn roles(rules: &BTreeMap<Role, RoleRule>, released: &Released) -> Vec<Role> {
    let holds = |rule: &RoleRule| match released.get(&rule.claim) {
        Some(Value::String(value)) => *value == rule.value,
        Some(Value::Array(values)) => values.iter().any(|value| value.as_str() == Some(&rule.value)),
        _ => false,
    };
    rules.iter().filter(|(_, rule)| holds(rule)).map(|(role, _)| *role).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn released(value: &Value) -> Released {
        value.as_object().unwrap().clone()
    }

    fn take(value: &Value) -> Claims {
        Claims::take(&released(value), |_| ClaimUse::Take).unwrap()
    }

    #[test]
    fn only_sound_claims_are_taken() {
        let claims = take(&json!({
            "name": " Connor O’Neil ", "given_name": "a\u{0}b", "family_name": "", "birthdate": "0000-03-14",
            "email": "connor@example.org", "email_verified": true, "locale": "en_CA", "other": 1,
        }));
        let expected = Claims {
            name: Some("Connor O’Neil".into()),
            email: Some("connor@example.org".into()),
            email_verified: Some(true),
            locale: Some(Locale::En),
            ..Claims::default()
        };
        assert_eq!(claims, expected);
        assert_eq!(claims.verified_email(), Some("connor@example.org"));
        assert_eq!(claims.as_map().keys().collect::<Vec<_>>(), ["name", "email", "email_verified", "locale"]);
    }

    #[test]
    fn an_address_that_nobody_vouches_for_is_not_taken() {
        for verified in [json!(false), json!("true"), json!(1), Value::Null] {
            let claims = take(&json!({"email": "connor@example.org", "email_verified": verified}));
            assert_eq!(claims, Claims::default());
        }
        assert_eq!(take(&json!({"email": "connor", "email_verified": true})), Claims::default());
    }

    #[test]
    fn a_claim_is_ignored_or_required_as_the_operator_says() {
        let told =
            released(&json!({"given_name": "Léo", "birthdate": "2010-02-30", "email": "l@example.org"}));
        let only = |special: Claim, usage: ClaimUse| {
            Claims::take(&told, move |claim| if claim == special { usage } else { ClaimUse::Take })
        };
        assert_eq!(only(Claim::GivenName, ClaimUse::Ignore), Ok(Claims::default()));
        assert_eq!(only(Claim::GivenName, ClaimUse::Require).unwrap().given_name.as_deref(), Some("Léo"));
        // Told, but of no use.
        for claim in [Claim::Birthdate, Claim::Email, Claim::Name] {
            assert_eq!(only(claim, ClaimUse::Require), Err(claim));
        }
    }

    #[test]
    fn a_person_is_called_by_what_is_known() {
        let named = |value: Value| take(&value).display_name();
        assert_eq!(named(json!({"name": "Amélie T.", "given_name": "Amélie"})), "Amélie T.");
        assert_eq!(named(json!({"given_name": "Léo", "family_name": "Roy"})), "Léo Roy");
        assert_eq!(named(json!({"family_name": "Roy"})), "Roy");
        assert_eq!(named(json!({"email": "a@example.org", "email_verified": true})), "a@example.org");
        assert_eq!(named(json!({})), "");
    }

    #[test]
    fn roles_come_from_the_exact_value() {
        let rule = |value: &str| RoleRule { claim: "roles".into(), value: value.into() };
        let rules = BTreeMap::from([(Role::Admin, rule("admin")), (Role::Auditor, rule("audit"))]);
        assert_eq!(
            roles(&rules, &released(&json!({"roles": ["audit", "admin"]}))),
            [Role::Admin, Role::Auditor]
        );
        assert_eq!(roles(&rules, &released(&json!({"roles": "admin"}))), [Role::Admin]);
        for none in [
            json!({"roles": ["administrator"]}),
            json!({"roles": {"admin": true}}),
            json!({"groups": "admin"}),
        ] {
            assert_eq!(roles(&rules, &released(&none)), []);
        }
    }
}
