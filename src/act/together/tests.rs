use std::collections::HashSet;
use std::path::PathBuf;

use futures_util::future::join_all;
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use super::*;
use crate::audit::Event;
use crate::id::random;
use crate::news::Newsroom;
use crate::outbox::Wake;
use crate::store::Db;
use crate::vault::Vault;
use crate::{on, store};

/// Acts over a database of their own.
struct Room {
    acts: Acts,
    db: Db,
    file: PathBuf,
}

impl Room {
    async fn new() -> Self {
        let file =
            std::env::temp_dir().join(format!("parvis-together-{:032x}", u128::from_be_bytes(random())));
        let db = store::open(&format!("sqlite:{}", file.display()), 2).await.unwrap();
        store::migrate(&db).await.unwrap();
        let vault = Arc::new(Vault::new(&Vault::new_master_key()).unwrap());
        let acts = Acts::new(db.clone(), Clock::default(), Wake::default(), Newsroom::new(true), vault);
        Self { acts, db, file }
    }

    async fn run(&self, sql: &'static str) {
        let mut other = SqliteConnection::connect(&format!("sqlite:{}", self.file.display())).await.unwrap();
        other.execute(sql).await.unwrap();
    }

    async fn ids(&self) -> Vec<EventId> {
        let mut db = self.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar("SELECT id FROM audit_event").fetch_all(c).await).unwrap()
    }

    /// Logs so many events at once.
    async fn log(&self, many: usize) -> Vec<Result<()>> {
        join_all((0..many).map(|_| self.acts.log(Actor::system(), Event::KeysCreated))).await
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.file.display()));
        }
    }
}

#[tokio::test]
async fn each_of_many_at_once_is_logged() {
    let room = Room::new().await;
    let many = AT_ONCE * 2 + 1;
    assert!(room.log(many).await.iter().all(Result::is_ok));
    let ids = room.ids().await;
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), many);
    assert!(room.log(1).await.iter().all(Result::is_ok), "and afterwards");
}

#[tokio::test]
async fn one_that_is_refused_takes_nobody_with_it() {
    let room = Room::new().await;
    room.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON audit_event WHEN NEW.code = 'keys-created'
         BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .await;
    let (refused, logged) = tokio::join!(
        room.acts.log(Actor::system(), Event::KeysCreated),
        room.acts.log(Actor::system(), Event::WithdrawalAsked),
    );
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert!(logged.is_ok(), "{logged:?}");
    assert_eq!(room.ids().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_logged_is_told_to_all_who_wait() {
    let room = Room::new().await;
    room.run("ALTER TABLE audit_event RENAME TO away").await;
    assert!(room.log(3).await.iter().all(Result::is_err));
    room.run("ALTER TABLE away RENAME TO audit_event").await;
    assert!(room.log(3).await.iter().all(Result::is_ok));
    room.db.close().await;
    assert!(room.log(3).await.iter().all(|logged| matches!(logged, Err(Error::Unreachable(_)))));
}

#[tokio::test]
async fn whoever_waits_is_let_go_when_the_writer_breaks_off() {
    let together = Together::default();
    let wait = |together: &Together| {
        let (told, durable) = oneshot::channel();
        let entry = Event::KeysCreated.into();
        (together.enter(Waiting { at: Micros(0), actor: Actor::system(), entry, told }), durable)
    };
    let (turn, first) = wait(&together);
    let (none, second) = wait(&together);
    assert!(turn.is_some() && none.is_none(), "one writes at a time");
    drop(turn);
    assert!(first.await.is_err() && second.await.is_err());
    assert!(wait(&together).0.is_some(), "and the next one has the turn");
}

#[tokio::test]
async fn an_event_is_logged_though_nobody_waits_for_it() {
    let room = Room::new().await;
    let asked = room.acts.log(Actor::system(), Event::KeysCreated);
    assert!(tokio::time::timeout(std::time::Duration::ZERO, asked).await.is_err(), "given up");
    assert!(room.log(1).await.iter().all(Result::is_ok));
    assert_eq!(room.ids().await.len(), 2);
}
