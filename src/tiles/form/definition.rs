//! `form.json`: its shape, and what its shape cannot say.

mod kind;
mod whole;

use serde::Deserialize;

use super::field::Code;
use super::{Condition, DateLimit, Field, FieldId, FieldKind, Form, Page, PageId, Section, SectionId};
use crate::finding::{Finding, with_suggestion};
use crate::tiles::manifest::Claim;
use kind::{left_over, may_prefill};

/// Names that the portal's own inputs have on every page.
const RESERVED: [&str; 6] = ["action", "csrf", "keep", "owner", "remove", "version"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormDefinition {
    /// For editors: the address of the JSON Schema.
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    #[serde(default)]
    sections: Vec<SectionDefinition>,
    pages: Vec<PageDefinition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionDefinition {
    id: SectionId,
    title: Option<String>,
    pages: Vec<PageId>,
    #[serde(default)]
    after: Vec<SectionId>,
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
    #[serde(default)]
    locked: bool,
    #[serde(default)]
    own: bool,
    visible_if: Option<Condition>,
    options: Option<Vec<Code>>,
    min: Option<i64>,
    max: Option<i64>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    earliest: Option<DateLimit>,
    latest: Option<DateLimit>,
    fields: Option<Vec<FieldDefinition>>,
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
        let sections = definition.sections.into_iter().map(section).collect();
        let form = Self { pages, sections };
        reading.whole(&form);
        if reading.findings.is_empty() { Ok(form) } else { Err(reading.findings) }
    }
}

fn section(section: SectionDefinition) -> Section {
    Section {
        title: section.title.unwrap_or_else(|| format!("{}-section", section.id)),
        id: section.id,
        pages: section.pages,
        after: section.after,
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
        if matches!(kind, FieldKind::Group(_)) && field.required {
            self.found(field.id.as_str(), format!("`{}` is a group: `min` says how many it needs", field.id));
        }
        if !may_prefill(&kind, field.prefill) {
            let message =
                format!("`{}` of type `{}` cannot be filled from that claim", field.id, kind.name());
            self.found(field.id.as_str(), message);
        }
        if field.own && !kind.may_be_own() {
            let message = format!("`own` means nothing for field `{}` of type `{}`", field.id, kind.name());
            self.found(field.id.as_str(), message);
        }
        if field.locked && field.prefill.is_none() {
            let message = format!("`{}` is locked to a claim: name it with `prefill`", field.id);
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
            required: field.required || kind.is_needed(),
            kind,
            prefill: field.prefill,
            locked: field.locked,
            own: field.own,
            visible_if: field.visible_if,
            id: field.id,
        }
    }
}
