//! What happened since midnight, what waits, and what needs attention.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use jiff::civil::Date;

use crate::admin::views::{CertificationLine, SilentLine, Today, Urgency};
use crate::audit;
use crate::clock::Micros;
use crate::config::{Backend, Config, Standing};
use crate::identity::Staff;
use crate::outbox;
use crate::requests::{Requests, store};
use crate::store::Read;
use crate::text::format;
use crate::web::{Result, Show};

/// With no more days left, a certification's end is worth a line.
const WORTH_KNOWING_DAYS: u32 = 60;

/// How long a back-end may be silent before it is worth a line.
const PATIENCE: Duration = Duration::from_mins(2);

pub(super) fn router(requests: Requests) -> Router {
    Router::new().route("/admin", get(today)).with_state(requests)
}

/// What happened since midnight, and what waits.
async fn today(State(requests): State<Requests>, _: Staff) -> Result<Show<Today>> {
    let now = requests.base.clock.now();
    let since = format::midnight(now);
    let mut db = requests.base.db.read().await?;
    let mut counts = [0_u64; 5];
    let codes =
        ["signin-succeeded", "request-submitted", "request-delivered", "message-sent", "callback-refused"];
    for (count, code) in counts.iter_mut().zip(codes) {
        *count = audit::store::count_since(&mut db, code, since).await?.max(0).unsigned_abs();
    }
    let [sign_ins, submissions, deliveries, messages, callbacks_refused] = counts;
    let by_state = outbox::store::count_by_state(&mut db).await?;
    let jobs_in = |states: &[&str]| -> u64 {
        let counted = by_state.iter().filter(|(state, _)| states.contains(&state.as_str()));
        counted.map(|(_, count)| count.max(&0).unsigned_abs()).sum()
    };
    Ok(Show(Today {
        sign_ins,
        submissions,
        deliveries,
        messages,
        callbacks_refused,
        jobs_waiting: jobs_in(&["waiting", "leased"]),
        jobs_dead: jobs_in(&["dead"]),
        codes_unknown: store::count_unclear(&mut db).await?.max(0).unsigned_abs(),
        withdrawals_overdue: store::withdrawals::count_overdue(&mut db, now).await?.max(0).unsigned_abs(),
        silent: silent(&mut db, now).await?,
        certifications: certifications(&requests.base.config, now),
        single_host: requests.base.config.tiles.domain.is_none()
            && requests.catalogue.current().iter().any(|tile| tile.app().is_some()),
        oldest_waiting: outbox::store::oldest_waiting(&mut db).await?,
        at: now,
    }))
}

/// The back-ends that have not answered for a while.
async fn silent(db: &mut Read, now: Micros) -> Result<Vec<SilentLine>> {
    let contacts = store::pulls::contacts(db).await?.into_iter();
    let line = |contact: store::pulls::Contact| {
        let since = contact.failing_since.filter(|since| now.since(*since) >= PATIENCE)?;
        Some(SilentLine { backend: contact.backend, since })
    };
    Ok(contacts.filter_map(line).collect())
}

/// The certifications that hold for less than two months, or no more.
fn certifications(config: &Config, now: Micros) -> Vec<CertificationLine> {
    let today = format::day(now);
    let line = |(name, backend): (&String, &Backend)| {
        let line = certification(name, backend, today)?;
        line.days_left.is_none_or(|days| days <= WORTH_KNOWING_DAYS).then_some(line)
    };
    let mut lines: Vec<_> = config.backend.iter().filter_map(line).collect();
    lines.sort_by_key(|line| line.days_left);
    lines
}

/// How long a back-end's certification still holds, if it has begun to.
pub(super) fn certification(name: &str, backend: &Backend, today: Date) -> Option<CertificationLine> {
    let certification = backend.certification.as_ref()?;
    let days_left = match backend.standing(today) {
        Standing::Holds { days_left } => Some(days_left),
        Standing::Expired => None,
        Standing::NotYet | Standing::Uncertified => return None,
    };
    Some(CertificationLine {
        backend: name.to_owned(),
        number: certification.number.clone(),
        valid_until: format::end_of_day(certification.valid_until),
        days_left,
        urgency: Urgency::of(days_left),
    })
}
