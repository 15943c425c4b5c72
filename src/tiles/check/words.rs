//! Are the tile's words all there, and is each of them shown?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Finding, line_of, nearest};
use crate::text::{Locale, Text};
use crate::tiles::Tile;
use crate::tiles::files::Files;
use crate::tiles::form::{Field, FieldKind, Form, Page};
use crate::tiles::manifest::PartCode;

/// Where a key stands: file and line.
type Defined = BTreeMap<String, (String, usize)>;

/// What is wrong with the words of a tile: a word that is asked for and missing, one that no page
/// shows, one with a variable that nothing fills, a claim used without permission. `source` is the
/// manifest, for lines; `defined` are the tile's words.
pub(in crate::tiles) fn words(
    tile: &Tile,
    files: &Files,
    source: &str,
    portal: &Arc<Text>,
    defined: &Defined,
) -> Vec<Finding> {
    let mut checking = Checking {
        tile,
        manifest: Sheet::new(files, "tile.toml", source),
        form: form_sheet(tile, files),
        portal,
        defined,
        used: BTreeSet::new(),
        findings: Vec::new(),
    };
    checking.of_manifest();
    checking.of_form(tile.form.as_ref());
    for (code, form) in &tile.task_forms {
        checking.form = task_sheet(tile, files, code);
        checking.of_form(Some(form));
    }
    for (code, form) in &tile.part_forms {
        checking.form = part_sheet(tile, files, code);
        checking.of_form(Some(form));
    }
    checking.left_over();
    checking.findings
}

/// A file with its name in findings, to find lines in.
struct Sheet<'a> {
    name: String,
    text: &'a str,
}

impl<'a> Sheet<'a> {
    fn new(files: &Files, path: &str, text: &'a str) -> Self {
        Self { name: files.name(path), text }
    }

    fn finding(&self, near: &str, message: String) -> Finding {
        Finding::new(self.name.as_str(), message).at(line_of(self.text, near))
    }
}

fn form_sheet<'a>(tile: &Tile, files: &'a Files) -> Option<Sheet<'a>> {
    let path = &tile.manifest.form.as_ref()?.definition;
    Some(Sheet::new(files, path, files.text(path).ok()?))
}

fn task_sheet<'a>(tile: &Tile, files: &'a Files, code: &str) -> Option<Sheet<'a>> {
    let path = tile.manifest.tasks.as_ref()?.codes.get(code)?.form.as_ref()?;
    Some(Sheet::new(files, path, files.text(path).ok()?))
}

fn part_sheet<'a>(tile: &Tile, files: &'a Files, code: &str) -> Option<Sheet<'a>> {
    let path = &tile.manifest.parts.as_ref()?.codes.get(code)?.form;
    Some(Sheet::new(files, path, files.text(path).ok()?))
}

struct Checking<'a> {
    tile: &'a Tile,
    manifest: Sheet<'a>,
    form: Option<Sheet<'a>>,
    portal: &'a Text,
    defined: &'a Defined,
    used: BTreeSet<String>,
    findings: Vec<Finding>,
}

/// Whether two entries of a group are called differently, and neither by a hole in its words.
fn tells_apart(tile: &Tile, locale: Locale, group: &Field) -> bool {
    let [one, two] = [0, 1].map(|place| tile.entry_title(locale, group, place));
    one != two && !one.contains("{$")
}

