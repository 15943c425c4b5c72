//! Where the two databases differ, one text of SQL must still mean one thing.

use futures_util::future::join_all;
use parvis::act::Actor;
use parvis::audit::Event;
use parvis::clock::Micros;
use parvis::id::{AccountId, Reference};
use parvis::on;
use parvis::outbox::{Kind, NewJob};
use parvis::requests::State;
use parvis::store::{self, Conn, Error, Problem, Sql};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use uuid::Uuid;

use crate::journeys;
use crate::room::{Room, meddle};
use crate::support::Database;

journeys!(
    values_come_back_as_they_were,
    counts_and_sums_are_integers,
    a_row_twice_is_a_duplicate,
    a_row_without_its_owner_is_refused,
    readers_cannot_write,
    eight_writers_take_turns,
    stale_versions_change_nothing,
    migrating_twice_is_migrating_once,
    an_act_dropped_leaves_nothing,
    an_act_that_cannot_be_logged_leaves_nothing,
    a_database_that_may_forget_is_refused,
);

/// A table with a column of each kind that we use, in the words of that database.
async fn probe(room: &Room) {
    let types = match room.db.read().await.unwrap().conn() {
        Conn::Sqlite(_) => ["BLOB", "BLOB", "INTEGER", "INTEGER", "TEXT", "STRICT"],
        Conn::Postgres(_) => ["UUID", "BYTEA", "BIGINT", "BOOLEAN", "JSONB", ""],
    };
    let [uuid, bytes, integer, boolean, json, strict] = types;
    room.change(&format!(
        "CREATE TABLE probe (id {uuid} PRIMARY KEY, owner {uuid} REFERENCES probe (id), sealed {bytes},
         at {integer}, yes {boolean}, said {json}, state TEXT, words TEXT UNIQUE, version {integer} NOT NULL) {strict}"
    ))
    .await;
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
struct Probe {
    id: AccountId,
    owner: Option<AccountId>,
    sealed: Option<Vec<u8>>,
    at: Option<Micros>,
    yes: Option<bool>,
    said: Option<Json<Value>>,
    state: Option<State>,
    words: Option<String>,
    version: i64,
}

impl Probe {
    fn empty(room: &Room) -> Self {
        Self {
            id: AccountId::new(&room.clock),
            owner: None,
            sealed: None,
            at: None,
            yes: None,
            said: None,
            state: None,
            words: None,
            version: 0,
        }
    }

    async fn insert(&self, room: &Room) -> Result<(), Error> {
        const INSERT: &str = "INSERT INTO probe (id, owner, sealed, at, yes, said, state, words, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let mut act = room.act().await;
        on!(act.rows(), |c| sqlx::query(INSERT)
            .bind(self.id)
            .bind(self.owner)
            .bind(&self.sealed)
            .bind(self.at)
            .bind(self.yes)
            .bind(&self.said)
            .bind(self.state)
            .bind(&self.words)
            .bind(self.version)
            .execute(c)
            .await
            .map(drop))?;
        act.commit().await
    }
}

async fn values_come_back_as_they_were(database: Database) {
    let room = Room::new(database).await;
    probe(&room).await;
    let empty = Probe::empty(&room);
    let full = Probe {
        id: AccountId(Uuid::from_u128(u128::MAX)),
        owner: Some(empty.id),
        sealed: Some(vec![0, 1, 255]),
        at: Some(Micros(i64::MIN)),
        yes: Some(true),
        said: Some(Json(json!({ "z": "L’été 😀", "a": [1, 2.5, null, true, i64::MAX] }))),
        state: Some(State::ActionNeeded),
        words: Some("É'\"%_;--\u{feff}\u{1f3f3}".to_owned()),
        version: i64::MAX,
    };
    let no = Probe {
        yes: Some(false),
        sealed: Some(Vec::new()),
        words: Some(String::new()),
        said: Some(Json(Value::Null)),
        ..Probe::empty(&room)
    };
    let mut db = room.db.read().await.unwrap();
    for wrote in [empty, full, no] {
        wrote.insert(&room).await.unwrap();
        let read: Probe = on!(&mut db, |c| sqlx::query_as("SELECT * FROM probe WHERE id = $1")
            .bind(wrote.id)
            .fetch_one(c)
            .await)
        .unwrap();
        assert_eq!(read, wrote);
        let both: bool = on!(&mut db, |c| sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM probe WHERE id = $1 AND yes IS NOT DISTINCT FROM $2)"
        )
        .bind(wrote.id)
        .bind(wrote.yes)
        .fetch_one(c)
        .await)
        .unwrap();
        assert!(both, "{:?} is found by what was written", wrote.yes);
    }
    let sample = Reference::random();
    let same: Reference =
        on!(&mut db, |c| sqlx::query_scalar("SELECT CAST($1 AS TEXT)").bind(&sample).fetch_one(c).await)
            .unwrap();
    assert_eq!(same, sample);
}

