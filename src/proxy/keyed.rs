//! Calls under a key (`Idempotency-Key`): the same call again gets the same answer, another one under the same key is
//! refused, and one that is under way is not begun again. The key goes on to the back-end, which does the same.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::call::Calling;
use super::refusal::Refusal;
use super::{answer, headers, store};
use crate::act::Chore;
use crate::vault::Place;
use crate::web::Error;

/// So long an answer is kept.
const KEPT: Duration = Duration::from_hours(24);
/// So much longer than a call may take it counts as under way.
const GRACE: Duration = Duration::from_mins(1);

/// What was answered, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    /// In base64.
    body: String,
}

/// How a call under a key begins.
pub enum Begun {
    /// For the first time.
    Now(Uuid),
    /// It was made before: this was answered.
    Before(Response),
}

fn place(id: Uuid) -> Place {
    Place::new("app_call.content", id)
}

impl Calling {
    /// Begins a call under `key`, whose body has that digest and takes so long to go up.
    pub async fn begin(&self, key: &str, digest: [u8; 32], sending: Duration) -> Result<Begun, Refusal> {
        let base = &self.proxy.base;
        let (account, tile) = (self.citizen.account, self.tile.id());
        let key = base.vault.fingerprint("app call key", format!("{account}\0{tile}\0{key}").as_bytes());
        let asked = format!("{}\0{}\0", self.route.name, self.path);
        let call = self.citizen.key.fingerprint("app call", &[asked.as_bytes(), &digest].concat());
        let (id, at) = (base.clock.new_uuid(), base.clock.now());
        let new = store::New {
            id,
            account,
            key: &key,
            call: &call,
            at,
            running_until: at.after(sending + GRACE),
            expires_at: at.after(KEPT),
        };
        let mut chore = base.acts.chore(Chore::BeginCall).await?;
        if store::begin(chore.rows(), &new).await? {
            chore.commit().await?;
            return Ok(Begun::Now(id));
        }
        match store::of(chore.rows(), &key).await? {
            Some(before) if before.call != call => Err(Refusal::KeyReused),
            Some(store::Before { id, content: Some(content), .. }) => {
                let kept: Kept = self.citizen.key.open_json(place(id), &content)?;
                Ok(Begun::Before(kept.response()?))
            }
            Some(_) | None => Err(Refusal::StillRunning),
        }
    }

    /// What was answered, sealed to be kept.
    pub fn seal(&self, id: Uuid, answer: (StatusCode, &HeaderMap, &Bytes)) -> Result<Vec<u8>, Refusal> {
        let (status, headers, body) = answer;
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        let kept = Kept {
            status: status.as_u16(),
            headers: headers.iter().filter_map(text).collect(),
            body: STANDARD.encode(body),
        };
        Ok(self.citizen.key.seal_json(place(id), &kept)?)
    }
}

impl Kept {
    fn response(self) -> Result<Response, Error> {
        let status = StatusCode::from_u16(self.status).map_err(Error::internal)?;
        let mut headers = headers::down(&HeaderMap::new());
        for (name, value) in self.headers {
            let name: HeaderName = name.parse().map_err(Error::internal)?;
            headers.insert(name, value.parse().map_err(Error::internal)?);
        }
        let body = STANDARD.decode(self.body).map_err(Error::internal)?;
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Ok(answer::response(status, headers, Body::from(body)))
    }
}