impl Checking<'_> {
    fn of_manifest(&mut self) {
        let declaration = self.tile.manifest.form.as_ref().and_then(|form| form.declaration.clone());
        if let Some(key) = declaration {
            self.shown_plain(&key);
            self.asked_by_manifest(&key);
        }
        self.of_dropped();
        let codes = self.tile.manifest.status.as_ref().map(|status| status.codes.clone()).unwrap_or_default();
        for key in codes.into_values().filter_map(|meaning| meaning.key) {
            self.asked_by_manifest(&key);
            self.used.insert(format!("{key}-detail"));
        }
        let parts = self.tile.manifest.parts.iter().flat_map(|parts| parts.codes.values());
        for key in parts.flat_map(PartCode::keys).collect::<Vec<_>>() {
            self.shown_plain(&key);
            self.asked_by_manifest(&key);
        }
        for panel in &self.tile.manifest.panels {
            let facts = panel.facts.iter().map(|fact| panel.fact(fact));
            for key in [panel.title(), panel.empty()].into_iter().chain(facts) {
                self.shown_plain(&key);
                self.asked_by_manifest(&key);
            }
            for code in &panel.codes {
                self.asked_by_manifest(&panel.code(code));
            }
        }
        let after_sending: Vec<String> = self.tile.manifest.keys_after_sending().map(str::to_owned).collect();
        for key in after_sending {
            self.asked_by_manifest(&key);
            self.used.insert(format!("{key}-detail"));
        }
        if self.tile.manifest.status.as_ref().is_some_and(|status| status.withdrawal.is_some()) {
            self.shown_plain("withdrawal-lead");
            self.used.insert("withdrawal-lead".to_owned());
        }
        for key in (1..).map(|place| format!("next-{place}")).take_while(|key| self.defined.contains_key(key))
        {
            self.shown_plain(&key);
            self.used.insert(key);
        }
    }

    /// The words of questions that are asked no more: for those who answered them.
    fn of_dropped(&mut self) {
        let rules = self.tile.manifest.form.iter();
        let dropped: Vec<_> =
            rules.flat_map(|rules| &rules.migrations).flat_map(|migration| &migration.drop).collect();
        for id in dropped {
            self.asked_by_manifest(&format!("{id}-label"));
            let own = format!("{id}-");
            self.used.extend(self.defined.keys().filter(|key| key.starts_with(&own)).cloned());
        }
    }

    fn asked_by_manifest(&mut self, key: &str) {
        self.used.insert(key.to_owned());
        if !self.defined.contains_key(key) {
            let message = self.missing(key);
            self.findings.push(self.manifest.finding(&format!("\"{key}\""), message));
        }
    }

    fn missing(&self, key: &str) -> String {
        match nearest(key, self.defined.keys().map(String::as_str)) {
            Some(name) => format!("`{key}` has no words in locales/; did you mean `{name}`?"),
            None => format!("`{key}` has no words in locales/"),
        }
    }

    fn of_form(&mut self, form: Option<&Form>) {
        let Some(form) = form else { return };
        for page in form.pages() {
            self.of_page(page);
            for field in page.fields.iter().flat_map(Field::and_inner) {
                self.of_field(field);
            }
        }
        for section in form.sections() {
            let id = section.id.as_str();
            self.needed(id, &section.title, &format!("{id}-section"));
        }
    }

    fn of_page(&mut self, page: &Page) {
        let id = page.id.as_str();
        self.needed(id, &page.title, &format!("{id}-title"));
        self.optional(id, &page.lead, &format!("{id}-lead"));
    }

    fn of_field(&mut self, field: &Field) {
        let id = field.id.as_str();
        if matches!(field.kind, FieldKind::Info) {
            self.needed(id, &field.hint, &format!("{id}-hint"));
            self.optional(id, &field.label, &format!("{id}-label"));
        } else {
            self.needed(id, &field.label, &format!("{id}-label"));
            self.optional(id, &field.hint, &format!("{id}-hint"));
        }
        self.optional(id, &field.help, &format!("{id}-help"));
        for option in field.options() {
            let label = field.option_label(option.as_str());
            self.needed(id, &label, &label);
            let hint = field.option_hint(option.as_str());
            self.optional(id, &hint, &hint);
        }
        if field.group().is_some() {
            self.of_group(field);
        }
        self.own_errors(id);
        if field.prefill.is_some_and(|claim| !self.tile.manifest.permissions.claims.contains(&claim)) {
            self.in_form(id, format!("`{id}` is filled from a claim that [permissions] does not ask for"));
        }
    }

    /// What an entry of a group is called, with `$number` in it, and the button that adds one.
    fn of_group(&mut self, group: &Field) {
        let id = group.id.as_str();
        self.needed(id, &group.add_key(), &group.add_key());
        let key = group.entry_key();
        let Some((file, line)) = self.defined.get(&key).cloned() else {
            let message = self.missing(&key);
            return self.in_form(id, message);
        };
        self.used.insert(key.clone());
        if Locale::ALL.iter().any(|locale| !tells_apart(self.tile, *locale, group)) {
            let message =
                format!("`{key}` tells entries apart by `{{ $number }}`, and has no other variable");
            self.findings.push(Finding::new(file, message).at(Some(line)));
        }
    }

    /// The tile's own words for what may be wrong with a field: `{field}-error-required`. Their
    /// variables are those of the portal's words.
    fn own_errors(&mut self, id: &str) {
        let start = format!("{id}-error-");
        for key in self.defined.keys().filter(|key| key.starts_with(&start)) {
            let of_portal = key.strip_prefix(&format!("{id}-")).unwrap_or_default();
            if self.portal.has(Locale::Fr, of_portal) {
                self.used.insert(key.clone());
            }
        }
    }

    /// A word that the form cannot do without. Usual keys of two things may clash (option `b-label`
    /// of `a`, label of `a-b`); a key that the definition names itself may serve twice.
    fn needed(&mut self, id: &str, key: &str, usual: &str) {
        if !self.defined.contains_key(key) {
            let message = self.missing(key);
            self.in_form(id, message);
            return;
        }
        self.shown_plain(key);
        if !self.used.insert(key.to_owned()) && key == usual {
            self.in_form(id, format!("`{key}` stands for two things: choose another id or option"));
        }
    }

    /// A word that may be absent, unless the definition names it in place of the usual key.
    fn optional(&mut self, id: &str, key: &str, usual: &str) {
        if key != usual || self.defined.contains_key(key) {
            self.needed(id, key, usual);
        }
    }

    /// A word shown as it is: it may have no variable.
    fn shown_plain(&mut self, key: &str) {
        let Some((file, line)) = self.defined.get(key) else { return };
        if self.tile.word(Locale::Fr, key).contains("{$") {
            let message = format!("`{key}` has a variable that nothing fills");
            self.findings.push(Finding::new(file.as_str(), message).at(Some(*line)));
        }
    }

    fn in_form(&mut self, id: &str, message: String) {
        let Some(sheet) = &self.form else { return };
        let finding = sheet.finding(&format!("\"id\": \"{id}\""), message);
        self.findings.push(finding);
    }

    fn left_over(&mut self) {
        for (key, (file, line)) in self.defined {
            let term = key.starts_with('-');
            if !term && !self.used.contains(key) {
                let message = format!("`{key}` is shown nowhere");
                self.findings.push(Finding::new(file.as_str(), message).at(Some(*line)));
            }
        }
    }
}
