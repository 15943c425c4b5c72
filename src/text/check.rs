//! Are the words complete, and do they read as they should? What `parvis text check` looks at:
//! both languages say the same things with the same variables, every message shown exists and
//! every message that exists is shown, and French and English follow their own typography.

mod code;
mod messages;
mod prose;
mod templates;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Locale;
use crate::finding::{Finding, nearest};
use messages::{Message, Messages, variables_of};

/// A file's name, as findings show it, and its text.
pub type File = (String, String);

/// What the portal's words are checked against.
#[derive(Debug, Default)]
pub struct House {
    /// `locales/fr-CA/*.ftl`
    pub fr: Vec<File>,
    /// `locales/en-CA/*.ftl`
    pub en: Vec<File>,
    /// `templates/**/*.html`
    pub templates: Vec<File>,
    /// `src/**/*.rs`
    pub code: Vec<File>,
}

/// Checks two languages against each other, for a tile as for the portal: missing messages,
/// variables that differ, English left in French, typography, markup, notices that say too much.
#[must_use]
pub fn languages(fr: &[File], en: &[File]) -> Vec<Finding> {
    compared(fr, en).0
}

/// Every message that these files define: its key, and the file and line where it stands.
#[must_use]
pub fn defined(files: &[File]) -> BTreeMap<String, (String, usize)> {
    let messages = messages::read(files, &mut Vec::new());
    messages.into_iter().map(|(key, message)| (key, (message.file, message.line))).collect()
}

/// Checks the portal's words and where they are used.
#[must_use]
pub fn house(house: &House) -> Vec<Finding> {
    let (mut findings, fr, en) = compared(&house.fr, &house.en);
    let mut used = Used { fr: &fr, en: &en, keys: BTreeSet::new(), findings: Vec::new() };
    used.by_templates(&house.templates);
    used.by_code(&house.code);
    used.by_one_another();
    for (key, message) in fr.iter().filter(|(key, _)| !used.keys.contains(key.as_str())) {
        used.findings.push(at(message, format!("`{key}` is shown nowhere")));
    }
    findings.append(&mut used.findings);
    findings.sort();
    findings
}

/// Checks the working copy in `root`: the portal's words, then those of each tile in `tiles/`,
/// and the pages of Markdown of both.
///
/// # Errors
/// When a file cannot be read.
pub fn folder(root: &Path) -> std::io::Result<Vec<Finding>> {
    let read = |folder: &str, extension: &str| files(root, &root.join(folder), extension);
    let mut findings = house(&House {
        fr: read("locales/fr-CA", "ftl")?,
        en: read("locales/en-CA", "ftl")?,
        templates: read("templates", "html")?,
        code: read("src", "rs")?,
    });
    findings.extend(prose::faults(&[read("content", "md")?, read("tiles", "md")?].concat()));
    let tiles = root.join("tiles");
    if tiles.is_dir() {
        for tile in sorted(&tiles)?.iter().filter(|path| path.is_dir()) {
            let read = |locale: Locale| files(root, &tile.join("locales").join(locale.prefix()), "ftl");
            findings.extend(languages(&read(Locale::Fr)?, &read(Locale::En)?));
        }
    }
    Ok(findings)
}

fn files(root: &Path, folder: &Path, extension: &str) -> std::io::Result<Vec<File>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for path in sorted(folder)? {
        if path.is_dir() {
            found.extend(files(root, &path, extension)?);
        } else if path.extension().is_some_and(|of_file| of_file == extension) {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            found.push((name, std::fs::read_to_string(&path)?));
        }
    }
    Ok(found)
}

