//! One address asked for again and again.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, COOKIE};
use reqwest::{Client, StatusCode};

use super::process::Server;

/// How many requests are under way at once, where nothing else is said.
pub const AT_ONCE: usize = 4;

/// What is asked for, by whom.
#[derive(Clone)]
pub struct Load {
    /// The path, without its first slash.
    pub path: String,
    /// The kind of answer asked for.
    pub accept: &'static str,
    /// The status that every answer must have.
    pub status: StatusCode,
    /// The sessions that ask, one after the other; none: a stranger asks.
    pub sessions: Arc<[String]>,
    /// What goes with every request beside.
    pub headers: Vec<(&'static str, String)>,
    /// How many times it is asked for.
    pub requests: usize,
    /// How many of them are under way at once.
    pub at_once: usize,
}

impl Load {
    /// Pages of one session.
    pub fn pages(path: &str, session: &str, requests: usize) -> Self {
        let sessions = Arc::from([session.to_owned()]);
        Self {
            path: path.to_owned(),
            accept: "text/html",
            status: StatusCode::OK,
            sessions,
            headers: Vec::new(),
            requests,
            at_once: AT_ONCE,
        }
    }

    /// Asks; the processor time that it cost the server.
    pub async fn run(&self, server: &Server) -> Duration {
        let before = server.processor_time();
        let client = Client::new();
        let askers = (0..self.at_once)
            .map(|asker| tokio::spawn(self.clone().ask(client.clone(), server.url.clone(), asker)));
        for asker in askers.collect::<Vec<_>>() {
            asker.await.unwrap();
        }
        server.processor_time().saturating_sub(before)
    }

    async fn ask(self, client: Client, base: url::Url, asker: usize) {
        let url = base.join(&self.path).unwrap();
        for turn in (asker..self.requests).step_by(self.at_once) {
            let mut request = client.get(url.clone()).header(ACCEPT, self.accept);
            if let Some(session) = self.sessions.get(turn % self.sessions.len().max(1)) {
                request = request.header(COOKIE, format!("session={session}"));
            }
            for (name, value) in &self.headers {
                request = request.header(*name, value);
            }
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), self.status, "{url}");
            answer.bytes().await.unwrap();
        }
    }
}
