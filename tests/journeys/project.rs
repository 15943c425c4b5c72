//! A long form without JavaScript: sections, groups that repeat, answers that are locked, parts that
//! depend on answers, both ways between languages and windows.

use parvis::text::Locale;
use reqwest::Method;
use serde_json::json;

use crate::complaint::{self, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, eventually};

journeys!(
    a_whole_project,
    entries_are_added_changed_and_removed,
    two_windows_on_one_entry,
    a_locked_answer_stays,
    language_changes_no_answer,
    hostile_entries
);

/// Begins a project; the second page of its first section is on screen.
async fn begin(browser: &mut Browser) -> String {
    browser.open("/services/surrogacy/form").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    browser
        .fill("phone", "418 555-0123 poste 7")
        .fill("home.street", "12, rue Saint-Jean")
        .fill("home.city", "Québec")
        .fill("home.postal_code", "g1r4s9");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/project"), "{}", browser.text());
    complaint::reference(browser)
}

/// Answers the first section as someone alone who knows who will carry the child.
async fn finish_people(browser: &mut Browser) {
    browser.fill("parents", "alone").fill("carrier-known", "yes").fill("gametes", "ours");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form"), "the list of sections: {}", browser.text());
}

fn stages(browser: &Browser) -> Vec<String> {
    browser.page().attributes("main [data-stage]", "data-stage")
}

/// Adds a child on its own page; the list is on screen again.
async fn add_child(browser: &mut Browser, name: &str) {
    browser.press("add.children").await;
    browser
        .fill("child-name", name)
        .fill("child-birth-date.day", "3")
        .fill("child-birth-date.month", "11")
        .fill("child-birth-date.year", "2019")
        .fill("child-lives", "always");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/children"), "{}", browser.text());
}

/// The names of the buttons that change an entry: `change.children.3f9c2a71d0`.
fn changes(browser: &Browser) -> Vec<String> {
    let mut values = browser.page().attributes("main .entry button", "value");
    values.retain(|value| value.starts_with("change."));
    values
}

async fn a_whole_project(database: Database) {
    let portal = Portal::start(database).await;
    for (locale, username) in [(Locale::Fr, "amelie"), (Locale::En, "connor")] {
        let mut browser = signed_in(&portal, username, locale).await;
        let reference = begin(&mut browser).await;
        finish_people(&mut browser).await;
        let todo = "not-started";
        assert_eq!(stages(&browser), ["done", todo, todo, todo, todo, "cannot-start"]);

        let list = format!("/requests/{reference}/form");
        the_household(&mut browser).await;
        assert_eq!(stages(&browser)[..3], ["done", "done", todo]);
        the_carrier(&mut browser, &list).await;
        the_steps(&mut browser, &list).await;
        the_support(&mut browser, &list).await;
        assert_eq!(stages(&browser), ["done", "done", "done", "done", "done", todo]);

        browser.follow(say(&browser, "Vérifier et envoyer", "Check and send")).await;
        change_an_entry_from_the_check(&mut browser).await;
        browser.fill("declaration", "yes");
        browser.press("send").await;
        assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
        the_copy_can_be_kept(&portal, &browser, &reference).await;
    }
    for answers in received(&portal, 2).await {
        let children = json!([
            {"child-name": "Mia", "child-birth-date": "2019-11-03", "child-lives": "always"},
            {"child-name": "Zoé", "child-birth-date": "2019-11-03", "child-lives": "sometimes"},
        ]);
        assert_eq!(answers["children"], children);
        assert_eq!(answers["phone"], json!("+14185550123;ext=7"));
        assert_eq!(answers["meetings"][0]["meeting-who"], json!(["me", "carrier"]));
        assert_eq!(answers["meetings"][0]["meeting-carrier-alone"], json!(true));
        assert!(answers.get("partner-given-name").is_none() && answers.get("needs").is_none(), "{answers}");
    }
    fits_the_published_schema(&portal).await;
    portal.stop().await;
}

