//! What one administrator asked for and another has to confirm.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use crate::admin::confirmations::{self, Decided, What};
use crate::admin::export::{self, Format};
use crate::admin::store::{self, Confirmation};
use crate::admin::views::{ConfirmationLine, Confirmations};
use crate::audit::OversightEvent;
use crate::id::JobId;
use crate::identity::{self, Administrator, Need, Staff};
use crate::requests::Requests;
use crate::text::{Bilingual, Locale};
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace};

/// The longest message to citizens, in characters.
const LONGEST_MESSAGE: usize = 500;
/// How long the log may be fetched once it was confirmed.
const FETCHED_WITHIN: Duration = Duration::from_hours(1);

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/confirmations", get(show).post(ask))
        .route("/admin/confirmations/{id}", post(decide))
        .route("/admin/confirmations/{id}/log", get(fetch_log))
        .with_state(requests)
}

/// What was done before the page.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    fn word(&self) -> Option<&'static str> {
        ["asked", "confirmed", "refused", "overtaken"].into_iter().find(|word| *word == self.done)
    }
}

async fn show(
    State(requests): State<Requests>,
    staff: Staff,
    Query(done): Query<Done>,
) -> Result<Show<Confirmations>> {
    requests.identity.require(&staff, Need::FRESH).await?;
    Ok(Show(Confirmations { done: done.word(), ..page(&requests, &staff).await? }))
}

async fn page(requests: &Requests, staff: &identity::Session) -> Result<Confirmations> {
    let now = requests.base.clock.now();
    let mut db = requests.base.db.read().await?;
    let open = store::open(&mut db, now).await?;
    let since = now.before(FETCHED_WITHIN);
    let logs = store::confirmed(&mut db, staff.account, What::ExportLog.word(), since).await?;
    let line = |one: Confirmation| {
        let message = confirmations::message(&one.details.0);
        ConfirmationLine {
            id: one.id.to_string(),
            what: one.what,
            subject: one.subject,
            message: (!message.fr.is_empty()).then_some((message.fr, message.en)),
            by: identity::pseudonym(&requests.base.vault, one.asked_by),
            own: one.asked_by == staff.account,
            at: one.asked_at,
        }
    };
    Ok(Confirmations {
        done: None,
        errors: Vec::new(),
        open: open.into_iter().map(line).collect(),
        logs: logs.into_iter().map(|one| one.id.to_string()).collect(),
    })
}

async fn ask(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    requests.identity.require(&administrator, Need::FRESH).await?;
    let typed = |name| form.get(name).unwrap_or_default().trim();
    let (what, subject) = (What::of(typed("what")).ok_or(Error::BadRequest)?, typed("subject"));
    let cut = |name| typed(name).chars().take(LONGEST_MESSAGE).collect::<String>();
    let message = Bilingual { fr: cut("fr"), en: cut("en") };
    match what {
        What::Maintenance if !requests.exchange.knows(subject) => return Err(Error::BadRequest),
        What::Maintenance if message.fr.is_empty() || message.en.is_empty() => {
            return asks_for_words(&requests, &administrator, locale).await;
        }
        What::DestroyJob if subject.parse::<JobId>().is_err() => return Err(Error::BadRequest),
        What::Maintenance | What::DestroyJob | What::ExportLog => {}
    }
    let message = (what == What::Maintenance).then_some(&message);
    confirmations::ask(&requests, &administrator, &trace, (what, subject), message).await?;
    Ok(Redirect::to(&format!("/{locale}/admin/confirmations?done=asked")).into_response())
}

async fn asks_for_words(
    requests: &Requests,
    administrator: &Administrator,
    locale: Locale,
) -> Result<Response> {
    let message = requests.base.text.get(locale, "confirmations-error-message");
    let errors = vec![ErrorLine { input: "confirmations".into(), message }];
    let page = Confirmations { errors, ..page(requests, administrator).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response())
}

async fn decide(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    requests.identity.require(&administrator, Need::FRESH).await?;
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let decided = match form.get("action") {
        Some("confirm") => confirmations::confirm(&requests, &administrator, &trace, id).await?,
        Some("refuse") => confirmations::refuse(&requests, &administrator, &trace, id).await?,
        _ => return Err(Error::BadRequest),
    };
    let word = match decided {
        Decided::Confirmed => "confirmed",
        Decided::Refused => "refused",
        Decided::Overtaken => "overtaken",
    };
    requests.base.wake.now();
    Ok(Redirect::to(&format!("/{locale}/admin/confirmations?done={word}")).into_response())
}

/// Hands the whole log over to whoever asked, within an hour of the other's word.
async fn fetch_log(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    Path(id): Path<String>,
) -> Result<Response> {
    requests.identity.require(&administrator, Need::FRESH).await?;
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let base = &requests.base;
    let since = base.clock.now().before(FETCHED_WITHIN);
    let word = What::ExportLog.word();
    let confirmed = store::confirmed(&mut base.db.read().await?, administrator.account, word, since).await?;
    if !confirmed.iter().any(|one| one.id == id) {
        return Err(Error::NotFound);
    }
    let format = Format::Ndjson;
    let event = OversightEvent::LogExported { by: Vec::new(), format: format.word() };
    base.acts.log(administrator.actor(&trace), event).await?;
    let what = export::What::Found(Box::default());
    Ok(export::file(base, "whole-log", what, format, i64::MAX))
}
