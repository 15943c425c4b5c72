//! The pages on which a person says how they are told.

use serde::{Deserialize, Serialize};

use super::form::times;
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

const SAMPLE_ID: &str = "0198c0de-0000-7000-8000-000000000009";
const SAMPLE_EMAIL: &str = "amelie.tremblay@exemple.test";
const SAMPLE_MOBILE: &str = "418\u{a0}555-0142";

/// What was done a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// What they want to be told is written down.
    Chosen,
    /// An address is confirmed.
    Confirmed,
    /// The address that they gave was confirmed before.
    Known,
    /// An address is used no more.
    Removed,
    /// This browser shows notices.
    Subscribed,
}

/// How an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The identity provider vouches for it.
    Vouched,
    /// Its code came back.
    Confirmed,
    /// It has not.
    Unconfirmed,
    /// It reaches nobody.
    Failed,
}

/// An address of a person's.
#[derive(Clone, Debug, Serialize)]
pub struct AddressLine {
    /// Its id; none for the one that the identity provider vouches for.
    pub id: Option<String>,
    /// The address, or the name of a browser.
    pub address: String,
    /// How it stands.
    pub standing: Standing,
    /// Since when.
    pub at: Option<Micros>,
    /// Whether it can be removed.
    pub may_go: bool,
}

/// Whether something is told on one channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelChoice {
    /// The channel's word.
    pub channel: &'static str,
    /// Whether it is wanted there.
    pub wanted: bool,
    /// Where that is.
    pub to: Option<String>,
}

/// Where one class of messages is told.
#[derive(Clone, Debug, Serialize)]
pub struct ClassChoice {
    /// The class's word.
    pub class: &'static str,
    /// The channels to choose from.
    pub channels: Vec<ChannelChoice>,
}

/// A time of day to choose.
#[derive(Clone, Debug, Serialize)]
pub struct TimeChoice {
    /// As the form has it: `21:30`.
    pub value: String,
    /// As people say it.
    pub words: String,
}

/// What a person is told, where and when. Posts `csrf`, `requests`, `reminders`, `news`, `language`, `quiet`,
/// `quiet-from`, `quiet-until` and `digest`.
#[derive(Clone, Debug, Serialize)]
pub struct NoticesPage {
    /// What was done a moment ago.
    pub done: Option<Done>,
    /// What is wrong with what was typed.
    pub errors: Vec<ErrorLine>,
    /// Whether an address reaches nobody.
    pub failed: bool,
    /// Their e-mail addresses.
    pub email: Vec<AddressLine>,
    /// Their mobile numbers.
    pub sms: Vec<AddressLine>,
    /// Their browsers.
    pub push: Vec<AddressLine>,
    /// Whether the portal sends text messages.
    pub texts: bool,
    /// The key that browsers subscribe with; none: the portal does not write to browsers.
    pub push_key: Option<String>,
    /// What they are told where.
    pub classes: Vec<ClassChoice>,
    /// The language they are written to in.
    pub language: String,
    /// Whether there are hours in which nothing is sent.
    pub quiet: bool,
    /// From when.
    pub quiet_from: String,
    /// Until when.
    pub quiet_until: String,
    /// The times to choose from.
    pub times: Vec<TimeChoice>,
    /// How often they are told.
    pub digest: String,
}

impl Page for NoticesPage {
    const TEMPLATE: &'static str = "my_notices/notices.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |id: Option<&str>, address: &str, standing| AddressLine {
            id: id.map(str::to_owned),
            address: address.into(),
            standing,
            at: id.map(|_| SAMPLE_TIME),
            may_go: id.is_some(),
        };
        let choice =
            |channel, wanted, to: Option<&str>| ChannelChoice { channel, wanted, to: to.map(str::to_owned) };
        let channels = |wanted| {
            vec![choice("email", wanted, Some(SAMPLE_EMAIL)), choice("sms", false, Some(SAMPLE_MOBILE))]
        };
        let news = [vec![choice("inbox", false, None)], channels(false)].concat();
        let class = |class, channels| ClassChoice { class, channels };
        let usual = Self {
            done: None,
            errors: vec![],
            failed: false,
            email: vec![line(None, SAMPLE_EMAIL, Standing::Vouched)],
            sms: vec![line(Some(SAMPLE_ID), SAMPLE_MOBILE, Standing::Confirmed)],
            push: vec![],
            texts: true,
            push_key: Some("BNbxGYNMhEIi9zrneh7mqV4oUanjLUK3m-mYZBc62frMKrEoMk88r3Lk".into()),
            classes: vec![
                class("requests", channels(true)),
                class("reminders", channels(true)),
                class("news", news),
            ],
            language: locale.prefix().into(),
            quiet: true,
            quiet_from: "21:00".into(),
            quiet_until: "07:00".into(),
            times: times(["21:00", "07:00"], locale),
            digest: "none".into(),
        };
        let error = |input: &str, fr, en| ErrorLine { input: input.into(), message: sample(locale, fr, en) };
        let wrong = Self {
            errors: vec![
                error(
                    "digest",
                    "Dites à quel rythme vous voulez être avisé.",
                    "Say how often you want to be told.",
                ),
                error("quiet-until", "Ces deux heures sont les mêmes.", "These two times are the same."),
            ],
            digest: String::new(),
            quiet_until: "21:00".into(),
            ..usual.clone()
        };
        let nowhere = Self {
            email: vec![],
            sms: vec![line(Some(SAMPLE_ID), SAMPLE_MOBILE, Standing::Unconfirmed)],
            push_key: None,
            texts: false,
            classes: vec![
                class("requests", vec![]),
                class("reminders", vec![]),
                class("news", vec![choice("inbox", true, None)]),
            ],
            quiet: false,
            done: Some(Done::Removed),
            ..usual.clone()
        };
        let failed = Self {
            failed: true,
            email: vec![line(Some(SAMPLE_ID), SAMPLE_EMAIL, Standing::Failed)],
            push: vec![
                line(Some(SAMPLE_ID), "Firefox", Standing::Confirmed),
                line(Some(SAMPLE_ID), HOSTILE, Standing::Confirmed),
            ],
            done: Some(Done::Chosen),
            digest: "weekly".into(),
            ..usual.clone()
        };
        vec![usual, wrong, nowhere, failed]
    }
}

