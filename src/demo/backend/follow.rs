//! A back-end's interface for what is under way: what citizens answer and write, the documents
//! they open, and the list for a portal that pulls.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::api::{Call, Refusal, admit, admit_reader, not_found, not_understood, still_running};
use super::dealings::{self, Letter};
use super::files::{self, File};
use super::store::{self, Record};
use super::{Backend, callbacks, pdf};
use crate::demo::http::Fields;
use crate::text::Locale;

/// How many records one answer lists.
const A_PAGE: i64 = 100;

/// The routes, those of one record below `records`.
pub(super) fn router(records: &str) -> Router<Arc<Backend>> {
    let record = format!("{records}/{{request}}");
    let document = format!("{record}/documents/{{document}}");
    Router::new()
        .route("/v2/requests", get(list))
        .route(&format!("{record}/tasks/{{task}}"), post(answer))
        .route(&format!("{record}/parts/{{part}}"), post(part))
        .route(&format!("{record}/messages"), post(write))
        .route(&document, get(self::document))
        .route(&format!("{document}/opened"), post(opened))
}

/// `GET /v2/requests`: every record of which something was told since a mark, with all of it. For
/// a portal that missed callbacks, and for one that wants to compare.
async fn list(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    admit_reader(&backend, &Method::GET, &uri, &headers).await?;
    let fields = Fields::parse(&query.unwrap_or_default());
    let since = fields.get("since").and_then(|mark| mark.parse().ok()).unwrap_or(-1);
    let listed = backend.store.told_since(since, A_PAGE).await?;
    let next = listed.last().map_or(since, |last| last.number);
    let more = i64::try_from(listed.len()).is_ok_and(|count| count == A_PAGE);
    let now = backend.clock.now();
    let mut requests = Vec::new();
    for one in listed {
        let told = backend.store.told_of(&one.request, now).await?;
        let events: Vec<Value> = told.iter().filter_map(|body| serde_json::from_str(body).ok()).collect();
        requests.push(json!({ "request": one.request, "events": events }));
    }
    backend.linger().await;
    Ok(Json(json!({ "requests": requests, "next": next.to_string(), "more": more })))
}

/// What the portal hands over of a citizen's reply.
#[derive(Deserialize)]
struct Reply {
    reply: Uuid,
    #[serde(default)]
    attachments: Vec<File>,
}

