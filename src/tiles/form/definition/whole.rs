//! What only the whole form shows: ids used twice, conditions on what is not asked before, pages
//! that nobody can reach.

use std::collections::{BTreeMap, BTreeSet};

use super::Reading;
use crate::finding::{Finding, line_of, nearest};
use crate::tiles::form::{Condition, Field, FieldId, FieldKind, Form, Page, PageId, SectionId, reach};

/// What the pages read so far ask.
#[derive(Default)]
struct Earlier<'a> {
    fields: BTreeMap<&'a FieldId, &'a Field>,
    /// Fields inside groups, with their group: they have many answers, so no condition reads them.
    grouped: BTreeMap<&'a FieldId, &'a FieldId>,
}

impl Reading<'_> {
    pub(super) fn whole(&mut self, form: &Form) {
        let Some(first) = form.pages.first() else {
            self.findings.push(Finding::new(self.file, "a form has at least one page").at(Some(1)));
            return;
        };
        self.no_group_on(first);
        let mut pages: BTreeSet<&PageId> = BTreeSet::new();
        let mut earlier = Earlier::default();
        for page in &form.pages {
            if !pages.insert(&page.id) {
                self.found(page.id.as_str(), format!("two pages are named `{}`", page.id));
            }
            for (id, condition) in conditions(page) {
                self.condition(id, condition, &earlier);
            }
            self.note(page, &mut earlier);
        }
        self.sections(form);
        if self.findings.is_empty() {
            for id in reach::never_asked(form) {
                self.found(id, format!("`{id}` is never asked: no answers make its condition hold"));
            }
        }
    }

    /// The first page is shown before a draft exists, so that looking begins nothing; an entry needs
    /// a draft to stand in, and so does a file.
    fn no_group_on(&mut self, first: &Page) {
        for field in first.fields.iter().filter(|field| matches!(field.kind, FieldKind::File { .. })) {
            let message =
                format!("the files `{}` stand on the first page: move them to a later one", field.id);
            self.found(field.id.as_str(), message);
        }
        for group in first.fields.iter().filter(|field| field.group().is_some()) {
            let message =
                format!("the group `{}` stands on the first page: move it to a later one", group.id);
            self.found(group.id.as_str(), message);
        }
    }

    /// Adds what a page asks to what is asked earlier than the next.
    fn note<'a>(&mut self, page: &'a Page, earlier: &mut Earlier<'a>) {
        for field in &page.fields {
            self.once(&field.id, earlier);
            earlier.fields.insert(&field.id, field);
            for inner in field.group().into_iter().flat_map(|group| &group.fields) {
                self.once(&inner.id, earlier);
                earlier.grouped.insert(&inner.id, &field.id);
            }
        }
    }

    fn once(&mut self, id: &FieldId, earlier: &Earlier<'_>) {
        if earlier.fields.contains_key(id) || earlier.grouped.contains_key(id) {
            self.found(id.as_str(), format!("two fields are named `{id}`"));
        }
    }

    /// A condition may read earlier pages only: then a page is complete when it is shown, with no
    /// script to reveal the rest.
    fn condition(&mut self, id: &str, condition: &Condition, earlier: &Earlier<'_>) {
        for (read, values) in condition.reads() {
            let Some(field) = earlier.fields.get(read) else {
                self.found(id, unread(id, read, earlier));
                continue;
            };
            if matches!(field.kind, FieldKind::File { .. }) {
                self.found(id, format!("`{id}` depends on `{read}`: files are no answer to depend on"));
            }
            for value in values {
                if !can_answer(field, value) {
                    self.found(id, format!("`{id}` depends on `{read}` being `{value}`, which it never is"));
                }
            }
        }
    }

    /// Sections hold every page once, in the order of the pages, and wait for earlier ones only.
    fn sections(&mut self, form: &Form) {
        let mut earlier: BTreeSet<&SectionId> = BTreeSet::new();
        for section in &form.sections {
            let id = section.id.as_str();
            if section.pages.is_empty() {
                self.found(id, format!("section `{id}` has no pages"));
            }
            for after in section.after.iter().filter(|after| !earlier.contains(after)) {
                self.found(id, format!("section `{id}` comes after `{after}`, which is no earlier section"));
            }
            if !earlier.insert(&section.id) {
                self.found(id, format!("two sections are named `{id}`"));
            }
        }
        if !form.sections.is_empty() {
            self.pages_of_sections(form);
        }
    }

    fn pages_of_sections(&mut self, form: &Form) {
        let pages: Vec<&PageId> = form.pages.iter().map(|page| &page.id).collect();
        let placed: Vec<&PageId> = form.sections.iter().flat_map(|section| &section.pages).collect();
        if let Some(unknown) = placed.iter().find(|page| !pages.contains(page)) {
            let near = nearest(unknown.as_str(), pages.iter().map(|page| page.as_str()));
            let meant = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let line = line_of(self.json, &format!("\"{unknown}\""));
            let message = format!("no page is named `{unknown}`{meant}");
            self.findings.push(Finding::new(self.file, message).at(line));
        } else if let Some(left) = pages.iter().find(|page| !placed.contains(page)) {
            self.found(left.as_str(), format!("page `{left}` stands in no section"));
        } else if placed != pages {
            let message = "sections list the pages in the order in which they are asked, each once";
            let line = line_of(self.json, "\"sections\"");
            self.findings.push(Finding::new(self.file, message).at(line));
        }
    }
}

/// Every condition of a page with the id of what it is on.
fn conditions(page: &Page) -> Vec<(&str, &Condition)> {
    let fields = page.fields.iter().flat_map(Field::and_inner);
    let of_fields = fields.filter_map(|field| Some((field.id.as_str(), field.visible_if.as_ref()?)));
    of_fields.chain(page.visible_if.as_ref().map(|condition| (page.id.as_str(), condition))).collect()
}

fn unread(id: &str, read: &FieldId, earlier: &Earlier<'_>) -> String {
    if let Some(group) = earlier.grouped.get(read) {
        return format!(
            "`{id}` depends on `{read}`, which has an answer for each entry of `{group}`: no condition can"
        );
    }
    match nearest(read.as_str(), earlier.fields.keys().map(|field| field.as_str())) {
        Some(near) => {
            format!("`{id}` depends on `{read}`, which no earlier page asks; did you mean `{near}`?")
        }
        None => format!("`{id}` depends on `{read}`, which no earlier page asks"),
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
