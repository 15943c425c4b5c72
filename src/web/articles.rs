//! The portal's own pages of text, written in Markdown under `content/{fr,en}/`.

use include_dir::{Dir, include_dir};
use pulldown_cmark::{Options, Parser, html};

use super::views::Article;
use crate::text::Locale;

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The article of that name, such as `privacy`, in that language. `None` when there is none.
///
/// Its first line is its title, as `# Title`. The text is ours and embedded, so it is not sanitised.
#[must_use]
pub fn article(locale: Locale, name: &str) -> Option<Article> {
    let source = CONTENT.get_file(format!("{locale}/{name}.md"))?.contents_utf8()?;
    let (first, rest) = source.split_once('\n')?;
    let mut html = String::new();
    html::push_html(&mut html, Parser::new_ext(rest, Options::ENABLE_TABLES));
    Some(Article { title: first.trim_start_matches('#').trim().to_owned(), html })
}

/// The names of all articles: each is a page `/{name}`, or stands on one.
pub const NAMES: [&str; 4] = ["help", "contact", "privacy", "accessibility"];
/// Those that are a page by themselves.
pub const PAGES: [&str; 2] = ["privacy", "accessibility"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_there_in_both_languages_with_the_same_headings() {
        for name in NAMES {
            let [fr, en] = Locale::ALL.map(|locale| article(locale, name).unwrap());
            let headings = |article: &Article| article.html.matches("<h2>").count();
            assert_ne!(fr.title, en.title, "{name}");
            assert_eq!(headings(&fr), headings(&en), "{name}");
            assert!(headings(&fr) >= 2, "{name}");
        }
        assert!(article(Locale::Fr, "../fr/help").is_none());
    }
}
