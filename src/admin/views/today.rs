//! The first page of the administration.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME};

/// Today's numbers, since midnight, and what needs attention now.
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    /// Sign-ins that succeeded.
    pub sign_ins: u64,
    /// Requests sent.
    pub submissions: u64,
    /// Requests handed to their back-ends.
    pub deliveries: u64,
    /// Messages put into inboxes.
    pub messages: u64,
    /// Jobs that wait for their turn or for another try.
    pub jobs_waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest_waiting: Option<Micros>,
    /// Jobs that gave up: someone must look.
    pub jobs_dead: u64,
    /// Callbacks refused: a bad signature, an old time, an unknown request.
    pub callbacks_refused: u64,
    /// Requests that show a neutral state: their tile does not know the code that came.
    pub codes_unknown: u64,
    /// Withdrawals that a back-end has not answered in the time it promised.
    pub withdrawals_overdue: u64,
    /// The back-ends that do not answer.
    pub silent: Vec<SilentLine>,
    /// The back-ends whose certification ends soon or has ended, the most urgent first.
    pub certifications: Vec<CertificationLine>,
    /// Whether tiles' code runs on the portal's own host, for want of a domain of its own.
    pub single_host: bool,
    /// The moment of these numbers.
    pub at: Micros,
}

/// A back-end that does not answer.
#[derive(Clone, Debug, Serialize)]
pub struct SilentLine {
    /// Its name in the registry.
    pub backend: String,
    /// Since when.
    pub since: Micros,
}

/// A certification that ends soon, or holds no more.
#[derive(Clone, Debug, Serialize)]
pub struct CertificationLine {
    /// The back-end's name in the registry.
    pub backend: String,
    /// The certification's number.
    pub number: String,
    /// Its last day.
    pub valid_until: Micros,
    /// Days left after today; none when it has ended.
    pub days_left: Option<u32>,
    /// How it is shown.
    pub urgency: Urgency,
}

/// How much the end of a certification presses: two months, a month, a week before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// Good to know.
    Known,
    /// The renewal should be under way.
    Soon,
    /// Nothing is sent any more, or in a week at most.
    Now,
}

impl Urgency {
    /// For so many days left; none when it has ended.
    #[must_use]
    pub fn of(days_left: Option<u32>) -> Self {
        match days_left {
            None | Some(..=7) => Self::Now,
            Some(8..=30) => Self::Soon,
            Some(_) => Self::Known,
        }
    }
}

impl Page for Today {
    const TEMPLATE: &'static str = "admin/today.html";

    fn samples(_: Locale) -> Vec<Self> {
        let ending = |backend: &str, days_left: Option<u32>| CertificationLine {
            backend: backend.to_owned(),
            number: "BC20260901-01".into(),
            valid_until: SAMPLE_TIME,
            days_left,
            urgency: Urgency::of(days_left),
        };
        let calm = Self {
            sign_ins: 1_204,
            submissions: 87,
            deliveries: 86,
            messages: 241,
            jobs_waiting: 0,
            oldest_waiting: None,
            jobs_dead: 0,
            callbacks_refused: 0,
            codes_unknown: 0,
            withdrawals_overdue: 0,
            silent: vec![],
            certifications: vec![],
            single_host: false,
            at: SAMPLE_TIME,
        };
        let alarmed = Self {
            jobs_waiting: 12,
            oldest_waiting: Some(SAMPLE_TIME),
            jobs_dead: 3,
            callbacks_refused: 1,
            codes_unknown: 2,
            single_host: true,
            withdrawals_overdue: 1,
            silent: vec![SilentLine { backend: "complaints".into(), since: SAMPLE_TIME }],
            certifications: vec![
                ending("complaints", None),
                ending("labs", Some(1)),
                ending("surrogacy", Some(29)),
                ending(HOSTILE, Some(59)),
            ],
            ..calm.clone()
        };
        vec![alarmed, calm]
    }
}
