//! What is wrong or risky in settings that could all be read.

use std::fmt;

use super::Config;

/// Something wrong or risky in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the portal may start all the same.
    pub severity: Severity,
    /// The dotted key.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The portal must not start.
    Error,
    /// The operator should know.
    Warning,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}: {}; {}", self.key, self.what, self.mend)
    }
}

pub(super) fn problems(_: &Config) -> Vec<Problem> {
    Vec::new()
}
