//! When more is asked at once than can be answered, the rest is told to come back, at next to no
//! cost: so those who are served are served in time (ASVS 11.1.4).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::answer::Rendering;
use super::page::Frame;
use super::views::{ErrorKind, ErrorPage};
use crate::text::Locale;

/// A form holds what someone typed: it is worth a little waiting.
const PATIENCE: Duration = Duration::from_secs(5);

/// The places for requests under way, and what those without one are told.
pub struct Shed {
    places: Semaphore,
    french: Bytes,
    english: Bytes,
    problem: Bytes,
}

impl Shed {
    /// Places for so many requests at once. The pages are rendered here, once.
    ///
    /// # Errors
    /// When the error page's template is not well-formed.
    pub fn new(at_once: usize, rendering: &Rendering) -> Result<Self, minijinja::Error> {
        let page = ErrorPage {
            kind: ErrorKind::Busy,
            trace: String::new(),
            kept: false,
            retry_href: None,
            minutes: 1,
            again: None,
        };
        let render = |locale: Locale, portal_name: &str| {
            let frame = Frame {
                locale,
                path: "/".to_owned(),
                demo: rendering.demo,
                portal_name: portal_name.to_owned(),
                ..Frame::default()
            };
            rendering.renderer.render(&frame, &page).map(Bytes::from)
        };
        let [fr, en] = &rendering.name;
        Ok(Self {
            places: Semaphore::new(at_once),
            french: render(Locale::Fr, fr)?,
            english: render(Locale::En, en)?,
            problem: Bytes::from(rendering.problem_body(ErrorKind::Busy)),
        })
    }

    async fn place(&self, patient: bool) -> Option<SemaphorePermit<'_>> {
        match self.places.try_acquire() {
            Err(_) if patient => tokio::time::timeout(PATIENCE, self.places.acquire()).await.ok()?.ok(),
            place => place.ok(),
        }
    }

    fn refuse(&self, uri: &Uri) -> Response {
        metrics::counter!("parvis_requests_shed_total").increment(1);
        let (kind, body) = match uri.path() {
            path if path.starts_with("/api/") => ("application/problem+json", &self.problem),
            path if path == "/en" || path.starts_with("/en/") => ("text/html; charset=utf-8", &self.english),
            _ => ("text/html; charset=utf-8", &self.french),
        };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::RETRY_AFTER, HeaderValue::from_static("5")),
        ];
        (StatusCode::SERVICE_UNAVAILABLE, headers, body.clone()).into_response()
    }
}

/// What is answered from memory, and those who ask whether the portal lives, need no place.
fn costs_nothing(uri: &Uri) -> bool {
    matches!(uri.path(), "/healthz" | "/readyz") || uri.path().starts_with("/assets/")
}

/// Lets so many requests through at once.
pub async fn layer(State(shed): State<Arc<Shed>>, request: Request, next: Next) -> Response {
    if costs_nothing(request.uri()) {
        return next.run(request).await;
    }
    let Some(_place) = shed.place(!request.method().is_safe()).await else {
        return shed.refuse(request.uri());
    };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tokio::sync::Notify;
    use tower::ServiceExt as _;

    use super::*;
    use crate::text::Text;
    use crate::web::{Assets, Renderer};

    fn portal(at_once: usize, go_on: &Arc<Notify>) -> Router {
        let text = Text::portal().unwrap();
        let renderer = Renderer::new(&text, &Arc::new(Assets::embedded())).unwrap();
        let (name, quick_exit) = (["Parvis".into(), "Parvis".into()], [String::new(), String::new()]);
        let rendering = Rendering { renderer, text, name, demo: true, quick_exit, desk: false };
        let shed = Arc::new(Shed::new(at_once, &rendering).unwrap());
        let wait = {
            let go_on = go_on.clone();
            move || async move { go_on.notified().await }
        };
        let router =
            Router::new().route("/fr", get(wait.clone()).post(wait)).route("/healthz", get(|| async {}));
        router.layer(from_fn_with_state(shed, layer))
    }

    fn ask(router: &Router, method: &str, path: &str) -> impl Future<Output = Response> + use<> {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request);
        async move { answer.await.unwrap() }
    }

    #[tokio::test(start_paused = true)]
    async fn beyond_its_places_the_portal_says_so_and_stays_alive() {
        let go_on = Arc::new(Notify::new());
        let router = portal(1, &go_on);
        let busy = tokio::spawn(ask(&router, "GET", "/fr"));
        tokio::task::yield_now().await;
        let refused = ask(&router, "GET", "/en").await;
        assert_eq!(refused.status(), 503);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "5");
        let page = to_bytes(refused.into_body(), 100_000).await.unwrap();
        assert!(String::from_utf8_lossy(&page).contains("lang=\"en-CA\""));
        let problem = ask(&router, "GET", "/api/v1/x").await;
        assert_eq!(problem.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(ask(&router, "GET", "/healthz").await.status(), 200);

        let form = tokio::spawn(ask(&router, "POST", "/fr"));
        tokio::task::yield_now().await;
        go_on.notify_one();
        assert_eq!(busy.await.unwrap().status(), 200);
        go_on.notify_one();
        assert_eq!(form.await.unwrap().status(), 200, "it waited for its place");
        let _held = tokio::spawn(ask(&router, "GET", "/fr"));
        tokio::task::yield_now().await;
        assert_eq!(ask(&router, "POST", "/fr").await.status(), 503, "but not for ever");
    }
}
