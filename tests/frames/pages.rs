//! The page of an element: for whom it is, and what it may show in a frame.

use parvis::text::Locale;
use reqwest::Method;
use serde_json::json;

use crate::support::{Database, Portal};
use crate::{TILE, at_the_app, brokered, capability, journeys};

journeys!(
    a_page_frames_its_own_tile,
    it_is_for_those_who_may,
    the_other_way_is_whole,
    a_page_tells_that_its_tile_did_not_come_up,
);

async fn a_page_frames_its_own_tile(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = at_the_app(&portal, "amelie", Locale::Fr).await;
    let policy = |browser: &crate::support::Browser| {
        browser.page().headers["content-security-policy"].to_str().unwrap().to_owned()
    };
    let told = brokered(&browser);
    let src = told["src"].as_str().unwrap();
    assert!(policy(&browser).ends_with(&format!("; frame-src {src}")), "{}", policy(&browser));
    assert!(policy(&browser).contains("frame-ancestors 'none'"));
    assert_eq!(told["routes"]["move"], "POST");
    assert_eq!(told["host"], json!(["draft", "announce", "download"]));
    assert_eq!(told["targets"]["form"], format!("/fr/services/{TILE}/form"));
    assert_eq!(told["problems"]["too-many"], "Un instant, s’il vous plaît");
    assert!(!browser.page().body.contains("<iframe"), "without JavaScript there is no frame");
    for path in ["/", &format!("/services/{TILE}"), &format!("/services/{TILE}/form")] {
        browser.open(path).await;
        assert!(!policy(&browser).contains("frame-src"), "{path}");
    }
    portal.stop().await;
}

async fn it_is_for_those_who_may(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::En);
    visitor.open(&format!("/services/{TILE}")).await;
    visitor.follow("Sign in and open my file").await;
    visitor.tell_provider("connor").await;
    assert_eq!(
        visitor.page().url.path(),
        format!("/en/services/{TILE}/app"),
        "led back to what was asked for"
    );
    let leo = at_the_app(&portal, "leo", Locale::Fr).await;
    assert_eq!(leo.page().status, 403);
    assert!(leo.text().contains("à partir de 18"), "{}", leo.text());
    let mut amelie = at_the_app(&portal, "amelie", Locale::Fr).await;
    amelie.open("/services/complaints/app").await;
    assert_eq!(amelie.page().status, 404, "a form has no frame");
    portal.stop().await;
}

/// Without JavaScript the same page leads to the form, and the form to its end.
async fn the_other_way_is_whole(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = at_the_app(&portal, "amelie", Locale::Fr).await;
    browser.follow("Remplir le formulaire").await;
    browser.fill("health-insurance-number", "TREA 6453 2712").fill("phone", "514 555-0123");
    browser.press("continue").await;
    browser.fill("screening", "colorectal").fill("letter", "yes").fill("symptoms", "no");
    browser.press("continue").await;
    browser
        .fill("kit-address.street", "1, rue Exemple")
        .fill("kit-address.city", "Québec")
        .fill("kit-address.postal_code", "G1R 4S9")
        .fill("kit-language", "french");
    browser.press("continue").await;
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/check"), "{}", browser.text());
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    portal.stop().await;
}

async fn a_page_tells_that_its_tile_did_not_come_up(database: Database) {
    let portal = Portal::start(database).await;
    let amelie = at_the_app(&portal, "amelie", Locale::Fr).await;
    let mine = capability(&amelie).await;
    let stranger = portal.browser(Locale::Fr);
    for (who, capability, status) in
        [(&amelie, mine.as_str(), 204), (&amelie, "", 403), (&stranger, &mine, 401)]
    {
        let told = who.request(Method::POST, &format!("/api/v1/tiles/{TILE}/failure"));
        let answer = told.header("parvis-capability", capability).send().await.unwrap();
        assert_eq!(answer.status(), status);
    }
    portal.stop().await;
}
