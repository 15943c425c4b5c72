//! What the screening program tells people in its own element (`tiles/cancer-screening/app`): an
//! appointment, the times that are free, letters. Invented, and the same for everyone; but a time that
//! someone takes is taken for all.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Refusal, admit, admit_reader, not_found, not_understood, problem, still_running};
use super::{Backend, pdf};
use crate::clock::Micros;
use crate::text::{Locale, format};

/// The one appointment that everybody has.
const APPOINTMENT: &str = "colonoscopy-1";
/// In how many days it is, before anyone changes that.
const FIRST: u64 = 12;
/// The other times: in how many days, and at which minute of the day.
const TIMES: [(u64, u64); 4] = [(15, 8 * 60 + 30), (15, 13 * 60 + 15), (17, 10 * 60), (22, 9 * 60 + 45)];
/// The longest note of a citizen, in characters.
const LONGEST_NOTE: usize = 300;

pub(super) fn router() -> Router<Arc<Backend>> {
    Router::new()
        .route("/v1/citizens/me/appointments", get(appointments))
        .route("/v1/citizens/me/appointments/{appointment}/slot", post(choose))
        .route("/v1/slots", get(slots))
        .route("/v1/citizens/me/letters", get(letters))
        .route("/v1/citizens/me/letters/{letter}", get(letter))
}

async fn citizen(backend: &Backend, uri: &Uri, headers: &HeaderMap) -> Result<String, Refusal> {
    let citizen = admit_reader(backend, &Method::GET, uri, headers).await?.ok_or_else(not_found)?;
    backend.linger().await;
    Ok(citizen)
}

fn locale(headers: &HeaderMap) -> Locale {
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(language.unwrap_or_default())
}

/// A moment of a day to come, Québec time.
fn moment(now: Micros, days: u64, minute: u64) -> Micros {
    format::midnight(now.after(Duration::from_hours(24 * days))).after(Duration::from_mins(minute))
}

fn appointment(starts_at: Micros) -> Value {
    json!({
        "id": APPOINTMENT, "test": "colonoscopy", "starts_at": starts_at.rfc3339(), "minutes": 45,
        "place": "Hôpital Exemple, bloc C", "address": "100, rue Exemple, Québec", "status": "confirmed",
    })
}

/// `GET /v1/citizens/me/appointments`.
async fn appointments(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let citizen = citizen(&backend, &uri, &headers).await?;
    let sql = "SELECT starts_at FROM booking WHERE citizen = $1 AND appointment = $2";
    let query = sqlx::query_scalar(sql).bind(citizen).bind(APPOINTMENT);
    let booked: Option<Micros> = query.fetch_optional(backend.store.pool()).await?;
    let starts_at = booked.unwrap_or_else(|| moment(backend.clock.now(), FIRST, 9 * 60 + 30));
    Ok(Json(json!({ "appointments": [appointment(starts_at)] })))
}

fn slot_id(starts_at: Micros) -> String {
    format!("slot-{}", starts_at.seconds())
}

/// `GET /v1/slots`: the times that nobody has taken.
async fn slots(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    citizen(&backend, &uri, &headers).await?;
    let query = sqlx::query_scalar("SELECT starts_at FROM booking");
    let taken: Vec<Micros> = query.fetch_all(backend.store.pool()).await?;
    let now = backend.clock.now();
    let free = TIMES.map(|(days, minute)| moment(now, days, minute)).into_iter();
    let free = free.filter(|starts_at| !taken.contains(starts_at)).map(|starts_at| {
        json!({ "id": slot_id(starts_at), "starts_at": starts_at.rfc3339(), "place": "Hôpital Exemple, bloc C" })
    });
    Ok(Json(json!({ "slots": free.collect::<Vec<_>>() })))
}

#[derive(Deserialize)]
struct Choice {
    slot: String,
    #[serde(default)]
    note: String,
}

