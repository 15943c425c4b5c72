//! A page as a person or a screen reader meets it.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// An answer of a server.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was found, after redirects.
    pub url: Url,
    /// Its HTTP status.
    pub status: u16,
    /// Its HTTP headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

/// A form about to be sent.
pub struct Sending {
    /// Where to.
    pub action: Url,
    /// With what, in the order of the page.
    pub fields: Vec<(String, String)>,
    /// The inputs for files, when the form is sent in parts.
    pub file_inputs: Option<Vec<String>>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// The text of an element, as if on one line.
fn words(element: ElementRef<'_>) -> String {
    let all: String = element.text().collect();
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// What the main part of the page says, on one line, every white space a plain space.
    pub fn text(&self) -> String {
        self.texts("main").join(" ")
    }

    /// The main heading.
    pub fn heading(&self) -> String {
        self.texts("h1").join(" ")
    }

    /// The page's language.
    pub fn lang(&self) -> String {
        self.attribute("html", "lang").unwrap_or_default()
    }

    /// The texts of the elements that fit.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(words).collect()
    }

    /// An attribute of the first element that fits and has it.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.html().select(&selector(css)).find_map(|element| element.attr(name)).map(str::to_owned)
    }

    /// That attribute of every element that fits.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html()
            .select(&selector(css))
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// What the error summary says: the input that each line leads to, and its words.
    pub fn errors(&self) -> Vec<(String, String)> {
        let (html, links) = (self.html(), selector("#error-summary a"));
        let line = |link: ElementRef<'_>| {
            let to = link.attr("href").unwrap().strip_prefix('#').unwrap().to_owned();
            (to, words(link))
        };
        html.select(&links).map(line).collect()
    }

    /// The values that a form would send under that name, as the page was received.
    pub fn values(&self, name: &str) -> Vec<String> {
        let (html, controls) = (self.html(), selector("main form :is(input, textarea, select)"));
        html.select(&controls)
            .filter(|control| control.attr("name") == Some(name))
            .filter_map(successful)
            .collect()
    }

    /// The one value of a control; empty when nothing is chosen.
    pub fn value(&self, name: &str) -> String {
        self.values(name).into_iter().next().unwrap_or_default()
    }

    /// The form with that button, ready to be sent; `typed` replaces what the page holds. The
    /// button is named by its value, or by its words.
    pub fn send(&self, button: &str, typed: &[(String, Vec<String>)]) -> Sending {
        let html = self.html();
        let buttons = selector("button");
        // Words may be followed by others that only a screen reader reads.
        let fits =
            |one: &ElementRef<'_>| one.attr("value") == Some(button) || words(*one).starts_with(button);
        let form = html
            .select(&selector("form"))
            .find(|form| form.select(&buttons).any(|one| fits(&one)))
            .unwrap_or_else(|| panic!("no button {button:?} on {}:\n{}", self.url, self.text()));
        let mut fields = Vec::new();
        let mut filled: Vec<&str> = Vec::new();
        let in_parts = form.attr("enctype") == Some("multipart/form-data");
        let mut file_inputs = Vec::new();
        for control in form.select(&selector("input, textarea, select")) {
            let Some(name) = control.attr("name") else { continue };
            if control.attr("type") == Some("file") {
                file_inputs.push(name.to_owned());
                continue;
            }
            if let Some((_, values)) = typed.iter().find(|(typed, _)| typed == name) {
                if !filled.contains(&name) {
                    fields.extend(values.iter().map(|value| (name.to_owned(), value.clone())));
                }
                filled.push(name);
            } else if let Some(value) = successful(control) {
                fields.push((name.to_owned(), value));
            }
        }
        for (name, _) in typed {
            assert!(filled.contains(&name.as_str()), "no field {name:?} on {}", self.url);
        }
        let pressed = form.select(&buttons).find(fits).unwrap();
        if let Some(name) = pressed.attr("name") {
            fields.push((name.to_owned(), pressed.attr("value").unwrap_or_default().to_owned()));
        }
        let action = self.url.join(form.attr("action").unwrap_or_default()).unwrap();
        Sending { action, fields, file_inputs: in_parts.then_some(file_inputs) }
    }
}

/// What a control sends, if anything (HTML, "constructing the entry list").
fn successful(control: ElementRef<'_>) -> Option<String> {
    let value = control.attr("value");
    match (control.value().name(), control.attr("type")) {
        // The parser has dropped the first line break already, as HTML asks.
        ("textarea", _) => Some(control.text().collect()),
        ("select", _) => {
            let chosen = control.select(&selector("option[selected]")).next();
            let option = chosen.or_else(|| control.select(&selector("option")).next())?;
            Some(option.attr("value").unwrap_or_default().to_owned())
        }
        (_, Some("radio" | "checkbox")) => control.attr("checked").map(|_| value.unwrap_or("on").to_owned()),
        _ => Some(value.unwrap_or_default().to_owned()),
    }
}