/// The copy as a tagged PDF, in the language in which it was sent, for its owner alone.
async fn the_copy_can_be_kept(portal: &Portal, browser: &Browser, reference: &str) {
    for prefix in ["fr", "en"] {
        let path = format!("/{prefix}/requests/{reference}/copy.pdf");
        let answer = browser.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(name.starts_with("attachment;") && name.contains(reference), "{name}");
        let pdf = answer.bytes().await.unwrap();
        let text = String::from_utf8_lossy(&pdf);
        let language = format!("({})", browser.locale().tag());
        assert!(text.starts_with("%PDF-") && text.contains(&language), "sent in {language}");
        assert!(text.contains("/StructTreeRoot") && text.contains("pdfuaid"));
    }
    let stranger = portal.browser(Locale::Fr);
    let answer = stranger.request(Method::GET, &format!("/fr/requests/{reference}/copy.pdf")).send().await;
    assert_ne!(answer.unwrap().status(), 200);
}

/// What was sent fits the schema that the portal publishes for it.
async fn fits_the_published_schema(portal: &Portal) {
    let address = portal.at("/api/v1/schemas/submissions/surrogacy");
    let answer = reqwest::get(address).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/schema+json");
    let schema = jsonschema::draft202012::new(&answer.json().await.unwrap()).unwrap();
    for record in portal.received_by("surrogacy").await["records"].as_array().unwrap() {
        let wrong: Vec<String> = schema.iter_errors(&record["content"]).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    let nothing = reqwest::get(portal.at("/api/v1/schemas/submissions/your-health")).await.unwrap();
    assert_eq!(nothing.status(), 404, "it asks nothing");
}

/// The answers that the surrogacy back-end has, the latest first, once there are `count`.
async fn received(portal: &Portal, count: usize) -> Vec<serde_json::Value> {
    eventually("the projects at the back-end", async || {
        let records = portal.received_by("surrogacy").await["records"].as_array().unwrap().clone();
        let answers = records.iter().map(|record| record["content"]["answers"].clone());
        (records.len() >= count).then(|| answers.collect())
    })
    .await
}

async fn the_household(browser: &mut Browser) {
    browser.follow(say(browser, "Votre foyer", "Your household")).await;
    add_child(browser, "Mia").await;
    add_child(browser, "Zoé").await;
    assert!(browser.text().contains("Mia") && browser.text().contains("Zoé"), "{}", browser.text());
    browser.press("continue").await;
    browser.fill("adults", "1");
    browser.press("continue").await;
}

async fn the_carrier(browser: &mut Browser, list: &str) {
    let title = say(browser, "La personne qui portera l’enfant", "The person who will carry the child");
    browser.follow(title).await;
    let birth = [("day", "8"), ("month", "2"), ("year", "2010")];
    for (part, value) in birth {
        browser.fill(&format!("carrier-birth-date.{part}"), value);
    }
    browser.fill("carrier-given-name", "Rose").fill("carrier-family-name", "Gagné");
    browser.fill("carrier-link", "friend").fill("carrier-place", "abroad").fill("carrier-aware", "yes");
    browser.press("continue").await;
    assert_eq!(browser.page().status, 422);
    let too_young = say(browser, "doit avoir 21 ans", "must be 21 or older");
    assert!(browser.page().errors()[0].1.contains(too_young), "{:?}", browser.page().errors());
    browser.fill("carrier-birth-date.year", "1990");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/carrier-abroad"), "{}", browser.text());
    browser.fill("authorization", "no").fill("abroad-place", "Maine");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with(list), "{}", browser.page().url);
}

async fn the_steps(browser: &mut Browser, list: &str) {
    browser.follow(say(browser, "Les étapes avant la grossesse", "The steps before the pregnancy")).await;
    browser.press("add.meetings").await;
    browser.choose("meeting-who", &["me", "carrier"]).fill("meeting-with", "Mme Roy");
    for (part, value) in [("day", "12"), ("month", "5"), ("year", "2026")] {
        browser.fill(&format!("meeting-date.{part}"), value);
    }
    browser.fill("meeting-carrier-alone", "yes");
    browser.press("continue").await;
    browser.press("continue").await;
    browser.fill("notary-chosen", "no");
    browser.press("continue").await;
    browser.fill("conception", "not-started");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with(list), "{}", browser.page().url);
}

async fn the_support(browser: &mut Browser, list: &str) {
    browser.follow(say(browser, "Être accompagné", "Being supported")).await;
    browser.fill("reach", "email");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with(list), "{}", browser.page().url);
}

