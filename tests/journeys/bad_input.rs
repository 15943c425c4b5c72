//! Every field with nothing, too much, the wrong thing: the page comes back in its own language,
//! says what is wrong at the top and by the field in the same words, and keeps what was typed.

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
    let long = "é".repeat(81);
    let cases = [
        Wrong {
            typed: &[("given-name", &[""])],
            input: "given-name",
            fr: "Écrivez votre prénom.",
            en: "Enter your first name.",
        },
        Wrong {
            typed: &[("family-name", &[" \t "])],
            input: "family-name",
            fr: "Écrivez votre nom de famille.",
            en: "Enter your last name.",
        },
        Wrong {
            typed: &[("given-name", &[&long])],
            input: "given-name",
            fr: "« Prénom » : votre réponse a un caractère de trop. La limite est de 80.",
            en: "“First name”: your answer is one character too long. The limit is 80.",
        },
        Wrong {
            typed: &[("birth-date.day", &[""]), ("birth-date.month", &[""]), ("birth-date.year", &[""])],
            input: "birth-date.day",
            fr: "« Date de naissance » : entrez le jour, le mois et l’année.",
            en: "“Date of birth”: enter the day, the month and the year.",
        },
        Wrong {
            typed: &[("birth-date.month", &[""])],
            input: "birth-date.month",
            fr: "« Date de naissance » : ajoutez le mois.",
            en: "“Date of birth”: add the month.",
        },
        Wrong {
            typed: &[("birth-date.day", &["31"]), ("birth-date.month", &["2"])],
            input: "birth-date.day",
            fr: "« Date de naissance » : cette date n’est pas dans le calendrier.",
            en: "“Date of birth”: this date is not in the calendar.",
        },
        Wrong {
            typed: &[("birth-date.month", &["février"])],
            input: "birth-date.day",
            fr: "« Date de naissance » : cette date n’est pas dans le calendrier.",
            en: "“Date of birth”: this date is not in the calendar.",
        },
        Wrong {
            typed: &[("birth-date.year", &["84"])],
            input: "birth-date.year",
            fr: "« Date de naissance » : écrivez l’année avec ses quatre chiffres",
            en: "“Date of birth”: write all four digits of the year",
        },
        Wrong {
            typed: &[("birth-date.year", &["2999"])],
            input: "birth-date.day",
            fr: "« Date de naissance » : la date doit être aujourd’hui ou avant.",
            en: "“Date of birth”: the date must be today or earlier.",
        },
        Wrong {
            typed: &[("birth-date.year", &["1800"])],
            input: "birth-date.day",
            fr: "« Date de naissance » : la date doit être le ",
            en: "“Date of birth”: the date must be ",
        },
        Wrong {
            typed: &[("health-insurance-number", &["TREM 8799 9999"])],
            input: "health-insurance-number",
            fr: "« Numéro d’assurance maladie » : écrivez les quatre lettres et les huit chiffres",
            en: "“Health insurance number”: write the four letters and eight digits",
        },
        Wrong {
            typed: &[("for-whom", &[])],
            input: "for-whom",
            fr: "Choisissez une réponse à « Qui a reçu les soins ou les services? ».",
            en: "Choose an answer to “Who received the care or services?”.",
        },
        Wrong {
            typed: &[("for-whom", &["no-such-person"])],
            input: "for-whom",
            fr: "Choisissez une des réponses proposées à « Qui a reçu",
            en: "Choose one of the answers offered for “Who received",
        },
    ];
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        for wrong in &cases {
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
    let (long, story) = ("x".repeat(201), "mot ".repeat(1250) + "xx");
    let cases = [
        Wrong {
            typed: &[("place", &[""])],
            input: "place",
            fr: "Répondez à « Où cela s’est-il passé? ».",
            en: "Answer “Where did it happen?”.",
        },
        Wrong {
            typed: &[("place", &[&long])],
            input: "place",
            fr: "« Où cela s’est-il passé? » : votre réponse a un caractère de trop. La limite est de 200.",
            en: "“Where did it happen?”: your answer is one character too long. The limit is 200.",
        },
        Wrong {
            typed: &[("place-postal-code", &["H2X 1Y"])],
            input: "place-postal-code",
            fr: "« Code postal de cet endroit » : écrivez le code postal au complet",
            en: "“Postal code of that place”: write the whole postal code",
        },
        Wrong {
            typed: &[("event-date.year", &["2999"])],
            input: "event-date.day",
            fr: "« Quand cela s’est-il passé? » : la date doit être aujourd’hui ou avant.",
            en: "“When did it happen?”: the date must be today or earlier.",
        },
        Wrong {
            typed: &[("subjects", &[])],
            input: "subjects",
            fr: "Cochez au moins une réponse à « De quoi voulez-vous nous parler? ».",
            en: "Tick at least one answer to “What would you like to tell us about?”.",
        },
        Wrong {
            typed: &[("subjects", &["care", "no-such-subject"])],
            input: "subjects",
            fr: "Choisissez une des réponses proposées à « De quoi voulez-vous nous parler? ».",
            en: "Choose one of the answers offered for “What would you like to tell us about?”.",
        },
        Wrong {
            typed: &[("story", &[""])],
            input: "story",
            fr: "Répondez à « Que s’est-il passé? ».",
            en: "Answer “What happened?”.",
        },
        Wrong {
            typed: &[("story", &["Trop court."])],
            input: "story",
            fr: "Dites-en un peu plus : une ou deux phrases suffisent",
            en: "Tell us a little more: a sentence or two is enough",
        },
        Wrong {
            typed: &[("story", &[&story])],
            input: "story",
            fr: "« Que s’est-il passé? » : votre réponse a 2 caractères de trop. La limite est de 5 000.",
            en: "“What happened?”: your answer is 2 characters too long. The limit is 5,000.",
        },
        Wrong {
            typed: &[("wait-hours", &["neuf"])],
            input: "wait-hours",
            fr: "« Si vous avez attendu, combien d’heures? » : écrivez un nombre entier, en chiffres.",
            en: "“If you waited, for how many hours?”: write a whole number, in digits.",
        },
        Wrong {
            typed: &[("wait-hours", &["1.5"])],
            input: "wait-hours",
            fr: "« Si vous avez attendu, combien d’heures? » : écrivez un nombre entier, en chiffres.",
            en: "“If you waited, for how many hours?”: write a whole number, in digits.",
        },
        Wrong {
            typed: &[("wait-hours", &["-1"])],
            input: "wait-hours",
            fr: "« Si vous avez attendu, combien d’heures? » : écrivez 0 ou plus.",
            en: "“If you waited, for how many hours?”: write 0 or more.",
        },
        Wrong {
            typed: &[("wait-hours", &["1001"])],
            input: "wait-hours",
            fr: "« Si vous avez attendu, combien d’heures? » : écrivez 1 000 ou moins.",
            en: "“If you waited, for how many hours?”: write 1,000 or less.",
        },
    ];
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        for wrong in &cases {
            complaint::fill_event(&mut browser);
            browser.fill("place-postal-code", "");
            refused(&mut browser, wrong).await;
        }
        complaint::fill_event(&mut browser);
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/form/answer"), "mended: {}", browser.text());
    }
    portal.stop().await;
}

