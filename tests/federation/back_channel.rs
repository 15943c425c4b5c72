//! The provider says, without the person's browser, that a session is over (OpenID Connect
//! Back-Channel Logout 1.0). It is believed once, and only it.

use parvis::text::Locale;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::journeys;
use crate::provider::{Federation, Provider, only_these, sign_in, with_address};
use crate::support::{Browser, Database, Portal, bounded};

journeys!(ends_the_sessions, counts_once);

const ADDRESS: &str = "/auth/backchannel-logout";
const FORM: &str = "application/x-www-form-urlencoded";

async fn is_open(browser: &Browser) -> bool {
    browser.request(Method::GET, "/fr/requests").send().await.unwrap().status() == 200
}

/// Sends a token as a provider would, or anyone who has it.
async fn send(portal: &Portal, token: &str) -> Response {
    let request = reqwest::Client::builder().no_proxy().build().unwrap().post(portal.at(ADDRESS));
    request.form(&[("logout_token", token)]).send().await.unwrap()
}

async fn reasons(portal: &Portal) -> Vec<String> {
    portal.events_of("logout-refused").await.iter().map(|event| event.field("reason")).collect()
}

/// Alice signs out elsewhere: her sessions here end, in every browser. Bob's goes on.
pub async fn ends_the_sessions(database: Database) {
    let federation = Federation::start(database).await;
    let [mut phone, mut computer, mut bob] =
        [Locale::Fr, Locale::En, Locale::En].map(|l| federation.browser(l));
    sign_in(&mut phone, "alice").await;
    sign_in(&mut computer, "alice").await;
    sign_in(&mut bob, "bob").await;
    let sent = federation.sfid.signs_out("alice").await;
    assert_eq!(sent.len(), 2, "one for each of her sessions there");
    assert!(sent.iter().all(|token| token.status == 200 && token.cache == "no-store"), "{sent:?}");
    assert_eq!([is_open(&phone).await, is_open(&computer).await, is_open(&bob).await], [false, false, true]);
    let ended = federation.portal.events_of("session-ended").await;
    assert_eq!(ended.iter().map(|event| event.field("how")).collect::<Vec<_>>(), ["issuer"; 2]);
    assert_eq!(federation.portal.events_of("logout-received").await.len(), 2);
    federation.portal.stop().await;
}

/// Whoever has seen a logout token cannot use it again.
async fn counts_once(database: Database) {
    let federation = Federation::start(database).await;
    let mut alice = federation.browser(Locale::Fr);
    sign_in(&mut alice, "alice").await;
    let sent = federation.sfid.signs_out("alice").await;
    sign_in(&mut alice, "alice").await;
    let again = send(&federation.portal, &sent[0].token).await;
    assert_eq!((again.status().as_u16(), is_open(&alice).await), (400, true));
    assert_eq!(reasons(&federation.portal).await, ["logout-token-replayed"]);
    federation.portal.stop().await;
}

/// The lies of a logout token, and the reason in the audit log.
const FAULTS: &[(&str, &str)] = &[
    ("lt_nonce", "logout-token-nonce"),
    ("lt_no_event", "logout-token-event"),
    ("lt_event", "logout-token-event"),
    ("lt_aud", "logout-token-audience"),
    ("lt_iss", "issuer-unknown"),
    ("lt_expired", "logout-token-expired"),
    ("lt_no_id", "logout-token-subject"),
    ("lt_alg_none", "logout-token-algorithm"),
    ("lt_hs256", "logout-token-algorithm"),
];

/// The provider sends a logout token with that lie: nothing ends.
pub async fn refused(name: &str) {
    let reason = FAULTS.iter().find(|(fault, _)| *fault == name).unwrap().1;
    let federation = Federation::start(Database::Sqlite).await;
    let mut alice = federation.browser(Locale::Fr);
    sign_in(&mut alice, "alice").await;
    federation.sfid.lies(name).await;
    let sent = federation.sfid.signs_out("alice").await;
    assert_eq!((sent[0].status, sent[0].cache.as_str()), (400, "no-store"));
    assert!(is_open(&alice).await, "{name}");
    assert_eq!(reasons(&federation.portal).await, [reason]);
    federation.portal.stop().await;
}

/// One test for each lie.
macro_rules! faults {
    ($($name:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            bounded(refused(stringify!($name))).await;
        })*

        /// Every lie of the table has its test.
        #[test]
        fn all_of_them() {
            let listed: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            assert_eq!(listed, [$(stringify!($name)),*]);
        }
    };
}

faults![lt_nonce, lt_no_event, lt_event, lt_aud, lt_iss, lt_expired, lt_no_id, lt_alg_none, lt_hs256];

