//! What people search: every article and every service's help, cut into sections, held in memory.
//!
//! A word that is typed finds the words that begin with it. All of them must be found in a page; where no page has
//! them all, the pages that have most are better than none.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fold::{Word, words};
use crate::text::Locale;
use crate::tiles::Catalogue;
use crate::web::articles;

/// The longest search that is looked at, in characters; what follows is left out.
pub const LONGEST_SEARCH: usize = 100;
/// The most words of it.
const MOST_WORDS: usize = 8;
/// The most pages that are found.
const MOST_FOUND: usize = 20;
/// How much of a section is shown around what was found, in bytes.
const EXCERPT: usize = 220;

/// Words that say nothing by themselves: left out of a search that has others.
const STOP: &[&str] = &[
    "a", "an", "and", "are", "au", "aux", "can", "ce", "comment", "dans", "de", "des", "do", "du", "en",
    "est", "et", "for", "how", "i", "in", "is", "it", "j", "je", "l", "la", "le", "les", "ma", "mes", "mon",
    "my", "n", "of", "on", "or", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "ses", "son",
    "sur", "the", "to", "un", "une", "what", "where", "with", "you", "your",
];

/// Everything that is searched, in both languages.
#[derive(Debug, Default)]
pub(super) struct Index {
    fr: Vec<Document>,
    en: Vec<Document>,
}

/// One page of help.
#[derive(Debug)]
struct Document {
    href: String,
    title: String,
    title_words: Vec<Word>,
    sections: Vec<Section>,
}

/// A part of a page under one heading.
#[derive(Debug, Default)]
struct Section {
    heading: String,
    heading_words: Vec<Word>,
    text: String,
    words: Vec<Word>,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub href: String,
    pub title: String,
    /// The heading of the section that fits best; empty for a page's beginning.
    pub heading: String,
    /// What stands there, in pieces, each with whether it was searched for.
    pub excerpt: Vec<(String, bool)>,
}

/// What came of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub found: Vec<Found>,
    /// Whether no page has all the words: these have some.
    pub partly: bool,
}

impl Index {
    /// The portal's articles, and the help of every tile that is shown.
    pub fn of(catalogue: &Catalogue) -> Self {
        let [fr, en] = Locale::ALL.map(|locale| {
            let own = articles::NAMES.iter().filter_map(|name| {
                let article = articles::article(locale, name)?;
                Some(Document::new(format!("/{name}"), &article.title, "", &article.html))
            });
            let tiles = catalogue.iter().map(|tile| {
                let href = format!("/services/{}/help", tile.id());
                Document::new(href, tile.title(locale), tile.summary(locale), tile.help(locale))
            });
            own.chain(tiles).collect()
        });
        Self { fr, en }
    }

    /// The pages that fit what was typed, the best first.
    pub fn search(&self, locale: Locale, typed: &str) -> Outcome {
        let terms = terms(typed);
        if terms.is_empty() {
            return Outcome::default();
        }
        let documents = if locale == Locale::Fr { &self.fr } else { &self.en };
        let mut fits: Vec<(usize, u32, &Document)> = documents
            .iter()
            .map(|document| (document.found_terms(&terms), document.score(&terms), document))
            .filter(|(count, ..)| *count > 0)
            .collect();
        let most = fits.iter().map(|(count, ..)| *count).max().unwrap_or_default();
        fits.retain(|(count, ..)| *count == most);
        fits.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
        Outcome {
            found: fits.into_iter().take(MOST_FOUND).map(|(.., document)| document.found(&terms)).collect(),
            partly: most > 0 && most < terms.len(),
        }
    }
}

/// The words of a search, each once; those that say nothing only where there are no others.
fn terms(typed: &str) -> Vec<String> {
    let short: String = typed.chars().take(LONGEST_SEARCH).collect();
    let mut seen = BTreeSet::new();
    let all = words(&short).into_iter().map(|word| word.folded).filter(|word| seen.insert(word.clone()));
    let (empty, telling): (Vec<String>, Vec<String>) = all.partition(|word| STOP.contains(&word.as_str()));
    let chosen = if telling.is_empty() { empty } else { telling };
    chosen.into_iter().take(MOST_WORDS).collect()
}

