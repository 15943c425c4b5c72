//! Pages written in Markdown, made into HTML that can do no harm.

use std::collections::HashSet;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The elements that Markdown makes, and no other. Headings begin at `h2`: the page has its own `h1`.
const ELEMENTS: [&str; 22] = [
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
];

/// The HTML of a Markdown text. Raw HTML, images and addresses other than `https:`, `mailto:`,
/// `tel:` and relative ones are left out; headings go down one level.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(lowered);
    let mut made = String::new();
    html::push_html(&mut made, events);
    let elements: HashSet<&str> = ELEMENTS.into_iter().chain(["ul"]).collect();
    ammonia::Builder::default()
        .tags(elements)
        .url_schemes(HashSet::from(["https", "mailto", "tel"]))
        .link_rel(Some("noopener noreferrer"))
        .clean(&made)
        .to_string()
}

fn lowered(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        other => other,
    }
}

fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_at_the_second_level() {
        assert_eq!(to_html("# Title\n\n## Part\n"), "<h2>Title</h2>\n<h3>Part</h3>\n");
    }

    #[test]
    fn nothing_harmful_comes_through() {
        let hostile = [
            "<script>alert(1)</script>",
            "a <b onclick=\"alert(1)\">bold</b>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,alert)",
            "![i](https://example.ca/alert.png)",
            "<p style=\"alert\">c</p>",
            "<iframe src=\"https://example.ca/alert\"></iframe>",
        ];
        for markdown in hostile {
            let html = to_html(markdown);
            assert!(!html.contains("alert") && !html.contains("<b"), "{markdown} gave {html}");
        }
    }

    #[test]
    fn links_and_tables_stay() {
        let html = to_html("[811](tel:811) [site](/fr/help)\n\n|a|b|\n|-|-|\n|1|2|\n");
        assert!(html.contains("<a href=\"tel:811\" rel=\"noopener noreferrer\">811</a>"), "{html}");
        assert!(html.contains("href=\"/fr/help\"") && html.contains("<th>a</th>"), "{html}");
    }
}
