//! The door: forms from elsewhere, requests meant for another host, and the headers that every
//! answer carries.

use parvis::text::Locale;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, ORIGIN};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::complaint::{self, open_form, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal};

journeys!(forms_without_their_token, forms_from_elsewhere, addressed_to_us, headers, problems);

/// The first page, filled and ready to be sent.
async fn ready_to_send(browser: &mut Browser) -> Vec<(String, String)> {
    open_form(browser).await;
    complaint::fill_you(browser);
    browser.sending("continue").fields
}

async fn forms_without_their_token(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        let mut other = signed_in(&portal, "connor", locale).await;
        let others = ready_to_send(&mut other).await.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let good = ready_to_send(&mut browser).await;
        let address = browser.page().url.clone();
        let own = good.iter().find(|(name, _)| name == "csrf").unwrap().1.clone();
        for tokens in [
            vec![],
            vec![("csrf", "")],
            vec![("csrf", "wrong")],
            vec![("csrf", others.as_str())],
            vec![("csrf[]", own.as_str())],
            vec![("csrf", own.as_str()), ("csrf", own.as_str())],
        ] {
            let mut fields = good.clone();
            fields.retain(|(name, _)| name != "csrf");
            fields.extend(tokens.iter().map(|(name, token)| ((*name).to_owned(), (*token).to_owned())));
            browser.post(address.clone(), &fields).await;
            assert_eq!(browser.page().status, 403, "{tokens:?}");
            assert_eq!(browser.page().lang(), locale.tag());
            let heading = say(&browser, "Ce formulaire a expiré", "This form has expired");
            assert_eq!(browser.page().heading(), heading);
        }
        assert_eq!(portal.count("request").await, 0, "nothing happened");
    }
    portal.stop().await;
}

async fn forms_from_elsewhere(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let fields = ready_to_send(&mut browser).await;
    let ours = portal.url.origin().ascii_serialization();
    let post = async |headers: &[(&str, &str)]| {
        let mut request = browser.request(Method::POST, "/fr/services/complaints/form").form(&fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status().as_u16()
    };
    for foreign in [
        &[][..],
        &[("origin", "null")],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "http://127.0.0.1:1")],
        &[("origin", ours.as_str()), ("sec-fetch-site", "cross-site")],
        &[("origin", ours.as_str()), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
    ] {
        assert_eq!(post(foreign).await, 403, "{foreign:?}");
    }
    assert_eq!(portal.count("request").await, 0, "nothing happened");
    // A browser that hides the origin still says that the form is ours.
    assert_eq!(post(&[("origin", "null"), ("sec-fetch-site", "same-origin")]).await, 303);
    assert_eq!(post(&[("origin", &ours)]).await, 303);
    portal.stop().await;
}

/// Says exactly that to the portal; gives the status line and the rest.
async fn speak(portal: &Portal, words: &str) -> String {
    let address = (portal.url.host_str().unwrap(), portal.url.port().unwrap());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A refusal may close the connection hard.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn addressed_to_us(database: Database) {
    let portal = Portal::start(database).await;
    let host = format!("127.0.0.1:{}", portal.url.port().unwrap());
    let ask =
        |target: &str, headers: &str| format!("GET {target} HTTP/1.1\r\n{headers}connection: close\r\n\r\n");
    let good = speak(&portal, &ask("/fr", &format!("host: {host}\r\n"))).await;
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
    let absolute = speak(&portal, &ask(&format!("http://{host}/fr"), &format!("host: {host}\r\n"))).await;
    assert!(absolute.starts_with("HTTP/1.1 200"), "the same host in both places is one host: {absolute}");
    for (target, headers) in [
        ("/fr", String::new()),
        ("/fr", "host: evil.example\r\n".to_owned()),
        ("/fr", format!("host: {host}.evil.example\r\n")),
        ("/fr", "host: 127.0.0.1\r\n".to_owned()),
        ("/fr", format!("host: {host}\r\nhost: {host}\r\n")),
        ("/fr", format!("host: {host}\r\nhost: evil.example\r\n")),
        ("http://evil.example/fr", format!("host: {host}\r\n")),
    ] {
        let answer = speak(&portal, &ask(target, &headers)).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{target} {headers:?}: {answer}");
        assert!(!answer.contains("evil.example"), "nothing of it comes back: {answer}");
    }
    // Two lengths could be read in two ways (RFC 9112 §6.3): refused, with all that follows.
    let two_lengths = "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n";
    let hidden = format!("GET /fr/hidden HTTP/1.1\r\nhost: {host}\r\n\r\n");
    let answer = speak(&portal, &format!("GET /fr HTTP/1.1\r\nhost: {host}\r\n{two_lengths}{hidden}")).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.matches("HTTP/1.1 ").count() == 1, "{answer}");
    let forwarded =
        format!("host: {host}\r\nx-forwarded-host: evil.example\r\nforwarded: host=evil.example\r\n");
    let answer = speak(&portal, &ask("/fr/requests", &forwarded)).await;
    assert!(answer.starts_with("HTTP/1.1 303") && !answer.contains("evil.example"), "{answer}");
    portal.stop().await;
}

