//! What a tile's shape cannot say: rules between its parts. The same on the team's machine and when
//! the portal starts.

mod app;
mod code;
mod follow;
mod migrations;
mod panels;
mod script;
mod words;

#[cfg(test)]
mod tests;

pub(super) use migrations::migrations;
pub(super) use words::words;

use super::files::Files;
use super::form::{FieldKind, Form};
use super::manifest::{
    About, Attachments, CitizenState, FormRules, Kind, Manifest, Signature, Status, StatusCode, Submit,
};
use super::route::{Method, Route};
use crate::attachments;
use crate::finding::{Fault, Finding, line_of};
use crate::text::{Bilingual, Locale};

/// The version of the contract that this portal speaks.
const CONTRACT: u32 = 1;
/// The highest level of assurance that a tile may ask for.
const HIGHEST_LEVEL: u8 = 9;
/// The greatest length of a title, in characters: it must fit a card on a phone.
const LONGEST_TITLE: usize = 60;
/// The most files of a request.
const MOST_FILES: u8 = 20;
/// The largest file, in MiB: what reaches a back-end within the lease of a job.
const LARGEST_FILE: u16 = 25;
/// The greatest length of a summary, in characters.
const LONGEST_SUMMARY: usize = 140;

/// What is wrong between a form and its manifest: files are asked for, kept and sent, or none of it.
pub(super) fn files(manifest: &Manifest, form: Option<&Form>, files: &Files, source: &str) -> Vec<Finding> {
    let asked =
        form.is_some_and(|form| form.fields().any(|field| matches!(field.kind, FieldKind::File { .. })));
    let kept = manifest.form.as_ref().is_some_and(|form| form.draft.attachments);
    let sent = manifest.submit.as_ref().is_some_and(|submit| submit.attachments.is_some());
    if asked == kept && kept == sent {
        return Vec::new();
    }
    let message = "a field of type `file`, `attachments = true` in [form] draft and `attachments` in [submit] go together";
    vec![Finding::new(files.name("tile.toml"), message).at(line_of(source, "attachments"))]
}

/// Everything wrong between the parts of a manifest. `source` is its text, for lines.
pub(super) fn manifest(manifest: &Manifest, files: &Files, source: &str) -> Vec<Finding> {
    let mut checking = Checking { file: files.name("tile.toml"), source, findings: Vec::new() };
    checking.about(&manifest.tile, files.folder());
    checking.kind(manifest);
    checking.access(manifest);
    if let Some(form) = &manifest.form {
        checking.form(form);
    }
    if let Some(submit) = &manifest.submit {
        checking.submit(submit);
    }
    if let Some(status) = &manifest.status {
        checking.status(status);
    }
    checking.follow(manifest);
    checking.panels(manifest);
    checking.app_and_link(manifest, files);
    if let Some(privacy) = &manifest.privacy {
        checking.bilingual("retention", &privacy.retention);
        checking.bilingual("purpose", &privacy.purpose);
    }
    checking.findings
}

struct Checking<'a> {
    file: String,
    source: &'a str,
    findings: Vec<Finding>,
}

