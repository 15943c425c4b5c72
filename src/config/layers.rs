//! Laying one source of settings over another without forgetting where each value was written.
//!
//! All sources are numbered through as if they stood in one book, one after the other, so that
//! the span of any value or error, wherever it ends up, leads back to its file and line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding;

/// Why settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be opened or is not text.
    #[error("{path}: cannot be read: {cause}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A key or a value is wrong.
    #[error("{place}: {message}")]
    Wrong {
        /// `file:line`, or the variable of the environment.
        place: String,
        /// What is wrong and, where it is known, what was meant.
        message: String,
    },
}

/// Settings that may also be read from a file by `KEY_file`; `*` stands for any name.
const SECRETS: [&[&str]; 10] = [
    &["database", "url"],
    &["vault", "key"],
    &["issuer", "*", "client_secret"],
    &["attachments", "bucket", "secret_key"],
    &["mail", "password"],
    &["notify", "api_key"],
    &["notify", "callback_token"],
    &["push", "key"],
    &["desk", "key"],
    &["audit", "checkpoints", "bucket", "secret_key"],
];

const PREFIX: &str = "PARVIS_";

enum Origin {
    Defaults,
    /// A file, in a folder that relative paths inside it start from.
    File(PathBuf),
    /// A variable of the environment, and the keys that its name spells.
    Variable(Vec<String>),
}

struct Layer {
    name: String,
    text: String,
    /// Where this source begins in the book.
    start: usize,
    origin: Origin,
}

/// The sources of settings, the weakest first.
pub(super) struct Layers(Vec<Layer>);

/// What all sources say together.
pub(super) struct Merged<'l> {
    pub settings: DeTable<'l>,
    /// Dotted keys of secrets whose winning value stands in a configuration file.
    pub in_clear: BTreeSet<String>,
}

impl Merged<'_> {
    /// The secrets that have a value, by their dotted keys.
    pub fn secrets(&self) -> BTreeMap<String, SecretString> {
        let mut found = BTreeMap::new();
        for pattern in SECRETS {
            collect(&self.settings, pattern, "", &mut found);
        }
        found
    }
}

fn collect(table: &DeTable<'_>, pattern: &[&str], path: &str, found: &mut BTreeMap<String, SecretString>) {
    let [first, rest @ ..] = pattern else { return };
    for (name, value) in table.iter().filter(|(name, _)| *first == "*" || name.get_ref() == first) {
        let dotted = format!("{path}{name}");
        match value.get_ref() {
            DeValue::Table(inner) => collect(inner, rest, &format!("{dotted}."), found),
            DeValue::String(secret) => drop(found.insert(dotted, secret.to_string().into())),
            _ => {}
        }
    }
}

impl Layers {
    pub fn new(defaults: &str) -> Self {
        let mut layers = Self(Vec::new());
        layers.add("config.default.toml", defaults, Origin::Defaults);
        layers
    }

    pub fn add_text(&mut self, name: &str, text: &str) {
        self.add(name, text, Origin::File(PathBuf::new()));
    }

    pub fn add_file(&mut self, path: &Path) -> Result<(), Error> {
        let text = read(path)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.add(&path.display().to_string(), &text, Origin::File(folder));
        Ok(())
    }

    /// Takes `PARVIS_SECTION__KEY`. Names with a single part (`PARVIS_CONFIG`) are options of
    /// the command line, not settings.
    pub fn add_environment(&mut self, variables: impl Iterator<Item = (OsString, OsString)>) {
        let text =
            |(name, value): (OsString, OsString)| name.into_string().ok().zip(value.into_string().ok());
        let mut variables: Vec<(String, String)> = variables.filter_map(text).collect();
        variables.sort();
        for (name, value) in variables {
            let Some(rest) = name.strip_prefix(PREFIX) else { continue };
            let keys: Vec<String> = rest.split("__").map(str::to_ascii_lowercase).collect();
            if keys.len() > 1 {
                self.add(&name, &value, Origin::Variable(keys));
            }
        }
    }

