//! What is wrong with one field, to be said in the citizen's words.

use super::{Entry, FieldId};
use crate::text::Params;

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// The field.
    pub field: FieldId,
    /// The entry of a group that the field stands in; none for a field of the page itself.
    pub entry: Option<Entry>,
    /// The name of the input to put the focus on: `birth.month`. On the page of a group, an entry to
    /// be mended is `children.3f9c2a71d0`.
    pub input: String,
    /// The Fluent key in the portal's words: `error-required`. A tile may say it better for a field
    /// with a key of its own, `{field}-error-required`: `Tile::error_message` knows.
    pub key: &'static str,
    /// The parameters of the message, without `label`, which depends on the language:
    /// `Tile::error_message` adds it, and writes out `date` as the language does.
    pub params: Params,
}