async fn change_an_entry_from_the_check(browser: &mut Browser) {
    let links = browser.page().attributes("main .change a", "href");
    let second = links.iter().rfind(|href| href.contains("/children/children/")).unwrap().clone();
    browser.follow(&second).await;
    assert_eq!(browser.page().value("child-name"), "Zoé");
    browser.fill("child-lives", "sometimes");
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/check"), "back where they came from");
    assert!(!browser.text().contains(say(browser, "Prénom Modifier", "Given name Change")), "locked");
}

async fn entries_are_added_changed_and_removed(database: Database) {
    let portal = Portal::start(database).await;
    for (locale, username) in [(Locale::Fr, "amelie"), (Locale::En, "connor")] {
        let mut browser = signed_in(&portal, username, locale).await;
        let reference = begin(&mut browser).await;
        finish_people(&mut browser).await;
        browser.open(&format!("/requests/{reference}/form/children")).await;

        // Nothing answered, nothing added; half answered and left, kept and marked.
        browser.press("add.children").await;
        browser.press("back").await;
        assert_eq!(changes(&browser).len(), 0, "{}", browser.text());
        browser.press("add.children").await;
        browser.fill("child-name", "Mia");
        browser.press("back").await;
        let incomplete = say(&browser, "À compléter", "To complete");
        assert!(browser.text().contains(incomplete), "{}", browser.text());
        browser.press("continue").await;
        assert_eq!(browser.page().status, 422);
        let (input, message) = browser.page().errors().remove(0);
        assert!(message.contains(say(&browser, "Enfant 1", "Child 1")), "{message}");
        assert!(
            browser.page().attribute(&format!("[id='{input}']"), "value").unwrap().starts_with("change.")
        );

        browser.press(&changes(&browser)[0]).await;
        assert_eq!(browser.page().value("child-name"), "Mia");
        let address = browser.page().url.clone();
        browser.press("continue").await;
        assert_eq!(browser.page().status, 422, "{}", browser.text());
        browser.visit(address).await;
        browser.press("back").await;

        add_child(&mut browser, "Zoé").await;
        let remove = changes(&browser)[0].replace("change.", "remove.");
        browser.press(&remove).await;
        assert!(browser.page().heading().contains(say(&browser, "Enfant 1", "Child 1")));
        assert!(browser.text().contains("Mia"), "what would go is shown: {}", browser.text());
        browser.press("remove").await;
        assert!(browser.page().url.path().ends_with("/form/children"), "{}", browser.text());
        assert_eq!(changes(&browser).len(), 1);
        assert!(browser.text().contains("Zoé") && !browser.text().contains("Mia"));
    }
    portal.stop().await;
}

async fn two_windows_on_one_entry(database: Database) {
    let portal = Portal::start(database).await;
    let mut one = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = begin(&mut one).await;
    finish_people(&mut one).await;
    one.open(&format!("/requests/{reference}/form/children")).await;
    add_child(&mut one, "Mia").await;
    one.press(&changes(&one)[0]).await;
    let mut two = signed_in(&portal, "amelie", Locale::Fr).await;
    two.visit(one.page().url.clone()).await;

    one.fill("child-name", "Mia-Rose");
    one.press("continue").await;
    two.fill("child-name", "Maïa").fill("child-lives", "elsewhere");
    two.press("continue").await;
    assert_eq!(two.page().status, 412, "{}", two.text());
    let rows = two.page().texts("main fieldset");
    assert!(rows[0].contains("Maïa") && rows[0].contains("Mia-Rose"), "{rows:?}");
    two.fill("keep.child-name", "saved");
    two.press("resolve").await;
    assert!(two.text().contains("Mia-Rose") && two.text().contains("ailleurs"), "{}", two.text());

    // What is removed is what was seen.
    one.open(&format!("/requests/{reference}/form/children")).await;
    let remove = changes(&one)[0].replace("change.", "remove.");
    one.press(&remove).await;
    let sending = one.sending("remove");
    add_child(&mut two, "Zoé").await;
    one.post(sending.action, &sending.fields).await;
    assert_eq!(one.page().status, 412, "{}", one.text());
    one.press("remove").await;
    assert!(one.text().contains("Zoé") && !one.text().contains("Mia-Rose"), "{}", one.text());
    portal.stop().await;
}

