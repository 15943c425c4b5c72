//! Words as they are searched by: small letters without accents, so that whoever types `hopital` finds
//! « Hôpitaux » too.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Shorter words tell nothing: `le`, `of`, `à`.
const SHORTEST: usize = 3;
/// Words of both languages that every text has.
const EVERYWHERE: [&str; 38] = [
    "and", "are", "aux", "avec", "but", "can", "ces", "cette", "dans", "des", "elle", "est", "for", "have",
    "les", "leur", "mais", "mes", "mon", "nos", "notre", "nous", "our", "par", "pas", "pour", "que", "qui",
    "sont", "sur", "that", "the", "this", "une", "vos", "votre", "vous", "with",
];

/// The text in small letters without accents.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect::<String>().replace('œ', "oe").replace('æ', "ae")
}

/// The words of a text that tell what it is about: each once, folded, and in the singular where a last
/// letter says so.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST);
    words.filter(|word| !EVERYWHERE.contains(word)).map(singular).collect()
}

fn singular(word: &str) -> String {
    let long = word.chars().count() > SHORTEST;
    let stem = word.strip_suffix("aux").map(|stem| format!("{stem}al"));
    let stem = stem.or_else(|| word.strip_suffix(['s', 'x']).map(str::to_owned));
    stem.filter(|_| long).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_plurals_do_not_matter() {
        assert_eq!(words("Les HÔPITAUX"), words("l’hôpital"));
        assert_eq!(words("Cœurs"), words("coeur"));
        assert_eq!(words("rendez-vous"), words("Rendez vous"));
        assert_eq!(fold("Ça, là-bas"), "ca, la-bas");
    }

    #[test]
    fn words_that_every_text_has_tell_nothing() {
        assert!(words("dans les … à la, of the").is_empty());
        assert_eq!(words("bus bus BUS").len(), 1);
    }

    #[test]
    fn the_list_is_folded_itself() {
        assert!(EVERYWHERE.is_sorted() && EVERYWHERE.iter().all(|word| fold(word) == **word));
    }
}
