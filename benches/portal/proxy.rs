//! What a call of a tile's element costs: the portal's proxy with session, capability and assertion, beside nginx,
//! which knows nothing of all that, and nginx that asks somebody else about every call.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::house::Site;
use super::load::Load;
use super::process::Server;
use super::seed;
use super::{Figure, median};

const ROUNDS: usize = 5;
const REQUESTS: usize = 6_000;
/// Calls at once: a busy portal's, whose events share their transactions.
const CALLS: usize = 32;
/// Downloads at once: a tile has 64 calls under way at most.
const DOWNLOADS: usize = 60;
/// The tile whose element calls.
const TILE: &str = "bench-calls";
/// Where the portal answers its calls.
const API: &str = "api/v1/tiles/bench-calls";

/// A proxied read of 1 KiB, with and without an audit event, beside nginx.
pub async fn measure(site: &Site) -> Vec<Figure> {
    let upstream = Server::bare(&format!("sqlite:{}", site.dir().join("upstream.sqlite").display()));
    let settings = settings(site, &upstream);
    let sessions = seed::sessions(&settings, 1).await;
    let portal = Server::serve(&settings).answers().await;
    let Some(nginx) = nginx(site, &upstream).await else {
        println!("proxy: nginx is not here, so there is nothing to measure it beside");
        return Vec::new();
    };
    let capability = capability(&portal, &sessions[0]).await;
    let call = |route: &str| Load {
        path: format!("{API}/routes/{route}"),
        accept: "application/json",
        status: StatusCode::OK,
        sessions: Arc::from(sessions.clone()),
        headers: vec![("parvis-capability", capability.clone())],
        requests: REQUESTS,
        at_once: CALLS,
    };
    let plain = |path: &str| Load { path: path.to_owned(), headers: Vec::new(), ..call("") };
    let (passed, asked) = (plain("passed/kib"), plain("asked/kib"));
    let (mut quiet, mut logged, mut beside_asked) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let passed = passed.run(&nginx).await.as_secs_f64();
        let asked = asked.run(&nginx).await.as_secs_f64();
        let none = call("quiet").run(&portal).await.as_secs_f64();
        let read = call("logged").run(&portal).await.as_secs_f64();
        if round > 0 {
            println!(
                "proxied call: {none:.2} s, with an event {read:.2} s; nginx {passed:.2} s, asking {asked:.2} s, for {REQUESTS} calls"
            );
            quiet.push(none / passed);
            logged.push(read / passed);
            beside_asked.push(none / asked);
        }
    }
    let downloads = downloads(&portal, &sessions[0], &capability).await;
    let figure = |what, values, goal| Figure { what, value: median(values), goal, unit: " ×" };
    vec![
        figure("proxied read of 1 KiB / nginx proxy_pass", quiet, 2.2),
        figure("proxied read of 1 KiB / nginx with auth_request", beside_asked, 1.0),
        figure("proxied read with its event / nginx proxy_pass", logged, 4.0),
        downloads,
    ]
}

/// Everyone whom a tile lets in at once downloads; nobody reads before all have an answer.
async fn downloads(portal: &Server, session: &str, capability: &str) -> Figure {
    let client = reqwest::Client::new();
    let file = portal.url.join(&format!("{API}/routes/file")).unwrap();
    let ask = || {
        let asked = client.get(file.clone()).header("cookie", format!("session={session}"));
        asked.header("parvis-capability", capability).header("accept", "application/pdf").send()
    };
    ask().await.unwrap().bytes().await.unwrap();
    portal.forget_peak();
    let before = portal.memory_mib();
    let answers: Vec<_> = futures_util::future::join_all((0..DOWNLOADS).map(|_| ask())).await;
    for answer in answers {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.bytes().await.unwrap().len(), super::bare::FILE);
    }
    let value = portal.peak_memory_mib() - before;
    Figure { what: "memory of 60 downloads of 2 MiB at once, each held back", value, goal: 30.0, unit: " M" }
}

/// The settings of the demo, with one tile more and its back-end.
fn settings(site: &Site, upstream: &Server) -> PathBuf {
    let text = std::fs::read_to_string(site.settings()).unwrap();
    let mut settings: Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    let tiles = site.dir().join("tiles").join(TILE);
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/portal/bench-calls")), &tiles);
    settings["tiles"] = json!({ "dir": site.dir().join("tiles") });
    let mut backend = settings["backend"]["complaints"].clone();
    backend["url"] = json!(upstream.url);
    settings["backend"] = json!({ TILE: backend });
    settings["limits"]["app_calls_per_minute"] = json!(1_000_000);
    let file = site.dir().join("proxy.toml");
    std::fs::write(&file, toml::to_string(&settings).unwrap()).unwrap();
    file
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What the page of the tile would hold for its element.
async fn capability(portal: &Server, session: &str) -> String {
    let cookie = format!("session={session}");
    let client = reqwest::Client::new();
    let page = portal.url.join(&format!("fr/services/{TILE}/app")).unwrap();
    let page = client.get(page).header("cookie", &cookie).send().await.unwrap().text().await.unwrap();
    let document = scraper::Html::parse_document(&page);
    let chosen = scraper::Selector::parse("[data-app]").unwrap();
    let element = document.select(&chosen).next().unwrap_or_else(|| panic!("no page of an element: {page}"));
    let told: Value = serde_json::from_str(element.attr("data-app").unwrap()).unwrap();
    let origin = portal.url.origin().ascii_serialization();
    let asked = client
        .post(portal.url.join(&format!("{API}/capability")).unwrap())
        .header("cookie", cookie)
        .header("origin", origin)
        .header("sec-fetch-site", "same-origin")
        .json(&json!({ "release": told["release"], "owner": told["owner"] }));
    let answer = asked.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.json::<Value>().await.unwrap()["capability"].as_str().unwrap().to_owned()
}

/// One worker of nginx before the same back-end, tuned: kept connections, no log of its own.
async fn nginx(site: &Site, upstream: &Server) -> Option<Server> {
    let dir = site.dir().join("nginx");
    std::fs::create_dir_all(&dir).unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let back = upstream.url.authority();
    let text = format!(
        "worker_processes 1; daemon off; master_process off; pid nginx.pid; error_log nginx.err warn;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  upstream back {{ server {back}; keepalive 64; keepalive_requests 1000000; }}
  proxy_http_version 1.1; proxy_set_header Connection \"\";
  server {{
    listen {free};
    location /passed/ {{ proxy_pass http://back/; }}
    location /asked/ {{ auth_request /who; proxy_pass http://back/; }}
    location = /who {{ internal; proxy_pass http://back/who; proxy_pass_request_body off;
      proxy_set_header Connection \"\"; proxy_set_header Content-Length \"\"; }}
  }}
}}
"
    );
    std::fs::write(dir.join("nginx.conf"), text).unwrap();
    let mut command = std::process::Command::new("nginx");
    command.arg("-p").arg(&dir).args(["-c", "nginx.conf"]);
    let server = Server::of(command.spawn().ok()?, format!("http://{free}/").parse().unwrap());
    Some(server.answers().await)
}