/// An ID token is no logout token, though the same key signs both for the same client. (The other
/// way round: `faults::logout_token`.)
#[tokio::test]
async fn an_id_token_ends_nothing() {
    let federation = Federation::start(Database::Sqlite).await;
    let mut alice = federation.browser(Locale::Fr);
    sign_in(&mut alice, "alice").await;
    let id_token = federation.sfid.seen().await.id_tokens.pop().unwrap();
    assert_eq!(send(&federation.portal, &id_token).await.status(), 400);
    assert!(is_open(&alice).await);
    assert_eq!(reasons(&federation.portal).await, ["logout-token-event"]);
    federation.portal.stop().await;
}

/// Without `exp`, `iat` or `jti`, or of another type, signed by the right key.
#[tokio::test]
async fn incomplete_tokens() {
    let federation = Federation::start(Database::Sqlite).await;
    let mut alice = federation.browser(Locale::Fr);
    sign_in(&mut alice, "alice").await;
    let now = federation.portal.clock.now().seconds();
    let whole = json!({
        "iss": federation.sfid.issuer, "aud": "portal-secret", "sub": federation.sfid.subject("alice").await,
        "iat": now, "exp": now + 120, "jti": "one",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    for (without, reason) in [("exp", "expired"), ("iat", "iat"), ("jti", "jti")] {
        let mut claims = whole.clone();
        claims.as_object_mut().unwrap().remove(without);
        let token = federation.sfid.signs(&claims, &json!({ "typ": "logout+jwt" })).await;
        assert_eq!(send(&federation.portal, &token).await.status(), 400, "{without}");
        assert_eq!(*reasons(&federation.portal).await.last().unwrap(), format!("logout-token-{reason}"));
    }
    let token = federation.sfid.signs(&whole, &json!({ "typ": "at+jwt" })).await;
    assert_eq!(send(&federation.portal, &token).await.status(), 400);
    assert_eq!(reasons(&federation.portal).await.last().unwrap(), "logout-token-type");
    assert!(is_open(&alice).await);
    // With all of it, the same one is believed: what was refused above was refused for its own reason.
    let token = federation.sfid.signs(&whole, &json!({ "typ": "logout+jwt" })).await;
    assert_eq!(send(&federation.portal, &token).await.status(), 200);
    assert!(!is_open(&alice).await);
    federation.portal.stop().await;
}

/// What is not a form with one token is refused before anything is verified.
#[tokio::test]
async fn what_is_no_form_with_a_token() {
    let federation = Federation::start(Database::Sqlite).await;
    let ask = async |method: Method, kind: &str, body: String| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method, federation.portal.at(ADDRESS)).header("content-type", kind);
        request.body(body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(Method::GET, FORM, String::new()).await, 405);
    assert_eq!(ask(Method::POST, "application/json", json!({ "logout_token": "x" }).to_string()).await, 415);
    assert_eq!(ask(Method::POST, FORM, format!("logout_token={}", "x".repeat(1_000_000))).await, 413);
    assert_eq!(ask(Method::POST, FORM, "logout_token=a.b.c".to_owned()).await, 400);
    assert_eq!(ask(Method::POST, FORM, "logout_token=a&logout_token=b".to_owned()).await, 400);
    assert_eq!(ask(Method::POST, FORM, String::new()).await, 400);
    assert_eq!(federation.sfid.count("jwks").await, 0, "no key was needed to see that");
    federation.portal.stop().await;
}

/// Who sends without end is told to wait, before anything is read.
#[tokio::test]
async fn a_flood() {
    let few = json!({ "limits": { "issuer_logouts_per_minute": 5 } });
    let federation = Federation::with(Database::Sqlite, "ES256", &json!({}), few).await;
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(send(&federation.portal, "a.b.c").await);
    }
    let status = |answer: &Response| answer.status().as_u16();
    assert_eq!(answers.iter().map(status).filter(|&status| status == 400).count(), 5);
    let waiting: Vec<&Response> = answers.iter().filter(|answer| status(answer) == 429).collect();
    assert_eq!(waiting.len(), 15);
    assert!(waiting.iter().all(|answer| answer.headers().contains_key("retry-after")));
    federation.portal.stop().await;
}

/// A provider that is closed has no say any more.
#[tokio::test]
async fn of_a_closed_issuer() {
    let (setup, url) = with_address().await;
    let sfid = Provider::start("sfid", &url, &json!({})).await;
    let closed: Value = json!({ "issuer": { "sfid": { "state": "closed" } } });
    let portal =
        setup.with(only_these()).with(sfid.settings("ES256")).with(closed).start(Database::Sqlite).await;
    let now = portal.clock.now().seconds();
    let claims = json!({
        "iss": sfid.issuer, "aud": "portal-secret", "sub": "anyone", "iat": now, "exp": now + 120, "jti": "one",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    let token = sfid.signs(&claims, &json!({ "typ": "logout+jwt" })).await;
    assert_eq!(send(&portal, &token).await.status(), 400);
    assert_eq!(reasons(&portal).await, ["issuer-closed"]);
    portal.stop().await;
}
