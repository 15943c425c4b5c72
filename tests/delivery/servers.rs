//! The servers of `tests/delivery/servers`, and how they are told to behave.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mail_parser::{MessageParser, MimeHeaders as _};
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::support::eventually;

/// The key that the service with GC Notify's interface knows.
pub const API_KEY: &str =
    "parvis-test-00000000-0000-0000-0000-000000000000-11111111-1111-1111-1111-111111111111";

/// The token by which that service proves who it is.
pub const TOKEN: &str = "what-the-service-says-to-the-portal";

/// A mail server, a service with GC Notify's interface, and a push service. They end with the test.
pub struct Servers {
    /// `host:port` of the mail server.
    pub smtp: String,
    /// The address of the other two.
    pub http: Url,
    _process: Child,
}

#[derive(Deserialize)]
struct Addresses {
    smtp: String,
    http: Url,
}

/// An e-mail as the server got it.
#[derive(Clone, Debug)]
pub struct Email {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// All of it.
    pub raw: String,
}

impl Email {
    /// A header as it stands there.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(self.raw.as_bytes()).unwrap();
        message.header_raw(name.to_owned()).map(|value| value.trim().to_owned())
    }
}

impl Servers {
    /// Starts them: the program is where `make` installed it, beside what cargo builds.
    pub fn start() -> Self {
        let built = std::env::current_exe().unwrap();
        let target =
            built.ancestors().find(|folder| folder.ends_with("debug")).and_then(Path::parent).unwrap();
        let python = target.join("delivery/bin/python");
        assert!(python.exists(), "the servers are not installed: `make test-journeys` does that");
        let mut command = Command::new(python);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/delivery/servers/main.py"));
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let Addresses { smtp, http } = serde_json::from_str(&said).unwrap();
        Self { smtp, http, _process: process }
    }

    fn control(&self) -> Url {
        self.http.join("control").unwrap()
    }

    /// Has them behave so from now on.
    pub async fn behave(&self, how: Value) {
        let answer = Client::new().post(self.control()).json(&how).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// All that they received: `smtp`, `notify`, `push`.
    pub async fn received(&self) -> Value {
        Client::new().get(self.control()).send().await.unwrap().json().await.unwrap()
    }

    /// What one of them received, oldest first, once there are `count`.
    pub async fn received_by(&self, which: &str, count: usize) -> Vec<Value> {
        eventually(which, async || {
            let received = self.received().await[which].as_array().unwrap().clone();
            (received.len() >= count).then_some(received)
        })
        .await
    }

    /// The e-mails, oldest first, once there are `count`.
    pub async fn emails(&self, count: usize) -> Vec<Email> {
        self.received_by("smtp", count).await.iter().map(email).collect()
    }

    /// A browser's subscription.
    pub async fn subscription(&self) -> String {
        let address = self.http.join("subscription").unwrap();
        Client::new().get(address).send().await.unwrap().text().await.unwrap()
    }

    /// The settings of a portal that sends by all of them.
    pub fn settings(&self, push_key: &str) -> Value {
        let id = |number: u8| format!("00000000-0000-0000-0000-{number:012}");
        let templates = |first: u8| {
            json!({
                "changed": { "fr": id(first), "en": id(first + 1) },
                "news": { "fr": id(first + 2), "en": id(first + 3) },
                "code": { "fr": id(first + 4), "en": id(first + 5) },
            })
        };
        json!({
            "mail": { "server": self.smtp, "tls": "none", "deadline_s": 2, "per_minute": 60_000 },
            "notify": { "url": self.http, "api_key": API_KEY, "callback_token": TOKEN, "sms": templates(1), "per_minute": 60_000 },
            "push": {
                "key": push_key,
                "contact": "mailto:portail@exemple.test",
                "services": ["127.0.0.1"],
                "per_minute": 60_000,
            },
        })
    }
}

fn email(received: &Value) -> Email {
    let raw = received["raw"].as_str().unwrap().to_owned();
    let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert!(message.content_type().is_some());
    Email {
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap().into_owned(),
        raw,
    }
}
