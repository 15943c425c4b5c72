//! Systems that people look themselves up in: the health record and the pharmacies. What they say is
//! invented, and the same for everyone but for its dates.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use super::Backend;
use super::api::{Refusal, admit_reader, babble, not_found};
use crate::clock::Micros;
use crate::text::{Locale, format};

pub(super) fn router(backend: Arc<Backend>) -> Router {
    Router::new()
        .route("/v1/citizens/me/{what}", get(look_up))
        .layer(middleware::from_fn_with_state(backend.clone(), babble))
        .with_state(backend)
}

/// `GET /v1/citizens/me/{what}`: what it knows of the citizen whom the assertion names.
async fn look_up(
    State(backend): State<Arc<Backend>>,
    Path(what): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    admit_reader(&backend, &Method::GET, &uri, &headers).await?.ok_or_else(not_found)?;
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::negotiate(language.unwrap_or_default());
    let known = Known { now: backend.clock.now(), locale };
    let told = match (backend.office.id, what.as_str()) {
        ("records", "appointments") => known.appointments(),
        ("records", "results") => known.results(),
        ("records", "vaccines") => known.vaccines(),
        ("pharmacy", "prescriptions") => known.prescriptions(),
        ("pharmacy", "pharmacy") => known.pharmacy(),
        _ => return Err(not_found()),
    };
    backend.linger().await;
    Ok(Json(told))
}

/// When it is asked, and in which language.
struct Known {
    now: Micros,
    locale: Locale,
}

fn words(code: &str) -> Value {
    json!({ "words": { "code": code } })
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn fact(fact: &str, value: &Value) -> Value {
    json!({ "fact": fact, "value": value })
}

impl Known {
    fn say(&self, fr: &'static str, en: &'static str) -> Value {
        text(if self.locale == Locale::Fr { fr } else { en })
    }

    fn in_days(&self, days: u64) -> Value {
        json!({ "date": format::day(self.now.after(Duration::from_hours(24 * days))).to_string() })
    }

    fn days_ago(&self, days: u64) -> Value {
        json!({ "date": format::day(self.now.before(Duration::from_hours(24 * days))).to_string() })
    }

    /// At half past nine in the morning, Québec time, or near it.
    fn morning_in_days(&self, days: u64) -> Value {
        let morning = format::midnight(self.now.after(Duration::from_hours(24 * days)));
        let at = morning.after(Duration::from_mins(9 * 60 + 30));
        json!({ "date_time": at.timestamp().to_string() })
    }

    fn appointments(&self) -> Value {
        let clinic = self.say("GMF Exemple, Québec", "Example FMG, Québec");
        json!({ "entries": [
            { "title": words("blood-test"), "when": self.morning_in_days(9), "facts": [
                fact("place", &self.say("CLSC Exemple", "CLSC Exemple")),
                fact("status", &words("confirmed")),
            ] },
            { "title": words("family-doctor"), "when": self.morning_in_days(23), "facts": [
                fact("with", &text("Dre Sophie Lavoie")),
                fact("place", &clinic),
                fact("status", &words("to-confirm")),
            ] },
        ] })
    }

    fn results(&self) -> Value {
        let clinic = self.say("GMF Exemple, Québec", "Example FMG, Québec");
        json!({ "entries": [
            { "title": words("blood-count"), "when": self.days_ago(6), "facts": [
                fact("status", &words("ready")), fact("place", &clinic),
            ] },
            { "title": words("cholesterol"), "when": self.days_ago(6), "facts": [
                fact("status", &words("under-way")), fact("place", &clinic),
            ] },
        ] })
    }

    fn vaccines(&self) -> Value {
        let site = self.say("Pharmacie Exemple", "Example Pharmacy");
        let dose = |dose: i64, of: i64| json!({ "words": { "code": "dose-of", "params": { "dose": dose, "of": of } } });
        json!({ "entries": [
            { "title": words("influenza"), "when": self.days_ago(31), "facts": [fact("place", &site)] },
            { "title": words("covid-19"), "when": self.days_ago(31), "facts": [fact("place", &site)] },
            { "title": words("tetanus"), "when": self.days_ago(2190), "facts": [fact("dose", &dose(3, 3))] },
        ] })
    }

    fn prescriptions(&self) -> Value {
        json!({ "entries": [
            { "title": self.say("Metformine 500 mg", "Metformin 500 mg"), "facts": [
                fact("directions", &words("twice-a-day")),
                fact("renewals", &json!({ "number": 3 })),
                fact("until", &self.in_days(210)),
            ] },
            { "title": self.say("Salbutamol, pompe 100 µg", "Salbutamol, 100 µg inhaler"), "facts": [
                fact("directions", &words("as-needed")),
                fact("renewals", &json!({ "number": 0 })),
                fact("until", &self.in_days(12)),
            ] },
        ] })
    }

    fn pharmacy(&self) -> Value {
        json!({ "facts": [
            fact("name", &self.say("Pharmacie Exemple, rue Saint-Jean", "Example Pharmacy, rue Saint-Jean")),
            fact("phone", &text("418 555-0142")),
            fact("ready-on", &self.in_days(4)),
        ] })
    }
}
