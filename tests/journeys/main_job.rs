//! The main job: a complaint from its first word to the office's last, on two devices, told in the
//! inbox and by mails that say nothing, and retraced by the administrator.

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::{self, STORY, say, signed_in, wait_for_state};
use crate::journeys;
use crate::support::{Browser, Database, Portal};

journeys!(in_french, in_english);

async fn in_french(database: Database) {
    main_job(database, "amelie", Locale::Fr).await;
}

async fn in_english(database: Database) {
    main_job(database, "connor", Locale::En).await;
}

async fn main_job(database: Database, username: &str, locale: Locale) {
    let portal = Portal::start(database).await;
    let mut phone = portal.browser(locale);
    come_in_by_the_service(&mut phone, username).await;
    answer_and_leave(&mut phone).await;

    let mut desktop = signed_in(&portal, username, locale).await;
    let reference = go_on_and_send(&mut desktop).await;

    let request = the_office_has_it_once(&portal, &reference, locale).await;
    the_timeline_advances(&mut desktop, &reference).await;
    the_inbox_tells(&mut phone, &reference).await;
    mails_say_nothing(&portal, username, &reference).await;
    the_administrator_retraces(&portal, &reference, locale).await;
    portal.at_rest().await;
    assert_eq!(portal.complaints(1).await.len(), 1);
    assert_eq!(portal.count("callback WHERE backend = 'complaints'").await, 4, "{request}");
    portal.stop().await;
}

async fn come_in_by_the_service(browser: &mut Browser, username: &str) {
    browser.open("/").await;
    browser.follow(say(browser, "Suivi des plaintes", "Complaint follow-up")).await;
    assert!(!browser.page().texts("main .prose").is_empty());
    browser.follow(say(browser, "Se connecter et commencer", "Sign in and start")).await;
    browser.tell_provider(username).await;
    assert!(browser.page().url.path().ends_with("/services/complaints/form"));
    assert_eq!(browser.page().lang(), browser.locale().tag());
}

async fn answer_and_leave(browser: &mut Browser) {
    let (given, family) = (browser.page().value("given-name"), browser.page().value("family-name"));
    assert_eq!((given.as_str(), family.as_str()), say_names(browser), "filled in from the claims");
    complaint::fill_you(browser);
    browser.press("continue").await;
    complaint::fill_event(browser);
    browser.press("save").await;
    assert_eq!(browser.page().url.path(), format!("/{}", browser.locale()));
    let tag = say(browser, "Brouillon", "Draft");
    assert!(browser.text().contains(tag), "home shows the draft: {}", browser.text());
}

fn say_names(browser: &Browser) -> (&'static str, &'static str) {
    match browser.locale() {
        Locale::Fr => ("Amélie", "Tremblay"),
        Locale::En => ("Connor", "O'Neil"),
    }
}

async fn go_on_and_send(browser: &mut Browser) -> String {
    let draft = browser.page().attributes("main .row a", "href");
    let draft = draft.iter().find(|href| href.contains("/form/")).expect("the draft's line").clone();
    browser.follow(&draft).await;
    assert_eq!(browser.page().value("story"), STORY, "what the other device typed is here");
    assert_eq!(browser.page().values("subjects"), ["care", "access"]);
    browser.press("continue").await;
    // No documents to add.
    browser.press("continue").await;
    assert!(browser.page().value("email").contains('@'), "filled in from the claims");
    browser.fill("spoken", "yes").fill("hoped", "Des excuses");
    browser.press("continue").await;

    for words in [STORY, say(browser, "3 février 2025", "February 3, 2025"), "Des excuses"] {
        assert!(browser.text().contains(words), "the check page shows {words}: {}", browser.text());
    }
    browser.press("send").await;
    assert_eq!(browser.page().status, 422, "nothing is sent without the declaration");
    browser.fill("declaration", "yes");
    browser.press("send").await;
    let heading = say(browser, "Votre démarche est envoyée", "Your request has been sent");
    assert_eq!(browser.page().heading(), heading);
    let next = say(browser, "Vous recevez un accusé", "You get an acknowledgment");
    assert!(browser.text().contains(next));
    browser.page().texts("main .reference").remove(0)
}

