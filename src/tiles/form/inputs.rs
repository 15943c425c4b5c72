//! What was typed, kept as it was typed: answers come out of it only when they are checked, so
//! that nothing is lost to a mistake.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{Field, FieldId, FieldKind, PageId};

/// The longest text kept of one input, in characters: over every limit a form may set.
pub const LONGEST: usize = 20_000;

/// Under this name, no field's, stands which pages were answered and left by "continue".
pub(super) const PASSED: &str = ".passed";

/// What was typed, by the input's name: `name`, `birth.day`, `contact` with several values. In
/// NFC, trimmed, without control characters. The same in both languages. A group has the names of
/// its entries under its own, and what was typed in them under `children.3f9c2a71d0.given-name`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inputs(BTreeMap<String, Vec<String>>);

impl Inputs {
    /// Whether nothing is typed yet: a draft begins at the first answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was typed in an input; empty when nothing was.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// Every value of an input that takes several.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// All inputs with something in them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// Whether the page was answered and left by "continue".
    #[must_use]
    pub fn passed(&self, page: &PageId) -> bool {
        self.all(PASSED).iter().any(|passed| passed == page.as_str())
    }

    /// Notes that the page was answered and left by "continue".
    pub fn pass(&mut self, page: &PageId) {
        if !self.passed(page) {
            self.0.entry(PASSED.to_owned()).or_default().push(page.to_string());
        }
    }

    /// Everything typed in any input of a field.
    pub(super) fn of_field(&self, field: &FieldId) -> Vec<&str> {
        let of = |name: &str| name.split('.').next() == Some(field.as_str());
        self.0
            .iter()
            .filter(|(name, _)| of(name))
            .flat_map(|(_, values)| values)
            .map(String::as_str)
            .collect()
    }

    /// Puts a value of ours in place, such as a claim.
    pub(super) fn set(&mut self, name: String, text: &str) {
        self.put(name, vec![clean_line(text)]);
    }

    /// Takes what a posted form has for one input of a field.
    pub(super) fn take<'a>(&mut self, name: &str, typed: impl Iterator<Item = &'a str>, field: &Field) {
        if matches!(field.kind, FieldKind::File { .. }) {
            // Names of files are the portal's to say.
            return;
        }
        let (most, lines, ticked) = match &field.kind {
            FieldKind::Choices { options, .. } => (options.len(), false, true),
            FieldKind::Declaration => (1, false, true),
            FieldKind::Textarea(_) => (1, true, false),
            _ => (1, false, false),
        };
        let clean = if lines { clean_lines } else { clean_line };
        let values: Vec<String> = typed.take(most).map(clean).collect();
        if ticked || !values.is_empty() {
            self.put(name.to_owned(), values);
        }
    }

    pub(super) fn extend(&mut self, inputs: impl IntoIterator<Item = (String, Vec<String>)>) {
        for (name, values) in inputs {
            self.put(name, values);
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    /// Puts the names of a field's files in place.
    pub(super) fn set_files(&mut self, name: String, files: Vec<String>) {
        self.put(name, files);
    }

    fn put(&mut self, name: String, mut values: Vec<String>) {
        values.retain(|value| !value.is_empty());
        if values.is_empty() {
            self.0.remove(&name);
        } else {
            self.0.insert(name, values);
        }
    }
}

impl FromIterator<(String, Vec<String>)> for Inputs {
    fn from_iter<I: IntoIterator<Item = (String, Vec<String>)>>(inputs: I) -> Self {
        let mut all = Self::default();
        all.extend(inputs);
        all
    }
}

/// Names only: what people type stays out of logs.
impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// One line of text: every run of white space becomes one space.
fn clean_line(typed: &str) -> String {
    let kept = typed.chars().filter_map(|c| keep(if is_break(c) { ' ' } else { c }));
    let text: String = kept.nfc().take(LONGEST).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Several lines of text, each ended by a line feed, whatever the browser sent.
fn clean_lines(typed: &str) -> String {
    let unix = typed.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = unix.chars().filter_map(keep).nfc().take(LONGEST).collect();
    text.trim().to_owned()
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Drops what cannot be seen and can mislead a reader or a back-end: control characters, marks
/// that turn the direction of text, and characters of no width.
fn keep(c: char) -> Option<char> {
    let unseen = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    match c {
        '\n' => Some('\n'),
        _ if is_break(c) => Some(' '),
        _ if unseen || c.is_control() => None,
        _ => Some(c),
    }
}
