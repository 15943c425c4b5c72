//! A person's requests in words, for the document that they keep.

use std::sync::Arc;

use super::{
    DocumentRecord, FileRecord, PartRecord, ReplyRecord, RequestRecord, StepRecord, TakenPartRecord,
    TaskRecord,
};
use crate::clock::Micros;
use crate::pdf::Block;
use crate::requests::copy::rows;
use crate::requests::replies::What;
use crate::requests::submission::{self, Section};
use crate::requests::{Requests, State, files, words};
use crate::text::{Locale, format};
use crate::tiles::{Tile, TileId};

/// What is said of requests, and in which language.
pub struct Words<'a> {
    /// Where tiles and words are.
    pub requests: &'a Requests,
    /// The language.
    pub locale: Locale,
}

impl Words<'_> {
    fn word(&self, key: &str) -> String {
        self.requests.base.text.get(self.locale, key)
    }

    fn tile(&self, id: &TileId) -> Option<Arc<Tile>> {
        self.requests.catalogue.get(id)
    }

    fn moment(&self, at: Micros) -> String {
        format::date_time(self.locale, at)
    }

    /// One request or draft, under a heading of the third level.
    #[must_use]
    pub fn request(&self, request: &RequestRecord) -> Vec<Block> {
        let title = words::title(&self.requests.catalogue.current(), &request.service, self.locale);
        let mut blocks = vec![Block::Heading(3, title), Block::Answers(self.about(request))];
        blocks.extend(self.answers(request));
        self.list(&mut blocks, "request-timeline", self.steps(request));
        self.list(&mut blocks, "request-tasks", self.tasks(request));
        self.list(&mut blocks, "request-documents", self.documents(request));
        self.list(&mut blocks, "my-data-replies", self.replies(request));
        self.list(&mut blocks, "my-data-files", self.files(request));
        self.list(&mut blocks, "my-data-invited", self.parts(request));
        blocks
    }

    fn list(&self, blocks: &mut Vec<Block>, key: &str, rows: Vec<(String, String)>) {
        if !rows.is_empty() {
            blocks.push(Block::Heading(4, self.word(key)));
            blocks.push(Block::Answers(rows));
        }
    }

    fn about(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let state = serde_json::to_value(words::state_word(request.into())).unwrap_or_default();
        // text: state-*
        let state = format!("state-{}", state.as_str().unwrap_or_default());
        let mut about = vec![
            (self.word("request-number"), request.reference.to_string()),
            (self.word("request-state"), self.word(&state)),
            (self.word("my-data-begun"), self.moment(request.times.begun_at)),
        ];
        about.extend(
            request.service_reference.iter().map(|own| (self.word("my-data-service-number"), own.clone())),
        );
        let sent = request.steps.iter().find(|step| step.kind == "submitted");
        about.extend(sent.map(|step| (self.word("copy-sent"), self.moment(step.line.at))));
        about
    }

    /// What was sent, in the words in which it was; of a draft, what was typed so far.
    fn answers(&self, request: &RequestRecord) -> Vec<Block> {
        let mut blocks = match &request.sent {
            Some(sent) => self.sections(&sent.sections),
            None => self.sections(&self.typed(request)),
        };
        let declaration = request.sent.as_ref().and_then(|sent| sent.declaration.as_ref());
        if let Some(declaration) = declaration {
            blocks.push(Block::Heading(4, self.word("copy-declaration")));
            blocks.push(Block::Paragraph(declaration.clone()));
        }
        blocks
    }

    fn typed(&self, request: &RequestRecord) -> Vec<Section> {
        let Some(tile) = self.tile(&request.service) else { return Vec::new() };
        let sections = |form| submission::sections(&tile, form, self.locale, &request.typed);
        tile.form.as_ref().map(sections).unwrap_or_default()
    }

    fn sections(&self, sections: &[Section]) -> Vec<Block> {
        let none = self.word("answer-none");
        let blocks = |section: &Section| {
            [Block::Heading(4, section.title.clone()), Block::Answers(rows(section, &none))]
        };
        sections.iter().flat_map(blocks).collect()
    }

    fn steps(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let tile = self.tile(&request.service);
        let row = |step: &StepRecord| {
            let line = words::step_line(tile.as_deref(), &self.requests.base.text, &step.line, self.locale);
            let text = [Some(line.text), line.detail].into_iter().flatten().collect::<Vec<_>>().join("\n");
            (self.moment(line.at), text)
        };
        request.steps.iter().map(row).collect()
    }

    fn tasks(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let tile = self.tile(&request.service);
        let row = |task: &TaskRecord| {
            let asked = tile.as_ref().map_or_else(
                || task.code.clone(),
                |tile| {
                    words::task_title(tile, &self.requests.base.text, &task.code, &task.params, self.locale)
                },
            );
            let state = match (task.ended.as_deref(), &task.answered_at) {
                (Some("processed"), _) => "task-processed",
                (Some(_), _) => "task-not-needed",
                (None, Some(_)) => "task-done",
                (None, None) => "task-to-do",
            };
            (asked, self.word(state))
        };
        request.tasks.iter().map(row).collect()
    }

    fn documents(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let Some(tile) = self.tile(&request.service) else { return Vec::new() };
        let codes = tile.manifest.documents.as_ref().map(|documents| &documents.codes);
        let named = |document: &DocumentRecord| match codes.and_then(|codes| codes.get(&document.code)) {
            Some(words) => tile.word_with(self.locale, &words.key, &document.params),
            None => self.word("document-untitled"),
        };
        request.documents.iter().map(|document| (named(document), self.moment(document.came_at))).collect()
    }

    fn replies(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let none = self.word("answer-none");
        let line = |(question, answer): (String, String)| format!("{question}\n{answer}");
        let text = |reply: &ReplyRecord| match &reply.content {
            What::Message { text } => text.clone(),
            What::Answer { sections, .. } => {
                let all = sections.iter().flat_map(|section| rows(section, &none)).map(line);
                all.collect::<Vec<_>>().join("\n")
            }
        };
        request.replies.iter().map(|reply| (self.moment(reply.sent_at), text(reply))).collect()
    }

    fn files(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let Some(tile) = self.tile(&request.service) else { return Vec::new() };
        let row = |file: &FileRecord| {
            let size = file.size.map(|bytes| files::size(&tile, bytes, self.locale));
            Some((file.name.clone()?, size.unwrap_or_default()))
        };
        request.files.iter().filter_map(row).collect()
    }

    fn parts(&self, request: &RequestRecord) -> Vec<(String, String)> {
        let row =
            |part: &PartRecord| (self.part_title(&request.service, &part.code), part.invitation.clone());
        request.parts.iter().map(row).collect()
    }

    fn part_title(&self, service: &TileId, code: &str) -> String {
        let tile = self.tile(service);
        let words = tile.and_then(|tile| {
            let rules = tile.manifest.parts.as_ref()?.codes.get(code)?;
            Some(tile.word(self.locale, &rules.key))
        });
        words.unwrap_or_else(|| code.to_owned())
    }

    /// A part that the person took of another one's request, under a heading of the third level.
    #[must_use]
    pub fn taken_part(&self, part: &TakenPartRecord) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(3, self.part_title(&part.service, &part.code))];
        blocks.extend(part.sent.iter().flat_map(|sent| {
            let mut blocks = self.sections(&sent.sections);
            blocks.push(Block::Heading(4, self.word("copy-declaration")));
            blocks.push(Block::Paragraph(sent.declaration.clone()));
            blocks
        }));
        if part.sent.is_none() {
            blocks.push(Block::Paragraph(self.word("answer-none")));
        }
        blocks
    }
}

/// Whether a request was sent.
#[must_use]
pub fn is_sent(request: &RequestRecord) -> bool {
    request.state != State::Draft
}
