//! What people find when they look for help: pages by any of their words, whom to call, and where their request is.

use parvis::text::Locale;
use serde_json::json;

use crate::support::{Database, Portal, Setup};
use crate::{journeys, signed_in};

journeys!(
    help_is_found_by_its_words,
    a_search_without_an_answer_helps_on,
    nothing_that_is_searched_for_does_harm,
    where_a_request_is_stands_on_the_page,
    whom_to_call_and_when,
);

async fn help_is_found_by_its_words(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    for page in ["/help", "/services/complaints/help"] {
        visitor.open(page).await;
        visitor.visit(portal.at("fr/help/search?q=DEPISTAGE")).await;
        assert_eq!(visitor.page().texts(".row .head a")[0], "Dépistage du cancer");
        assert!(visitor.page().texts("mark").iter().any(|word| word.to_lowercase().starts_with("dépistage")));
    }
    visitor.open("/services/complaints/help").await;
    assert_eq!(visitor.page().attribute("main form[role=search]", "action").unwrap(), "/fr/help/search");
    visitor.open("/help/search?q=mot%20de%20passe").await;
    visitor.follow("English").await;
    assert_eq!(visitor.page().value("q"), "mot de passe", "the switch of language keeps the words");
    portal.stop().await;
}

async fn a_search_without_an_answer_helps_on(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::En);
    visitor.open("/help/search?q=giraffe").await;
    assert!(visitor.text().contains("No page found"), "{}", visitor.text());
    let ways = visitor.page().attributes("main a", "href");
    for way in ["/en/help", "/en/contact", "/en/services/complaints/help"] {
        assert!(ways.iter().any(|href| href == way), "{way} in {ways:?}");
    }
    visitor.open("/help/search?q=draft%20giraffe").await;
    assert!(visitor.text().contains("No page has all of these words"), "{}", visitor.text());
    visitor.open("/help/search").await;
    assert_eq!(visitor.page().status, 200);
    assert!(!visitor.text().contains("No page found"), "nothing was searched for yet");
    portal.stop().await;
}

async fn nothing_that_is_searched_for_does_harm(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    let long = "q=".to_owned() + &"%C3%A9".repeat(1_000);
    for query in
        ["q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%22%20onfocus=%22x", "q=%00%ff", "q=.*%25", long.as_str()]
    {
        let page = visitor.open(&format!("/help/search?{query}")).await;
        assert!(page.status < 500, "{query}: {}", page.status);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("\" onfocus"), "{query}");
        assert!(page.body.len() < 60_000, "{query}");
    }
    portal.stop().await;
}

async fn where_a_request_is_stands_on_the_page(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    for page in ["/help", "/contact"] {
        visitor.open(page).await;
        assert!(visitor.text().contains("Connectez-vous, puis ouvrez"), "{}", visitor.text());
    }
    visitor.follow("Voir mes démarches").await;
    visitor.tell_provider("amelie").await;
    assert_eq!(visitor.page().url.path(), "/fr/requests", "led to what was asked for");

    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/help").await;
    assert!(amelie.text().contains("Aucune démarche en cours"), "{}", amelie.text());
    amelie.open("/services/complaints/form").await;
    amelie.fill("for-whom", "me").fill("reach", "email").press("continue").await;
    // Sent as far as anyone can see: the page reads where it stands.
    portal.meddle("UPDATE request SET state = 'in_progress', state_since = 1795374300000000").await;
    for page in ["/help", "/contact"] {
        amelie.open(page).await;
        let said = amelie.text();
        assert!(said.contains("Suivi des plaintes") && said.contains("Le service s’en occupe"), "{said}");
    }
    portal.stop().await;
}

async fn whom_to_call_and_when(database: Database) {
    let every_day = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let hours = |spans: &[&str]| {
        every_day.iter().map(|day| ((*day).to_owned(), json!(spans))).collect::<serde_json::Map<_, _>>()
    };
    let settings = json!({ "contact": {
        "telephone": "1 800 555-0123",
        "note": { "fr": "ATS 711", "en": "TTY 711" },
        "hours": hours(&["00:00-23:59:59"]),
        "holidays": { "2090-12-25": { "fr": "Noël", "en": "Christmas Day" } },
    } });
    let portal = Setup::default().with(settings).start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/contact").await;
    let said = visitor.text();
    assert!(said.contains("Les lignes sont ouvertes jusqu’à") && said.contains("ATS 711"), "{said}");
    assert!(said.contains("25 décembre 2090 – Noël"), "{said}");
    assert_eq!(visitor.page().attribute("main a[href^='tel:']", "href").unwrap(), "tel:18005550123");
    portal.stop().await;

    let settings = json!({ "contact": { "telephone": null } });
    let portal = Setup::default().with(settings).start(Database::Sqlite).await;
    let mut visitor = portal.browser(Locale::En);
    visitor.open("/contact").await;
    assert!(visitor.text().contains("has not published a telephone number"), "{}", visitor.text());
    assert!(!visitor.text().contains("Opening hours"));
    portal.stop().await;
}
