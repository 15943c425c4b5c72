//! From pages as data to HTML, in one place and in both languages.

use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::assets::Assets;
use super::page::{Frame, Page};
use crate::clock::Micros;
use crate::text::{Locale, Params, Text, format};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// A page with its template, its type forgotten: what a handler's answer carries to the layer that
/// renders. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AnyPage {
    template: &'static str,
    value: Value,
}

impl<P: Page> From<&P> for AnyPage {
    fn from(page: &P) -> Self {
        Self { template: P::TEMPLATE, value: Value::from(Serde(page)) }
    }
}

/// Turns pages into HTML.
///
/// A template sees `page` and `frame`, and says words with `t("key", name=value)` and
/// `t_enum("prefix", value)`, writes addresses with `path("/requests")`,
/// `asset("style.css")` and the filter `urlencode`, and
/// moments and numbers with the filters `date`, `date_time`, `time`, `iso` and `number`. A name that
/// does not exist is an error, never an empty place.
#[derive(Debug)]
pub struct Renderer {
    fr: Environment<'static>,
    en: Environment<'static>,
}

impl Renderer {
    /// Reads every template.
    ///
    /// # Errors
    /// When a template is not well-formed.
    pub fn new(text: &Arc<Text>, assets: &Arc<Assets>) -> Result<Self, Error> {
        let environment = |locale| environment(locale, text, assets);
        Ok(Self { fr: environment(Locale::Fr)?, en: environment(Locale::En)? })
    }

    /// The page in the frame's language.
    ///
    /// # Errors
    /// When the template asks for something that the page does not have.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, Error> {
        self.render_any(frame, &page.into())
    }

    /// As [`Renderer::render`], for a page whose type is no longer known.
    ///
    /// # Errors
    /// As for [`Renderer::render`].
    pub fn render_any(&self, frame: &Frame, page: &AnyPage) -> Result<String, Error> {
        let environment = match frame.locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        };
        let frame = Value::from(Serde(frame));
        environment.get_template(page.template)?.render(context! { frame, page => page.value.clone() })
    }
}

/// One environment per language, so that words need no look-up of the language.
fn environment(
    locale: Locale,
    text: &Arc<Text>,
    assets: &Arc<Assets>,
) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    add_words(&mut environment, locale, text);
    add_addresses(&mut environment, locale, assets);
    add_formats(&mut environment, locale);
    add_templates(&mut environment, &TEMPLATES)?;
    Ok(environment)
}

fn add_words(environment: &mut Environment<'static>, locale: Locale, text: &Arc<Text>) {
    let words = Arc::clone(text);
    environment.add_function("t", move |key: &str, values: Kwargs| -> Result<String, Error> {
        Ok(words.get_with(locale, key, &params(&values)?))
    });
    let words = Arc::clone(text);
    environment.add_function(
        "t_enum",
        move |prefix: &str, value: &str, values: Kwargs| -> Result<String, Error> {
            let key = format!("{prefix}-{}", value.replace('_', "-"));
            Ok(words.get_with(locale, &key, &params(&values)?))
        },
    );
}

fn params(values: &Kwargs) -> Result<Params, Error> {
    let value = |name: &str| {
        let json = serde_json::to_value(values.get::<Value>(name)?);
        let json = json.map_err(|error| invalid("a message takes text and numbers").with_source(error))?;
        Ok((name.to_owned(), json))
    };
    values.args().map(value).collect()
}

fn add_addresses(environment: &mut Environment<'static>, locale: Locale, assets: &Arc<Assets>) {
    environment.add_function("path", move |path: &str| match path {
        "/" => format!("/{locale}"),
        path => format!("/{locale}{path}"),
    });
    environment.add_filter("urlencode", |value: &str| -> String {
        url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
    });
    let assets = Arc::clone(assets);
    environment.add_function("asset", move |name: &str| {
        assets.url(name).map(str::to_owned).ok_or_else(|| invalid("no such file under assets/"))
    });
}

fn add_formats(environment: &mut Environment<'static>, locale: Locale) {
    environment.add_filter("date", move |at: i64| format::date(locale, Micros(at)));
    environment.add_filter("date_time", move |at: i64| format::date_time(locale, Micros(at)));
    environment.add_filter("time", move |at: i64| format::time(locale, Micros(at)));
    environment
        .add_filter("iso", |at: i64| Micros::from_seconds(Micros(at).seconds()).timestamp().to_string());
    environment.add_filter("number", move |number: i64| format::number(locale, number));
}

fn add_templates(environment: &mut Environment<'static>, dir: &'static Dir<'static>) -> Result<(), Error> {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => add_templates(environment, dir)?,
            DirEntry::File(file) => {
                let name = file.path().to_str().ok_or_else(|| invalid("a template's name is not UTF-8"))?;
                let source = file.contents_utf8().ok_or_else(|| invalid("a template is not UTF-8"))?;
                environment.add_template(name, source)?;
            }
        }
    }
    Ok(())
}

fn invalid(reason: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, reason)
}
