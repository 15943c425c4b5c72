//! Publishing over HTTP: a token lets a team talk, its key lets it publish, and every refusal is whole.

use std::collections::BTreeSet;

use parvis::releases::{By, TeamKey, manifest_of, without_kept};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Database, Portal};
use crate::{TEAM, complaints, package, shows, trusting};
use crate::{journeys, version};

journeys!(
    checked_published_shown_and_taken_back,
    what_is_wrong_is_told_with_its_line,
    hostile_packages_are_refused_whole,
    only_what_is_missing_is_sent,
    a_token_lets_its_own_team_talk_until_it_ends
);

struct Team<'p> {
    portal: &'p Portal,
    token: String,
}

impl<'p> Team<'p> {
    async fn of(portal: &'p Portal, team: &str) -> Self {
        let token = portal.app.releases().make_token(&By::system(), team, 1).await.unwrap();
        Self { portal, token }
    }

    async fn sends(&self, path: &str, package: Vec<u8>) -> Response {
        let request = self.post(path).header("content-type", "application/x-tar");
        request.body(package).send().await.unwrap()
    }

    async fn asks(&self, path: &str, body: Value) -> Response {
        self.post(path).json(&body).send().await.unwrap()
    }

    fn post(&self, path: &str) -> reqwest::RequestBuilder {
        let address = self.portal.at(&format!("/api/v1/releases{path}"));
        reqwest::Client::new().post(address).bearer_auth(&self.token)
    }
}

async fn refused(answer: Response, status: StatusCode, code: &str) -> Value {
    assert_eq!(answer.status(), status);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let said: Value = answer.json().await.unwrap();
    assert!(said.to_string().contains(code), "{code}: {said}");
    said
}

const TITLE: &str = "fr = \"Suivi des plaintes\"";

async fn checked_published_shown_and_taken_back(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let team = Team::of(&portal, TEAM).await;
    let next = package(&key, "1.2.0", &[("tile.toml", TITLE, "fr = \"Vos plaintes\"")]);
    let answer = team.sends("/check", next.clone()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(portal.count("release").await, 0, "a check does nothing");
    let answer = team.sends("", next.clone()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let said: Value = answer.json().await.unwrap();
    assert_eq!((&said["version"], &said["changes"]), (&json!("1.2.0"), &json!([])));
    refused(team.sends("", next).await, StatusCode::UNPROCESSABLE_ENTITY, "replayed").await;
    let answer = team.asks("/complaints/activation", json!({ "version": "1.2.0" })).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["result"], "active");
    shows(&portal, "Vos plaintes").await;
    let log = portal.app.releases().log(Some(&complaints())).await.unwrap();
    assert_eq!(log[0].actor, "team:complaints-office");
    let answer = team.asks("/complaints/rollback", json!({ "reason": "words" })).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["version"], "1.1.0");
    shows(&portal, "Suivi des plaintes").await;
    // What may do more waits for an administrator, whoever asks.
    let more = package(&key, "1.3.0", &[("tile.toml", "level = 2", "level = 1")]);
    let answer = team.sends("", more).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["changes"][0]["widens"], true);
    let answer = team.asks("/complaints/activation", json!({ "version": "1.3.0" })).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["result"], "asked");
    portal.stop().await;
}

