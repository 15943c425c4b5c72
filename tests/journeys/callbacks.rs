//! What back-ends tell: taken once, in order, from whom they say they are. Each refusal has its
//! status and its line in the audit log, and changes nothing (`contract.md` §5).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use parvis::text::Locale;
use serde_json::{Map, Value, json};

use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, Portal, Setup};

journeys!(refused, a_flood, taken_once, in_order, codes_and_words);

/// A portal with one request that the office has said nothing of yet.
async fn with_a_request(database: Database) -> (Portal, Browser, String, String) {
    with_a_request_under(Setup::silent(), database).await
}

async fn with_a_request_under(setup: Setup, database: Database) -> (Portal, Browser, String, String) {
    let portal = setup.start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    (portal, browser, reference, request)
}

/// A stranger who sends without end is told to wait, and does not fill the audit log; a back-end at
/// another pace is heard all the same.
async fn a_flood(database: Database) {
    let few = json!({ "limits": { "callbacks_per_minute": 30, "callback_refusals_per_minute": 5 } });
    let (portal, _, _, request) = with_a_request_under(Setup::silent().with(few), database).await;
    let mut forged = Callback::status(&portal, "msg_0", &request, 1, "received");
    "nobody".clone_into(&mut forged.backend);
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(forged.clone().send(&portal).await.status);
    }
    assert_eq!(statuses, [[404; 5].as_slice(), &[429; 15]].concat());
    assert_eq!(portal.events_of("callback-refused").await.len(), 5);
    let told = Callback::status(&portal, "msg_1", &request, 1, "received").send(&portal).await;
    assert_eq!(told.status, 202, "{told:?}");
    let mut statuses = Vec::new();
    for turn in 2..62 {
        let told = Callback::status(&portal, &format!("msg_{turn}"), &request, turn, "triage");
        statuses.push(told.send(&portal).await.status);
    }
    assert!(statuses.contains(&202) && statuses.contains(&429), "{statuses:?}");
    portal.stop().await;
}

/// All that a callback can change.
async fn standing(portal: &Portal) -> (String, [i64; 4]) {
    let request = "SELECT state || ' ' || withdrawal || ' ' || last_seq FROM request";
    let counts = [
        portal.count("step").await,
        portal.count("message").await,
        portal.count("job").await,
        portal.count("callback").await,
    ];
    (portal.text(request).await, counts)
}

/// A callback and what becomes of it: status, problem, reason in the log.
struct Refused(Callback, u16, &'static str, &'static str);

async fn refused(database: Database) {
    // Another back-end of the registry, with a key of its own.
    let labs = SigningKey::from_bytes(&parvis::id::random());
    let registry = json!({ "backend": { "labs": {
        "url": "http://127.0.0.1:9/",
        "organisation": "labs",
        "networks": ["127.0.0.1"],
        "callback_key": STANDARD.encode(labs.verifying_key().to_bytes()),
    } } });
    let (portal, _, _, request) = with_a_request_under(Setup::silent().with(registry), database).await;
    let good = Callback::status(&portal, "msg_1", &request, 1, "received");
    let with = |change: &dyn Fn(&mut Callback)| {
        let mut callback = good.clone();
        change(&mut callback);
        callback
    };
    let from_labs = |c: &mut Callback| (c.backend, c.key) = ("labs".to_owned(), labs.clone());
    let nobody = uuid::Uuid::from_bytes(parvis::id::random()).to_string();
    let many: Map<String, Value> = (0..6).map(|n| (format!("p{n}"), json!("x"))).collect();
    let params = |params: Value| {
        let data = json!({ "request": request, "seq": 1, "code": "triage", "params": params });
        Callback::new(&portal, "msg_1", "request.status", &data)
    };
    let cases = [
        Refused(with(&|c| c.key = labs.clone()), 401, "bad-signature", "bad_signature"),
        Refused(with(&from_labs), 404, "unknown-request", "unknown_request"),
        Refused(with(&|c| c.late = 301), 401, "stale", "stale"),
        Refused(with(&|c| c.late = -302), 401, "stale", "stale"),
        Refused(with(&|c| c.id = String::new()), 400, "bad-envelope", "bad_envelope"),
        Refused(with(&|c| c.id = "m".repeat(129)), 400, "bad-envelope", "bad_envelope"),
        Refused(with(&|c| c.backend = "somebody".into()), 404, "unknown-backend", "unknown_backend"),
        Refused(with(&|c| c.body = "{".into()), 400, "bad-body", "bad_body"),
        Refused(with(&|c| c.body = "null".into()), 400, "bad-body", "bad_body"),
        Refused(
            Callback::status(&portal, "msg_1", &nobody, 1, "received"),
            404,
            "unknown-request",
            "unknown_request",
        ),
        Refused(Callback::status(&portal, "msg_1", "nonsense", 1, "x"), 400, "bad-body", "bad_body"),
        Refused(params(Value::Object(many)), 400, "bad-params", "bad_params"),
        Refused(params(json!({ "days": "x".repeat(81) })), 400, "bad-params", "bad_params"),
        Refused(params(json!({ "days": { "a": "nest" } })), 400, "bad-params", "bad_params"),
        Refused(params(json!({ "days": "line\nbreak" })), 400, "bad-params", "bad_params"),
        Refused(params(json!({ "days": "x".repeat(17 * 1024) })), 413, "too-large", "too_large"),
    ];
    let before = standing(&portal).await;
    for (number, Refused(callback, status, problem, reason)) in cases.into_iter().enumerate() {
        let answer = callback.send(&portal).await;
        assert_eq!((answer.status, answer.problem()), (status, problem), "{}", callback.body);
        let titles = &answer.body["titles"];
        assert!(titles["fr"].is_string() && titles["en"].is_string(), "in both languages: {answer:?}");
        let events = portal.events_of("callback-refused").await;
        assert_eq!(events.len(), number + 1, "{reason}");
        let event = events.last().unwrap();
        assert_eq!((event.actor.as_str(), event.field("reason").as_str()), ("backend", reason));
        assert_eq!(event.trace.as_deref(), answer.body["trace"].as_str(), "{reason}");
        let known = ["complaints", "labs"].contains(&callback.backend.as_str());
        assert_eq!(event.field("backend"), if known { &callback.backend } else { "unknown" });
    }
    assert_eq!(standing(&portal).await, before, "nothing changed");
    assert_eq!(good.send(&portal).await.status, 202, "the id was not used up");
    portal.stop().await;
}

