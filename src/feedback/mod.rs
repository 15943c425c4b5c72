//! Being heard (P14, P15, A3): what people tell of the portal itself, a problem or an idea, and what becomes of it.
//!
//! A **report** is one thing told, with or without an account. What was typed may hold personal words: it is
//! sealed, and searched by the keyed fingerprints of its words. It is private; of an idea, a moderator may
//! publish a wording of their own in both languages, for which people vote. Whoever told it sees what became of
//! it: signed in below their account, otherwise by a link that nobody can guess.

mod along;
mod export;
pub mod pages;
pub mod personal;
mod send;
mod store;
mod tell;
mod ticket;
mod triage;
pub mod views;

use serde::{Deserialize, Serialize};

use crate::base::Base;
use crate::id::{AccountId, ReportId};
use crate::identity;
use crate::store::Sql;
use crate::text::{Bilingual, fold};
use crate::vault::{DataKey, Place, Vault};
use crate::web::Result;

pub use along::Along;

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Kind {
    /// Something that does not work.
    Problem,
    /// Something that could be better.
    Idea,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Problem, Self::Idea];

    /// The word in addresses, in the log and in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Idea => "idea",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Where a report stands. The words are `report-status-{kind}-{status}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Status {
    /// It came.
    Received,
    /// Someone looks into it.
    Studied,
    /// It will be done.
    Planned,
    /// It is done.
    Done,
    /// It will not be done.
    Declined,
}

impl Status {
    /// All of them, in their usual order.
    pub const ALL: [Self; 5] = [Self::Received, Self::Studied, Self::Planned, Self::Done, Self::Declined];

    /// The word in addresses, in the log and in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Studied => "studied",
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }

    /// The status of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// The key that seals what belongs to a report: its author's, or the portal's own where there is none. None
/// when its author left.
///
/// # Errors
/// The database's, or the vault's.
async fn key_of(db: &mut impl Sql, vault: &Vault, account: Option<AccountId>) -> Result<Option<DataKey>> {
    match account {
        None => Ok(Some(vault.own_key().clone())),
        Some(account) => Ok(identity::data_key(db, vault, account).await?),
    }
}

fn content_place(report: ReportId) -> Place {
    Place::new("report.content", report.0)
}

fn answer_place(report: ReportId) -> Place {
    Place::new("report.answer", report.0)
}

fn assignee_place(report: ReportId) -> Place {
    Place::new("report.assignee_name", report.0)
}

/// What was typed, and the answer to it.
struct Opened {
    text: Option<String>,
    answer: Option<Bilingual>,
}

/// Opens what is sealed of a report.
async fn open(base: &Base, db: &mut impl Sql, report: &store::Report) -> Result<Opened> {
    let Some(key) = key_of(db, &base.vault, report.account_id).await? else {
        return Ok(Opened { text: None, answer: None });
    };
    let text = report.content.as_ref().map(|sealed| key.open_json(content_place(report.id), sealed));
    let answer = report.answer.as_ref().map(|sealed| key.open_json(answer_place(report.id), sealed));
    Ok(Opened { text: text.transpose()?, answer: answer.transpose()? })
}

/// The fingerprints of the words of a text, by which it is found among what is sealed.
fn fingerprints(vault: &Vault, text: &str) -> Vec<i64> {
    let fingerprint = |word: String| {
        let bytes = vault.fingerprint("report word", word.as_bytes());
        bytes.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
    };
    fold::words(text).into_iter().map(fingerprint).collect()
}
