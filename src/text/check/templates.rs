//! The messages that templates show: `t("key", name=value)` and `t_enum("prefix", value)`.

use std::collections::BTreeSet;

use crate::finding::line_at;

/// One place in a template that shows a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub line: usize,
    pub what: What,
}

/// What is shown there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// One message, with these variables filled in.
    Key { key: String, filled: BTreeSet<String> },
    /// One of the messages `prefix-*`.
    Prefix(String),
    /// Something that no checker can know.
    NotLiteral,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    /// Any other character, and `==`, `!=`, `<=`, `>=` as one `\u{0}`.
    Sign(char),
}

/// Finds them all. Reads only what stands between `{{` and `}}` or `{%` and `%}`.
pub(super) fn uses(template: &str) -> Vec<Use> {
    let tokens = tokens(template);
    let mut uses = Vec::new();
    for (place, (offset, token)) in tokens.iter().enumerate() {
        let Token::Name(name) = token else { continue };
        let after_dot =
            place.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.1 == Token::Sign('.'));
        let opened = tokens.get(place + 1).is_some_and(|t| t.1 == Token::Sign('('));
        if after_dot || !opened || !matches!(name.as_str(), "t" | "t_enum") {
            continue;
        }
        let arguments = tokens.get(place + 2..).unwrap_or_default();
        uses.push(Use { line: line_at(template, *offset), what: what(name, arguments) });
    }
    uses
}

fn what(function: &str, arguments: &[(usize, Token)]) -> What {
    let first = arguments.first().map(|argument| &argument.1);
    let ended = arguments.get(1).is_some_and(|next| matches!(next.1, Token::Sign(',' | ')')));
    match first {
        Some(Token::Text(prefix)) if ended && function == "t_enum" => What::Prefix(prefix.clone()),
        Some(Token::Text(key)) if ended => What::Key { key: key.clone(), filled: named(arguments) },
        _ => What::NotLiteral,
    }
}

/// The names given as `name=value` up to the call's closing parenthesis.
fn named(arguments: &[(usize, Token)]) -> BTreeSet<String> {
    let mut depth = 0_usize;
    let mut names = BTreeSet::new();
    for (place, (_, token)) in arguments.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')') if depth == 0 => break,
            Token::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            Token::Name(name) if depth == 0 => {
                if arguments.get(place + 1).is_some_and(|next| next.1 == Token::Sign('=')) {
                    names.insert(name.clone());
                }
            }
            Token::Name(_) | Token::Text(_) | Token::Sign(_) => {}
        }
    }
    names
}

/// The tokens of all blocks, each with its offset in the template.
fn tokens(template: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut rest = template;
    while let Some((open, close)) = next_block(rest) {
        let Some((_, inside)) = rest.split_at_checked(open + 2) else { break };
        if close == "#}" {
            rest = inside.split_once(close).map_or("", |(_, after)| after);
        } else {
            let start = template.len() - inside.len();
            rest = block(inside, close, start, &mut tokens);
        }
    }
    tokens
}

/// Where the next block opens, and what closes it.
fn next_block(text: &str) -> Option<(usize, &'static str)> {
    let kinds = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let found = kinds.into_iter().filter_map(|(open, close)| text.find(open).map(|at| (at, close)));
    found.min_by_key(|(at, _)| *at)
}

/// Reads one block and gives what follows it. A closing mark within a string closes nothing.
fn block<'t>(inside: &'t str, close: &str, start: usize, tokens: &mut Vec<(usize, Token)>) -> &'t str {
    let mut rest = inside;
    loop {
        if let Some(after) = rest.strip_prefix(close) {
            return after;
        }
        let Some(first) = rest.chars().next() else { return "" };
        let (token, length) = token(rest, first);
        let offset = start + inside.len() - rest.len();
        tokens.extend(token.map(|token| (offset, token)));
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The token that `text` begins with, unless that is a space, and its length in bytes.
fn token(text: &str, first: char) -> (Option<Token>, usize) {
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if matches!(first, '"' | '\'') {
        let inner = text.get(1..).unwrap_or_default();
        let content = inner.split(first).next().unwrap_or_default();
        return (Some(Token::Text(content.to_owned())), content.len() + 2);
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if !name.is_empty() {
        let length = name.len();
        return (Some(Token::Name(name)), length);
    }
    if ["==", "!=", "<=", ">="].iter().any(|sign| text.starts_with(sign)) {
        return (Some(Token::Sign('\0')), 2);
    }
    (Some(Token::Sign(first)), first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(template: &str) -> Vec<What> {
        uses(template).into_iter().map(|found| found.what).collect()
    }

    fn key(key: &str, filled: &[&str]) -> What {
        What::Key { key: key.to_owned(), filled: filled.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn finds_keys_with_what_is_filled_in() {
        assert_eq!(found(r#"<a>{{ t("a") }}{% if t('b', n=1) %}"#), [key("a", &[]), key("b", &["n"])]);
        let nested = r#"{{ t("a", when=page.at|date_time(x=1), n=(m == 2)) ~ t("b") }}"#;
        assert_eq!(found(nested), [key("a", &["n", "when"]), key("b", &[])]);
    }

    #[test]
    fn finds_prefixes_and_what_cannot_be_known() {
        assert_eq!(found(r#"{{ t_enum("state", line.state) }}"#), [What::Prefix("state".to_owned())]);
        assert_eq!(found("{{ t(line.key) }}"), [What::NotLiteral]);
        assert_eq!(found(r#"{{ t("state-" ~ line.state) }}"#), [What::NotLiteral]);
    }

    #[test]
    fn leaves_the_rest_alone() {
        assert_eq!(found(r#"t("a") {# {{ t("b") }} #} {{ page.t("c") }} {{ format("d") }} {{ t }}"#), []);
        assert_eq!(found(r#"{{ "}} t('x')" }}{{ t("a") }}"#), [key("a", &[])]);
    }

    #[test]
    fn knows_the_line() {
        assert_eq!(uses("\n<p>\n{{\n t(\"a\") }}").first().unwrap().line, 4);
    }

    #[test]
    fn half_a_template_is_no_danger() {
        for broken in ["{{", "{{ t(", "{{ t(\"", "{{ t(\"a", "{#", "{% t(é", "{{ é\"é"] {
            uses(broken);
        }
    }
}