async fn taken_once(database: Database) {
    let (portal, _, _, request) = with_a_request(database).await;
    let first = Callback::status(&portal, "msg_1", &request, 1, "received");
    let answer = first.send(&portal).await;
    assert_eq!((answer.status, &answer.body["result"]), (202, &json!("applied")));
    portal.at_rest().await;
    let after = standing(&portal).await;

    let again = first.send(&portal).await;
    assert_eq!((again.status, &again.body["result"]), (200, &json!("repeated")));
    let ignored = portal.events_of("callback-ignored").await;
    assert_eq!(ignored.len(), 1, "a repetition leaves a line in the log");

    let other = Callback::status(&portal, "msg_1", &request, 2, "done").send(&portal).await;
    assert_eq!((other.status, other.problem()), (409, "reused-id"));
    assert_eq!(portal.events_of("callback-refused").await[0].field("reason"), "reused_id");
    assert_eq!(standing(&portal).await, after, "nothing changed");

    // The same message at both doors at once: one of them lets it in.
    let second = Callback::status(&portal, "msg_2", &request, 2, "triage");
    let (one, two) = tokio::join!(second.send(&portal), second.send(&portal));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 202]);
    assert_eq!(portal.count("step WHERE kind = 'status'").await, 2);
    portal.stop().await;
}

async fn in_order(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database).await;
    let third = Callback::status(&portal, "msg_3", &request, 3, "need-info").send(&portal).await;
    assert_eq!((third.status, &third.body["result"]), (202, &json!("applied")));
    let late = Callback::status(&portal, "msg_2", &request, 2, "triage").send(&portal).await;
    assert_eq!((late.status, &late.body["result"]), (202, &json!("applied")), "late, and new all the same");
    let again = Callback::status(&portal, "msg_3b", &request, 3, "done").send(&portal).await;
    assert_eq!((again.status, &again.body["result"]), (202, &json!("ignored")), "a number is told once");
    let ignored = portal.events_of("callback-ignored").await;
    assert_eq!(ignored.iter().map(|event| event.field("seq")).collect::<Vec<_>>(), ["3"]);
    for (id, seq) in [("msg_0", 0), ("msg_minus", -1)] {
        let none = Callback::status(&portal, id, &request, seq, "done").send(&portal).await;
        assert_eq!((none.status, none.problem()), (400, "bad-params"), "{seq}");
    }
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "action-needed");
    let steps = browser.page().texts(".timeline li p:first-child");
    let place = |words: &str| steps.iter().position(|step| step.contains(words)).unwrap();
    assert!(place("Il nous manque") < place("entre les mains"), "in the office's order: {steps:?}");
    assert_eq!(portal.count("message").await, 2);

    let end = Callback::status(&portal, "msg_4", &request, 4, "done").send(&portal).await;
    assert_eq!(end.body["result"], json!("applied"));
    let after = Callback::status(&portal, "msg_5", &request, 5, "triage").send(&portal).await;
    assert_eq!(after.body["result"], json!("applied"), "it is kept");
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "closed", "closed is final");
    portal.stop().await;
}

/// Only the tile's own words are shown: never a code it does not know, never a parameter's markup.
async fn codes_and_words(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database).await;
    let unknown = Callback::status(&portal, "msg_1", &request, 1, "<b>reopened</b>").send(&portal).await;
    assert_eq!((unknown.status, &unknown.body["result"]), (202, &json!("applied")));
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "under-way");
    assert!(browser.text().contains("Le service a fait avancer votre démarche"), "{}", browser.text());
    assert!(!browser.page().body.contains("reopened"));
    let event = portal.events_of("status-received").await.pop().unwrap();
    assert_eq!((event.field("status"), event.field("state")), ("<b>reopened</b>".into(), "null".into()));
    let alarm = portal.events_of("code-unknown").await.pop().unwrap();
    assert_eq!(alarm.field("unknown"), "<b>reopened</b>", "the operator hears of it");

    let data = json!({ "request": request, "seq": 2, "code": "triage",
        "params": { "days": "<script>alert(1)</script>", "state": "closed", "text": 7 } });
    let marked = Callback::new(&portal, "msg_2", "request.status", &data).send(&portal).await;
    assert_eq!(marked.status, 202);
    browser.open(&format!("/requests/{reference}")).await;
    assert!(!browser.page().body.contains("<script>alert"), "markup is text");
    assert!(browser.text().contains("environ <script>alert(1)</script> jours"), "{}", browser.text());
    portal.stop().await;
}
