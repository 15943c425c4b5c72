//! The sample people of the demo: invented, and the same after every restart.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::text::Locale;

/// What a sample person may do in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Someone who uses the services.
    Citizen,
    /// Someone who runs the portal: the provider says so in the claim `roles`.
    Admin,
    /// Someone who reads the log and changes nothing: the same claim says so.
    Auditor,
    /// Someone who writes services: the same claim says so.
    Publisher,
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Citizen => "citoyen / citizen",
            Self::Admin => "administration",
            Self::Auditor => "vérification / audit",
            Self::Publisher => "rédaction / writing",
        })
    }
}

/// One sample person, as `parvis demo` announces them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// What to type on the provider's sign-in page.
    pub username: &'static str,
    /// The full name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The language the person prefers.
    pub lang: Locale,
}

/// Everything the provider knows of a sample person.
pub(super) struct Sample {
    pub(super) username: &'static str,
    pub(super) given_name: &'static str,
    pub(super) family_name: &'static str,
    pub(super) role: Role,
    pub(super) lang: Locale,
    /// The subject in every token: opaque, and never to change, since accounts hang on it.
    pub(super) subject: &'static str,
    pub(super) email: &'static str,
    /// The highest level of assurance this person can reach, 1 to 3.
    pub(super) highest_level: u8,
    birth: Birth,
}

enum Birth {
    On(Date),
    /// The latest 14 March that makes the person this old today.
    Aged(i16),
}

pub(super) static SAMPLES: [Sample; 7] = [
    Sample {
        username: "amelie",
        given_name: "Amélie",
        family_name: "Tremblay",
        role: Role::Citizen,
        lang: Locale::Fr,
        subject: "7b1d4f0a6c2e4c0f9a35",
        email: "amelie.tremblay@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1987, 6, 24)),
    },
    Sample {
        username: "connor",
        given_name: "Connor",
        family_name: "O'Neil",
        role: Role::Citizen,
        lang: Locale::En,
        subject: "c94e02b8d1f34a7e8b60",
        email: "connor.oneil@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1959, 11, 2)),
    },
    Sample {
        username: "leo",
        given_name: "Léo",
        family_name: "Bélanger-Roy",
        role: Role::Citizen,
        lang: Locale::Fr,
        subject: "1fa86d3397e5421cb4d8",
        email: "leo.belanger-roy@example.org",
        highest_level: 2,
        birth: Birth::Aged(16),
    },
    Sample {
        username: "admin",
        given_name: "Dominique",
        family_name: "Gagnon",
        role: Role::Admin,
        lang: Locale::Fr,
        subject: "e05b7c9148f64d2f93aa",
        email: "dominique.gagnon@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1979, 2, 17)),
    },
    Sample {
        username: "admin2",
        given_name: "Simon",
        family_name: "Cloutier",
        role: Role::Admin,
        lang: Locale::Fr,
        subject: "0d47a9e6c35b4f18a2be",
        email: "simon.cloutier@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1983, 5, 8)),
    },
    Sample {
        username: "auditor",
        given_name: "Grace",
        family_name: "Nguyen",
        role: Role::Auditor,
        lang: Locale::En,
        subject: "b62f18d07c9e4a55831d",
        email: "grace.nguyen@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1974, 12, 1)),
    },
    Sample {
        username: "noemie",
        given_name: "Noémie",
        family_name: "Lavoie",
        role: Role::Publisher,
        lang: Locale::Fr,
        subject: "58d2c60b7e914fa3b1c7",
        email: "noemie.lavoie@example.org",
        highest_level: 3,
        birth: Birth::On(Date::constant(1990, 9, 30)),
    },
];

/// Finds a sample person by what was typed: any case, spaces around it ignored.
pub(super) fn find(username: &str) -> Option<&'static Sample> {
    let typed = username.trim();
    SAMPLES.iter().find(|sample| sample.username.eq_ignore_ascii_case(typed))
}

/// The sample people, for the addresses line of `parvis demo`.
pub(super) fn everyone() -> Vec<Person> {
    SAMPLES.iter().map(Sample::person).collect()
}

impl Sample {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    fn person(&self) -> Person {
        Person { username: self.username, name: self.name(), role: self.role, lang: self.lang }
    }

    /// The claims that `scopes` release (OpenID Connect Core 1.0 §5.4), without `sub`. `roles` is
    /// always there for those who have any: it is the provider's to give, not the client's to ask.
    pub(super) fn claims(&self, scopes: &[String], today: Date) -> Map<String, Value> {
        let mut claims = Map::new();
        let asked = |scope: &str| scopes.iter().any(|one| one == scope);
        if asked("profile") {
            claims.insert("name".into(), json!(self.name()));
            claims.insert("given_name".into(), json!(self.given_name));
            claims.insert("family_name".into(), json!(self.family_name));
            claims.insert("birthdate".into(), json!(self.birthdate(today).to_string()));
            claims.insert("locale".into(), json!(self.lang.tag()));
        }
        if asked("email") {
            claims.insert("email".into(), json!(self.email));
            claims.insert("email_verified".into(), json!(true));
        }
        let role = match self.role {
            Role::Citizen => None,
            Role::Admin => Some("admin"),
            Role::Auditor => Some("auditor"),
            Role::Publisher => Some("publisher"),
        };
        if let Some(role) = role {
            claims.insert("roles".into(), json!([role]));
        }
        claims
    }

    fn birthdate(&self, today: Date) -> Date {
        match self.birth {
            Birth::On(date) => date,
            Birth::Aged(years) => {
                let had_birthday = (today.month(), today.day()) >= (3, 14);
                let year = today.year() - years - i16::from(!had_birthday);
                Date::new(year, 3, 14).unwrap_or(today)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leo_is_sixteen_on_any_day() {
        let leo = find(" Leo ").unwrap();
        for today in ["2026-01-01", "2026-03-13", "2026-03-14", "2028-02-29", "2026-12-31"] {
            let today: Date = today.parse().unwrap();
            let age = (today - leo.birthdate(today)).get_days();
            assert!((16 * 365 + 4..17 * 365 + 5).contains(&age), "{today}: {age} days");
        }
    }

    #[test]
    fn claims_follow_the_scopes() {
        let today = Date::constant(2026, 11, 22);
        let scopes = ["openid".to_owned(), "email".to_owned()];
        let claims = find("amelie").unwrap().claims(&scopes, today);
        assert_eq!(claims.keys().collect::<Vec<_>>(), ["email", "email_verified"]);
        assert!(find("admin").unwrap().claims(&[], today).contains_key("roles"));
    }
}
