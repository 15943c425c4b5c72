//! Every field with nothing, too much, the wrong thing: the page comes back in its own language,
//! says what is wrong at the top and by the field in the same words, and keeps what was typed.

mod cases;

use parvis::text::Locale;

use crate::complaint::{self, begin, open_form, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal};

journeys!(first_page, second_page, about_another_person, third_page, more_than_fits);

/// What is typed over good answers, the input that the summary leads to, and the words.
struct Wrong<'a> {
    typed: &'a [(&'a str, &'a [&'a str])],
    input: &'a str,
    fr: &'a str,
    en: &'a str,
}

/// Presses continue on a page with one mistake on it.
async fn refused(browser: &mut Browser, wrong: &Wrong<'_>) {
    for (name, values) in wrong.typed {
        browser.choose(name, values);
    }
    browser.press("continue").await;
    let (page, words) = (browser.page(), say(browser, wrong.fr, wrong.en));
    assert_eq!(page.status, 422, "{words}: {}", page.text());
    assert_eq!(page.lang(), browser.locale().tag());
    let errors = page.errors();
    assert_eq!(errors.len(), 1, "{words}: {errors:?}");
    assert_eq!(errors[0].0, wrong.input, "{words}");
    assert!(errors[0].1.starts_with(words), "{:?} should say {words:?}", errors[0].1);

    let error = say(browser, "Erreur :", "Error:");
    assert!(page.texts("title")[0].starts_with(error), "the title says it first");
    assert_eq!(page.attribute("#error-summary", "tabindex").as_deref(), Some("-1"));
    assert!(page.attribute("#error-summary", "autofocus").is_some(), "the summary takes the focus");
    let target = format!("form [id='{}']", wrong.input);
    assert_eq!(page.texts(&target).len(), 1, "the summary leads to the field");
    assert_eq!(page.texts(".field.wrong .fault"), [format!("{error} {}", errors[0].1)], "same words");
    for (name, values) in wrong.typed {
        // An option that does not exist cannot be shown as chosen.
        let real = |value: &&&str| !value.starts_with("no-such");
        let shown: Vec<&str> =
            values.iter().filter(real).copied().filter(|value| !value.trim().is_empty()).collect();
        let kept = page.values(name);
        let kept: Vec<&str> = kept.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
        assert_eq!(kept, shown, "{name}: nothing typed is lost");
    }
}

async fn first_page(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        for wrong in &cases::FIRST {
            open_form(&mut browser).await;
            complaint::fill_you(&mut browser);
            refused(&mut browser, wrong).await;
        }
    }
    assert_eq!(portal.count("request").await, 0, "no draft begins with a mistake");
    portal.stop().await;
}

async fn second_page(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        for wrong in &cases::SECOND {
            complaint::fill_event(&mut browser);
            browser.fill("place-postal-code", "");
            refused(&mut browser, wrong).await;
        }
        complaint::fill_event(&mut browser);
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/form/documents"), "mended: {}", browser.text());
    }
    portal.stop().await;
}

/// Questions that are asked only of those who write for another.
async fn about_another_person(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        complaint::fill_you(&mut browser);
        browser.fill("for-whom", "relative");
        browser.press("continue").await;
        for wrong in &cases::OTHER {
            complaint::fill_event(&mut browser);
            browser.fill("person-name", "Jeanne d’Arc").fill("person-consent", "yes");
            refused(&mut browser, wrong).await;
        }
    }
    portal.stop().await;
}

async fn third_page(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        answers_by(&portal, locale, "email", &cases::ANSWER).await;
        answers_by(&portal, locale, "phone", &cases::PHONE).await;
        answers_by(&portal, locale, "mail", &cases::HOME).await;
    }
    portal.stop().await;
}

/// Answers the third page, wrongly, as someone who wishes to be reached that way.
async fn answers_by(portal: &Portal, locale: Locale, reach: &str, cases: &[Wrong<'_>]) {
    let mut browser = signed_in(portal, "amelie", locale).await;
    open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser.fill("reach", reach);
    browser.press("continue").await;
    complaint::fill_event(&mut browser);
    browser.press("continue").await;
    // No documents to add.
    browser.press("continue").await;
    for wrong in cases {
        complaint::fill_answer(&mut browser);
        match reach {
            "phone" => _ = browser.fill("phone", "514 555-0123"),
            "mail" => fill_home(&mut browser),
            _ => {}
        }
        refused(&mut browser, wrong).await;
    }
}

fn fill_home(browser: &mut Browser) {
    browser
        .fill("home.street", "1, rue Exemple")
        .fill("home.unit", "")
        .fill("home.city", "Québec")
        .fill("home.postal_code", "G1R 4S9");
}

/// More than any field holds, and more than the portal takes in.
async fn more_than_fits(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        complaint::fill_event(&mut browser);
        browser.fill("story", &"a".repeat(100_000));
        browser.press("continue").await;
        assert_eq!(browser.page().status, 422, "{}", browser.text());

        complaint::fill_event(&mut browser);
        browser.fill("story", &"a".repeat(300_000));
        browser.press("continue").await;
        assert_eq!(browser.page().status, 413);
        assert_eq!(browser.page().lang(), locale.tag());
        assert!(browser.text().contains(say(&browser, "raccourcissez le texte", "shorten the text")));
    }
    portal.stop().await;
}
