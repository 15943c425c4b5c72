//! The jobs that gave up.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME};

/// A job that gave up.
#[derive(Clone, Debug, Serialize)]
pub struct JobLine {
    /// Its id: replaying posts `csrf` to `/admin/jobs/{id}/replay`.
    pub id: String,
    /// What it does, such as `deliver`.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the last try answered.
    pub last_error: String,
    /// When it was first tried.
    pub since: Micros,
}

/// The jobs that gave up, with a button to replay each.
#[derive(Clone, Debug, Serialize)]
pub struct Jobs {
    /// The jobs, the oldest first.
    pub dead: Vec<JobLine>,
    /// Whether one was just put back into the queue: the page says so.
    pub replayed: bool,
}

impl Page for Jobs {
    const TEMPLATE: &'static str = "admin/jobs.html";

    fn samples(_: Locale) -> Vec<Self> {
        let job = |last_error: &str| JobLine {
            id: "0198c0de-0000-7000-8000-000000000003".into(),
            kind: "deliver".into(),
            attempts: 14,
            last_error: last_error.to_owned(),
            since: SAMPLE_TIME,
        };
        vec![
            Self { dead: vec![job("connection refused"), job(HOSTILE)], replayed: false },
            Self { dead: vec![], replayed: true },
        ]
    }
}
