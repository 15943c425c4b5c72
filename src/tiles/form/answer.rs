//! From what was typed to an answer, or to what is wrong with it.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::dates::{self, NotADay};
use super::{Field, FieldError, FieldId, FieldKind, Inputs, Part, formats};
use crate::text::{Params, params};

/// The answers of a whole form by field, as the back-end gets them: texts and codes, lists of codes,
/// days as `2026-01-31`, `true`, numbers, an object for an address, a list of such answers for a
/// group. Questions without an answer are absent.
#[derive(Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Answers(Map<String, Value>);

impl Answers {
    /// The answer to one field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    pub(super) fn add(&mut self, field: &FieldId, answer: &Answer) {
        // Files go beside the answers, with their names, sizes and digests.
        if !matches!(answer, Answer::Files(_)) {
            self.0.insert(field.to_string(), answer.to_json());
        }
    }
}

/// Names only: what people answer stays out of logs.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// An answer, checked.
pub(super) enum Answer {
    /// Words, or a text with a shape in the form it is kept in.
    Text(String),
    /// The code of an option.
    Code(String),
    /// Codes of options, in the order of the definition.
    Codes(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(i64),
    /// A day.
    Day(Date),
    /// An address in Canada.
    Address(Address),
    /// Files, by their names: the back-end gets them beside the answers.
    Files(Vec<String>),
    /// The statement was accepted.
    Accepted,
    /// The answers of each entry of a group, in the order in which they were added.
    Entries(Vec<Answers>),
}

/// An address in Canada. Its postal code tells the province.
#[derive(Serialize)]
pub(super) struct Address {
    /// Number and street.
    pub street: String,
    /// Apartment or office.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Town.
    pub city: String,
    /// Postal code, as `H2X 1Y4`.
    pub postal_code: String,
}

impl Answer {
    fn to_json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Code(text) => json!(text),
            Self::Codes(codes) => json!(codes),
            Self::YesNo(yes) => json!(yes),
            Self::Number(number) => json!(number),
            Self::Day(day) => json!(day.to_string()),
            Self::Address(address) => json!(address),
            Self::Files(names) => json!(names),
            Self::Accepted => json!(true),
            Self::Entries(entries) => json!(entries),
        }
    }
}

/// The most characters in one line of an address.
const LONGEST_LINE: usize = 100;

/// What is wrong, before it is tied to its field.
pub(super) struct Wrong {
    part: Option<Part>,
    key: &'static str,
    params: Params,
}

fn wrong(key: &'static str) -> Wrong {
    Wrong::of(key)
}

impl Wrong {
    /// What the portal's words call by that key.
    pub(super) fn of(key: &'static str) -> Self {
        Self { part: None, key, params: Params::new() }
    }

    fn in_part(self, part: Part) -> Self {
        Self { part: Some(part), ..self }
    }

    pub(super) fn with(self, name: &str, value: impl Into<Value>) -> Self {
        Self { params: params([(name, value.into())]), ..self }
    }
}

impl Field {
    /// The answer to this field, checked; `None` when it is empty and may be.
    pub(super) fn read(&self, inputs: &Inputs, today: Date) -> Result<Option<Answer>, Wrong> {
        match self.parse(inputs)? {
            Some(answer) => self.within_limits(&answer, today).map(|()| Some(answer)),
            None if self.required => Err(self.missing()),
            None => Ok(None),
        }
    }

    /// What is wrong, tied to this field and to one of its inputs.
    pub(super) fn error(&self, wrong: Wrong) -> FieldError {
        let part = wrong.part.or_else(|| self.parts().first().copied());
        let input = part.map_or_else(|| self.id.to_string(), |part| self.input_name(part));
        FieldError { field: self.id.clone(), entry: None, input, key: wrong.key, params: wrong.params }
    }

    fn missing(&self) -> Wrong {
        wrong(match self.kind {
            FieldKind::Choice(_) | FieldKind::YesNo => "error-choose",
            FieldKind::Choices { .. } => "error-choose-some",
            FieldKind::Declaration => "error-declaration",
            FieldKind::Date { .. } => "error-date",
            FieldKind::File { .. } => "error-file",
            _ => "error-required",
        })
    }

    /// What was typed as an answer, whatever its limits. `None`: nothing was typed.
    pub(super) fn parse(&self, inputs: &Inputs) -> Result<Option<Answer>, Wrong> {
        match &self.kind {
            FieldKind::Info | FieldKind::Group(_) => return Ok(None),
            FieldKind::Date { .. } => return self.parse_day(inputs),
            FieldKind::Address => return self.parse_address(inputs),
            FieldKind::Choices { .. } => return self.parse_choices(inputs),
            FieldKind::File { .. } => {
                let names = inputs.all(self.id.as_str());
                return Ok((!names.is_empty()).then(|| Answer::Files(names.to_vec())));
            }
            _ => {}
        }
        match inputs.get(self.id.as_str()) {
            "" => Ok(None),
            typed => self.parse_one(typed).map(Some),
        }
    }

    fn parse_one(&self, typed: &str) -> Result<Answer, Wrong> {
        let text = |read: Option<String>, key| read.map(Answer::Text).ok_or_else(|| wrong(key));
        match &self.kind {
            FieldKind::Choice(_) => self.code(typed).map(Answer::Code),
            FieldKind::YesNo => match typed {
                "yes" => Ok(Answer::YesNo(true)),
                "no" => Ok(Answer::YesNo(false)),
                _ => Err(wrong("error-option")),
            },
            FieldKind::Declaration => Ok(Answer::Accepted),
            FieldKind::Number { .. } => {
                formats::number(typed).map(Answer::Number).ok_or_else(|| wrong("error-number"))
            }
            FieldKind::Email => text(formats::email(typed), "error-email"),
            FieldKind::Phone => text(formats::phone(typed), "error-phone"),
            FieldKind::PostalCode => text(formats::postal_code(typed), "error-postal-code"),
            FieldKind::HealthInsuranceNumber => {
                text(formats::health_insurance_number(typed), "error-health-insurance-number")
            }
            _ => Ok(Answer::Text(typed.to_owned())),
        }
    }

