//! A form's fields, ready to be shown: labels in the page's language, what was typed, what is
//! wrong with it.

use super::files::{self, Listed};
use super::subject::Subject;
use super::views::field::{AddressPart, Control, EntryView, FieldView, InputKind, OptionView};
use crate::attachments::Rules;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Entry, Field, FieldError, FieldKind, Form, Group, Inputs, Length, Part};

/// The most answers that sum an entry up.
const SUMMARY: usize = 3;

/// A field about to be shown.
pub(super) struct Shown<'a> {
    /// The screen it stands on.
    pub subject: &'a Subject<'a>,
    /// The field.
    pub field: &'a Field,
    /// What was typed on this screen, by the names of its inputs.
    pub inputs: &'a Inputs,
    /// What is wrong with it.
    pub error: Option<&'a FieldError>,
    /// Whether the answer is a claim's and cannot be changed.
    pub locked: bool,
    /// The entries of groups that are not complete.
    pub faulty: &'a [Entry],
    /// The files of the draft.
    pub files: &'a [Listed],
    /// The page's language.
    pub locale: Locale,
}

/// The fields of a form that is one page and sent as it is typed: nothing is in groups; locked is what
/// is `known`.
pub(super) fn of_one_page(
    (tile, form): (&Tile, &Form),
    (inputs, known): (&Inputs, &Inputs),
    errors: &[FieldError],
    locale: Locale,
) -> Vec<FieldView> {
    let subject = Subject { tile, form, page: form.first_page(), entry: None };
    let error_of = |field: &Field| errors.iter().find(|error| error.field == field.id);
    let fields = form.fields_shown(form.first_page(), inputs).into_iter();
    let shown = |field| Shown {
        subject: &subject,
        field,
        inputs,
        error: error_of(field),
        locked: field.is_locked(known),
        faulty: &[],
        files: &[],
        locale,
    };
    fields.map(|field| shown(field).view()).collect()
}

