//! `tile.toml`: what a tile is and what it may do (contract §1). Reading it checks its shape;
//! `check` looks at what the shape cannot say.

mod app;
mod follow;
mod migration;
mod panel;
mod parts;
mod permissions;
mod status;

use serde::{Deserialize, Serialize};

pub use app::{AppRules, EVENTS, Journal, NoJs, ProxyRoute, Reply};
pub use follow::{Documents, Messages, TaskCode, TaskKind, Tasks, Words};
pub use migration::Migration;
pub use panel::{Display, Panel};
pub use parts::{PartCode, Parts};
pub use permissions::{Claim, HostCall, Permissions};
pub use status::{AccountClosed, Pull, Status, Withdrawal};

use super::TileId;
use super::route::Route;
use super::version::Version;
use crate::finding::{Finding, line_at, with_suggestion};
use crate::text::Bilingual;

/// The whole of `tile.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the tile is.
    pub tile: About,
    /// Who may open it; everyone who is signed in, unless it says more.
    #[serde(default)]
    pub access: Access,
    /// Kind `form`: the questions.
    pub form: Option<FormRules>,
    /// Kind `form`: where the answers go.
    pub submit: Option<Submit>,
    /// How the back-end's codes become states that a citizen understands.
    pub status: Option<Status>,
    /// What the back-end may ask of the citizen once a request is sent.
    pub tasks: Option<Tasks>,
    /// What other people fill in, invited by the citizen.
    pub parts: Option<Parts>,
    /// What it may write, and whether the citizen may write back.
    pub messages: Option<Messages>,
    /// What it may hand over.
    pub documents: Option<Documents>,
    /// The Markdown page shown when the service is opened: the whole service for kind `content`,
    /// the start page for kind `form`.
    pub content: Option<Bilingual>,
    /// Kind `content`: the parts of its page that back-ends fill in.
    #[serde(default, rename = "panel")]
    pub panels: Vec<Panel>,
    /// Kind `app`: the custom element.
    pub app: Option<AppRules>,
    /// Kind `link`: where the service is, elsewhere.
    pub link: Option<Bilingual>,
    /// Kind `app`: the closed table of calls the tile may make.
    #[serde(default, rename = "route")]
    pub routes: Vec<ProxyRoute>,
    /// What the tile may learn and do; absent is denied.
    #[serde(default)]
    pub permissions: Permissions,
    /// The Markdown page shown when the back-end is down.
    pub fallback: Option<Bilingual>,
    /// What is done with the person's answers, shown as the tile's passport.
    pub privacy: Option<Privacy>,
}

/// `[tile]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The tile's name in paths, in the log and towards back-ends.
    pub id: TileId,
    /// The version, rising with every release.
    pub version: Version,
    /// What kind of tile it is.
    pub kind: Kind,
    /// The version of the contract it was written for: 1.
    pub contract: u32,
    /// The team that answers for it.
    pub team: String,
    /// Words to sort services by.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Discreet: neutral titles outside the portal, fresh sign-in to open.
    #[serde(default)]
    pub sensitive: bool,
    /// The name of the service.
    pub title: Bilingual,
    /// One line for the card.
    pub summary: Bilingual,
    /// Markdown files: what the service is, how the process behind it goes (P7).
    pub help: Bilingual,
}

/// The four kinds of tile (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A declared form, rendered by the portal.
    Form,
    /// Markdown, rendered by the portal.
    Content,
    /// A custom element in a sandboxed frame.
    App,
    /// A card that leads out of the portal.
    Link,
}

/// `[access]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Identity assurance asked of the federation, from 1 (lowest); 0: whoever comes may read, signed
    /// in or not.
    #[serde(default = "lowest_level")]
    pub level: u8,
    /// The youngest age, in years, that may use the service.
    pub min_age: Option<u8>,
}

impl Default for Access {
    fn default() -> Self {
        Self { level: lowest_level(), min_age: None }
    }
}

fn lowest_level() -> u8 {
    1
}

