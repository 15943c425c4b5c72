//! `[[panel]]`: a part of a page that a back-end fills in for the person who looks at it (contract §1).

use serde::{Deserialize, Serialize};

use super::Claim;
use crate::tiles::route::PathTemplate;

/// One panel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Its name, which begins the keys of its words: `{name}-panel` is its title.
    pub name: String,
    /// The logical back-end.
    pub backend: String,
    /// The path at the back-end, without holes: the assertion tells for whom.
    pub upstream: PathTemplate,
    /// How it is shown.
    pub display: Display,
    /// The claims released with the call, of those in `[permissions]`.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// The facts that the back-end may tell; each has its words `{name}-{fact}-fact`.
    #[serde(default)]
    pub facts: Vec<String>,
    /// The codes that the back-end may use for words; each has its words `{name}-{code}`.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Hours that the last answer is kept, sealed, for when the back-end does not answer; absent: not
    /// at all.
    pub keep_hours: Option<u16>,
}

/// How a panel is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Display {
    /// Entries one under the other, each with a title, perhaps a date, and facts.
    List,
    /// A table of facts.
    Facts,
}

impl Panel {
    /// The key of its title.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}-panel", self.name)
    }

    /// The key of what is said when there is nothing to show.
    #[must_use]
    pub fn empty(&self) -> String {
        format!("{}-empty", self.name)
    }

    /// The key of a fact's name.
    #[must_use]
    pub fn fact(&self, fact: &str) -> String {
        format!("{}-{fact}-fact", self.name)
    }

    /// The key of a code's words.
    #[must_use]
    pub fn code(&self, code: &str) -> String {
        format!("{}-{code}", self.name)
    }
}
