//! The desk of a demonstration: its key, trusted from the first start on.

use std::path::Path;
use std::sync::Arc;

use secrecy::ExposeSecret as _;

use super::write_private;
use crate::base::Base;
use crate::clock::Clock;
use crate::config::Config;
use crate::releases::{By, Error, Releases, TeamKey};
use crate::store;
use crate::text::Text;
use crate::vault::Vault;

/// The team in whose name a demonstration's publishers write.
pub const TEAM: &str = "information";

/// Makes the desk's key once: releases that another one signed would be strangers'.
pub fn write_key(file: &Path) -> anyhow::Result<()> {
    if file.exists() { Ok(()) } else { write_private(file, &TeamKey::generate().to_pem()?) }
}

/// Has the desk's key sign the releases of its team.
pub async fn trust(config: &Config) -> anyhow::Result<()> {
    let (Some(team), Some(key)) = (&config.desk.team, &config.desk.key) else { return Ok(()) };
    let public = TeamKey::from_pem(key.expose_secret())?.public();
    let db = store::open(&config.database.url, 1).await?;
    store::migrate(&db).await?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    let text = Text::portal()?;
    let base = Base::new(config.clone(), db.clone(), Clock::default(), vault, text);
    let trusted = match Releases::new(base, Arc::default()).trust(&By::system(), team, &public).await {
        // At every start but the first.
        Err(Error::Overtaken) => Ok(()),
        other => other,
    };
    db.close().await;
    Ok(trusted?)
}
