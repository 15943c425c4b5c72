//! How the portal runs: back-ends and the ways to them, queues, nodes; and the way to a back-end closed and
//! opened (A3).

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::today::certification;
use crate::admin::service_views::NodeLine;
use crate::admin::views::{
    Age, BackendLine, BackupLine, Backups, LogCheckLine, Operations, QueueLine, RestoreLine, WayLine,
};
use crate::audit::{self, Check};
use crate::clock::Micros;
use crate::exchange::Maintenance;
use crate::identity::{Administrator, Need, Staff};
use crate::outbox;
use crate::proxy::Proxy;
use crate::releases::Releases;
use crate::requests::Requests;
use crate::requests::store::pulls::{self, Contact};
use crate::store::Sql;
use crate::text::{Locale, format};
use crate::web::{Error, Form, Result, Show, Trace};

const BYTES_A_MEGABYTE: u64 = 1_000_000;

#[derive(Clone)]
struct Room {
    requests: Requests,
    proxy: Proxy,
    releases: Releases,
}

pub(super) fn router(requests: Requests, proxy: Proxy, releases: Releases) -> Router {
    Router::new()
        .route("/admin/operations", get(show))
        .route("/admin/operations/{backend}/open", post(open))
        .with_state(Room { requests, proxy, releases })
}

#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    opened: bool,
}

async fn show(State(room): State<Room>, staff: Staff, Query(done): Query<Done>) -> Result<Show<Operations>> {
    room.requests.identity.require(&staff, Need::FRESH).await?;
    let base = &room.requests.base;
    let mut db = base.db.read().await?;
    let contacts = pulls::contacts(&mut db).await?;
    let contacts: BTreeMap<String, Contact> =
        contacts.into_iter().map(|contact| (contact.backend.clone(), contact)).collect();
    let queues = outbox::store::queues(&mut db).await?;
    let log_check = audit::last_check(&mut db).await?.as_ref().map(log_check);
    let backups = backups(&mut db, base.config.backups.late_hours, base.clock.now()).await?;
    drop(db);
    let closed = room.requests.exchange.in_maintenance().await?;
    let names = base.config.backend.keys();
    let backends = names.map(|name| room.backend(name, contacts.get(name), closed.get(name)));
    let (number, nodes) = room.releases.nodes().await.map_err(Error::internal)?;
    let count = |number: i64| number.max(0).unsigned_abs();
    Ok(Show(Operations {
        opened: done.opened,
        version: env!("CARGO_PKG_VERSION"),
        backends: backends.collect(),
        queues: queues
            .into_iter()
            .map(|queue| QueueLine {
                kind: queue.kind,
                waiting: count(queue.waiting),
                dead: count(queue.dead),
                oldest: queue.oldest,
            })
            .collect(),
        log_check,
        backups,
        nodes: nodes
            .into_iter()
            .map(|node| NodeLine { current: node.number >= number, node: node.node, seen_at: node.seen_at })
            .collect(),
        at: base.clock.now(),
    }))
}

fn log_check(check: &Check) -> LogCheckLine {
    let outcome = match check.holds() {
        Some(true) => "holds",
        Some(false) if check.is_unseen() => "unseen",
        Some(false) => "bent",
        None => "unfinished",
    };
    let events = check.size.unwrap_or(0).max(0).unsigned_abs();
    LogCheckLine { outcome, events, at: check.ended_at.unwrap_or(check.begun_at) }
}

async fn backups(db: &mut impl Sql, late_hours: u32, now: Micros) -> Result<Backups> {
    let last = audit::last_backup(db).await?.map(|(at, told)| BackupLine {
        at,
        age: Age::of(now.since(at)),
        kind: told.kind.word(),
        megabytes: told.bytes.map(|bytes| bytes.div_ceil(BYTES_A_MEGABYTE)),
        verified: told.verified,
        late: audit::is_late(at, late_hours, now).then_some(late_hours),
    });
    let restored = audit::last_restore(db).await?.map(|(at, told)| RestoreLine { at, newest: told.newest });
    Ok(Backups { last, restored })
}

impl Room {
    fn backend(&self, name: &str, contact: Option<&Contact>, closed: Option<&Maintenance>) -> BackendLine {
        let base = &self.requests.base;
        let settings = base.config.backend.get(name);
        let standing = self.proxy.breakers.standing();
        let ways = standing.into_iter().filter(|(_, backend, _)| backend == name);
        let silent_since = contact.and_then(|contact| contact.failing_since);
        let state = match (closed, silent_since) {
            (Some(_), _) => "maintenance",
            (None, Some(_)) => "silent",
            (None, None) => "open",
        };
        BackendLine {
            name: name.to_owned(),
            organisation: settings.map(|backend| backend.organisation.clone()).unwrap_or_default(),
            state,
            heard_at: contact.and_then(|contact| contact.heard_at),
            silent_since,
            ways: ways.map(|(tile, _, state)| WayLine { tile: tile.to_string(), state }).collect(),
            certification: settings
                .and_then(|backend| certification(name, backend, format::day(base.clock.now()))),
            message: closed.map(|closed| (closed.message.fr.clone(), closed.message.en.clone())),
            closed_since: closed.map(|closed| closed.since),
        }
    }
}

/// Opens the way to a back-end again: what citizens wait for needs no second person.
async fn open(
    State(room): State<Room>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(backend): Path<String>,
    _form: Form,
) -> Result<Response> {
    room.requests.identity.require(&administrator, Need::FRESH).await?;
    let mut act = room.requests.base.acts.open(administrator.actor(&trace)).await?;
    if !room.requests.exchange.end_maintenance(&mut act, &backend).await? {
        return Err(Error::NotFound);
    }
    act.commit().await?;
    room.requests.base.wake.now();
    Ok(Redirect::to(&format!("/{locale}/admin/operations?opened=true")).into_response())
}
