//! What is wrong in a file that people write (a tile, a form, words, settings), where, and how to
//! mend it.

use std::fmt;

/// One thing wrong in a file. Written in English: its reader is the team that made the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the folder that is checked: `complaints/form.json`.
    pub file: String,
    /// The line in that file, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do about it.
    pub message: String,
    /// Of words that are written without a file at hand: the same for whoever writes them.
    pub fault: Option<Box<Fault>>,
}

/// A fault in words, as a code: the portal has words for it in both languages, `fault-{word}` with `$about`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which.
    pub word: &'static str,
    /// The sign, the number or the passage that it is about.
    pub about: String,
    /// The same in a sentence, for the team that made the file.
    pub message: String,
}

impl Fault {
    /// A fault, and the sentence about it.
    pub fn new(word: &'static str, about: impl Into<String>, message: impl Into<String>) -> Self {
        Self { word, about: about.into(), message: message.into() }
    }
}

impl Finding {
    /// A finding about a whole file.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into(), fault: None }
    }

    /// A finding about a fault in words.
    pub fn of(file: impl Into<String>, fault: Fault) -> Self {
        Self { fault: Some(Box::new(fault.clone())), ..Self::new(file, fault.message) }
    }

    /// The same finding, at a line.
    #[must_use]
    pub fn at(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// The line, from 1, of the first appearance of `needle` in `text`.
#[must_use]
pub fn line_of(text: &str, needle: &str) -> Option<usize> {
    text.lines().position(|line| line.contains(needle)).map(|place| place + 1)
}

/// The line, from 1, of a byte offset in `text`.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The known name nearest to `wrong`, when one is near enough to be a slip of the hand or a name
/// cut short.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wrong.chars().count();
    let distance = |name: &&str| {
        let cut_short = length >= 3 && name.starts_with(wrong);
        if cut_short { 0 } else { strsim::damerau_levenshtein(wrong, name) }
    };
    let limit = (length / 2).min(3);
    known.into_iter().min_by_key(distance).filter(|name| distance(name) <= limit)
}

/// The message of serde about an unknown key or value, with the nearest known one added:
/// "unknown field `requird`, expected one of …; did you mean `required`?".
#[must_use]
pub fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown ").then(|| quoted.next()).flatten();
    match unknown.and_then(|wrong| nearest(wrong, quoted)) {
        Some(name) => format!("{message}; did you mean `{name}`?"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_gets_a_suggestion() {
        let message = "unknown field `requird`, expected one of `id`, `type`, `required`";
        assert!(with_suggestion(message).ends_with("; did you mean `required`?"));
        let short = "unknown variant `prod`, expected `demo` or `production`";
        assert!(with_suggestion(short).ends_with("; did you mean `production`?"));
        let far = "unknown field `colour`, expected one of `id`, `type`";
        assert_eq!(with_suggestion(far), far);
        assert_eq!(with_suggestion("missing field `id`"), "missing field `id`");
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("a\nb = 1\nc", "b ="), Some(2));
        assert_eq!(line_of("a", "z"), None);
        assert_eq!(line_at("a\nb\nc", 2), 2);
    }
}
