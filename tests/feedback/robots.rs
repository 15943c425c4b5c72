//! Robots send nothing, and are not told why.

use parvis::text::Locale;

use crate::support::{Database, Portal};
use crate::{PATIENCE, footer, journeys};

journeys!(robots_send_nothing);

const SPAM: &str = "Buy cheap watches at our store today";

async fn robots_send_nothing(database: Database) {
    let portal = Portal::start(database).await;
    let mut robot = portal.browser(Locale::En);
    robot.open("/help").await;
    let link = footer(&robot, "idea");
    robot.visit(portal.at(&link)).await;
    robot.fill("text", SPAM);
    robot.press("continue").await;

    // Faster than anyone reads.
    robot.press("send").await;
    assert_eq!((robot.page().status, portal.count("report").await), (200, 0));
    let calm = robot.text();

    // Fills in whatever there is.
    portal.clock.advance(PATIENCE);
    robot.fill("more", "https://watches.example");
    robot.press("send").await;
    assert_eq!((robot.text(), portal.count("report").await), (calm.clone(), 0));

    // Makes its own form.
    let mut sending = robot.sending("send");
    for (name, value) in &mut sending.fields {
        if name == "ticket" {
            "bm90IG91cnM".clone_into(value);
        }
    }
    robot.post(sending.action.clone(), &sending.fields).await;
    assert_eq!((robot.text(), portal.count("report").await), (calm, 0));

    // Posts without having seen a page.
    let bare =
        [("text", SPAM), ("action", "send"), ("known", "no")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    robot.post(sending.action, &bare).await;
    assert_eq!(portal.count("report").await, 0);
    assert!(portal.events_of("report-sent").await.is_empty());

    // A person who was too quick presses once more.
    portal.clock.advance(PATIENCE);
    robot.press("send").await;
    assert_eq!(portal.count("report").await, 1);
    portal.stop().await;
}