    fn add(&mut self, name: &str, text: &str, origin: Origin) {
        let start = self.0.last().map_or(0, |last| last.start + last.text.len() + 1);
        self.0.push(Layer { name: name.to_owned(), text: text.to_owned(), start, origin });
    }

    /// All sources laid over one another, secrets fetched from their files.
    pub fn merge(&self) -> Result<Merged<'_>, Error> {
        let mut merged = Merged { settings: DeTable::new(), in_clear: BTreeSet::new() };
        for layer in &self.0 {
            let mut table = match &layer.origin {
                Origin::Variable(keys) => variable(layer, keys, &merged.settings),
                Origin::Defaults | Origin::File(_) => self.parsed(layer)?,
            };
            for pattern in SECRETS {
                self.fetch_secret(layer, &mut table, pattern, "", &mut merged.in_clear)?;
            }
            lay_over(&mut merged.settings, table);
        }
        Ok(merged)
    }

    fn parsed<'l>(&self, layer: &'l Layer) -> Result<DeTable<'l>, Error> {
        let table = DeTable::parse(&layer.text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            self.wrong(Some(layer.start + offset), error.message())
        })?;
        Ok(moved_table(table.into_inner(), layer.start))
    }

    /// Reads the settings as `T`, which refuses unknown keys.
    pub fn read<T: DeserializeOwned>(&self, settings: DeTable<'_>) -> Result<T, Error> {
        let whole = Spanned::new(0..0, settings);
        T::deserialize(toml::Deserializer::from(whole)).map_err(|error| {
            let place = error.span().map(|span| span.start);
            self.wrong(place, error.message())
        })
    }

    fn wrong(&self, offset: Option<usize>, message: &str) -> Error {
        let message = finding::with_suggestion(message);
        let layer =
            offset.and_then(|at| self.0.iter().rev().find(|layer| layer.start <= at).map(|l| (at, l)));
        let place = match layer {
            Some((_, layer)) if matches!(layer.origin, Origin::Variable(_)) => layer.name.clone(),
            Some((at, layer)) => {
                let line = finding::line_at(&layer.text, at - layer.start);
                format!("{}:{line}", layer.name)
            }
            None => "configuration".to_owned(),
        };
        Error::Wrong { place, message }
    }

    /// Replaces `KEY_file` by the `KEY` that the file holds, for the secrets that `pattern` names.
    fn fetch_secret(
        &self,
        layer: &Layer,
        table: &mut DeTable<'_>,
        pattern: &[&str],
        path: &str,
        in_clear: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        let [first, rest @ ..] = pattern else { return Ok(()) };
        if rest.is_empty() {
            return self.fetch_one(layer, table, first, &format!("{path}{first}"), in_clear);
        }
        for (name, value) in table.iter_mut().filter(|(name, _)| *first == "*" || name.get_ref() == first) {
            if let DeValue::Table(inner) = value.get_mut() {
                self.fetch_secret(layer, inner, rest, &format!("{path}{name}."), in_clear)?;
            }
        }
        Ok(())
    }

    fn fetch_one(
        &self,
        layer: &Layer,
        table: &mut DeTable<'_>,
        key: &str,
        dotted: &str,
        in_clear: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        let key_file = format!("{key}_file");
        if let Some((name, file)) = table.remove_entry(key_file.as_str()) {
            if table.contains_key(key) {
                let message = format!("give `{key}` or `{key_file}`, not both");
                return Err(self.wrong(Some(name.span().start), &message));
            }
            let Some(path) = file.get_ref().as_str() else {
                return Err(
                    self.wrong(Some(file.span().start), &format!("`{key_file}` is the path of a file"))
                );
            };
            let secret = read(&layer.folder().join(path))?;
            let secret =
                secret.strip_suffix('\n').map_or(secret.as_str(), |line| line.trim_end_matches('\r'));
            let value = Spanned::new(file.span(), DeValue::String(Cow::Owned(secret.to_owned())));
            table.insert(Spanned::new(name.span(), Cow::Owned(key.to_owned())), value);
            in_clear.remove(dotted);
        } else if table.contains_key(key) {
            match layer.origin {
                Origin::File(_) => in_clear.insert(dotted.to_owned()),
                Origin::Defaults | Origin::Variable(_) => in_clear.remove(dotted),
            };
        }
        Ok(())
    }
}

