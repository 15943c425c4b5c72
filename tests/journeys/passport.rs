//! The passport of each service says what its release lets it do, and nothing else.

use parvis::text::Locale;
use reqwest::StatusCode;

use crate::complaint::say;
use crate::journeys;
use crate::support::{Database, Portal};

journeys!(of_every_service, as_the_release_says);

async fn of_every_service(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = portal.browser(locale);
        for tile in portal.app.catalogue().current().iter() {
            let start = format!("/services/{}", tile.id());
            browser.open(&start).await;
            let links = browser.page().attributes("main a", "href");
            let passport = format!("{start}/passport");
            assert!(links.iter().any(|link| link.ends_with(&passport)), "{}: {links:?}", tile.id());
            assert_eq!(browser.open(&passport).await.status, StatusCode::OK);
            let text = browser.text();
            assert!(text.contains(tile.title(locale)) && text.contains(&tile.release.version), "{text}");
            let promised = tile.manifest.privacy.as_ref().unwrap();
            assert!(text.contains(promised.purpose.get(locale)), "{text}");
            assert!(text.contains(promised.retention.get(locale)), "{text}");
        }
    }
    assert_eq!(portal.browser(Locale::Fr).open("/services/nothing/passport").await.status, 404);
    portal.stop().await;
}

async fn as_the_release_says(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = portal.browser(locale);
        browser.open("/services/your-health/passport").await;
        let text = browser.text();
        let born = say(&browser, "votre date de naissance", "your date of birth");
        let mail = say(&browser, "votre courriel", "your e-mail address");
        let sent = say(&browser, "vos réponses", "your answers");
        assert!(text.contains(born) && !text.contains(mail) && !text.contains(sent), "{text}");
        browser.open("/services/complaints/passport").await;
        let text = browser.text();
        assert!(text.contains(sent) && text.contains(mail), "{text}");
    }
    portal.stop().await;
}
