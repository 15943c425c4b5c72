//! Are the rules sound for what happens once a request is sent?

use super::Checking;
use crate::tiles::manifest::{Documents, Manifest, Messages, Parts, TaskKind, Tasks};
use crate::tiles::route::{Method, Route};

/// The greatest size that a document may be declared to have, in MiB.
const LARGEST_DOCUMENT_MIB: u16 = 50;
/// The longest that another person may be given for their part, in days.
const LONGEST_INVITATION_DAYS: u16 = 60;

impl Checking<'_> {
    pub(super) fn follow(&mut self, manifest: &Manifest) {
        if let Some(tasks) = &manifest.tasks {
            self.tasks(tasks);
        }
        if let Some(parts) = &manifest.parts {
            self.parts(parts);
        }
        if let Some(messages) = &manifest.messages {
            self.messages(messages);
        }
        if let Some(documents) = &manifest.documents {
            self.documents(documents);
        }
        for code in manifest.status.iter().flat_map(|status| status.reasons.keys()) {
            self.plain_code(code);
        }
    }

    fn tasks(&mut self, tasks: &Tasks) {
        self.told_by("[tasks]", &tasks.route, &["request", "task"]);
        for (code, task) in &tasks.codes {
            self.plain_code(code);
            if (task.kind == TaskKind::Form) != task.form.is_some() {
                self.found(
                    &format!("{code} ="),
                    format!("`{code}`: a task of kind `form` names the file of its `form`, others have none"),
                );
            }
            if (task.kind == TaskKind::Upload) != task.attachments.is_some() {
                let message =
                    format!("`{code}`: a task of kind `upload` says which `attachments`, others do not");
                self.found(&format!("{code} ="), message);
            }
            if let Some(attachments) = &task.attachments {
                self.attachments(attachments);
            }
        }
    }

    fn parts(&mut self, parts: &Parts) {
        self.told_by("[parts]", &parts.route, &["request", "part"]);
        if !(1..=LONGEST_INVITATION_DAYS).contains(&parts.invite_days) {
            let message = format!("an invitation holds from 1 to {LONGEST_INVITATION_DAYS} days");
            self.found("invite_days", message);
        }
        for code in parts.codes.keys() {
            self.plain_code(code);
        }
    }

    fn messages(&mut self, messages: &Messages) {
        if let Some(route) = &messages.route {
            self.told_by("[messages]", route, &["request"]);
        }
        if let Some(attachments) = &messages.attachments {
            self.attachments(attachments);
            if messages.route.is_none() {
                self.found("[messages]", "`attachments` come with messages, which need a `route`");
            }
        }
        for code in messages.codes.keys() {
            self.plain_code(code);
        }
    }

    fn documents(&mut self, documents: &Documents) {
        let known = ["request", "document"];
        self.holes("[documents]", &documents.route, &known);
        self.names_all("[documents]", &documents.route, &known);
        if documents.route.method != Method::Get {
            self.found("[documents]", "documents are fetched by GET");
        }
        if let Some(opened) = &documents.opened {
            self.told_by("opened", opened, &known);
        }
        if documents.types.is_empty() || !(1..=LARGEST_DOCUMENT_MIB).contains(&documents.max_mib) {
            let message = format!(
                "documents have at least one media type in `types`, and from 1 to {LARGEST_DOCUMENT_MIB} MiB"
            );
            self.found("[documents]", message);
        }
        for code in documents.codes.keys() {
            self.plain_code(code);
        }
    }

    /// A call that tells the back-end something: it changes something there, and names what.
    fn told_by(&mut self, near: &str, route: &Route, known: &[&str]) {
        self.holes(near, route, known);
        self.names_all(near, route, known);
        if !matches!(route.method, Method::Post | Method::Put) {
            self.found(near, format!("what the citizen did is told by POST or PUT, not by {}", route.method));
        }
    }

    fn names_all(&mut self, near: &str, route: &Route, known: &[&str]) {
        for hole in known.iter().filter(|hole| !route.path.holes().any(|named| named == **hole)) {
            self.found(near, format!("the route `{route}` does not say which: `{{{hole}}}` is missing"));
        }
    }
}
