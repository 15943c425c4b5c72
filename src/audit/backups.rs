//! Backups are made and put back by the operator's own tools. Their scripts tell the portal
//! (`parvis backup made`, `restored`), and what they told is an event: there is no other record of it.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::store;
use crate::clock::Micros;
use crate::store::{Result, Sql};

/// How much a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum BackupKind {
    /// Everything
    Full,
    /// What changed since the one before
    Incremental,
}

impl BackupKind {
    /// The word by which the log and the pages know it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Incremental => "incremental",
        }
    }
}

/// What a script told of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Backup {
    /// How much it holds.
    pub kind: BackupKind,
    /// Its size; none when the script did not say.
    pub bytes: Option<u64>,
    /// Whether it was read back and found whole.
    pub verified: bool,
}

/// What was told of a backup that was put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Restore {
    /// When the newest event happened that came back: how old the data is.
    #[serde(deserialize_with = "rfc3339")]
    pub newest: Micros,
}

/// The last backup that the portal was told of, and when.
///
/// # Errors
/// The database's.
pub async fn last_backup(db: &mut impl Sql) -> Result<Option<(Micros, Backup)>> {
    last(db, "backup-made").await
}

/// The last time that a backup was put back, and what was said of it.
///
/// # Errors
/// The database's.
pub async fn last_restore(db: &mut impl Sql) -> Result<Option<(Micros, Restore)>> {
    last(db, "backup-restored").await
}

/// Whether a backup made at that moment is too old by now; `hours` of 0: never.
#[must_use]
pub fn is_late(at: Micros, hours: u32, now: Micros) -> bool {
    hours > 0 && now.since(at) > Duration::from_hours(hours.into())
}

async fn last<T: DeserializeOwned>(db: &mut impl Sql, code: &str) -> Result<Option<(Micros, T)>> {
    let Some(row) = store::newest(db, code).await? else { return Ok(None) };
    let fields = serde_json::from_value(Value::Object(row.fields.0));
    Ok(Some((row.at, fields.map_err(|error| sqlx::Error::Decode(error.into()))?)))
}

fn rfc3339<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Micros, D::Error> {
    let at = jiff::Timestamp::deserialize(deserializer)?;
    Ok(Micros(at.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_late_after_its_hours() {
        let (made, hour) = (Micros(0), Duration::from_hours(1));
        assert!(!is_late(made, 26, made.after(hour * 26)));
        assert!(is_late(made, 26, made.after(hour * 26).after(Duration::from_secs(1))));
        assert!(!is_late(made, 0, made.after(hour * 1_000)), "0: nobody is warned");
        assert!(!is_late(made.after(hour), 26, made), "another machine's clock may run ahead");
    }
}
