//! Another person's part of a request. The citizen invites them with a code that they hand over
//! themselves; whoever has it fills the part in, from an account of their own. The citizen learns
//! whether it is done and nothing more; the other person learns the citizen's name and the service's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Request;
use super::store::parts::Part;
use super::submission::Section;
use crate::clock::Micros;
use crate::exchange::Caller;
use crate::id::{AccountId, NotAReference, PartId, Reference};
use crate::text::Locale;
use crate::vault::{Place, Vault};

/// What invites someone to a part: written like a reference, so that a slip is seen before it counts
/// as an attempt, and with as much chance in it (50 bits).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationCode(Reference);

impl InvitationCode {
    /// A new random code.
    #[must_use]
    pub fn random() -> Self {
        Self(Reference::random())
    }

    /// The fingerprint by which the database knows it.
    #[must_use]
    pub fn hash(&self, vault: &Vault) -> Vec<u8> {
        vault.fingerprint("invitation", self.0.as_str().as_bytes())
    }
}

impl FromStr for InvitationCode {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        text.parse().map(Self)
    }
}

impl fmt::Display for InvitationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of a sealed invitation code.
pub(super) fn invitation_place(part: PartId) -> Place {
    Place::new("part.invitation", part.0)
}

/// The place of what the invited person sent.
pub(super) fn content_place(part: PartId) -> Place {
    Place::new("part.content", part.0)
}

/// A part as it is sealed in `part.content`: complete, whatever becomes of the tile.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Filled {
    /// The answers, in codes.
    #[schema(value_type = Object)]
    pub answers: Value,
    /// The language of the words below.
    #[schema(value_type = String)]
    pub locale: Locale,
    /// The questions and answers as they were shown.
    pub sections: Vec<Section>,
    /// The declaration as it was shown and accepted.
    pub declaration: String,
    /// How surely the person had signed in.
    pub acr: Option<String>,
    /// When they had signed in.
    #[schema(value_type = i64)]
    pub signed_in_at: Micros,
    /// Their claims that the tile may release.
    #[schema(value_type = Object)]
    pub claims: Map<String, Value>,
}

impl Filled {
    /// The invited person as the back-end is told of them.
    pub(super) fn caller(&self, account: AccountId) -> Caller {
        Caller {
            account,
            acr: self.acr.clone(),
            signed_in_at: self.signed_in_at,
            locale: self.locale,
            claims: self.claims.clone(),
        }
    }

    /// The body that the back-end receives.
    pub(super) fn body(&self, request: &Request, part: &Part) -> Value {
        json!({
            "request": request.id,
            "reference": request.reference,
            "part": part.code,
            "locale": self.locale.tag(),
            "sent_at": part.answered_at.map(|at| at.timestamp().to_string()),
            "answers": self.answers,
            "wording": { "sections": self.sections, "declaration": self.declaration },
        })
    }
}
