//! Words as they are compared: without accents, capitals and ligatures, so that whoever types `cote` finds `côté`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a text: where it stands, and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// As it is compared.
    pub folded: String,
}

/// The words of a text, in their order. An apostrophe ends one: *l’aide* is *l* and *aide*.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (start.is_some() && is_combining_mark(c));
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                let folded = text.get(from..at).map(fold).unwrap_or_default();
                words.push(Word { start: from, end: at, folded });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// A word as it is compared.
pub(super) fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(word.len());
    for c in plain {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_ligatures_do_not_count() {
        let cases = [
            ("Démarche", "demarche"),
            ("ŒUVRE", "oeuvre"),
            ("cœur", "coeur"),
            ("e\u{301}te\u{301}", "ete"),
            ("ﬁn", "fin"),
        ];
        for (word, folded) in cases {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "L’été, «\u{a0}e\u{301}te\u{301}\u{a0}»!";
        let found: Vec<(&str, String)> = words(text)
            .into_iter()
            .map(|word| (text.get(word.start..word.end).unwrap(), word.folded))
            .collect();
        let expected = [("L", "l"), ("été", "ete"), ("e\u{301}te\u{301}", "ete")];
        assert_eq!(found, expected.map(|(word, folded)| (word, folded.to_owned())));
        assert!(words("").is_empty() && words("…\u{301}").is_empty());
    }
}
