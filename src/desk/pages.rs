//! The pages of the desk.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::views::{DeskEdit, DeskLine, DeskList, DeskPreview, DeskPublish, parts};
use super::{Desk, Error, Manuscript, OnDesk, Open, Unsound};
use crate::finding::Finding;
use crate::identity::{Need, Publisher};
use crate::text::{Locale, params};
use crate::tiles::TileId;
use crate::web::views::ErrorLine;
use crate::web::{self, Form, Result, Show, Trace};

/// The routes, below the language prefix; without a desk they lead nowhere.
pub fn router(desk: Option<Desk>) -> Router {
    let Some(desk) = desk else { return Router::new() };
    Router::new()
        .route("/desk", get(list).post(begin))
        .route("/desk/{tile}", get(edit).post(save))
        .route("/desk/{tile}/preview", get(preview))
        .route("/desk/{tile}/publish", get(last_look).post(publish))
        .route("/desk/{tile}/discard", post(discard))
        .with_state(desk)
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::OtherTeam => Self::NotTheirs(web::Wanted::Team.into()),
            Error::Store(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

/// What a page is told of what was done before it.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    fn word(&self) -> Option<&'static str> {
        ["active", "waits", "discarded"].into_iter().find(|word| *word == self.done)
    }
}

async fn list(
    State(desk): State<Desk>,
    _: Publisher,
    locale: Locale,
    Query(done): Query<Done>,
) -> Result<Show<DeskList>> {
    Ok(Show(DeskList { done: done.word(), ..listed(&desk, locale).await? }))
}

async fn listed(desk: &Desk, locale: Locale) -> Result<DeskList> {
    let line = |one: OnDesk| DeskLine {
        tile: one.tile.to_string(),
        title: one.words.title.get(locale).to_owned(),
        version: one.published.map(|(version, _)| version.to_string()),
        standing: one.published.map_or("new", |(_, word)| word),
        saved_at: one.saved_at,
    };
    Ok(DeskList {
        team: desk.0.team.clone(),
        services: desk.all().await?.into_iter().map(line).collect(),
        tile: String::new(),
        errors: Vec::new(),
        done: None,
    })
}

async fn begin(
    State(desk): State<Desk>,
    publisher: Publisher,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let typed = form.get("tile").unwrap_or_default().trim().to_owned();
    let key = match typed.parse::<TileId>() {
        Err(_) => "desk-error-id",
        Ok(tile) => match desk.begin(publisher.actor(&trace), &tile).await {
            Ok(()) => return Ok(Redirect::to(&format!("/{locale}/desk/{tile}")).into_response()),
            Err(Error::Taken) => "desk-error-taken",
            Err(error) => return Err(error.into()),
        },
    };
    let message = desk.0.base.text.get(locale, key);
    let errors = vec![ErrorLine { input: "tile".into(), message }];
    let page = DeskList { tile: typed, errors, ..listed(&desk, locale).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response())
}

fn id(tile: &str) -> Result<TileId> {
    tile.parse().map_err(|_| web::Error::NotFound)
}

async fn edit(
    State(desk): State<Desk>,
    _: Publisher,
    locale: Locale,
    Path(tile): Path<String>,
    Query(done): Query<Done>,
) -> Result<Show<DeskEdit>> {
    let tile = id(&tile)?;
    let open = desk.read(&tile).await?;
    let errors = match desk.compose(&tile, &open) {
        Err(Error::Unsound(unsound)) => lines(&desk, &unsound, locale),
        Err(error) => return Err(error.into()),
        Ok(_) => Vec::new(),
    };
    let saved = done.done == "saved";
    Ok(Show(DeskEdit { errors, saved, overtaken: open.overtaken, ..page(&tile, &open) }))
}

fn page(tile: &TileId, open: &Open) -> DeskEdit {
    DeskEdit {
        tile: tile.to_string(),
        version: open.version,
        next: open.source.next().to_string(),
        parts: parts(&open.words),
        errors: Vec::new(),
        saved: false,
        overtaken: false,
    }
}

/// What is wrong, in the reader's language, each with the input that it is about. What whoever writes here cannot
/// have brought about is said as teams are told it, in English.
fn lines(desk: &Desk, unsound: &Unsound, locale: Locale) -> Vec<ErrorLine> {
    let text = &desk.0.base.text;
    let line = |finding: &Finding| {
        let word = finding.fault.as_ref().map_or("", |fault| fault.word);
        let on_card = ["title", "summary"].into_iter().find(|name| word.starts_with(name));
        if let Some(name) = on_card {
            return ErrorLine { input: format!("{name}-fr"), message: said(desk, finding, locale) };
        }
        let input = Manuscript::input_of(&unsound.files, &finding.file);
        let (name, language) =
            input.as_deref().and_then(|input| input.rsplit_once('-')).unwrap_or(("title", "fr"));
        // text: desk-part-*
        let part = text.get(locale, &format!("desk-part-{name}"));
        // text: desk-language-*
        let language = text.get(locale, &format!("desk-language-{language}"));
        let line = finding.line.unwrap_or(1);
        let found = params([
            ("part", part.into()),
            ("language", language.into()),
            ("line", line.into()),
            ("what", said(desk, finding, locale).into()),
        ]);
        let key = if input.is_some() { "desk-found" } else { "desk-found-elsewhere" };
        ErrorLine {
            input: input.clone().unwrap_or_else(|| "title-fr".to_owned()),
            message: text.get_with(locale, key, &found),
        }
    };
    unsound.findings.iter().map(line).collect()
}

