//! For whom a page is made, as far as the statistics say: the language and the class of device. Counts the
//! pages that are figures by themselves: visits, forms opened, faults.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::statistics::{Audience, Kind, Tally};
use crate::text::Locale;

/// Holds the audience for all that the request does; sits inside the router, where the route is known.
pub async fn layer(State(tally): State<Tally>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let path = request.uri().path().to_owned();
    let locale = Locale::ALL.into_iter().find(|locale| first(&path) == locale.prefix());
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let audience = Audience::of(locale, agent.unwrap_or_default());
    let read = *request.method() == Method::GET;
    audience
        .hold(async {
            let response = next.run(request).await;
            if let (Some(route), Some(_)) = (route, locale) {
                note(&tally, route.as_str(), &path, read, response.status());
            }
            response
        })
        .await
}

fn first(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

fn note(tally: &Tally, route: &str, path: &str, read: bool, status: StatusCode) {
    let inside = route.get(3..).unwrap_or_default();
    let tile = if inside.starts_with("/services/{tile}") { path.split('/').nth(3) } else { None };
    let tile = tile.unwrap_or_default();
    match (inside, status) {
        _ if status.is_server_error() => tally.count(Kind::Fault, tile),
        ("" | "/services/{tile}", StatusCode::OK) if read => tally.count(Kind::Visit, tile),
        ("/services/{tile}/form", StatusCode::OK) if read => tally.count(Kind::Start, tile),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn what_was_read_is_a_visit_and_what_failed_a_fault() {
        let tally = Tally::new(Clock::default());
        let of = |route, path, read, status| {
            note(&tally, route, path, read, status);
            let figures = tally.take().figures.into_keys();
            figures.map(|figure| (figure.kind, figure.subject)).collect::<Vec<_>>()
        };
        let service = ("/fr/services/{tile}", "/fr/services/complaints");
        let complaints = |kind| [(kind, "complaints".to_owned())];
        assert_eq!(of(service.0, service.1, true, StatusCode::OK), complaints(Kind::Visit));
        assert_eq!(of(service.0, service.1, false, StatusCode::OK), []);
        assert_eq!(of(service.0, "/fr/services/none", true, StatusCode::NOT_FOUND), []);
        assert_eq!(of("/fr", "/fr", true, StatusCode::OK), [(Kind::Visit, String::new())]);
        let form = ("/fr/services/{tile}/form", "/fr/services/complaints/form");
        assert_eq!(of(form.0, form.1, true, StatusCode::OK), complaints(Kind::Start));
        let failed = StatusCode::SERVICE_UNAVAILABLE;
        assert_eq!(of(form.0, form.1, false, failed), complaints(Kind::Fault));
    }
}