/// A release that names `label` where the form has a question without words.
async fn what_is_wrong_is_told_with_its_line(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let team = Team::of(&portal, TEAM).await;
    let wrong = crate::unchecked(&key, "1.2.0", &[("locales/en/form.ftl", "you-title", "yuo-title")]);
    let said =
        refused(team.sends("/check", wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "yuo-title").await;
    let findings = said["findings"].as_array().unwrap();
    assert!(findings.iter().any(|found| found["line"].is_u64() && found["file"].is_string()), "{said}");
    portal.stop().await;
}

async fn hostile_packages_are_refused_whole(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let team = Team::of(&portal, TEAM).await;
    let sound = package(&key, "1.2.0", &[]);
    let mut touched = sound.clone();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    let strangers = package(&TeamKey::generate(), "1.2.0", &[]);
    let longer = [sound.clone(), vec![0; 512]].concat();
    for (hostile, why) in [
        (b"no tar at all".to_vec(), "unreadable"),
        (Vec::new(), "missing"),
        (sound[..middle].to_vec(), "release-refused"),
        (touched, "release-refused"),
        (strangers, "unknown-key"),
        (longer, "not-as-packed"),
    ] {
        let said = refused(team.sends("", hostile).await, StatusCode::UNPROCESSABLE_ENTITY, why).await;
        assert!(said["words"]["fr"].is_string() && said["words"]["en"].is_string(), "{said}");
    }
    let bomb = vec![0; parvis::releases::open::LARGEST_PACKAGE + 2];
    assert_eq!(team.sends("", bomb).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!([portal.count("release").await, portal.count("release_content").await], [0, 0]);
    portal.stop().await;
}

async fn a_token_lets_its_own_team_talk_until_it_ends(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let sound = package(&key, "1.2.0", &[]);
    let others = Team::of(&portal, "another-team").await;
    let refusal = others.sends("", sound.clone()).await;
    refused(refusal, StatusCode::UNPROCESSABLE_ENTITY, "other-team").await;
    let own = Team::of(&portal, TEAM).await;
    assert_eq!(own.sends("", sound.clone()).await.status(), StatusCode::CREATED);
    for (path, body) in
        [("/complaints/activation", json!({ "version": "1.2.0" })), ("/complaints/rollback", json!({}))]
    {
        refused(others.asks(path, body).await, StatusCode::UNPROCESSABLE_ENTITY, "other-team").await;
    }
    let guessed = Team { portal: &portal, token: "parvis_team_0000000000_guessed".to_owned() };
    refused(guessed.sends("", sound.clone()).await, StatusCode::UNAUTHORIZED, "bad-token").await;
    let id = own.token.split('_').nth(2).unwrap().to_owned();
    portal.app.releases().revoke_token(&By::system(), &id).await.unwrap();
    let how = json!({ "version": version("1.2.0").to_string() });
    refused(own.asks("/complaints/activation", how).await, StatusCode::UNAUTHORIZED, "bad-token").await;
    portal.clock.advance(std::time::Duration::from_hours(25));
    let late = Team { portal: &portal, token: Team::of(&portal, TEAM).await.token };
    assert_eq!(late.asks("/complaints/rollback", json!({})).await.status(), StatusCode::NOT_FOUND);
    portal.clock.advance(std::time::Duration::from_hours(25));
    assert_eq!(late.asks("/complaints/rollback", json!({})).await.status(), StatusCode::UNAUTHORIZED);
    portal.stop().await;
}

async fn only_what_is_missing_is_sent(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let team = Team::of(&portal, TEAM).await;
    let missing = async |package: &[u8]| {
        let request = team.post("/missing").body(manifest_of(package).unwrap());
        let said: Value = request.send().await.unwrap().json().await.unwrap();
        serde_json::from_value::<BTreeSet<String>>(said["missing"].clone()).unwrap()
    };
    let first = package(&key, "1.2.0", &[("tile.toml", TITLE, "fr = \"Vos plaintes\"")]);
    let all = missing(&first).await;
    assert!(all.len() > 3, "nothing of a tile that was never published is there");
    let part = without_kept(&first, &BTreeSet::new()).unwrap();
    refused(team.sends("", part).await, StatusCode::UNPROCESSABLE_ENTITY, "missing").await;
    assert_eq!(team.sends("", first).await.status(), StatusCode::CREATED);
    let next = package(&key, "1.3.0", &[("tile.toml", TITLE, "fr = \"Toutes vos plaintes\"")]);
    let fewer = missing(&next).await;
    assert_eq!(fewer.len(), 1, "one file is another: {fewer:?}");
    let part = without_kept(&next, &fewer).unwrap();
    assert!(part.len() * 2 < next.len());
    let answer = team.sends("", part).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    team.asks("/complaints/activation", json!({ "version": "1.3.0" })).await;
    shows(&portal, "Toutes vos plaintes").await;
    let other = Team::of(&portal, "another-team").await;
    let asked = other.post("/missing").body(manifest_of(&next).unwrap()).send().await.unwrap();
    refused(asked, StatusCode::UNPROCESSABLE_ENTITY, "other-team").await;
    let asked = team.post("/missing").body("{}").send().await.unwrap();
    refused(asked, StatusCode::UNPROCESSABLE_ENTITY, "manifest-unreadable").await;
    let asked = team.post("/complaints/activation").body("{}").send().await.unwrap();
    refused(asked, StatusCode::BAD_REQUEST, "bad-request").await;
    portal.stop().await;
}
