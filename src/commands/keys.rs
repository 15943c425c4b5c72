//! `parvis keys`: the keys that the portal signs with, and a new one for a purpose.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use secrecy::ExposeSecret as _;

use super::Outcome;
use super::serve::block_on;
use crate::base::Base;
use crate::clock::{Clock, Micros};
use crate::config::Config;
use crate::keys::{Keys, Purpose, Rotation, Standing};
use crate::store;
use crate::text::Text;
use crate::vault::Vault;

/// What keys sign, as the command takes it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Which {
    /// Those that prove to identity providers who the portal is
    Issuers,
    /// Those that tell back-ends for whom the portal calls
    Backends,
}

impl From<Which> for Purpose {
    fn from(which: Which) -> Self {
        match which {
            Which::Issuers => Self::Issuers,
            Which::Backends => Self::Backends,
        }
    }
}

/// Writes one line for each key.
///
/// # Errors
/// When the settings, the database or the keys cannot be used.
pub fn list(file: Option<&Path>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let all = block_on(async {
        let keys = open(file).await?;
        anyhow::Ok(keys.list().await?)
    })??;
    for (key, standing) in all {
        let stands = match standing {
            Standing::Waiting => format!("published, signs from {}", date(key.signs_from)),
            Standing::Signing => "signs".to_owned(),
            Standing::Leaving { until } => format!("published until {}", date(until)),
            Standing::Over => "withdrawn, to be destroyed".to_owned(),
        };
        writeln!(out, "{:<9} {}  made {}  {stands}", key.purpose.word(), key.id, date(key.created_at))?;
    }
    writeln!(out, "{}", super::audit::key_line(file)?)?;
    Ok(Outcome::Fine)
}

/// Makes a new key; running nodes learn of it within a minute.
///
/// # Errors
/// When the settings, the database or the keys cannot be used.
pub fn rotate(
    file: Option<&Path>,
    which: Which,
    compromised: bool,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let rotation = if compromised { Rotation::Compromised } else { Rotation::Asked };
    let newest = block_on(async {
        let keys = open(file).await?;
        anyhow::Ok(keys.rotate(which.into(), rotation).await?)
    })??;
    let (id, from) = (newest.id, date(newest.signs_from));
    match (newest.made, compromised) {
        (false, _) => writeln!(out, "A rotation is under way already: {id} signs from {from}.")?,
        (true, false) => writeln!(out, "{id} is published now and signs from {from}.")?,
        (true, true) => writeln!(out, "{id} signs now; the keys before it are destroyed.")?,
    }
    Ok(Outcome::Fine)
}

async fn open(file: Option<&Path>) -> anyhow::Result<Keys> {
    let config = Config::load(file)?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    let db = store::open(&config.database.url, config.database.connections).await?;
    anyhow::ensure!(
        store::pending_migrations(&db).await? == 0,
        "the database is not up to date: run `parvis migrate` first"
    );
    Ok(Keys::open(Base::new(config, db, Clock::default(), vault, Text::portal()?)).await?)
}

fn date(at: Micros) -> String {
    at.timestamp().strftime("%Y-%m-%d %H:%M UTC").to_string()
}
