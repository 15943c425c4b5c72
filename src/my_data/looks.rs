//! Who looked at my file: each time that someone of the administration opened the journey of the person, or
//! took it along, in which role and why (A1).

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::{Deserialize, Serialize};

use crate::audit::search::{self, Line};
use crate::clock::Micros;
use crate::id::EventId;
use crate::identity::Citizen;
use crate::requests::Requests;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::SAMPLE_TIME;
use crate::web::{Result, Show};

/// The most looks on a page.
const MOST_LOOKS: usize = 50;

/// The route, below the language prefix.
pub(super) fn router(requests: Requests) -> Router {
    Router::new().route("/account/looks", get(show)).with_state(requests)
}

/// One look.
#[derive(Clone, Debug, Serialize)]
pub struct LookLine {
    /// When.
    pub at: Micros,
    /// In which role: the words are `looks-role-{role}`.
    pub role: String,
    /// Why: the words are `looks-because-{reason}`.
    pub reason: String,
    /// What was done: the words are `looks-what-{what}`.
    pub what: &'static str,
    /// By what the file was found, if it was opened: the words are `looks-by-{by}`.
    pub by: Option<String>,
}

/// Everyone who looked, the latest first.
#[derive(Clone, Debug, Serialize)]
pub struct Looks {
    /// The looks.
    pub looks: Vec<LookLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Place {
    before: Option<EventId>,
}

async fn show(
    State(requests): State<Requests>,
    citizen: Citizen,
    Query(place): Query<Place>,
) -> Result<Show<Looks>> {
    let before = place.before.unwrap_or(search::newest());
    let limit = i64::try_from(MOST_LOOKS + 1).unwrap_or(i64::MAX);
    let mut db = requests.base.db.read().await?;
    let lines = search::looks(&mut db, citizen.account, before, limit).await?;
    let shown = lines.get(..lines.len().min(MOST_LOOKS)).unwrap_or_default();
    let next = shown.last().filter(|_| lines.len() > shown.len()).map(|last| last.id.to_string());
    Ok(Show(Looks { looks: shown.iter().map(look).collect(), next }))
}

fn look(line: &Line) -> LookLine {
    let field = |name: &str| line.fields.0.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    LookLine {
        at: line.at,
        // Looks of earlier versions name no role: they were administrators'.
        role: field("role").unwrap_or_else(|| "admin".to_owned()),
        reason: field("reason").unwrap_or_default(),
        what: if line.code == "journey-exported" { "exported" } else { "viewed" },
        by: field("by"),
    }
}

impl Page for Looks {
    const TEMPLATE: &'static str = "my_data/looks.html";

    fn samples(_: Locale) -> Vec<Self> {
        let look = |role: &str, reason: &str, what, by: Option<&str>| LookLine {
            at: SAMPLE_TIME,
            role: role.into(),
            reason: reason.into(),
            what,
            by: by.map(str::to_owned),
        };
        let looks = vec![
            look("admin", "question", "viewed", Some("reference")),
            look("auditor", "audit", "viewed", Some("pseudonym")),
            look("auditor", "audit", "exported", None),
            look("admin", "complaint", "viewed", Some("email")),
            look("admin", "incident", "viewed", None),
        ];
        vec![Self { looks, next: Some("0198c0de".into()) }, Self { looks: vec![], next: None }]
    }
}