impl Checking<'_> {
    /// Notes what is wrong near the first line that holds `near`.
    fn found(&mut self, near: &str, message: impl Into<String>) {
        let line = line_of(self.source, near);
        self.findings.push(Finding::new(self.file.as_str(), message).at(line));
    }

    fn about(&mut self, about: &About, folder: &str) {
        if about.contract != CONTRACT {
            self.found("contract", format!("this portal speaks contract {CONTRACT}, not {}", about.contract));
        }
        if about.id.as_str() != folder {
            self.found(
                "id",
                format!("the tile `{}` lies in the folder `{folder}`: give both one name", about.id),
            );
        }
        self.on_a_card("title", &about.title, LONGEST_TITLE, ["title-empty", "title-long"]);
        self.on_a_card("summary", &about.summary, LONGEST_SUMMARY, ["summary-empty", "summary-long"]);
    }

    fn access(&mut self, manifest: &Manifest) {
        let access = &manifest.access;
        if access.level > HIGHEST_LEVEL {
            self.found("level", format!("no provider has more than {HIGHEST_LEVEL} levels"));
        }
        let read = matches!(manifest.tile.kind, Kind::Content | Kind::Link);
        let guarded =
            !read || access.min_age.is_some() || manifest.tile.sensitive || !manifest.panels.is_empty();
        if access.level == 0 && guarded {
            self.found("level", "0 is for what anyone may read: nobody would be signed in");
        }
    }

    fn bilingual(&mut self, near: &str, text: &Bilingual) {
        if Locale::ALL.iter().any(|locale| text.get(*locale).trim().is_empty()) {
            self.found(near, format!("`{near}` says nothing in one language"));
        }
    }

    /// A line that stands on a card, in both languages; `faults` are the words for what may be wrong.
    fn on_a_card(&mut self, name: &str, text: &Bilingual, most: usize, faults: [&'static str; 2]) {
        let [empty, long] = faults;
        let near = format!("[tile.{name}]");
        if Locale::ALL.iter().any(|locale| text.get(*locale).trim().is_empty()) {
            let message = format!("`tile.{name}` says nothing in one language");
            self.fault(&near, Fault::new(empty, "", message));
        }
        if Locale::ALL.iter().any(|locale| text.get(*locale).chars().count() > most) {
            let message =
                format!("`tile.{name}` has more than {most} characters: it must fit a card on a phone");
            self.fault(&near, Fault::new(long, most.to_string(), message));
        }
    }

    fn fault(&mut self, near: &str, fault: Fault) {
        let line = line_of(self.source, near);
        self.findings.push(Finding::of(self.file.as_str(), fault).at(line));
    }

    fn kind(&mut self, manifest: &Manifest) {
        let sections = [
            ("form", manifest.form.is_some()),
            ("submit", manifest.submit.is_some()),
            ("status", manifest.status.is_some()),
            ("tasks", manifest.tasks.is_some()),
            ("parts", manifest.parts.is_some()),
            ("messages", manifest.messages.is_some()),
            ("documents", manifest.documents.is_some()),
            ("privacy", manifest.privacy.is_some()),
            ("fallback", manifest.fallback.is_some()),
            ("content", manifest.content.is_some()),
            ("app", manifest.app.is_some()),
            ("link", manifest.link.is_some()),
            ("[panel]", !manifest.panels.is_empty()),
            ("[route]", !manifest.routes.is_empty()),
        ];
        let (needed, allowed): (&[&str], &[&str]) = match manifest.tile.kind {
            Kind::Form => (
                &["form", "submit", "status", "privacy", "fallback"],
                &["content", "tasks", "parts", "messages", "documents"],
            ),
            Kind::Content => (&["content"], &["privacy", "[panel]"]),
            Kind::App if manifest.offers_form() => (
                &["app", "form", "submit", "status", "privacy", "fallback"],
                &["content", "tasks", "parts", "messages", "documents", "[route]"],
            ),
            Kind::App => (&["app", "privacy", "fallback"], &["content", "[route]"]),
            Kind::Link => (&["link"], &["content", "privacy"]),
        };
        for (name, present) in sections {
            if needed.contains(&name) && !present {
                self.found("kind", format!("a tile of this kind needs a section [{name}]"));
            }
            if present && !needed.contains(&name) && !allowed.contains(&name) {
                self.found(&format!("[{name}"), format!("a tile of this kind has no section [{name}]"));
            }
        }
        if !manifest.permissions.host.is_empty() && manifest.tile.kind != Kind::App {
            self.found("host", "only a tile of kind `app` asks anything of the host");
        }
    }

    fn form(&mut self, form: &FormRules) {
        if !(1..=365).contains(&form.draft.days) {
            self.found("draft", "a draft is kept from 1 to 365 days");
        } else if form.draft.remind_days() >= form.draft.days {
            self.found(
                "draft",
                "`remind_days` are fewer than `days`: a draft that was just saved ends not soon",
            );
        }
        if form.signature != Signature::None {
            self.found("signature", "signed documents arrive with a later portal version");
        }
    }

    fn submit(&mut self, submit: &Submit) {
        if !matches!(submit.route.method, Method::Post | Method::Put) {
            self.found(
                "[submit]",
                format!("answers are sent by POST or PUT, not by {}", submit.route.method),
            );
        }
        self.holes("[submit]", &submit.route, &[]);
        if submit.give_up_after_hours == 0 {
            self.found("give_up_after_hours", "give a back-end one hour at least");
        }
        if let Some(attachments) = &submit.attachments {
            self.attachments(attachments);
        }
    }

    fn attachments(&mut self, rules: &Attachments) {
        if !(1..=MOST_FILES).contains(&rules.max) {
            self.found("attachments", format!("a request has from 1 to {MOST_FILES} files"));
        }
        if !(1..=LARGEST_FILE).contains(&rules.max_mib) {
            self.found("attachments", format!("a file has from 1 to {LARGEST_FILE} MiB"));
        }
        let known = attachments::Kind::ALL.map(attachments::Kind::media_type);
        if rules.types.is_empty() {
            self.found("attachments", format!("choose `types` among {}", known.join(", ")));
        }
        for unknown in rules.types.iter().filter(|one| !known.contains(&one.as_str())) {
            let message = format!(
                "the portal cannot tell `{unknown}` by its content: choose among {}",
                known.join(", ")
            );
            self.found("attachments", message);
        }
    }

    fn status(&mut self, status: &Status) {
        if let Some(withdrawal) = &status.withdrawal {
            self.holes("withdrawal", &withdrawal.route, &["request"]);
            if !withdrawal.route.path.holes().any(|hole| hole == "request") {
                self.found("withdrawal", "the route of a withdrawal names the request: `{request}`");
            }
        }
        if let Some(pull) = &status.pull {
            self.holes("pull", &pull.route, &[]);
            if pull.route.method != Method::Get || pull.every_minutes == 0 {
                self.found("pull", "states are pulled by GET, every minute at most");
            }
        }
        if let Some(closed) = &status.account_closed {
            self.holes("account_closed", &closed.route, &[]);
        }
        for (code, meaning) in &status.codes {
            self.code(code, meaning);
        }
        if !status.codes.values().any(|meaning| meaning.state == CitizenState::Closed) {
            self.found("[status.codes]", "no code closes a request: citizens would wait for ever");
        }
    }

    fn code(&mut self, code: &str, meaning: &StatusCode) {
        self.plain_code(code);
        if meaning.usual_days.is_some_and(|days| days == 0 || meaning.state == CitizenState::Closed) {
            self.found(
                &format!("{code} ="),
                format!("`{code}`: `usual_days` is one day at least, of a step that ends"),
            );
        }
        let closed = meaning.state == CitizenState::Closed;
        match (closed, meaning.outcome) {
            (true, None) => {
                self.found(
                    &format!("{code} ="),
                    format!("`{code}` closes a request: say how, with `outcome`"),
                );
            }
            (false, Some(_)) => {
                self.found(&format!("{code} ="), format!("`{code}` closes nothing: leave `outcome` out"));
            }
            _ => {}
        }
    }

    fn plain_code(&mut self, code: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if code.is_empty() || code.len() > 64 || !code.chars().all(plain) {
            self.found(code, format!("the code `{code}` has more than letters, digits, `-`, `_` and `.`"));
        }
    }

    fn holes(&mut self, near: &str, route: &Route, known: &[&str]) {
        for hole in route.path.holes().filter(|hole| !known.contains(hole)) {
            let message = format!("the portal has no value for {{{hole}}} in `{route}`");
            self.found(near, message);
        }
    }
}
