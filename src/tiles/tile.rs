//! A tile that has been read and found sound.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::files::Files;
use super::form::{Field, FieldError, Form};
use super::manifest::Manifest;
use super::{Release, TileId};
use crate::finding::Finding;
use crate::text::{Bilingual, Locale, Params, Text, format, markdown};

/// A service: what it is, what it asks, and its words.
pub struct Tile {
    /// What it is and may do.
    pub manifest: Manifest,
    /// Its questions, for kind `form`.
    pub form: Option<Form>,
    /// The release it was read from.
    pub release: Release,
    text: Text,
    keys: BTreeSet<String>,
    help: Bilingual,
    content: Option<Bilingual>,
    fallback: Option<Bilingual>,
}

impl Tile {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &TileId {
        &self.release.tile
    }

    /// The name of the service.
    #[must_use]
    pub fn title(&self, locale: Locale) -> &str {
        self.manifest.tile.title.get(locale)
    }

    /// One line for its card.
    #[must_use]
    pub fn summary(&self, locale: Locale) -> &str {
        self.manifest.tile.summary.get(locale)
    }

    /// What the service is and how the process behind it goes: safe HTML.
    #[must_use]
    pub fn help(&self, locale: Locale) -> &str {
        self.help.get(locale)
    }

    /// The page shown when it is opened: safe HTML.
    #[must_use]
    pub fn content(&self, locale: Locale) -> Option<&str> {
        self.content.as_ref().map(|html| html.get(locale))
    }

    /// The page shown when its back-end is down: safe HTML.
    #[must_use]
    pub fn fallback(&self, locale: Locale) -> Option<&str> {
        self.fallback.as_ref().map(|html| html.get(locale))
    }

    /// The words for a key: the tile's own, then the portal's.
    #[must_use]
    pub fn word(&self, locale: Locale, key: &str) -> String {
        self.text.get(locale, key)
    }

    /// The words for a key with its variables filled in.
    #[must_use]
    pub fn word_with(&self, locale: Locale, key: &str, params: &Params) -> String {
        self.text.get_with(locale, key, params)
    }

    /// The tile's own words for a key that may have none, such as a field's hint.
    #[must_use]
    pub fn own_word(&self, locale: Locale, key: &str) -> Option<String> {
        self.keys.contains(key).then(|| self.word(locale, key))
    }

    /// What is wrong with a field, in the citizen's words: those of the tile for this field
    /// (`{field}-error-required`) where it has some, else the portal's with the field's label.
    #[must_use]
    pub fn error_message(&self, locale: Locale, error: &FieldError) -> String {
        let field = self.form.as_ref().and_then(|form| form.fields().find(|field| field.id == error.field));
        let mut params = error.params.clone();
        if let Some(field) = field {
            params.insert("label".to_owned(), self.word(locale, &field.label).into());
        }
        let day = params.get("date").and_then(|day| day.as_str()?.parse::<Date>().ok());
        if let Some(day) = day {
            params.insert("date".to_owned(), format::calendar_date(locale, day).into());
        }
        let own = format!("{}-{}", error.field, error.key);
        let key = if self.keys.contains(&own) { &own } else { error.key };
        self.word_with(locale, key, &params)
    }

    /// What comes next once a request is sent, one sentence each: the tile's words `next-1`,
    /// `next-2` and so on.
    #[must_use]
    pub fn what_next(&self, locale: Locale) -> Vec<String> {
        (1..).map_while(|place| self.own_word(locale, &format!("next-{place}"))).collect()
    }

    /// Reads a tile from its files.
    pub(super) fn read(files: &Files, portal: &Arc<Text>) -> Result<Self, Vec<Finding>> {
        let one = |finding: Finding| vec![finding];
        let manifest =
            Manifest::parse(&files.name("tile.toml"), files.text("tile.toml").map_err(one)?).map_err(one)?;
        let form = manifest.form.as_ref().map(|rules| read_form(files, &rules.definition)).transpose()?;
        let release = Release {
            tile: manifest.tile.id.clone(),
            version: manifest.tile.version.to_string(),
            digest: files.digest(),
        };
        let [fr, en] = Locale::ALL.map(|locale| words(files, locale));
        let text = Text::tile(Arc::clone(portal), &fr.map_err(one)?, &en.map_err(one)?);
        let text = text.map_err(|error| one(Finding::new(files.folder(), error.to_string())))?;
        let page = |paths: &Bilingual| read_page(files, paths).map_err(one);
        Ok(Self {
            help: page(&manifest.tile.help)?,
            content: manifest.content.as_ref().map(page).transpose()?,
            fallback: manifest.fallback.as_ref().map(page).transpose()?,
            keys: BTreeSet::new(),
            manifest,
            form,
            release,
            text,
        })
    }
}

fn read_form(files: &Files, path: &str) -> Result<Form, Vec<Finding>> {
    let json = files.text(path).map_err(|finding| vec![finding])?;
    Form::parse(&files.name(path), json)
}

fn read_page(files: &Files, paths: &Bilingual) -> Result<Bilingual, Finding> {
    let page = |path: &str| files.text(path).map(markdown::to_html);
    Ok(Bilingual { fr: page(&paths.fr)?, en: page(&paths.en)? })
}

/// The tile's words in one language: file name and text.
fn words(files: &Files, locale: Locale) -> Result<Vec<(String, String)>, Finding> {
    let folder = format!("locales/{}/", locale.prefix());
    let paths = files.paths().filter(|path| path.starts_with(&folder) && path.ends_with(".ftl"));
    paths.map(|path| Ok((files.name(path), files.text(path)?.to_owned()))).collect()
}

impl fmt::Debug for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tile").field("release", &self.release).finish_non_exhaustive()
    }
}
