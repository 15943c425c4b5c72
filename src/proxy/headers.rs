//! Which headers pass (contract §3): those named here, in a form that is known. No cookie, no address of a
//! citizen's, nothing that says something to a proxy on the way.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::tiles::manifest::ProxyRoute;
use crate::tiles::route::percent_encode;

/// What of the call goes to the back-end as it came.
const UP: [HeaderName; 4] =
    [header::IF_MATCH, header::IF_NONE_MATCH, header::RANGE, HeaderName::from_static("traceparent")];
/// What of the answer comes back as it is.
const DOWN: [HeaderName; 5] = [
    header::CONTENT_LANGUAGE,
    header::CONTENT_RANGE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::RETRY_AFTER,
];
/// The longest value that passes, in bytes.
const LONGEST: usize = 200;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 100;

/// The headers that go up with a call, beside its assertion: what came and may pass, what the route takes, and
/// the portal's id of the request.
pub fn up(came: &HeaderMap, route: &ProxyRoute, trace: &str) -> HeaderMap {
    let mut headers = passed(came, &UP);
    let made = [
        (header::ACCEPT, route.reply.types.join(", ")),
        (HeaderName::from_static("x-request-id"), trace.to_owned()),
    ];
    headers.extend(made.into_iter().filter_map(|(name, value)| Some((name, value.parse().ok()?))));
    headers
}

/// The headers that come down with an answer, and those that every answer has: it is never stored, never taken
/// for something else, and does nothing when it is opened by itself.
pub fn down(came: &HeaderMap) -> HeaderMap {
    let mut headers = passed(came, &DOWN);
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

fn passed(came: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    let one = |name: &HeaderName| {
        let mut values = came.get_all(name).iter();
        let value = values.next().filter(|value| value.len() <= LONGEST && value.to_str().is_ok())?;
        values.next().is_none().then(|| (name.clone(), value.clone()))
    };
    names.iter().filter_map(one).collect()
}

/// What a media type is without its parameters, in small letters.
pub fn essence(headers: &HeaderMap) -> String {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    said.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A file is saved, never shown; under the name that the back-end gave it, without what could make it
/// something else (RFC 6266, RFC 8187). Its end is that of its media type.
pub fn disposition(came: &HeaderMap, media_type: &str) -> HeaderValue {
    let said = came.get(header::CONTENT_DISPOSITION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let name = said.as_deref().and_then(named).unwrap_or_else(|| "document".to_owned());
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let keep = |c: char| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') { c } else { '-' };
    let stem: String = stem.chars().take(LONGEST_NAME).map(keep).collect();
    let coded = percent_encode(stem.trim());
    let ending = ending(media_type);
    let text = format!("attachment; filename=\"document{ending}\"; filename*=UTF-8''{coded}{ending}");
    text.parse().unwrap_or(HeaderValue::from_static("attachment"))
}

/// The name in a `content-disposition`: the extended one first.
fn named(said: &str) -> Option<String> {
    let parameters: Vec<(&str, &str)> =
        said.split(';').filter_map(|part| part.trim().split_once('=')).collect();
    let of = |name: &str| parameters.iter().find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
    let extended = of("filename*").and_then(|(_, value)| {
        let coded = value.trim().get(..7).filter(|start| start.eq_ignore_ascii_case("utf-8''"))?;
        let pair = format!("x={}", value.trim().get(coded.len()..)?.replace('+', "%2B"));
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, name)| name.into_owned())
    });
    let plain = || of("filename").map(|(_, value)| value.trim().trim_matches('"').to_owned());
    extended.or_else(plain).filter(|name| !name.trim().is_empty())
}

fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => ".pdf",
        "application/json" => ".json",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "text/calendar" => ".ics",
        "text/csv" => ".csv",
        "text/plain" => ".txt",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn names_of_files_are_built_anew() {
        let told = |said: &str| {
            let value = disposition(&with("content-disposition", said), "application/pdf");
            value.to_str().unwrap().rsplit_once("''").unwrap().1.to_owned()
        };
        assert_eq!(told("attachment; filename=\"result-letter.pdf\""), "result-letter.pdf");
        assert_eq!(told("inline; filename=x; filename*=UTF-8''%C3%A9t%C3%A9%2B1.exe"), "%C3%A9t%C3%A9-1.pdf");
        assert_eq!(told("attachment; filename=\"..\\..\\passwd.exe\""), "------passwd.pdf");
        assert_eq!(told("attachment"), "document.pdf");
        assert_eq!(told("attachment; filename*=UTF-8''%0d%0aset-cookie%3a a.html"), "--set-cookie-%20a.pdf");
    }

    #[test]
    fn what_is_not_named_does_not_pass() {
        for name in
            ["set-cookie", "location", "access-control-allow-origin", "link", "server", "refresh", "via"]
        {
            let passed = down(&with(name, "x"));
            assert!(!passed.contains_key(name), "{name}");
        }
        let forced = down(&with("content-security-policy", "default-src *"));
        assert_eq!(forced[header::CONTENT_SECURITY_POLICY], "sandbox; default-src 'none'");
        let mut twice = with("etag", "\"a\"");
        twice.append(header::ETAG, HeaderValue::from_static("\"b\""));
        assert!(!down(&twice).contains_key(header::ETAG));
    }
}