/// Questions that are asked only of those who write for another.
async fn about_another_person(database: Database) {
    let portal = Portal::start(database).await;
    let cases = [
        Wrong {
            typed: &[("person-name", &[""])],
            input: "person-name",
            fr: "Écrivez le nom de la personne qui a reçu les soins.",
            en: "Enter the name of the person who received the care.",
        },
        Wrong {
            typed: &[("person-consent", &[])],
            input: "person-consent",
            fr: "Pour porter plainte au nom d’une autre personne, confirmez que vous avez son accord",
            en: "To complain for someone else, confirm that they agree",
        },
    ];
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        complaint::fill_you(&mut browser);
        browser.fill("for-whom", "relative");
        browser.press("continue").await;
        for wrong in &cases {
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
        answers_by(&portal, locale, "email", &ANSWER).await;
        answers_by(&portal, locale, "phone", &PHONE).await;
        answers_by(&portal, locale, "mail", &HOME).await;
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

const ANSWER: [Wrong<'_>; 5] = [
    // First, while nothing was chosen yet: a radio button cannot be let go.
    Wrong {
        typed: &[("spoken", &[])],
        input: "spoken",
        fr: "Choisissez une réponse à « En avez-vous déjà parlé avec quelqu’un sur place? ».",
        en: "Choose an answer to “Have you already talked about it with someone there?”.",
    },
    Wrong {
        typed: &[("spoken", &["no-such-answer"])],
        input: "spoken",
        fr: "Choisissez une des réponses proposées à « En avez-vous déjà parlé",
        en: "Choose one of the answers offered for “Have you already talked",
    },
    Wrong {
        typed: &[("email", &[""])],
        input: "email",
        fr: "Écrivez votre adresse de courriel.",
        en: "Enter your email address.",
    },
    Wrong {
        typed: &[("email", &["amelie@exemple"])],
        input: "email",
        fr: "« Courriel » : écrivez l’adresse au complet, comme nom@exemple.ca.",
        en: "“Email”: write the whole address, such as name@example.ca.",
    },
    Wrong {
        typed: &[("email", &["a@exemple.ca,b@exemple.ca"])],
        input: "email",
        fr: "« Courriel » : écrivez l’adresse au complet",
        en: "“Email”: write the whole address",
    },
];

const PHONE: [Wrong<'_>; 3] = [
    Wrong {
        typed: &[("phone", &[""])],
        input: "phone",
        fr: "Écrivez votre numéro de téléphone.",
        en: "Enter your phone number.",
    },
    Wrong {
        typed: &[("phone", &["555-0123"])],
        input: "phone",
        fr: "« Téléphone » : écrivez les dix chiffres du numéro",
        en: "“Phone”: write all ten digits of the number",
    },
    Wrong {
        typed: &[("phone", &["+33 1 23 45 67 89"])],
        input: "phone",
        fr: "« Téléphone » : écrivez les dix chiffres du numéro",
        en: "“Phone”: write all ten digits of the number",
    },
];

const HOME: [Wrong<'_>; 4] = [
    Wrong {
        typed: &[("home.street", &[""]), ("home.city", &[""]), ("home.postal_code", &[""])],
        input: "home.street",
        fr: "Écrivez votre adresse postale.",
        en: "Enter your mailing address.",
    },
    Wrong {
        typed: &[("home.city", &[""])],
        input: "home.city",
        fr: "« Adresse postale » : ajoutez la ville.",
        en: "“Mailing address”: add the city.",
    },
    Wrong {
        typed: &[("home.postal_code", &["12345"])],
        input: "home.postal_code",
        fr: "« Adresse postale » : écrivez le code postal au complet",
        en: "“Mailing address”: write the whole postal code",
    },
    Wrong {
        typed: &[(
            "home.street",
            &[
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            ],
        )],
        input: "home.street",
        fr: "« Adresse postale » : votre réponse a un caractère de trop. La limite est de 100.",
        en: "“Mailing address”: your answer is one character too long. The limit is 100.",
    },
];

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
