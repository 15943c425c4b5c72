//! The pages of one's own data.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{SAMPLE_TIME, sample};

/// What the portal holds about the person, and the ways to take it along.
#[derive(Clone, Debug, Serialize)]
pub struct MyDataPage {
    /// Their name, as the identity provider tells it; empty when it does not.
    pub name: String,
    /// Their birth date, as a calendar date in words.
    pub birthdate: Option<String>,
    /// The address that the portal writes to.
    pub email: Option<String>,
    /// Since when there is an account.
    pub since: Micros,
    /// How many requests were sent.
    pub requests: u64,
    /// How many drafts there are.
    pub drafts: u64,
    /// How many messages there are.
    pub messages: u64,
    /// How many events of the log are about them.
    pub events: u64,
}

impl Page for MyDataPage {
    const TEMPLATE: &'static str = "my_data/my_data.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
            birthdate: Some(sample(locale, "24 juin 1987", "March 14, 1990")),
            email: Some("amelie.tremblay@exemple.test".into()),
            since: SAMPLE_TIME,
            requests: 3,
            drafts: 1,
            messages: 12,
            events: 148,
        };
        let bare = Self {
            name: String::new(),
            birthdate: None,
            email: None,
            requests: 0,
            drafts: 0,
            messages: 0,
            events: 1,
            ..usual.clone()
        };
        vec![usual, bare]
    }
}

/// A request that stands in the way of closing.
#[derive(Clone, Debug, Serialize)]
pub struct OpenRequest {
    /// The request's page; the person's invitations, where it is another's.
    pub href: String,
    /// The service's title.
    pub title: String,
    /// Its reference, where it is theirs.
    pub reference: Option<String>,
    /// Whether it only waits for its service to take what was sent.
    pub on_its_way: bool,
}

/// Close the account: what happens then, or what stands in the way. Posts `csrf` and `understood`.
#[derive(Clone, Debug, Serialize)]
pub struct CloseAccount {
    /// The requests that are under way; empty: the account may be closed.
    pub open: Vec<OpenRequest>,
    /// How many drafts would be destroyed.
    pub drafts: u64,
    /// Whether the box was forgotten.
    pub unconfirmed: bool,
}

impl Page for CloseAccount {
    const TEMPLATE: &'static str = "my_data/close_account.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let open = |reference: &str, on_its_way| OpenRequest {
            href: format!("/requests/{reference}"),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            reference: Some(reference.into()),
            on_its_way,
        };
        let part = OpenRequest {
            href: "/invitations".into(),
            title: sample(locale, "Service confidentiel", "Confidential service"),
            reference: None,
            on_its_way: true,
        };
        let open = vec![open("7K3M-9QXD-4FT", false), open("2B8N-H5WC-Z0R", true), part];
        vec![
            Self { open: vec![], drafts: 2, unconfirmed: false },
            Self { open: vec![], drafts: 0, unconfirmed: true },
            Self { open, drafts: 0, unconfirmed: false },
        ]
    }
}

/// The account is closed: what was destroyed, and that one may begin anew.
#[derive(Clone, Debug, Serialize)]
pub struct AccountClosed {}

impl Page for AccountClosed {
    const TEMPLATE: &'static str = "my_data/account_closed.html";

    fn samples(_: Locale) -> Vec<Self> {
        vec![Self {}]
    }
}
