//! `form.json`: its shape, and what its shape cannot say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::field::{Code, Length};
use super::inputs::LONGEST;
use super::{Condition, DateLimit, Field, FieldId, FieldKind, Form, Page, PageId};
use crate::finding::{Finding, with_suggestion};
use crate::tiles::manifest::Claim;

/// Names that the portal's own inputs have on every page.
const RESERVED: [&str; 3] = ["action", "csrf", "version"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormDefinition {
    /// For editors: the address of the JSON Schema.
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    pages: Vec<PageDefinition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageDefinition {
    id: PageId,
    title: Option<String>,
    lead: Option<String>,
    visible_if: Option<Condition>,
    fields: Vec<FieldDefinition>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Text,
    Textarea,
    Date,
    Choice,
    Choices,
    YesNo,
    Number,
    Email,
    Phone,
    PostalCode,
    HealthInsuranceNumber,
    Address,
    File,
    Group,
    Info,
    Declaration,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldDefinition {
    id: FieldId,
    #[serde(rename = "type")]
    kind: Type,
    #[serde(default)]
    required: bool,
    label: Option<String>,
    hint: Option<String>,
    help: Option<String>,
    prefill: Option<Claim>,
    visible_if: Option<Condition>,
    options: Option<Vec<Code>>,
    min: Option<i64>,
    max: Option<i64>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    earliest: Option<DateLimit>,
    latest: Option<DateLimit>,
}

impl Form {
    /// Reads a form definition. `file` names it in the findings.
    ///
    /// # Errors
    /// Everything that is wrong with it, with lines.
    pub fn parse(file: &str, json: &str) -> Result<Self, Vec<Finding>> {
        let definition: FormDefinition =
            serde_json::from_str(json).map_err(|error| vec![shape_finding(file, &error)])?;
        let mut reading = Reading { file, json, findings: Vec::new() };
        let pages: Vec<Page> = definition.pages.into_iter().map(|page| reading.page(page)).collect();
        let form = Self { pages };
        reading.whole(&form);
        if reading.findings.is_empty() { Ok(form) } else { Err(reading.findings) }
    }
}

fn shape_finding(file: &str, error: &serde_json::Error) -> Finding {
    let message = error.to_string();
    let place = message.rfind(" at line ").unwrap_or(message.len());
    let message = message.split_at_checked(place).map_or("", |(message, _)| message);
    Finding::new(file, with_suggestion(message)).at(Some(error.line()))
}

/// A definition while it is read: what was found so far.
struct Reading<'a> {
    file: &'a str,
    json: &'a str,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    /// Notes what is wrong with the page or field of that id.
    fn found(&mut self, id: &str, message: String) {
        let quoted = format!("\"{id}\"");
        let is_its_line = |line: &str| line.contains("\"id\"") && line.contains(&quoted);
        let line = self.json.lines().position(is_its_line).map(|place| place + 1);
        self.findings.push(Finding::new(self.file, message).at(line));
    }

    fn page(&mut self, page: PageDefinition) -> Page {
        if page.fields.is_empty() {
            self.found(page.id.as_str(), format!("page `{}` has no fields", page.id));
        }
        Page {
            title: page.title.unwrap_or_else(|| format!("{}-title", page.id)),
            lead: page.lead.unwrap_or_else(|| format!("{}-lead", page.id)),
            visible_if: page.visible_if,
            fields: page.fields.into_iter().map(|field| self.field(field)).collect(),
            id: page.id,
        }
    }

    fn field(&mut self, mut field: FieldDefinition) -> Field {
        let kind = self.kind(&mut field);
        for limit in left_over(&field) {
            let message =
                format!("`{limit}` means nothing for field `{}` of type `{}`", field.id, kind.name());
            self.found(field.id.as_str(), message);
        }
        if matches!(kind, FieldKind::Info) && field.required {
            self.found(field.id.as_str(), format!("`{}` asks nothing: leave `required` out", field.id));
        }
        if !may_prefill(&kind, field.prefill) {
            let message =
                format!("`{}` of type `{}` cannot be filled from that claim", field.id, kind.name());
            self.found(field.id.as_str(), message);
        }
        if RESERVED.contains(&field.id.as_str()) {
            let message = format!("`{}` is a name of the portal's own: choose another id", field.id);
            self.found(field.id.as_str(), message);
        }
        let key = |own: Option<String>, role: &str| own.unwrap_or_else(|| format!("{}-{role}", field.id));
        Field {
            label: key(field.label, "label"),
            hint: key(field.hint, "hint"),
            help: key(field.help, "help"),
            kind,
            required: field.required,
            prefill: field.prefill,
            visible_if: field.visible_if,
            id: field.id,
        }
    }

    /// The kind with its limits, which it takes out of the definition.
    fn kind(&mut self, field: &mut FieldDefinition) -> FieldKind {
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
            Type::File | Type::Group => {
                let message =
                    format!("`{}`: types `file` and `group` arrive with a later portal version", field.id);
                self.found(field.id.as_str(), message);
                FieldKind::Info
            }
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

    /// What only the whole form shows: ids used twice, conditions on what is not asked before.
    fn whole(&mut self, form: &Form) {
        if form.pages.is_empty() {
            self.findings.push(Finding::new(self.file, "a form has at least one page").at(Some(1)));
        }
        let mut pages: BTreeSet<&PageId> = BTreeSet::new();
        let mut earlier: BTreeMap<&FieldId, &Field> = BTreeMap::new();
        for page in &form.pages {
            if !pages.insert(&page.id) {
                self.found(page.id.as_str(), format!("two pages are named `{}`", page.id));
            }
            let conditions =
                page.fields.iter().filter_map(|field| Some((field.id.as_str(), field.visible_if.as_ref()?)));
            for (id, condition) in conditions.chain(page.visible_if.as_ref().map(|c| (page.id.as_str(), c))) {
                self.condition(id, condition, &earlier);
            }
            for field in &page.fields {
                if earlier.insert(&field.id, field).is_some() {
                    self.found(field.id.as_str(), format!("two fields are named `{}`", field.id));
                }
            }
        }
    }

    /// A condition may read earlier pages only: then a page is complete when it is shown, with no
    /// script to reveal the rest.
    fn condition(&mut self, id: &str, condition: &Condition, earlier: &BTreeMap<&FieldId, &Field>) {
        for (read, values) in condition.reads() {
            let Some(field) = earlier.get(read) else {
                let message = format!("`{id}` depends on `{read}`, which no earlier page asks");
                self.found(id, message);
                continue;
            };
            for value in values {
                if !can_answer(field, value) {
                    self.found(id, format!("`{id}` depends on `{read}` being `{value}`, which it never is"));
                }
            }
        }
    }
}

/// Whether a field's answer can be that code.
fn can_answer(field: &Field, value: &str) -> bool {
    match &field.kind {
        FieldKind::Choice(_) | FieldKind::Choices { .. } => {
            field.options().iter().any(|code| code.as_str() == value)
        }
        FieldKind::YesNo => matches!(value, "yes" | "no"),
        FieldKind::Declaration => value == "yes",
        _ => false,
    }
}

fn may_prefill(kind: &FieldKind, claim: Option<Claim>) -> bool {
    match claim {
        None => true,
        Some(Claim::GivenName | Claim::FamilyName) => matches!(kind, FieldKind::Text(_)),
        Some(Claim::Birthdate) => matches!(kind, FieldKind::Date { .. }),
        Some(Claim::Email) => matches!(kind, FieldKind::Email),
    }
}

/// The limits that no kind has taken.
fn left_over(field: &FieldDefinition) -> impl Iterator<Item = &'static str> {
    let limits = [
        ("options", field.options.is_some()),
        ("min", field.min.is_some()),
        ("max", field.max.is_some()),
        ("min_length", field.min_length.is_some()),
        ("max_length", field.max_length.is_some()),
        ("earliest", field.earliest.is_some()),
        ("latest", field.latest.is_some()),
    ];
    limits.into_iter().filter(|(_, left)| *left).map(|(name, _)| name)
}
