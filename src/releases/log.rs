//! The log of what was done with releases: one chain of lines, each with a digest over all before it. Whoever
//! changes or takes away a line breaks every line after it.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::publish::{Error, Releases};
use super::standing::Step;
use super::store::{self, ReleaseRow};
use super::{Refusal, ReleaseManifest, Why};
use crate::act::{Act, Actor};
use crate::clock::Micros;
use crate::news::News;
use crate::store::Result;
use crate::tiles::TileId;
use crate::tiles::files::hex;

/// Who acts on releases.
#[derive(Clone, Debug)]
pub struct By {
    /// Who, for the audit log.
    pub actor: Actor,
    team: Option<String>,
}

impl By {
    /// The operator at the command line, or the portal itself.
    #[must_use]
    pub fn system() -> Self {
        Self { actor: Actor::system(), team: None }
    }

    /// Someone who is signed in.
    #[must_use]
    pub fn person(actor: Actor) -> Self {
        Self { actor, team: None }
    }

    /// A team that calls the portal.
    #[must_use]
    pub fn team(team: &str) -> Self {
        Self { actor: Actor::system(), team: Some(team.to_owned()) }
    }

    /// Refuses a release of another team than the one that calls.
    pub(super) fn may_publish(&self, release: &ReleaseManifest) -> std::result::Result<(), Refusal> {
        let others = self.team.as_ref().is_some_and(|team| *team != release.team);
        if others { Err(Why::OtherTeam.of(&release.tile)) } else { Ok(()) }
    }

    /// Refuses to act on a tile whose releases are another team's than the one that calls.
    pub(super) fn may_act_on(&self, release: &ReleaseRow) -> std::result::Result<(), Refusal> {
        let others = self.team.as_ref().is_some_and(|team| *team != release.team);
        if others { Err(Why::OtherTeam.of(&release.tile)) } else { Ok(()) }
    }

    /// As the log writes it: `system`, `team:NAME`, or the id of the account.
    #[must_use]
    pub fn word(&self) -> String {
        let team = || self.team.as_ref().map_or_else(|| "system".to_owned(), |team| format!("team:{team}"));
        self.actor.account().map_or_else(team, |account| account.to_string())
    }
}

/// A line of the log. Its fields stand in the order in which they are hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Logged {
    /// Its place in the whole log, from 1.
    pub number: i64,
    /// Of which tile.
    pub tile: TileId,
    /// Its place among the tile's lines, from 1.
    pub seq: i64,
    /// What was done.
    pub step: Step,
    /// With which release.
    pub digest: String,
    /// To how many of a hundred citizens it is shown.
    pub percent: i64,
    /// Who did it.
    pub actor: String,
    /// Why, where they said.
    pub reason: String,
    /// When.
    pub at: Micros,
    /// SHA-256 over the hash before and this line; empty on lines older than the chain.
    #[serde(skip)]
    pub hash: String,
}

impl Logged {
    /// What its hash must be after `before`.
    fn hash_after(&self, before: &str) -> String {
        // A line is texts and numbers: it always has its JSON.
        let line = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::new().chain_update(before).chain_update([0]).chain_update(line).finalize())
    }
}

/// The last line of the log.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Its number; 0 when there is none.
    pub number: i64,
    /// Its hash.
    pub hash: String,
}

/// What is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A line is another than was written.
    #[error("line {0} is not what was written, or one before it was changed or taken away")]
    Changed(i64),
    /// Lines are missing at the end.
    #[error("the log ends at line {found}, and {written} were written")]
    Short {
        /// The last line there is.
        found: i64,
        /// The last that was written.
        written: i64,
    },
}

/// What is done with a release.
pub(super) struct Done<'a> {
    pub step: Step,
    pub release: &'a ReleaseRow,
    pub percent: i64,
    pub reason: &'a str,
}

/// Adds a line, and tells every node. The head of the log must be held: see [`store::hold_head`].
pub(super) async fn note(act: &mut Act, head: &Head, by: &By, before: usize, done: Done<'_>) -> Result<()> {
    let mut line = Logged {
        number: head.number + 1,
        tile: done.release.tile.clone(),
        seq: i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1),
        step: done.step,
        digest: done.release.digest.clone(),
        percent: done.percent,
        actor: by.word(),
        reason: done.reason.to_owned(),
        at: act.at(),
        hash: String::new(),
    };
    line.hash = line.hash_after(&head.hash);
    store::add_line(act.rows(), &line).await?;
    act.tell(News::Releases);
    Ok(())
}

/// Holds every line against the one before it, and the last one against the head.
fn verify(lines: &[Logged], head: &Head) -> std::result::Result<(), Break> {
    let mut before = "";
    for (place, line) in (1..).zip(lines) {
        let unchained = before.is_empty() && line.hash.is_empty();
        if line.number != place || !(unchained || line.hash == line.hash_after(before)) {
            return Err(Break::Changed(place));
        }
        before = &line.hash;
    }
    let found = lines.last().map_or(0, |line| line.number);
    if found != head.number || before != head.hash {
        return Err(Break::Short { found, written: head.number });
    }
    Ok(())
}

impl Releases {
    /// The log of a tile, or the whole, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn log(&self, tile: Option<&TileId>) -> std::result::Result<Vec<Logged>, Error> {
        let mut lines = store::log(&mut self.base().db.read().await?).await?;
        lines.retain(|line| tile.is_none_or(|tile| line.tile == *tile));
        Ok(lines)
    }

    /// The last lines of the log, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn latest_lines(&self, most: i64) -> std::result::Result<Vec<Logged>, Error> {
        Ok(store::latest(&mut self.base().db.read().await?, most).await?)
    }

    /// Verifies the whole log: its head, or the first thing that is wrong with it.
    ///
    /// # Errors
    /// The database's.
    pub async fn verify_log(&self) -> std::result::Result<std::result::Result<Head, Break>, Error> {
        let mut db = self.base().db.read().await?;
        // The head first: what is added meanwhile is after it.
        let head = store::head(&mut db).await?;
        let mut lines = store::log(&mut db).await?;
        lines.retain(|line| line.number <= head.number);
        Ok(verify(&lines, &head).map(|()| head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(count: i64) -> (Vec<Logged>, Head) {
        let mut head = Head { number: 0, hash: String::new() };
        let mut lines = Vec::new();
        for number in 1..=count {
            let mut line = Logged {
                number,
                tile: "visits".parse().unwrap(),
                seq: number,
                step: Step::Activated,
                digest: format!("d{number}"),
                percent: 0,
                actor: "system".into(),
                reason: String::new(),
                at: Micros(number),
                hash: String::new(),
            };
            line.hash = line.hash_after(&head.hash);
            head = Head { number, hash: line.hash.clone() };
            lines.push(line);
        }
        (lines, head)
    }

    #[test]
    fn a_line_that_was_touched_breaks_the_chain() {
        let (lines, head) = chain(4);
        assert_eq!(verify(&lines, &head), Ok(()));
        let mut touched = lines.clone();
        touched[1].actor = "team:others".into();
        assert_eq!(verify(&touched, &head), Err(Break::Changed(2)));
        touched[1].hash = touched[1].hash_after(&lines[0].hash);
        assert_eq!(verify(&touched, &head), Err(Break::Changed(3)), "even with its own hash mended");
        let mut taken = lines.clone();
        taken.remove(2);
        assert_eq!(verify(&taken, &head), Err(Break::Changed(3)));
        assert_eq!(verify(&lines[..3], &head), Err(Break::Short { found: 3, written: 4 }));
    }
}
