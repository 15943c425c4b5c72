//! Access refused is an event (ASVS 5.0 16.3.2): who was refused what, once a minute, and never the address.

use std::time::Duration;

use parvis::releases::{By, TeamKey};
use parvis::text::Locale;
use reqwest::Method;
use serde_json::json;

use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(a_role_that_is_not_theirs, another_persons_file, a_stopped_token, a_flood_is_a_line);

/// Asks, as a form of the portal's own page would.
async fn ask(browser: &Browser, method: Method, path: &str) -> u16 {
    let ours =
        browser.request(method, path).header("origin", browser.page().url.origin().ascii_serialization());
    ours.header("accept", "text/html").send().await.unwrap().status().as_u16()
}

/// What the log says of refusals so far, once there are so many: method, route, what was wanted, how often.
async fn refusals(portal: &Portal, count: usize) -> Vec<[String; 4]> {
    let events = eventually("the refusals", async || {
        let events = portal.events_of("access-refused").await;
        (events.len() >= count).then_some(events)
    })
    .await;
    assert_eq!(events.len(), count, "{events:#?}");
    events.iter().map(|event| ["method", "route", "wanted", "times"].map(|name| event.field(name))).collect()
}

async fn a_role_that_is_not_theirs(database: Database) {
    let desk = TeamKey::generate().to_pem().unwrap().to_string();
    let settings = json!({ "desk": { "team": "information", "key": desk } });
    let portal = Setup::silent().with(settings).start(database).await;
    let leo = signed_in(&portal, "leo", Locale::Fr).await;
    assert_eq!(ask(&leo, Method::GET, "/fr/admin").await, 403);
    assert_eq!(ask(&leo, Method::GET, "/fr/desk?secret=yes").await, 403);
    let auditor = signed_in(&portal, "auditor", Locale::En).await;
    let path = "/en/admin/jobs/0198c0de-0000-7000-8000-000000000002/replay";
    assert_eq!(ask(&auditor, Method::POST, path).await, 403);
    let publisher = signed_in(&portal, "noemie", Locale::Fr).await;
    assert_eq!(ask(&publisher, Method::GET, "/fr/desk/complaints").await, 404);
    let told = refusals(&portal, 4).await;
    assert_eq!(told[0], ["GET", "/fr/admin", "auditor", "1"]);
    assert_eq!(told[1], ["GET", "/fr/desk", "publisher", "1"], "without the query");
    assert_eq!(told[2][2..], ["admin", "1"]);
    assert!(told[2][1].contains("{id}") && !told[2][1].contains("0198"), "the template: {:?}", told[2]);
    assert_eq!(told[3], ["GET", "/fr/desk/{tile}", "team", "1"]);
    let whose =
        "SELECT COUNT(*) || '' FROM audit_event WHERE code = 'access-refused' AND account_id IS NOT NULL
        AND account_id = actor_account_id AND session_id IS NOT NULL AND trace IS NOT NULL";
    assert_eq!(portal.text(whose).await, "4", "on the journey of whoever asked");

    // Nobody is refused a page that is theirs, and a visitor is led to sign in.
    let admin = signed_in(&portal, "admin", Locale::Fr).await;
    assert_eq!(ask(&admin, Method::GET, "/fr/admin").await, 200);
    let visitor = portal.browser(Locale::Fr);
    visitor.request(Method::GET, "/fr/admin").send().await.unwrap();
    refusals(&portal, 4).await;
    let mut admin = admin;
    admin.open("/admin/log?event=access-refused").await;
    assert!(admin.text().contains("Accès refusé"), "{}", admin.text());
    portal.stop().await;
}

