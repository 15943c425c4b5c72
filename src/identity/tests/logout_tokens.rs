//! Logout tokens: the one that is right, and every broken form, each refused for its own reason.

use std::time::Duration;

use serde_json::{Value, json};

use super::portal::Portal;
use super::provider::CLIENT_ID;
use crate::clock::Micros;
use crate::config::IssuerState;
use crate::identity::federation::{Logout, LogoutRefusal};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The claims of a logout token without a fault, `with` these changes; null takes a claim away.
fn claims(portal: &Portal, with: &Value) -> Value {
    let now = portal.base.clock.now();
    let mut claims = json!({
        "iss": portal.provider.issuer, "aud": CLIENT_ID, "sub": "7b1d4f0a", "sid": "s1", "jti": "j1",
        "iat": now.seconds(), "exp": now.after(Duration::from_mins(2)).seconds(), "events": { EVENT: {} },
    });
    let members = claims.as_object_mut().unwrap();
    for (name, value) in with.as_object().unwrap() {
        match value {
            Value::Null => drop(members.remove(name)),
            value => drop(members.insert(name.clone(), value.clone())),
        }
    }
    claims
}

async fn told(portal: &Portal, header: Value, with: Value) -> Result<Logout, LogoutRefusal> {
    let token = portal.provider.sign(header, &claims(portal, &with));
    verify(portal, &token).await
}

async fn verify(portal: &Portal, token: &str) -> Result<Logout, LogoutRefusal> {
    portal.identity.0.federation.issuer("sfid").unwrap().logout(token).await
}

fn ago(portal: &Portal, span: Duration) -> Value {
    json!(portal.base.clock.now().before(span).seconds())
}

#[tokio::test]
async fn a_logout_token_tells_whose_session_is_over() {
    let portal = Portal::open().await;
    for header in [json!({}), json!({"typ": "logout+jwt"}), json!({"typ": "application/Logout+JWT"})] {
        let logout = told(&portal, header, json!({})).await.unwrap();
        assert_eq!(logout.subject.as_deref(), Some("7b1d4f0a"));
        assert_eq!((logout.issuer_session.as_deref(), logout.token_id.as_str()), (Some("s1"), "j1"));
    }
    let of_session = told(&portal, json!({}), json!({"sub": null, "aud": [CLIENT_ID]})).await.unwrap();
    assert_eq!((of_session.subject, of_session.issuer_session.as_deref()), (None, Some("s1")));
    // A token that never ends is not remembered for ever.
    let endless = told(&portal, json!({}), json!({"exp": 99_999_999_999_i64})).await.unwrap();
    assert!(endless.expires_at < portal.base.clock.now().after(Duration::from_mins(3)));
    assert!(endless.expires_at > Micros::from_seconds(0));
}

#[tokio::test]
async fn every_broken_logout_token_is_refused_for_its_own_reason() {
    let portal = Portal::open().await;
    let minutes = |minutes| ago(&portal, Duration::from_mins(minutes));
    let ahead = json!(portal.base.clock.now().after(Duration::from_mins(1)).seconds());
    for (reason, header, with) in [
        ("header", json!({"crit": ["b64"]}), json!({})),
        ("header", json!({"cty": "JWT"}), json!({})),
        ("type", json!({"typ": "JWT"}), json!({})),
        ("type", json!({"typ": "at+jwt"}), json!({})),
        ("type", json!({"typ": 3}), json!({})),
        ("algorithm", json!({"alg": "none"}), json!({})),
        ("algorithm", json!({"alg": "HS256"}), json!({})),
        ("algorithm", json!({"alg": "RS256"}), json!({})),
        ("key", json!({"kid": "nobody's"}), json!({})),
        ("key", json!({"kid": null}), json!({})),
        ("issuer", json!({}), json!({"iss": "https://evil.example"})),
        ("issuer", json!({}), json!({"iss": null})),
        ("audience", json!({}), json!({"aud": "somebody-else"})),
        ("audience", json!({}), json!({"aud": [CLIENT_ID, "somebody-else"]})),
        ("audience", json!({}), json!({"aud": []})),
        ("audience", json!({}), json!({"aud": null})),
        ("expired", json!({}), json!({"exp": minutes(1)})),
        ("expired", json!({}), json!({"exp": null})),
        ("expired", json!({}), json!({"exp": "tomorrow"})),
        ("iat", json!({}), json!({"iat": minutes(3)})),
        ("iat", json!({}), json!({"iat": ahead})),
        ("iat", json!({}), json!({"iat": null})),
        ("event", json!({}), json!({"events": null})),
        ("event", json!({}), json!({"events": {"urn:x": {}}})),
        ("event", json!({}), json!({"events": {EVENT: true}})),
        ("event", json!({}), json!({"events": EVENT})),
        ("nonce", json!({}), json!({"nonce": "n"})),
        ("subject", json!({}), json!({"sub": null, "sid": null})),
        ("subject", json!({}), json!({"sub": 7})),
        ("subject", json!({}), json!({"sid": "x".repeat(256)})),
        ("jti", json!({}), json!({"jti": null})),
        ("jti", json!({}), json!({"jti": ""})),
        ("jti", json!({}), json!({"jti": "x".repeat(256)})),
    ] {
        let refusal = told(&portal, header.clone(), with.clone()).await.unwrap_err();
        assert_eq!(refusal.code(), format!("logout-token-{reason}"), "{header} {with}");
    }
}

#[tokio::test]
async fn what_is_no_token_costs_no_call_to_the_issuer() {
    let portal = Portal::open().await;
    for text in ["", "a", "a.b", "a.b.c", "e30.e30", "e30.W10.e30", "e30.e30.=", &"e30.".repeat(5_000)] {
        assert_eq!(verify(&portal, text).await, Err(LogoutRefusal::Malformed), "{text}");
    }
    assert_eq!(portal.provider.fetches(), 0);
}

#[tokio::test]
async fn a_logout_token_is_signed_by_a_key_of_the_issuer() {
    let mut portal = Portal::open().await;
    let good = portal.provider.sign(json!({}), &claims(&portal, &json!({})));
    let (signed, _) = good.rsplit_once('.').unwrap();
    let other = portal.provider.sign(json!({}), &claims(&portal, &json!({"jti": "another"})));
    let altered = format!("{signed}.{}", other.rsplit_once('.').unwrap().1);
    assert_eq!(verify(&portal, &altered).await, Err(LogoutRefusal::Signature));

    // A key that came after ours were fetched.
    portal.provider.rotate(true);
    portal.base.clock.advance(Duration::from_secs(31));
    assert!(told(&portal, json!({}), json!({})).await.is_ok());

    portal.turn(IssuerState::Closed);
    assert_eq!(told(&portal, json!({}), json!({})).await, Err(LogoutRefusal::IssuerClosed));
    portal.turn(IssuerState::Sunset);
    portal.provider.answer(false);
    let unreachable = told(&portal, json!({}), json!({})).await.unwrap_err();
    assert_eq!(unreachable.code(), "provider-unreachable");
}
