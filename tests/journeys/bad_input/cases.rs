//! Every mistake that journeys make in a form, with the words that answer it.

use super::Wrong;

/// So many letters.
const fn letters<const N: usize>(letters: &[u8; N]) -> &str {
    match std::str::from_utf8(letters) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// About oneself.
pub const FIRST: [Wrong<'_>; 13] = [
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
    Wrong {
        typed: &[("given-name", &[letters(&[b'x'; 81])])],
        input: "given-name",
        fr: "« Prénom » : votre réponse a un caractère de trop. La limite est de 80.",
        en: "“First name”: your answer is one character too long. The limit is 80.",
    },
];

/// What happened.
pub const SECOND: [Wrong<'_>; 13] = [
    Wrong {
        typed: &[("place", &[""])],
        input: "place",
        fr: "Répondez à « Où cela s’est-il passé? ».",
        en: "Answer “Where did it happen?”.",
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
    Wrong {
        typed: &[("place", &[letters(&[b'x'; 201])])],
        input: "place",
        fr: "« Où cela s’est-il passé? » : votre réponse a un caractère de trop. La limite est de 200.",
        en: "“Where did it happen?”: your answer is one character too long. The limit is 200.",
    },
    Wrong {
        typed: &[("story", &[letters(&[b'x'; 5002])])],
        input: "story",
        fr: "« Que s’est-il passé? » : votre réponse a 2 caractères de trop. La limite est de 5 000.",
        en: "“What happened?”: your answer is 2 characters too long. The limit is 5,000.",
    },
];

/// Questions that only those are asked who write for another.
pub const OTHER: [Wrong<'_>; 2] = [
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

/// The answer hoped for.
pub const ANSWER: [Wrong<'_>; 5] = [
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

/// To be reached by telephone.
pub const PHONE: [Wrong<'_>; 3] = [
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

/// To be reached by mail.
pub const HOME: [Wrong<'_>; 4] = [
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
        typed: &[("home.street", &[letters(&[b'x'; 101])])],
        input: "home.street",
        fr: "« Adresse postale » : votre réponse a un caractère de trop. La limite est de 100.",
        en: "“Mailing address”: your answer is one character too long. The limit is 100.",
    },
];
