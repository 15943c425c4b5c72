//! What is wrong with a tile, where, and how to mend it.

use std::fmt;

/// One thing wrong with a tile. Written in English: its reader is the team that makes the tile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the folder of all tiles: `complaints/form.json`.
    pub file: String,
    /// The line in that file, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Finding {
    /// A finding about a whole file.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("a\nb = 1\nc", "b ="), Some(2));
        assert_eq!(line_of("a", "z"), None);
        assert_eq!(line_at("a\nb\nc", 2), 2);
    }
}
