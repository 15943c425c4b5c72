//! How the portal proves to an issuer who it is.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::portal::Portal;
use crate::keys::{Purpose, Rotation, Standing};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

async fn published(portal: &Portal) -> Vec<String> {
    let set = portal.keys.published().await;
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// The names of the keys of a purpose that stand there.
async fn standing(portal: &Portal, purpose: Purpose, wanted: fn(&Standing) -> bool) -> Vec<String> {
    let all = portal.keys.list().await.unwrap();
    let fitting = all.iter().filter(|(key, standing)| key.purpose == purpose && wanted(standing));
    fitting.map(|(key, _)| key.id.to_string()).collect()
}

async fn signing(portal: &Portal, purpose: Purpose) -> String {
    standing(portal, purpose, |standing| *standing == Standing::Signing).await.remove(0)
}

#[tokio::test]
async fn a_key_of_its_own_proves_who_the_portal_is() {
    let portal = Portal::with_key("").await;
    for _ in 0..2 {
        assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
    }
    let (own, other) = (signing(&portal, Purpose::Issuers).await, signing(&portal, Purpose::Backends).await);
    assert_eq!(portal.provider.client_keys(), [own.clone(), own.clone()]);
    assert_ne!(own, other, "what signs for back-ends does not sign here");
    assert_eq!(published(&portal).await.len(), 2);
}

#[tokio::test]
async fn an_issuer_that_does_not_know_the_portal_is_told_of() {
    let portal = Portal::with_key("").await;
    portal.provider.trust(&json!({"keys": []}));
    let got = portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(portal.log().await.last().unwrap(), "signin-refused client-refused");
}

#[tokio::test]
async fn a_rotation_surprises_no_issuer_that_keeps_a_copy() {
    let portal = Portal::with_key("").await;
    let old = signing(&portal, Purpose::Issuers).await;
    let (clock, keys) = (&portal.base.clock, &portal.keys);
    let newest = keys.rotate(Purpose::Issuers, Rotation::Asked).await.unwrap();
    assert!(newest.made && newest.signs_from == newest.signs_from.max(clock.now().after(23 * HOUR)));
    let again = keys.rotate(Purpose::Issuers, Rotation::Asked).await.unwrap();
    assert_eq!((again.id, again.made), (newest.id, false), "one rotation at a time");

    // The issuer keeps a copy for a day: it holds the new key long before it counts.
    let copy: Value = keys.published().await;
    assert_eq!(copy["keys"].as_array().unwrap().len(), 3);
    portal.provider.trust(&copy);
    clock.advance(23 * HOUR);
    portal.browser().sign_in("/fr/sign-in").await;
    clock.advance(HOUR + MINUTE);
    portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(portal.provider.client_keys(), [old.clone(), newest.id.to_string()]);
    assert!(published(&portal).await.contains(&old), "for those who still verify what it signed");

    clock.advance(24 * HOUR);
    assert!(!published(&portal).await.contains(&old));
    keys.tend().await.unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM signing_key").await, 2);
    let log = portal.log().await;
    let of_keys: Vec<&String> = log.iter().filter(|line| line.starts_with("key-")).collect();
    assert_eq!(of_keys, ["key-rotated asked", "key-destroyed"]);
}

#[tokio::test]
async fn a_key_that_others_may_know_is_replaced_at_once() {
    let portal = Portal::with_key("").await;
    let old = signing(&portal, Purpose::Issuers).await;
    portal.keys.rotate(Purpose::Issuers, Rotation::Asked).await.unwrap();
    let newest = portal.keys.rotate(Purpose::Issuers, Rotation::Compromised).await.unwrap();
    assert_eq!(signing(&portal, Purpose::Issuers).await, newest.id.to_string());
    assert_eq!(published(&portal).await.len(), 2, "one for each purpose");
    assert!(!published(&portal).await.contains(&old));
    assert_eq!(portal.log().await[1..], ["key-rotated compromised", "key-destroyed", "key-destroyed"]);
}

#[tokio::test]
async fn keys_are_replaced_when_they_are_old_and_other_nodes_learn_of_it() {
    let portal = Portal::with_key("").await;
    let other_node = crate::keys::Keys::open(portal.base.clone()).await.unwrap();
    portal.base.clock.advance(89 * 24 * HOUR);
    portal.keys.tend().await.unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM signing_key").await, 2);
    portal.base.clock.advance(24 * HOUR + MINUTE);
    let (one, two) = tokio::join!(portal.keys.tend(), other_node.tend());
    one.and(two).unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM signing_key").await, 4, "one more for each purpose");
    portal.base.clock.advance(MINUTE);
    assert_eq!(other_node.published().await, portal.keys.published().await);
    portal.base.clock.advance(24 * HOUR);
    let newest = standing(&portal, Purpose::Issuers, |standing| *standing == Standing::Signing).await;
    portal.provider.trust(&other_node.published().await);
    portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(portal.provider.client_keys(), newest);
}

#[tokio::test]
async fn nodes_that_start_together_make_one_key_for_each_purpose() {
    let portal = Portal::open().await;
    let opened = (0..4).map(|_| crate::keys::Keys::open(portal.base.clone()));
    futures_util::future::join_all(opened).await;
    assert_eq!(portal.count("SELECT COUNT(*) FROM signing_key").await, 2);
}
