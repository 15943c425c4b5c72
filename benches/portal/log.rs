//! An audit log of so many events, written by the portal's own acts and given its places by its own sequencer: nothing
//! that a search or a proof meets is made up.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parvis::act::Actor;
use parvis::audit::{self, Entry, Event, Sequencer};
use parvis::base::Base;
use parvis::clock::{Clock, Micros};
use parvis::config::Config;
use parvis::id::{AccountId, EventId, RequestId, SessionId};
use parvis::on;
use parvis::statistics::{self, Audience, Counted, Figure, Kind};
use parvis::store;
use parvis::text::Text;
use parvis::vault::Vault;
use secrecy::ExposeSecret as _;
use tokio::task::JoinSet;

use super::house::Database;

/// The events of one person: one act, in one session and about one request.
pub const VISIT: usize = 100;
/// How many persons' acts are under way at once.
const AT_ONCE: usize = 8;
/// Visits whose ids are kept, to search by.
const SAMPLES: usize = 100;
/// The services of the log.
const TILES: [&str; 8] =
    ["complaints", "screening", "doctor", "vaccines", "records", "appointments", "insurance", "help"];
/// The code of every other event.
pub const COMMON: &str = "form-kept";

/// A log, and what to search it by.
pub struct Log {
    /// The ground over its database.
    pub base: Base,
    /// The settings of a portal that has it.
    pub settings: PathBuf,
    /// Some of its visits, spread over the whole of it.
    pub visits: Vec<Visit>,
    /// How long its sequencer took to give all of them their places.
    pub placing: Duration,
}

/// What one person did.
#[derive(Clone)]
pub struct Visit {
    pub account: AccountId,
    pub session: SessionId,
    pub request: RequestId,
    pub trace: Arc<str>,
    pub tile: &'static str,
    /// An event of it.
    pub event: EventId,
    pub at: Micros,
}

impl Log {
    /// A new database of that kind, without an event.
    pub async fn empty(database: Database, settings: &Path, dir: &Path) -> Self {
        std::fs::create_dir_all(dir).unwrap();
        let mut table: toml::Table = std::fs::read_to_string(settings).unwrap().parse().unwrap();
        let url = database.fresh(dir).await;
        table.remove("audit");
        table.insert(
            "database".to_owned(),
            toml::Table::from_iter([("url".to_owned(), url.clone().into())]).into(),
        );
        // Beside the demo's, whose keys it names.
        let settings = dir.with_extension("toml");
        std::fs::write(&settings, table.to_string()).unwrap();
        let config = Config::load(Some(&settings)).unwrap();
        let vault = Vault::new(config.vault.key.expose_secret()).unwrap();
        let db = store::open(&url, 16).await.unwrap();
        store::migrate(&db).await.unwrap();
        let base = Base::new(config, db, Clock::default(), vault, Text::portal().unwrap());
        Self { base, settings, visits: Vec::new(), placing: Duration::ZERO }
    }

    /// The one that gives events their places.
    pub fn sequencer(&self) -> Sequencer {
        let (db, acts, clock) = (self.base.db.clone(), self.base.acts.clone(), self.base.clock.clone());
        Sequencer::new(db, acts, clock, Arc::clone(&self.base.vault), &self.base.config).unwrap()
    }

    /// Writes so many events, and has them placed and signed.
    pub async fn fill(&mut self, events: usize) {
        let (visits, mut under_way) = (events / VISIT, JoinSet::new());
        for number in 0..visits {
            if under_way.len() == AT_ONCE {
                self.keep(under_way.join_next().await.unwrap().unwrap());
            }
            let (base, kept) = (self.base.clone(), number % (visits / SAMPLES.min(visits)) == 0);
            under_way.spawn(async move { Some(visit(&base, number).await).filter(|_| kept) });
        }
        while let Some(done) = under_way.join_next().await {
            self.keep(done.unwrap());
        }
        let began = Instant::now();
        self.sequencer().settle().await.unwrap();
        self.placing = began.elapsed();
        for visit in &mut self.visits {
            visit.event = event_of(&self.base, visit.request).await;
        }
        if let store::Db::Postgres { writers, .. } = &self.base.db {
            // As the server does by itself after a while.
            sqlx::query("ANALYZE").execute(writers).await.unwrap();
        }
    }

    fn keep(&mut self, visit: Option<Visit>) {
        self.visits.extend(visit);
    }

    /// Adds the figures of so many days up to `last`: eight services, two languages, three kinds of device.
    pub async fn count(&self, last: i64, days: i64) {
        let mut chore = self.base.acts.chore(parvis::act::Chore::AddUpStatistics).await.unwrap();
        // Day by day: what counts in memory holds no more than a node counts in a minute.
        for day in last - days + 1..=last {
            statistics::store::add_up(chore.rows(), counted_on(day)).await.unwrap();
        }
        chore.commit().await.unwrap();
    }
}

fn counted_on(day: i64) -> Counted {
    let mut counted = Counted::default();
    for kind in [Kind::Visit, Kind::Start, Kind::Submission] {
        for (tile, language, device) in groups() {
            let (audience, subject) = (Audience { language, device }, tile.to_owned());
            counted.add(Figure { day, kind, subject, detail: String::new(), audience }, 7, 0);
        }
    }
    counted
}

fn groups() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let languages = ["fr", "en"].into_iter();
    let of_language =
        |language| ["phone", "tablet", "computer"].into_iter().map(move |device| (language, device));
    languages
        .flat_map(of_language)
        .flat_map(|(language, device)| TILES.into_iter().map(move |tile| (tile, language, device)))
}

/// One person signs in, answers page after page and sends a request.
async fn visit(base: &Base, number: usize) -> Visit {
    let (account, session) = (AccountId::new(&base.clock), SessionId::new(&base.clock));
    let (request, trace) = (RequestId::new(&base.clock), Arc::<str>::from(format!("{number:032x}")));
    let tile = TILES[number % TILES.len()];
    let mut act = base.acts.open(Actor::citizen(account, session, Arc::clone(&trace))).await.unwrap();
    for event in 0..VISIT {
        act.also(entry(event, tile, account).on(request));
    }
    let at = act.at();
    act.commit().await.unwrap();
    Visit { account, session, request, trace, tile, event: audit::search::newest(), at }
}

fn entry(event: usize, tile: &str, account: AccountId) -> Entry {
    let event = match event {
        0 => Event::SigninStarted { issuer: "demo".to_owned() },
        1 => Event::SigninSucceeded { issuer: "demo".to_owned(), acr: None, first: true },
        _ if event.is_multiple_of(2) => Event::FormKept { page: "reach".to_owned() },
        _ => Event::RequestSubmitted {
            tile: tile.to_owned(),
            release: "1.0.0".to_owned(),
            reference: "7KQ2-M4XA-9TZ".to_owned(),
        },
    };
    event.of(account)
}

async fn event_of(base: &Base, request: RequestId) -> EventId {
    let mut db = base.db.read().await.unwrap();
    let first = "SELECT id FROM audit_event WHERE request_id = $1 ORDER BY id LIMIT 1";
    on!(&mut db, |c| sqlx::query_scalar(first).bind(request).fetch_one(c).await).unwrap()
}