async fn another_persons_file(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let sent = complaint::file(&mut amelie).await;
    complaint::begin(&mut amelie).await;
    let draft = complaint::reference(&amelie);
    let request = crate::office::request(&portal).await;
    let news = crate::office::Callback::status(&portal, "msg_1", &request, 1, "received");
    assert_eq!(news.send(&portal).await.status, 202);
    portal.at_rest().await;
    amelie.open("/messages").await;
    let message = amelie.page().attributes("main .row a", "href").remove(0).replace("/fr/", "/en/");
    let connor = signed_in(&portal, "connor", Locale::En).await;
    let nothing = ask(&connor, Method::GET, "/en/requests/7K3M-9QXD-4FT").await;
    assert_eq!(ask(&connor, Method::GET, &format!("/en/requests/{sent}")).await, nothing, "they look alike");
    assert_eq!(ask(&connor, Method::GET, &format!("/en/requests/{draft}/form")).await, nothing);
    let document = "documents/0198c0de-0000-7000-8000-000000000002";
    assert_eq!(ask(&connor, Method::GET, &format!("/en/requests/{sent}/{document}")).await, nothing);
    assert_eq!(ask(&connor, Method::GET, &message).await, nothing);
    let mut told = refusals(&portal, 4).await;
    told.sort();
    assert_eq!(told.remove(0), ["GET", "/en/messages/{id}", "owner", "1"]);
    assert_eq!(told[0], ["GET", "/en/requests/{reference}", "owner", "1"]);
    assert_eq!(told[1], ["GET", "/en/requests/{reference}/documents/{document}", "owner", "1"]);
    assert_eq!(told[2], ["GET", "/en/requests/{reference}/form", "owner", "1"]);
    let all = portal.events_of("access-refused").await;
    assert!(all.iter().all(|event| !format!("{event:?}").contains(&sent)), "no number: {all:?}");
    let on =
        "SELECT COUNT(DISTINCT e.request_id) || '' FROM audit_event e JOIN request r ON r.id = e.request_id
        WHERE e.code = 'access-refused' AND e.account_id <> r.account_id";
    assert_eq!(portal.text(on).await, "2", "which files were asked for, on the journey of whoever asked");
    portal.stop().await;
}

async fn a_stopped_token(database: Database) {
    let portal = Setup::silent().start(database).await;
    let releases = parvis::releases::Releases::new(portal.app.base().clone(), std::sync::Arc::default());
    let token = releases.make_token(&By::system(), "complaints-office", 1).await.unwrap();
    let ask = async |token: &str| {
        let request = reqwest::Client::new().get(portal.at("/api/v1/releases/complaints"));
        request.bearer_auth(token).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(&token).await, 200);
    assert!(portal.events_of("access-refused").await.is_empty());
    let id = portal.text("SELECT id FROM team_token").await;
    releases.revoke_token(&By::system(), &id).await.unwrap();
    assert_eq!(ask(&token).await, 401);
    let told = refusals(&portal, 1).await;
    assert_eq!(told[0], ["GET", "/api/v1/releases/{tile}", "token", "1"]);
    assert_eq!(portal.events_of("access-refused").await[0].actor, "visitor");
    assert_eq!(ask("nonsense").await, 401);
    refusals(&portal, 1).await;

    // A package that a stranger's key signs.
    let token = releases.make_token(&By::system(), "complaints-office", 1).await.unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles/complaints");
    let files = parvis::tiles::Files::on_disk(&folder).unwrap();
    let tile = parvis::tiles::Tile::read(&files, &parvis::text::Text::portal().unwrap()).unwrap();
    let stamp = parvis::releases::Stamp { created: 1_790_000_000, previous: None };
    let package = parvis::releases::pack(&tile, &files, stamp, &TeamKey::generate()).unwrap();
    let sent = reqwest::Client::new().post(portal.at("/api/v1/releases")).bearer_auth(&token).body(package);
    assert_eq!(sent.send().await.unwrap().status().as_u16(), 422);
    assert_eq!(refusals(&portal, 2).await[1], ["POST", "/api/v1/releases", "key", "1"]);
    portal.stop().await;
}

async fn a_flood_is_a_line(database: Database) {
    let portal = Setup::silent().start(database).await;
    let leo = signed_in(&portal, "leo", Locale::Fr).await;
    for _ in 0..20 {
        assert_eq!(ask(&leo, Method::GET, "/fr/admin").await, 403);
    }
    refusals(&portal, 1).await;
    portal.clock.advance(Duration::from_secs(61));
    assert_eq!(ask(&leo, Method::GET, "/fr/admin").await, 403);
    let told = refusals(&portal, 2).await;
    assert_eq!(told[1][3], "20", "those of the minute before, and this one");
    portal.stop().await;
}