fn sorted(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn at(message: &Message, what: String) -> Finding {
    Finding::new(message.file.as_str(), what).at(Some(message.line))
}

fn compared(fr: &[File], en: &[File]) -> (Vec<Finding>, Messages, Messages) {
    let mut findings = Vec::new();
    let fr = messages::read(fr, &mut findings);
    let en = messages::read(en, &mut findings);
    for (locale, here, there) in [(Locale::Fr, &fr, &en), (Locale::En, &en, &fr)] {
        for (key, message) in here {
            if !there.contains_key(key) {
                findings.push(at(message, format!("`{key}` has no words in {}", locale.other().tag())));
            }
            for reference in message.references.iter().filter(|name| !here.contains_key(name.as_str())) {
                findings.push(at(message, format!("`{key}` refers to `{reference}`, which does not exist")));
            }
            let faults = wording::faults(locale, key, message, here);
            findings.extend(faults.into_iter().map(|fault| at(message, format!("`{key}` {fault}"))));
        }
    }
    for (key, english) in &en {
        if let Some(french) = fr.get(key) {
            findings.extend(differences(key, (french, &fr), (english, &en)));
        }
    }
    findings.sort();
    (findings, fr, en)
}

/// What is wrong between the two languages' words for one key.
fn differences(key: &str, fr: (&Message, &Messages), en: (&Message, &Messages)) -> Vec<Finding> {
    let mut findings = Vec::new();
    let variables = [variables_of(fr.1, key), variables_of(en.1, key)];
    let [in_french, in_english] = &variables;
    for name in in_french.symmetric_difference(in_english) {
        let (message, missing) = if in_french.contains(name) { (en.0, "French") } else { (fr.0, "English") };
        findings.push(at(message, format!("`{key}` leaves out `${name}`, which the {missing} has")));
    }
    let says_something = |sentence: &String| sentence.chars().any(char::is_alphabetic);
    let same = fr.0.sentences == en.0.sentences && en.0.sentences.iter().any(says_something);
    if same && !fr.0.same && !en.0.same {
        let what =
            format!("`{key}` is the same in English as in French; if so it must be, say it: `# same` above");
        findings.push(at(en.0, what));
    }
    findings
}

/// What is known so far of the keys in use.
struct Used<'h> {
    fr: &'h Messages,
    en: &'h Messages,
    keys: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Used<'_> {
    fn by_templates(&mut self, templates: &[File]) {
        for (file, source) in templates {
            for found in templates::uses(source) {
                let wrong = match found.what {
                    templates::What::Key { key, filled } => {
                        self.key(&key).or_else(|| self.filled(&key, &filled))
                    }
                    templates::What::Prefix(prefix) => self.prefix(&format!("{prefix}-")),
                    templates::What::NotLiteral => Some(
                        "shows a message whose key is not written here; use t_enum(\"prefix\", value)"
                            .to_owned(),
                    ),
                };
                self.findings.extend(wrong.map(|what| Finding::new(file, what).at(Some(found.line))));
            }
        }
    }

    fn by_code(&mut self, code: &[File]) {
        for (file, source) in code.iter().filter(|(file, _)| !file.ends_with("tests.rs")) {
            for mention in code::mentions(source) {
                let wrong = match mention.what {
                    code::What::Asked(key) => self.key(&key),
                    code::What::Literal(text) => {
                        if self.exists(&text) {
                            self.keys.insert(text);
                        }
                        None
                    }
                    code::What::Declared(key) => match key.strip_suffix('*') {
                        Some(prefix) => self.prefix(prefix),
                        None => self.key(&key),
                    },
                };
                self.findings.extend(wrong.map(|what| Finding::new(file, what).at(Some(mention.line))));
            }
        }
    }

    /// Messages and terms shown within other messages.
    fn by_one_another(&mut self) {
        for message in self.fr.values().chain(self.en.values()) {
            self.keys.extend(message.references.iter().cloned());
        }
    }

    fn exists(&self, key: &str) -> bool {
        self.fr.contains_key(key) || self.en.contains_key(key)
    }

    fn key(&mut self, key: &str) -> Option<String> {
        if self.exists(key) {
            self.keys.insert(key.to_owned());
            return None;
        }
        let meant = nearest(key, self.fr.keys().map(String::as_str));
        let meant = meant.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        Some(format!("`{key}` has no words{meant}"))
    }

    fn prefix(&mut self, prefix: &str) -> Option<String> {
        let keys: Vec<&String> = self.fr.keys().filter(|key| key.starts_with(prefix)).collect();
        let none = keys.is_empty();
        self.keys.extend(keys.into_iter().cloned());
        none.then(|| format!("no message begins with `{prefix}`"))
    }

    fn filled(&self, key: &str, filled: &BTreeSet<String>) -> Option<String> {
        let needed: BTreeSet<&str> = variables_of(self.fr, key);
        let filled: BTreeSet<&str> = filled.iter().map(String::as_str).collect();
        let missing = needed.difference(&filled).next().map(|name| format!("`{key}` needs `{name}=…`"));
        missing.or_else(|| {
            filled.difference(&needed).next().map(|name| format!("`{key}` has no variable `${name}`"))
        })
    }
}
