//! Declared changes of a form lead from each older version to the one at hand.

use super::super::files::Files;
use super::super::form::{Field, FieldKind, Form};
use super::super::manifest::{Manifest, Migration};
use crate::finding::{Finding, line_of};

/// What is wrong with `[[form.migration]]`. `source` is the manifest's text, for lines.
pub(in crate::tiles) fn migrations(
    manifest: &Manifest,
    form: Option<&Form>,
    files: &Files,
    source: &str,
) -> Vec<Finding> {
    let (Some(rules), Some(form)) = (&manifest.form, form) else { return Vec::new() };
    let mut checking = Checking {
        file: files.name("tile.toml"),
        source,
        form,
        all: &rules.migrations,
        findings: Vec::new(),
    };
    for (place, migration) in rules.migrations.iter().enumerate() {
        let version = manifest.tile.version;
        let after = rules.migrations.get(place + 1).map(|next| next.from);
        if migration.from >= version {
            checking.found(
                migration,
                format!("a change after {} comes before version {version}", migration.from),
            );
        }
        if after.is_some_and(|after| after <= migration.from) {
            checking
                .found(migration, "migrations stand in the order of their versions, each once".to_owned());
        }
        checking.renames(place, migration);
        checking.recodes(place, migration);
        checking.drops(migration);
    }
    checking.findings
}

struct Checking<'a> {
    file: String,
    source: &'a str,
    form: &'a Form,
    all: &'a [Migration],
    findings: Vec<Finding>,
}

impl Checking<'_> {
    fn found(&mut self, migration: &Migration, message: String) {
        let line = line_of(self.source, &format!("from = \"{}\"", migration.from));
        self.findings.push(Finding::new(self.file.as_str(), message).at(line));
    }

    fn field(&self, id: &str) -> Option<&Field> {
        self.form.fields().flat_map(Field::and_inner).find(|field| field.id.as_str() == id)
    }

    /// The id that a question has at last, after the migrations from `place` on.
    fn at_last<'b>(&'b self, place: usize, id: &'b str) -> &'b str {
        self.all.iter().skip(place).fold(id, |id, migration| migration.renamed(id))
    }

    fn is_dropped(&self, id: &str) -> bool {
        self.all.iter().any(|migration| migration.drop.iter().any(|dropped| dropped.as_str() == id))
    }

    fn renames(&mut self, place: usize, migration: &Migration) {
        for (old, new) in &migration.rename {
            let last = self.at_last(place + 1, new.as_str()).to_owned();
            let file = self.field(&last).is_some_and(|field| matches!(field.kind, FieldKind::File { .. }));
            if self.field(&last).is_none() && !self.is_dropped(&last) {
                self.found(migration, format!("`{old}` becomes `{last}`, which the form does not ask"));
            }
            if self.field(old.as_str()).is_some() {
                self.found(migration, format!("`{old}` becomes `{new}`, but the form still asks it"));
            }
            if migration.rename.values().filter(|one| *one == new).count() > 1 {
                self.found(migration, format!("two questions become `{new}`: one answer would be put aside"));
            }
            if file {
                self.found(migration, format!("`{last}` asks for files: it keeps its id"));
            }
        }
    }

    fn recodes(&mut self, place: usize, migration: &Migration) {
        for (id, codes) in &migration.recode {
            let last = self.at_last(place + 1, id.as_str()).to_owned();
            let later = self.all.get(place + 1..).unwrap_or_default();
            for (old, new) in codes {
                let code = later.iter().fold(new.as_str(), |code, one| one.recoded(id.as_str(), code));
                let known = self
                    .field(&last)
                    .is_some_and(|field| field.options().iter().any(|one| one.as_str() == code));
                if !known && !self.is_dropped(&last) {
                    let message =
                        format!("`{old}` of `{id}` becomes `{code}`, which is no option of `{last}`");
                    self.found(migration, message);
                }
            }
        }
    }

    fn drops(&mut self, migration: &Migration) {
        for id in &migration.drop {
            if self.field(id.as_str()).is_some() {
                self.found(migration, format!("`{id}` is dropped, but the form still asks it"));
            }
        }
    }
}
