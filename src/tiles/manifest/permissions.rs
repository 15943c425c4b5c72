//! `[permissions]`: what a tile may learn and do; absent is denied.

use serde::{Deserialize, Serialize};

/// `[permissions]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// What the tile learns of the person.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What the tile may ask of the portal.
    #[serde(default)]
    pub host: Vec<HostCall>,
}

/// Something the federation says of a person (OpenID Connect Core §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// Date of birth.
    Birthdate,
    /// E-mail address.
    Email,
}

impl Claim {
    /// The claim's name in tokens.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Birthdate => "birthdate",
            Self::Email => "email",
        }
    }
}

/// Something that the portal does for an `app`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostCall {
    /// Keep a draft.
    Draft,
    /// Say something to a screen reader.
    Announce,
    /// Hand over a file.
    Download,
}

impl HostCall {
    /// Its name in `tile.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Announce => "announce",
            Self::Download => "download",
        }
    }
}
