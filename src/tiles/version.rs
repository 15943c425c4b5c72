//! The version of a tile.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A semantic version without pre-release: `1.3.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// The first one.
    pub const FIRST: Self = Self { major: 1, minor: 0, patch: 0 };

    /// The one after it, of something that may do no more than before.
    #[must_use]
    pub fn next(self) -> Self {
        Self { major: self.major, minor: self.minor.saturating_add(1), patch: 0 }
    }
}

/// The text is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version: write three numbers, such as `1.3.0`")]
pub struct NotAVersion(String);

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let parts: Option<Vec<u32>> = text.split('.').map(version_number).collect();
        match parts.as_deref() {
            Some(&[major, minor, patch]) => Ok(Self { major, minor, patch }),
            _ => Err(NotAVersion(text.to_owned())),
        }
    }
}

/// A number without sign or leading zero (semver.org §2).
fn version_number(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

impl TryFrom<String> for Version {
    type Error = NotAVersion;
    fn try_from(text: String) -> Result<Self, NotAVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_number() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("1.10.0") > version("1.9.12"));
        assert_eq!(version("1.10.0").to_string(), "1.10.0");
        for text in ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-rc1", "+1.0.0", "1..0", "99999999999.0.0"] {
            assert!(text.parse::<Version>().is_err(), "{text:?} was taken");
        }
    }
}
