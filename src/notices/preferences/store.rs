//! The rows of preferences.

use jiff::civil::Time;

use super::{Channel, Class, Digest, QuietHours, Settings};
use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;

const MINUTES_AN_HOUR: i64 = 60;

/// What a person chose for one class on one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Choice {
    /// Why they are told.
    pub class: Class,
    /// Where.
    pub channel: Channel,
    /// Whether they want it.
    pub wanted: bool,
}

const CHOICES: &str = "SELECT class, channel, wanted FROM notice_preference WHERE account_id = $1
    ORDER BY class, channel";

pub(super) async fn choices(db: &mut impl Sql, account: AccountId) -> Result<Vec<Choice>> {
    Ok(on!(db, |c| sqlx::query_as(CHOICES).bind(account).fetch_all(c).await)?)
}

const CHOOSE: &str = "INSERT INTO notice_preference (account_id, class, channel, wanted, changed_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (account_id, class, channel) DO UPDATE SET wanted = excluded.wanted,
        changed_at = excluded.changed_at
    WHERE notice_preference.wanted <> excluded.wanted";

/// Writes down what a person wants; `false` when they wanted just that.
///
/// # Errors
/// The database's.
pub async fn choose(tx: &mut Write, account: AccountId, choice: Choice, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(CHOOSE)
        .bind(account)
        .bind(choice.class)
        .bind(choice.channel)
        .bind(choice.wanted)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    locale: Option<Locale>,
    quiet_from: Option<i64>,
    quiet_until: Option<i64>,
    digest: Digest,
}

const SETTINGS: &str =
    "SELECT locale, quiet_from, quiet_until, digest FROM notice_settings WHERE account_id = $1";

pub(super) async fn settings(db: &mut impl Sql, account: AccountId) -> Result<Option<Settings>> {
    let row: Option<SettingsRow> =
        on!(db, |c| sqlx::query_as(SETTINGS).bind(account).fetch_optional(c).await)?;
    Ok(row.map(|row| {
        let quiet = row.quiet_from.and_then(time).zip(row.quiet_until.and_then(time));
        Settings {
            locale: row.locale,
            quiet: quiet.map(|(from, until)| QuietHours { from, until }),
            digest: row.digest,
        }
    }))
}

fn time(minutes: i64) -> Option<Time> {
    let part = |number: i64| i8::try_from(number).ok();
    Time::new(part(minutes / MINUTES_AN_HOUR)?, part(minutes % MINUTES_AN_HOUR)?, 0, 0).ok()
}

fn minutes(time: Time) -> i64 {
    i64::from(time.hour()) * MINUTES_AN_HOUR + i64::from(time.minute())
}

const SET: &str =
    "INSERT INTO notice_settings (account_id, locale, quiet_from, quiet_until, digest, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id) DO UPDATE SET locale = excluded.locale, quiet_from = excluded.quiet_from,
        quiet_until = excluded.quiet_until, digest = excluded.digest, changed_at = excluded.changed_at";

/// Writes down how a person is told.
///
/// # Errors
/// The database's.
pub async fn set(tx: &mut Write, account: AccountId, settings: &Settings, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(SET)
        .bind(account)
        .bind(settings.locale)
        .bind(settings.quiet.map(|quiet| minutes(quiet.from)))
        .bind(settings.quiet.map(|quiet| minutes(quiet.until)))
        .bind(settings.digest)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const REACHABLE: &str = "SELECT channel FROM address
        WHERE account_id = $1 AND state = 'confirmed' AND removed_at IS NULL
    UNION SELECT 'email' FROM account WHERE id = $1 AND email IS NOT NULL";

pub(super) async fn reachable(db: &mut impl Sql, account: AccountId) -> Result<Vec<Channel>> {
    Ok(on!(db, |c| sqlx::query_scalar(REACHABLE).bind(account).fetch_all(c).await)?)
}

const WHO_WANTS: &str = "SELECT account.id FROM account
    LEFT JOIN notice_preference choice
        ON choice.account_id = account.id AND choice.class = $1 AND choice.channel = $2
    WHERE account.id > $3 AND account.data_key IS NOT NULL AND COALESCE(choice.wanted, $4)
    ORDER BY account.id LIMIT $5";

pub(super) async fn who_wants(
    db: &mut impl Sql,
    (class, channel): (Class, Channel),
    by_itself: bool,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>> {
    Ok(on!(db, |c| sqlx::query_scalar(WHO_WANTS)
        .bind(class)
        .bind(channel)
        .bind(after)
        .bind(by_itself)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// When a person last chose each thing, and how they are told: for the copy of their data.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(in crate::notices) struct Dated {
    pub class: Class,
    pub channel: Channel,
    pub wanted: bool,
    pub changed_at: Micros,
}

const DATED: &str = "SELECT class, channel, wanted, changed_at FROM notice_preference WHERE account_id = $1
    ORDER BY class, channel";

pub(in crate::notices) async fn dated(db: &mut impl Sql, account: AccountId) -> Result<Vec<Dated>> {
    Ok(on!(db, |c| sqlx::query_as(DATED).bind(account).fetch_all(c).await)?)
}

const SET_AT: &str = "SELECT changed_at FROM notice_settings WHERE account_id = $1";

pub(in crate::notices) async fn set_at(db: &mut impl Sql, account: AccountId) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(SET_AT).bind(account).fetch_optional(c).await)?)
}

const FORGET_CHOICES: &str = "DELETE FROM notice_preference WHERE account_id = $1";
const FORGET_SETTINGS: &str = "DELETE FROM notice_settings WHERE account_id = $1";

/// Destroys what a person chose.
pub(in crate::notices) async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    for forget in [FORGET_CHOICES, FORGET_SETTINGS] {
        on!(tx, |c| sqlx::query(forget).bind(account).execute(c).await.map(drop))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_back_as_they_were_stored() {
        for (hour, minute) in [(0, 0), (21, 0), (23, 59), (7, 30)] {
            let of_day = Time::new(hour, minute, 0, 0).unwrap();
            assert_eq!(time(minutes(of_day)), Some(of_day));
        }
        assert_eq!(time(1_440), None);
        assert_eq!(time(-1), None);
    }
}
