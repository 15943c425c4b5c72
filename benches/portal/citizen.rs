//! A citizen who goes through the main job.

#[path = "../../tests/support/browser.rs"]
#[expect(dead_code, reason = "journeys use more of it")]
mod browser;
#[path = "../../tests/support/document.rs"]
#[expect(dead_code, reason = "journeys use more of it")]
mod document;

use std::time::{Duration, Instant};

use browser::{Browser, File};
use parvis::text::Locale;
use reqwest::header::ORIGIN;
use reqwest::{Client, Method};
use url::Url;

use super::process::Server;

/// A signed-in citizen.
pub struct Citizen {
    browser: Browser,
    client: Client,
}

impl Citizen {
    /// Signs one of the demo's people in.
    pub async fn sign_in(portal: &Url, username: &str) -> Self {
        let mut browser = Browser::new(portal.clone(), Locale::Fr);
        browser.sign_in(username).await;
        Self { browser, client: Client::new() }
    }

    /// Sends one complaint; its reference, and how long the sending alone took.
    pub async fn submit(&mut self) -> (String, Duration) {
        self.open_files().await;
        // No documents to add.
        self.browser.press("continue").await;
        self.browser.choose("spoken", &["no"]).press("continue").await;
        self.browser.choose("declaration", &["yes"]);
        let (location, took) = self.press("send").await;
        (location.split('/').nth(3).unwrap().to_owned(), took)
    }

    /// How long it takes to save one page of a draft that exists.
    pub async fn save(&mut self) -> Duration {
        self.begin().await;
        self.describe();
        self.press("continue").await.1
    }

    /// Begins a complaint and goes on to the page that asks for files.
    pub async fn open_files(&mut self) {
        self.begin().await;
        self.describe();
        self.browser.press("continue").await;
    }

    /// Adds a file of that many bytes.
    pub async fn upload(&mut self, bytes: usize) {
        let mut file = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
        file.resize(bytes, b'%');
        file.extend(b"\n%%EOF\n");
        let page = self.browser.attach("attached-files", File::new("file.pdf", file)).press("upload").await;
        assert_eq!(page.texts(".files strong"), ["file.pdf"]);
    }

    /// Writes a piece of news, as an administrator, and publishes it.
    pub async fn announce(&mut self) {
        self.browser.open("/admin/announcements").await;
        self.browser.press("Écrire une nouvelle").await;
        self.browser.fill("title-fr", "Pause dimanche").fill("title-en", "A pause on Sunday");
        self.browser.fill("text-fr", "De 2 h à 4 h.").fill("text-en", "From 2 to 4 a.m.");
        self.browser.choose("send", &["yes"]);
        self.browser.press("preview").await;
        self.browser.press("Publier").await;
        assert!(self.browser.text().contains("est publiée"), "{}", self.browser.text());
    }

    async fn begin(&mut self) {
        self.browser.open("/services/complaints/form").await;
        self.browser.choose("for-whom", &["me"]).choose("reach", &["email"]).press("continue").await;
    }

    /// Fills the second page.
    fn describe(&mut self) {
        self.browser.fill("place", "CLSC des Sources").choose("subjects", &["care"]);
        self.browser
            .fill("event-date.day", "2")
            .fill("event-date.month", "11")
            .fill("event-date.year", "2026");
        self.browser.fill("story", "J’ai attendu douze heures sans nouvelles de personne.");
    }

    /// Presses a button; where it leads, and how long the answer took.
    async fn press(&mut self, button: &str) -> (String, Duration) {
        let sending = self.browser.sending(button);
        let request = self.browser.request(Method::POST, sending.action.path());
        let origin = sending.action.origin().ascii_serialization();
        let request = request.header(ORIGIN, origin).form(&sending.fields);
        let began = Instant::now();
        let answer = request.send().await.unwrap();
        let took = began.elapsed();
        assert!(answer.status().is_redirection(), "{button}: {}", answer.status());
        (answer.headers()["location"].to_str().unwrap().to_owned(), took)
    }

    /// One bare durable insert, on the clock.
    pub async fn insert(&self, bare: &Server) -> Duration {
        let began = Instant::now();
        let request = self.client.post(bare.url.join("insert").unwrap());
        assert!(request.send().await.unwrap().status().is_success());
        began.elapsed()
    }

    /// The cookie of their session.
    pub fn session(&self) -> String {
        self.browser.cookie("session").unwrap_or_default().to_owned()
    }
}