impl Layer {
    fn folder(&self) -> &Path {
        match &self.origin {
            Origin::File(folder) => folder,
            Origin::Defaults | Origin::Variable(_) => Path::new(""),
        }
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|cause| Error::Unreadable { path: path.to_owned(), cause })
}

/// A variable as the table that a file would have given.
fn variable<'l>(layer: &'l Layer, keys: &[String], below: &DeTable<'_>) -> DeTable<'l> {
    let span = layer.start..layer.start + layer.text.len();
    let (keys, known) = known_names(keys, below);
    let mut value = variable_value(layer, &span, known);
    for key in keys.into_iter().rev() {
        let mut table = DeTable::new();
        table.insert(Spanned::new(span.clone(), Cow::Owned(key)), Spanned::new(span.clone(), value));
        value = DeValue::Table(table);
    }
    match value {
        DeValue::Table(table) => table,
        _ => DeTable::new(),
    }
}

/// The keys as the settings below write them (`my-issuer` cannot be spelled in a variable's name
/// but as `MY_ISSUER`), and the value that stands there.
fn known_names<'t, 'i>(keys: &[String], below: &'t DeTable<'i>) -> (Vec<String>, Option<&'t DeValue<'i>>) {
    let mut table = Some(below);
    let mut value = None;
    let mut names = Vec::new();
    for key in keys {
        let same = |name: &str| name.replace('-', "_") == *key;
        let found = table.and_then(|table| table.iter().find(|(name, _)| same(name.get_ref())));
        names.push(found.map_or_else(|| key.clone(), |(name, _)| name.get_ref().to_string()));
        value = found.map(|(_, value)| value.get_ref());
        table = value.and_then(DeValue::as_table);
    }
    (names, value)
}

/// What a variable says: text where the settings below have text; otherwise TOML where it reads
/// as a number, a truth value, a list or a table, and text where it does not.
fn variable_value<'l>(layer: &'l Layer, span: &Range<usize>, known: Option<&DeValue<'_>>) -> DeValue<'l> {
    let text = || DeValue::String(Cow::Borrowed(layer.text.as_str()));
    if known.is_some_and(DeValue::is_str) {
        return text();
    }
    match DeValue::parse(&layer.text) {
        Ok(value) => moved(value, span.start).into_inner(),
        Err(_) => text(),
    }
}

fn lay_over<'l>(below: &mut DeTable<'l>, above: DeTable<'l>) {
    for (key, value) in above {
        let value = match (below.remove(key.get_ref().as_ref()).map(Spanned::into_inner), value.get_ref()) {
            (Some(DeValue::Table(mut table)), DeValue::Table(_)) => {
                let span = value.span();
                if let DeValue::Table(above) = value.into_inner() {
                    lay_over(&mut table, above);
                }
                Spanned::new(span, DeValue::Table(table))
            }
            _ => value,
        };
        below.insert(key, value);
    }
}

/// The same value with its spans counted from the beginning of the book. Dates become text, as
/// the types that read them expect it.
fn moved(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = shifted(&value.span(), by);
    let value = match value.into_inner() {
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(|item| moved(item, by)).collect()),
        DeValue::Table(table) => DeValue::Table(moved_table(table, by)),
        DeValue::Datetime(date) => DeValue::String(Cow::Owned(date.to_string())),
        plain => plain,
    };
    Spanned::new(span, value)
}

fn moved_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    let entry = |(key, value): (Spanned<_>, _)| {
        (Spanned::new(shifted(&key.span(), by), key.into_inner()), moved(value, by))
    };
    table.into_iter().map(entry).collect()
}

fn shifted(span: &Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}
