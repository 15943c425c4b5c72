//! What a page and a durable row cost at the least: the same templates rendered from constants, and
//! one insert into a table of its own, behind nothing but axum.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use parvis::requests::views::RequestView;
use parvis::store::{self, Db};
use parvis::text::{Locale, Text};
use parvis::tiles::views::Home;
use parvis::web::{Assets, Frame, FramePerson, Page, Renderer};
use serde_json::json;

struct Bare {
    renderer: Renderer,
    frame: Frame,
    home: Home,
    timeline: RequestView,
    db: Db,
}

/// The bytes of a file to download: just under what a route may answer.
pub const FILE: usize = 2 * 1024 * 1024 - 1024;
const TABLE: &str = "CREATE TABLE bare (body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO bare (body) VALUES ($1)";

/// Serves on a free port, which it prints. The database is opened as the portal opens its own, so
/// that it is as durable.
pub async fn serve(database_url: &str) {
    let text = Text::portal().unwrap();
    let frame = Frame {
        path: "/".into(),
        csrf: "x".repeat(43),
        demo: true,
        portal_name: "Parvis".into(),
        person: Some(FramePerson {
            name: "Amélie Tremblay".into(),
            unread: 4,
            is_admin: false,
            is_staff: false,
            is_publisher: false,
        }),
        ..Frame::default()
    };
    let bare = Bare {
        renderer: Renderer::new(&text, &Arc::new(Assets::embedded())).unwrap(),
        frame,
        home: first(Home::samples(Locale::Fr)),
        timeline: first(RequestView::samples(Locale::Fr)),
        db: store::open(database_url, 2).await.unwrap(),
    };
    match &bare.db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(TABLE).execute(writer).await.unwrap()),
        Db::Postgres { writers, .. } => drop(sqlx::query(TABLE).execute(writers).await.unwrap()),
    }
    let router = Router::new()
        .route("/home", get(home))
        .route("/timeline", get(timeline))
        .route("/insert", post(insert))
        .route("/kib", get(async || Json(json!({ "text": "x".repeat(1_000) }))))
        .route("/file", get(async || ([("content-type", "application/pdf")], vec![b'%'; FILE])))
        .route("/who", get(async || StatusCode::NO_CONTENT))
        .with_state(Arc::new(bare));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}/", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

fn first<P>(pages: Vec<P>) -> P {
    pages.into_iter().next().unwrap()
}

async fn home(State(bare): State<Arc<Bare>>) -> Html<String> {
    Html(bare.renderer.render(&bare.frame, &bare.home).unwrap())
}

async fn timeline(State(bare): State<Arc<Bare>>) -> Html<String> {
    Html(bare.renderer.render(&bare.frame, &bare.timeline).unwrap())
}

async fn insert(State(bare): State<Arc<Bare>>) {
    let body = "x".repeat(2_000);
    match &bare.db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(INSERT).bind(body).execute(writer).await.unwrap()),
        Db::Postgres { writers, .. } => drop(sqlx::query(INSERT).bind(body).execute(writers).await.unwrap()),
    }
}
