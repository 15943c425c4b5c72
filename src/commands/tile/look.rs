//! A look at a tile that someone works on: is it sound, and what else should its team know?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use serde_json::Value;

use crate::demo::{Report, example_file};
use crate::finding::{Finding, line_of};
use crate::panels::Reply;
use crate::text::markdown::barriers;
use crate::text::{Bilingual, Locale, Text};
use crate::tiles::form::Form;
use crate::tiles::manifest::NoJs;
use crate::tiles::{Files, Tile};

/// What a look found.
pub(super) struct Look {
    /// The tile and its files, when it is sound.
    pub sound: Option<(Arc<Tile>, Files)>,
    /// What is wrong with it, and what could be better.
    pub report: Report,
}

impl Look {
    /// Looks at the tile in `folder`.
    pub fn at(folder: &Path, portal: &Arc<Text>) -> Self {
        let read = Files::on_disk(folder).map_err(|finding| vec![finding]);
        match read.and_then(|files| Tile::read(&files, portal).map(|tile| (Arc::new(tile), files))) {
            Ok((tile, files)) => {
                let report = Report { findings: Vec::new(), advice: advice(&tile, &files) };
                Self { sound: Some((tile, files)), report }
            }
            Err(findings) => Self { sound: None, report: Report { findings, advice: Vec::new() } },
        }
    }
}

/// When each file was changed, and its length: what tells one state of a folder from the next.
pub(super) type Stamp = BTreeMap<PathBuf, (SystemTime, u64)>;

/// The stamp of a folder, passing over names that begin with a dot.
pub(super) fn stamp(folder: &Path) -> io::Result<Stamp> {
    let mut stamp = Stamp::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let about = entry.metadata()?;
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                stamp.insert(entry.path(), (about.modified()?, about.len()));
            }
        }
    }
    Ok(stamp)
}

/// What could be better: barriers in its pages and forms, examples that are missing or cannot be read.
fn advice(tile: &Tile, files: &Files) -> Vec<Finding> {
    let pages = pages(tile).into_iter().flat_map(|page| of_page(page, files));
    let forms = tile.form.iter().flat_map(|form| of_form(tile, form, files));
    pages.chain(forms).chain(missing_examples(tile, files)).chain(unfit_examples(tile, files)).collect()
}

/// The Markdown pages of a tile.
fn pages(tile: &Tile) -> Vec<&Bilingual> {
    let manifest = &tile.manifest;
    let no_js = manifest.app.as_ref().and_then(|app| match &app.no_js {
        NoJs::Content(pages) => Some(pages),
        NoJs::Form(_) | NoJs::Link(_) => None,
    });
    let help = Some(&manifest.tile.help);
    [help, manifest.content.as_ref(), manifest.fallback.as_ref(), no_js].into_iter().flatten().collect()
}

fn of_page(page: &Bilingual, files: &Files) -> Vec<Finding> {
    let in_language = |locale| {
        let path = page.get(locale);
        let found = files.text(path).map(barriers).unwrap_or_default();
        found.into_iter().map(|(line, message)| Finding::new(files.name(path), message).at(Some(line)))
    };
    Locale::ALL.into_iter().flat_map(in_language).collect()
}

/// Questions of one page that sound the same: who hears one cannot tell which it is (WCAG 2.2, SC 2.4.6).
fn of_form(tile: &Tile, form: &Form, files: &Files) -> Vec<Finding> {
    let definition = tile.manifest.form.as_ref().map_or("form.json", |rules| rules.definition.as_str());
    let source = files.text(definition).unwrap_or_default();
    let mut found = Vec::new();
    for page in form.pages() {
        for locale in Locale::ALL {
            let mut labels = BTreeSet::new();
            for field in &page.fields {
                let label = tile.label(locale, field);
                if !labels.insert(label.to_lowercase()) {
                    let message = format!("another question of this page is “{label}” too, in {locale}");
                    let line = line_of(source, &format!("\"{}\"", field.id.as_str()));
                    found.push(Finding::new(files.name(definition), message).at(line));
                }
            }
        }
    }
    found
}

