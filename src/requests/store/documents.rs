//! Documents that back-ends have for citizens. The portal knows of them and keeps no copy.

use crate::clock::Micros;
use crate::id::{DocumentId, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A document.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The back-end's own name for it.
    pub name: String,
    /// When it came.
    pub at: Micros,
    /// The back-end's code.
    pub code: String,
    /// What it is for: `read` or `sign`.
    pub purpose: String,
    /// Sealed: the parameters of its title.
    pub details: Vec<u8>,
    /// When the citizen first opened it.
    pub opened_at: Option<Micros>,
}

/// News of a document.
pub struct Offered<'a> {
    /// The document's id, if it is new.
    pub id: DocumentId,
    /// The request.
    pub request: RequestId,
    /// The back-end's own name for it.
    pub name: &'a str,
    /// The back-end's number of this news.
    pub seq: i64,
    /// When it came.
    pub at: Micros,
    /// The back-end's code.
    pub code: &'a str,
    /// What it is for: `read` or `sign`.
    pub purpose: &'a str,
    /// `offered` or `withdrawn`.
    pub state: &'a str,
    /// Sealed: the parameters of its title.
    pub details: &'a [u8],
}

const OFFER: &str = "INSERT INTO document (id, request_id, name, seq, at, code, purpose, state, details)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (request_id, name) DO UPDATE SET seq = excluded.seq, at = excluded.at, code = excluded.code,
        purpose = excluded.purpose, state = excluded.state, details = excluded.details
    WHERE document.seq < excluded.seq";

/// Notes what is told of a document; earlier news of the same document changes nothing.
///
/// # Errors
/// The database's.
pub async fn offer(tx: &mut Write, offered: &Offered<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(OFFER)
        .bind(offered.id)
        .bind(offered.request)
        .bind(offered.name)
        .bind(offered.seq)
        .bind(offered.at)
        .bind(offered.code)
        .bind(offered.purpose)
        .bind(offered.state)
        .bind(offered.details)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const OF_REQUEST: &str = "SELECT id, name, at, code, purpose, details, opened_at FROM document
    WHERE request_id = $1 AND state = 'offered' ORDER BY seq DESC";

/// The documents of a request, the latest first.
///
/// # Errors
/// The database's.
pub async fn of_request(db: &mut impl Sql, request: RequestId) -> Result<Vec<Document>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REQUEST).bind(request).fetch_all(c).await)?)
}

const OPENED: &str = "UPDATE document SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL";

/// Notes that the citizen opened a document; `false` when they had before.
///
/// # Errors
/// The database's.
pub async fn opened(tx: &mut Write, id: DocumentId, at: Micros) -> Result<bool> {
    let changed =
        on!(tx, |c| sqlx::query(OPENED).bind(id).bind(at).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}