/// `POST /v1/citizens/me/appointments/{appointment}/slot`: another time, unless someone was faster.
async fn choose(
    State(backend): State<Arc<Backend>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let choice: Choice = serde_json::from_slice(&body).map_err(|error| not_understood(error.to_string()))?;
    if choice.note.chars().count() > LONGEST_NOTE {
        return Err(not_understood(format!("note has more than {LONGEST_NOTE} characters")));
    }
    if id != APPOINTMENT {
        return Err(not_found());
    }
    let now = backend.clock.now();
    let times = TIMES.map(|(days, minute)| moment(now, days, minute));
    let starts_at = times.into_iter().find(|starts_at| slot_id(*starts_at) == choice.slot);
    let starts_at = starts_at.ok_or_else(taken)?;
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(&backend, &mut change).await? {
        return Ok(earlier);
    }
    let sql = "INSERT INTO booking (citizen, appointment, starts_at, note) VALUES ($1, $2, $3, $4)
        ON CONFLICT (citizen, appointment) DO UPDATE SET starts_at = excluded.starts_at, note = excluded.note";
    let query = sqlx::query(sql).bind(&call.citizen).bind(&id).bind(starts_at).bind(&choice.note);
    match query.execute(&mut *change).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Err(taken()),
        done => done?,
    };
    let answer = json!({ "appointment": appointment(starts_at) });
    let response = call.settle(&backend, &mut change, ("slot", &id), (StatusCode::OK, &answer)).await?;
    change.commit().await?;
    backend.linger().await;
    Ok(response)
}

fn taken() -> Refusal {
    problem(StatusCode::CONFLICT, "slot-taken", "Moment déjà pris / Time already taken", "")
}

/// The letters: their ids, how many days ago, and what they say.
const LETTERS: [(&str, u64, &str); 2] = [("letter-2", 20, "more"), ("letter-1", 750, "normal")];

fn sent_on(now: Micros, days: u64) -> jiff::civil::Date {
    format::day(now.before(Duration::from_hours(24 * days)))
}

/// `GET /v1/citizens/me/letters`.
async fn letters(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    citizen(&backend, &uri, &headers).await?;
    let now = backend.clock.now();
    let letters = LETTERS.map(|(id, days, result)| {
        json!({ "id": id, "test": "colorectal", "sent_on": sent_on(now, days).to_string(), "result": result })
    });
    Ok(Json(json!({ "letters": letters })))
}

/// `GET /v1/citizens/me/letters/{letter}`: one of them, as a PDF file.
async fn letter(
    State(backend): State<Arc<Backend>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    citizen(&backend, &uri, &headers).await?;
    let (_, _, result) = LETTERS.into_iter().find(|(known, _, _)| *known == id).ok_or_else(not_found)?;
    let locale = locale(&headers);
    let (title, said) = words(locale, result);
    let name = if locale == Locale::Fr { "lettre-de-resultat.pdf" } else { "result-letter.pdf" };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, pdf::letter(locale, title, &said)).into_response())
}

fn words(locale: Locale, result: &str) -> (&'static str, [&'static str; 2]) {
    match (locale, result) {
        (Locale::Fr, "normal") => (
            "Votre résultat : rien d’anormal",
            [
                "Votre test de dépistage du cancer colorectal n’a rien montré d’anormal.",
                "Nous vous écrirons de nouveau dans deux ans. D’ici là, restez à l’écoute de votre corps.",
            ],
        ),
        (Locale::Fr, _) => (
            "Votre résultat : un autre examen vous est proposé",
            [
                "Votre test a trouvé un peu de sang. La plupart du temps, ce n’est pas un cancer.",
                "Pour en avoir le coeur net, nous vous proposons une coloscopie. Votre rendez-vous est dans le portail.",
            ],
        ),
        (Locale::En, "normal") => (
            "Your result: nothing abnormal",
            [
                "Your colorectal cancer screening test showed nothing abnormal.",
                "We will write to you again in two years. Until then, listen to your body.",
            ],
        ),
        (Locale::En, _) => (
            "Your result: another test is offered to you",
            [
                "Your test found a little blood. Most of the time, it is not cancer.",
                "To be sure, we offer you a colonoscopy. Your appointment is in the portal.",
            ],
        ),
    }
}
