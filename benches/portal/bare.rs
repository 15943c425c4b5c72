//! What a page and a durable row cost at the least: the same templates rendered from constants, and
//! one insert into a table of its own, behind nothing but axum.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{get, post};
use parvis::requests::views::RequestView;
use parvis::text::{Locale, Text};
use parvis::tiles::views::Home;
use parvis::web::{Assets, Frame, FramePerson, Page, Renderer};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

struct Bare {
    renderer: Renderer,
    frame: Frame,
    home: Home,
    timeline: RequestView,
    pool: SqlitePool,
}

/// Serves on a free port, which it prints.
pub async fn serve(file: PathBuf) {
    let text = Text::portal().unwrap();
    let frame = Frame {
        path: "/".into(),
        csrf: "x".repeat(43),
        demo: true,
        portal_name: "Parvis".into(),
        person: Some(FramePerson { name: "Amélie Tremblay".into(), unread: 4, is_admin: false }),
        ..Frame::default()
    };
    let bare = Bare {
        renderer: Renderer::new(&text, &Arc::new(Assets::embedded())).unwrap(),
        frame,
        home: first(Home::samples(Locale::Fr)),
        timeline: first(RequestView::samples(Locale::Fr)),
        pool: pool(file).await,
    };
    let router = Router::new()
        .route("/home", get(home))
        .route("/timeline", get(timeline))
        .route("/insert", post(insert))
        .with_state(Arc::new(bare));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}/", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

fn first<P>(pages: Vec<P>) -> P {
    pages.into_iter().next().unwrap()
}

/// As durable as the portal's own database.
async fn pool(file: PathBuf) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
        .execute(&pool)
        .await
        .unwrap();
    pool
}

async fn home(State(bare): State<Arc<Bare>>) -> Html<String> {
    Html(bare.renderer.render(&bare.frame, &bare.home).unwrap())
}

async fn timeline(State(bare): State<Arc<Bare>>) -> Html<String> {
    Html(bare.renderer.render(&bare.frame, &bare.timeline).unwrap())
}

async fn insert(State(bare): State<Arc<Bare>>) {
    let body = vec![0_u8; 2_000];
    sqlx::query("INSERT INTO bare (body) VALUES ($1)").bind(body).execute(&bare.pool).await.unwrap();
}