async fn counts_and_sums_are_integers(database: Database) {
    let room = Room::new(database).await;
    probe(&room).await;
    let sum = "SELECT COUNT(*), COUNT(at), CAST(COALESCE(SUM(version), 0) AS BIGINT), MIN(at), MAX(version) FROM probe";
    let mut db = room.db.read().await.unwrap();
    let none: (i64, i64, i64, Option<Micros>, Option<i64>) =
        on!(&mut db, |c| sqlx::query_as(sum).fetch_one(c).await).unwrap();
    assert_eq!(none, (0, 0, 0, None, None));
    for version in [1, 2, 4] {
        let at = (version > 1).then_some(Micros(version));
        Probe { at, version, ..Probe::empty(&room) }.insert(&room).await.unwrap();
    }
    let some: (i64, i64, i64, Option<Micros>, Option<i64>) =
        on!(&mut db, |c| sqlx::query_as(sum).fetch_one(c).await).unwrap();
    assert_eq!(some, (3, 2, 7, Some(Micros(2)), Some(4)));
}

async fn a_row_twice_is_a_duplicate(database: Database) {
    let room = Room::new(database).await;
    probe(&room).await;
    let first = Probe { words: Some("x".to_owned()), ..Probe::empty(&room) };
    first.insert(&room).await.unwrap();
    let same_id = Probe { words: None, ..first.clone() };
    let same_words = Probe { id: AccountId::new(&room.clock), ..first };
    for twice in [same_id, same_words] {
        assert!(matches!(twice.insert(&room).await, Err(Error::Duplicate(_))));
    }
    assert_eq!(room.count("probe").await, 1);
}

async fn a_row_without_its_owner_is_refused(database: Database) {
    let room = Room::new(database).await;
    probe(&room).await;
    let orphan = Probe { owner: Some(AccountId::new(&room.clock)), ..Probe::empty(&room) };
    let Err(Error::Refused(refusal)) = orphan.insert(&room).await else { panic!("an orphan was taken in") };
    let refusal = refusal.as_database_error().unwrap();
    assert!(refusal.is_foreign_key_violation(), "{refusal}");
}

async fn readers_cannot_write(database: Database) {
    let room = Room::new(database).await;
    let changes = [
        "INSERT INTO job (id, kind, key, payload, state, attempts, run_at, created_at)
         SELECT id, 'x', 'x', fields, 'waiting', 0, 0, 0 FROM audit_event",
        "DELETE FROM audit_event",
        "UPDATE audit_event SET code = 'x'",
        "DROP TABLE audit_event",
        "CREATE TABLE mine (id BIGINT)",
    ];
    room.act().await.commit().await.unwrap();
    for change in changes {
        let mut db = room.db.read().await.unwrap();
        let done = on!(&mut db, |c| sqlx::query(AssertSqlSafe(change.to_owned())).execute(c).await.map(drop));
        assert!(done.is_err(), "{change}");
    }
    assert_eq!(room.count("audit_event WHERE code = 'keys-created'").await, 1);
}