/// The examples that `mock/` should hold for the calls of the tile.
fn missing_examples(tile: &Tile, files: &Files) -> Vec<Finding> {
    let (manifest, json) = (&tile.manifest, ["application/json".to_owned()]);
    let routes =
        manifest.routes.iter().map(|route| (&route.name, example_file(&route.name, &route.reply.types)));
    let panels = manifest.panels.iter().map(|panel| (&panel.name, example_file(&panel.name, &json)));
    let missing = routes.chain(panels).filter(|(_, path)| !files.contents().contains_key(path));
    let source = files.text("tile.toml").unwrap_or_default();
    let finding = |(name, path): (&String, String)| {
        let message = format!("`{path}` is missing: until it is there, this call answers 404 in the studio");
        Finding::new(files.name("tile.toml"), message).at(line_of(source, &format!("name = \"{name}\"")))
    };
    missing.map(finding).collect()
}

/// Examples that are no JSON, or that the portal would refuse as the answer for their panel.
fn unfit_examples(tile: &Tile, files: &Files) -> Vec<Finding> {
    let examples = files.contents().iter().filter_map(|(path, content)| {
        Some((path, path.strip_prefix("mock/")?.strip_suffix(".json")?, content))
    });
    let unfit = examples.filter_map(|(path, name, content)| {
        let example: Value = match serde_json::from_slice(content) {
            Ok(example) => example,
            Err(error) => {
                let finding = Finding::new(files.name(path), format!("this is no JSON: {error}"));
                return Some(finding.at(Some(error.line())));
            }
        };
        let panel = tile.manifest.panels.iter().find(|panel| panel.name == name)?;
        let message =
            "this does not fit its panel: the portal would take it for no answer (docs/contract.md)";
        Reply::read(panel, example).is_none().then(|| Finding::new(files.name(path), message))
    });
    unfit.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::releases::scaffold::{self, Kind};
    use crate::tiles::TileId;

    fn look(id: &str, changes: &[(&str, &str, &str)]) -> Report {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles").join(id);
        let mut contents = Files::on_disk(&folder).unwrap().contents().clone();
        for (path, passage, instead) in changes {
            let text =
                contents.remove(*path).map(|text| String::from_utf8(text).unwrap()).unwrap_or_default();
            assert!(text.contains(passage), "{path}: {passage}");
            contents.insert((*path).to_owned(), text.replacen(passage, instead, 1).into_bytes());
        }
        let files = Files::new(&id.parse().unwrap(), contents);
        let tile = Tile::read(&files, &Text::portal().unwrap()).unwrap();
        Report { findings: Vec::new(), advice: advice(&tile, &files) }
    }

    fn said(report: &Report) -> Vec<String> {
        report.advice.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn nothing_stands_in_the_way_in_the_samples() {
        for id in ["complaints", "surrogacy", "medical-assistance-in-dying"] {
            assert!(said(&look(id, &[])).is_empty(), "{:?}", said(&look(id, &[])));
        }
        let missing = said(&look("your-health", &[]));
        assert!(missing.iter().all(|one| one.contains("`mock/")), "{missing:?}");
    }

    #[test]
    fn nothing_stands_in_the_way_in_a_new_tile() {
        let id: TileId = "home-care".parse().unwrap();
        for kind in [Kind::Form, Kind::Content, Kind::App] {
            let files = scaffold::files(&id, kind).into_iter().map(|(path, text)| (path, text.into_bytes()));
            let files = Files::new(&id, files.collect());
            let tile = Tile::read(&files, &Text::portal().unwrap()).unwrap();
            assert_eq!(advice(&tile, &files), [], "{kind:?}");
        }
    }

    #[test]
    fn questions_that_sound_alike_are_told() {
        let alike =
            ("locales/en/form.ftl", "family-name-label = Last name", "family-name-label = first name");
        let found = said(&look("complaints", &[alike]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("complaints/form.json:") && found[0].contains("“first name”"),
            "{found:?}"
        );
    }

    #[test]
    fn an_example_fits_its_panel() {
        let fits = said(&look("your-health", &[("mock/appointments.json", "", r#"{"entries": []}"#)]));
        let misfits = said(&look("your-health", &[("mock/appointments.json", "", r#"{"facts": []}"#)]));
        let broken = said(&look("your-health", &[("mock/appointments.json", "", "{\n")]));
        let about = |all: &[String]| all.iter().find(|one| one.contains("/mock/appointments.json")).cloned();
        assert_eq!(about(&fits), None);
        assert!(about(&misfits).unwrap().contains("does not fit"));
        assert!(about(&broken).unwrap().contains(".json:2: this is no JSON"), "{broken:?}");
    }
}
