//! News on its way through the database.

use super::News;
use crate::store::{Error, Result, Write};

/// The channel of a database's portal: a schema of its own is a portal of its own.
const ANNOUNCE: &str = "SELECT pg_notify('parvis_' || current_schema(), $1)";

/// Sends news with the transaction: it leaves when the transaction is committed, and only then.
/// SQLite serves one node alone, which hears from the act itself.
pub(crate) async fn announce(tx: &mut Write, news: &[News]) -> Result<()> {
    let Write::Postgres(transaction) = tx else { return Ok(()) };
    for one in news {
        let text =
            serde_json::to_string(one).map_err(|error| Error::from(sqlx::Error::Encode(error.into())))?;
        sqlx::query(ANNOUNCE).bind(text).execute(&mut **transaction).await?;
    }
    Ok(())
}
