//! What a tile asks for, read strictly: values for the holes and parameters of its route, and nothing else.
//! The portal builds the address; a value can change neither its shape nor its parameters.

use url::form_urlencoded;

use crate::tiles::manifest::ProxyRoute;
use crate::tiles::route::percent_encode;
use crate::web::{Error, Result};

/// The most values of a call.
const MOST: usize = 40;
/// The longest value, in characters.
const LONGEST: usize = 200;

/// Path and query at the back-end for `route`, from what came in the query of the call.
///
/// # Errors
/// [`Error::BadRequest`] when a value is missing, unknown, twice there, too long, or no value for an address.
pub fn path(route: &ProxyRoute, raw: &str) -> Result<String> {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(raw.as_bytes()).into_owned().take(MOST + 1).collect();
    let (mut holes, mut parameters) = (Vec::new(), Vec::new());
    for (name, value) in &pairs {
        let plain = value.chars().count() <= LONGEST && !value.chars().any(unfit);
        let once = pairs.iter().filter(|(other, _)| other == name).count() == 1;
        if !plain || !once || pairs.len() > MOST {
            return Err(Error::BadRequest);
        }
        match name.split_once('.') {
            Some(("path", hole)) if route.upstream.holes().any(|known| known == hole) => {
                holes.push((hole, value.as_str()));
            }
            Some(("query", parameter)) if route.query.iter().any(|known| known == parameter) => {
                parameters.push((parameter, value.as_str()));
            }
            _ => return Err(Error::BadRequest),
        }
    }
    let path = route.upstream.expand(&holes).map_err(|_| Error::BadRequest)?;
    let encode = |(name, value): &(&str, &str)| format!("{}={}", percent_encode(name), percent_encode(value));
    let query: Vec<String> = parameters.iter().map(encode).collect();
    Ok(if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) })
}

/// Control characters, and what stands for bytes that were no text.
fn unfit(c: char) -> bool {
    c.is_control() || c == char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    fn route() -> ProxyRoute {
        toml::from_str(
            "name = \"letter\"\nbackend = \"records\"\nmethod = \"GET\"\n\
             upstream = \"/v1/letters/{letter}/pages/{page}\"\nquery = [\"lang\", \"page.size\"]\n\
             reply = { types = [\"application/pdf\"], max_kib = 64 }",
        )
        .unwrap()
    }

    fn told(raw: &str) -> Option<String> {
        path(&route(), raw).ok()
    }

    #[test]
    fn an_address_is_built_from_values() {
        let address =
            told("path.page=2&query.lang=fr%20CA&path.letter=%C3%A9t%C3%A9%3F%23&query.page.size=a%26b");
        assert_eq!(
            address.as_deref(),
            Some("/v1/letters/%C3%A9t%C3%A9%3F%23/pages/2?lang=fr%20CA&page.size=a%26b")
        );
    }

    #[test]
    fn what_would_change_its_shape_is_refused() {
        for value in [
            "",
            ".",
            "..",
            "%2e%2e",
            "a/b",
            "a%2fb",
            "a%5cb",
            "a%00b",
            "a%0d%0ab",
            "%252e%252e",
            "a%252fb",
            "%ff",
        ] {
            assert_eq!(told(&format!("path.letter={value}&path.page=1")), None, "{value}");
        }
        let long = "a".repeat(LONGEST + 1);
        for raw in [
            "path.letter=1",
            "path.letter=1&path.page=1&path.page=2",
            "path.letter=1&path.page=1&path.other=1",
            "path.letter=1&path.page=1&query.other=1",
            "path.letter=1&path.page=1&query.lang=a%00b",
            "path.letter=1&path.page=1&lang=fr",
            "path.letter=1&path.page=1&query.lang=fr&query.lang=en",
            &format!("path.letter={long}&path.page=1"),
        ] {
            assert_eq!(told(raw), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn values_stay_where_they_belong(letter in "\\PC{0,40}", lang in "\\PC{0,40}") {
            let raw = form_urlencoded::Serializer::new(String::new())
                .append_pair("path.letter", &letter).append_pair("path.page", "1")
                .append_pair("query.lang", &lang).finish();
            if let Some(address) = told(&raw) {
                let url = Url::parse(&format!("https://records.example.ca{address}")).unwrap();
                let segments: Vec<&str> = url.path_segments().unwrap().collect();
                prop_assert_eq!((segments.len(), segments[0], segments[4]), (5, "v1", "1"));
                let query: Vec<_> = url.query_pairs().into_owned().collect();
                prop_assert_eq!(query, vec![("lang".to_owned(), lang)]);
                prop_assert_eq!(url.fragment(), None);
            }
        }
    }
}
