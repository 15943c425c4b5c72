//! Lists of requests, a page at a time.

use sqlx::QueryBuilder;

use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId};
use crate::on;
use crate::requests::{Delivery, State, Withdrawal};
use crate::store::{Result, Sql};
use crate::tiles::TileId;

/// A request without its sealed parts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Summary {
    /// Its id.
    pub id: RequestId,
    /// For which service.
    pub tile: TileId,
    /// What the citizen knows it by.
    pub reference: Reference,
    /// Where it stands.
    pub state: State,
    /// How far its withdrawal has come.
    pub withdrawal: Withdrawal,
    /// How far its delivery has come.
    pub delivery: Delivery,
    /// The page of the form to go on from.
    pub page: String,
    /// When the back-end was last heard.
    pub as_of: Option<Micros>,
    /// When it was last changed.
    pub updated_at: Micros,
    /// Since when it is in its state.
    pub state_since: Option<Micros>,
    /// The code of its latest status.
    pub code: Option<String>,
    /// Whether the tile does not know that code.
    pub unclear: bool,
    /// Whether the citizen has something to do.
    pub needs_me: bool,
    /// When a draft will be destroyed.
    pub expires_at: Option<Micros>,
}

/// A part of a person's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Begun, not sent.
    Drafts,
    /// Sent, and the citizen has something to do.
    Mine,
    /// Sent, and someone else acts next.
    Open,
    /// Ended.
    Ended,
}

/// A place in a list: just after it the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// When the last one shown was changed.
    pub at: Micros,
    /// Its id.
    pub id: RequestId,
}

impl After {
    /// Before everything.
    pub const BEGINNING: Self = Self { at: Micros(i64::MAX), id: RequestId(uuid::Uuid::max()) };
}

macro_rules! list {
    ($condition:literal) => {
        concat!(
            "SELECT id, tile, reference, state, withdrawal, delivery, page, as_of, updated_at, state_since, code,
                unclear, needs_me, expires_at
            FROM request WHERE account_id = $1 AND ",
            $condition,
            " AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4"
        )
    };
}

const DRAFTS: &str = list!("state = 'draft' AND deleted_at IS NULL");
const MINE: &str = list!("state NOT IN ('draft', 'closed') AND needs_me");
const OPEN: &str = list!("state NOT IN ('draft', 'closed') AND NOT needs_me");
const ENDED: &str = list!("state = 'closed'");

/// What home shows, in one question: each round trip costs as much as the answers.
const AT_HOME: &str = concat!(
    "SELECT 'mine' AS place, mine.* FROM (",
    list!("state NOT IN ('draft', 'closed') AND needs_me"),
    ") mine UNION ALL SELECT 'drafts', drafts.* FROM (",
    list!("state = 'draft' AND deleted_at IS NULL"),
    ") drafts UNION ALL SELECT 'sent', sent.* FROM (",
    list!("state <> 'draft'"),
    ") sent"
);

/// A part of a person's requests, the latest first, from just after a place.
///
/// # Errors
/// The database's.
pub async fn shelf(
    db: &mut impl Sql,
    account: AccountId,
    shelf: Shelf,
    after: After,
    limit: i64,
) -> Result<Vec<Summary>> {
    let sql = match shelf {
        Shelf::Drafts => DRAFTS,
        Shelf::Mine => MINE,
        Shelf::Open => OPEN,
        Shelf::Ended => ENDED,
    };
    list(db, sql, account, after, limit).await
}

/// What home shows of a person's requests, each part with the latest first.
#[derive(Debug, Default)]
pub struct AtHome {
    /// Sent, and the citizen has something to do.
    pub mine: Vec<Summary>,
    /// Begun, not sent.
    pub drafts: Vec<Summary>,
    /// Sent, wherever they stand.
    pub sent: Vec<Summary>,
}

#[derive(sqlx::FromRow)]
struct Placed {
    place: String,
    #[sqlx(flatten)]
    summary: Summary,
}

/// What home shows of a person's requests, at most `limit` in each part.
///
/// # Errors
/// The database's.
pub async fn at_home(db: &mut impl Sql, account: AccountId, limit: i64) -> Result<AtHome> {
    let start = After::BEGINNING;
    let rows: Vec<Placed> = on!(db, |c| sqlx::query_as(AT_HOME)
        .bind(account)
        .bind(start.at)
        .bind(start.id)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    let mut home = AtHome::default();
    for Placed { place, summary } in rows {
        match place.as_str() {
            "mine" => home.mine.push(summary),
            "drafts" => home.drafts.push(summary),
            _ => home.sent.push(summary),
        }
    }
    for part in [&mut home.mine, &mut home.drafts, &mut home.sent] {
        part.sort_by_key(|row| std::cmp::Reverse((row.updated_at, row.id)));
    }
    Ok(home)
}

async fn list(
    db: &mut impl Sql,
    sql: &'static str,
    account: AccountId,
    after: After,
    limit: i64,
) -> Result<Vec<Summary>> {
    Ok(on!(db, |c| sqlx::query_as(sql)
        .bind(account)
        .bind(after.at)
        .bind(after.id)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

const USES: &str = "SELECT COUNT(*) FROM request WHERE account_id = $1 AND tile = $2 AND deleted_at IS NULL";

/// Whether a person has a request with a service, begun or sent.
///
/// # Errors
/// The database's.
pub async fn uses(db: &mut impl Sql, account: AccountId, tile: &TileId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(USES).bind(account).bind(tile).fetch_one(c).await)?;
    Ok(count > 0)
}

const USERS: &str = "SELECT DISTINCT account_id FROM request WHERE deleted_at IS NULL AND tile = ";

/// Those of `accounts` whose people have a request with a service, begun or sent.
///
/// # Errors
/// The database's.
pub async fn users(db: &mut impl Sql, accounts: &[AccountId], tile: &TileId) -> Result<Vec<AccountId>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(on!(db, |c| {
        let mut query = QueryBuilder::new(USERS);
        query.push_bind(tile.clone()).push(" AND account_id IN ").push_tuples(
            accounts,
            |mut one, account| {
                one.push_bind(*account);
            },
        );
        query.build_query_scalar().fetch_all(c).await
    })?)
}

const COUNTS: &str = "SELECT CASE WHEN state = 'draft' THEN 'drafts' WHEN state = 'closed' THEN 'ended'
        WHEN needs_me THEN 'mine' ELSE 'open' END AS shelf, COUNT(*) FROM request
    WHERE account_id = $1 AND deleted_at IS NULL GROUP BY shelf";

/// How many requests are in each part, by its word.
///
/// # Errors
/// The database's.
pub async fn counts(db: &mut impl Sql, account: AccountId) -> Result<Vec<(String, i64)>> {
    Ok(on!(db, |c| sqlx::query_as(COUNTS).bind(account).fetch_all(c).await)?)
}
