//! When a page or a field is asked: a closed language of six words, no script.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{FieldId, Inputs};

/// A condition on the answers of earlier pages, as JSON writes it:
/// `{"and": [{"equals": {"field": "for-whom", "value": "other"}}, {"not": {"present": {"field": "x"}}}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The answer is this code; for several choices, this one is among them.
    Equals {
        /// Of which field.
        field: FieldId,
        /// The code, or `yes` or `no`.
        value: String,
    },
    /// The answer is one of these codes.
    In {
        /// Of which field.
        field: FieldId,
        /// The codes.
        values: Vec<String>,
    },
    /// There is an answer.
    Present {
        /// To which field.
        field: FieldId,
    },
    /// All hold.
    And(Vec<Condition>),
    /// One holds at least.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether the condition holds. An answer counts only while its question is `asked`.
    pub(super) fn holds(&self, asked: &BTreeSet<&FieldId>, inputs: &Inputs) -> bool {
        let answer =
            |field: &FieldId| if asked.contains(field) { inputs.of_field(field) } else { Vec::new() };
        match self {
            Self::Equals { field, value } => answer(field).contains(&value.as_str()),
            Self::In { field, values } => answer(field).iter().any(|one| values.iter().any(|v| v == one)),
            Self::Present { field } => !answer(field).is_empty(),
            Self::And(all) => all.iter().all(|one| one.holds(asked, inputs)),
            Self::Or(any) => any.iter().any(|one| one.holds(asked, inputs)),
            Self::Not(one) => !one.holds(asked, inputs),
        }
    }

    /// Every field it reads, with the codes it compares the answer to.
    pub(super) fn reads(&self) -> Vec<(&FieldId, Vec<&str>)> {
        match self {
            Self::Equals { field, value } => vec![(field, vec![value.as_str()])],
            Self::In { field, values } => vec![(field, values.iter().map(String::as_str).collect())],
            Self::Present { field } => vec![(field, Vec::new())],
            Self::And(some) | Self::Or(some) => some.iter().flat_map(Self::reads).collect(),
            Self::Not(one) => one.reads(),
        }
    }
}