/// How well a word fits the terms: as it is, or by its beginning.
fn fit(word: &Word, term: &str) -> u32 {
    if word.folded == term { 2 } else { u32::from(word.folded.starts_with(term)) }
}

fn best(words: &[Word], term: &str) -> u32 {
    words.iter().map(|word| fit(word, term)).max().unwrap_or_default()
}

impl Document {
    fn new(href: String, title: &str, summary: &str, html: &str) -> Self {
        let mut sections = sections(html);
        if let Some(first) = sections.first_mut().filter(|_| !summary.is_empty()) {
            first.text.insert_str(0, &format!("{summary} "));
        }
        for section in &mut sections {
            section.heading_words = words(&section.heading);
            section.words = words(&section.text);
        }
        Self { href, title: title.to_owned(), title_words: words(title), sections }
    }

    fn has(&self, term: &str) -> bool {
        best(&self.title_words, term) > 0
            || self.sections.iter().any(|one| best(&one.heading_words, term) + best(&one.words, term) > 0)
    }

    fn found_terms(&self, terms: &[String]) -> usize {
        terms.iter().filter(|term| self.has(term)).count()
    }

    /// A title counts most, above all one that was typed whole; then the section that fits best.
    fn score(&self, terms: &[String]) -> u32 {
        let title: u32 = terms.iter().map(|term| best(&self.title_words, term)).sum();
        let said = |word: &Word| STOP.contains(&word.folded.as_str()) || terms.contains(&word.folded);
        let whole = u32::from(self.title_words.iter().all(said));
        title * 16
            + whole * 16
            + self.sections.iter().map(|section| section.score(terms)).max().unwrap_or_default()
    }

    fn found(&self, terms: &[String]) -> Found {
        // Of sections that fit alike, the first.
        let fits = self.sections.iter().rev().max_by_key(|section| section.score(terms));
        Found {
            href: self.href.clone(),
            title: self.title.clone(),
            heading: fits.map(|section| section.heading.clone()).unwrap_or_default(),
            excerpt: fits.map(|section| section.excerpt(terms)).unwrap_or_default(),
        }
    }
}

impl Section {
    fn score(&self, terms: &[String]) -> u32 {
        let one = |term: &String| best(&self.heading_words, term) * 4 + best(&self.words, term);
        terms.iter().map(one).sum()
    }

    /// What stands around the first word that was found, cut between words.
    fn excerpt(&self, terms: &[String]) -> Vec<(String, bool)> {
        let is_hit = |word: &&Word| terms.iter().any(|term| fit(word, term) > 0);
        let first = self.words.iter().find(is_hit).map_or(0, |word| word.start);
        let Range { start, end } = self.window(first);
        let mut pieces = Vec::new();
        let mut at = start;
        let mut piece = |from: usize, to: usize, hit: bool| {
            if let Some(text) = self.text.get(from..to).filter(|text| !text.is_empty()) {
                pieces.push((text.to_owned(), hit));
            }
        };
        for word in self.words.iter().filter(|word| word.start >= start && word.end <= end).filter(is_hit) {
            piece(at, word.start, false);
            piece(word.start, word.end, true);
            at = word.end;
        }
        piece(at, end, false);
        if start > 0 {
            pieces.insert(0, ("… ".to_owned(), false));
        }
        if end < self.text.len() {
            pieces.push((" …".to_owned(), false));
        }
        pieces
    }

    /// Where an excerpt around `first` begins and ends: at words.
    fn window(&self, first: usize) -> Range<usize> {
        let from = first.saturating_sub(EXCERPT / 3);
        let start = self.words.iter().map(|word| word.start).find(|start| *start >= from).unwrap_or(0);
        let start = if from == 0 { 0 } else { start };
        let most = start.saturating_add(EXCERPT);
        if self.text.len() <= most {
            return start..self.text.len();
        }
        let last = self.words.iter().rev().map(|word| word.end).find(|end| *end <= most && *end > start);
        start..last.unwrap_or(self.text.len())
    }
}

