//! The copy of one's data tells of every row that the portal has about a person: a table that is added
//! later is in it, or is named below with a reason.

use std::collections::BTreeMap;
use std::time::Duration;

use parvis::clock::Micros;
use parvis::text::Locale;
use reqwest::Method;
use serde_json::{Value, json};

use crate::care::{self, CARE};
use crate::complaint::{begin, signed_in};
use crate::my_data::download;
use crate::support::{Browser, Database, Portal, Setup, eventually};
use crate::{closing, files, journeys, office, parts};

journeys!(every_row_is_told_of, a_witness_leaves);

/// Tables that are about a person and of which the copy says nothing, and why.
const LEFT_OUT: [(&str, &str); 9] = [
    ("announcement_sent", "which news were sent to whom: the messages that they became are told of"),
    (
        "app_call",
        "what services answered to calls of one day, so that none is made twice; nothing else is in it",
    ),
    ("audit_leaf", "the places of events in the log, which the copy tells of themselves"),
    ("audit_pending", "events that have no place yet"),
    ("callback", "calls of services, by their own ids: of whom they were is not kept"),
    ("idea_word", "the words of published ideas: everyone's"),
    ("release", "what service teams publish: of a team's key, of no person"),
    ("report_word", "fingerprints of the words of what a person told, by which it is found"),
    ("spent_token", "fingerprints of the cookies that a session had before"),
];

/// How a row is told of that has no id of its own: a column, and whether it counts days.
const BY_COLUMN: [(&str, &str, bool); 6] = [
    ("administrator", "seen_at", false),
    ("known_browser", "seen_at", false),
    ("notice_preference", "changed_at", false),
    ("notice_settings", "changed_at", false),
    ("sensitive_work", "until", false),
    ("upload_day", "day", true),
];

/// Whose a row is, by the first of these columns that its table has; of a part, by each of them.
const OWNERS: [&str; 3] = ["account_id", "request_id", "session_id"];

/// Two people and all that can happen to them: files, a task, messages, a document, a draft, a
/// page that services fill in, a sensitive service, a witness.
pub async fn live(portal: &Portal) -> [Browser; 2] {
    let mut amelie = signed_in(portal, "amelie", Locale::Fr).await;
    files::open_files(&mut amelie).await;
    files::add(&mut amelie, "preuve.pdf", files::pdf(2_000)).await;
    let reference = files::finish(&mut amelie).await;
    let request = office::request(portal).await;
    portal.at_rest().await;
    for what in ["task", "message", "document"] {
        portal.office_tells(&request, what).await;
    }
    let page = format!("/requests/{reference}");
    eventually("task, message and document", async || {
        amelie.open(&page).await;
        let said =
            |href: &str| !amelie.page().attributes(&format!("main a[href*='{href}']"), "href").is_empty();
        (said("/tasks/") && said("/documents/") && said("/messages")).then_some(())
    })
    .await;
    let task = amelie.page().attributes("main a[href*='/tasks/']", "href").remove(0);
    amelie.visit(portal.at(&task)).await;
    amelie.fill("arrival", "own").fill("triage-seen", "no").fill("details", "On m’a oublié.");
    amelie.press("send").await;
    amelie.open(&format!("{page}/messages")).await;
    amelie.fill("message", "Merci.");
    amelie.press("Envoyer le message").await;
    begin(&mut amelie).await;
    amelie.open("/services/your-health").await;
    keep_in_an_element(&mut amelie).await;
    amelie.open("/account/notices").await;
    amelie.press("Enregistrer mes choix").await;
    amelie.open("/account/notices/email").await;
    amelie.fill("address", "amelie@nouvelle.test");
    amelie.press("Envoyer le code").await;
    tell_an_idea(portal, &mut amelie).await;
    let connor = witness(portal, &mut amelie).await;
    portal.at_rest().await;
    [amelie, connor]
}