pub fn assert_guarded(what: &str, answer: &Response) {
    let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {policy:?}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("data:") && !policy.contains('*'), "{policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(header(name), value, "{what}: {name}");
    }
    assert_eq!(header("x-request-id").len(), 16, "{what} has a trace");
    assert!(!answer.headers().contains_key("server"), "{what}");
}

async fn headers(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/").await;
    let style = browser.page().attribute("link[rel=stylesheet]", "href").unwrap();
    let script = browser.page().attribute("script[src]", "src").unwrap();
    for (path, status, cache) in [
        ("/fr", 200, "no-store"),
        ("/fr/requests", 200, "no-store"),
        ("/fr/nothing", 404, "no-store"),
        ("/fr/admin", 403, "no-store"),
        ("/", 303, ""),
        ("/fr/", 308, ""),
        (style.as_str(), 200, "public, max-age=31536000, immutable"),
        (script.as_str(), 200, "public, max-age=31536000, immutable"),
        ("/assets/nothing.css", 404, "no-store"),
        ("/.well-known/jwks.json", 200, "public, max-age=300"),
        ("/api/v1/openapi.json", 200, ""),
        ("/api/v1/nothing", 404, "no-store"),
        ("/healthz", 200, ""),
        ("/readyz", 200, ""),
    ] {
        let answer = browser.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert_guarded(path, &answer);
        let found = answer.headers().get("cache-control").map_or("", |value| value.to_str().unwrap());
        assert!(cache.is_empty() || found == cache, "{path}: {found}");
    }
    let refused = browser.request(Method::POST, "/fr/sign-out").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert_guarded("a refused form", &refused);
    let method = browser
        .request(Method::DELETE, "/fr/requests")
        .header(ORIGIN, portal.url.origin().ascii_serialization());
    let method = method.send().await.unwrap();
    assert_eq!(method.status(), 405);
    assert_guarded("a wrong method", &method);
    assert!(!browser.page().body.contains("style=\"") && !browser.page().body.contains("onclick"));
    assert!(browser.page().texts("script:not([src])").is_empty(), "no script in the page itself");
    cookies(&portal).await;
    portal.stop().await;
}

async fn cookies(portal: &Portal) {
    let visitor = portal.browser(Locale::Fr);
    let answer = visitor.request(Method::GET, "/fr/sign-in").send().await.unwrap();
    let cookies: Vec<&str> =
        answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(!cookies.is_empty());
    for cookie in cookies {
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
    }
}

/// Programs get problem documents (RFC 9457) in both languages, people get pages.
async fn problems(database: Database) {
    let portal = Portal::start(database).await;
    let browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let visitor = portal.browser(Locale::En);
    let (fr, en) = ("Cette page n’existe pas", "This page does not exist");
    let ask = async |browser: &Browser, method: Method, path: &str, accept: &str, language: &str| {
        let request = browser.request(method, path).header(ACCEPT, accept).header(ACCEPT_LANGUAGE, language);
        let request = request.header(ORIGIN, portal.url.origin().ascii_serialization());
        let answer = request.send().await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        let (status, trace) = (answer.status().as_u16(), answer.headers()["x-request-id"].clone());
        assert_eq!(kind, "application/problem+json", "{path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!((&body["status"], &body["trace"]), (&json!(status), &json!(trace.to_str().unwrap())));
        body
    };
    for (path, accept, language, title) in [
        ("/api/v1/nothing", "*/*", "fr-CA", fr),
        ("/api/v1/nothing", "text/html", "en-CA,en;q=0.8", en),
        ("/fr/nothing", "application/json", "en-CA", fr),
        ("/en/nothing", "application/problem+json", "fr-CA", en),
        ("/nothing", "application/json", "en", en),
    ] {
        let body = ask(&browser, Method::GET, path, accept, language).await;
        assert_eq!(body["type"], json!("urn:parvis:problem:not-found"));
        assert_eq!(body["title"], json!(title), "{path} {accept} {language}");
        assert_eq!(body["titles"], json!({ "fr": fr, "en": en }));
    }
    let json = "application/json";
    let signed_out = ask(&visitor, Method::GET, "/en/requests", json, "en").await;
    assert_eq!(signed_out["type"], json!("urn:parvis:problem:session-ended"));
    let forbidden = ask(&browser, Method::GET, "/fr/admin", json, "fr").await;
    assert_eq!(forbidden["type"], json!("urn:parvis:problem:forbidden"));
    let expired = ask(&browser, Method::POST, "/fr/sign-out", json, "fr").await;
    assert_eq!(expired["type"], json!("urn:parvis:problem:bad-request"), "no form at all");
    let method = ask(&browser, Method::GET, "/api/v1/callbacks/complaints", json, "fr").await;
    assert_eq!(method["type"], json!("urn:parvis:problem:not-allowed"));
    portal.stop().await;
}