async fn a_locked_answer_stays(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/services/surrogacy/form").await;
    assert!(browser.page().values("given-name").is_empty(), "it is no input");
    assert!(browser.text().contains("Prénom Amélie"), "{}", browser.text());
    let mut sending = browser.fill("phone", "418 555-0123").sending("save");
    sending.fields.push(("given-name".to_owned(), "Mallory".to_owned()));
    sending.fields.push(("birth-date.year".to_owned(), "2015".to_owned()));
    browser.post(sending.action, &sending.fields).await;
    let draft = browser.page().attributes("main .row a", "href").remove(0);
    browser.follow(&draft).await;
    assert!(browser.text().contains("Prénom Amélie"), "{}", browser.text());
    let mut sending = browser.sending("save");
    sending.fields.push(("given-name".to_owned(), "Mallory".to_owned()));
    browser.post(sending.action, &sending.fields).await;
    browser.follow(&draft).await;
    assert!(!browser.page().body.contains("Mallory"), "{}", browser.text());
    portal.stop().await;
}

async fn language_changes_no_answer(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = begin(&mut browser).await;
    finish_people(&mut browser).await;
    browser.open(&format!("/requests/{reference}/form/children")).await;
    add_child(&mut browser, "Zoé").await;
    browser.press(&changes(&browser)[0]).await;
    let (path, version) = (browser.page().url.path().to_owned(), browser.page().value("version"));
    let held = |browser: &Browser| {
        [
            "child-name",
            "child-birth-date.day",
            "child-birth-date.month",
            "child-birth-date.year",
            "child-lives",
        ]
        .map(|name| browser.page().values(name))
    };
    let before = held(&browser);
    for locale in [Locale::En, Locale::Fr] {
        let there = path.replacen("/fr/", &format!("/{locale}/"), 1);
        browser.visit(portal.at(&there)).await;
        assert_eq!(browser.page().lang(), locale.tag());
        assert_eq!(held(&browser), before);
        assert_eq!(browser.page().value("version"), version, "looking in another language writes nothing");
    }
    // The script's button saves first: it may not lose or change anything either.
    let mut sending = browser.fill("child-name", "Zoé-Ève").sending("save");
    sending.fields.retain(|(name, _)| name != "action");
    sending.fields.push(("action".to_owned(), "language".to_owned()));
    browser.post(sending.action, &sending.fields).await;
    assert_eq!(browser.page().lang(), Locale::En.tag());
    assert_eq!(browser.page().value("child-name"), "Zoé-Ève");
    assert_eq!(browser.page().url.path(), path.replacen("/fr/", "/en/", 1));
    portal.stop().await;
}

async fn hostile_entries(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = begin(&mut browser).await;
    finish_people(&mut browser).await;
    let page = format!("/requests/{reference}/form/children");
    for wrong in
        ["children/..", "children/3F9C2A71D0", "children/3f9c2a71d", "toys/3f9c2a71d0", "children/%00"]
    {
        browser.open(&format!("{page}/{wrong}")).await;
        assert!(matches!(browser.page().status, 200 | 400 | 404), "{wrong}: {}", browser.text());
        assert!(!browser.page().url.path().contains("/children/children/"), "{wrong}");
    }
    browser.open(&page).await;
    // The most that the form allows, and one more: refused, with what was typed still there.
    for number in 0..12 {
        add_child(&mut browser, &format!("Enfant {number}")).await;
    }
    assert!(browser.page().attribute("button[value='add.children']", "value").is_none(), "it is full");
    browser.press(&changes(&browser)[0]).await;
    let mut sending = browser.fill("child-name", "Un de trop").sending("continue");
    sending.action.set_path(&format!("/fr{page}/children/ffffffffff"));
    browser.post(sending.action.clone(), &sending.fields).await;
    assert_eq!(browser.page().status, 422, "{}", browser.text());
    assert_eq!(browser.page().value("child-name"), "Un de trop");
    let forged =
        ["add.children", "add.nothing", "change.children.0000000000", "remove.phone.0000000000", "add."];
    for action in forged {
        browser.open(&page).await;
        let mut sending = browser.sending("continue");
        sending.fields.retain(|(name, _)| name != "action");
        sending.fields.push(("action".to_owned(), action.to_owned()));
        sending.fields.push(("children".to_owned(), "eeeeeeeeee".to_owned()));
        sending.fields.push(("children.eeeeeeeeee.child-name".to_owned(), "x".repeat(1000)));
        browser.post(sending.action, &sending.fields).await;
        assert!(browser.page().status < 500, "{action}: {}", browser.text());
        browser.open(&page).await;
        assert_eq!(changes(&browser).len(), 12, "{action}");
    }
    portal.stop().await;
}
