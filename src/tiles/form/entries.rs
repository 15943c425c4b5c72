//! The entries of groups: what is asked in one, what is typed into it, what is wrong with it.

use jiff::civil::Date;

use super::answer::{Answer, Wrong};
use super::{Answers, Asked, Entry, Field, FieldError, FieldId, Form, Inputs, Page};
use crate::text::params;

impl Form {
    /// The fields that one entry of a group on that page is asked; none when the group is not.
    #[must_use]
    pub fn entry_fields<'a>(&'a self, page: &Page, group: &FieldId, inputs: &Inputs) -> Vec<&'a Field> {
        let shown = self.shown(inputs).into_iter().find(|shown| shown.page.id == page.id);
        let mut fields = shown.into_iter().flat_map(|shown| shown.fields);
        fields.find(|asked| asked.field.id == *group).map(|asked| asked.inner).unwrap_or_default()
    }

    /// Takes the inputs of an entry's own page out of a posted form, as [`Form::absorb`] does.
    pub fn absorb_entry(&self, page: &Page, entry: &Entry, posted: &[(String, String)], into: &mut Inputs) {
        let mut typed = into.of_entry(entry);
        take(self.entry_fields(page, &entry.group, into), posted, &mut typed);
        into.put_entry(entry, &typed);
    }

    /// What is wrong with the answers of one entry, at most one thing per field, in order.
    #[must_use]
    pub fn check_entry(&self, page: &Page, entry: &Entry, inputs: &Inputs, today: Date) -> Vec<FieldError> {
        let typed = inputs.of_entry(entry);
        let fields = self.entry_fields(page, &entry.group, inputs).into_iter();
        fields.filter_map(|field| Some(field.error(field.read(&typed, today).err()?))).collect()
    }
}

/// Takes the inputs of these fields out of a posted form.
pub(super) fn take(fields: Vec<&Field>, posted: &[(String, String)], into: &mut Inputs) {
    for field in fields {
        for name in field.input_names() {
            let typed = posted.iter().filter(|(posted, _)| *posted == name).map(|(_, text)| text.as_str());
            into.take(&name, typed, field);
        }
    }
}

impl Asked<'_> {
    /// The checked answer, or all that is wrong: in a group, with every field of every entry.
    pub(super) fn read(&self, inputs: &Inputs, today: Date) -> Result<Option<Answer>, Vec<FieldError>> {
        if self.field.group().is_none() {
            return self.field.read(inputs, today).map_err(|wrong| vec![self.field.error(wrong)]);
        }
        let mut errors: Vec<FieldError> = self.count_error(inputs).into_iter().collect();
        let mut entries = Vec::new();
        for (place, entry) in inputs.entries(&self.field.id).into_iter().enumerate() {
            let mut answers = Answers::default();
            let typed = inputs.of_entry(&entry);
            for field in &self.inner {
                match field.read(&typed, today) {
                    Ok(answer) => answer.iter().for_each(|answer| answers.add(&field.id, answer)),
                    Err(wrong) => errors.push(field.error(wrong).in_entry(&entry, place)),
                }
            }
            entries.push(answers);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok((!entries.is_empty()).then_some(Answer::Entries(entries)))
    }

    /// What is wrong on the page: of an entry only that there is something, since it is mended on a
    /// page of its own.
    pub(super) fn check(&self, inputs: &Inputs, today: Date) -> Vec<FieldError> {
        let mut errors = self.read(inputs, today).err().unwrap_or_default();
        for error in &mut errors {
            if let Some(entry) = &error.entry {
                error.field = self.field.id.clone();
                error.input = entry.to_string();
                error.key = "error-entry";
                error.params.retain(|name, _| name == "number");
            }
        }
        errors.dedup_by(|one, other| one.entry.is_some() && one.entry == other.entry);
        errors
    }

    fn count_error(&self, inputs: &Inputs) -> Option<FieldError> {
        let group = self.field.group()?;
        let count = inputs.entries(&self.field.id).len();
        let wrong = if count < group.min {
            Wrong::of("error-entries-few").with("min", group.min)
        } else if count > group.max {
            Wrong::of("error-entries-many").with("max", group.max)
        } else {
            return None;
        };
        Some(self.field.error(wrong))
    }
}

impl FieldError {
    /// The same, told of one entry of a group; `place` counts from 0.
    fn in_entry(mut self, entry: &Entry, place: usize) -> Self {
        self.params.extend(params([("number", (place + 1).into())]));
        Self { entry: Some(entry.clone()), ..self }
    }
}
