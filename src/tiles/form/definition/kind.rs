//! The kind of a field, with the limits that mean something for it.

use std::collections::BTreeSet;

use super::{FieldDefinition, Reading, Type};
use crate::tiles::form::field::{Code, Length};
use crate::tiles::form::group::{Group, MOST_ENTRIES};
use crate::tiles::form::inputs::LONGEST;
use crate::tiles::form::{Field, FieldKind};
use crate::tiles::manifest::Claim;

impl Reading<'_> {
    /// The kind with its limits, which it takes out of the definition.
    pub(super) fn kind(&mut self, field: &mut FieldDefinition) -> FieldKind {
        match field.kind {
            Type::Text => FieldKind::Text(self.length(field, 200)),
            Type::Textarea => FieldKind::Textarea(self.length(field, 5_000)),
            Type::Date => FieldKind::Date { earliest: field.earliest.take(), latest: field.latest.take() },
            Type::Choice => FieldKind::Choice(self.options(field)),
            Type::Choices => self.choices(field),
            Type::YesNo => FieldKind::YesNo,
            Type::Number => self.number(field),
            Type::Email => FieldKind::Email,
            Type::Phone => FieldKind::Phone,
            Type::PostalCode => FieldKind::PostalCode,
            Type::HealthInsuranceNumber => FieldKind::HealthInsuranceNumber,
            Type::Address => FieldKind::Address,
            Type::Info => FieldKind::Info,
            Type::Declaration => FieldKind::Declaration,
            Type::Group => self.group(field),
            Type::File => self.file(field),
        }
    }

    fn length(&mut self, field: &mut FieldDefinition, usual: usize) -> Length {
        let length = Length {
            min: field.min_length.take().unwrap_or(0),
            max: field.max_length.take().unwrap_or(usual),
        };
        if length.max == 0 || length.max >= LONGEST || length.min > length.max {
            let message =
                format!("`{}`: `max_length` goes from 1 (and `min_length`) to {}", field.id, LONGEST - 1);
            self.found(field.id.as_str(), message);
        }
        length
    }

    fn number(&mut self, field: &mut FieldDefinition) -> FieldKind {
        let (min, max) = (field.min.take().unwrap_or(0), field.max.take().unwrap_or(999_999_999));
        if min > max {
            self.found(field.id.as_str(), format!("`{}`: `min` is above `max`", field.id));
        }
        FieldKind::Number { min, max }
    }

    fn options(&mut self, field: &mut FieldDefinition) -> Vec<Code> {
        let options = field.options.take().unwrap_or_default();
        let different: BTreeSet<&Code> = options.iter().collect();
        if options.len() < 2 || different.len() < options.len() {
            let message = format!("`{}` needs at least two `options`, all different", field.id);
            self.found(field.id.as_str(), message);
        }
        if let Some(taken) = options.iter().find(|code| matches!(code.as_str(), "label" | "hint" | "help")) {
            let message =
                format!("`{}`: the option `{taken}` would share a text key with the field itself", field.id);
            self.found(field.id.as_str(), message);
        }
        options
    }

    fn choices(&mut self, field: &mut FieldDefinition) -> FieldKind {
        let options = self.options(field);
        let count =
            |limit: Option<i64>, usual: usize| limit.map_or(Some(usual), |limit| usize::try_from(limit).ok());
        let limits = count(field.min.take(), 1).zip(count(field.max.take(), options.len()));
        let fits = limits.filter(|(min, max)| min <= max && (1..=options.len()).contains(max));
        if fits.is_none() {
            self.found(field.id.as_str(), format!("`{}`: `min` and `max` count ticked options", field.id));
        }
        let (min, max) = fits.unwrap_or((1, options.len()));
        FieldKind::Choices { options, min, max }
    }

    fn file(&mut self, field: &mut FieldDefinition) -> FieldKind {
        let max = field.max.take().map(|max| usize::try_from(max).ok().filter(|max| (1..=20).contains(max)));
        if max == Some(None) {
            self.found(field.id.as_str(), format!("`{}`: `max` counts files, from 1 to 20", field.id));
        }
        FieldKind::File { max: max.flatten() }
    }

    fn group(&mut self, group: &mut FieldDefinition) -> FieldKind {
        let id = group.id.clone();
        let count = |limit: Option<i64>, usual: usize| {
            limit.map_or(Some(usual), |limit| usize::try_from(limit).ok().filter(|n| *n <= MOST_ENTRIES))
        };
        let limits = count(group.min.take(), 0).zip(count(group.max.take(), MOST_ENTRIES));
        let fits = limits.filter(|(min, max)| min <= max && *max > 0);
        if fits.is_none() {
            let message = format!("`{id}`: `min` and `max` count entries, {MOST_ENTRIES} at most");
            self.found(id.as_str(), message);
        }
        let (min, max) = fits.unwrap_or((0, MOST_ENTRIES));
        let fields: Vec<Field> =
            group.fields.take().unwrap_or_default().into_iter().map(|field| self.field(field)).collect();
        if fields.iter().all(|field| field.input_names().is_empty()) {
            self.found(id.as_str(), format!("the group `{id}` asks nothing: give it `fields`"));
        }
        for field in &fields {
            self.inside(&id, field);
        }
        FieldKind::Group(Group { fields, min, max })
    }

    /// What a field inside a group cannot be.
    fn inside(&mut self, group: &super::FieldId, field: &Field) {
        let id = field.id.as_str();
        if field.group().is_some() {
            self.found(id, format!("`{id}` is too deep: a group stands on a page, not inside `{group}`"));
        }
        if matches!(field.kind, FieldKind::File { .. }) {
            self.found(id, format!("`{id}` is too deep: files stand on a page, not inside `{group}`"));
        }
        if field.prefill.is_some() {
            let message = format!("`{id}` stands in the group `{group}`: no claim is about one entry");
            self.found(id, message);
        }
    }
}

pub(super) fn may_prefill(kind: &FieldKind, claim: Option<Claim>) -> bool {
    match claim {
        None => true,
        Some(Claim::GivenName | Claim::FamilyName) => matches!(kind, FieldKind::Text(_)),
        Some(Claim::Birthdate) => matches!(kind, FieldKind::Date { .. }),
        Some(Claim::Email) => matches!(kind, FieldKind::Email),
    }
}

/// The limits that no kind has taken.
pub(super) fn left_over(field: &FieldDefinition) -> impl Iterator<Item = &'static str> {
    let limits = [
        ("options", field.options.is_some()),
        ("min", field.min.is_some()),
        ("max", field.max.is_some()),
        ("min_length", field.min_length.is_some()),
        ("max_length", field.max_length.is_some()),
        ("earliest", field.earliest.is_some()),
        ("latest", field.latest.is_some()),
        ("fields", field.fields.is_some()),
    ];
    limits.into_iter().filter(|(_, left)| *left).map(|(name, _)| name)
}
