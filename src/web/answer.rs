//! The one layer that turns what handlers return, pages and errors alike, into HTML or problem
//! documents in the visitor's language.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use super::error::{Failed, Problem, status};
use super::form::Typed;
use super::page::{Discreet, Frame, FramePerson, Page};
use super::render::{AnyPage, Renderer};
use super::step_up::StepUp;
use super::trace::Trace;
use super::viewer::{Unread, Viewer};
use super::views::{ErrorKind, ErrorPage, FormAgain};
use crate::text::{Locale, Text};

/// A typed page as a handler's answer: `Ok(Show(page))`, or `(StatusCode, Show(page))`.
pub struct Show<P>(pub P);

impl<P: Page> IntoResponse for Show<P> {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(AnyPage::from(&self.0));
        response
    }
}

/// What the render layer needs, the same for every request.
pub struct Rendering {
    /// Renders templates.
    pub renderer: Renderer,
    /// The portal's words, for problem documents.
    pub text: Arc<Text>,
    /// The portal's name, French then English.
    pub name: [String; 2],
    /// Whether the banner says that this is a demonstration.
    pub demo: bool,
    /// Where the quick exit leads, French then English.
    pub quick_exit: [String; 2],
    /// Whether services are written here.
    pub desk: bool,
}

/// Whether whoever asks is a person's browser, and not a program that reads JSON.
#[must_use]
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html") || !accept.contains("json")
}

/// What of the HTTP request the answer's frame needs.
struct Asked {
    locale: Locale,
    path: String,
    query: String,
    wants_page: bool,
    trace: Trace,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let uri = request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0);
        let prefix = Locale::ALL.into_iter().find_map(|locale| {
            let rest = uri.path().strip_prefix('/')?.strip_prefix(locale.prefix())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((locale, rest))
        });
        let accepted = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let negotiated = Locale::negotiate(accepted(header::ACCEPT_LANGUAGE).unwrap_or_default());
        // An address without a language has no page in the other one, and its query (the code and
        // state of a sign-in) belongs into no link.
        let (locale, path) = prefix.unwrap_or((negotiated, "/"));
        let query = prefix.and_then(|_| uri.query()).unwrap_or_default();
        let machine = ["/api/", "/.well-known/"].iter().any(|start| uri.path().starts_with(start));
        Self {
            locale,
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            query: query.to_owned(),
            wants_page: !machine && wants_page(request.headers()),
            trace: request.extensions().get::<Trace>().cloned().unwrap_or_else(|| Trace("".into())),
        }
    }

    fn frame(&self, rendering: &Rendering, response: &Response) -> Frame {
        let viewer = response.extensions().get::<Viewer>();
        let unread = response.extensions().get::<Unread>().map_or(0, |unread| unread.0);
        let discreet = response.extensions().get::<Discreet>().is_some();
        let of_locale =
            |[fr, en]: &[String; 2]| if self.locale == Locale::Fr { fr.clone() } else { en.clone() };
        Frame {
            locale: self.locale,
            path: self.path.clone(),
            query: self.query.clone(),
            person: viewer.map(|viewer| FramePerson {
                name: viewer.name.clone(),
                unread,
                is_admin: viewer.is_admin,
                is_staff: viewer.is_staff,
                is_publisher: viewer.is_publisher && rendering.desk,
            }),
            csrf: viewer.map(|viewer| viewer.csrf.clone()).unwrap_or_default(),
            demo: rendering.demo,
            portal_name: of_locale(&rendering.name),
            trace: self.trace.0.to_string(),
            session_end: viewer.map(|viewer| viewer.session_end),
            quick_exit: discreet.then(|| of_locale(&rendering.quick_exit)),
        }
    }

    /// This very page: its path after the language prefix, with its query.
    fn here(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// What went wrong. Where it passes by itself, one button tries again: with the form as it was
    /// typed, so that nothing is lost.
    fn error_page(&self, kind: ErrorKind, safe_method: bool, typed: &Typed, seconds: u64) -> ErrorPage {
        let passes = matches!(kind, ErrorKind::TooMany | ErrorKind::Unavailable);
        let fields = typed.fields().filter(|_| passes);
        ErrorPage {
            kind,
            trace: self.trace.0.to_string(),
            kept: false,
            retry_href: match kind {
                ErrorKind::SessionEnded => Some("/sign-in".to_owned()),
                // It comes before whatever page was asked for, which may be the one that signs in.
                ErrorKind::SessionStolen => Some(self.here()),
                _ => (passes && safe_method).then(|| self.here()),
            },
            minutes: seconds.div_ceil(60).max(1),
            again: fields.map(|fields| FormAgain { action: self.here(), fields }),
        }
    }

    /// Where to sign in, as surely as `lacks` asks, and come back to this very page.
    fn sign_in(&self, lacks: &StepUp) -> String {
        format!("/{}{}", self.locale, lacks.path(&self.here()))
    }
}

