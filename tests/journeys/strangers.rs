//! Pages that do not exist, and pages that are not one's own: nobody can tell them apart.

use parvis::text::Locale;
use reqwest::Method;

use crate::complaint::{self, begin, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Page, Portal, Setup};

journeys!(unknown_pages, another_persons_request, not_an_administrator);

fn assert_not_found(browser: &Browser) {
    let page = browser.page();
    assert_eq!(page.status, 404, "{}", page.url);
    assert_eq!(page.lang(), browser.locale().tag());
    assert_eq!(page.heading(), say(browser, "Cette page n’existe pas", "This page does not exist"));
    assert_eq!(page.texts("main code"), [page.header("x-request-id")], "the page shows its trace");
    assert!(!page.header("x-request-id").is_empty());
}

async fn unknown_pages(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut visitor = portal.browser(locale);
        let mut citizen = signed_in(&portal, "amelie", locale).await;
        for path in
            ["/nothing", "/services/nothing", "/services/NOTHING/help", "/admin/nothing", "/%00", "/%ff"]
        {
            visitor.open(path).await;
            assert_not_found(&visitor);
            citizen.open(path).await;
            assert_not_found(&citizen);
        }
        for path in [
            "/requests/nothing",
            "/requests/7K3M-9QXD-4FT",
            "/services/your-health/form",
            "/messages/nothing",
            "/messages/00000000-0000-0000-0000-000000000000",
        ] {
            citizen.open(path).await;
            assert_not_found(&citizen);
        }
        // An address without a language speaks the browser's.
        visitor.visit(portal.at("/nothing")).await;
        assert_not_found(&visitor);
        visitor.visit(portal.at("/")).await;
        assert_eq!(visitor.page().url.path(), format!("/{locale}"));
    }
    portal.stop().await;
}

/// What happened, refusals of access left out.
const OTHER_EVENTS: &str = "audit_event WHERE code <> 'access-refused'";

/// A page without what differs at each sight: its trace, its path, the viewer's form tokens.
fn gist(page: &Page, reference: &str) -> String {
    page.text().replace(page.header("x-request-id"), "TRACE").replace(reference, "REFERENCE")
}

async fn another_persons_request(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut owner = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut owner).await;
    let draft = complaint::reference(&owner);
    let sent = complaint::file(&mut owner).await;
    let message = {
        portal.at_rest().await;
        portal.count("message").await
    };
    assert_eq!(message, 0);

    let mut stranger = signed_in(&portal, "connor", Locale::En).await;
    stranger.open("/requests/7K3M-9QXD-4FT").await;
    let nothing = gist(stranger.page(), "7K3M-9QXD-4FT");
    let before = portal.count(OTHER_EVENTS).await;
    for reference in [&draft, &sent] {
        for page in ["", "/form/you", "/form/event", "/check", "/confirmation", "/copy", "/withdrawal"] {
            stranger.open(&format!("/requests/{reference}{page}")).await;
            assert_not_found(&stranger);
            assert_eq!(gist(stranger.page(), reference), nothing, "looks like no request at all");
        }
        stranger.open("/").await;
        let csrf = stranger.page().attribute("input[name=csrf]", "value").unwrap();
        for page in ["/form/you", "/check", "/withdrawal"] {
            let address = portal.at(&format!("/en/requests/{reference}{page}"));
            let fields = [("csrf", csrf.as_str()), ("version", "1"), ("declaration", "yes"), ("place", "x")];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            stranger.post(address, &fields).await;
            assert_not_found(&stranger);
        }
    }
    assert_eq!(portal.count(OTHER_EVENTS).await, before, "nothing happened, but that it was refused");
    owner.open(&format!("/requests/{sent}")).await;
    assert_eq!(owner.page().status, 200);
    portal.stop().await;
}

async fn not_an_administrator(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut citizen = signed_in(&portal, "leo", locale).await;
        for path in ["/admin", "/admin/journeys", "/admin/jobs"] {
            citizen.open(path).await;
            assert_eq!(citizen.page().status, 403);
            let heading =
                say(&citizen, "Vous n’avez pas accès à cette page", "You do not have access to this page");
            assert_eq!(citizen.page().heading(), heading);
        }
        let visitor = portal.browser(locale);
        let page = visitor.request(Method::GET, &format!("/{locale}/admin")).send().await.unwrap();
        assert_eq!(page.status(), 303, "a visitor signs in first");
    }
    portal.stop().await;
}
