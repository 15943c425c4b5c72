//! What is kept of a person: all of it, and its end.

use uuid::Uuid;

use super::Report;
use crate::clock::Micros;
use crate::id::{AccountId, Reference};
use crate::on;
use crate::store::{Result, Sql, Write};

const ALL: &str = "SELECT * FROM report WHERE account_id = $1 ORDER BY id";

/// All that a person told, the oldest first.
pub async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Report>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

const VOTES: &str =
    "SELECT v.id, r.reference, v.given_at FROM idea_vote v JOIN report r ON r.id = v.report_id
    WHERE v.account_id = $1 ORDER BY v.id";

/// A person's votes, the oldest first: the id, the idea and the moment of each.
pub async fn votes(db: &mut impl Sql, account: AccountId) -> Result<Vec<(Uuid, Reference, Micros)>> {
    Ok(on!(db, |c| sqlx::query_as(VOTES).bind(account).fetch_all(c).await)?)
}

const UNCOUNT_VOTES: &str = "UPDATE report SET votes = votes - 1
    WHERE id IN (SELECT report_id FROM idea_vote WHERE account_id = $1)";
const DELETE_VOTES: &str = "DELETE FROM idea_vote WHERE account_id = $1";
const RELEASE: &str = "UPDATE report SET assignee_id = NULL, assignee_name = NULL WHERE assignee_id = $1";
const DELETE_WORDS: &str =
    "DELETE FROM report_word WHERE report_id IN (SELECT id FROM report WHERE account_id = $1)";
const LEAVE: &str = "UPDATE report SET account_id = NULL, content = NULL, answer = NULL, page = NULL,
    viewport = NULL, trace = NULL WHERE account_id = $1 AND published_at IS NOT NULL";
const FREE_MERGED: &str = "UPDATE report SET merged_into = NULL WHERE merged_into IN
    (SELECT id FROM report WHERE account_id = $1)";
const DELETE_IDEA_WORDS: &str =
    "DELETE FROM idea_word WHERE report_id IN (SELECT id FROM report WHERE account_id = $1)";
const DELETE_IDEA_VOTES: &str =
    "DELETE FROM idea_vote WHERE report_id IN (SELECT id FROM report WHERE account_id = $1)";
const DELETE: &str = "DELETE FROM report WHERE account_id = $1";

/// Destroys all that a person told, and their votes. An idea that is published stays, without its author;
/// what was merged into something that goes stands for itself again.
pub async fn destroy(tx: &mut Write, account: AccountId) -> Result<()> {
    let steps = [
        UNCOUNT_VOTES,
        DELETE_VOTES,
        RELEASE,
        DELETE_WORDS,
        LEAVE,
        FREE_MERGED,
        DELETE_IDEA_WORDS,
        DELETE_IDEA_VOTES,
        DELETE,
    ];
    for step in steps {
        on!(tx, |c| sqlx::query(step).bind(account).execute(c).await.map(drop))?;
    }
    Ok(())
}
