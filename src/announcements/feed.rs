//! The news as an Atom feed (RFC 4287), one for each language: what everyone may read, and nothing that depends
//! on who asks.

use std::fmt::Write as _;

use super::pages::word;
use super::{Audience, Published};
use crate::clock::Micros;
use crate::text::Locale;
use url::Url;

/// The media type of a feed.
pub(super) const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// What a feed says of itself.
pub(super) struct Head<'a> {
    /// The portal's address.
    pub public_url: &'a Url,
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub author: &'a str,
    /// When there is no entry: now.
    pub now: Micros,
}

/// The feed of what everyone is shown.
pub(super) fn document(head: &Head, locale: Locale, shown: &[Published]) -> String {
    let address = format!("{}{locale}/{}", head.public_url, word(locale));
    let open: Vec<&Published> =
        shown.iter().filter(|one| one.notice.audience == Audience::Everyone).collect();
    let updated = open.iter().map(|one| changed(one)).max().unwrap_or(head.now);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{address}</id>\n<title>{}</title>\n\
         <updated>{}</updated>\n<author><name>{}</name></author>\n<link rel=\"alternate\" type=\"text/html\" \
         href=\"{address}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{address}/atom.xml\"/>\n",
        locale.tag(),
        text(&head.title),
        stamp(updated),
        text(head.author),
    );
    for one in open {
        entry(&mut xml, &address, locale, one);
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(xml: &mut String, address: &str, locale: Locale, one: &Published) {
    let _ = write!(
        xml,
        "<entry>\n<id>urn:uuid:{id}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" \
         href=\"{address}/{id}\"/>\n<published>{}</published>\n<updated>{}</updated>\n\
         <content type=\"html\">{}</content>\n</entry>\n",
        text(one.notice.title.get(locale)),
        stamp(one.begins()),
        stamp(changed(one)),
        text(one.html(locale)),
        id = one.id,
    );
}

fn changed(one: &Published) -> Micros {
    one.corrected_at.map_or_else(|| one.begins(), |corrected| corrected.max(one.begins()))
}

fn stamp(at: Micros) -> String {
    Micros::from_seconds(at.seconds()).rfc3339()
}

/// A text as XML holds it. Characters that XML 1.0 has no place for are left out.
fn text(plain: &str) -> String {
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::announcements::Notice;
    use crate::id::AnnouncementId;
    use crate::text::{Bilingual, markdown};
    use crate::web::views::{HOSTILE, SAMPLE_TIME};

    fn published(audience: Audience) -> Published {
        let both = |text: &str| Bilingual { fr: text.to_owned(), en: text.to_owned() };
        let notice = Notice {
            title: both(HOSTILE),
            text: both("Dès **lundi** & après\u{7}."),
            from: None,
            until: None,
            audience,
            important: false,
            send: false,
        };
        let html = Locale::ALL.map(|locale| markdown::to_html(notice.text.get(locale)));
        let id = AnnouncementId(uuid::Uuid::from_u128(7));
        Published { id, edition: 1, published_at: SAMPLE_TIME, corrected_at: None, notice, html }
    }

    fn feed(shown: &[Published]) -> String {
        let public_url: Url = "https://portal.example.ca/".parse().unwrap();
        let head =
            Head { public_url: &public_url, title: "Nouvelles".into(), author: "Parvis", now: SAMPLE_TIME };
        document(&head, Locale::Fr, shown)
    }

    #[test]
    fn what_was_written_is_text_in_it_and_never_markup() {
        let xml = feed(&[published(Audience::Everyone)]);
        assert!(!xml.contains("<script>") && !xml.contains('\u{7}'), "{xml}");
        assert!(xml.contains("&lt;strong&gt;lundi&lt;/strong&gt; &amp;amp; après"), "{xml}");
        assert!(xml.contains("<updated>2026-11-22T19:05:00Z</updated>"), "{xml}");
        assert!(xml.contains("href=\"https://portal.example.ca/fr/nouvelles/atom.xml\""), "{xml}");
    }

    #[test]
    fn what_is_not_for_everyone_is_not_in_it() {
        let xml = feed(&[published(Audience::SignedIn)]);
        assert!(!xml.contains("<entry>") && xml.contains("<updated>"), "{xml}");
    }
}
