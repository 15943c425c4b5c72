//! A tile that has been read and found sound.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::check;
use super::files::Files;
use super::form::{Field, FieldError, FieldKind, Form};
use super::manifest::{AppRules, Kind, Manifest, NoJs};
use super::{Release, TileId, registry};
use crate::finding::Finding;
use crate::text::{self, Bilingual, Locale, Params, Text, format, markdown};
use crate::web::file::{File, media_type};

/// A service: what it is, what it asks, and its words.
pub struct Tile {
    /// What it is and may do.
    pub manifest: Manifest,
    /// Its questions, for kind `form`.
    pub form: Option<Form>,
    /// The questions of its tasks of kind `form`, by the back-end's code.
    pub task_forms: BTreeMap<String, Form>,
    /// The questions of other people's parts, by the back-end's code.
    pub part_forms: BTreeMap<String, Form>,
    /// The release it was read from.
    pub release: Release,
    backends: BTreeMap<String, Option<usize>>,
    text: Text,
    keys: BTreeSet<String>,
    help: Bilingual,
    content: Option<Bilingual>,
    fallback: Option<Bilingual>,
    no_js: Option<Bilingual>,
    assets: BTreeMap<String, File>,
}

impl Tile {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &TileId {
        &self.release.tile
    }

    /// The names of its back-ends.
    pub fn backends(&self) -> impl Iterator<Item = &str> {
        self.backends.keys().map(String::as_str)
    }

    /// The same, each with the line of its manifest.
    pub(super) fn backend_lines(&self) -> &BTreeMap<String, Option<usize>> {
        &self.backends
    }

    /// The names of the back-ends that it may reach.
    pub fn backend_names(&self) -> impl Iterator<Item = &str> {
        self.backends.keys().map(String::as_str)
    }

    /// The name of the service.
    #[must_use]
    pub fn title(&self, locale: Locale) -> &str {
        self.manifest.tile.title.get(locale)
    }

    /// What it is called where others may look over a shoulder: in lists, in messages. A sensitive
    /// service is not named there.
    #[must_use]
    pub fn outside_title(&self, locale: Locale) -> String {
        if self.is_sensitive() {
            self.word(locale, "discreet-service")
        } else {
            self.title(locale).to_owned()
        }
    }

    /// Whether it is shown discreetly, and asks for a fresh sign-in.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.manifest.tile.sensitive
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

    /// The custom element of a tile of kind `app`.
    #[must_use]
    pub fn app(&self) -> Option<&AppRules> {
        self.manifest.app.as_ref()
    }

    /// The page that an `app` offers to those without JavaScript, where it offers a page: safe HTML.
    #[must_use]
    pub fn no_js(&self, locale: Locale) -> Option<&str> {
        self.no_js.as_ref().map(|html| html.get(locale))
    }

    /// A file of an `app` that browsers may load, by its path in the tile's folder.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<&File> {
        self.assets.get(path)
    }

    /// All files of an `app` that browsers may load, by path.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &File)> {
        self.assets.iter().map(|(path, file)| (path.as_str(), file))
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
        self.own_word_with(locale, key, &Params::new())
    }

    /// The tile's own words for a key that may have none, with its variables filled in.
    #[must_use]
    pub fn own_word_with(&self, locale: Locale, key: &str, params: &Params) -> Option<String> {
        self.keys.contains(key).then(|| self.word_with(locale, key, params))
    }

    /// The label of a field: the question, the statement of a declaration, the heading of an info
    /// (whose text is its hint); empty for an info without heading.
    #[must_use]
    pub fn label(&self, locale: Locale, field: &Field) -> String {
        match field.kind {
            FieldKind::Info => self.own_word(locale, &field.label).unwrap_or_default(),
            _ => self.word(locale, &field.label),
        }
    }

    /// What is wrong with a field, in the citizen's words: those of the tile for this field
    /// (`{field}-error-required`) where it has some, else the portal's with the field's label.
    #[must_use]
    pub fn error_message(&self, locale: Locale, error: &FieldError) -> String {
        let mut forms = self.form.iter().chain(self.task_forms.values()).chain(self.part_forms.values());
        let form = forms.find(|form| form.field(&error.field).is_some());
        let mut params = error.params.clone();
        if let Some(field) = form.and_then(|form| form.field(&error.field)) {
            params.insert("label".to_owned(), self.label(locale, field).into());
        }
        let day = params.get("date").and_then(|day| day.as_str()?.parse::<Date>().ok());
        if let Some(day) = day {
            params.insert("date".to_owned(), format::calendar_date(locale, day).into());
        }
        let own = format!("{}-{}", error.field, error.key);
        let key = if self.keys.contains(&own) { &own } else { error.key };
        let number = params.get("number").and_then(serde_json::Value::as_u64);
        let group = error.entry.as_ref().and_then(|entry| form?.field(&entry.group));
        let Some((number, group)) = number.zip(group) else { return self.word_with(locale, key, &params) };
        let place = usize::try_from(number).unwrap_or_default().saturating_sub(1);
        params.insert("entry".to_owned(), self.entry_title(locale, group, place).into());
        if group.id == error.field {
            return self.word_with(locale, key, &params);
        }
        params.insert("message".to_owned(), self.word_with(locale, key, &params).into());
        self.word_with(locale, "error-in-entry", &params)
    }

    /// What one entry of a group is called: its words `{group}-entry` with `$number`. `place` counts
    /// from 0.
    #[must_use]
    pub fn entry_title(&self, locale: Locale, group: &Field, place: usize) -> String {
        self.word_with(locale, &group.entry_key(), &text::params([("number", (place + 1).into())]))
    }

    /// What comes next once a request is sent, one sentence each: the tile's words `next-1`,
    /// `next-2` and so on.
    #[must_use]
    pub fn what_next(&self, locale: Locale) -> Vec<String> {
        (1..).map_while(|place| self.own_word(locale, &format!("next-{place}"))).collect()
    }

    /// Reads a tile from its files and checks all of it.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(files: &Files, portal: &Arc<Text>) -> Result<Self, Vec<Finding>> {
        let one = |finding: Finding| vec![finding];
        let source = files.text("tile.toml").map_err(one)?;
        let manifest = Manifest::parse(&files.name("tile.toml"), source).map_err(one)?;
        let mut reading = Reading { files, findings: check::manifest(&manifest, files, source) };
        let form = manifest.form.as_ref().and_then(|rules| reading.form(&rules.definition));
        let tasks = manifest.tasks.iter().flat_map(|tasks| &tasks.codes);
        let task_forms =
            reading.one_page_forms(tasks.filter_map(|(code, task)| Some((code, task.form.as_ref()?))));
        let parts = manifest.parts.iter().flat_map(|parts| &parts.codes);
        let part_forms = reading.one_page_forms(parts.map(|(code, part)| (code, &part.form)));
        reading.findings.extend(check::files(&manifest, form.as_ref(), files, source));
        reading.findings.extend(check::migrations(&manifest, form.as_ref(), files, source));
        let fr = reading.words(Locale::Fr);
        let en = reading.words(Locale::En);
        reading.findings.extend(text::check::languages(&fr, &en));
        let help = reading.page(&manifest.tile.help);
        let content = manifest.content.as_ref().map(|paths| reading.page(paths));
        let fallback = manifest.fallback.as_ref().map(|paths| reading.page(paths));
        let no_js = match manifest.app.as_ref().map(|app| &app.no_js) {
            Some(NoJs::Content(paths)) => Some(reading.page(paths)),
            _ => None,
        };
        if !reading.findings.is_empty() {
            return Err(reading.findings);
        }
        let text = Text::tile(Arc::clone(portal), &fr, &en);
        let tile = Self {
            text: text.map_err(|error| one(Finding::new(files.folder(), error.to_string())))?,
            release: release(&manifest, files),
            keys: text::check::defined(&fr).into_keys().collect(),
            assets: assets(&manifest, files),
            backends: registry::named(&manifest, source),
            manifest,
            form,
            task_forms,
            part_forms,
            help,
            content,
            fallback,
            no_js,
        };
        let findings = check::words(&tile, files, source, portal, &text::check::defined(&fr));
        if findings.is_empty() { Ok(tile) } else { Err(findings) }
    }
}