/// The back-end only files what carries an assertion that fits the portal's published keys.
async fn the_office_has_it_once(portal: &Portal, reference: &str, locale: Locale) -> Value {
    let complaint = portal.complaints(1).await.remove(0);
    let content = &complaint["content"];
    assert_eq!(content["reference"], json!(reference));
    assert_eq!(content["locale"], json!(locale.tag()));
    assert_eq!(content["answers"]["subjects"], json!(["care", "access"]));
    assert_eq!(content["answers"]["event-date"], json!("2025-02-03"));
    assert_eq!(content["answers"]["story"], json!(STORY));
    assert_eq!(content["answers"]["wait-hours"], json!(9));
    let received = portal.received().await["received"].clone();
    assert_eq!(received.as_array().unwrap().len(), 1, "{received}");
    assert_eq!(received[0]["times"], json!(1));
    assert_eq!(received[0]["status"], json!(201));
    complaint
}

async fn the_timeline_advances(browser: &mut Browser, reference: &str) {
    wait_for_state(browser, reference, "closed").await;
    let mut steps = browser.page().texts(".timeline li p:first-child");
    steps.reverse();
    // The office may speak before the portal has noted that it handed the request over.
    let handed =
        say(browser, "Votre démarche a été remise au service.", "Your request was handed to the service.");
    let place = steps.iter().position(|step| step == handed).expect("it was handed over");
    steps.remove(place);
    let wanted = say(
        browser,
        "Vous avez envoyé votre démarche.|\
         Le bureau des plaintes a reçu votre plainte.|Votre plainte est entre les mains|\
         Il nous manque un renseignement|L’étude de votre plainte est terminée.",
        "You sent your request.|\
         The complaints office has your complaint.|A commissioner is now looking|\
         We need one more thing|We have finished looking into your complaint.",
    );
    let wanted: Vec<&str> = wanted.split('|').collect();
    assert_eq!(steps.len(), wanted.len(), "{steps:?}");
    for (step, words) in steps.iter().zip(wanted) {
        assert!(step.contains(words), "{step:?} should say {words:?}");
    }
}

async fn the_inbox_tells(browser: &mut Browser, reference: &str) {
    browser.open("/messages").await;
    let unread = browser.page().attributes("main .row.me a", "href");
    assert_eq!(unread.len(), 4, "one for each change: {}", browser.text());
    browser.follow(&unread[0]).await;
    let heading = say(browser, "L’étude de votre plainte est terminée.", "We have finished");
    assert!(browser.page().heading().starts_with(heading), "{}", browser.page().heading());
    assert!(browser.text().contains(reference));
    browser.open("/messages").await;
    assert_eq!(browser.page().attributes("main .row.me a", "href").len(), 3, "one was opened");
    browser.follow(&unread[2]).await;
    let days = say(browser, "10 jours", "10 days");
    assert!(browser.text().contains(days), "what the office said, in the tile's words: {}", browser.text());
}

/// What leaves the portal says that something changed, and nothing else (S5).
async fn mails_say_nothing(portal: &Portal, username: &str, reference: &str) {
    let mails = portal.mails(4).await;
    assert_eq!(mails.len(), 4);
    let secrets = [
        "plainte",
        "complaint",
        "amélie",
        "amelie",
        "tremblay",
        "connor",
        "neil",
        "exemple",
        "urgence",
        "février",
        "february",
        "terminée",
        "finished",
        "jours",
        "days",
        reference,
    ];
    for mail in mails {
        assert_eq!(mail.to.len(), 1);
        assert!(mail.to[0].contains(username), "{:?}", mail.to);
        assert!(mail.text.contains(portal.url.as_str().trim_end_matches('/')), "{}", mail.text);
        let words = format!("{}\n{}\n{}", mail.from, mail.subject, mail.text).to_lowercase();
        for secret in secrets {
            assert!(!words.contains(&secret.to_lowercase()), "{secret:?} is in a mail: {words}");
        }
    }
}

async fn the_administrator_retraces(portal: &Portal, reference: &str, locale: Locale) {
    let mut browser = signed_in(portal, "admin", locale).await;
    browser.open("/admin/journeys").await;
    browser.fill("reference", &reference.to_lowercase().replace('-', " ")).fill("reason", "question");
    browser.press(say(&browser, "Retracer le parcours", "Retrace the journey")).await;
    let codes = browser.page().texts(".timeline li > p > code");
    let wanted = [
        "signin-succeeded",
        "draft-begun",
        "draft-saved",
        "signin-succeeded",
        "draft-saved",
        "request-submitted",
        "request-delivered",
        "status-received",
        "message-sent",
    ];
    let mut rest = codes.iter();
    for code in wanted {
        assert!(rest.any(|found| found == code), "{code} is not in its place: {codes:?}");
    }
    for (code, times) in [("status-received", 4), ("message-sent", 4), ("journey-viewed", 1)] {
        assert_eq!(codes.iter().filter(|found| *found == code).count(), times, "{code}: {codes:?}");
    }
    assert!(!browser.text().contains(STORY), "the log holds no answers");
}