/// The sections of safe HTML, as plain text: each heading of the second level begins one.
fn sections(html: &str) -> Vec<Section> {
    let mut parts = html.split("<h2>");
    let mut sections = vec![Section { text: plain(parts.next().unwrap_or_default()), ..Section::default() }];
    for part in parts {
        let (heading, text) = part.split_once("</h2>").unwrap_or(("", part));
        sections.push(Section { heading: plain(heading), text: plain(text), ..Section::default() });
    }
    sections
}

/// The text of safe HTML, on one line.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tagged)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tagged.split_once('>').unwrap_or((tagged, ""));
        let inline = ["a", "em", "strong", "code"];
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        if !inline.contains(&name) {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    let decoded = entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
    // No-break spaces stay: only what breaks a line is one space.
    decoded.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::tiles::Source;

    fn index() -> Index {
        Index::of(&Catalogue::load(&Source::Embedded, &Text::portal().unwrap()).unwrap())
    }

    fn hrefs(locale: Locale, typed: &str) -> Vec<String> {
        index().search(locale, typed).found.into_iter().map(|found| found.href).collect()
    }

    #[test]
    fn accents_capitals_and_ends_of_words_do_not_matter() {
        for typed in ["dépistage", "DEPISTAGE", "depist", "le dépistage du cancer"] {
            assert_eq!(hrefs(Locale::Fr, typed)[0], "/services/cancer-screening/help", "{typed}");
        }
        assert_eq!(hrefs(Locale::En, "complaint")[0], "/services/complaints/help");
        assert!(hrefs(Locale::En, "password").contains(&"/help".to_owned()));
    }

    #[test]
    fn every_page_of_help_is_found_by_its_title() {
        let index = index();
        for (locale, documents) in [(Locale::Fr, &index.fr), (Locale::En, &index.en)] {
            for document in documents {
                let found = index.search(locale, &document.title).found;
                assert_eq!(found[0].href, document.href, "{}", document.title);
            }
        }
    }

    #[test]
    fn what_was_searched_for_is_marked_in_a_short_excerpt() {
        let outcome = index().search(Locale::Fr, "mot de passe");
        let help = outcome.found.iter().find(|found| found.href == "/help").unwrap();
        assert_eq!(help.heading, "Se connecter");
        let marked: Vec<&str> =
            help.excerpt.iter().filter(|(_, hit)| *hit).map(|(text, _)| text.as_str()).collect();
        assert!(marked.contains(&"passe") && marked.contains(&"mot"), "{marked:?}");
        let whole: String = help.excerpt.iter().map(|(text, _)| text.as_str()).collect();
        assert!(whole.len() < EXCERPT + 40 && !whole.contains("  "), "{whole}");
    }

    #[test]
    fn where_no_page_has_all_words_those_with_most_are_found() {
        let outcome = index().search(Locale::Fr, "brouillon girafe");
        assert!(outcome.partly && !outcome.found.is_empty());
        assert!(!index().search(Locale::Fr, "brouillon").partly);
        assert_eq!(index().search(Locale::Fr, "girafe"), Outcome::default());
    }

    #[test]
    fn nothing_that_is_typed_does_harm() {
        let index = index();
        let long = "é".repeat(100_000);
        for typed in
            ["", " ", "\u{0}", "<script>", "' OR 1=1 --", ".*", "%%%", "’’", &long, "a\u{301}\u{301}", "🦒"]
        {
            for locale in Locale::ALL {
                assert!(index.search(locale, typed).found.len() <= MOST_FOUND, "{typed:?}");
            }
        }
        assert_eq!(terms(&"mot ".repeat(1_000)), ["mot"]);
        let many: Vec<String> = (0..50).map(|number| number.to_string()).collect();
        assert_eq!(terms(&many.join(" ")).len(), MOST_WORDS);
        assert_eq!(terms("de la"), ["de", "la"], "a search of nothing else is still one");
    }

    #[test]
    fn excerpts_are_cut_between_words_whatever_the_text() {
        let text = "é’ ".repeat(400) + "but\u{a0}final " + &"û".repeat(600);
        let document = Document::new("/x".into(), "t", "", &format!("<h2>A &amp; B</h2><p>{text}</p>"));
        let found = document.found(&["final".to_owned()]);
        assert_eq!(found.heading, "A & B");
        assert!(found.excerpt.contains(&("final".to_owned(), true)), "{:?}", found.excerpt);
    }
}
