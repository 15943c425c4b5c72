//! JavaScript cut into words and texts, for rules about what a module says. Comments say nothing.
//! The frame's headers forbid what is looked for here; this finds it before a citizen's browser does.

/// A word of a script, with its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub line: usize,
    pub kind: Kind,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name(String),
    /// What stands between quotes, as written; of a template, each part between its holes.
    Text(String),
    /// Any other sign.
    Sign(char),
}

/// The words of a script, in order.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source.chars().peekable(), line: 1, tokens: Vec::new(), holes: Vec::new() };
    while let Some(c) = lexer.next() {
        lexer.token(c);
    }
    lexer.tokens
}

struct Lexer<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    tokens: Vec<Token>,
    /// The braces open within each hole of a template that is under way.
    holes: Vec<usize>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.tokens.push(Token { line, kind });
    }

    fn token(&mut self, c: char) {
        let line = self.line;
        match c {
            '"' | '\'' => {
                let text = self.until(c);
                self.push(line, Kind::Text(text));
            }
            '`' => self.template(),
            '/' if self.rest.peek() == Some(&'/') => while self.next().is_some_and(|c| c != '\n') {},
            '/' if self.rest.peek() == Some(&'*') => self.comment(),
            '/' if self.begins_pattern() => self.pattern(),
            '}' if self.holes.last() == Some(&0) => {
                self.holes.pop();
                self.template();
            }
            _ if is_of_name(c) => self.name(c),
            _ if c.is_whitespace() => {}
            _ => {
                if let Some(open) = self.holes.last_mut() {
                    *open = match c {
                        '{' => *open + 1,
                        '}' => open.saturating_sub(1),
                        _ => *open,
                    };
                }
                self.push(line, Kind::Sign(c));
            }
        }
    }

    fn name(&mut self, first: char) {
        let (line, mut name) = (self.line, String::from(first));
        while let Some(c) = self.rest.next_if(|c| is_of_name(*c)) {
            name.push(c);
        }
        self.push(line, Kind::Name(name));
    }

    /// What comes before a quote that no backslash stands before.
    fn until(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                _ if c == quote => break,
                '\\' => text.extend(self.next()),
                _ => text.push(c),
            }
        }
        text
    }

    /// A template up to its end or to its next hole.
    fn template(&mut self) {
        let (line, mut text) = (self.line, String::new());
        while let Some(c) = self.next() {
            match c {
                '`' => break,
                '\\' => text.extend(self.next()),
                '$' if self.rest.peek() == Some(&'{') => {
                    self.next();
                    self.holes.push(0);
                    break;
                }
                _ => text.push(c),
            }
        }
        self.push(line, Kind::Text(text));
    }

    fn comment(&mut self) {
        let mut before = ' ';
        self.next();
        while let Some(c) = self.next() {
            if before == '*' && c == '/' {
                break;
            }
            before = c;
        }
    }

    /// Whether a slash here begins a regular expression: where a value may stand, none divides.
    fn begins_pattern(&self) -> bool {
        match self.tokens.last().map(|token| &token.kind) {
            Some(Kind::Name(name)) => matches!(name.as_str(), "return" | "typeof" | "case" | "of" | "in"),
            Some(Kind::Text(_) | Kind::Sign(')' | ']' | '}')) => false,
            Some(Kind::Sign(_)) | None => true,
        }
    }

    fn pattern(&mut self) {
        let mut in_class = false;
        while let Some(c) = self.next() {
            match c {
                '\\' => drop(self.next()),
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => break,
                '\n' => break,
                _ => {}
            }
        }
        let line = self.line;
        self.push(line, Kind::Text(String::new()));
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> Vec<String> {
        let word = |token: Token| match token.kind {
            Kind::Name(name) => name,
            Kind::Text(text) => format!("“{text}”"),
            Kind::Sign(sign) => sign.to_string(),
        };
        tokens(source).into_iter().map(word).collect()
    }

    #[test]
    fn comments_say_nothing_and_texts_are_whole() {
        assert_eq!(written("a /* eval( */ // eval(\n= 'it\\'s // no'"), ["a", "=", "“it's // no”"]);
        let holes = written("`a ${{ b: `c${d}` }} e`");
        assert_eq!(holes, ["“a ”", "{", "b", ":", "“c”", "d", "“”", "}", "“ e”"]);
        assert_eq!(tokens("a\n\n  b").last().map(|token| token.line), Some(3));
    }

    #[test]
    fn a_slash_divides_or_begins_a_pattern() {
        assert_eq!(written("x = /[/'\"]/.test(y)"), ["x", "=", "“”", ".", "test", "(", "y", ")"]);
        assert_eq!(written("a / b / 'c'"), ["a", "/", "b", "/", "“c”"]);
        assert_eq!(written("return /'/"), ["return", "“”"]);
    }
}
