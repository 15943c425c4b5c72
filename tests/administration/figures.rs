//! Figures: exactly what happened, of nobody in particular.

use std::time::Duration;

use parvis::text::Locale;

use crate::complaint::{self, signed_in};
use crate::support::{Browser, Database, Portal, Setup, eventually};
use crate::{got, journeys};

journeys!(what_happens_is_counted, figures_stay_when_their_day_is_over, a_draft_left_is_counted_at_its_page);

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1";

/// The row of today in the page's table: visits, starts, drafts, submissions, withdrawals, answers, faults.
async fn today(browser: &mut Browser, service: &str) -> Vec<String> {
    browser.open(&format!("/admin/statistics?service={service}")).await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    browser.page().texts("table:has(caption), section[aria-labelledby=days] tbody tr:first-child td")
}

async fn visits(portal: &Portal, times: usize) {
    for _ in 0..times {
        let mut visitor = portal.browser(Locale::En);
        visitor.calls_itself(PHONE);
        visitor.open("/services/complaints").await;
    }
}

async fn what_happens_is_counted(database: Database) {
    let portal = Portal::start(database).await;
    visits(&portal, 6).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut amelie).await;
    complaint::wait_for_state(&mut amelie, &reference, "closed").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    // One request is too few to be shown: in the table, it is there, exactly.
    assert_eq!(today(&mut admin, "complaints").await, ["6", "< 5", "< 5", "< 5", "0", "< 5", "0"]);
    let count = async |kind: &str| {
        portal
            .count(&format!("statistic WHERE kind = '{kind}' AND subject = 'complaints' AND count = 1"))
            .await
    };
    for kind in ["start", "draft", "submission", "answer"] {
        assert_eq!(count(kind).await, 1, "{kind}");
    }
    let phones = "statistic WHERE kind = 'visit' AND device = 'phone' AND language = 'en' AND count = 6";
    assert_eq!(portal.count(phones).await, 1);
    assert!(portal.count("statistic WHERE kind = 'call' AND subject = 'complaints'").await > 0);
    assert!(admin.text().contains("téléphone"), "{}", admin.text());
    assert_eq!(today(&mut admin, "surrogacy").await, ["0"; 7]);
    let (status, csv) = got(&admin, "/fr/admin/statistics/export?service=complaints").await;
    assert!(status == 200 && csv.lines().last().unwrap().contains("\"6\",\"<5\""), "{csv}");
    assert_eq!(csv.lines().count(), 29);
    portal.stop().await;
}

/// Figures are their own: what the log loses, they keep.
async fn figures_stay_when_their_day_is_over(database: Database) {
    let portal = Setup::silent().start(database).await;
    visits(&portal, 7).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let before = today(&mut admin, "complaints").await;
    let reads = "statistic WHERE kind = 'visit' AND subject = 'complaints'";
    assert_eq!((before[0].as_str(), portal.count(reads).await), ("7", 1));
    portal.clock.advance(Duration::from_hours(24));
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    visits(&portal, 5).await;
    assert_eq!(today(&mut admin, "complaints").await[0], "5");
    assert!(admin.text().contains("12"), "the two days together: {}", admin.text());
    portal.stop().await;
}

async fn a_draft_left_is_counted_at_its_page(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::begin(&mut amelie).await;
    let reference = complaint::reference(&amelie);
    amelie.open(&format!("/requests/{reference}/deletion")).await;
    let delete = amelie.page().texts("main form button").remove(0);
    amelie.press(&delete).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    eventually("the figure", async || {
        admin.open("/admin/statistics").await;
        let left = "statistic WHERE kind = 'abandonment' AND subject = 'complaints' AND detail = 'event'";
        (portal.count(left).await == 1).then_some(())
    })
    .await;
    portal.stop().await;
}
