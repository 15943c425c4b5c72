//! Who may open what: every route of the portal, tried as a visitor, a citizen, an administrator and a publisher.
//! A route that is added and asks for nobody fails here until it is meant to (ASVS 4.1.1, 4.1.3).

use parvis::text::Locale;
use reqwest::{Method, Response};

use crate::complaint::signed_in;
use crate::support::{Browser, Database, Setup, routes};
use crate::{desk, journeys};

journeys!(every_route_asks_for_the_right_person);

/// Whom a route is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Everyone,
    Citizens,
    /// Auditors and administrators.
    Staff,
    Administrators,
    Publishers,
    /// No person by who they are: teams, by their tokens; elements, by their pages' capabilities.
    Holders,
}

/// What everyone may open, below the language or without one.
const OPEN: [&str; 47] = [
    "",
    "/",
    "/accessibility",
    "/account-closed",
    "/api/v1/callbacks/{backend}",
    "/api/v1/openapi.json",
    "/api/v1/schemas/form.json",
    "/api/v1/schemas/panels/{tile}/{panel}",
    "/api/v1/schemas/submissions/{tile}",
    "/api/v1/unsubscribe/{locale}/{token}",
    "/auth/backchannel-logout",
    "/auth/callback/{slug}",
    "/auth/initiate",
    "/auth/logged-out",
    "/.well-known/jwks.json",
    "/contact",
    "/favicon.ico",
    "/feedback/follow/{token}",
    "/feedback/{kind}",
    "/frames/{tile}/host/{file}",
    "/frames/{tile}/{release}/files/{*path}",
    "/frames/{tile}/{release}/{locale}",
    "/healthz",
    "/help",
    "/help/search",
    "/ideas",
    "/ideas/{reference}",
    "/news",
    "/news/atom.xml",
    "/news/{id}",
    "/news/{id}/aside",
    "/nouvelles",
    "/nouvelles/atom.xml",
    "/nouvelles/{id}",
    "/nouvelles/{id}/aside",
    "/privacy",
    "/quick-exit",
    "/readyz",
    "/schemas/my-data.json",
    "/services/{tile}",
    "/services/{tile}/help",
    "/services/{tile}/passport",
    "/sign-in",
    "/sign-in/{slug}",
    "/sign-out",
    "/signed-out",
    "/unsubscribe/{token}",
];

/// What auditors may read, beside administrators.
const READ: [&str; 15] = [
    "/admin",
    "/admin/changes",
    "/admin/changes/export",
    "/admin/confirmations",
    "/admin/deliveries",
    "/admin/jobs",
    "/admin/journeys",
    "/admin/journeys/{person}",
    "/admin/journeys/{person}/export",
    "/admin/log",
    "/admin/log/export",
    "/admin/operations",
    "/admin/services",
    "/admin/statistics",
    "/admin/statistics/export",
];

fn meant_for(pattern: &str) -> For {
    let below = pattern.strip_prefix("/fr").or_else(|| pattern.strip_prefix("/en")).unwrap_or(pattern);
    if OPEN.contains(&below) || below.starts_with("/assets/") {
        For::Everyone
    } else if below.starts_with("/api/v1/releases")
        || below == "/api/v1/notify/receipts"
        || below == "/api/v1/tiles/{tile}/draft"
    {
        For::Holders
    } else if READ.contains(&below) {
        For::Staff
    } else if below.starts_with("/admin") {
        For::Administrators
    } else if below.starts_with("/desk") {
        For::Publishers
    } else {
        For::Citizens
    }
}

/// Auditors read, and look persons up; nothing else.
fn may_audit(meant: For, method: &Method, pattern: &str) -> bool {
    match meant {
        For::Everyone | For::Citizens => true,
        For::Staff => method == Method::GET || pattern.ends_with("/admin/journeys"),
        For::Administrators | For::Publishers | For::Holders => false,
    }
}

fn leads_to_sign_in(answer: &Response) -> bool {
    answer.headers().get("location").is_some_and(|to| to.to_str().unwrap().contains("/sign-in"))
}

/// Whether the answer fits someone who may, or may not. What is incomplete or does not exist is
/// refused to those who may as well, but not for who they are.
fn fits(answer: &Response, may: bool) -> bool {
    let status = answer.status().as_u16();
    if may {
        return !leads_to_sign_in(answer) && !matches!(status, 401 | 403);
    }
    leads_to_sign_in(answer) || (400..=405).contains(&status)
}

async fn ask(browser: &Browser, method: &Method, path: &str, ours: &str) -> Response {
    browser
        .request(method.clone(), path)
        .header("origin", ours)
        .header("accept", "text/html")
        .send()
        .await
        .unwrap()
}

async fn every_route_asks_for_the_right_person(database: Database) {
    let portal = Setup::default().with(desk::settings().1).start(database).await;
    let ours = portal.url.origin().ascii_serialization();
    let visitor = portal.browser(Locale::Fr);
    let citizen = signed_in(&portal, "leo", Locale::Fr).await;
    let administrator = signed_in(&portal, "admin", Locale::Fr).await;
    let publisher = signed_in(&portal, "noemie", Locale::Fr).await;
    let auditor = signed_in(&portal, "auditor", Locale::Fr).await;
    let mut wrong = Vec::new();
    for pattern in routes::routes(&portal.app) {
        let (path, meant) = (routes::address(&pattern), meant_for(&pattern));
        for method in [Method::GET, Method::POST] {
            for (who, browser, may) in [
                ("a visitor", &visitor, meant == For::Everyone),
                ("a citizen", &citizen, matches!(meant, For::Everyone | For::Citizens)),
                ("an administrator", &administrator, !matches!(meant, For::Publishers | For::Holders)),
                (
                    "a publisher",
                    &publisher,
                    !matches!(meant, For::Staff | For::Administrators | For::Holders),
                ),
                ("an auditor", &auditor, may_audit(meant, &method, &pattern)),
            ] {
                // A form without its token is refused to whoever may send it: only strangers tell.
                if method == Method::POST && (may || meant == For::Everyone) {
                    continue;
                }
                let answer = ask(browser, &method, &path, &ours).await;
                if !fits(&answer, may) {
                    wrong.push(format!("{method} {pattern} by {who}: {}", answer.status()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    portal.stop().await;
}
