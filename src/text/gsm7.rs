//! The letters of text messages (3GPP TS 23.038 §6.2.1). A single one outside of them, such as `ê` or
//! `’`, cuts a message from 160 letters to 70.

/// Septets that fit into one message.
pub const SEGMENT: usize = 160;

/// The default alphabet, the escape left out.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension: an escape and a septet each.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How many septets a text takes; `None` when it holds a letter that is in neither table.
#[must_use]
pub fn septets(text: &str) -> Option<usize> {
    text.chars().map(|letter| if BASIC.contains(letter) { Some(1) } else { extended(letter) }).sum()
}

/// The first letter of a text that is in neither table.
#[must_use]
pub fn foreign(text: &str) -> Option<char> {
    text.chars().find(|letter| !BASIC.contains(*letter) && extended(*letter).is_none())
}

fn extended(letter: char) -> Option<usize> {
    EXTENDED.contains(letter).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_as_telephones_count_them() {
        assert_eq!(BASIC.chars().count(), 127, "the whole table but the escape");
        assert_eq!(septets("Québec à 9 h: @"), Some(15));
        assert_eq!(septets("[€]"), Some(6));
        for (text, letter) in [("fenêtre", 'ê'), ("l’été", '’'), ("a\u{a0}:", '\u{a0}'), ("ça", 'ç')]
        {
            assert_eq!((septets(text), foreign(text)), (None, Some(letter)));
        }
        assert_eq!(foreign("Ça va"), None, "Ç is there, ç is not");
    }
}
