//! What is sent: the answers in codes, and the very words that the citizen saw and declared.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::Request;
use crate::clock::Micros;
use crate::exchange::Caller;
use crate::id::AttachmentId;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Answers, Form, Inputs};

/// A submission as it is sealed in `request.wording`: complete, whatever becomes of the tile.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Submission {
    /// The answers, in codes, as the back-end receives them.
    #[schema(value_type = Object)]
    pub answers: Value,
    /// The language of the words below.
    #[schema(value_type = String)]
    pub locale: Locale,
    /// The questions and answers as they were shown.
    pub sections: Vec<Section>,
    /// The declaration as it was shown and accepted.
    pub declaration: Option<String>,
    /// How surely the citizen had signed in.
    pub acr: Option<String>,
    /// When they had signed in.
    #[schema(value_type = i64)]
    pub signed_in_at: Micros,
    /// The claims that the tile may release.
    #[schema(value_type = Object)]
    pub claims: Map<String, Value>,
}

/// The answers of one page, or of one entry of a group on it, in words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Section {
    /// The page's title; for an entry of a group, what it is called.
    pub title: String,
    /// The group, for one of its entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Its questions and answers.
    pub rows: Vec<Row>,
}

/// One question and its answer, in words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Row {
    /// The field.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer; `None` when it was left empty.
    pub value: Option<String>,
}

/// The questions and answers of a form, in words.
pub fn sections(tile: &Tile, form: &Form, locale: Locale, inputs: &Inputs) -> Vec<Section> {
    let pages = form.summary(tile, locale, inputs).into_iter();
    pages
        .map(|page| Section {
            title: page.title,
            group: page.entry.map(|entry| entry.group.to_string()),
            rows: page
                .rows
                .into_iter()
                .map(|row| Row { field: row.field.to_string(), label: row.label, value: row.value })
                .collect(),
        })
        .collect()
}

/// The words of the tile's declaration, where it asks for one.
pub fn declaration(tile: &Tile, locale: Locale) -> Option<String> {
    let key = tile.manifest.form.as_ref()?.declaration.as_ref()?;
    Some(tile.word(locale, key))
}

/// The answers as JSON.
pub fn answers_json(answers: &Answers) -> Value {
    serde_json::to_value(answers).unwrap_or_default()
}

/// A file that goes with the answers, or with a reply, as the back-end is told of it.
#[derive(Clone, Debug, Serialize)]
pub struct SentFile {
    /// Its id: it follows under this.
    pub id: AttachmentId,
    /// The field of the form that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 of its content, as hexadecimal digits.
    pub sha256: String,
}

impl Submission {
    /// Those of `claims` that the tile's manifest lists.
    pub fn released(tile: &Tile, claims: &Map<String, Value>) -> Map<String, Value> {
        let listed = tile.manifest.permissions.claims.iter().map(|claim| claim.as_str());
        listed.filter_map(|name| Some((name.to_owned(), claims.get(name)?.clone()))).collect()
    }

    /// The citizen as the back-end is told of them.
    pub fn caller(&self, request: &Request) -> Caller {
        Caller {
            account: request.account_id,
            acr: self.acr.clone(),
            signed_in_at: self.signed_in_at,
            locale: self.locale,
            claims: self.claims.clone(),
        }
    }

    /// The body that the back-end receives.
    pub fn body(&self, request: &Request, files: &[SentFile]) -> Value {
        serde_json::json!({
            "request": request.id,
            "reference": request.reference,
            "tile": request.tile,
            "release": request.release,
            "locale": self.locale.tag(),
            "submitted_at": request.submitted_at.map(|at| at.timestamp().to_string()),
            "answers": self.answers,
            "attachments": files,
            "wording": { "sections": self.sections, "declaration": self.declaration },
        })
    }
}
