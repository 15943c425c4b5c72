//! A guard in front of the Fluent parser: it calls itself at every `{` and `(`, so that a tile's
//! file of some thousand braces would end the process by exhausting its stack.

/// Placeables and calls in one message. Fluent fills in no more than a hundred placeables anyway.
const MOST: usize = 100;

/// The line, from 1, on which a message opens more braces and brackets than the parser may see.
pub(super) fn too_deep(source: &str) -> Option<usize> {
    let mut opened = 0;
    for (place, line) in source.lines().enumerate() {
        if begins_message(line) {
            opened = 0;
        }
        if !line.starts_with('#') {
            opened += line.matches(['{', '(']).count();
        }
        if opened > MOST {
            return Some(place + 1);
        }
    }
    None
}

/// `key =` in the first column: the parser cannot be inside anything any more.
fn begins_message(line: &str) -> bool {
    let key = line.split_once('=').map(|(key, _)| key.trim_end());
    key.is_some_and(|key| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_count_by_message() {
        let message = format!("# {{\na-b = {}\n", "{ $x } (y) ".repeat(MOST / 2));
        assert_eq!(too_deep(&message.repeat(3)), None);
        assert_eq!(too_deep(&format!("{message}\n  {{")), Some(4));
        assert_eq!(too_deep(&format!("a = {{\n{}", "F(\"=\", {\n".repeat(MOST))), Some(51));
    }

    #[test]
    fn what_passes_can_be_parsed() {
        for open in ["{", "{ F(", "{ $x ->\n *[a] "] {
            let deepest = MOST / open.matches(['{', '(']).count();
            let message = format!("a = {}", open.repeat(deepest));
            assert_eq!(too_deep(&message), None);
            assert!(fluent_syntax::parser::parse(message.as_str()).is_err());
        }
    }
}
