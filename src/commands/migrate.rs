//! `parvis migrate`: brings the database up to date before a new release serves.

use std::io::Write;
use std::path::Path;

use super::Outcome;
use super::serve::block_on;
use crate::config::Config;
use crate::store;

/// Migrates the database of the settings in `file`.
///
/// # Errors
/// When the settings or the database cannot be used.
pub fn run(file: Option<&Path>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let config = Config::load(file)?;
    let steps = block_on(async {
        let db = store::open(&config.database.url, config.database.connections).await?;
        let steps = store::pending_migrations(&db).await?;
        store::migrate(&db).await?;
        db.close().await;
        anyhow::Ok(steps)
    })??;
    match steps {
        0 => writeln!(out, "The database is up to date.")?,
        steps => writeln!(out, "The database is up to date; steps run: {steps}.")?,
    }
    Ok(Outcome::Fine)
}
