//! A page of its own, that any web server shows: both languages, the element, and what to do without JavaScript.

use std::collections::BTreeMap;

use url::Url;

use super::element::Element;
use crate::text::Locale;
use crate::tiles::Tile;

const ADAPTER: (&str, &str) = ("host/standalone.js", include_str!("../../assets/host/standalone.js"));

pub(super) fn files(tile: &Tile, element: &Element, backend: Option<&Url>) -> BTreeMap<String, Vec<u8>> {
    let mut all = element.files.clone();
    all.extend(element.mock.iter().map(|(path, content)| (path.clone(), content.clone())));
    all.insert(ADAPTER.0.into(), ADAPTER.1.as_bytes().to_vec());
    // The examples answer only where nobody said who else would.
    let backend = match backend {
        Some(backend) => backend.clone(),
        None if element.mock.is_empty() => super::example(),
        None => {
            all.insert("index.html".into(), page(tile, element, "").into_bytes());
            return all;
        }
    };
    all.insert("index.html".into(), page(tile, element, backend.as_str()).into_bytes());
    all
}

fn page(tile: &Tile, element: &Element, backend: &str) -> String {
    let link = |style: &String| format!("<link rel=\"stylesheet\" href=\"{}\">\n", escaped(style));
    let links = element.styles.iter().map(link).collect::<Vec<_>>().concat();
    let in_both = |of: &dyn Fn(Locale) -> String| {
        Locale::ALL.map(|locale| {
            let hidden = if locale == Locale::Fr { "" } else { " hidden" };
            format!(
                "<div data-lang=\"{locale}\" lang=\"{tag}\"{hidden}>{}</div>\n",
                of(locale),
                tag = locale.tag()
            )
        })
    };
    let heading = in_both(&|locale| format!("<h1>{}</h1>", escaped(tile.title(locale)))).concat();
    // Without a script both languages are read, one after the other.
    let without: String = Locale::ALL
        .map(|locale| {
            let other = tile.no_js(locale).or_else(|| tile.content(locale)).unwrap_or_default();
            format!("<div lang=\"{}\">{other}</div>\n", locale.tag())
        })
        .concat();
    format!(
        "<!doctype html>
<html lang=\"fr-CA\" data-backend=\"{backend}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{title}</title>
{links}<style>body {{ max-width: 52rem; margin: 0 auto; padding: 1rem; font-family: system-ui, sans-serif; }}</style>
<script type=\"module\" src=\"{adapter}\"></script>
</head>
<body>
<nav><a href=\"?lang=fr\" lang=\"fr-CA\" hreflang=\"fr-CA\">Français</a> · <a href=\"?lang=en\" lang=\"en-CA\" hreflang=\"en-CA\">English</a></nav>
<main>
{heading}<div id=\"tile\"></div>
<noscript>
{without}</noscript>
</main>
</body>
</html>
",
        backend = escaped(backend),
        title = escaped(tile.title(Locale::Fr)),
        adapter = ADAPTER.0,
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
