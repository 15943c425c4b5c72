//! Another person's part of a request: a witness's, say. The citizen invites them with a code, and they
//! fill it in from an account of their own (contract §1).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::tiles::route::Route;

/// `[parts]`: what other people fill in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// The call that takes a part; `{request}` and `{part}` are filled in.
    pub route: Route,
    /// Days within which an invitation is to be used, and the part filled in.
    #[serde(default = "two_weeks")]
    pub invite_days: u16,
    /// The parts, by codes of the back-end's.
    pub codes: BTreeMap<String, PartCode>,
}

fn two_weeks() -> u16 {
    14
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartCode {
    /// The file with its questions, one page of them.
    pub form: String,
    /// The tile's words for it; `{key}-detail` tells the citizen whom to invite, `{key}-guest` tells
    /// the invited person what is asked of them.
    pub key: String,
    /// The key of the text that the invited person accepts on sending; the wording shown is kept.
    pub declaration: String,
}

impl PartCode {
    /// The keys of its words: all of them are needed.
    #[must_use]
    pub fn keys(&self) -> [String; 4] {
        let key = &self.key;
        [key.clone(), self.detail(), self.guest(), self.declaration.clone()]
    }

    /// The key of the words that tell the citizen whom to invite.
    #[must_use]
    pub fn detail(&self) -> String {
        format!("{}-detail", self.key)
    }

    /// The key of the words that tell the invited person what is asked of them.
    #[must_use]
    pub fn guest(&self) -> String {
        format!("{}-guest", self.key)
    }
}
