//! What becomes of a request here: it goes through the tile's own codes, one by one, told by signed callbacks
//! (contract §5).

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use serde_json::{Map, Value, json};

use super::{Mode, Studio};
use crate::tiles::Manifest;
use crate::tiles::manifest::{CitizenState, Outcome};

/// The wait after a callback that did not arrive.
const RETRY: Duration = Duration::from_secs(1);
/// How often a callback is tried: the portal may be starting, or be stopped.
const MOST_TRIES: u32 = 600;
/// What a variable of a status is filled with: right as a number, and as a word.
const EXAMPLE: &str = "10";

/// The codes that a request goes through, each with the key of its words: as the citizen's states follow each
/// other, and to one end, the best there is.
fn steps(manifest: &Manifest) -> Vec<(String, Option<String>)> {
    let Some(status) = &manifest.status else { return Vec::new() };
    let order = [CitizenState::Received, CitizenState::InProgress, CitizenState::ActionNeeded];
    let of = |state| status.codes.iter().filter(move |(_, meaning)| meaning.state == state);
    let ends = || of(CitizenState::Closed);
    let good = ends().find(|(_, meaning)| meaning.outcome == Some(Outcome::Completed));
    let all = order.into_iter().flat_map(of).chain(good.or_else(|| ends().next()));
    all.map(|(code, meaning)| (code.clone(), meaning.key.clone())).collect()
}

/// The variables of a message and of its `-detail` in a text of Fluent.
fn variables(ftl: &str, key: &str) -> BTreeSet<String> {
    let detail = format!("{key}-detail");
    let mut names = BTreeSet::new();
    let mut within = false;
    for line in ftl.lines() {
        if !line.starts_with([' ', '}']) {
            let name = line.split('=').next().unwrap_or_default().trim();
            within = name == key || name == detail;
        }
        let after = line.split('$').skip(1).filter(|_| within);
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        names.extend(after.map(|rest| rest.chars().take_while(|c| letters(*c)).collect()));
    }
    names
}

impl Studio {
    /// Lets a request go through its steps.
    pub(super) fn follow(&self, backend: String, request: String) {
        let studio = self.clone();
        self.spawn(async move {
            for (code, key) in steps(&studio.tile().manifest) {
                tokio::time::sleep(studio.0.pace).await;
                if studio.memory().records.get(&request).is_none_or(|record| record.is_over) {
                    return;
                }
                let data = json!({ "code": code, "params": studio.params(key.as_deref()) });
                studio.tell(&backend, &request, "request.status", data).await;
            }
            if let Some(record) = studio.memory().records.get_mut(&request) {
                record.is_over = true;
            }
        });
    }

    /// Answers a wish to withdraw.
    pub(super) fn settle(&self, backend: String, request: String, outcome: &'static str) {
        let studio = self.clone();
        self.spawn(async move {
            tokio::time::sleep(studio.0.pace).await;
            studio.tell(&backend, &request, "request.withdrawal", json!({ "outcome": outcome })).await;
        });
    }

    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.0.stop.clone();
        self.0.tasks.spawn(async move { stop.run_until_cancelled(work).await });
    }

    /// Values for the variables of a step's words.
    fn params(&self, key: Option<&str>) -> Map<String, Value> {
        let Ok(files) = fs::read_dir(self.0.folder.join("locales/fr")) else { return Map::new() };
        let texts = files.flatten().filter_map(|file| fs::read_to_string(file.path()).ok());
        let names = texts.flat_map(|ftl| key.map(|key| variables(&ftl, key)).unwrap_or_default());
        names.map(|name| (name, EXAMPLE.into())).collect()
    }

    /// Calls back until the portal takes it, or refuses it for good.
    async fn tell(&self, backend: &str, request: &str, kind: &str, mut data: Value) {
        let Some(seq) = self.memory().records.get_mut(request).map(|record| {
            record.seq += 1;
            record.seq
        }) else {
            return;
        };
        if let Value::Object(data) = &mut data {
            data.extend([("request".to_owned(), request.into()), ("seq".to_owned(), seq.into())]);
        }
        let timestamp = self.0.clock.now().timestamp().to_string();
        let body = json!({ "type": kind, "timestamp": timestamp, "data": data }).to_string();
        let id = format!("msg_{}", self.0.clock.new_uuid().simple());
        for _ in 0..MOST_TRIES {
            if self.mode() != Mode::Down && self.send(backend, &id, &body).await {
                return;
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Tries once; whether there is nothing more to try.
    async fn send(&self, backend: &str, id: &str, body: &str) -> bool {
        let at = self.0.clock.now().seconds();
        let signature = self.0.callback_key.sign(format!("{id}.{at}.{body}").as_bytes()).to_bytes();
        let portal = self.0.portal.as_str().trim_end_matches('/');
        let request = self
            .0
            .http
            .post(format!("{portal}/api/v1/callbacks/{backend}"))
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", at)
            .header("webhook-signature", format!("v1a,{}", STANDARD.encode(signature)))
            .body(body.to_owned());
        match request.send().await {
            Ok(answer) if answer.status().is_client_error() && answer.status().as_u16() != 429 => {
                tracing::warn!(status = answer.status().as_u16(), "studio.callback_refused");
                true
            }
            Ok(answer) => answer.status().is_success(),
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_forward_to_one_end() {
        let toml = include_str!("../../../tiles/complaints/tile.toml");
        let steps = steps(&Manifest::parse("tile.toml", toml).unwrap());
        let codes: Vec<&str> = steps.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!((codes.first(), codes.last()), (Some(&"received"), Some(&"done")));
    }

    #[test]
    fn the_variables_of_a_message_are_its_own() {
        let ftl = "a = { $x }\nb =\n    { $days ->\n        [one] un jour\n       *[other] { $days } jours\n    }\n";
        assert_eq!(variables(&[ftl, "b-detail = { $who }"].concat(), "b").len(), 2);
        assert_eq!(variables(ftl, "a"), BTreeSet::from(["x".to_owned()]));
    }
}
