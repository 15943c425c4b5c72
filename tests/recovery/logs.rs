//! The log of a whole journey tells operators what happened, and nobody who it happened to.

use parvis::text::Locale;
use serde_json::Value;

use crate::complaint::{self, STORY, wait_for_state};
use crate::demo::Demo;
use crate::journeys;
use crate::support::Database;

journeys!(a_journey_leaves_no_personal_word);

const NAM: &str = "TREA 8756 2412";

async fn a_journey_leaves_no_personal_word(database: Database) {
    let demo = Demo::new(database).await;
    let mut demo = demo.with("PARVIS_LOG__FORMAT", "json").with("PARVIS_LOG__LEVEL", "debug");
    demo.start().await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    complaint::open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser.fill("health-insurance-number", NAM);
    browser.press("continue").await;
    complaint::fill_event(&mut browser);
    browser.press("continue").await;
    // No documents to add.
    browser.press("continue").await;
    complaint::fill_answer(&mut browser);
    browser.press("continue").await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    let reference = complaint::reference(&browser);
    wait_for_state(&mut browser, &reference, "closed").await;
    browser.open("/messages").await;
    browser.open("/nowhere/at-all?story=secret-query").await;
    assert_eq!(browser.page().status, 404);
    let trace = browser.page().header("x-request-id").to_owned();
    assert!(browser.text().contains(&trace), "the error page shows the trace: {}", browser.text());
    demo.at_rest().await;
    demo.stop().await;

    let log = demo.log();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
        .collect();
    request_lines(&lines, &trace);
    nothing_personal(&log, &reference);
}

/// One line for each HTTP request, found by the id that its page shows.
fn request_lines(lines: &[Value], trace: &str) {
    let requests: Vec<&Value> = lines.iter().filter(|line| line["message"] == "http.request").collect();
    let mine: Vec<&&Value> = requests.iter().filter(|line| line["trace"] == trace).collect();
    assert_eq!(mine.len(), 1, "one line for one request");
    assert_eq!((&mine[0]["status"], &mine[0]["method"]), (&404.into(), &"GET".into()));
    let routes =
        ["/fr/requests/{reference}", "/fr/requests/{reference}/check", "/api/v1/callbacks/{backend}"];
    for route in routes {
        let found = requests.iter().find(|line| line["route"] == route);
        let line = found.unwrap_or_else(|| panic!("no line for {route}"));
        assert!(line["status"].is_u64() && line["elapsed_ms"].is_u64(), "{line}");
        assert_eq!(line["trace"].as_str().map(str::len), Some(16), "{line}");
    }
}

fn nothing_personal(log: &str, reference: &str) {
    let log = log.to_lowercase();
    let digits: String = NAM.chars().filter(|c| !c.is_whitespace()).collect();
    let typed = [STORY, "neuf heures", "excuses", "hôpital", "1987-06-24", NAM, &digits, "secret-query"];
    let person = ["amélie", "amelie", "tremblay", "exemple.org", "example.org"];
    for secret in typed.into_iter().chain(person).chain([reference]) {
        let secret = secret.to_lowercase();
        let line = log.lines().find(|line| line.contains(&secret));
        assert!(line.is_none(), "{secret:?} is in the log: {line:?}");
    }
}
