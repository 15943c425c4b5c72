//! The administrators' board.

use std::time::Duration;

use parvis::identity;
use parvis::text::Locale;
use reqwest::Method;

use crate::support::{Browser, Database, Portal};
use crate::{decide, journeys, reference, signed_in, tell};

journeys!(
    reports_are_found,
    the_same_told_twice,
    two_administrators,
    handed_to_another,
    an_administrator_no_more,
    everything_in_one_file
);

/// The references on the board.
async fn found(admin: &mut Browser, query: &str) -> Vec<String> {
    admin.open(&format!("/admin/feedback?{query}")).await;
    let links = admin.page().attributes("main .row a.whole", "href");
    links.into_iter().map(|link| link.rsplit('/').next().unwrap().to_owned()).collect()
}

async fn reports_are_found(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/services/complaints").await;
    let photo = tell(&portal, &mut amelie, "problem", "Les photos ne partent pas à l’hôpital.").await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let idea = tell(&portal, &mut connor, "idea", "Photos could be made smaller.").await;

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    assert_eq!(found(&mut admin, "").await, [idea.clone(), photo.clone()], "the latest first");
    for (query, fits) in [
        ("kind=problem", vec![&photo]),
        ("kind=idea", vec![&idea]),
        ("tile=complaints&status=all", vec![&photo]),
        ("language=en", vec![&idea]),
        ("words=PHOTO", vec![&idea, &photo]),
        ("words=hopital+photo", vec![&photo]),
        ("words=hopitaux+smaller", vec![]),
        ("status=done", vec![]),
        ("assignee=me", vec![]),
    ] {
        let found = found(&mut admin, query).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), fits, "{query}");
    }
    decide(&mut admin, &photo, &[], "take").await;
    assert_eq!(found(&mut admin, "assignee=me").await, std::slice::from_ref(&photo));
    admin.open(&format!("/admin/feedback?words={}", photo.to_lowercase())).await;
    assert_eq!(reference(&admin), photo, "its number leads to it");
    decide(&mut admin, &photo, &[], "release").await;
    assert!(found(&mut admin, "assignee=me").await.is_empty());
    portal.stop().await;
}

async fn the_same_told_twice(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let first = tell(&portal, &mut amelie, "problem", "La page reste blanche.").await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let second = tell(&portal, &mut connor, "problem", "The page stays white.").await;
    let idea = tell(&portal, &mut connor, "idea", "White pages could say why.").await;

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    for wrong in [&second, &idea, &"7K3M-9QXD-4FT".to_owned()] {
        decide(&mut admin, &second, &[("into", wrong)], "merge").await;
        assert_eq!(admin.page().status, 422, "{wrong}: {}", admin.text());
    }
    decide(&mut admin, &second, &[("into", &first)], "merge").await;
    assert!(admin.text().contains("Réuni avec"), "{}", admin.text());
    assert_eq!(found(&mut admin, "kind=problem").await, std::slice::from_ref(&first));
    for browser in [&mut amelie, &mut connor] {
        browser.open("/messages").await;
        assert_eq!(browser.page().texts("main .row").len(), 1, "both are told: {}", browser.text());
    }
    let words = [("answer-fr", "C’est réparé."), ("answer-en", "It is repaired.")];
    decide(&mut admin, &first, &words, "answer").await;
    connor.open(&format!("/account/feedback/{second}")).await;
    assert!(connor.text().contains("It is repaired."), "one answer for both: {}", connor.text());
    decide(&mut admin, &second, &[], "separate").await;
    assert_eq!(found(&mut admin, "kind=problem").await, [second, first]);
    portal.stop().await;
}

/// Whoever comes second sees what the first did, and loses nothing of what they wrote.
async fn two_administrators(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/help").await;
    let reference = tell(&portal, &mut visitor, "problem", "La page reste blanche.").await;
    let mut one = signed_in(&portal, "admin", Locale::Fr).await;
    let mut two = signed_in(&portal, "admin", Locale::Fr).await;
    let page = format!("/admin/feedback/{reference}");
    one.open(&page).await;
    two.open(&page).await;
    one.fill("status", "planned");
    one.press("stand").await;
    two.fill("answer-fr", "Déjà réglé.").fill("answer-en", "Fixed already.");
    two.press("answer").await;
    assert_eq!(two.page().status, 409);
    assert_eq!(two.page().texts("#answer-fr"), ["Déjà réglé."]);
    two.fill("answer-en", "");
    two.press("answer").await;
    assert_eq!(two.page().status, 422, "both languages: {}", two.text());
    two.fill("answer-en", "Fixed already.");
    two.press("answer").await;
    assert!(two.text().contains("La réponse est envoyée"), "{}", two.text());
    portal.stop().await;
}