/// The element of a service keeps something of what Amélie does there.
async fn keep_in_an_element(amelie: &mut Browser) {
    const TILE: &str = "/api/v1/tiles/cancer-screening";
    amelie.open("/services/cancer-screening/app").await;
    let told: Value = serde_json::from_str(&amelie.page().attribute("#app", "data-app").unwrap()).unwrap();
    let page = json!({ "release": told["release"], "owner": told["owner"] });
    let asked = amelie.request(Method::POST, &format!("{TILE}/capability"));
    let asked = asked.header("content-type", "application/json").body(page.to_string());
    let granted: Value = asked.send().await.unwrap().json().await.unwrap();
    let keep = amelie.request(Method::PUT, &format!("{TILE}/draft")).body(r#"{"slot":"slot-1"}"#);
    let keep = keep.header("parvis-capability", granted["capability"].as_str().unwrap());
    assert_eq!(keep.send().await.unwrap().status(), 204);
}

/// Amélie tells an idea, and supports it once it is published.
async fn tell_an_idea(portal: &Portal, amelie: &mut Browser) {
    amelie.open("/feedback/idea").await;
    amelie.fill("text", "Choisir l’heure des rappels.");
    amelie.press("continue").await;
    portal.clock.advance(Duration::from_secs(5));
    amelie.press("send").await;
    let reference = amelie.page().texts(".reference").remove(0);
    let mut admin = signed_in(portal, "admin", Locale::Fr).await;
    admin.open(&format!("/admin/feedback/{reference}")).await;
    admin.fill("wording-fr", "Choisir l’heure.").fill("wording-en", "Choose the time.");
    admin.press("publish").await;
    amelie.open(&format!("/ideas/{reference}")).await;
    amelie.press("give").await;
}

/// Amélie prepares the sensitive service; Connor is her witness and has sent his part.
async fn witness(portal: &Portal, amelie: &mut Browser) -> Browser {
    let reference = care::prepare(amelie).await;
    care::at_the_team(portal).await;
    let code = parts::invite(amelie, &reference).await;
    let mut connor = signed_in(portal, "connor", Locale::En).await;
    parts::type_code(&mut connor, &code).await;
    parts::fill(&mut connor);
    connor.press("send").await;
    connor
}

/// The columns of every table.
async fn tables(portal: &Portal) -> BTreeMap<String, Vec<String>> {
    let sql = if is_sqlite(portal) {
        "SELECT m.name || '.' || p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
            WHERE m.type = 'table' ORDER BY 1"
    } else {
        "SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY 1"
    };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in portal.texts(sql).await {
        let (table, column) = name.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    tables
}

fn is_sqlite(portal: &Portal) -> bool {
    portal.database_url.starts_with("sqlite:")
}

/// What the copy must say of each row of a table that is that account's by that column.
async fn expected(portal: &Portal, table: &str, owner: &str, account: &str) -> Vec<String> {
    let sqlite = is_sqlite(portal);
    let me = if sqlite { format!("x'{account}'") } else { format!("'{account}'") };
    let mine = match owner {
        "account_id" => format!("= {me}"),
        "request_id" => format!("IN (SELECT id FROM request WHERE account_id = {me})"),
        _ => format!("IN (SELECT id FROM session WHERE account_id = {me})"),
    };
    let by_column = BY_COLUMN.iter().find(|(name, _, _)| *name == table);
    let Some((_, column, days)) = by_column else {
        let id = if sqlite { "lower(hex(id))" } else { "replace(CAST(id AS TEXT), '-', '')" };
        return portal.texts(&format!("SELECT {id} FROM {table} WHERE {owner} {mine}")).await;
    };
    let sql = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE {owner} {mine}");
    let numbers = portal.texts(&sql).await.into_iter().map(|number| number.parse::<i64>().unwrap());
    let said = |number: i64| match days {
        true => Micros::from_seconds(number * 24 * 60 * 60).rfc3339()[..10].to_owned(),
        false => Micros(number).rfc3339(),
    };
    numbers.map(|number| said(number).replace('-', "")).collect()
}

async fn every_row_is_told_of(database: Database) {
    let portal = Setup::silent().start(database).await;
    let [amelie, connor] = live(&portal).await;
    let people = [amelie, connor, signed_in(&portal, "admin", Locale::Fr).await];
    let tables = tables(&portal).await;
    let about_people = tables.iter().filter(|(name, columns)| {
        let left_out = LEFT_OUT.iter().any(|(table, _)| table == name);
        !left_out && columns.iter().any(|column| column.ends_with("_id"))
    });
    let about_people: Vec<(&String, &Vec<String>)> = about_people.collect();
    assert!(about_people.len() >= 14, "{about_people:?}");
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for mut browser in people {
        let account = download(&mut browser).await["account"]["id"].as_str().unwrap().replace('-', "");
        let mut mine: Vec<(&str, String)> = Vec::new();
        for (table, columns) in &about_people {
            let mut owners = OWNERS.iter().filter(|owner| columns.iter().any(|column| column == *owner));
            let owners: Vec<&&str> =
                if *table == "part" { owners.collect() } else { owners.next().into_iter().collect() };
            assert!(!owners.is_empty(), "whose are the rows of {table}? {columns:?}");
            for owner in owners {
                let own = expected(&portal, table, owner, &account).await;
                mine.extend(own.into_iter().map(|row| (table.as_str(), row)));
            }
        }
        // Only now: the office may tell something more at any time.
        let said = download(&mut browser).await.to_string().replace('-', "");
        for (table, row) in mine {
            assert!(said.contains(&row), "{table} {row} is not in the copy");
            *rows.entry(table).or_default() += 1;
        }
    }
    let empty: Vec<&str> = about_people
        .iter()
        .map(|(table, _)| table.as_str())
        .filter(|table| !rows.contains_key(table))
        .collect();
    assert!(empty.is_empty(), "nothing was told of {empty:?}: let these people use it");
    portal.stop().await;
}

/// Whoever is somebody's witness may leave: what they sent is destroyed here and stays with the service;
/// what they had not sent, another may.
async fn a_witness_leaves(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut connor = witness(&portal, &mut amelie).await;
    portal.at_rest().await;
    let reference = care::prepare(&mut amelie).await;
    let code = parts::invite(&mut amelie, &reference).await;
    parts::type_code(&mut connor, &code).await;
    let copy = download(&mut connor).await;
    assert_eq!(copy["parts"].as_array().unwrap().len(), 2);
    assert_eq!(copy["parts"][0]["sent"]["answers"]["witness-given-name"], "Connor");
    assert!(!copy.to_string().contains("souffle"), "nothing of whose witness he is");

    closing::close(&mut connor).await;
    portal.at_rest().await;
    let told = portal.received_by(CARE).await;
    assert_eq!(told["closed_accounts"], 1, "{told}");
    assert_eq!(portal.count("part WHERE content IS NOT NULL").await, 0);
    assert_eq!(portal.count("part WHERE state = 'taken'").await, 0);
    assert_eq!(portal.events_of("part-revoked").await[0].field("how"), "left");
    amelie.open(&format!("/requests/{reference}")).await;
    assert!(amelie.text().contains("Personne n’est invité"), "{}", amelie.text());
    assert!(!parts::invite(&mut amelie, &reference).await.is_empty(), "someone else may be invited");
    let copy = download(&mut amelie).await;
    assert!(!copy.to_string().contains("555-0199"), "what a witness sends is theirs alone");
    portal.stop().await;
}
