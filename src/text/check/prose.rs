//! Pages of Markdown: each exists in both languages and follows its language's typography.

use std::collections::BTreeSet;

use super::{File, wording};
use crate::finding::Finding;
use crate::text::Locale;

/// Checks pages whose path tells their language: `content/fr/help.md` or `help.fr.md`. Others
/// are left alone.
pub(super) fn faults(pages: &[File]) -> Vec<Finding> {
    let names: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    let mut findings = Vec::new();
    for (name, text) in pages {
        let Some((locale, other)) =
            Locale::ALL.into_iter().find_map(|locale| Some((locale, twin(name, locale)?)))
        else {
            continue;
        };
        if !names.contains(other.as_str()) {
            findings.push(Finding::new(name, format!("has no counterpart: `{other}` is missing")));
        }
        for (place, line) in text.lines().enumerate() {
            let mut faults = Vec::new();
            wording::typography(locale, &read_aloud(line), &mut faults);
            findings.extend(faults.into_iter().map(|fault| Finding::new(name, fault).at(Some(place + 1))));
        }
    }
    findings
}

/// The same page in the other language, if this one is in `locale`.
fn twin(name: &str, locale: Locale) -> Option<String> {
    let (here, there) = (locale.prefix(), locale.other().prefix());
    [(format!("/{here}/"), format!("/{there}/")), (format!(".{here}.md"), format!(".{there}.md"))]
        .into_iter()
        .find(|(mark, _)| name.contains(mark.as_str()))
        .map(|(mark, replaced)| name.replacen(&mark, &replaced, 1))
}

/// A line without what is not read: code, the targets of links, the rulers of tables.
fn read_aloud(line: &str) -> String {
    if line.starts_with('|') && !line.contains(char::is_alphabetic) {
        return String::new();
    }
    let words: String = line.split('`').step_by(2).collect();
    let mut pieces = words.split("](");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |read, piece| read + "]" + piece.split_once(')').map_or(piece, |(_, after)| after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pages: &[(&str, &str)]) -> Vec<String> {
        let pages: Vec<File> =
            pages.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        faults(&pages).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_page_has_its_counterpart() {
        let pages =
            [("content/fr/a.md", "Un"), ("t/b.fr.md", "Un"), ("t/b.en.md", "One"), ("README.md", "a : b")];
        assert_eq!(found(&pages), ["content/fr/a.md: has no counterpart: `content/en/a.md` is missing"]);
    }

    #[test]
    fn typography_is_that_of_the_language() {
        let fr = "# Un\n\n**Nom** : [ici](https://a.ca/x?y \"z\") `a : b`\n| :--- | : |\n";
        let pages = [("content/fr/a.md", fr), ("content/en/a.md", "Here : now")];
        assert_eq!(
            found(&pages),
            [
                "content/fr/a.md:3: needs a no-break space before `:`",
                "content/en/a.md:1: has a space before `:`, where English has none",
            ]
        );
    }
}
