//! The same news leads to the same place: pushed in order, pushed shuffled and twice, pulled, or some
//! of each (`contract.md` §5). Same state, same timeline, same tasks and documents, same notices.

use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::routing::{any, get};
use axum::{Json, Router};
use parvis::id::{AccountId, MessageId, RequestId, random};
use parvis::notices::Content;
use parvis::on;
use parvis::requests::reconcile::Held;
use parvis::text::Locale;
use parvis::vault::Place;
use serde_json::{Value, json};

use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::office::Callback;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(pushed_or_pulled, a_code_that_is_understood_later, reconciled);

/// A back-end that takes everything, and lists what it is told to.
#[derive(Clone, Default)]
struct Office(Arc<Mutex<BTreeMap<String, Vec<Value>>>>);

impl Office {
    async fn start() -> (Self, String) {
        let office = Self::default();
        let router = Router::new()
            .route("/v2/requests", get(Self::list))
            .fallback(any(|| async { Json(json!({ "reference": "PLA-1" })) }))
            .with_state(office.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (office, address)
    }

    fn list(State(office): State<Self>) -> Ready<Json<Value>> {
        let known = office.0.lock().unwrap().clone();
        let requests: Vec<Value> =
            known.iter().map(|(id, events)| json!({ "request": id, "events": events })).collect();
        ready(Json(json!({ "requests": requests, "next": "1", "more": false })))
    }

    fn has(&self, request: &str, events: &[Value]) {
        self.0.lock().unwrap().insert(request.to_owned(), events.to_vec());
    }
}

/// A life with everything in it, in the order in which it happened.
fn life(portal: &Portal, request: &str) -> Vec<Value> {
    let begun = portal.clock.now().timestamp().as_second();
    let happened = [
        ("request.status", json!({ "code": "received" })),
        ("request.status", json!({ "code": "triage", "params": { "days": "10" } })),
        ("request.message", json!({ "code": "commissioner", "params": { "name": "H. Girard" } })),
        ("request.status", json!({ "code": "mystery" })),
        ("request.task", json!({ "task": "a", "code": "more-information", "due": "2030-01-31" })),
        ("request.task", json!({ "task": "b", "code": "rights", "document": "d" })),
        ("request.status", json!({ "code": "need-info" })),
        ("request.document", json!({ "document": "d", "code": "rights" })),
        ("request.task", json!({ "task": "a", "code": "more-information", "state": "processed" })),
        ("request.task", json!({ "task": "b", "code": "rights", "state": "withdrawn" })),
        ("request.document", json!({ "document": "d", "code": "rights", "state": "withdrawn" })),
        ("request.document", json!({ "document": "e", "code": "findings" })),
        ("request.task", json!({ "task": "a", "code": "more-information", "due": "2030-02-28" })),
        ("request.withdrawal", json!({ "outcome": "too_late", "reason": "decided" })),
        ("request.status", json!({ "code": "resumed" })),
    ];
    let event = |(seq, (kind, data)): (i64, (&str, Value))| {
        let mut full = json!({ "request": request, "seq": seq });
        full.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        let timestamp = jiff::Timestamp::from_second(begun + seq * 60).unwrap().to_string();
        json!({ "type": kind, "timestamp": timestamp, "data": full })
    };
    (1..).zip(happened).map(event).collect()
}

fn shuffled(events: &[Value]) -> Vec<Value> {
    let mut events = events.to_vec();
    events.sort_by_key(|_| random::<8>());
    events
}

async fn push(portal: &Portal, events: &[Value]) {
    for event in events {
        let id = format!("msg_{}", uuid::Uuid::from_bytes(random()).simple());
        let body = event.to_string();
        let callback = Callback { id, body, ..Callback::new(portal, "", "", &json!({})) };
        let answer = callback.send(portal).await;
        assert_eq!(answer.status, 202, "{answer:?}");
    }
}

async fn pull(portal: &Portal) {
    portal.clock.advance(Duration::from_mins(16));
    portal.app.make_round().await;
}

/// All that news leads to.
#[derive(Debug, PartialEq)]
struct Led {
    standing: String,
    timeline: Vec<String>,
    tasks: Vec<String>,
    documents: Vec<String>,
    notices: Vec<String>,
}

async fn texts(portal: &Portal, sql: String) -> Vec<String> {
    let sql = || sqlx::AssertSqlSafe(sql.clone());
    let mut db = portal.app.base().db.read().await.unwrap();
    on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_all(c).await).unwrap()
}

