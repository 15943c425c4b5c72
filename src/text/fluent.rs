//! The messages of the portal and of tiles, in Fluent, and the order in which they are looked up.

use std::str::FromStr;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use serde_json::Value;

use super::{Locale, format, nesting};
use crate::finding;

/// The portal's own words, as they lie in the repository: `{fr-CA,en-CA}/*.ftl`.
static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// Parameters of a message by name: JSON scalars.
pub type Params = serde_json::Map<String, Value>;

/// Parameters written in place: `text::params([("count", 3.into())])`.
#[must_use]
pub fn params<const N: usize>(pairs: [(&str, Value); N]) -> Params {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Why a set of messages could not be built.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A file is not well-formed Fluent.
    #[error("{file}:{line}: {message}")]
    Syntax {
        /// The file's name as it was given.
        file: String,
        /// Counted from one.
        line: usize,
        /// What the parser met.
        message: String,
    },
    /// A message holds more placeables than the parser can safely read.
    #[error("{file}:{line}: more than a hundred braces and brackets in one message")]
    TooDeep {
        /// The file's name as it was given.
        file: String,
        /// Counted from one.
        line: usize,
    },
    /// Two files of one language define the same message.
    #[error("{file}: `{key}` is defined already")]
    Duplicate {
        /// The file with the second definition.
        file: String,
        /// The message's key.
        key: String,
    },
    /// A file of the portal's own words is not UTF-8.
    #[error("{file}: not UTF-8")]
    NotUtf8 {
        /// The file's path below `locales/`.
        file: String,
    },
}

type Bundle = FluentBundle<FluentResource>;

/// An immutable set of messages in both languages, with an optional parent that is looked up
/// after it: a tile's words over the portal's.
pub struct Text {
    fr: Bundle,
    en: Bundle,
    parent: Option<Arc<Self>>,
}

impl Text {
    /// The portal's own words, embedded in the binary from `locales/{fr-CA,en-CA}/*.ftl`.
    ///
    /// # Errors
    /// When a file is not well-formed, or a key has two definitions.
    pub fn portal() -> Result<Arc<Self>, Error> {
        let [fr, en] = Locale::ALL.map(embedded);
        Ok(Arc::new(Self { fr: bundle(Locale::Fr, &fr?)?, en: bundle(Locale::En, &en?)?, parent: None }))
    }

    /// A tile's words over the portal's. Each source is a file's name, for messages, and its text.
    ///
    /// # Errors
    /// As for [`Text::portal`].
    pub fn tile(parent: Arc<Self>, fr: &[(String, String)], en: &[(String, String)]) -> Result<Self, Error> {
        Ok(Self { fr: bundle(Locale::Fr, fr)?, en: bundle(Locale::En, en)?, parent: Some(parent) })
    }

    /// The words for `key`. A key that nobody defines gives `⟦key⟧` and a warning in the log.
    #[must_use]
    pub fn get(&self, locale: Locale, key: &str) -> String {
        self.look_up(locale, key, None)
    }

    /// The words for `key` with its variables filled in. Numbers choose plural forms and are
    /// written as the language writes them.
    #[must_use]
    pub fn get_with(&self, locale: Locale, key: &str, params: &Params) -> String {
        if params.is_empty() {
            return self.look_up(locale, key, None);
        }
        let args = params.iter().map(|(name, value)| (name.as_str(), argument(value))).collect();
        self.look_up(locale, key, Some(&args))
    }

    /// Whether `key` has words of its own in this language, here or in the parent.
    #[must_use]
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        let own = self.bundle(locale).get_message(key).is_some_and(|message| message.value().is_some());
        own || self.parent.as_ref().is_some_and(|parent| parent.has(locale, key))
    }

    fn bundle(&self, locale: Locale) -> &Bundle {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }

    /// Own words, the parent's, then both again in French, the source language: better a sentence
    /// in the other language than none.
    fn look_up(&self, locale: Locale, key: &str, args: Option<&FluentArgs>) -> String {
        let said = self.say(locale, key, args).or_else(|| {
            tracing::warn!(key, %locale, "text.missing");
            self.say(Locale::Fr, key, args)
        });
        said.unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    fn say(&self, locale: Locale, key: &str, args: Option<&FluentArgs>) -> Option<String> {
        let bundle = self.bundle(locale);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return self.parent.as_ref()?.say(locale, key, args);
        };
        let mut errors = Vec::new();
        let words = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if let Some(error) = errors.first() {
            tracing::warn!(key, %locale, %error, "text.incomplete");
        }
        Some(words)
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("parent", &self.parent.is_some()).finish_non_exhaustive()
    }
}

fn embedded(locale: Locale) -> Result<Vec<(String, String)>, Error> {
    let files = LOCALES.get_dir(locale.tag()).into_iter().flat_map(Dir::files);
    files
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "ftl"))
        .map(|file| {
            let name = file.path().display().to_string();
            match file.contents_utf8() {
                Some(text) => Ok((name, text.to_owned())),
                None => Err(Error::NotUtf8 { file: name }),
            }
        })
        .collect()
}

fn bundle(locale: Locale, sources: &[(String, String)]) -> Result<Bundle, Error> {
    let mut bundle = FluentBundle::new_concurrent(vec![language(locale)]);
    // Both languages run left to right; the marks would spoil subjects of e-mails.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Fr => |value, _| written(Locale::Fr, value),
        Locale::En => |value, _| written(Locale::En, value),
    }));
    // Fails only where NUMBER is defined twice: the bundle is new.
    let _ = bundle.add_builtins();
    for (file, source) in sources {
        let resource = parse(file, source)?;
        bundle.add_resource(resource).map_err(|errors| duplicate(file, &errors))?;
    }
    Ok(bundle)
}