/// Renders the page or the error that the inner service answered with; other answers pass.
pub async fn layer(State(rendering): State<Arc<Rendering>>, mut request: Request, next: Next) -> Response {
    let mut asked = Asked::of(&request);
    let safe_method = request.method().is_safe();
    let typed = Typed::default();
    request.extensions_mut().insert(typed.clone());
    let mut response = next.run(request).await;
    if let Some(refusal) = response.extensions_mut().remove::<Problem>() {
        return problem(&rendering, &asked, &response, refusal);
    }
    name_bare_refusal(&mut response);
    // An address without a language prefix may know better than the browser's preference.
    if let Some(locale) = response.extensions().get::<Locale>() {
        asked.locale = *locale;
    }
    if let Some(page) = response.extensions_mut().remove::<AnyPage>() {
        return fill(&rendering, &asked, response, &page);
    }
    let Some(failed) = response.extensions_mut().remove::<Failed>() else { return response };
    log(&failed, &asked);
    if !asked.wants_page {
        let refusal = Problem::new(status(failed.kind), failed.kind.word());
        return problem(&rendering, &asked, &response, refusal);
    }
    // After a step-up a form is asked for again: what it is for shows at its own address.
    if failed.step_up.is_some() || (failed.kind == ErrorKind::SessionEnded && safe_method) {
        let mut answer = Redirect::to(&asked.sign_in(&failed.step_up.unwrap_or_default())).into_response();
        keep_cookies(&response, &mut answer);
        forbid_storing(answer.headers_mut());
        return answer;
    }
    let wait =
        response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let page = asked.error_page(failed.kind, safe_method, &typed, wait.unwrap_or_default());
    fill(&rendering, &asked, response, &AnyPage::from(&page))
}

/// The router's own refusals come without a body or a cause: they get our pages too.
fn name_bare_refusal(response: &mut Response) {
    let kind = match response.status() {
        StatusCode::NOT_FOUND => ErrorKind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorKind::NotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorKind::TooLarge,
        StatusCode::BAD_REQUEST => ErrorKind::BadRequest,
        StatusCode::INTERNAL_SERVER_ERROR => ErrorKind::Internal,
        StatusCode::SERVICE_UNAVAILABLE => ErrorKind::Unavailable,
        _ => return,
    };
    let answered = response.headers().contains_key(header::CONTENT_TYPE)
        && !response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
    if answered
        || response.extensions().get::<AnyPage>().is_some()
        || response.extensions().get::<Failed>().is_some()
    {
        return;
    }
    response.extensions_mut().insert(Failed { kind, cause: None, step_up: None });
}

fn log(failed: &Failed, asked: &Asked) {
    if let Some(cause) = &failed.cause {
        tracing::error!(trace = %asked.trace.0, error = %Chain(cause.as_ref()), "http.failed");
    }
}

/// An error with its causes, on one line.
struct Chain<'e>(&'e (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(inner) = cause {
            write!(f, ": {inner}")?;
            cause = inner.source();
        }
        Ok(())
    }
}

/// Fills the answer with the page: keeps its status and headers, sets its body.
fn fill(rendering: &Rendering, asked: &Asked, mut response: Response, page: &AnyPage) -> Response {
    let frame = asked.frame(rendering, &response);
    let html = match rendering.renderer.render_any(&frame, page) {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(trace = frame.trace, error = %Chain(&error), "page.failed");
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            last_resort(&frame)
        }
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(asked.locale.tag()));
    forbid_storing(headers);
    *response.body_mut() = Body::from(html);
    response
}

/// When even the error page cannot be rendered: both languages, no template.
fn last_resort(frame: &Frame) -> String {
    format!(
        "<!doctype html><html lang=\"fr-CA\"><meta charset=\"utf-8\"><title>Erreur / Error</title>\
         <p>Une erreur est survenue. Vos réponses enregistrées sont conservées.</p>\
         <p lang=\"en-CA\">Something went wrong. Your saved answers are kept.</p><p>{}</p></html>",
        frame.trace
    )
}

/// Pages name people: they are stored nowhere (ASVS 8.2.1).
fn forbid_storing(headers: &mut HeaderMap) {
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// What a problem is called.
#[must_use]
pub fn problem_title(text: &Text, locale: Locale, kind: ErrorKind) -> String {
    text.get(locale, &title_key(kind.word()))
}

fn title_key(word: &str) -> String {
    // text: problem-title-*
    format!("problem-title-{word}")
}

impl Rendering {
    /// The problem document of an error that is answered before anything is known of who asks.
    pub(super) fn problem_body(&self, kind: ErrorKind) -> String {
        problem_body(self, Locale::default(), Problem::new(status(kind), kind.word()), None)
    }
}

fn problem_body(rendering: &Rendering, locale: Locale, refusal: Problem, trace: Option<&Trace>) -> String {
    let word = refusal.code.replace('_', "-");
    let title = |locale| rendering.text.get(locale, &title_key(&word));
    let mut body = refusal.more;
    let members = [
        ("type", format!("urn:parvis:problem:{word}").into()),
        ("status", refusal.status.as_u16().into()),
        ("title", title(locale).into()),
        ("titles", json!({ "fr": title(Locale::Fr), "en": title(Locale::En) })),
    ];
    let trace = trace.map(|trace| ("trace", trace.0.as_ref().into()));
    body.extend(members.into_iter().chain(trace).map(|(name, value)| (name.to_owned(), value)));
    Value::Object(body).to_string()
}

/// A problem document (RFC 9457) in both languages.
fn problem(rendering: &Rendering, asked: &Asked, response: &Response, refusal: Problem) -> Response {
    let status = refusal.status;
    let body = problem_body(rendering, asked.locale, refusal, Some(&asked.trace));
    let mut answer = (status, body).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    for told in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&told) {
            headers.insert(told, value.clone());
        }
    }
    forbid_storing(headers);
    keep_cookies(response, &mut answer);
    answer
}

/// An answer in the place of another sets its cookies too: a session's new token must not be lost.
fn keep_cookies(from: &Response, to: &mut Response) {
    for cookie in from.headers().get_all(header::SET_COOKIE) {
        to.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_title_in_both_languages() {
        let text = Text::portal().unwrap();
        for kind in ErrorKind::ALL {
            let key = title_key(kind.word());
            assert!(Locale::ALL.into_iter().all(|locale| text.has(locale, &key)), "{key}");
        }
    }
}