async fn led_to(portal: &Portal, browser: &mut Browser, reference: &str) -> Led {
    let request = format!("(SELECT id FROM request WHERE reference = '{reference}')");
    browser.open(&format!("/requests/{reference}")).await;
    let standing = format!(
        "SELECT state || ' ' || COALESCE(outcome, '') || ' ' || withdrawal || ' ' || COALESCE(code, '') || ' ' || \
         CAST(unclear AS TEXT) || ' ' || CAST(needs_me AS TEXT) || ' ' || CAST(last_seq AS TEXT) \
         FROM request WHERE reference = '{reference}'"
    );
    let tasks = format!(
        "SELECT name || ' ' || CAST(asked_seq AS TEXT) || ' ' || CAST(ended_seq AS TEXT) || ' ' || \
         COALESCE(ended, '') || ' ' || code || ' ' || CAST(due_at IS NULL AS TEXT) FROM task \
         WHERE request_id = {request} ORDER BY name"
    );
    let documents = format!(
        "SELECT name || ' ' || CAST(seq AS TEXT) || ' ' || state FROM document \
         WHERE request_id = {request} ORDER BY name"
    );
    Led {
        standing: portal.text(&standing).await,
        timeline: browser
            .page()
            .texts(".timeline li")
            .iter()
            .map(|line| line.replace(reference, ""))
            .collect(),
        tasks: texts(portal, tasks).await,
        documents: texts(portal, documents).await,
        notices: notices(portal, reference).await,
    }
}

/// What the inbox says of the request, opened with its owner's key.
async fn notices(portal: &Portal, reference: &str) -> Vec<String> {
    let base = portal.app.base();
    let mut db = base.db.read().await.unwrap();
    let sql = "SELECT m.id, m.account_id, m.content FROM message m JOIN request r ON r.id = m.request_id \
        WHERE r.reference = $1";
    let rows: Vec<(MessageId, AccountId, Vec<u8>)> =
        on!(&mut db, |c| sqlx::query_as(sql).bind(reference).fetch_all(c).await).unwrap();
    let mut all = Vec::new();
    for (id, account, sealed) in rows {
        let key = parvis::identity::data_key(&mut db, &base.vault, account).await.unwrap().unwrap();
        let content: Content = key.open_json(Place::new("message.content", id.0), &sealed).unwrap();
        all.push(format!("{:?} {:?}", content.fr, content.en).replace(reference, ""));
    }
    all.sort();
    all
}

async fn portal_with_office(database: Database) -> (Portal, Office) {
    let (office, address) = Office::start().await;
    let settings = json!({ "backend": { "complaints": { "url": address } } });
    (Setup::silent().with(settings).start(database).await, office)
}

/// The portal's id of a request.
async fn id_of(portal: &Portal, reference: &str) -> String {
    let mut db = portal.app.base().db.read().await.unwrap();
    let sql = "SELECT id FROM request WHERE reference = $1";
    let id: RequestId = on!(&mut db, |c| sqlx::query_scalar(sql).bind(reference).fetch_one(c).await).unwrap();
    id.to_string()
}

