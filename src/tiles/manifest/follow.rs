//! What happens once a request is sent: what a back-end may ask, write and hand over, in the
//! tile's own words (contract §5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Attachments;
use crate::tiles::route::Route;

/// `[tasks]`: what a back-end may ask of the citizen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// The call that takes what the citizen did; `{request}` and `{task}` are filled in.
    pub route: Route,
    /// Days before a task is due that the citizen is reminded.
    #[serde(default = "three_days")]
    pub remind_days: u16,
    /// What each code of the back-end asks. A code that is not here raises an alert.
    pub codes: BTreeMap<String, TaskCode>,
}

fn three_days() -> u16 {
    3
}

/// What one code asks of the citizen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskCode {
    /// What is to be done.
    pub kind: TaskKind,
    /// The tile's words for it; `{key}-detail` says more.
    pub key: String,
    /// Kind `form`: the file with its questions, one page of them.
    pub form: Option<String>,
    /// Kind `upload`: the files to hand in.
    pub attachments: Option<Attachments>,
}

/// What a citizen can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum TaskKind {
    /// Answer a few questions.
    Form,
    /// Read a document and say so.
    Read,
    /// Read a document that is signed outside of the portal: the back-end tells once it is.
    Sign,
    /// Hand in files.
    Upload,
}

/// `[messages]`: what a back-end may write to the citizen, and whether they may write to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// The call that takes the citizen's messages; absent where they cannot write.
    pub route: Option<Route>,
    /// The files that may come with one message of theirs.
    pub attachments: Option<Attachments>,
    /// The words of each code: `{key}` is the subject, `{key}-detail` the message.
    pub codes: BTreeMap<String, Words>,
}

/// `[documents]`: what a back-end may hand over.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// The call that gives a document; `{request}` and `{document}` are filled in.
    pub route: Route,
    /// The call that tells that the citizen opened it; absent where the back-end need not know.
    pub opened: Option<Route>,
    /// The media types taken.
    pub types: Vec<String>,
    /// The greatest size of one document, in MiB.
    pub max_mib: u16,
    /// The title of each code's document.
    pub codes: BTreeMap<String, Words>,
}

/// The tile's words for one code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Their key in the tile's locales; `{key}-detail` says more.
    pub key: String,
}

impl super::Manifest {
    /// The keys of all words that the back-end's codes may show once a request is sent, those of
    /// its states apart.
    pub fn keys_after_sending(&self) -> impl Iterator<Item = &str> {
        let messages = self.messages.iter().map(|messages| &messages.codes);
        let documents = self.documents.iter().map(|documents| &documents.codes);
        let reasons = self.status.iter().map(|status| &status.reasons);
        let words = messages.chain(documents).chain(reasons).flat_map(|codes| codes.values());
        let tasks = self.tasks.iter().flat_map(|tasks| tasks.codes.values());
        words.map(|words| words.key.as_str()).chain(tasks.map(|task| task.key.as_str()))
    }
}
