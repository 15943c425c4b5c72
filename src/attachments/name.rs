//! Names of files: kept as they were given, shown and downloaded without what could mislead a reader
//! or a machine (ASVS 12.3.1, 12.3.4).

use axum::http::HeaderValue;

use super::content::Kind;

/// The longest name kept, in bytes: what file systems take.
const LONGEST: usize = 255;

/// The name as it is kept: at most 255 bytes, of which its end stays.
#[must_use]
pub fn kept(given: &str) -> String {
    let (stem, end) = given.rsplit_once('.').filter(|(_, end)| end.len() < 20).unwrap_or((given, ""));
    let room = LONGEST - if end.is_empty() { 0 } else { end.len() + 1 };
    let stem: String = fitting(stem, room);
    if end.is_empty() { stem } else { format!("{stem}.{end}") }
}

/// The first characters of a text that fit in so many bytes.
fn fitting(text: &str, bytes: usize) -> String {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let end = ends.take_while(|end| *end <= bytes).last().unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}

/// The name as it is shown: its last part if it is a path, without what cannot be seen, turns the
/// direction of the text, or hides the end.
#[must_use]
pub fn shown(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String =
        last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_seen(*c)).collect();
    let words: Vec<&str> = seen.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_start_matches('.').trim_end_matches(['.', ' ']).to_owned()
}

/// Whether a character is one: no control, no mark of direction, nothing without width.
fn is_seen(c: char) -> bool {
    let unseen = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e01ef}');
    !unseen && !c.is_control()
}

/// Whether the name ends as such files' names do.
#[must_use]
pub fn fits(given: &str, kind: Kind) -> bool {
    let shown = shown(given);
    let end = shown.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    end.is_some_and(|end| kind.extensions().contains(&end.as_str()))
}

/// The header with which the file is downloaded under its name (RFC 6266, RFC 8187): always to be
/// saved, never shown; its end is that of its content.
#[must_use]
pub fn disposition(given: &str, kind: Kind) -> HeaderValue {
    let shown = shown(given);
    let stem = shown.rsplit_once('.').map_or(shown.as_str(), |(stem, _)| stem);
    // What file systems refuse or treat apart.
    let stem: String = stem.chars().map(|c| if "<>:\"|?*;%".contains(c) { '_' } else { c }).collect();
    let stem = stem.trim().trim_end_matches('.');
    let stem = if is_reserved(stem) { format!("_{stem}") } else { stem.to_owned() };
    let end = kind.extensions().first().copied().unwrap_or_default();
    let plain: String =
        stem.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let coded: String = stem.bytes().map(percent).collect();
    let text = format!("attachment; filename=\"{plain}.{end}\"; filename*=UTF-8''{coded}.{end}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Names that Windows keeps for devices; and none at all.
fn is_reserved(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered =
        |device: &str| base.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    stem.is_empty()
        || matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered("COM")
        || numbered("LPT")
}

/// A byte as RFC 8187 §3.2.1 writes it.
fn percent(byte: u8) -> String {
    let plain = byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_shown_without_what_misleads() {
        for (given, expected) in [
            ("Relevé d’hôpital.pdf", "Relevé d’hôpital.pdf"),
            ("C:\\Users\\a\\scan.PDF", "scan.PDF"),
            ("../../etc/passwd.png", "passwd.png"),
            ("photo\u{202e}gnp.exe.jpg", "photognp.exe.jpg"),
            ("a\r\nSet-Cookie: x\0.pdf", "a Set-Cookie: x.pdf"),
            ("  .hidden . .pdf. ", "hidden . .pdf"),
            ("\u{200b}\u{feff}", ""),
        ] {
            assert_eq!(shown(given), expected, "{given:?}");
        }
    }

    #[test]
    fn downloads_have_a_name_and_an_end_of_our_choosing() {
        for (given, expected) in [
            ("facture.bat", "attachment; filename=\"facture.pdf\"; filename*=UTF-8''facture.pdf"),
            ("é\"; x=.jpg", "attachment; filename=\"___ x=.pdf\"; filename*=UTF-8''%C3%A9__%20x%3D.pdf"),
            ("CON.pdf", "attachment; filename=\"_CON.pdf\"; filename*=UTF-8''_CON.pdf"),
            ("\r\n", "attachment; filename=\"_.pdf\"; filename*=UTF-8''_.pdf"),
        ] {
            assert_eq!(disposition(given, Kind::Pdf).to_str().unwrap(), expected, "{given:?}");
        }
    }

    #[test]
    fn the_end_of_a_name_must_be_its_contents() {
        assert!(fits("A.PDF", Kind::Pdf) && fits("photo.jpeg", Kind::Jpeg) && fits("photo.JPG", Kind::Jpeg));
        assert!(!fits("a.pdf", Kind::Jpeg) && !fits("pdf", Kind::Pdf) && !fits("a.pdf.exe", Kind::Pdf));
    }

    proptest! {
        #[test]
        fn any_name_is_fit_to_keep_to_show_and_to_download(given in any::<String>(), long in 0_usize..400) {
            let given = format!("{}{given}.pdf", "é".repeat(long));
            let name = kept(&given);
            prop_assert!(name.len() <= LONGEST);
            prop_assert_eq!(name.rsplit('.').next(), Some("pdf"));
            let misleads = |c: char| c.is_control() || matches!(c, '/' | '\\' | '\u{202e}');
            prop_assert!(!shown(&name).chars().any(misleads));
            let header = disposition(&name, Kind::Pdf);
            prop_assert!(header.to_str().unwrap().matches('"').count() == 2);
        }
    }
}