async fn pushed_or_pulled(database: Database) {
    let (portal, office) = portal_with_office(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut references = Vec::new();
    for _ in 0..5 {
        references.push(complaint::file(&mut browser).await);
    }
    portal.at_rest().await;
    let mut lives = Vec::new();
    for reference in &references {
        lives.push(life(&portal, &id_of(&portal, reference).await));
    }
    portal.clock.advance(Duration::from_mins(20));

    push(&portal, &lives[0]).await;
    push(&portal, &shuffled(&lives[1])).await;
    push(&portal, &shuffled(&lives[1])).await;
    let (early, late) = lives[3].split_at(7);
    push(&portal, &shuffled(late)).await;
    push(&portal, &shuffled(&lives[4])[..9]).await;
    for (place, reference) in references.iter().enumerate().skip(2) {
        let listed = if place == 3 { shuffled(early) } else { shuffled(&lives[place]) };
        office.has(&id_of(&portal, reference).await, &listed);
    }
    pull(&portal).await;
    pull(&portal).await;
    push(&portal, &shuffled(&lives[4])).await;

    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let first = led_to(&portal, &mut browser, &references[0]).await;
    assert_eq!(first.notices.len(), lives[0].len(), "one for each thing that happened");
    assert!(first.standing.starts_with("in_progress  too_late resumed"), "{}", first.standing);
    for (number, reference) in references.iter().enumerate().skip(1) {
        assert_eq!(led_to(&portal, &mut browser, reference).await, first, "way number {number}");
    }
    assert_eq!(portal.events_of("status-received").await.len(), 5 * 5, "each told once, whichever way");
    portal.stop().await;
}

/// The tile learns the code with a later release; until then the operator sees it every day.
async fn a_code_that_is_understood_later(database: Database) {
    let (portal, _) = portal_with_office(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    portal.at_rest().await;
    let request = id_of(&portal, &reference).await;
    let told = Callback::status(&portal, "msg_1", &request, 1, "mystery").send(&portal).await;
    assert_eq!(told.status, 202);
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin").await;
    assert!(admin.page().texts(".alarm").iter().any(|alarm| alarm.contains("que la tuile ne connaît pas")));
    // As if the code had come before the release that knows it.
    portal.meddle("UPDATE step SET code = 'triage' WHERE code = 'mystery'").await;
    portal.meddle("UPDATE request SET code = 'triage' WHERE code = 'mystery'").await;
    portal.app.make_round().await;
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "in-progress");
    assert_eq!(portal.events_of("code-understood").await.len(), 1);
    admin.open("/admin").await;
    assert!(admin.page().texts(".alarm").is_empty(), "{}", admin.text());
    portal.stop().await;
}

/// What was delivered is with the back-end, once: else it is said which is not.
async fn reconciled(database: Database) {
    let (portal, office) = portal_with_office(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let reference = complaint::file(&mut browser).await;
        ids.push(id_of(&portal, &reference).await);
    }
    portal.at_rest().await;
    let account = async || {
        let accounts = portal.app.reconcile().await.unwrap();
        accounts.into_iter().find(|account| account.backend == "complaints").unwrap()
    };
    let said = |held: &Held| match held {
        Held::Compared { count, lost, doubled, unknown } => {
            (*count, lost.len(), doubled.len(), unknown.len())
        }
        other => panic!("{other:?}"),
    };
    office.has(&ids[0], &[]);
    let lost = account().await;
    assert_eq!((lost.submitted, lost.delivered, lost.pending, lost.refused), (2, 2, 0, 0));
    assert_eq!((said(&lost.held), lost.is_sound()), ((1, 1, 0, 0), false));
    office.has(&ids[1], &[]);
    let sound = account().await;
    assert_eq!((said(&sound.held), sound.is_sound()), ((2, 0, 0, 0), true));
    // The same request once more, under another writing of its id.
    office.has(&ids[1].to_uppercase(), &[]);
    assert_eq!(said(&account().await.held), (3, 0, 1, 0));
    office.0.lock().unwrap().remove(&ids[1].to_uppercase());
    office.has(&uuid::Uuid::from_bytes(random()).to_string(), &[]);
    let unknown = account().await;
    assert_eq!((said(&unknown.held), unknown.is_sound()), ((3, 0, 0, 1), false));

    portal.meddle("UPDATE request SET delivery = 'waiting'").await;
    let forgotten = account().await;
    assert_eq!((forgotten.forgotten.len(), forgotten.is_sound()), (2, false), "pending, and no job is left");
    portal.stop().await;
}
