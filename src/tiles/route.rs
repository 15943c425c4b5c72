//! A call that a tile's back-end answers, as its manifest writes it: `POST /v2/complaints/{request}`.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An HTTP method that a route may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read something.
    Get,
    /// Create or ask for something.
    Post,
    /// Replace something.
    Put,
    /// Change a part of something.
    Patch,
    /// Remove something.
    Delete,
}

impl Method {
    const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The name on the wire (RFC 9110 §9).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A method and a path below the back-end's base URL. No host: a tile knows none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with its holes.
    pub path: PathTemplate,
}

/// A path such as `/v2/complaints/{request}/withdrawal`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PathTemplate(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Hole(String),
}

/// Why a text is no route.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// There is no space between a method and a path.
    #[error("a route is written `METHOD /path`, such as `POST /v2/complaints`")]
    Shape,
    /// The method is none of those allowed.
    #[error("unknown method `{0}`, expected `GET`, `POST`, `PUT`, `PATCH` or `DELETE`, in capitals")]
    Method(String),
    /// The path is not absolute, or a segment is empty, `.`, `..` or holds a character that
    /// would need an escape.
    #[error(
        "`{0}` is no path: begin with `/`; segments are letters, digits, `-`, `_`, `.`, `~` or one `{{hole}}`"
    )]
    Path(String),
}

/// Why a path cannot be built from a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// The template has a hole for which no value was given.
    #[error("no value for {{{0}}}")]
    Missing(String),
    /// The value would change the shape of the path (empty, `.`, `..`, a slash, a control character), or
    /// would to whoever decodes it once more.
    #[error("the value of {{{0}}} cannot be a segment of a path")]
    Unsafe(String),
}

impl PathTemplate {
    /// The path with every hole filled by a percent-encoded value (contract §3).
    ///
    /// # Errors
    /// When a value is missing or would step out of its segment.
    pub fn expand(&self, values: &[(&str, &str)]) -> Result<String, ExpandError> {
        let mut path = String::new();
        for segment in &self.0 {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Hole(name) => path.push_str(&fill(name, values)?),
            }
        }
        Ok(path)
    }

    /// The names of the holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Hole(name) => Some(name.as_str()),
        })
    }
}

fn fill(name: &str, values: &[(&str, &str)]) -> Result<String, ExpandError> {
    let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let value = value.ok_or_else(|| ExpandError::Missing(name.to_owned()))?;
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
    if matches!(value, "" | "." | "..") || value.contains(odd) || is_encoded(value) {
        return Err(ExpandError::Unsafe(name.to_owned()));
    }
    Ok(percent_encode(value))
}

/// Whether a value has been encoded already: somebody behind us may decode it twice.
fn is_encoded(value: &str) -> bool {
    value.as_bytes().windows(3).any(|three| match three {
        [b'%', high, low] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
        _ => false,
    })
}

/// `value` as a segment of a path or a part of a query (RFC 3986 §2.1): all but unreserved characters escaped.
#[must_use]
pub fn percent_encode(value: &str) -> String {
    value.bytes().fold(String::new(), |mut out, byte| {
        if is_unreserved(char::from(byte)) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// RFC 3986 §2.3.
fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~')
}

impl FromStr for PathTemplate {
    type Err = RouteError;

    fn from_str(text: &str) -> Result<Self, RouteError> {
        let refused = || RouteError::Path(text.to_owned());
        let rest = text.strip_prefix('/').ok_or_else(refused)?;
        rest.split('/').map(segment).collect::<Option<_>>().map(Self).ok_or_else(refused)
    }
}

fn segment(text: &str) -> Option<Segment> {
    if let Some(hole) = text.strip_prefix('{') {
        let name = hole.strip_suffix('}')?;
        let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        return named.then(|| Segment::Hole(name.to_owned()));
    }
    let literal = !matches!(text, "" | "." | "..") && text.chars().all(is_unreserved);
    literal.then(|| Segment::Literal(text.to_owned()))
}

impl FromStr for Route {
    type Err = RouteError;

    fn from_str(text: &str) -> Result<Self, RouteError> {
        let (method, path) = text.split_once(' ').ok_or(RouteError::Shape)?;
        let known = Method::ALL.into_iter().find(|known| known.as_str() == method);
        let method = known.ok_or_else(|| RouteError::Method(method.to_owned()))?;
        Ok(Self { method, path: path.parse()? })
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(f, "/{text}"),
            Segment::Hole(name) => write!(f, "/{{{name}}}"),
        })
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

macro_rules! as_text {
    ($($name:ident),*) => { $(
        impl TryFrom<String> for $name {
            type Error = RouteError;
            fn try_from(text: String) -> Result<Self, RouteError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )* };
}

as_text!(Route, PathTemplate);

#[cfg(test)]
mod tests {
    use super::*;

    fn route(text: &str) -> Route {
        text.parse().unwrap()
    }

    #[test]
    fn a_route_is_read_and_written_back() {
        let text = "POST /v2/complaints/{request}/withdrawal";
        assert_eq!(route(text).to_string(), text);
        assert_eq!(route(text).path.holes().collect::<Vec<_>>(), ["request"]);
    }

    #[test]
    fn what_is_no_route_is_refused() {
        for text in ["", "POST", "post /v2", "POST v2", "POST /v2/../x", "POST //x", "POST /a b", "POST /{X}"]
        {
            assert!(text.parse::<Route>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn holes_are_filled_with_encoded_values() {
        let path = route("GET /v2/{request}").path;
        assert_eq!(path.expand(&[("request", "é a")]), Ok("/v2/%C3%A9%20a".to_owned()));
        assert_eq!(path.expand(&[]), Err(ExpandError::Missing("request".to_owned())));
        for value in ["", ".", "..", "a/b", "a\\b", "a\0", "a\r\nb", "%2e%2e", "a%2Fb", "%00"] {
            assert_eq!(path.expand(&[("request", value)]), Err(ExpandError::Unsafe("request".to_owned())));
        }
    }
}
