//! The keys that Rust files name: string literals, and comments `// text: prefix-*` where a key
//! is put together.

use crate::finding::line_at;

/// One piece of a Rust file that may speak of messages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub line: usize,
    pub what: What,
}

/// What is said there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A string literal: perhaps a key.
    Literal(String),
    /// A string literal that is asked for as a message: `text.get(locale, "key")`.
    Asked(String),
    /// A comment that declares a key, or with `*` at the end every key so begun.
    Declared(String),
}

/// Finds them all, up to the file's tests.
pub(super) fn mentions(source: &str) -> Vec<Mention> {
    let source = without_tests(source);
    let mut mentions = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let at = source.len() - rest.len();
        let (what, length) = piece(rest, first, source.get(..at).unwrap_or_default());
        mentions.extend(what.map(|what| Mention { line: line_at(source, at), what }));
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    mentions
}

fn without_tests(source: &str) -> &str {
    source.split_once("#[cfg(test)]\nmod tests {").map_or(source, |(before, _)| before)
}

/// What `text` begins with, if it may speak of messages, and how many bytes to go on by.
fn piece(text: &str, first: char, before: &str) -> (Option<What>, usize) {
    if let Some(comment) = text.strip_prefix("//") {
        let line = comment.lines().next().unwrap_or_default();
        let declared = line.trim().strip_prefix("text:").map(|key| What::Declared(key.trim().to_owned()));
        return (declared, line.len() + 2);
    }
    if let Some(comment) = text.strip_prefix("/*") {
        return (None, comment.split("*/").next().unwrap_or_default().len() + 4);
    }
    let in_a_word = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
    match first {
        '"' => plain_string(text, before),
        'r' if !in_a_word => raw_string(text, before),
        '\'' => (None, character(text)),
        _ => (None, first.len_utf8()),
    }
}

fn plain_string(text: &str, before: &str) -> (Option<What>, usize) {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    let end = end.map_or(text.len(), |(end, _)| end);
    (Some(literal(text.get(1..end).unwrap_or_default(), before)), end + 1)
}

fn raw_string(text: &str, before: &str) -> (Option<What>, usize) {
    let hashes = text.chars().skip(1).take_while(|c| *c == '#').count();
    let Some(inner) = text.get(1 + hashes..).and_then(|rest| rest.strip_prefix('"')) else {
        return (None, 1);
    };
    let close = format!("\"{}", "#".repeat(hashes));
    let content = inner.split(close.as_str()).next().unwrap_or_default();
    (Some(literal(content, before)), 2 + hashes + content.len() + close.len())
}

/// The length of a character literal such as `'"'`, which opens no string; 1 for a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_), Some((end, '\''))) | (Some(_), Some((end, '\'')), _) => end + 1,
        _ => 1,
    }
}

/// A literal that is the second argument of `.get(locale, …)` or `.get_with(locale, …)`, where
/// the first holds the word `locale`, is asked for.
fn literal(content: &str, before: &str) -> What {
    let call = before.trim_end().strip_suffix(',').and_then(|before| before.rsplit_once(".get"));
    let first_argument = call.and_then(|(_, call)| call.trim_start_matches("_with").strip_prefix('('));
    let asked = first_argument.is_some_and(|argument| {
        argument.to_lowercase().contains("locale") && !argument.contains([',', ')', '"'])
    });
    if asked { What::Asked(content.to_owned()) } else { What::Literal(content.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<What> {
        mentions(source).into_iter().map(|mention| mention.what).collect()
    }

    fn literals(source: &str) -> Vec<String> {
        let text = |what| match what {
            What::Literal(text) | What::Asked(text) => Some(text),
            What::Declared(_) => None,
        };
        found(source).into_iter().filter_map(text).collect()
    }

    #[test]
    fn finds_literals_and_only_those() {
        assert_eq!(
            literals(r##"f("a", r"b", r#"c"d"#, '"', b"e", "x\"y") // "no""##),
            ["a", "b", "c\"d", "e", "x\\\"y"]
        );
        assert_eq!(literals("fn f<'a>(x: &'a str) { g('\\'', \"a\") /* \"no\" */ }"), ["a"]);
        assert_eq!(literals("let var = number\"z\";"), ["z"]);
    }

    #[test]
    fn tells_what_is_asked_for() {
        let asked = |key: &str| What::Asked(key.to_owned());
        assert_eq!(found(r#"text.get(locale, "a")"#), [asked("a")]);
        assert_eq!(found(r#"text.get_with(Locale::Fr,  "a", &p)"#), [asked("a")]);
        assert_eq!(found(r#"map.get("a")"#), [What::Literal("a".to_owned())]);
        assert_eq!(found(r#"row.get(key, "a")"#), [What::Literal("a".to_owned())]);
        assert_eq!(found(r#"map.get(locale_name).or(x, "a")"#), [What::Literal("a".to_owned())]);
    }

    #[test]
    fn finds_declarations_and_stops_at_the_tests() {
        let source = "// text: state-*\nlet a = 1; // text: plain-key\n#[cfg(test)]\nmod tests {\n \"x\" }";
        let declared = |key: &str| What::Declared(key.to_owned());
        assert_eq!(found(source), [declared("state-*"), declared("plain-key")]);
        assert_eq!(mentions(source).last().unwrap().line, 2);
    }

    #[test]
    fn half_a_file_is_no_danger() {
        for broken in ["\"", "\"\\", "r#\"", "'", "'\\", "/*", "//", "é\"é", "'é'"] {
            mentions(broken);
        }
    }
}
