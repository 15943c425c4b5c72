//! The proof that nothing is lost: submissions while the portal and its back-end are each killed at
//! random, then `parvis reconcile`. As many as `PARVIS_CHAOS` says; `make chaos` says a thousand.

use std::process::Output;
use std::time::Duration;

use futures_util::future::join_all;
use parvis::text::Locale;
use reqwest::Method;
use reqwest::header::ORIGIN;

use crate::complaint;
use crate::demo::{Demo, parvis};
use crate::support::{Browser, Database, eventually};

// Without the bound that journeys have: a thousand take as long as they take.

#[tokio::test]
async fn on_sqlite() {
    killed_at_random(Database::Sqlite).await;
}

#[tokio::test]
async fn on_postgres() {
    killed_at_random(Database::Postgres).await;
}

/// How many submissions, unless the environment says.
const USUALLY: usize = 40;
/// How many are under way at once.
const AT_ONCE: usize = 4;
/// Room for a citizen who files a thousand complaints in a minute, and a lease that is as short as
/// the deadlines of back-ends let it be.
const SETTINGS: [(&str, &str); 8] = [
    ("PARVIS_LIMITS__SUBMISSIONS_PER_DAY", "100000"),
    ("PARVIS_LIMITS__DRAFT_SAVES_PER_MINUTE", "100000"),
    ("PARVIS_LIMITS__FORMS_PER_MINUTE", "100000"),
    ("PARVIS_OUTBOX__LEASE_S", "16"),
    ("PARVIS_MAIL__DEADLINE_S", "10"),
    ("PARVIS_OUTBOX__FIRST_RETRY_S", "1"),
    ("PARVIS_OUTBOX__LONGEST_RETRY_S", "1"),
    ("PARVIS_OUTBOX__POLL_MS", "50"),
];

fn how_many() -> usize {
    std::env::var("PARVIS_CHAOS").ok().and_then(|count| count.parse().ok()).unwrap_or(USUALLY)
}

/// A submission that is ready: where it is posted, and what.
struct Ready {
    path: String,
    fields: Vec<(String, String)>,
}

async fn killed_at_random(database: Database) {
    let demo = Demo::new(database).await.in_haste(false).silent();
    let mut demo = SETTINGS.iter().fold(demo, |demo, (name, value)| demo.with(name, value));
    demo.start_services().await;
    demo.serve().await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    let mut ready = Vec::new();
    for _ in 0..how_many() {
        complaint::prepare(&mut browser).await;
        let sending = browser.fill("declaration", "yes").sending("send");
        ready.push(Ready { path: sending.action.path().to_owned(), fields: sending.fields });
    }
    let (mut portal, mut services) = (0, 0);
    let chunks = ready.chunks(AT_ONCE);
    for chunk in chunks {
        let sent = join_all(chunk.iter().map(|one| send(&browser, one)));
        tokio::pin!(sent);
        // Something dies at some moment of many a handful, and comes back.
        while tokio::time::timeout(moment(), &mut sent).await.is_err() {
            let [coin] = parvis::id::random();
            if coin % 2 == 0 {
                demo.kill();
                demo.serve().await;
                portal += 1;
            } else {
                demo.kill_services();
                demo.start_services().await;
                services += 1;
            }
        }
    }
    eprintln!("{} submissions; the portal died {portal} times, the back-end {services} times", ready.len());

    eventually("the end of all deliveries", async || {
        let waiting = "job WHERE kind = 'deliver-request' AND state <> 'done'";
        (demo.count(waiting).await == 0).then_some(())
    })
    .await;
    let told = reconcile(&demo);
    let said = String::from_utf8(told.stdout).unwrap();
    assert!(told.status.success(), "{said}");
    let count = ready.len();
    let wanted = format!("submissions {count} = delivered {count} + pending 0 + refused 0");
    assert!(said.contains(&wanted), "{said}");
    assert!(said.contains(&format!("has {count}, lost 0, doubled 0, unknown to the portal 0")), "{said}");

    // What it cannot know, it does not claim.
    demo.kill_services();
    let told = reconcile(&demo);
    let said = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(1), "{said}");
    assert!(said.contains("could not be read (unreachable)"), "{said}");
    demo.stop().await;
}

/// A random moment, soon: about as long as a handful of submissions takes.
fn moment() -> Duration {
    let [random] = parvis::id::random();
    Duration::from_millis(u64::from(random) / 4)
}

/// Sends it again and again until the portal says that it is sent.
async fn send(browser: &Browser, ready: &Ready) {
    eventually("the confirmation", async || {
        let origin = browser.page().url.origin().ascii_serialization();
        let request = browser.request(Method::POST, &ready.path).header(ORIGIN, origin).form(&ready.fields);
        let answer = request.timeout(Duration::from_secs(5)).send().await.ok()?;
        let location = answer.headers().get("location")?.to_str().ok()?;
        location.ends_with("/confirmation").then_some(())
    })
    .await;
}

fn reconcile(demo: &Demo) -> Output {
    parvis().args(["reconcile", "--config"]).arg(demo.config()).output().unwrap()
}
