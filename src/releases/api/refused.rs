//! Refusals of releases as problem documents (RFC 9457).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::finding::Finding;
use crate::releases::Why;
use crate::releases::publish::Error;
use crate::text::{Locale, Text};
use crate::web::{self, Denied, Problem, Wanted};

/// An error as it is told.
pub(super) struct Refused(pub Error);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl Refused {
    /// In both languages, with every finding.
    pub fn told(self, text: &Text) -> Response {
        match self.0 {
            Error::Refused(refusal) => {
                let words = Locale::ALL.map(|locale| refusal.words(text, locale));
                let more = [("why", json!(refusal.why.code())), ("about", json!(refusal.what)), said(words)];
                let mut response = problem(StatusCode::UNPROCESSABLE_ENTITY, "release-refused", more);
                if let Some(wanted) = wanted(refusal.why) {
                    response.extensions_mut().insert(Denied::from(wanted));
                }
                response
            }
            Error::Unsound(findings) => {
                let findings: Vec<Found> = findings.into_iter().map(Found::from).collect();
                problem(StatusCode::UNPROCESSABLE_ENTITY, "release-unsound", [("findings", json!(findings))])
            }
            other => Self(other).into_response(),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self.0 {
            Error::Absent(what) => problem(StatusCode::NOT_FOUND, "release-absent", [("about", json!(what))]),
            Error::Overtaken => Problem::new(StatusCode::CONFLICT, "release-overtaken").into_response(),
            Error::Store(error) => web::Error::from(error).into_response(),
            other => web::Error::internal(other).into_response(),
        }
    }
}

/// What would have let it in, where who sent it is what is wrong with it.
fn wanted(why: Why) -> Option<Wanted> {
    match why {
        Why::UnknownKey | Why::WithdrawnKey | Why::WrongSignature => Some(Wanted::Key),
        Why::OtherTeam => Some(Wanted::Team),
        _ => None,
    }
}

fn problem<const N: usize>(status: StatusCode, code: &'static str, more: [(&str, Value); N]) -> Response {
    let more: Map<String, Value> = more.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Problem { status, code, more }.into_response()
}

/// The same in both languages.
fn said([fr, en]: [String; 2]) -> (&'static str, Value) {
    ("words", json!({ "fr": fr, "en": en }))
}

/// Something wrong with a tile.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Found {
    /// In which of its files.
    file: String,
    /// In which line, where it is known.
    line: Option<usize>,
    /// What, and what to do about it.
    message: String,
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        Self { file: finding.file, line: finding.line, message: finding.message }
    }
}
