//! Which sessions are at work on sensitive services.

use crate::clock::Micros;
use crate::id::SessionId;
use crate::on;
use crate::store::{Result, Sql, Write};

const UNTIL: &str = "SELECT until FROM sensitive_work WHERE session_id = $1";

/// Until when the session may go on without a new proof.
pub(in crate::identity) async fn until(db: &mut impl Sql, session: SessionId) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(UNTIL).bind(session).fetch_optional(c).await)?)
}

const GO_ON: &str = "INSERT INTO sensitive_work (session_id, until) VALUES ($1, $2)
    ON CONFLICT (session_id) DO UPDATE SET until = excluded.until";

pub(in crate::identity) async fn go_on(tx: &mut Write, session: SessionId, until: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(GO_ON).bind(session).bind(until).execute(c).await.map(drop))?;
    Ok(())
}

const CLEAR: &str = "DELETE FROM sensitive_work WHERE until <= $1";

pub(in crate::identity) async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