    fn code(&self, typed: &str) -> Result<String, Wrong> {
        let known = self.options().iter().any(|option| option.as_str() == typed);
        if known { Ok(typed.to_owned()) } else { Err(wrong("error-option")) }
    }

    fn parse_choices(&self, inputs: &Inputs) -> Result<Option<Answer>, Wrong> {
        let typed = inputs.all(self.id.as_str());
        for one in typed {
            self.code(one)?;
        }
        let chosen = |code: &&str| typed.iter().any(|one| one == code);
        let in_order = self.options().iter().map(super::field::Code::as_str).filter(chosen);
        let codes: Vec<String> = in_order.map(str::to_owned).collect();
        Ok((!codes.is_empty()).then_some(Answer::Codes(codes)))
    }

    fn parse_day(&self, inputs: &Inputs) -> Result<Option<Answer>, Wrong> {
        let [day, month, year] = Part::DATE.map(|part| (part, inputs.get(&self.input_name(part)).to_owned()));
        let typed = [&day, &month, &year];
        if typed.iter().all(|(_, text)| text.is_empty()) {
            return Ok(None);
        }
        if let Some((part, _)) = typed.iter().find(|(_, text)| text.is_empty()) {
            return Err(wrong("error-date-incomplete").with("part", part.as_str()).in_part(*part));
        }
        match dates::day(&day.1, &month.1, &year.1) {
            Ok(date) => Ok(Some(Answer::Day(date))),
            Err(NotADay::Year) => Err(wrong("error-date-year").in_part(Part::Year)),
            Err(NotADay::Unreal) => Err(wrong("error-date-real")),
        }
    }

    fn parse_address(&self, inputs: &Inputs) -> Result<Option<Answer>, Wrong> {
        let typed = |part: Part| inputs.get(&self.input_name(part));
        if Part::ADDRESS.iter().all(|part| typed(*part).is_empty()) {
            return Ok(None);
        }
        let needed = [Part::Street, Part::City, Part::PostalCode];
        if let Some(part) = needed.into_iter().find(|part| typed(*part).is_empty()) {
            return Err(wrong("error-address-incomplete").with("part", part.as_str()).in_part(part));
        }
        if let Some(part) = Part::ADDRESS.into_iter().find(|part| typed(*part).chars().count() > LONGEST_LINE)
        {
            return Err(too_long(typed(part).chars().count(), LONGEST_LINE).in_part(part));
        }
        let postal_code = formats::postal_code(typed(Part::PostalCode));
        let postal_code = postal_code.ok_or_else(|| wrong("error-postal-code").in_part(Part::PostalCode))?;
        let [street, unit, city] = [Part::Street, Part::Unit, Part::City].map(|part| typed(part).to_owned());
        Ok(Some(Answer::Address(Address { street, unit, city, postal_code })))
    }

    fn within_limits(&self, answer: &Answer, today: Date) -> Result<(), Wrong> {
        match (&self.kind, answer) {
            (FieldKind::Text(length) | FieldKind::Textarea(length), Answer::Text(text)) => {
                let count = text.chars().count();
                if count > length.max {
                    return Err(too_long(count, length.max));
                }
                at_least(count, length.min, "error-too-short")
            }
            (FieldKind::Choices { min, max, .. }, Answer::Codes(codes)) => {
                at_most(codes.len(), *max, "error-too-many")?;
                at_least(codes.len(), *min, "error-too-few")
            }
            (FieldKind::Number { min, max }, Answer::Number(number)) => {
                at_most(*number, *max, "error-number-large")?;
                at_least(*number, *min, "error-number-small")
            }
            (FieldKind::Date { .. }, Answer::Day(day)) => self.day_within_limits(*day, today),
            _ => Ok(()),
        }
    }

    fn day_within_limits(&self, day: Date, today: Date) -> Result<(), Wrong> {
        let FieldKind::Date { earliest, latest } = self.kind else { return Ok(()) };
        if let Some(limit) = latest.filter(|limit| day > limit.resolve(today)) {
            let future = if limit.is_today() { "error-date-future" } else { "error-date-late" };
            return Err(wrong(future).with("date", limit.resolve(today).to_string()));
        }
        if let Some(limit) = earliest.filter(|limit| day < limit.resolve(today)) {
            let past = if limit.is_today() { "error-date-past" } else { "error-date-early" };
            return Err(wrong(past).with("date", limit.resolve(today).to_string()));
        }
        Ok(())
    }
}

/// A text that is too long: `max` characters fit, `over` more were typed.
fn too_long(count: usize, max: usize) -> Wrong {
    let params = params([("max", max.into()), ("over", count.saturating_sub(max).into())]);
    Wrong { params, ..wrong("error-too-long") }
}

fn at_most<N: Copy + PartialOrd + Into<Value>>(number: N, max: N, key: &'static str) -> Result<(), Wrong> {
    if number > max { Err(wrong(key).with("max", max)) } else { Ok(()) }
}

fn at_least<N: Copy + PartialOrd + Into<Value>>(number: N, min: N, key: &'static str) -> Result<(), Wrong> {
    if number < min { Err(wrong(key).with("min", min)) } else { Ok(()) }
}
