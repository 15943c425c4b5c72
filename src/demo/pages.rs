//! The demo's own HTML: a few templates in both languages, nothing of the portal's.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::{Environment, State, Value};

use super::http::{Fault, Fields};
use crate::clock::Micros;
use crate::text::Locale;

const TEMPLATES: [(&str, &str); 6] = [
    ("layout.html", include_str!("../../templates/demo/layout.html")),
    ("sign_in.html", include_str!("../../templates/demo/sign_in.html")),
    ("provider_page.html", include_str!("../../templates/demo/provider_page.html")),
    ("backend.html", include_str!("../../templates/demo/backend.html")),
    ("mailbox.html", include_str!("../../templates/demo/mailbox.html")),
    ("studio.html", include_str!("../../templates/demo/studio.html")),
];

/// The templates of the demo, compiled.
#[derive(Clone)]
pub(super) struct Pages(Arc<Environment<'static>>);

impl Pages {
    /// Compiles the templates.
    pub(super) fn new() -> Result<Self, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        environment.add_function("say", say);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        Ok(Self(Arc::new(environment)))
    }

    /// Renders a page in `locale`. `switch` is the address of the page in the other language.
    pub(super) fn render(
        &self,
        name: &str,
        locale: Locale,
        switch: &str,
        view: impl serde::Serialize,
    ) -> Result<Html<String>, Fault> {
        let context = minijinja::context! {
            lang => locale.tag(),
            other => locale.other().tag(),
            switch => switch,
            view => Value::from(minijinja::value::Serde(view)),
        };
        Ok(Html(self.0.get_template(name)?.render(context)?))
    }
}

/// `say("en français", "in English")`: the words of the page's language.
fn say(state: &State, french: String, english: String) -> String {
    let english_page = state.lookup("lang").is_some_and(|lang| lang.as_str() == Some(Locale::En.tag()));
    if english_page { english } else { french }
}

/// The language of a page with `?lang=`, else the browser's.
pub(super) fn language(headers: &HeaderMap, fields: &Fields) -> Locale {
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = fields.get("lang").and_then(|lang| lang.parse().ok());
    chosen.unwrap_or_else(|| Locale::negotiate(browser.unwrap_or_default()))
}

/// Date and time in Québec as ISO 8601 writes them, the same in both languages.
pub(super) fn moment(at: Micros) -> String {
    let zoned = at.timestamp().in_tz("America/Toronto");
    zoned.map_or_else(|_| String::new(), |zoned| zoned.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// `GET /style.css`, the same on every service of the demo.
pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("max-age=300")),
    ];
    (headers, include_str!("../../templates/demo/style.css")).into_response()
}
