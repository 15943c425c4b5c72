//! News on its way through the database.

use super::News;
use crate::store::{Error, Result, Write};

/// The channel of a database's portal: a schema of its own is a portal of its own.
const ANNOUNCE: &str = "SELECT pg_notify('parvis_' || current_schema(), one) FROM UNNEST($1) AS one";

/// Sends news with the transaction: it leaves when the transaction is committed, and only then.
/// SQLite serves one node alone, which hears from the act itself.
pub(crate) async fn announce(tx: &mut Write, news: &[News]) -> Result<()> {
    let Write::Postgres(transaction) = tx else { return Ok(()) };
    if news.is_empty() {
        return Ok(());
    }
    let texts: Result<Vec<String>, _> = news.iter().map(serde_json::to_string).collect();
    let texts = texts.map_err(|error| Error::from(sqlx::Error::Encode(error.into())))?;
    sqlx::query(ANNOUNCE).bind(texts).execute(&mut **transaction).await?;
    Ok(())
}
