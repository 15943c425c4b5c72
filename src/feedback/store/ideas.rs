//! Published ideas, their words and their votes.

use uuid::Uuid;

use super::Report;
use crate::clock::Micros;
use crate::id::{AccountId, ReportId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// How many words of an idea are compared with those of others.
pub const COMPARED: usize = 12;

const PUBLISH: &str = "UPDATE report SET wording_fr = $2, wording_en = $3,
    published_at = COALESCE(published_at, $4) WHERE id = $1";
const FORGET_WORDS: &str = "DELETE FROM idea_word WHERE report_id = $1";
const INSERT_WORD: &str =
    "INSERT INTO idea_word (word, report_id) VALUES ($1, $2) ON CONFLICT (word, report_id) DO NOTHING";

/// Publishes an idea in that wording, French and English, to be found by these words.
pub async fn publish(
    tx: &mut Write,
    id: ReportId,
    [fr, en]: [&str; 2],
    words: impl IntoIterator<Item = String>,
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(PUBLISH).bind(id).bind(fr).bind(en).bind(at).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(FORGET_WORDS).bind(id).execute(c).await.map(drop))?;
    for word in words {
        on!(tx, |c| sqlx::query(INSERT_WORD).bind(&word).bind(id).execute(c).await.map(drop))?;
    }
    Ok(())
}

const WITHDRAW: &str = "UPDATE report SET published_at = NULL WHERE id = $1";

/// Makes an idea private again. Its votes stay, for the case that it comes back.
pub async fn withdraw(tx: &mut Write, id: ReportId) -> Result<()> {
    on!(tx, |c| sqlx::query(WITHDRAW).bind(id).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(FORGET_WORDS).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const PUBLISHED: &str = "SELECT * FROM report WHERE published_at IS NOT NULL AND (votes, id) < ($1, $2)
    ORDER BY votes DESC, id DESC LIMIT $3";

/// The published ideas, those with the most votes first, from just after that of so many votes and that id.
pub async fn published(db: &mut impl Sql, (votes, id): (i64, ReportId), limit: i64) -> Result<Vec<Report>> {
    Ok(on!(db, |c| sqlx::query_as(PUBLISHED).bind(votes).bind(id).bind(limit).fetch_all(c).await)?)
}

const SIMILAR: &str = "SELECT r.* FROM report r JOIN (
        SELECT report_id, COUNT(*) AS shared FROM idea_word
        WHERE word IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        GROUP BY report_id HAVING COUNT(*) >= $13
    ) s ON s.report_id = r.id
    ORDER BY s.shared DESC, r.votes DESC, r.id DESC LIMIT $14";

/// The published ideas that share at least `shared` of these words, those with the most first.
pub async fn similar(db: &mut impl Sql, words: &[String], shared: i64, limit: i64) -> Result<Vec<Report>> {
    let Some(last) = words.last() else { return Ok(Vec::new()) };
    on!(db, |c| {
        let mut query = sqlx::query_as(SIMILAR);
        for place in 0..COMPARED {
            query = query.bind(words.get(place).unwrap_or(last));
        }
        Ok(query.bind(shared).bind(limit).fetch_all(c).await?)
    })
}

const GIVE: &str = "INSERT INTO idea_vote (id, report_id, account_id, given_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (report_id, account_id) DO NOTHING";
const TAKE_BACK: &str = "DELETE FROM idea_vote WHERE report_id = $1 AND account_id = $2";
const COUNT: &str = "UPDATE report SET votes = votes + $2 WHERE id = $1";

/// Gives a person's vote; false when they gave it before.
pub async fn give(
    tx: &mut Write,
    vote: Uuid,
    idea: ReportId,
    account: AccountId,
    at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(GIVE)
        .bind(vote)
        .bind(idea)
        .bind(account)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    count(tx, idea, rows, 1).await
}

/// Takes a person's vote back; false when there was none.
pub async fn take_back(tx: &mut Write, idea: ReportId, account: AccountId) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(TAKE_BACK)
        .bind(idea)
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    count(tx, idea, rows, -1).await
}

async fn count(tx: &mut Write, idea: ReportId, rows: u64, more: i64) -> Result<bool> {
    if rows > 0 {
        on!(tx, |c| sqlx::query(COUNT).bind(idea).bind(more).execute(c).await.map(drop))?;
    }
    Ok(rows > 0)
}

const MOVE: &str = "UPDATE idea_vote SET report_id = $2 WHERE report_id = $1
    AND account_id NOT IN (SELECT account_id FROM idea_vote WHERE report_id = $2)";
const FORGET_VOTES: &str = "DELETE FROM idea_vote WHERE report_id = $1";
const COUNT_AGAIN: &str = "UPDATE report SET votes =
    (SELECT COUNT(*) FROM idea_vote WHERE idea_vote.report_id = report.id) WHERE id = $1 OR id = $2";

/// Whoever supported an idea supports the one that it became part of; one vote of each person.
pub async fn move_votes(tx: &mut Write, from: ReportId, to: ReportId) -> Result<()> {
    on!(tx, |c| sqlx::query(MOVE).bind(from).bind(to).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(FORGET_VOTES).bind(from).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(COUNT_AGAIN).bind(from).bind(to).execute(c).await.map(drop))?;
    Ok(())
}

const GAVE: &str = "SELECT COUNT(*) FROM idea_vote WHERE report_id = $1 AND account_id = $2";

/// Whether a person gave their vote.
pub async fn gave(db: &mut impl Sql, idea: ReportId, account: AccountId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(GAVE).bind(idea).bind(account).fetch_one(c).await)?;
    Ok(count > 0)
}