impl Shown<'_> {
    /// The field as it is shown.
    pub fn view(&self) -> FieldView {
        let (tile, field) = (self.tile(), self.field);
        FieldView {
            id: field.id.to_string(),
            label: tile.label(self.locale, field),
            // A passage of text is its own hint.
            hint: tile.own_word(self.locale, &field.hint).filter(|_| field.kind != FieldKind::Info),
            help: self.paragraphs(&field.help),
            required: field.required || self.locked || field.kind == FieldKind::Info,
            error: self.error.map(|error| tile.error_message(self.locale, error)),
            control: self.control(),
        }
    }

    fn tile(&self) -> &Tile {
        self.subject.tile
    }

    fn control(&self) -> Control {
        if self.locked {
            let value = self.field.words(self.tile(), self.locale, self.inputs);
            return Control::Fixed { value: value.unwrap_or_default() };
        }
        match &self.field.kind {
            FieldKind::Text(Length { max, .. }) => self.input(InputKind::Text, Some(*max)),
            FieldKind::Textarea(Length { max, .. }) => {
                Control::Textarea { value: self.value(), max_length: Some(*max) }
            }
            FieldKind::Number { .. } => self.input(InputKind::Number, None),
            FieldKind::Email => self.input(InputKind::Email, None),
            FieldKind::Phone => self.input(InputKind::Phone, None),
            FieldKind::PostalCode => self.input(InputKind::PostalCode, None),
            FieldKind::HealthInsuranceNumber => self.input(InputKind::HealthInsuranceNumber, None),
            FieldKind::Date { .. } => self.date(),
            FieldKind::Choice(_) => Control::Choice { options: self.options() },
            FieldKind::Choices { .. } => Control::Choices { options: self.options() },
            FieldKind::YesNo => Control::Choice { options: self.yes_no() },
            FieldKind::Address => Control::Address { parts: self.address() },
            FieldKind::Info => Control::Info { paragraphs: self.paragraphs(&self.field.hint) },
            FieldKind::Declaration => Control::Declaration { checked: !self.value().is_empty() },
            FieldKind::File { max } => self.files(*max),
            FieldKind::Group(group) => self.group(group),
        }
    }

    fn value(&self) -> String {
        self.inputs.get(self.field.id.as_str()).to_owned()
    }

    fn part(&self, part: Part) -> String {
        self.inputs.get(&self.field.input_name(part)).to_owned()
    }

    fn input(&self, input: InputKind, max_length: Option<usize>) -> Control {
        Control::Input {
            input,
            value: self.value(),
            max_length,
            autocomplete: self.field.autocomplete().map(str::to_owned),
        }
    }

    fn date(&self) -> Control {
        Control::Date {
            day: self.part(Part::Day),
            month: self.part(Part::Month),
            year: self.part(Part::Year),
            birth: self.field.autocomplete() == Some("bday"),
            invalid: self.error.filter(|error| of_one_part(error)).map(|error| error.input.clone()),
        }
    }

    fn options(&self) -> Vec<OptionView> {
        let chosen = self.inputs.all(self.field.id.as_str());
        let option = |code: &str| OptionView {
            code: code.to_owned(),
            label: self.tile().word(self.locale, &self.field.option_label(code)),
            hint: self.tile().own_word(self.locale, &format!("{}-hint", self.field.option_label(code))),
            checked: chosen.iter().any(|one| one == code),
        };
        self.field.options().iter().map(|code| option(code.as_str())).collect()
    }

    fn yes_no(&self) -> Vec<OptionView> {
        let chosen = self.value();
        let option = |code: &str, key: &str| OptionView {
            code: code.to_owned(),
            label: self.tile().word(self.locale, key),
            hint: None,
            checked: chosen == code,
        };
        vec![option("yes", "answer-yes"), option("no", "answer-no")]
    }

    fn address(&self) -> Vec<AddressPart> {
        let parts = self.field.parts().iter();
        parts
            .map(|part| {
                let name = self.field.input_name(*part);
                AddressPart {
                    // text: address-*
                    label: self
                        .tile()
                        .word(self.locale, &format!("address-{}", part.as_str().replace('_', "-"))),
                    value: self.part(*part),
                    autocomplete: if self.field.own { autocomplete(*part) } else { "off" }.to_owned(),
                    short: matches!(part, Part::Unit | Part::PostalCode),
                    invalid: self.error.is_some_and(|error| error.input == name),
                    name,
                }
            })
            .collect()
    }

    fn files(&self, max: Option<usize>) -> Control {
        let own = self.files.iter().filter(|listed| listed.file.field == self.field.id.as_str());
        let all = self.files.iter().filter(|listed| listed.is_kept()).count();
        let none = || Rules { max: 0, max_mib: 0, kinds: Vec::new() };
        let rules = files::rules(self.tile()).unwrap_or_else(none);
        let max = max.map_or(rules.max, |max| max.min(rules.max));
        files::control(self.tile(), (&rules, max, all < rules.max), own, self.locale)
    }

    fn group(&self, group: &Group) -> Control {
        let entries = self.inputs.entries(&self.field.id);
        let fields = self.subject.form.entry_fields(self.subject.page, &self.field.id, self.inputs);
        let view = |(place, entry): (usize, &Entry)| {
            let typed = self.inputs.of_entry(entry);
            let words = fields.iter().filter_map(|field| field.words(self.tile(), self.locale, &typed));
            EntryView {
                id: entry.to_string(),
                title: self.tile().entry_title(self.locale, self.field, place),
                summary: words.take(SUMMARY).collect::<Vec<_>>().join("\n"),
                incomplete: self.faulty.contains(entry),
            }
        };
        let room = entries.len() < group.max;
        Control::Group {
            entries: entries.iter().enumerate().map(view).collect(),
            add: room.then(|| self.tile().word(self.locale, &self.field.add_key())),
        }
    }

    /// A text of the tile's, one paragraph a line; none when the tile has no words for it.
    fn paragraphs(&self, key: &str) -> Vec<String> {
        let text = self.tile().own_word(self.locale, key).unwrap_or_default();
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// WCAG 2.2, 1.3.5.
fn autocomplete(part: Part) -> &'static str {
    match part {
        Part::Street => "address-line1",
        Part::Unit => "address-line2",
        Part::City => "address-level2",
        Part::PostalCode => "postal-code",
        _ => "off",
    }
}

/// Whether a date is wrong in one of its parts. A day that is not in the calendar, or too late, is
/// wrong as a whole.
fn of_one_part(error: &FieldError) -> bool {
    matches!(error.key, "error-date-incomplete" | "error-date-year")
}