/// The pseudonym that the page on screen offers for that name.
fn choice(browser: &Browser, name: &str) -> Option<String> {
    let names = browser.page().texts("#assignee option");
    let at = names.iter().position(|found| found == name)?;
    browser.page().attributes("#assignee option", "value").into_iter().nth(at)
}

async fn handed_to_another(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/help").await;
    let reference = tell(&portal, &mut amelie, "problem", "La page reste blanche.").await;
    let mut simon = signed_in(&portal, "admin2", Locale::En).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    decide(&mut admin, &reference, &[], "assign").await;
    assert_eq!(admin.page().status, 422, "to whom? {}", admin.text());
    assert_eq!(choice(&admin, "Dominique Gagnon"), None, "one takes it oneself by the other button");
    let to = choice(&admin, "Simon Cloutier").expect("the other administrator is offered");
    decide(&mut admin, &reference, &[("assignee", &to)], "assign").await;
    let shown = admin.text();
    assert!(shown.contains("C’est confié") && shown.contains("Simon Cloutier s’en occupe"), "{shown}");

    for (query, fits) in [("assignee=me", 0), ("assignee=nobody", 0), ("assignee=", 1)] {
        assert_eq!(found(&mut admin, query).await.len(), fits, "{query}");
    }
    assert_eq!(found(&mut admin, &format!("assignee={to}")).await.len(), 1);
    assert_eq!(found(&mut simon, "assignee=me").await.len(), 1);
    simon.open("/messages").await;
    let told = format!("The report {reference} is yours to take care of");
    assert!(simon.text().contains(&told), "{}", simon.text());
    amelie.open("/messages").await;
    assert_eq!(amelie.page().texts("main .row").len(), 0, "who takes care of it is the house's own affair");
    let events = portal.events_of("report-assigned").await;
    assert_eq!((events.len(), events[0].field("to")), (1, to.clone()));
    let mine = simon.request(Method::GET, "/en/account/data.json").send().await.unwrap();
    let mine = mine.text().await.unwrap();
    assert!(mine.contains("Simon Cloutier") && mine.contains("\"administrator\":{"), "{mine}");

    decide(&mut simon, &reference, &[], "release").await;
    assert_eq!(found(&mut admin, "assignee=nobody").await, [reference]);
    portal.stop().await;
}

/// Whoever signs in without the role, or not for long, is offered no more.
async fn an_administrator_no_more(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/help").await;
    let reference = tell(&portal, &mut visitor, "problem", "La page reste blanche.").await;
    signed_in(&portal, "admin2", Locale::Fr).await;
    let page = format!("/admin/feedback/{reference}");
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open(&page).await;
    assert!(choice(&admin, "Simon Cloutier").is_some());
    portal.clock.advance(Duration::from_hours(91 * 24));
    identity::clear_expired(&portal.app.requests().identity).await.unwrap();
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open(&page).await;
    assert_eq!(choice(&admin, "Simon Cloutier"), None, "{}", admin.text());
    portal.stop().await;
}

async fn everything_in_one_file(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let formula = "=HYPERLINK(\"https://evil.example\") dit la page.";
    let reference = tell(&portal, &mut amelie, "problem", formula).await;
    tell(&portal, &mut amelie, "idea", "Une idée\r\nsur deux lignes.").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/feedback").await;
    let mut files = Vec::new();
    for format in ["csv", "ndjson"] {
        let mut fields = admin.sending("csv").fields;
        fields.retain(|(name, _)| name != "format");
        fields.push(("format".into(), format.into()));
        let ours = portal.url.origin().ascii_serialization();
        let request = admin.request(Method::POST, "/fr/admin/feedback/export").header("origin", ours);
        let answer = request.form(&fields).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        files.push(answer.text().await.unwrap());
    }
    let quoted = format!("\"'{}\"", formula.replace('"', "\"\""));
    assert!(files[0].contains(&quoted) && files[0].starts_with("\u{feff}\"reference\""), "{}", files[0]);
    let lines: Vec<serde_json::Value> =
        files[1].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["reference"], &lines[0]["text"]), (&reference.into(), &formula.into()));
    assert_eq!(lines[1]["text"], "Une idée\nsur deux lignes.");
    assert_eq!(portal.events_of("reports-exported").await.len(), 2);
    let connor = signed_in(&portal, "connor", Locale::En).await;
    let refused = connor.request(Method::POST, "/en/admin/feedback/export");
    let refused = refused.header("origin", portal.url.origin().ascii_serialization()).send().await.unwrap();
    assert_eq!(refused.status(), 403);
    portal.stop().await;
}
