//! What changed between two versions of a form, so that drafts begun with the older one are read by the
//! newer (contract §1): a closed list of changes, in words a program can check.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::tiles::form::{Code, FieldId};
use crate::tiles::version::Version;

/// `[[form.migration]]`: what changed after one version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// The last version before these changes.
    pub from: Version,
    /// Questions that have another id now, by the older one: the same answer.
    #[serde(default)]
    pub rename: BTreeMap<FieldId, FieldId>,
    /// Options that have another code now, by the question's newer id and the older code.
    #[serde(default)]
    pub recode: BTreeMap<FieldId, BTreeMap<Code, Code>>,
    /// Questions that are asked no more. Their words stay in `locales/`: whoever answered them is shown
    /// what they wrote.
    #[serde(default)]
    pub drop: Vec<FieldId>,
}

impl Migration {
    /// The id that a question has after these changes.
    #[must_use]
    pub fn renamed<'a>(&'a self, id: &'a str) -> &'a str {
        let found = self.rename.iter().find(|(old, _)| old.as_str() == id);
        found.map_or(id, |(_, new)| new.as_str())
    }

    /// The code that an option of that question has after these changes.
    #[must_use]
    pub fn recoded<'a>(&'a self, field: &str, code: &'a str) -> &'a str {
        let codes = self.recode.iter().find(|(id, _)| id.as_str() == field).map(|(_, codes)| codes);
        let found = codes.and_then(|codes| codes.iter().find(|(old, _)| old.as_str() == code));
        found.map_or(code, |(_, new)| new.as_str())
    }
}
