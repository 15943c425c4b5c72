//! Sessions end, in the middle of a form too. What was typed waits for whoever typed it.

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Method;

use crate::complaint::{self, STORY, begin, open_form, prepare, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal};

journeys!(
    ended_on_the_first_page,
    ended_on_a_later_page,
    ended_before_sending,
    kept_for_who_typed_it,
    ends_when_idle_and_at_last,
    signed_out_for_good,
    planted_cookies
);

const TOO_LONG: Duration = Duration::from_mins(31);

/// The page that tells that the answers are kept, then back through the provider, which still
/// knows the browser.
async fn sign_in_again(browser: &mut Browser) {
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert_eq!(browser.page().lang(), browser.locale().tag());
    let kept = say(browser, "vos réponses sont conservées", "your answers are kept");
    assert!(browser.text().contains(kept), "{}", browser.text());
    let link = browser.page().attribute("main .actions a", "href").unwrap();
    browser.follow(&link).await;
}

fn assert_kept(browser: &Browser) {
    let kept = say(browser, "Vos réponses ont été conservées", "Your answers were kept");
    assert!(browser.text().contains(kept), "{}", browser.text());
}

async fn ended_on_the_first_page(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        complaint::fill_you(&mut browser);
        browser.fill("given-name", "Zoé");
        portal.clock.advance(TOO_LONG);
        browser.press("continue").await;
        sign_in_again(&mut browser).await;
        assert_kept(&browser);
        assert_eq!(browser.page().value("given-name"), "Zoé");
        assert_eq!(browser.page().value("for-whom"), "me");
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/form/event"), "{}", browser.text());
    }
    assert_eq!(portal.events_of("form-kept").await.len(), 2);
    assert_eq!(portal.count("kept_form").await, 0, "given back once, then gone");
    portal.stop().await;
}

async fn ended_on_a_later_page(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        complaint::fill_event(&mut browser);
        portal.clock.advance(TOO_LONG);
        browser.press("continue").await;
        sign_in_again(&mut browser).await;
        assert_kept(&browser);
        assert_eq!(browser.page().value("story"), STORY);
        assert_eq!(browser.page().values("subjects"), ["care", "access"]);
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.text());
    }
    portal.stop().await;
}

async fn ended_before_sending(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        prepare(&mut browser).await;
        browser.fill("declaration", "yes");
        portal.clock.advance(TOO_LONG);
        browser.press("send").await;
        assert_eq!(browser.page().status, 401);
        assert_eq!(browser.page().lang(), locale.tag());
        let heading = say(&browser, "Votre session est terminée", "Your session has ended");
        assert_eq!(browser.page().heading(), heading);
        assert_eq!(portal.count("request WHERE state <> 'draft'").await, 0);
        browser.follow(say(&browser, "Se connecter", "Sign in")).await;
        let draft = say(&browser, "Brouillon", "Draft");
        assert!(browser.text().contains(draft), "the draft is there: {}", browser.text());
    }
    portal.stop().await;
}

/// A shared computer: the next person finds nothing of the one before.
async fn kept_for_who_typed_it(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser.fill("given-name", "Secret");
    portal.clock.advance(TOO_LONG);
    browser.press("continue").await;
    browser.forget("parvis_demo_provider");
    let link = browser.page().attribute("main .actions a", "href").unwrap();
    browser.follow(&link).await;
    browser.tell_provider("leo").await;
    assert_eq!(browser.page().value("given-name"), "Léo");
    assert!(!browser.page().body.contains("Secret"));

    let mut other = signed_in(&portal, "amelie", Locale::Fr).await;
    open_form(&mut other).await;
    assert_eq!(other.page().value("given-name"), "Amélie", "another browser has not typed it");
    portal.stop().await;
}

async fn ends_when_idle_and_at_last(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let opens = async |browser: &Browser| {
        let page = browser.request(Method::GET, "/fr/requests").send().await.unwrap();
        page.status().as_u16()
    };
    for _ in 0..35 {
        assert_eq!(opens(&browser).await, 200, "in use, it stays open");
        portal.clock.advance(Duration::from_mins(20));
    }
    portal.clock.advance(Duration::from_mins(21));
    assert_eq!(opens(&browser).await, 303, "after twelve hours it ends in any case");

    let before = browser.cookie("session").unwrap().to_owned();
    browser.forget("parvis_demo_provider");
    browser.open("/requests").await;
    browser.tell_provider("amelie").await;
    assert_ne!(browser.cookie("session"), Some(before.as_str()), "every sign-in has a token of its own");
    assert_eq!(browser.page().url.path(), "/fr/requests", "back where they wanted to go");
    portal.clock.advance(TOO_LONG);
    assert_eq!(opens(&browser).await, 303, "unused, it ends");

    browser.open("/requests").await;
    assert_eq!(browser.page().url.path(), "/fr/requests", "the provider still knows them");
    browser.press("Se déconnecter").await;
    assert_eq!(browser.page().heading(), "Votre session est fermée");
    assert_eq!(opens(&browser).await, 303);
    portal.stop().await;
}

/// A cookie that was copied before signing out opens nothing afterwards (attack A27), and a form of
/// the session before is none of the next one's (C05).
async fn signed_out_for_good(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let before = browser.cookie("session").unwrap().to_owned();
    let old_form = browser.page().attribute("header [name=csrf]", "value").unwrap();
    let ours = portal.url.origin().ascii_serialization();
    let sign_out = |browser: &Browser, csrf: String| {
        browser.request(Method::POST, "/fr/sign-out").header("origin", &ours).form(&[("csrf", csrf)]).send()
    };
    let answer = sign_out(&browser, old_form.clone()).await.unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["clear-site-data"], "\"cache\", \"storage\"");
    for path in ["/fr/requests", "/fr/messages", "/en/requests", "/fr/services/complaints/form", "/fr/admin"]
    {
        assert_eq!(browser.cookie("session"), Some(before.as_str()));
        let page = browser.request(Method::GET, path).send().await.unwrap();
        assert_eq!(
            (page.status().as_u16(), &page.headers()["cache-control"]),
            (303, &"no-store".parse().unwrap())
        );
        let json =
            browser.request(Method::GET, path).header("accept", "application/json").send().await.unwrap();
        assert_eq!(
            (json.status().as_u16(), &json.headers()["cache-control"]),
            (401, &"no-store".parse().unwrap())
        );
    }
    // The provider still knows the browser.
    browser.open("/requests").await;
    assert_eq!(browser.page().status, 200);
    assert_eq!(sign_out(&browser, old_form).await.unwrap().status(), 403);
    portal.stop().await;
}

/// A cookie that someone planted before the sign-in is not the session's (attack A17), one beside it
/// is refused (A18).
async fn planted_cookies(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = portal.browser(Locale::Fr);
    let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    browser.plant("session", planted);
    browser.sign_in("amelie").await;
    assert_ne!(browser.cookie("session"), Some(planted));
    let own = format!("session={}", browser.cookie("session").unwrap());
    let asks = async |cookies: &[&str]| {
        let mut request = portal.browser(Locale::Fr).request(Method::GET, "/fr/requests");
        for cookie in cookies {
            request = request.header("cookie", *cookie);
        }
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(asks(&[&format!("session={planted}")]).await, 303);
    assert_eq!(asks(&[&own]).await, 200);
    assert_eq!(
        asks(&[&own, "__Host-session=x", "Session=x; sid=x"]).await,
        200,
        "other names are nothing to us"
    );
    assert_eq!(asks(&[&own, &format!("session={planted}")]).await, 400);
    assert_eq!(asks(&[&format!("{own}; {own}")]).await, 400);
    portal.stop().await;
}
