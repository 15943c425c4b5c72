//! The rows of preferences.

use std::collections::HashMap;

use jiff::civil::Time;
use sqlx::QueryBuilder;

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

/// Asks `$text`, which ends with a list of accounts, of `$accounts`: rows that begin with whose they are.
macro_rules! of_accounts {
    ($db:expr, $text:expr, $accounts:expr) => {
        on!($db, |c| {
            let mut query = QueryBuilder::new($text);
            query.push_tuples($accounts, |mut one, account| {
                one.push_bind(*account);
            });
            query.build_query_as().fetch_all(c).await
        })
    };
}

/// What is known of each person.
fn by_account<T>(rows: Vec<(AccountId, T)>) -> HashMap<AccountId, Vec<T>> {
    let mut all: HashMap<AccountId, Vec<T>> = HashMap::new();
    for (account, one) in rows {
        all.entry(account).or_default().push(one);
    }
    all
}

const CHOICES: &str = "SELECT account_id, class, channel, wanted FROM notice_preference WHERE account_id IN ";

/// What each of these people chose.
pub(super) async fn choices(
    db: &mut impl Sql,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Choice>>> {
    let rows: Vec<(AccountId, Class, Channel, bool)> = of_accounts!(db, CHOICES, accounts)?;
    let choice = |(account, class, channel, wanted)| (account, Choice { class, channel, wanted });
    Ok(by_account(rows.into_iter().map(choice).collect()))
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
    account_id: AccountId,
    locale: Option<Locale>,
    quiet_from: Option<i64>,
    quiet_until: Option<i64>,
    digest: Digest,
}

const SETTINGS: &str =
    "SELECT account_id, locale, quiet_from, quiet_until, digest FROM notice_settings WHERE account_id IN ";

/// How those of these people are told who said so.
pub(in crate::notices) async fn settings(
    db: &mut impl Sql,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Settings>> {
    let rows: Vec<SettingsRow> = of_accounts!(db, SETTINGS, accounts)?;
    let settings = |row: SettingsRow| {
        let quiet = row.quiet_from.and_then(time).zip(row.quiet_until.and_then(time));
        let quiet = quiet.map(|(from, until)| QuietHours { from, until });
        (row.account_id, Settings { locale: row.locale, quiet, digest: row.digest })
    };
    Ok(rows.into_iter().map(settings).collect())
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

const CONFIRMED: &str = "SELECT account_id, channel FROM address
    WHERE state = 'confirmed' AND removed_at IS NULL AND account_id IN ";
const VOUCHED_FOR: &str = " UNION SELECT id, 'email' FROM account WHERE email IS NOT NULL AND id IN ";

/// The channels out of the portal that reach each of these people.
pub(super) async fn reachable(
    db: &mut impl Sql,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Channel>>> {
    let rows = on!(db, |c| {
        let mut query = QueryBuilder::new("");
        // Each half has the list: SQLite would look through all accounts for one around both.
        for half in [CONFIRMED, VOUCHED_FOR] {
            query.push(half).push_tuples(accounts, |mut one, account| {
                one.push_bind(*account);
            });
        }
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(by_account(rows))
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