/// `[form]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRules {
    /// The file that lists pages and fields.
    pub definition: String,
    /// How long an unfinished request is kept.
    pub draft: DraftRules,
    /// Whether answers are shown once more before they are sent.
    #[serde(default = "yes")]
    pub review: bool,
    /// The key of the text that the citizen accepts on sending; the wording shown is kept.
    pub declaration: Option<String>,
    /// What must be signed.
    #[serde(default)]
    pub signature: Signature,
    /// What changed from version to version, the oldest first.
    #[serde(default, rename = "migration")]
    pub migrations: Vec<Migration>,
}

fn yes() -> bool {
    true
}

/// `[form] draft`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftRules {
    /// Days that a draft is kept after its last change.
    pub days: u16,
    /// Days before it is deleted that its owner is told; 0: they are not.
    remind_days: Option<u16>,
    /// Whether a draft may hold files.
    #[serde(default)]
    pub attachments: bool,
}

impl DraftRules {
    /// Days before a draft is deleted that its owner is told: a week, less where a draft is not kept
    /// three weeks; 0: they are not.
    #[must_use]
    pub fn remind_days(&self) -> u16 {
        self.remind_days.unwrap_or_else(|| (self.days / 3).min(7))
    }
}

/// `[form] signature`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// Nothing: the declaration is enough.
    #[default]
    None,
    /// The document made of the answers is signed (P16).
    Document,
}

/// `[submit]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// The logical back-end; the operator binds it to an address.
    pub backend: String,
    /// The call that takes the answers.
    pub route: Route,
    /// Whether the answers wait for the back-end.
    pub delivery: Delivery,
    /// Hours after which people are told that delivery has failed.
    #[serde(default = "three_days")]
    pub give_up_after_hours: u16,
    /// The files that may come with the answers.
    pub attachments: Option<Attachments>,
}

fn three_days() -> u16 {
    72
}

/// `[submit] delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// Taken day and night, delivered by the outbox (P10).
    Queued,
    /// Taken only while the back-end answers.
    Direct,
}

/// `attachments` of `[submit]`, of a task and of `[messages]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The greatest number of files.
    pub max: u8,
    /// The greatest size of one file, in MiB.
    pub max_mib: u16,
    /// The media types taken.
    pub types: Vec<String>,
}

/// The meaning of one code of a back-end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusCode {
    /// The state that the citizen sees.
    pub state: CitizenState,
    /// How it ended; only, and always, with `closed`.
    pub outcome: Option<Outcome>,
    /// The tile's words for this step; absent, the portal's own words for the state.
    pub key: Option<String>,
    /// Days that this step usually takes: the citizen sees until when, and when it takes longer.
    pub usual_days: Option<u16>,
}

/// The states that a back-end can give a request. (Draft and sent are the portal's own.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitizenState {
    /// The team has it.
    Received,
    /// The team works on it.
    InProgress,
    /// The team waits for the citizen.
    ActionNeeded,
    /// Nothing more happens.
    Closed,
}

/// How a closed request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was asked was done.
    Completed,
    /// What was asked was refused.
    Refused,
    /// The citizen withdrew.
    Withdrawn,
    /// It ended for want of an answer or in another way.
    Abandoned,
}

impl Outcome {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Abandoned => "abandoned",
        }
    }
}

/// `[privacy]`: what is done with the answers, in words for the citizen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// How long they are kept.
    pub retention: Bilingual,
    /// What they are used for.
    pub purpose: Bilingual,
}

impl Manifest {
    /// Whether an `app` offers a form to those without JavaScript.
    #[must_use]
    pub fn offers_form(&self) -> bool {
        self.app.as_ref().is_some_and(|app| matches!(app.no_js, NoJs::Form(_)))
    }

    /// What changed in the form since that version. Of a version that is newer than this one, or that
    /// cannot be read, nothing is known.
    #[must_use]
    pub fn changes_since(&self, release: &str) -> Vec<&Migration> {
        let Ok(release) = release.parse::<Version>() else { return Vec::new() };
        let migrations = self.form.iter().flat_map(|form| &form.migrations);
        migrations.filter(|migration| migration.from >= release).collect()
    }

    /// Reads `tile.toml`. `file` names it in the finding.
    ///
    /// # Errors
    /// The first thing wrong with its shape, with line and suggestion.
    pub fn parse(file: &str, toml: &str) -> Result<Self, Finding> {
        toml::from_str(toml).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| line_at(toml, span.start));
            Finding::new(file, with_suggestion(error.message())).at(line)
        })
    }
}
