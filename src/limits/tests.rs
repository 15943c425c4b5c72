use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::act::Actor;
use crate::audit::Event;
use crate::config::Config;
use crate::id::random;
use crate::news::Newsroom;
use crate::on;
use crate::outbox::Wake;
use crate::store;

/// Limits over a database of their own: three of everything.
struct Room {
    limits: Limits,
    acts: Acts,
    db: Db,
    clock: Clock,
    file: PathBuf,
}

impl Room {
    async fn new() -> Self {
        let file = std::env::temp_dir().join(format!("parvis-limits-{:032x}", u128::from_be_bytes(random())));
        let db = store::open(&format!("sqlite:{}", file.display()), 2).await.unwrap();
        store::migrate(&db).await.unwrap();
        let clock = Clock::default();
        let vault = Arc::new(Vault::new(&Vault::new_master_key()).unwrap());
        let (wake, newsroom) = (Wake::default(), Newsroom::new(true));
        let acts = Acts::new(db.clone(), clock.clone(), wake, newsroom, Arc::clone(&vault));
        let settings = "limits = { sign_ins_per_minute = 3, draft_saves_per_minute = 3 }";
        let settings = Config::from_toml("three", settings).unwrap().limits;
        let limits = Limits::new(settings, (&db, &acts), &clock, &vault);
        Self { limits, acts, db, clock, file }
    }

    fn count(&self, address: &str) -> Result<(), Error> {
        let source = address.parse::<IpNet>().unwrap();
        self.limits.count(Limit::SignIn, source)
    }

    async fn spend(&self, of: AccountId, commit: bool) -> Result<(), Error> {
        let mut act = self.acts.begin(Actor::system(), Event::KeysCreated).await?;
        self.limits.spend(&mut act, Limit::DraftSave, of).await?;
        if commit {
            act.commit().await?;
        }
        Ok(())
    }

    async fn events(&self, code: &str) -> Vec<Value> {
        let mut db = self.db.read().await.unwrap();
        let sql = "SELECT fields FROM audit_event WHERE code = $1 ORDER BY id";
        let rows: Vec<sqlx::types::Json<Value>> =
            on!(&mut db, |c| sqlx::query_scalar(sql).bind(code).fetch_all(c).await).unwrap();
        rows.into_iter().map(|row| row.0).collect()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.file.display()));
        }
    }
}

fn wait(result: Result<(), Error>) -> Duration {
    match result {
        Err(Error::Exceeded { retry_after }) => retry_after,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn so_many_at_once_then_one_as_each_share_passes() {
    let room = Room::new().await;
    (0..3).for_each(|_| room.count("203.0.113.9/32").unwrap());
    let pause = wait(room.count("203.0.113.9/32"));
    assert!(pause > Duration::from_secs(15) && pause <= Duration::from_secs(20), "{pause:?}");
    room.count("203.0.113.10/32").unwrap();
    room.clock.advance(pause);
    room.count("203.0.113.9/32").unwrap();
    assert!(wait(room.count("203.0.113.9/32")) > Duration::ZERO);
}

#[tokio::test]
async fn what_all_nodes_count_works_alike() {
    let room = Room::new().await;
    let (one, other) = (AccountId::new(&room.clock), AccountId::new(&room.clock));
    for _ in 0..3 {
        room.spend(one, true).await.unwrap();
    }
    let pause = wait(room.spend(one, true).await);
    assert!(pause > Duration::from_secs(15) && pause <= Duration::from_secs(20), "{pause:?}");
    room.spend(other, true).await.unwrap();
    room.clock.advance(pause);
    room.spend(one, true).await.unwrap();
    wait(room.spend(one, true).await);
    room.clock.advance(Duration::from_mins(1));
    for _ in 0..3 {
        room.spend(one, true).await.unwrap();
    }
}

#[tokio::test]
async fn an_act_that_is_dropped_has_spent_nothing() {
    let room = Room::new().await;
    let account = AccountId::new(&room.clock);
    for _ in 0..10 {
        room.spend(account, false).await.unwrap();
    }
}

#[tokio::test]
async fn what_has_grown_back_is_cleared_away() {
    let room = Room::new().await;
    room.spend(AccountId::new(&room.clock), true).await.unwrap();
    let rows = async || -> i64 {
        let mut db = room.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM allowance").fetch_one(c).await).unwrap()
    };
    room.limits.look_back().await.unwrap();
    assert_eq!(rows().await, 1);
    room.clock.advance(Duration::from_mins(1));
    room.limits.look_back().await.unwrap();
    assert_eq!(rows().await, 0);
}

#[tokio::test]
async fn the_log_has_the_first_and_then_the_number() {
    let room = Room::new().await;
    for _ in 0..10 {
        let _ = room.count("203.0.113.9/32");
        let _ = room.count("203.0.113.10/32");
    }
    for _ in 0..200 {
        if room.events("limit-reached").await.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(room.events("limit-reached").await, vec![serde_json::json!({ "limit": "sign_in" }); 2]);
    assert!(room.events("limit-refusals").await.is_empty());
    room.limits.look_back().await.unwrap();
    room.limits.look_back().await.unwrap();
    let told = room.events("limit-refusals").await;
    assert_eq!(told, [serde_json::json!({ "limit": "sign_in", "refusals": 14 })]);
}
