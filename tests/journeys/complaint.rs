//! The complaint that journeys file: what its pages are filled with.

use parvis::text::Locale;

use crate::support::{Browser, Portal};

/// What happened, in the words that journeys tell it with.
pub const STORY: &str = "J’ai attendu neuf heures à l’urgence, sans qu’on vienne me voir.";

/// Opens the form's first page, as someone who is signed in.
pub async fn open_form(browser: &mut Browser) {
    browser.open("/services/complaints/form").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
}

/// Fills the first page: about oneself. Names and birth date are filled in already.
pub fn fill_you(browser: &mut Browser) {
    browser.fill("for-whom", "me").fill("reach", "email");
}

/// Fills the second page: what happened.
pub fn fill_event(browser: &mut Browser) {
    browser
        .fill("place", "Urgence de l’hôpital Exemple")
        .fill("event-date.day", "3")
        .fill("event-date.month", "2")
        .fill("event-date.year", "2025")
        .choose("subjects", &["care", "access"])
        .fill("story", STORY)
        .fill("wait-hours", "9");
}

/// Fills the third page: the answer hoped for.
pub fn fill_answer(browser: &mut Browser) {
    browser.fill("spoken", "yes").fill("hoped", "Des excuses").fill("email", "amelie@exemple.org");
}

/// Begins a draft: the first page is answered, the second is on screen.
pub async fn begin(browser: &mut Browser) {
    open_form(browser).await;
    fill_you(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/event"), "{}", browser.text());
}

/// Answers everything; the check page is on screen.
pub async fn prepare(browser: &mut Browser) {
    begin(browser).await;
    fill_event(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.text());
    browser.press("continue").await;
    fill_answer(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/check"), "{}", browser.text());
}

/// Files a complaint; gives its reference. The confirmation is on screen.
pub async fn file(browser: &mut Browser) -> String {
    prepare(browser).await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    browser.page().texts("main .reference").remove(0)
}

/// The reference in the address of the page on screen.
pub fn reference(browser: &Browser) -> String {
    let mut segments = browser.page().url.path_segments().unwrap();
    segments.find(|segment| *segment == "requests").unwrap();
    segments.next().unwrap().to_owned()
}

/// Looks at the request until its state is that one; the page is then on screen.
pub async fn wait_for_state(browser: &mut Browser, reference: &str, state: &str) {
    let path = format!("/requests/{reference}");
    crate::support::eventually(state, async || {
        let page = browser.open(&path).await;
        let found = page.attribute("main [data-state]", "data-state");
        (found.as_deref() == Some(state)).then_some(())
    })
    .await;
}

/// A browser in which that person is signed in.
pub async fn signed_in(portal: &Portal, username: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.sign_in(username).await;
    browser
}

/// A journey's words in the browser's language.
pub fn say<'w>(browser: &Browser, fr: &'w str, en: &'w str) -> &'w str {
    match browser.locale() {
        Locale::Fr => fr,
        Locale::En => en,
    }
}