fn language(locale: Locale) -> unic_langid::LanguageIdentifier {
    unic_langid::LanguageIdentifier::from_str(locale.tag()).unwrap_or_default()
}

fn parse(file: &str, source: &str) -> Result<FluentResource, Error> {
    if let Some(line) = nesting::too_deep(source) {
        return Err(Error::TooDeep { file: file.to_owned(), line });
    }
    FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
        let (start, message) =
            errors.first().map_or((0, String::new()), |e| (e.pos.start, e.kind.to_string()));
        Error::Syntax { file: file.to_owned(), line: finding::line_at(source, start), message }
    })
}

fn duplicate(file: &str, errors: &[FluentError]) -> Error {
    let key = errors.iter().find_map(|error| match error {
        FluentError::Overriding { id, .. } => Some(id.clone()),
        _ => None,
    });
    Error::Duplicate { file: file.to_owned(), key: key.unwrap_or_default() }
}

fn argument(value: &Value) -> FluentValue<'_> {
    match value {
        Value::String(text) => text.as_str().into(),
        Value::Number(number) => number.as_f64().into(),
        Value::Null => "".into(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => value.to_string().into(),
    }
}

/// Numbers shown bare in a message are written by ICU; `NUMBER($year, useGrouping: "false")` stays as
/// it is.
fn written(locale: Locale, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping => {
            format::decimal(locale, &number.as_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(fr: &str, en: &str) -> Arc<Text> {
        let source = |ftl: &str| vec![("test.ftl".to_owned(), ftl.to_owned())];
        let text = Text {
            fr: bundle(Locale::Fr, &source(fr)).unwrap(),
            en: bundle(Locale::En, &source(en)).unwrap(),
            parent: None,
        };
        Arc::new(text)
    }

    const COUNT_FR: &str = "requests = { $count ->\n    [0] Aucune demande\n    [one] { $count } demande\n   *[other] { $count } demandes\n }";
    const COUNT_EN: &str = "requests = { $count ->\n    [0] No requests\n    [one] { $count } request\n   *[other] { $count } requests\n }";

    #[test]
    fn numbers_choose_the_plural_and_are_written_in_the_language() {
        let text = words(COUNT_FR, COUNT_EN);
        let say = |locale, count: i64| text.get_with(locale, "requests", &params([("count", count.into())]));
        assert_eq!(say(Locale::Fr, 0), "Aucune demande");
        assert_eq!(say(Locale::Fr, 1), "1 demande");
        assert_eq!(say(Locale::Fr, 1234), "1\u{a0}234 demandes");
        assert_eq!(say(Locale::En, 0), "No requests");
        assert_eq!(say(Locale::En, 1), "1 request");
        assert_eq!(say(Locale::En, 1234), "1,234 requests");
    }

    #[test]
    fn a_year_is_not_grouped_and_a_fraction_is_written_in_the_language() {
        let ftl = "year = { NUMBER($year, useGrouping: \"false\") }\nhalf = { $half }";
        let text = words(ftl, ftl);
        assert_eq!(text.get_with(Locale::Fr, "year", &params([("year", 2026.into())])), "2026");
        assert_eq!(text.get_with(Locale::Fr, "half", &params([("half", 0.5.into())])), "0,5");
        assert_eq!(text.get_with(Locale::En, "half", &params([("half", 0.5.into())])), "0.5");
    }

    #[test]
    fn a_tile_speaks_before_the_portal_and_english_before_french() {
        let portal = words("a = portail\nb = portail\nd = portail", "a = portal\nb = portal");
        let own = |ftl: &str| [("tile.ftl".to_owned(), ftl.to_owned())];
        let tile = Text::tile(portal, &own("a = tuile\nc = tuile"), &own("a = tile")).unwrap();
        let english = ["a", "b", "c", "d", "e"].map(|key| tile.get(Locale::En, key));
        assert_eq!(english, ["tile", "portal", "tuile", "portail", "⟦e⟧"]);
        assert!(tile.has(Locale::Fr, "c") && !tile.has(Locale::En, "c"));
        assert!(tile.has(Locale::En, "b"));
    }

    #[test]
    fn words_from_outside_stay_as_they_are() {
        let text = words("hello = Bonjour { $name }.", "hello = Hello { $name }.");
        let hostile = "{ $x } <b>\u{2068}{-brand}";
        let said = text.get_with(Locale::En, "hello", &params([("name", hostile.into())]));
        assert_eq!(said, format!("Hello {hostile}."));
        assert_eq!(text.get(Locale::En, "hello"), "Hello {$name}.");
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        let broken = [("a.ftl".to_owned(), "fine = yes\nbroken = { $\n".to_owned())];
        let twice = [("a.ftl".to_owned(), "k = 1\nk = 2\n".to_owned())];
        assert!(matches!(bundle(Locale::Fr, &broken), Err(Error::Syntax { line: 2, .. })));
        assert!(matches!(bundle(Locale::Fr, &twice), Err(Error::Duplicate { key, .. }) if key == "k"));
    }

    #[test]
    fn a_hostile_file_is_refused_before_it_exhausts_the_stack() {
        let hostile = [("a.ftl".to_owned(), format!("a = {}", "{".repeat(100_000)))];
        assert!(matches!(bundle(Locale::Fr, &hostile), Err(Error::TooDeep { line: 1, .. })));
    }

    #[test]
    fn the_portal_has_words_and_can_be_shared() {
        fn shared<T: Send + Sync>(_: &T) {}
        let text = Text::portal().unwrap();
        shared(&text);
        assert_eq!(text.get(Locale::Fr, "state-draft"), "Brouillon");
        assert_eq!(text.get(Locale::En, "state-draft"), "Draft");
    }
}
