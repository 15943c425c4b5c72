//! What the element of a service does for its person, and what panels read for them.

use parvis::text::Locale;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::Attempts;
use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{Browser, Database, Setup};

journeys!(nothing_of_an_element, nothing_of_a_panel);

/// What is tried here.
pub const CODES: &[&[&str]] = &[OF_ELEMENTS, OF_PANELS];

const OF_ELEMENTS: &[&str] = &["app-draft-deleted", "app-draft-saved", "app-read"];
const OF_PANELS: &[&str] = &["panel-read"];
const ELEMENT: &str = "/api/v1/tiles/cancer-screening";

/// Someone on the page of the sample's element, with the right of that page to call.
async fn at_the_element(browser: &mut Browser) -> impl Fn(Method, &str) -> RequestBuilder {
    browser.open("/services/cancer-screening/app").await;
    let told: Value = serde_json::from_str(&browser.page().attribute("#app", "data-app").unwrap()).unwrap();
    let page = json!({ "release": told["release"], "owner": told["owner"] });
    let asked = browser.request(Method::POST, &format!("{ELEMENT}/capability")).json(&page);
    let granted: Value = asked.send().await.unwrap().json().await.unwrap();
    let capability = granted["capability"].as_str().unwrap().to_owned();
    let browser = browser.clone();
    move |method, path| {
        browser.request(method, &format!("{ELEMENT}/{path}")).header("parvis-capability", &capability)
    }
}

async fn nothing_of_an_element(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let call = at_the_element(&mut amelie).await;
    attempts.call(&["app-draft-saved"], call(Method::PUT, "draft").json(&json!({ "slot": "slot-1" })));
    attempts.call(&["app-read"], call(Method::GET, "routes/appointments"));
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let call = at_the_element(&mut connor).await;
    let kept = call(Method::PUT, "draft").json(&json!({ "slot": "slot-2" })).send().await.unwrap();
    assert_eq!(kept.status(), 204);
    attempts.call(&["app-draft-deleted"], call(Method::PUT, "draft").json(&Value::Null));
    attempts.prove(OF_ELEMENTS).await;
    portal.stop().await;
}

async fn nothing_of_a_panel(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    attempts.visit(&["panel-read"], &amelie, "/fr/services/your-health");
    attempts.prove(OF_PANELS).await;
    portal.stop().await;
}