/// Plain BEGIN loses two of three such writers on SQLite to "database is locked".
async fn eight_writers_take_turns(database: Database) {
    let room = Room::new(database).await;
    probe(&room).await;
    let probe = Probe::empty(&room);
    probe.insert(&room).await.unwrap();
    let writer = async || {
        for _ in 0..25 {
            let mut act = room.act().await;
            let _: i64 =
                on!(act.rows(), |c| sqlx::query_scalar("SELECT COUNT(*) FROM probe").fetch_one(c).await)
                    .unwrap();
            on!(act.rows(), |c| sqlx::query("UPDATE probe SET version = version + 1")
                .execute(c)
                .await
                .map(drop))
            .unwrap();
            act.commit().await.unwrap();
        }
    };
    join_all((0..8).map(|_| writer())).await;
    assert_eq!(room.count("probe WHERE version = 200").await, 1);
    assert_eq!(room.count("audit_event").await, 202, "each with its event, and the two before");
}

async fn stale_versions_change_nothing(database: Database) {
    const UPDATE: &str = "UPDATE probe SET version = version + 1 WHERE id = $1 AND version = $2";
    let room = Room::new(database).await;
    probe(&room).await;
    let probe = Probe::empty(&room);
    probe.insert(&room).await.unwrap();
    for changed in [1, 0] {
        let mut act = room.act().await;
        let rows = on!(act.rows(), |c| sqlx::query(UPDATE)
            .bind(probe.id)
            .bind(0_i64)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .unwrap();
        act.commit().await.unwrap();
        assert_eq!(rows, changed);
    }
}

async fn migrating_twice_is_migrating_once(database: Database) {
    let room = Room::bare(database).await;
    let steps = store::pending_migrations(&room.db).await.unwrap();
    assert!(steps > 0);
    store::migrate(&room.db).await.unwrap();
    assert_eq!(store::pending_migrations(&room.db).await.unwrap(), 0);
    room.act().await.commit().await.unwrap();
    let (one, other) = tokio::join!(store::migrate(&room.db), store::migrate(&room.db));
    one.and(other).unwrap();
    assert_eq!(room.count("audit_event").await, 1);
}

fn mail(room: &Room) -> NewJob {
    let subject = room.clock.new_uuid();
    NewJob { kind: Kind::SendMail, subject, account: None, request: None, payload: json!({}) }
}

async fn an_act_dropped_leaves_nothing(database: Database) {
    let room = Room::new(database).await;
    let mut act = room.act().await;
    act.promise(mail(&room)).await.unwrap();
    act.also(Event::WithdrawalAsked);
    drop(act);
    assert_eq!((room.count("job").await, room.count("audit_event").await), (0, 0));
    room.act().await.commit().await.unwrap();
    assert_eq!(room.count("audit_event").await, 1, "the next act finds the way free");
}

/// Fail closed: nothing happens that cannot be logged.
async fn an_act_that_cannot_be_logged_leaves_nothing(database: Database) {
    let room = Room::new(database).await;
    meddle(&room.url, "ALTER TABLE audit_event RENAME TO audit_hidden").await;
    let mut act = room.acts.begin(Actor::system(), Event::WithdrawalAsked).await.unwrap();
    act.promise(mail(&room)).await.unwrap();
    assert!(act.commit().await.is_err());
    assert_eq!((room.count("job").await, room.count("audit_hidden").await), (0, 0));
}

async fn a_database_that_may_forget_is_refused(database: Database) {
    let room = Room::bare(database).await;
    let mut act = room.act().await;
    match act.rows().conn() {
        Conn::Sqlite(c) => {
            let settings = "SELECT journal_mode, synchronous, foreign_keys
                FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys";
            let found: (String, i64, i64) = sqlx::query_as(settings).fetch_one(c).await.unwrap();
            assert_eq!(found, ("wal".to_owned(), 2, 1), "WAL, FULL and ON");
        }
        Conn::Postgres(c) => {
            let setting = sqlx::query_scalar("SELECT current_setting('synchronous_commit')");
            let found: String = setting.fetch_one(c).await.unwrap();
            assert_eq!(found, "on");
        }
    }
    drop(act);
    let forgetful = match database {
        Database::Sqlite => "sqlite::memory:".to_owned(),
        Database::Postgres => format!("{}&options[synchronous_commit]=off", room.url),
    };
    let refused = store::open(&forgetful, 1).await.err();
    assert!(matches!(refused, Some(Problem::NotDurable { .. })), "{refused:?}");
}
