//! A citizen who goes through the main job, and then reloads pages without end.

#[path = "../../tests/support/browser.rs"]
#[expect(dead_code, reason = "journeys use more of it")]
mod browser;
#[path = "../../tests/support/document.rs"]
#[expect(dead_code, reason = "journeys use more of it")]
mod document;

use std::time::{Duration, Instant};

use browser::Browser;
use parvis::text::Locale;
use reqwest::header::ORIGIN;
use reqwest::{Client, Method};
use url::Url;

use super::process::Server;

/// How many requests are under way at once.
const AT_ONCE: u32 = 4;

/// A signed-in citizen.
pub struct Citizen {
    browser: Browser,
    client: Client,
}

impl Citizen {
    /// Signs Amélie in.
    pub async fn sign_in(portal: &Url) -> Self {
        let mut browser = Browser::new(portal.clone(), Locale::Fr);
        browser.sign_in("amelie").await;
        Self { browser, client: Client::new() }
    }

    /// Sends one complaint; its reference, and how long the sending alone took.
    pub async fn submit(&mut self) -> (String, Duration) {
        let browser = &mut self.browser;
        browser.open("/services/complaints/form").await;
        browser.choose("for-whom", &["me"]).choose("reach", &["email"]).press("continue").await;
        browser.fill("place", "CLSC des Sources").choose("subjects", &["care"]);
        browser.fill("event-date.day", "2").fill("event-date.month", "11").fill("event-date.year", "2026");
        browser
            .fill("story", "J’ai attendu douze heures sans nouvelles de personne.")
            .press("continue")
            .await;
        // No documents to add.
        browser.press("continue").await;
        browser.choose("spoken", &["no"]).press("continue").await;
        let sending = browser.choose("declaration", &["yes"]).sending("send");
        let request = browser.request(Method::POST, sending.action.path());
        let origin = sending.action.origin().ascii_serialization();
        let request = request.header(ORIGIN, origin).form(&sending.fields);
        let began = Instant::now();
        let answer = request.send().await.unwrap();
        let took = began.elapsed();
        let location = answer.headers().get("location").unwrap().to_str().unwrap();
        (location.split('/').nth(3).unwrap().to_owned(), took)
    }

    /// One bare durable insert, on the clock.
    pub async fn insert(&self, bare: &Server) -> Duration {
        let began = Instant::now();
        let request = self.client.post(bare.url.join("insert").unwrap());
        assert!(request.send().await.unwrap().status().is_success());
        began.elapsed()
    }

    /// Asks for one page `requests` times; the processor time that it cost the server.
    pub async fn load(&self, server: &Server, path: &str, requests: u32) -> Duration {
        let url = server.url.join(path).unwrap();
        let session = self.browser.cookie("session").unwrap_or_default().to_owned();
        let before = server.processor_time();
        let askers = (0..AT_ONCE).map(|_| {
            let (client, url, session) = (self.client.clone(), url.clone(), session.clone());
            tokio::spawn(async move {
                for _ in 0..requests / AT_ONCE {
                    let request = client
                        .request(Method::GET, url.clone())
                        .header("cookie", format!("session={session}"));
                    let answer = request.send().await.unwrap();
                    assert!(answer.status().is_success(), "{url}: {}", answer.status());
                    answer.bytes().await.unwrap();
                }
            })
        });
        for asker in askers.collect::<Vec<_>>() {
            asker.await.unwrap();
        }
        server.processor_time().saturating_sub(before)
    }
}
