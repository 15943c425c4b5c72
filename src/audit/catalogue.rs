//! Every event there is: its code, what it tells, its fields, and its class, by which its personal parts are kept.
//! `docs/audit-events.md` is printed from here, and tests hold this against the events themselves.

mod administration;
mod announcements;
mod feedback;
mod notices;
mod requests;
mod security;
mod services;

use std::fmt::Write as _;

use super::retention::Class;

/// One kind of event.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its code.
    pub code: &'static str,
    /// What it is about.
    pub class: Class,
    /// What happened, in words.
    pub when: &'static str,
    /// Its fields: the name of each, and after it what it holds, where the name alone does not say it.
    pub fields: &'static [&'static str],
}

impl Kind {
    /// The names of its fields.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| parts(field).0)
    }
}

const fn kind(code: &'static str, class: Class, when: &'static str, fields: &'static [&'static str]) -> Kind {
    Kind { code, class, when, fields }
}

/// A field's name, and what is said of it.
fn parts(field: &'static str) -> (&'static str, &'static str) {
    let end = field.find([':', ' ']).unwrap_or(field.len());
    field.split_at_checked(end).unwrap_or((field, ""))
}

/// All kinds of events, by what they are about.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    let groups = [
        security::KINDS,
        requests::KINDS,
        services::KINDS,
        notices::KINDS,
        feedback::KINDS,
        announcements::KINDS,
        administration::KINDS,
    ];
    groups.into_iter().flatten()
}

/// The class of an event; one of a newer release that this one does not know is kept as long as a journey.
#[must_use]
pub fn class_of(code: &str) -> Class {
    all().find(|kind| kind.code == code).map_or(Class::Journey, |kind| kind.class)
}

/// The tables of `docs/audit-events.md`.
#[must_use]
pub fn tables() -> String {
    let mut text = String::new();
    for class in Class::ALL {
        let _ = write!(text, "### Class `{}`\n\n| code | when | fields |\n|---|---|---|\n", class.word());
        for kind in all().filter(|kind| kind.class == class) {
            let _ = writeln!(text, "| `{}` | {} | {} |", kind.code, kind.when, fields(kind.fields));
        }
        text.push('\n');
    }
    text
}

fn fields(fields: &[&'static str]) -> String {
    let said = |field: &&'static str| {
        let (name, what) = parts(field);
        format!("`{name}`{what}")
    };
    let plain = !fields.iter().any(|field| field.contains(':'));
    fields.iter().map(said).collect::<Vec<_>>().join(if plain { ", " } else { "; " })
}
