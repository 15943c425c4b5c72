//! A form's fields, ready to be shown: labels in the page's language, what was typed, what is
//! wrong with it.

use super::views::field::{AddressPart, Control, FieldView, InputKind, OptionView};
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Field, FieldError, FieldKind, Inputs, Length, Part};

/// The field as it is shown.
pub fn view(
    tile: &Tile,
    field: &Field,
    inputs: &Inputs,
    error: Option<&FieldError>,
    locale: Locale,
) -> FieldView {
    let shown = Shown { tile, field, inputs, error, locale };
    FieldView {
        id: field.id.to_string(),
        label: tile.label(locale, field),
        // A passage of text is its own hint.
        hint: tile.own_word(locale, &field.hint).filter(|_| field.kind != FieldKind::Info),
        required: field.required,
        error: error.map(|error| tile.error_message(locale, error)),
        control: shown.control(),
    }
}

struct Shown<'a> {
    tile: &'a Tile,
    field: &'a Field,
    inputs: &'a Inputs,
    error: Option<&'a FieldError>,
    locale: Locale,
}

impl Shown<'_> {
    fn control(&self) -> Control {
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
            FieldKind::Info => Control::Info { paragraphs: self.paragraphs() },
            FieldKind::Declaration => Control::Declaration { checked: !self.value().is_empty() },
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
            label: self.tile.word(self.locale, &self.field.option_label(code)),
            hint: self.tile.own_word(self.locale, &format!("{}-hint", self.field.option_label(code))),
            checked: chosen.iter().any(|one| one == code),
        };
        self.field.options().iter().map(|code| option(code.as_str())).collect()
    }

    fn yes_no(&self) -> Vec<OptionView> {
        let chosen = self.value();
        let option = |code: &str, key: &str| OptionView {
            code: code.to_owned(),
            label: self.tile.word(self.locale, key),
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
                        .tile
                        .word(self.locale, &format!("address-{}", part.as_str().replace('_', "-"))),
                    value: self.part(*part),
                    autocomplete: autocomplete(*part).to_owned(),
                    short: matches!(part, Part::Unit | Part::PostalCode),
                    invalid: self.error.is_some_and(|error| error.input == name),
                    name,
                }
            })
            .collect()
    }

    /// A text of the tile's, one paragraph a line.
    fn paragraphs(&self) -> Vec<String> {
        let text = self.tile.own_word(self.locale, &self.field.hint).unwrap_or_default();
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
