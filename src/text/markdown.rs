//! Pages written in Markdown, made into HTML that can do no harm.

mod barriers;

use std::collections::HashSet;

use crate::finding::{Fault, line_at};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

pub use barriers::barriers;

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

/// The schemes that a link may have.
const SCHEMES: [&str; 3] = ["https", "mailto", "tel"];

/// The HTML of a Markdown text. Raw HTML, images and addresses other than `https:`, `mailto:`,
/// `tel:` and relative ones are left out; the highest heading becomes `h2`.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let events: Vec<Event> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let top = events.iter().filter_map(heading).min().unwrap_or(HeadingLevel::H1);
    let mut made = String::new();
    html::push_html(&mut made, events.into_iter().map(|event| moved(event, top)));
    let elements: HashSet<&str> = ELEMENTS.into_iter().chain(["ul"]).collect();
    ammonia::Builder::default()
        .tags(elements)
        .url_schemes(HashSet::from(SCHEMES))
        .link_rel(Some("noopener noreferrer"))
        .clean(&made)
        .to_string()
}

/// The paragraphs of a Markdown text as plain text, for where nothing is marked up: a heading, an item of a list
/// and a line of a table are each one of them.
#[must_use]
pub fn to_paragraphs(markdown: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        let Some(last) = paragraphs.last_mut() else { break };
        match event {
            Event::Text(text) | Event::Code(text) => last.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::TableCell) if !last.is_empty() => {
                last.push(' ');
            }
            Event::Start(
                Tag::Item | Tag::Paragraph | Tag::Heading { .. } | Tag::TableRow | Tag::TableHead,
            ) => {
                paragraphs.push(String::new());
            }
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

/// What [`to_html`] leaves out of a Markdown text, with the line, counted from one: its author
/// should know.
#[must_use]
pub fn faults(markdown: &str) -> Vec<(usize, Fault)> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let faults = events.filter_map(|(event, range)| Some((line_at(markdown, range.start), fault(&event)?)));
    faults.collect()
}

fn fault(event: &Event<'_>) -> Option<Fault> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            let html = html.trim();
            Some(Fault::new("html", html, format!("HTML is left out of pages: `{html}`; write Markdown")))
        }
        Event::Start(Tag::Image { .. }) => Some(Fault::new("image", "", "images are left out of pages")),
        Event::Start(Tag::Link { dest_url, .. }) if !may_lead_to(dest_url) => Some(Fault::new(
            "link",
            dest_url.as_ref(),
            format!(
                "the link to `{dest_url}` is left out; use `https:`, `mailto:`, `tel:` or a path from `/`"
            ),
        )),
        _ => None,
    }
}

fn may_lead_to(address: &str) -> bool {
    let own_path = address.starts_with('/') && !address.starts_with("//");
    own_path || address.starts_with('#') || SCHEMES.iter().any(|scheme| starts_with_scheme(address, scheme))
}

fn starts_with_scheme(address: &str, scheme: &str) -> bool {
    address.split_once(':').is_some_and(|(start, _)| start.eq_ignore_ascii_case(scheme))
}

/// The levels below the page's own, highest first.
const LEVELS: [HeadingLevel; 5] =
    [HeadingLevel::H2, HeadingLevel::H3, HeadingLevel::H4, HeadingLevel::H5, HeadingLevel::H6];

/// The same event with its heading moved so that the highest of the text, `top`, becomes `h2`.
fn moved(event: Event<'_>, top: HeadingLevel) -> Event<'_> {
    let below = |level: HeadingLevel| {
        let depth = (level as usize).saturating_sub(top as usize);
        LEVELS.get(depth).copied().unwrap_or(HeadingLevel::H6)
    };
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        other => other,
    }
}

fn heading(event: &Event<'_>) -> Option<HeadingLevel> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_at_the_second_level() {
        for markdown in ["# Title\n\n## Part\n", "### Title\n\n#### Part\n"] {
            assert_eq!(to_html(markdown), "<h2>Title</h2>\n<h3>Part</h3>\n");
        }
        assert!(to_html("# A\n\n###### B\n").ends_with("<h6>B</h6>\n"));
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
    fn the_author_learns_what_is_left_out() {
        let markdown = "fine\n\n<b>no</b>\n\n[x](http://example.ca) ![i](/i.png)\n\n[y](/fr) [z](tel:811)\n";
        let lines: Vec<usize> = faults(markdown).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [3, 3, 5, 5]);
    }

    #[test]
    fn paragraphs_are_plain_text() {
        let markdown =
            "# Un\n\nDes **mots** et\n[un lien](/fr).\n\n- a\n- b\n\n|c|d|\n|-|-|\n|e|f|\n\n<b>g</b>\n";
        let expected = ["Un", "Des mots et un lien.", "a", "b", "c d", "e f", "g"];
        assert_eq!(to_paragraphs(markdown), expected);
        assert!(to_paragraphs("").is_empty());
    }

    #[test]
    fn links_and_tables_stay() {
        let html = to_html("[811](tel:811) [site](/fr/help)\n\n|a|b|\n|-|-|\n|1|2|\n");
        assert!(html.contains("<a href=\"tel:811\" rel=\"noopener noreferrer\">811</a>"), "{html}");
        assert!(html.contains("href=\"/fr/help\"") && html.contains("<th>a</th>"), "{html}");
    }
}
