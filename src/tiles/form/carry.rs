//! Drafts that were begun with another version of the form. Its declared changes are followed; what no
//! question asks any more is put aside, to be shown, and comes back with the question.

use super::inputs::PASSED;
use super::{Entry, EntryId, Field, FieldKind, Form, Inputs};
use crate::tiles::manifest::Migration;

/// Under names that begin so, no field's, stands what was put aside.
const ASIDE: &str = ".aside.";

/// What was typed for a question that is not asked any more, or chosen of options that are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The question's id.
    pub field: String,
    /// Everything typed for it, part by part.
    pub values: Vec<String>,
}

impl Form {
    /// What was typed, as this version of the form asks for it: `changes` are those since the version
    /// that it was typed into. Nothing is lost: what has no place is put aside.
    #[must_use]
    pub fn carry(&self, typed: &Inputs, changes: &[&Migration]) -> Inputs {
        let mut carried = Inputs::default();
        let (aside, here): (Vec<_>, Vec<_>) = typed.iter().partition(|(name, _)| name.starts_with(ASIDE));
        // What was answered since comes first: it is newer than what was put aside.
        for (name, values) in here.into_iter().chain(aside) {
            let name = name.strip_prefix(ASIDE).unwrap_or(name);
            let (name, values) = changed(name, values, changes);
            if name == PASSED {
                carried.extend([(name, self.pages_of(&values))]);
                continue;
            }
            let taken = !carried.all(&name).is_empty();
            let (fit, unfit) = if taken { (Vec::new(), values) } else { self.fit(&name, values) };
            if !fit.is_empty() {
                carried.extend([(name.clone(), fit)]);
            }
            if !unfit.is_empty() {
                carried.extend([(format!("{ASIDE}{name}"), unfit)]);
            }
        }
        carried
    }

    /// What is put aside, question by question.
    #[must_use]
    pub fn aside(typed: &Inputs) -> Vec<Aside> {
        let mut all: Vec<Aside> = Vec::new();
        for (name, values) in typed.iter() {
            let Some(name) = name.strip_prefix(ASIDE) else { continue };
            // The names of a group's entries: what was typed in them follows.
            if values.iter().all(|value| value.parse::<EntryId>().is_ok()) {
                continue;
            }
            let field = of_name(name).0.to_owned();
            match all.last_mut().filter(|last| last.field == field) {
                Some(last) => last.values.extend_from_slice(values),
                None => all.push(Aside { field, values: values.to_vec() }),
            }
        }
        all
    }

    /// The pages among these that this form has.
    fn pages_of(&self, pages: &[String]) -> Vec<String> {
        pages.iter().filter(|page| self.page(page).is_some()).cloned().collect()
    }

    /// What of these values the input of that name can hold, and what not.
    fn fit(&self, name: &str, values: Vec<String>) -> (Vec<String>, Vec<String>) {
        let (id, input) = of_name(name);
        let field = self.fields().flat_map(Field::and_inner).find(|field| field.id.as_str() == id);
        match field.filter(|field| self.stands_at(field, name)) {
            Some(field) if field.group().is_some() => (values, Vec::new()),
            Some(field) if field.input_names().iter().any(|one| one == input) => {
                values.into_iter().partition(|value| field.could_be(value))
            }
            _ => (Vec::new(), values),
        }
    }

    /// Whether the field stands where the name says: on a page, or in the group whose entry it names.
    fn stands_at(&self, field: &Field, name: &str) -> bool {
        let group =
            self.fields().find(|group| group.group().is_some_and(|inner| inner.fields.contains(field)));
        let named = entry_of(name).map(|entry| entry.group);
        group.map(|group| group.id.clone()) == named
    }
}

impl Field {
    /// Whether a page could show that value in this field.
    fn could_be(&self, value: &str) -> bool {
        match &self.kind {
            FieldKind::Choice(_) | FieldKind::Choices { .. } => {
                self.options().iter().any(|code| code.as_str() == value)
            }
            FieldKind::YesNo => matches!(value, "yes" | "no"),
            FieldKind::Declaration => value == "yes",
            FieldKind::Info | FieldKind::Group(_) => false,
            _ => true,
        }
    }
}

/// The entry that an input belongs to: `children.3f9c2a71d0.given-name`.
fn entry_of(name: &str) -> Option<Entry> {
    let mut parts = name.splitn(3, '.');
    let (group, id, _) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Entry { group: group.to_owned().try_into().ok()?, id: id.parse().ok()? })
}

/// The field of an input, and the input's own name: without its entry.
fn of_name(name: &str) -> (&str, &str) {
    let inner = entry_of(name).and_then(|entry| name.strip_prefix(&format!("{entry}.")));
    let input = inner.unwrap_or(name);
    (input.split('.').next().unwrap_or(input), input)
}

/// An input's name after a change: its field has another id, and so may the group it stands in.
fn renamed(name: &str, change: &Migration) -> String {
    let (field, input) = of_name(name);
    let input = format!("{}{}", change.renamed(field), input.strip_prefix(field).unwrap_or_default());
    match entry_of(name) {
        Some(entry) => format!("{}.{}.{input}", change.renamed(entry.group.as_str()), entry.id),
        None => input,
    }
}

/// An input's name and values after the changes.
fn changed(name: &str, values: &[String], changes: &[&Migration]) -> (String, Vec<String>) {
    changes.iter().fold((name.to_owned(), values.to_vec()), |(name, values), change| {
        let name = renamed(&name, change);
        let (field, _) = of_name(&name);
        let values = values.iter().map(|value| change.recoded(field, value).to_owned()).collect();
        (name, values)
    })
}