/// `POST …/{request}/tasks/{task}`: the answer to something that was asked.
async fn answer(
    State(backend): State<Arc<Backend>>,
    Path((request, task)): Path<(Uuid, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    take(&backend, &uri, &headers, &body, (request, &task)).await
}

/// `POST …/{request}/messages`: the citizen's own words.
async fn write(
    State(backend): State<Arc<Backend>>,
    Path(request): Path<Uuid>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    take(&backend, &uri, &headers, &body, (request, "")).await
}

async fn take(
    backend: &Backend,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    (request, task): (Uuid, &str),
) -> Result<Response, Refusal> {
    let call = admit(backend, uri, headers, body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let response = keep(backend, &call, body, (&request.to_string(), task)).await?;
    backend.bell.notify_one();
    backend.linger().await;
    Ok(response)
}

async fn keep(
    backend: &Backend,
    call: &Call,
    body: &[u8],
    (request, task): (&str, &str),
) -> Result<Response, Refusal> {
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    let content = std::str::from_utf8(body).map_err(|error| not_understood(error.to_string()))?;
    let reply: Reply = serde_json::from_str(content).map_err(|error| not_understood(error.to_string()))?;
    let mut record = theirs(&mut change, call, request).await?;
    let letter = Letter {
        reply: reply.reply.to_string(),
        request: request.to_owned(),
        task: task.to_owned(),
        content: content.to_owned(),
        received_at: backend.clock.now(),
    };
    dealings::keep(&mut change, &letter).await?;
    files::announce(&mut change, request, &reply.attachments).await?;
    // What hands files in is taken into account once they are here.
    if task.is_empty() || reply.attachments.is_empty() {
        callbacks::answered(backend, &mut change, &mut record, task).await?;
    }
    let kind = if task.is_empty() { "message" } else { "answer" };
    let answer = json!({ "reply": letter.reply });
    let response =
        call.settle(backend, &mut change, (kind, request), (StatusCode::ACCEPTED, &answer)).await?;
    change.commit().await?;
    Ok(response)
}

/// `POST …/{request}/parts/{part}`: what another person fills in, who is not the record's citizen.
async fn part(
    State(backend): State<Arc<Backend>>,
    Path((request, part)): Path<(Uuid, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let request = request.to_string();
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(&backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    let content = std::str::from_utf8(&body).map_err(|error| not_understood(error.to_string()))?;
    let mut record = store::record(&mut change, &request).await?.ok_or_else(not_found)?;
    if record.citizen == call.citizen {
        return Err(not_understood("nobody is their own witness"));
    }
    let letter = Letter {
        reply: call.key.clone(),
        request: request.clone(),
        task: part,
        content: content.to_owned(),
        received_at: backend.clock.now(),
    };
    dealings::keep(&mut change, &letter).await?;
    callbacks::write(&backend, &mut change, &mut record, "witness").await?;
    store::keep_seq(&mut change, &record).await?;
    let status = (StatusCode::ACCEPTED, &json!({}));
    let response = call.settle(&backend, &mut change, ("part", &request), status).await?;
    change.commit().await?;
    backend.bell.notify_one();
    backend.linger().await;
    Ok(response)
}

/// The citizen's record. Another citizen's is as unknown as none at all.
async fn theirs(change: &mut store::Change, call: &Call, request: &str) -> Result<Record, Refusal> {
    let record = store::record(change, request).await?;
    record.filter(|record| record.citizen == call.citizen).ok_or_else(not_found)
}

/// `GET …/{request}/documents/{document}`: the document, in the citizen's language.
async fn document(
    State(backend): State<Arc<Backend>>,
    Path((request, name)): Path<(Uuid, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let citizen = admit_reader(&backend, &Method::GET, &uri, &headers).await?.ok_or_else(not_found)?;
    let found = backend.store.document(&citizen, &request.to_string(), &name).await?;
    let found = found.ok_or_else(not_found)?;
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::negotiate(language.unwrap_or_default());
    let (title, paragraphs) = words(&found.code, locale);
    backend.linger().await;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf::letter(locale, title, paragraphs)).into_response())
}

/// `POST …/opened`: the citizen opened it.
async fn opened(
    State(backend): State<Arc<Backend>>,
    Path((request, name)): Path<(Uuid, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let request = request.to_string();
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(&backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    theirs(&mut change, &call, &request).await?;
    dealings::opened(&mut change, &request, &name, backend.clock.now()).await?;
    let status = (StatusCode::ACCEPTED, &json!({}));
    let response = call.settle(&backend, &mut change, ("opened", &request), status).await?;
    change.commit().await?;
    Ok(response)
}

/// What the office's documents say.
fn words(code: &str, locale: Locale) -> (&'static str, &'static [&'static str]) {
    match (code, locale) {
        ("rights", Locale::Fr) => (
            "Vos droits et vos recours",
            &[
                "Le bureau des plaintes étudie chaque plainte sans frais et en toute confidentialité. Vos \
                 réponses ne vont pas dans votre dossier médical, et la loi interdit les représailles.",
                "Vous recevez des conclusions écrites au plus tard 45 jours après la réception de votre \
                 plainte. Sans conclusions dans ce délai, vous pouvez vous adresser au Protecteur du citoyen.",
                "Le centre d’assistance et d’accompagnement aux plaintes de votre région vous aide à chaque \
                 étape. C’est gratuit.",
                "Document de démonstration : personnes et situations inventées.",
            ],
        ),
        ("rights", Locale::En) => (
            "Your rights and remedies",
            &[
                "The complaints office looks into every complaint free of charge and in confidence. Your \
                 answers do not go into your medical record, and the law forbids reprisals.",
                "You get written findings no later than 45 days after your complaint was received. Without \
                 findings by then, you can turn to the Québec Ombudsman.",
                "The complaints assistance and support centre of your region helps you at every step. It is \
                 free.",
                "Demonstration document: people and events are invented.",
            ],
        ),
        ("request-form", Locale::Fr) => (
            "Formulaire de demande, à lire avant la rencontre",
            &[
                "Ce formulaire est votre demande écrite. Vous le signez et le datez sur papier, devant une ou un \
                 professionnel de la santé ou des services sociaux, qui le signe aussi. Un témoin indépendant \
                 est présent.",
                "Je demande l’aide médicale à mourir. Je la demande librement, et personne ne me presse. J’ai \
                 été informé de mon état, des traitements possibles et de leurs suites, et des soins palliatifs.",
                "Je sais que je peux retirer ma demande ou repousser le moment quand je veux, par tout moyen, \
                 sans avoir à m’expliquer.",
                "Si je ne peux pas signer, une personne majeure et apte, qui ne fait pas partie de mon équipe de \
                 soins, signe pour moi et devant moi.",
                "Document de démonstration : il n’a aucune valeur légale et ne remplace pas le formulaire officiel.",
            ],
        ),
        ("request-form", Locale::En) => (
            "Request form, to read before the meeting",
            &[
                "This form is your written request. You sign and date it on paper, before a health or social \
                 services professional, who signs it too. An independent witness is present.",
                "I request medical assistance in dying. I do so freely, and no one is pressing me. I was informed \
                 of my state of health, of the possible treatments and what they lead to, and of palliative care.",
                "I know that I can withdraw my request or put off the moment whenever I want, by any means, \
                 without having to explain.",
                "If I cannot sign, an adult able to consent, who is not part of my care team, signs for me and in \
                 my presence.",
                "Demonstration document: it has no legal value and does not replace the official form.",
            ],
        ),
        (_, Locale::Fr) => (
            "Conclusions de l’étude de votre plainte",
            &[
                "Nous avons étudié votre plainte, parlé à l’équipe sur place et lu le dossier de votre visite.",
                "Votre attente a été plus longue qu’elle n’aurait dû l’être, et personne ne vous a tenu au \
                 courant. Nous vous présentons nos excuses.",
                "Mesure : l’équipe du triage informe désormais chaque personne, toutes les heures, du temps \
                 d’attente qui reste. Nous vérifierons dans six mois que cela se fait.",
                "Si ces conclusions ne vous conviennent pas, vous pouvez vous adresser au Protecteur du \
                 citoyen dans les deux ans.",
                "Document de démonstration : personnes et situations inventées.",
            ],
        ),
        (_, Locale::En) => (
            "Findings on your complaint",
            &[
                "We looked into your complaint, talked with the team on site and read the record of your visit.",
                "Your wait was longer than it should have been, and nobody kept you informed. We apologize.",
                "Measure: every hour, the triage team now tells each person how long the wait still is. We \
                 will check in six months that this is done.",
                "If you disagree with these findings, you can turn to the Québec Ombudsman within two years.",
                "Demonstration document: people and events are invented.",
            ],
        ),
    }
}
