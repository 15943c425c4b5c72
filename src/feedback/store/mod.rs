//! What people told: a row each.

pub mod board;
pub mod ideas;
pub mod personal;

use super::{Kind, Status};
use crate::clock::Micros;
use crate::id::{AccountId, Reference, ReportId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;

/// A report as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Report {
    /// Its id, in time order.
    pub id: ReportId,
    /// What people know it by.
    pub reference: Reference,
    /// Who told it; none where they did not say.
    pub account_id: Option<AccountId>,
    /// A problem or an idea.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// The language it was told in.
    pub locale: Locale,
    /// The page it is about, without what names a file.
    pub page: Option<String>,
    /// The service it is about.
    pub tile: Option<TileId>,
    /// That service's version.
    pub release: Option<String>,
    /// The size of the window, in CSS pixels: `390×844`.
    pub viewport: Option<String>,
    /// The id of the HTTP request that made the page.
    pub trace: Option<String>,
    /// Sealed: what was typed. None once its author left.
    pub content: Option<Vec<u8>>,
    /// Sealed: the answer.
    pub answer: Option<Vec<u8>>,
    /// The report that is worked on in place of this one.
    pub merged_into: Option<ReportId>,
    /// Who takes care of it.
    pub assignee_id: Option<AccountId>,
    /// Sealed: their name.
    pub assignee_name: Option<Vec<u8>>,
    /// The service that something came of it for.
    pub fixed_tile: Option<TileId>,
    /// That service's version.
    pub fixed_release: Option<String>,
    /// As it is published, in French.
    pub wording_fr: Option<String>,
    /// As it is published, in English.
    pub wording_en: Option<String>,
    /// Since when it is published.
    pub published_at: Option<Micros>,
    /// How many support it.
    pub votes: i64,
    /// How often it was acted on.
    pub version: i64,
    /// When it was told.
    pub created_at: Micros,
    /// When it was last acted on.
    pub changed_at: Micros,
}

/// A report about to be kept.
pub(super) struct NewReport<'a> {
    pub id: ReportId,
    pub reference: &'a Reference,
    pub ticket_hash: &'a [u8],
    pub account: Option<AccountId>,
    pub kind: Kind,
    pub locale: Locale,
    pub along: &'a super::Along,
    pub content: &'a [u8],
    pub at: Micros,
}

const INSERT: &str = "INSERT INTO report (id, reference, ticket_hash, account_id, kind, status, locale, page,
        tile, release, viewport, trace, content, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, 'received', $6, $7, $8, $9, $10, $11, $12, $13, $13)
    ON CONFLICT (ticket_hash) DO NOTHING";

/// Keeps a report; false when its form was taken before.
pub(super) async fn insert(tx: &mut Write, report: &NewReport<'_>) -> Result<bool> {
    let along = report.along;
    let rows = on!(tx, |c| sqlx::query(INSERT)
        .bind(report.id)
        .bind(report.reference)
        .bind(report.ticket_hash)
        .bind(report.account)
        .bind(report.kind)
        .bind(report.locale)
        .bind(&along.page)
        .bind(&along.tile)
        .bind(&along.release)
        .bind(&along.viewport)
        .bind(&along.trace)
        .bind(report.content)
        .bind(report.at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const INSERT_WORD: &str =
    "INSERT INTO report_word (word, report_id) VALUES ($1, $2) ON CONFLICT (word, report_id) DO NOTHING";

/// Keeps the fingerprints of the words of a report, by which it is searched.
pub(super) async fn insert_words(tx: &mut Write, report: ReportId, words: &[i64]) -> Result<()> {
    for word in words {
        on!(tx, |c| sqlx::query(INSERT_WORD).bind(word).bind(report).execute(c).await.map(drop))?;
    }
    Ok(())
}

const BY_TICKET: &str = "SELECT * FROM report WHERE ticket_hash = $1";

/// The report that came by that form.
pub(super) async fn by_ticket(db: &mut impl Sql, ticket_hash: &[u8]) -> Result<Option<Report>> {
    Ok(on!(db, |c| sqlx::query_as(BY_TICKET).bind(ticket_hash).fetch_optional(c).await)?)
}

const BY_REFERENCE: &str = "SELECT * FROM report WHERE reference = $1";

/// The report of that reference.
pub(super) async fn by_reference(db: &mut impl Sql, reference: &Reference) -> Result<Option<Report>> {
    Ok(on!(db, |c| sqlx::query_as(BY_REFERENCE).bind(reference).fetch_optional(c).await)?)
}

const BY_ID: &str = "SELECT * FROM report WHERE id = $1";

/// The report of that id.
pub(super) async fn by_id(db: &mut impl Sql, id: ReportId) -> Result<Option<Report>> {
    Ok(on!(db, |c| sqlx::query_as(BY_ID).bind(id).fetch_optional(c).await)?)
}

const OF_ACCOUNT: &str = "SELECT * FROM report WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";

/// What a person told, the latest first, from just before `before`.
pub(super) async fn of_account(
    db: &mut impl Sql,
    account: AccountId,
    before: ReportId,
    limit: i64,
) -> Result<Vec<Report>> {
    Ok(on!(db, |c| sqlx::query_as(OF_ACCOUNT).bind(account).bind(before).bind(limit).fetch_all(c).await)?)
}

const MERGED: &str = "SELECT * FROM report WHERE merged_into = $1 ORDER BY id";

/// The reports that were merged into that one.
pub(super) async fn merged(db: &mut impl Sql, into: ReportId) -> Result<Vec<Report>> {
    Ok(on!(db, |c| sqlx::query_as(MERGED).bind(into).fetch_all(c).await)?)
}