/// An e-mail address or a mobile number is asked for. Posts `csrf` and `address`.
#[derive(Clone, Debug, Serialize)]
pub struct AddressPage {
    /// The channel's word: `email` or `sms`.
    pub channel: &'static str,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub errors: Vec<ErrorLine>,
}

impl Page for AddressPage {
    const TEMPLATE: &'static str = "my_notices/address.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let message = sample(
            locale,
            "Écrivez un numéro de cellulaire à dix chiffres, comme 418 555-0142.",
            "Enter a mobile number of ten digits, such as 418 555-0142.",
        );
        let errors = vec![ErrorLine { input: "address".into(), message }];
        vec![
            Self { channel: "email", value: String::new(), errors: vec![] },
            Self { channel: "sms", value: String::new(), errors: vec![] },
            Self { channel: "sms", value: HOSTILE.into(), errors },
        ]
    }
}

/// Why a code could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The address takes nothing.
    Gone,
    /// It was sent, and came back for another reason.
    Back,
    /// Something is in the way: it is tried again as long as the code is good.
    Later,
}

impl Fault {
    /// What a channel's reason means for whoever waits for a code.
    #[must_use]
    pub fn of(reason: &str) -> Self {
        match reason {
            "no_such_address" | "bad_address" | "bounced" => Self::Gone,
            "mailbox_full" | "returned" => Self::Back,
            _ => Self::Later,
        }
    }
}

/// The code that was sent to an address is asked for. Posts `csrf` and `code`, or `action` = `again`.
#[derive(Clone, Debug, Serialize)]
pub struct CodePage {
    /// The address's id.
    pub id: String,
    /// Its channel's word.
    pub channel: &'static str,
    /// The address.
    pub address: String,
    /// Until when its code is good; none: another must be sent.
    pub until: Option<Micros>,
    /// Why it could not be sent, the last time that it was tried.
    pub fault: Option<Fault>,
    /// What is wrong with the code (`code`), or with asking for another (`again`).
    pub errors: Vec<ErrorLine>,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "my_notices/code.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            id: SAMPLE_ID.into(),
            channel: "sms",
            address: SAMPLE_MOBILE.into(),
            until: Some(SAMPLE_TIME),
            fault: None,
            errors: vec![],
        };
        let message =
            sample(locale, "Ce n’est pas le code que nous avons envoyé.", "This is not the code we sent.");
        let errors = vec![ErrorLine { input: "code".into(), message }];
        let wrong = Self { channel: "email", address: SAMPLE_EMAIL.into(), errors, ..usual.clone() };
        let over = Self { until: None, ..usual.clone() };
        let gone = Self { fault: Some(Fault::Gone), ..wrong.clone() };
        let gone = Self { errors: vec![], ..gone };
        let back = Self { fault: Some(Fault::Back), ..gone.clone() };
        let later = Self { fault: Some(Fault::Later), ..usual.clone() };
        let message = sample(
            locale,
            "Nous avons envoyé assez de codes pour l’instant.",
            "We have sent enough codes for now.",
        );
        let often = Self { errors: vec![ErrorLine { input: "again".into(), message }], ..usual.clone() };
        vec![usual, wrong, over, gone, back, later, often]
    }
}

/// Whether an address is really to be removed. Posts `csrf`.
#[derive(Clone, Debug, Serialize)]
pub struct RemovalPage {
    /// The address's id.
    pub id: String,
    /// Its channel's word.
    pub channel: &'static str,
    /// The address.
    pub address: String,
    /// Whether the address itself is told.
    pub told: bool,
    /// What is used in its place.
    pub instead: Option<String>,
}

impl Page for RemovalPage {
    const TEMPLATE: &'static str = "my_notices/removal.html";

    fn samples(_: Locale) -> Vec<Self> {
        let usual = Self {
            id: SAMPLE_ID.into(),
            channel: "sms",
            address: SAMPLE_MOBILE.into(),
            told: true,
            instead: None,
        };
        let email = Self {
            channel: "email",
            address: "a.tremblay@exemple.test".into(),
            instead: Some(SAMPLE_EMAIL.into()),
            ..usual.clone()
        };
        let browser = Self { channel: "push", address: HOSTILE.into(), told: false, ..usual.clone() };
        vec![usual, email, browser]
    }
}
