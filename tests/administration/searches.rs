//! The log, searched by what happened.

use parvis::text::Locale;

use crate::complaint::{self, signed_in};
use crate::support::{Database, Setup};
use crate::{got, journeys};

journeys!(the_search_is_in_the_address, what_makes_no_sense_is_said, pages_follow_one_another);

async fn the_search_is_in_the_address(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::file(&mut amelie).await;
    portal.at_rest().await;
    let mut auditor = signed_in(&portal, "auditor", Locale::En).await;
    let day = portal.text("SELECT 'x'").await.replace('x', "2020-01-01");
    for (search, found) in [
        ("event=request-submitted", true),
        ("service=complaints", true),
        ("event=request-submitted&service=complaints", true),
        ("event=request-submitted&service=surrogacy", false),
        ("from=2020-01-01", true),
        ("until=2020-01-01", false),
    ] {
        auditor.open(&format!("/admin/log?{search}")).await;
        let codes = auditor.page().texts(".timeline li > p > code");
        assert_eq!(codes.iter().any(|code| code == "request-submitted"), found, "{search}: {codes:?}");
        assert!(!auditor.text().contains("Amélie"), "{search}");
    }
    auditor.open(&format!("/admin/log?event=request-submitted&from={day}")).await;
    let trace = portal.events_of("request-submitted").await[0].trace.clone().unwrap();
    auditor.open(&format!("/admin/log?trace={trace}")).await;
    assert!(auditor.text().contains("request-submitted"), "{}", auditor.text());
    let (status, csv) = got(&auditor, "/en/admin/log/export?event=request-submitted&format=csv").await;
    assert_eq!((status, csv.lines().count()), (200, 2), "{csv}");
    let (status, lines) = got(&auditor, "/en/admin/log/export?event=request-submitted&format=ndjson").await;
    let line: serde_json::Value = serde_json::from_str(lines.trim()).unwrap();
    assert_eq!((status, &line["fields"]["tile"]), (200, &serde_json::json!("complaints")));
    assert_eq!(got(&auditor, "/en/admin/log/export?format=csv").await.0, 400, "the whole log is no search");
    assert_eq!(portal.events_of("log-exported").await.len(), 2);
    assert!(portal.events_of("log-searched").await.len() >= 8);
    portal.stop().await;
}

async fn what_makes_no_sense_is_said(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    for search in [
        "event=A%20B",
        "session=x",
        "reference=AAAA-AAAA-AAA",
        "person=p-00",
        "trace=%3Cscript%3E",
        "from=hier",
        "until=2026-02-30",
    ] {
        admin.open(&format!("/admin/log?{search}")).await;
        assert_eq!(admin.page().status, 422, "{search}: {}", admin.text());
        assert_eq!(admin.page().texts(".fault").len(), 1, "{search}");
    }
    admin.open("/admin/log?before=x&event=request-submitted").await;
    assert_eq!(admin.page().status, 400);
    portal.stop().await;
}

async fn pages_follow_one_another(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    for _ in 0..60 {
        admin.open("/admin/log?event=nothing-like-it").await;
    }
    admin.open("/admin/log?event=log-searched").await;
    assert_eq!(admin.page().texts(".timeline li").len(), 50);
    admin.follow("Évènements plus anciens").await;
    // Both searches were logged as well.
    assert_eq!(admin.page().texts(".timeline li").len(), 11, "{}", admin.text());
    portal.stop().await;
}
