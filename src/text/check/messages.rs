//! The messages of Fluent files as a checker sees them: where they stand, what they say, which
//! variables and other messages they use.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Attribute, CallArguments, Comment, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant,
    VariantKey,
};
use fluent_syntax::parser;

use crate::finding::{Finding, line_at};
use crate::text::nesting;

/// Stands for a placeable in a message's sentences.
pub(super) const PLACEABLE: &str = "\u{fffc}";

/// One message or term.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub file: String,
    pub line: usize,
    /// What it says, [`PLACEABLE`] for what is filled in: the whole, then each variant of each
    /// choice inside.
    pub sentences: Vec<String>,
    /// Variables named in it.
    pub variables: BTreeSet<String>,
    /// Other messages (`key`) and terms (`-key`) named in it.
    pub references: BTreeSet<String>,
    /// Its comment holds the line `same`: both languages may say the same.
    pub same: bool,
    /// It chooses by plural form and its default is not `other`.
    pub default_not_other: bool,
}

/// The messages of one language by key; terms by `-key`.
pub(super) type Messages = BTreeMap<String, Message>;

/// Reads all files of one language; what cannot be read becomes findings.
pub(super) fn read(files: &[(String, String)], findings: &mut Vec<Finding>) -> Messages {
    let mut messages = Messages::new();
    for (file, source) in files {
        if let Some(line) = nesting::too_deep(source) {
            let message = "more than a hundred braces and brackets in one message";
            findings.push(Finding::new(file, message).at(Some(line)));
            continue;
        }
        let resource = parser::parse(source.as_str()).unwrap_or_else(|(resource, errors)| {
            findings.extend(errors.iter().map(|error| {
                Finding::new(file, error.kind.to_string()).at(Some(line_at(source, error.pos.start)))
            }));
            resource
        });
        for entry in &resource.body {
            let Some((key, name, message)) = message(entry) else { continue };
            let line = line_at(source, offset_in(source, name));
            if let Some(first) = messages.get(&key) {
                let message = format!("`{key}` is defined already, in {}:{}", first.file, first.line);
                findings.push(Finding::new(file, message).at(Some(line)));
                continue;
            }
            messages.insert(key, Message { file: file.clone(), line, ..message });
        }
    }
    messages
}

/// Where `part`, a piece of `source`, begins in it.
fn offset_in(source: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize)
}

fn message<'s>(entry: &Entry<&'s str>) -> Option<(String, &'s str, Message)> {
    let (key, name, value, attributes, comment) = match entry {
        Entry::Message(m) => (m.id.name.to_owned(), m.id.name, m.value.as_ref(), &m.attributes, &m.comment),
        Entry::Term(t) => (format!("-{}", t.id.name), t.id.name, Some(&t.value), &t.attributes, &t.comment),
        _ => return None,
    };
    let mut message = Message { same: is_same(comment.as_ref()), ..Message::default() };
    let patterns = value.into_iter().chain(attributes.iter().map(|Attribute { value, .. }| value));
    for pattern in patterns {
        message.read_pattern(pattern);
    }
    Some((key, name, message))
}

fn is_same(comment: Option<&Comment<&str>>) -> bool {
    comment.is_some_and(|comment| comment.content.iter().any(|line| line.trim() == "same"))
}

impl Message {
    fn read_pattern(&mut self, pattern: &Pattern<&str>) {
        // The whole comes before its parts, which only then are looked into.
        let place = self.sentences.len();
        self.sentences.push(String::new());
        let mut sentence = String::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => sentence.push_str(value),
                PatternElement::Placeable { expression } => {
                    let text = literal(expression);
                    sentence.push_str(text.as_deref().unwrap_or(PLACEABLE));
                    self.read_expression(expression);
                }
            }
        }
        if let Some(whole) = self.sentences.get_mut(place) {
            *whole = sentence;
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                self.default_not_other |= is_plural_without_other(variants);
                for variant in variants {
                    self.read_pattern(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.references.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                self.read_arguments(arguments.as_ref());
            }
            InlineExpression::FunctionReference { arguments, .. } => self.read_arguments(Some(arguments)),
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn read_arguments(&mut self, arguments: Option<&CallArguments<&str>>) {
        let Some(arguments) = arguments else { return };
        let named = arguments.named.iter().map(|argument| &argument.value);
        for argument in arguments.positional.iter().chain(named) {
            self.read_inline(argument);
        }
    }
}

/// `{ "…" }` and `{ 12 }` are text like any other. Escapes such as `\u00A0` are resolved.
fn literal(expression: &Expression<&str>) -> Option<String> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Some(fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned())
        }
        Expression::Inline(InlineExpression::NumberLiteral { value }) => Some((*value).to_owned()),
        _ => None,
    }
}

fn is_plural_without_other(variants: &[Variant<&str>]) -> bool {
    let name = |variant: &Variant<&str>| match variant.key {
        VariantKey::Identifier { name } => name.to_owned(),
        VariantKey::NumberLiteral { .. } => String::new(),
    };
    let plural = variants
        .iter()
        .any(|variant| matches!(name(variant).as_str(), "zero" | "one" | "two" | "few" | "many"));
    plural && variants.iter().any(|variant| variant.default && name(variant) != "other")
}

/// The variables that `key` needs, also through the messages and terms it refers to.
pub(super) fn variables_of<'m>(messages: &'m Messages, key: &str) -> BTreeSet<&'m str> {
    let mut variables = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![key];
    while let Some(key) = open.pop() {
        let Some((key, message)) = messages.get_key_value(key) else { continue };
        if seen.insert(key) {
            variables.extend(message.variables.iter().map(String::as_str));
            open.extend(message.references.iter().map(String::as_str));
        }
    }
    variables
}