/// What a finding says.
fn said(desk: &Desk, finding: &Finding, locale: Locale) -> String {
    let text = &desk.0.base.text;
    let Some(fault) = &finding.fault else {
        return text.get_with(locale, "fault-other", &params([("about", finding.message.as_str().into())]));
    };
    // text: fault-*
    text.get_with(locale, &format!("fault-{}", fault.word), &params([("about", fault.about.as_str().into())]))
}

/// Whatever is pressed, what was typed is kept first.
async fn save(
    State(desk): State<Desk>,
    publisher: Publisher,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    let tile = id(&tile)?;
    let words = Manuscript::typed(|input| form.get(input));
    let version = form.get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    match desk.save(publisher.actor(&trace), &tile, version, &words).await {
        Ok(()) => {}
        Err(Error::Overtaken) => {
            let open = Open { words, ..desk.read(&tile).await? };
            let page = DeskEdit { overtaken: true, ..page(&tile, &open) };
            return Ok((StatusCode::CONFLICT, Show(page)).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    let next = match form.get("action") {
        Some("preview") => format!("/{locale}/desk/{tile}/preview"),
        Some("publish") => format!("/{locale}/desk/{tile}/publish"),
        _ => format!("/{locale}/desk/{tile}?done=saved"),
    };
    Ok(Redirect::to(&next).into_response())
}

async fn preview(
    State(desk): State<Desk>,
    _: Publisher,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let tile = id(&tile)?;
    let open = desk.read(&tile).await?;
    match desk.compose(&tile, &open) {
        Ok((composed, _)) => {
            let page = DeskPreview {
                tile: tile.to_string(),
                title: composed.title(locale).to_owned(),
                summary: composed.summary(locale).to_owned(),
                html: composed.content(locale).unwrap_or_default().to_owned(),
                help: composed.help(locale).to_owned(),
            };
            Ok(Show(page).into_response())
        }
        // The page of the words says what is wrong with them.
        Err(Error::Unsound(_)) => Ok(Redirect::to(&format!("/{locale}/desk/{tile}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

async fn last_look(
    State(desk): State<Desk>,
    publisher: Publisher,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    desk.0.identity.require(&publisher, Need::FRESH).await?;
    let tile = id(&tile)?;
    match look(&desk, &tile, locale).await {
        Ok(page) => Ok(Show(page).into_response()),
        Err(Error::Unsound(_) | Error::Overtaken) => {
            Ok(Redirect::to(&format!("/{locale}/desk/{tile}")).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn look(desk: &Desk, tile: &TileId, locale: Locale) -> std::result::Result<DeskPublish, Error> {
    let open = desk.read(tile).await?;
    if open.overtaken || open.version == 0 {
        return Err(Error::Overtaken);
    }
    let (composed, _) = desk.compose(tile, &open)?;
    Ok(DeskPublish {
        tile: tile.to_string(),
        title: composed.title(locale).to_owned(),
        version: open.version,
        release: open.source.next().to_string(),
        first: open.source.release.is_none(),
        refused: None,
    })
}

async fn publish(
    State(desk): State<Desk>,
    publisher: Publisher,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    desk.0.identity.require(&publisher, Need::FRESH).await?;
    let tile = id(&tile)?;
    let version = form.get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    let refused = match desk.publish(publisher.actor(&trace), &tile, version).await {
        Ok((_, activated)) => {
            let word = if activated.waits { "waits" } else { "active" };
            return Ok(Redirect::to(&format!("/{locale}/desk?done={word}")).into_response());
        }
        Err(Error::Refused(refusal)) => refusal.words(&desk.0.base.text, locale),
        Err(Error::Unsound(_) | Error::Overtaken | Error::NotFound) => {
            return Ok(Redirect::to(&format!("/{locale}/desk/{tile}")).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let page = DeskPublish { refused: Some(refused), ..look(&desk, &tile, locale).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response())
}

async fn discard(
    State(desk): State<Desk>,
    publisher: Publisher,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Redirect> {
    let tile = id(&tile)?;
    let version = form.get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    match desk.discard(publisher.actor(&trace), &tile, version).await {
        Ok(()) => Ok(Redirect::to(&format!("/{locale}/desk?done=discarded"))),
        Err(Error::Overtaken) => Ok(Redirect::to(&format!("/{locale}/desk/{tile}"))),
        Err(error) => Err(error.into()),
    }
}
