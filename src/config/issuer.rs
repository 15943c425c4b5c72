//! The settings of an identity provider; `config.default.toml` explains each.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::sections::hidden;
use crate::text::Bilingual;

/// One identity provider (P1).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The issuer identifier, compared to the letter (OpenID Connect Discovery §4.3).
    pub url: String,
    /// Our name there.
    pub client_id: String,
    /// How we prove who we are there; none: by a secret if one is given, else by a key of ours.
    pub authentication: Option<ClientAuthentication>,
    /// Our secret there.
    #[serde(default, serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<SecretString>,
    /// How strict the conversation with it is.
    #[serde(default)]
    pub profile: IssuerProfile,
    /// Whether people may sign in with it.
    pub state: IssuerState,
    /// What its button says.
    pub label: Bilingual,
    /// Accepted signatures of ID tokens.
    #[serde(default = "es256")]
    pub algorithms: Vec<String>,
    /// Its `acr` values from the lowest assurance up; the first is level 1.
    #[serde(default)]
    pub levels: Vec<String>,
    /// What tells it at sign-out who is leaving.
    #[serde(default)]
    pub sign_out_hint: SignOutHint,
    /// The scopes that are asked for beside `openid`.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    /// What becomes of what it tells of a person; what is not named is taken.
    #[serde(default)]
    pub claims: BTreeMap<Claim, ClaimUse>,
    /// Which claim gives which role.
    #[serde(default)]
    pub roles: BTreeMap<Role, RoleRule>,
    /// The issuer whose place it takes, if it vouches for who people were there.
    pub continues: Option<Continues>,
    /// Lets it be reached over plain HTTP on this machine.
    #[serde(default)]
    pub allow_loopback_http: bool,
}

impl Issuer {
    /// How we prove who we are there.
    #[must_use]
    pub fn authentication(&self) -> ClientAuthentication {
        let usual = match self.client_secret {
            Some(_) => ClientAuthentication::ClientSecret,
            None => ClientAuthentication::PrivateKeyJwt,
        };
        self.authentication.unwrap_or(usual)
    }

    /// What becomes of a claim.
    #[must_use]
    pub fn claim_use(&self, claim: Claim) -> ClaimUse {
        self.claims.get(&claim).copied().unwrap_or_default()
    }
}

/// How the portal proves to an identity provider who it is (OpenID Connect Core §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// By an assertion signed with a key whose public half we publish.
    PrivateKeyJwt,
    /// By a secret that both know.
    ClientSecret,
}

/// How strict the conversation with an identity provider is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuerProfile {
    /// OpenID Connect with PKCE and every check that we know of.
    #[default]
    Baseline,
    /// The FAPI 2.0 Security Profile as well.
    Fapi2,
}

/// What goes to an identity provider, in the browser's address, when its person signs out
/// (RP-Initiated Logout §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOutHint {
    /// The ID token of the session: many providers then ask no more.
    #[default]
    IdToken,
    /// Nothing but our own name there: no address holds anything of a person (ASVS 13.1.3), and the
    /// provider asks the person whether to go on.
    None,
}

/// What the portal can take of what an identity provider says of a person (OpenID Connect Core §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// The full name.
    Name,
    /// The given name or names.
    GivenName,
    /// The family name or names.
    FamilyName,
    /// The birth date.
    Birthdate,
    /// The e-mail address; counts only with `email_verified`.
    Email,
    /// The language.
    Locale,
}

impl Claim {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::GivenName, Self::FamilyName, Self::Birthdate, Self::Email, Self::Locale];

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Birthdate => "birthdate",
            Self::Email => "email",
            Self::Locale => "locale",
        }
    }
}

/// What becomes of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimUse {
    /// It is neither asked for nor kept.
    Ignore,
    /// It is kept for the session if it is told.
    #[default]
    Take,
    /// Without it nobody comes in.
    Require,
}

/// How an issuer tells who people were at the one whose place it takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Continues {
    /// The older issuer, by its name in the configuration.
    pub issuer: String,
    /// The claim of the ID token that holds the subject they had there.
    pub claim: String,
}

/// Whether people may sign in with an identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuerState {
    /// Only for those who know its address.
    Pilot,
    /// For everyone.
    Active,
    /// Still for those who have a file through it, who are led to another.
    Sunset,
    /// For nobody; the files stay.
    Closed,
}

/// What a person may do beyond their own file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Runs the portal day by day.
    Admin,
    /// Reads the log.
    Auditor,
    /// Publishes tiles.
    Publisher,
}

/// The claim that gives a role: a string that equals `value`, or a list that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim's name.
    pub claim: String,
    /// The value that gives the role.
    pub value: String,
}

fn es256() -> Vec<String> {
    vec!["ES256".to_owned()]
}

fn scopes() -> Vec<String> {
    ["profile", "email"].map(str::to_owned).to_vec()
}
