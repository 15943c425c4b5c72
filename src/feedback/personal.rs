//! What a person told, for them to take along or to have destroyed (P17).

use serde::Serialize;
use uuid::Uuid;

use super::{Kind, Status, answer_place, content_place, store};
use crate::id::{AccountId, Reference, ReportId};
use crate::store::{Sql, Write};
use crate::text::Bilingual;
use crate::vault::DataKey;
use crate::web::Result;

/// A problem or an idea that the person told.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReportRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ReportId,
    /// Its reference.
    #[schema(value_type = String)]
    pub reference: Reference,
    /// `problem` or `idea`.
    pub kind: Kind,
    /// Where it stands: `received`, `studied`, `planned`, `done` or `declined`.
    pub status: Status,
    /// What was typed.
    pub text: Option<String>,
    /// The page it is about.
    pub page: Option<String>,
    /// The service it is about.
    #[schema(value_type = Option<String>)]
    pub service: Option<String>,
    /// That service's version.
    pub version: Option<String>,
    /// The size of the window.
    pub viewport: Option<String>,
    /// The id of the HTTP request that made the page.
    pub trace: Option<String>,
    /// The answer, in both languages.
    #[schema(value_type = Option<Object>)]
    pub answer: Option<Bilingual>,
    /// Since when a wording of it is published (RFC 3339, UTC).
    pub published_at: Option<String>,
    /// When it was told (RFC 3339, UTC).
    pub told_at: String,
    /// When it last changed (RFC 3339, UTC).
    pub changed_at: String,
}

/// A vote for a published idea.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VoteRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The idea's reference.
    #[schema(value_type = String)]
    pub idea: Reference,
    /// When it was given (RFC 3339, UTC).
    pub given_at: String,
}

/// All that a person told, the oldest first.
///
/// # Errors
/// The database's, or the vault's when something does not open with the person's key.
pub async fn records(db: &mut impl Sql, key: &DataKey, account: AccountId) -> Result<Vec<ReportRecord>> {
    let rows = store::personal::all(db, account).await?;
    rows.into_iter().map(|row| record(row, key)).collect()
}

fn record(row: store::Report, key: &DataKey) -> Result<ReportRecord> {
    let text = row.content.as_ref().map(|sealed| key.open_json(content_place(row.id), sealed));
    let answer = row.answer.as_ref().map(|sealed| key.open_json(answer_place(row.id), sealed));
    Ok(ReportRecord {
        id: row.id,
        reference: row.reference,
        kind: row.kind,
        status: row.status,
        text: text.transpose()?,
        page: row.page,
        service: row.tile.map(|tile| tile.to_string()),
        version: row.release,
        viewport: row.viewport,
        trace: row.trace,
        answer: answer.transpose()?,
        published_at: row.published_at.map(crate::clock::Micros::rfc3339),
        told_at: row.created_at.rfc3339(),
        changed_at: row.changed_at.rfc3339(),
    })
}

/// A person's votes, the oldest first.
///
/// # Errors
/// The database's.
pub async fn votes(db: &mut impl Sql, account: AccountId) -> Result<Vec<VoteRecord>> {
    let votes = store::personal::votes(db, account).await?.into_iter();
    Ok(votes.map(|(id, idea, at)| VoteRecord { id, idea, given_at: at.rfc3339() }).collect())
}

/// Destroys all that a person told, as part of an act: an idea that is published stays, without its author.
///
/// # Errors
/// The database's.
pub async fn destroy(tx: &mut Write, account: AccountId) -> crate::store::Result<()> {
    store::personal::destroy(tx, account).await
}
