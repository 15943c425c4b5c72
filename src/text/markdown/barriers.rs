//! What in a page stands in the way of some of its readers, as far as its text shows it (WCAG 2.2).

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::finding::line_at;

/// Words of a link that say nothing of where it leads (SC 2.4.4): people who go from link to link hear them alone.
const VAGUE: [&str; 14] = [
    "ici",
    "cliquez ici",
    "cliquer ici",
    "lien",
    "ce lien",
    "en savoir plus",
    "lire la suite",
    "plus",
    "here",
    "click here",
    "link",
    "this link",
    "more",
    "read more",
];

/// The barriers of a Markdown text, each with its line from 1: headings that skip a level or are empty
/// (SC 1.3.1, 2.4.6), links that say nothing of where they lead, tables whose columns have no name (SC 1.3.1).
#[must_use]
pub fn barriers(markdown: &str) -> Vec<(usize, String)> {
    let mut search = Search::default();
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        search.take(event, &range);
    }
    search.found.into_iter().map(|(at, message)| (line_at(markdown, at), message)).collect()
}

#[derive(Default)]
struct Search {
    /// The level of the last heading; 0 before the first.
    level: usize,
    /// The words of the heading, link or cell that is being read.
    words: String,
    found: Vec<(usize, String)>,
}

impl Search {
    fn take(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Link { .. } | Tag::TableHead) => self.words.clear(),
            Event::Text(text) | Event::Code(text) => self.words.push_str(&text),
            Event::End(TagEnd::Heading(level)) => self.heading(level as usize, range.start),
            Event::End(TagEnd::Link) => self.link(range.start),
            Event::End(TagEnd::TableHead) if self.words.trim().is_empty() => {
                self.found.push((range.start, "the columns of this table have no names".to_owned()));
            }
            _ => {}
        }
    }

    fn heading(&mut self, level: usize, at: usize) {
        if self.words.trim().is_empty() {
            self.found.push((at, "this heading is empty".to_owned()));
        }
        if self.level > 0 && level > self.level + 1 {
            let expected = "#".repeat(self.level + 1);
            self.found.push((at, format!("this heading skips a level: begin it with `{expected}`")));
        }
        self.level = level;
    }

    fn link(&mut self, at: usize) {
        let words = self.words.trim().trim_end_matches(['.', '…']).to_lowercase();
        if words.is_empty() || VAGUE.contains(&words.as_str()) {
            let words = self.words.trim();
            self.found.push((at, format!("the link “{words}” does not say where it leads")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_is_found_with_its_line() {
        let page = "## One\n\n#### Four\n\n##\n\n[Ici](/fr) and [your requests](/fr/requests).\n\n|  |\n|--|\n| a |\n";
        let found = barriers(page);
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 5, 7, 9], "{found:?}");
        assert!(found[0].1.contains("`###`"));
    }

    #[test]
    fn a_good_page_has_none() {
        let page = "## One\n\n### Two\n\n## Three\n\n[Your requests](/fr/requests)\n\n| Day |\n|--|\n| a |\n";
        assert_eq!(barriers(page), []);
    }
}
