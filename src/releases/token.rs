//! Tokens: what lets a team talk to the portal. Only its key lets it publish.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::log::By;
use super::publish::{Error, Releases};
use super::store::{self, TokenRow};
use crate::audit::TileEvent;
use crate::id;
use crate::tiles::files::hex;

/// How a token begins, so that one that leaks is known for what it is.
const PREFIX: &str = "parvis_team_";

impl Releases {
    /// Makes a token that lets a team talk for so many days. It is told here and never again: the database has
    /// its digest alone.
    ///
    /// # Errors
    /// The database's.
    pub async fn make_token(&self, by: &By, team: &str, days: u16) -> Result<String, Error> {
        let (id, secret) = (hex(&id::random::<5>()), URL_SAFE_NO_PAD.encode(id::random::<32>()));
        let token = format!("{PREFIX}{id}_{secret}");
        let event = TileEvent::TeamTokenMade { team: team.to_owned(), token: id.clone() };
        let mut act = self.base().acts.begin(by.actor.clone(), event).await?;
        let made_at = act.at();
        let expires_at = made_at.after(Duration::from_hours(24 * u64::from(days)));
        let row = TokenRow { id, team: team.to_owned(), made_at, expires_at, revoked_at: None };
        store::add_token(act.rows(), &row, &digest(&token)).await?;
        act.commit().await?;
        Ok(token)
    }

    /// Has a token hold no more; whose it was.
    ///
    /// # Errors
    /// [`Error::Absent`] when there is no such token in use; the database's.
    pub async fn revoke_token(&self, by: &By, id: &str) -> Result<String, Error> {
        let mut act = self.base().acts.open(by.actor.clone()).await?;
        let at = act.at();
        let team = store::revoke_token(act.rows(), id, at).await?;
        let team = team.ok_or_else(|| Error::Absent(format!("there is no token `{id}` in use")))?;
        act.also(TileEvent::TeamTokenRevoked { team: team.clone(), token: id.to_owned() });
        act.commit().await?;
        Ok(team)
    }

    /// All tokens, without what would let anyone talk.
    ///
    /// # Errors
    /// The database's.
    pub async fn tokens(&self) -> Result<Vec<TokenRow>, Error> {
        Ok(store::tokens(&mut self.base().db.read().await?).await?)
    }

    /// The team that a token lets talk, while it holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn team_of(&self, token: &str) -> Result<Option<String>, Error> {
        let now = self.base().clock.now();
        let mut db = self.base().db.read().await?;
        Ok(store::team_of_token(&mut db, &digest(token), now).await?)
    }
}

/// A token is random enough that its plain digest cannot be turned back.
fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
