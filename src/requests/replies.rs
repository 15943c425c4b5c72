//! What citizens send about a request after it was sent: answers to tasks, and messages.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Request;
use super::store::{Reply, Task};
use super::submission::{Section, SentFile, Submission};
use crate::clock::Micros;
use crate::exchange::Caller;
use crate::identity::Citizen;
use crate::text::Locale;
use crate::tiles::Tile;

/// A reply as it is sealed in `reply.content`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// What it says.
    pub what: What,
    /// The language it was written in.
    pub locale: Locale,
    /// How surely the citizen had signed in.
    pub acr: Option<String>,
    /// When they had signed in.
    pub signed_in_at: Micros,
    /// The claims that the tile may release.
    pub claims: Map<String, Value>,
}

/// What a reply says.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The answer to a task; empty where it was to read something, or to hand in files.
    Answer {
        /// The answers, in codes.
        #[schema(value_type = Object)]
        answers: Value,
        /// The questions and answers as they were shown.
        sections: Vec<Section>,
    },
    /// A message.
    Message {
        /// The citizen's words.
        text: String,
    },
}

impl Written {
    /// What a citizen writes now.
    #[must_use]
    pub fn by(citizen: &Citizen, tile: &Tile, locale: Locale, what: What) -> Self {
        Self {
            what,
            locale,
            acr: citizen.acr.clone(),
            signed_in_at: citizen.signed_in_at,
            claims: Submission::released(tile, &citizen.claims.as_map()),
        }
    }

    /// The citizen as the back-end is told of them.
    pub(super) fn caller(&self, request: &Request) -> Caller {
        Caller {
            account: request.account_id,
            acr: self.acr.clone(),
            signed_in_at: self.signed_in_at,
            locale: self.locale,
            claims: self.claims.clone(),
        }
    }

    /// The body that the back-end receives.
    pub(super) fn body(
        &self,
        request: &Request,
        reply: &Reply,
        task: Option<&Task>,
        files: &[SentFile],
    ) -> Value {
        let mut body = json!({
            "request": request.id,
            "reference": request.reference,
            "reply": reply.id,
            "locale": self.locale.tag(),
            "sent_at": reply.at.timestamp().to_string(),
            "attachments": files,
        });
        let own = match &self.what {
            What::Message { text } => json!({ "text": text }),
            What::Answer { answers, sections } => json!({
                "task": task.map(|task| &task.name),
                "seq": reply.asked_seq,
                "answers": answers,
                "wording": { "sections": sections },
            }),
        };
        if let (Value::Object(body), Value::Object(own)) = (&mut body, own) {
            body.extend(own);
        }
        body
    }
}
