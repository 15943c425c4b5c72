//! Whoever is not signed in, comes in, proves more, and leaves.

use std::time::Duration;

use parvis::text::Locale;
use url::Url;

use super::Attempts;
use crate::complaint::{self, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(nothing_of_a_visitor, nothing_of_ways_to_sign_in);

/// What is tried here.
pub const CODES: &[&[&str]] = &[OF_VISITORS, OF_WAYS];

const OF_WAYS: &[&str] = &["identity-linked", "identity-unlinked"];
const OF_VISITORS: &[&str] = &[
    "form-kept",
    "report-sent",
    "session-ended",
    "session-raised",
    "signin-refused",
    "signin-started",
    "signin-succeeded",
];

/// On the provider's page, says who it is; gives the address that leads back, which is not followed.
async fn answer_of_provider(browser: &mut Browser, username: &str) -> Url {
    assert!(browser.page().url.path().contains("authorize"), "{}", browser.page().url);
    browser.stop_at("/auth/callback");
    browser.fill("username", username);
    let button = if browser.page().lang().starts_with("fr") { "Ouvrir la session" } else { "Sign in" };
    browser.press(button).await;
    browser.page().url.clone()
}

/// The answer of a provider where its person changed their mind.
fn changed_mind(answer: &Url) -> Url {
    let kept = answer.query_pairs().into_owned().filter(|(name, _)| name != "code");
    let kept: Vec<(String, String)> = kept.collect();
    let mut refusal = answer.clone();
    refusal.query_pairs_mut().clear().extend_pairs(kept).append_pair("error", "access_denied");
    refusal
}

/// The form of a problem or an idea, ready to be sent for the second time.
pub async fn write_report(portal: &Portal, browser: &mut Browser, kind: &str, text: &str) {
    browser.open("/help").await;
    let links = browser.page().attributes("footer a", "href");
    let link = links.into_iter().find(|link| link.contains(&format!("/feedback/{kind}"))).unwrap();
    browser.visit(portal.at(&link)).await;
    browser.fill("text", text);
    browser.press("continue").await;
    portal.clock.advance(Duration::from_secs(5));
}

async fn nothing_of_a_visitor(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut raised = signed_in(&portal, "amelie", Locale::Fr).await;
    portal.clock.advance(Duration::from_mins(11));
    raised.open("/account/closing").await;
    let way = raised.page().attribute("main .actions a", "href").unwrap();
    raised.visit(portal.at(&way)).await;
    let answer = answer_of_provider(&mut raised, "amelie").await;
    attempts.visit_once(&["session-raised"], &raised, answer);

    for locale in Locale::ALL {
        let mut visitor = portal.browser(locale);
        visitor.open("/sign-in").await;
        let answer = answer_of_provider(&mut visitor, "connor").await;
        attempts.visit_once(&["signin-succeeded"], &visitor, answer);
        let mut visitor = portal.browser(locale);
        visitor.open("/sign-in").await;
        let answer = answer_of_provider(&mut visitor, "connor").await;
        attempts.visit_once(&["signin-refused"], &visitor, changed_mind(&answer));
    }
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/help").await;
    attempts.visit(&["signin-started"], &visitor, "/fr/sign-in?via=demo");
    write_report(&portal, &mut visitor, "problem", "La page reste toute blanche.").await;
    attempts.press(&["report-sent"], &visitor, "send");

    let mut late = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::open_form(&mut late).await;
    complaint::fill_you(&mut late);
    late.forget("session");
    attempts.press(&["form-kept"], &late, "continue");
    for locale in Locale::ALL {
        let mut leaving = signed_in(&portal, "connor", locale).await;
        leaving.open("/requests").await;
        attempts.press(&["session-ended"], &leaving, say(&leaving, "Se déconnecter", "Sign out"));
        let mut leaving = signed_in(&portal, "connor", locale).await;
        leaving.open("/services/medical-assistance-in-dying").await;
        let leave = say(&leaving, "Quitter vite ce site", "Leave this site now");
        leaving.stop_at("/");
        attempts.press(&["session-ended"], &leaving, leave);
    }
    attempts.prove(OF_VISITORS).await;
    portal.stop().await;
}

/// Signed in by the first of two providers, goes to add the second, up to its answer.
async fn add_way(portal: &Portal, username: &str, stop: &str) -> Browser {
    let mut browser = portal.browser(Locale::Fr);
    browser.open("/sign-in?via=demo").await;
    browser.tell_provider(username).await;
    browser.open("/account/sign-ins").await;
    browser.press("successor").await;
    browser.stop_at(stop);
    browser.fill("username", username).press("Ouvrir la session").await;
    browser
}

async fn nothing_of_ways_to_sign_in(database: Database) {
    let portal = Setup { successor: true, ..Setup::silent() }.start(database).await;
    let mut attempts = Attempts::new(&portal);
    let adding = add_way(&portal, "amelie", "/auth/callback").await;
    attempts.visit_once(&["identity-linked"], &adding, adding.page().url.clone());
    let mut removing = add_way(&portal, "connor", "").await;
    removing.open("/account/sign-ins").await;
    let last = removing.page().attributes("main button[name=remove]", "value").pop().unwrap();
    attempts.press(&["identity-unlinked"], &removing, &last);
    attempts.prove(OF_WAYS).await;
    portal.stop().await;
}
