//! The queue: one holder at a time, taken over when the holder goes silent, tried again with
//! pauses, buried, dug up, and never touched by a release that does not know the kind of work.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use parvis::act::{Actor, Acts};
use parvis::audit::{Event, NoticeEvent};
use parvis::clock::{Clock, Micros};
use parvis::on;
use parvis::outbox::{self, Job, Kind, NewJob, Wake, Work, Workers};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::journeys;
use crate::room::Room;
use crate::support::{Database, eventually};

journeys!(
    one_holder_at_a_time,
    a_promise_is_made_once,
    a_silent_holder_is_fenced_out,
    put_off_buried_and_dug_up,
    unknown_work_is_left_alone,
    a_stop_hands_back_what_was_not_begun,
    a_stop_does_not_wait_for_ever,
);

const LEASE: Duration = Duration::from_mins(1);

/// What a test does with a job.
type Deed = dyn Fn(Job) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

struct Doing(Box<Deed>);

impl Work for Doing {
    fn run(&self, job: Job) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        (self.0)(job)
    }
}

/// Workers as one node has them.
struct Node {
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Node {
    fn start<F>(room: &Room, at_once: usize, deed: impl Fn(Job) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let workers = Workers {
            db: room.db.clone(),
            acts: room.acts.clone(),
            clock: room.clock.clone(),
            wake: Wake::default(),
            at_once,
            lease: LEASE,
            poll: Duration::from_millis(10),
            drain: Duration::from_millis(300),
        };
        let stop = CancellationToken::new();
        let work = Arc::new(Doing(Box::new(move |job| Box::pin(deed(job)))));
        Self { running: tokio::spawn(workers.run(work, stop.clone())), stop }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

/// Promises that many mails; nobody will send them.
async fn promise(room: &Room, count: usize) {
    let mut act = room.act().await;
    for _ in 0..count {
        act.promise(mail(&room.clock)).await.unwrap();
    }
    act.commit().await.unwrap();
}

fn mail(clock: &Clock) -> NewJob {
    NewJob {
        kind: Kind::SendMail,
        subject: clock.new_uuid(),
        account: None,
        request: None,
        payload: json!({ "é": [1, null] }),
    }
}

async fn finish(acts: &Acts, job: &Job) -> Result<(), outbox::Error> {
    let sent = NoticeEvent::NoticeSent { channel: "email", attempts: job.attempts };
    let mut act = acts.begin(Actor::system(), Event::from(sent)).await?;
    act.finish(job).await?;
    Ok(act.commit().await?)
}

async fn all_done(room: &Room) {
    eventually("the end of all jobs", async || {
        (room.count("job WHERE state <> 'done'").await == 0).then_some(())
    })
    .await;
}

/// Four nodes at one queue: each job is done by one of them (SKIP LOCKED on PostgreSQL).
async fn one_holder_at_a_time(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 60).await;
    let begun = Arc::new(Mutex::new(Vec::new()));
    let node = || {
        let (acts, begun) = (room.acts.clone(), begun.clone());
        Node::start(&room, 4, move |job| {
            let (acts, begun) = (acts.clone(), begun.clone());
            async move {
                begun.lock().unwrap().push(job.id);
                tokio::time::sleep(Duration::from_millis(5)).await;
                finish(&acts, &job).await.unwrap();
            }
        })
    };
    let nodes: Vec<Node> = (0..4).map(|_| node()).collect();
    all_done(&room).await;
    for node in nodes {
        node.stop().await;
    }
    let mut begun = begun.lock().unwrap().clone();
    assert_eq!(begun.len(), 60);
    begun.sort();
    begun.dedup();
    assert_eq!(begun.len(), 60, "a job was begun twice");
    assert_eq!(room.count("job WHERE attempts <> 1").await, 0);
}

async fn a_promise_is_made_once(database: Database) {
    let room = Room::new(database).await;
    let job = mail(&room.clock);
    for _ in 0..2 {
        let mut act = room.act().await;
        act.promise(job.clone()).await.unwrap();
        act.promise(job.clone()).await.unwrap();
        act.commit().await.unwrap();
    }
    assert_eq!(room.count("job").await, 1);
    let mut act = room.act().await;
    act.promise(NewJob { kind: Kind::DeliverRequest, ..job }).await.unwrap();
    act.commit().await.unwrap();
    assert_eq!(room.count("job").await, 2, "another kind of work for the same subject");
}

/// The first holder sleeps past its lease, another takes over, and the first finds itself fenced
/// out: none of its effects remain.
async fn a_silent_holder_is_fenced_out(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 1).await;
    let first = take(&room).await;
    assert!(nothing_to_take(&room).await, "it is held");
    room.clock.advance(LEASE + Duration::from_secs(1));
    let second = take(&room).await;
    assert_eq!((second.id, second.attempts), (first.id, 2));
    assert_eq!(second.payload, json!({ "é": [1, null] }));

    let before = room.count("audit_event").await;
    assert!(matches!(finish(&room.acts, &first).await, Err(outbox::Error::Fenced)));
    let mut act = room.act().await;
    let put_off = act.put_off(&first, Some(Micros(0)), "late").await;
    assert!(matches!(put_off, Err(outbox::Error::Fenced)));
    drop(act);
    assert_eq!(room.count("audit_event").await, before);
    assert_eq!(room.count("job WHERE state = 'leased'").await, 1, "the second holds it still");
    finish(&room.acts, &second).await.unwrap();
    assert!(matches!(finish(&room.acts, &second).await, Err(outbox::Error::Fenced)), "done is done");
}

/// Takes the one job that is due, and leaves it unfinished.
async fn take(room: &Room) -> Job {
    let taken = Arc::new(Mutex::new(None));
    let place = taken.clone();
    let node = Node::start(room, 1, move |job| {
        *place.lock().unwrap() = Some(job);
        std::future::ready(())
    });
    let job = eventually("a job", async || taken.lock().unwrap().take()).await;
    node.stop().await;
    job
}

async fn nothing_to_take(room: &Room) -> bool {
    let begun = Arc::new(Mutex::new(0));
    let counted = begun.clone();
    let node = Node::start(room, 1, move |_| {
        *counted.lock().unwrap() += 1;
        std::future::ready(())
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    node.stop().await;
    *begun.lock().unwrap() == 0
}

async fn put_off_buried_and_dug_up(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 1).await;
    let job = take(&room).await;
    let later = room.clock.now().after(Duration::from_mins(5));
    let mut act = room.act().await;
    act.put_off(&job, Some(later), "unreachable").await.unwrap();
    act.commit().await.unwrap();
    assert!(nothing_to_take(&room).await, "its pause is not over");
    room.clock.advance(Duration::from_mins(6));
    let job = take(&room).await;
    assert_eq!(job.attempts, 2);

    let mut act = room.act().await;
    act.put_off(&job, None, "refused").await.unwrap();
    act.commit().await.unwrap();
    room.clock.advance(Duration::from_hours(24));
    assert!(nothing_to_take(&room).await, "it is buried");
    let dead = outbox::store::dead(&mut room.db.read().await.unwrap(), 10).await.unwrap();
    assert_eq!((dead[0].id, dead[0].last_error.as_deref()), (job.id, Some("refused")));

    for (expected, why) in [(true, "it was buried"), (false, "it is not buried any more")] {
        let mut act = room.act().await;
        let replayed = outbox::store::replay(act.rows(), job.id, room.clock.now()).await.unwrap();
        act.commit().await.unwrap();
        assert_eq!(replayed.is_some(), expected, "{why}");
    }
    let job = take(&room).await;
    assert_eq!(job.attempts, 1, "it begins afresh");
    finish(&room.acts, &job).await.unwrap();
    let counts = outbox::store::count_by_state(&mut room.db.read().await.unwrap()).await.unwrap();
    assert_eq!(counts, []);
}

/// During an upgrade a newer release promises what the older one cannot do.
async fn unknown_work_is_left_alone(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 2).await;
    let newest = "(SELECT MAX(key) FROM job)";
    room.change(&format!("UPDATE job SET kind = 'from-the-future', run_at = 0 WHERE key = {newest}")).await;
    let job = take(&room).await;
    finish(&room.acts, &job).await.unwrap();
    assert!(nothing_to_take(&room).await);
    let untouched = "job WHERE kind = 'from-the-future' AND state = 'waiting' AND attempts = 0";
    assert_eq!(room.count(untouched).await, 1);
    let due = "SELECT COUNT(*) FROM job";
    let mut db = room.db.read().await.unwrap();
    let jobs: i64 = on!(&mut db, |c| sqlx::query_scalar(due).fetch_one(c).await).unwrap();
    assert_eq!(jobs, 2);
}

/// A node with one place takes one job; the stop finds it at work, and the rest untouched.
async fn a_stop_hands_back_what_was_not_begun(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 5).await;
    let acts = room.acts.clone();
    let (sender, mut begun) = tokio::sync::mpsc::channel(1);
    let node = Node::start(&room, 1, move |job| {
        let (acts, sender) = (acts.clone(), sender.clone());
        async move {
            sender.send(()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            finish(&acts, &job).await.unwrap();
        }
    });
    begun.recv().await.unwrap();
    node.stop().await;
    assert_eq!(room.count("job WHERE state = 'done'").await, 1, "what was under way was finished");
    assert_eq!(room.count("job WHERE state = 'waiting' AND attempts = 0").await, 4);
}

/// Work that does not come to its end in time is cut, and another node may begin it at once.
async fn a_stop_does_not_wait_for_ever(database: Database) {
    let room = Room::new(database).await;
    promise(&room, 1).await;
    let (sender, mut begun) = tokio::sync::mpsc::channel(1);
    let node = Node::start(&room, 1, move |_| {
        let sender = sender.clone();
        async move {
            sender.send(()).await.unwrap();
            std::future::pending::<()>().await;
        }
    });
    begun.recv().await.unwrap();
    node.stop().await;
    assert_eq!(room.count("job WHERE state = 'waiting' AND lease IS NULL").await, 1);
}