/// What browsers may load of an `app`, packed once for all of them; of the other kinds, nothing.
fn assets(manifest: &Manifest, files: &Files) -> BTreeMap<String, File> {
    let loaded = |path: &&String| manifest.tile.kind == Kind::App && media_type(path).is_some();
    let contents = files.contents().iter().filter(|(path, _)| loaded(path));
    contents.map(|(path, content)| (path.clone(), File::new(path, content))).collect()
}

fn release(manifest: &Manifest, files: &Files) -> Release {
    Release {
        tile: manifest.tile.id.clone(),
        version: manifest.tile.version.to_string(),
        digest: files.digest(),
    }
}

/// A tile while it is read: what was found so far.
struct Reading<'a> {
    files: &'a Files,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn text(&mut self, path: &str) -> Option<String> {
        match self.files.text(path) {
            Ok(text) => Some(text.to_owned()),
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    fn form(&mut self, path: &str) -> Option<Form> {
        let json = self.text(path)?;
        match Form::parse(&self.files.name(path), &json) {
            Ok(form) => Some(form),
            Err(found) => {
                self.findings.extend(found);
                None
            }
        }
    }

    /// The questions of tasks or of other people's parts, a page each.
    fn one_page_forms<'m>(
        &mut self,
        files: impl Iterator<Item = (&'m String, &'m String)>,
    ) -> BTreeMap<String, Form> {
        let mut forms = BTreeMap::new();
        for (code, path) in files {
            let Some(form) = self.form(path) else { continue };
            if form.pages().len() > 1 || form.fields().any(|field| field.group().is_some()) {
                let message = "the questions of a task or of a part fit one page, without groups: for more, ask for a new request";
                self.findings.push(Finding::new(self.files.name(path), message).at(Some(1)));
            }
            forms.insert(code.clone(), form);
        }
        forms
    }

    /// The words in one language: file name and text.
    fn words(&mut self, locale: Locale) -> Vec<(String, String)> {
        let folder = format!("locales/{}/", locale.prefix());
        let is_words = |path: &&str| {
            path.starts_with(&folder) && Path::new(path).extension().is_some_and(|end| end == "ftl")
        };
        let paths: Vec<&str> = self.files.paths().filter(is_words).collect();
        paths.into_iter().filter_map(|path| Some((self.files.name(path), self.text(path)?))).collect()
    }

    /// A Markdown page in both languages, as HTML.
    fn page(&mut self, paths: &Bilingual) -> Bilingual {
        let mut page = |path: &str| {
            let markdown = self.text(path).unwrap_or_default();
            let at = |(line, fault)| Finding::of(self.files.name(path), fault).at(Some(line));
            self.findings.extend(markdown::faults(&markdown).into_iter().map(at));
            markdown::to_html(&markdown)
        };
        Bilingual { fr: page(&paths.fr), en: page(&paths.en) }
    }
}

impl fmt::Debug for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tile").field("release", &self.release).finish_non_exhaustive()
    }
}
