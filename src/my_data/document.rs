//! All that the portal holds about a person as a document to read and to keep: in words. What only
//! programs make use of (ids, codes, counters) is in the JSON.

use super::{LogRecord, MyData};
use crate::clock::Micros;
use crate::feedback::personal::ReportRecord;
use crate::identity::Session;
use crate::identity::personal::{SessionRecord, SignInRecord};
use crate::notices::personal::{AddressRecord, ChoiceRecord, MessageRecord, SettingsRecord};
use crate::notices::preferences::Class;
use crate::pdf::{Block, Document, can_show};
use crate::requests::Requests;
use crate::requests::personal::document::{Words, is_sent};
use crate::text::{Locale, format, params};

/// What the document is made from.
pub(super) struct Reading<'a> {
    pub requests: &'a Requests,
    pub session: &'a Session,
    pub data: &'a MyData,
    pub locale: Locale,
    pub at: Micros,
}

impl Reading<'_> {
    fn word(&self, key: &str) -> String {
        self.requests.base.text.get(self.locale, key)
    }

    fn with(&self, key: &str, name: &'static str, value: &str) -> String {
        self.requests.base.text.get_with(self.locale, key, &params([(name, value.into())]))
    }

    fn moment(&self, at: Micros) -> String {
        format::date_time(self.locale, at)
    }

    /// The document, ready to be rendered.
    pub fn document(&self) -> Document {
        let mut blocks = vec![Block::Heading(1, self.word("my-data-title")), Block::Answers(self.about())];
        blocks.push(Block::Paragraph(self.word("my-data-pdf-lead")));
        self.section(&mut blocks, "sign-ins-title", self.sign_ins());
        self.section(&mut blocks, "sessions-title", self.sessions());
        self.section(&mut blocks, "nav-requests", self.requests(true));
        self.section(&mut blocks, "my-data-drafts", self.requests(false));
        self.section(&mut blocks, "my-data-parts", self.parts());
        self.section(&mut blocks, "reports-title", self.reports());
        self.section(&mut blocks, "notices-title", self.notices());
        self.section(&mut blocks, "nav-messages", self.messages());
        self.section(&mut blocks, "my-data-log", self.log());
        if !blocks.iter().all(shows) {
            blocks.push(Block::Paragraph(self.word("my-data-unshown")));
        }
        Document {
            language: self.locale.tag().to_owned(),
            title: self.word("my-data-title"),
            author: self.requests.base.config.portal.name.get(self.locale).to_owned(),
            at: self.at.timestamp(),
            foot: self.word("my-data-title"),
            blocks,
        }
    }

    fn section(&self, blocks: &mut Vec<Block>, key: &str, inside: Vec<Block>) {
        if !inside.is_empty() {
            blocks.push(Block::Heading(2, self.word(key)));
            blocks.extend(inside);
        }
    }

    fn about(&self) -> Vec<(String, String)> {
        let claims = &self.session.claims;
        let born = claims.birthdate.as_ref().and_then(|date| date.parse().ok());
        let born = born.map(|date| format::calendar_date(self.locale, date));
        let email = self.data.account.email.clone().unwrap_or_else(|| self.word("my-data-email-none"));
        let known = [("my-data-name", Some(claims.display_name())), ("my-data-birthdate", born)];
        let own = known
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
        let always = [
            ("my-data-email", email),
            ("my-data-since", format::date(self.locale, self.data.account.since)),
            ("my-data-made", self.moment(self.at)),
        ];
        own.chain(always).map(|(key, value)| (self.word(key), value)).collect()
    }

    fn sign_ins(&self) -> Vec<Block> {
        let row = |way: &SignInRecord| {
            let label = self.requests.identity.issuer_label(&way.provider, self.locale);
            let used = [("sign-ins-since", way.first_used_at), ("sign-ins-last-used", way.last_used_at)];
            let lines = used.map(|(key, at)| self.with(key, "when", &self.moment(at)));
            (label, lines.join("\n"))
        };
        answers(self.data.account.sign_ins.iter().map(row).collect())
    }

    fn sessions(&self) -> Vec<Block> {
        let row = |session: &SessionRecord| {
            let browser = session.browser.clone().unwrap_or_else(|| self.word("session-browser-none"));
            let begun = self.with("session-begun", "when", &self.moment(session.began_at));
            let network = session.network.as_deref().map_or_else(
                || self.word("session-network-none"),
                |network| self.with("session-network", "network", network),
            );
            (browser, format!("{begun}\n{network}"))
        };
        answers(self.data.account.sessions.iter().map(row).collect())
    }

    fn words(&self) -> Words<'_> {
        Words { requests: self.requests, locale: self.locale }
    }

    fn requests(&self, sent: bool) -> Vec<Block> {
        let all = self.data.requests.iter().filter(|request| is_sent(request) == sent);
        all.flat_map(|request| self.words().request(request)).collect()
    }

    fn parts(&self) -> Vec<Block> {
        self.data.parts.iter().flat_map(|part| self.words().taken_part(part)).collect()
    }

    fn reports(&self) -> Vec<Block> {
        let row = |report: &ReportRecord| {
            let (kind, status) = (report.kind.word(), report.status.word());
            // text: report-kind-*
            let named = format!("{} {}", self.word(&format!("report-kind-{kind}")), report.reference);
            // text: report-status-*
            let stands = self.word(&format!("report-status-{kind}-{status}"));
            let answer = report.answer.as_ref().map(|answer| answer.get(self.locale).to_owned());
            let said = [Some(stands), report.text.clone(), answer].into_iter().flatten();
            (named, said.collect::<Vec<_>>().join("\n"))
        };
        answers(self.data.reports.iter().map(row).collect())
    }

    /// What the person is told outside the portal, where, and when.
    fn notices(&self) -> Vec<Block> {
        let notices = &self.data.notices;
        let address = |one: &AddressRecord| {
            // text: notices-channel-*
            let label = self.word(&format!("notices-channel-{}", one.channel.word()));
            // text: address-standing-*
            let standing = self.word(&format!("address-standing-{}", one.state.word()));
            let to = one.browser.clone().unwrap_or_else(|| one.address.clone());
            (label, format!("{to}\n{standing}"))
        };
        let class = |class: Class| {
            let of_class = notices.choices.iter().filter(|choice| choice.class == class && choice.wanted);
            // text: notices-by-*
            let by = |choice: &ChoiceRecord| self.word(&format!("notices-by-{}", choice.channel.word()));
            let channels: Vec<String> = of_class.map(by).collect();
            // text: notices-class-*
            let label = self.word(&format!("notices-class-{}", class.word()));
            (!channels.is_empty()).then(|| (label, channels.join("\n")))
        };
        let addresses = notices.addresses.iter().filter(|one| one.removed_at.is_none()).map(address);
        let classes = Class::CHOSEN.into_iter().filter_map(class);
        answers(
            addresses
                .chain(classes)
                .chain(notices.settings.iter().flat_map(|set| self.rhythm(set)))
                .collect(),
        )
    }

    /// How often, and at which hours not.
    fn rhythm(&self, settings: &SettingsRecord) -> Vec<(String, String)> {
        let clock = |at: &Option<String>| at.as_ref().and_then(|at| at.parse().ok());
        let clock = |at| clock(at).map(|at| format::clock(self.locale, at));
        // text: notices-digest-*
        let digest = self.word(&format!("notices-digest-{}", settings.digest.word()));
        let quiet = clock(&settings.quiet_from).zip(clock(&settings.quiet_until));
        let quiet = quiet.map_or_else(
            || self.word("notices-quiet-no"),
            |(from, until)| {
                format!(
                    "{} {from} {} {until}",
                    self.word("notices-quiet-from"),
                    self.word("notices-quiet-until")
                )
            },
        );
        vec![(self.word("notices-digest"), digest), (self.word("notices-quiet"), quiet)]
    }

    fn messages(&self) -> Vec<Block> {
        let blocks = |message: &MessageRecord| {
            let words = message.content.get(self.locale);
            let from = format!("{} · {}", words.from, self.moment(message.came_at));
            let said = words.paragraphs.iter().cloned().map(Block::Paragraph);
            let head = [Block::Heading(3, words.subject.clone()), Block::Paragraph(from)];
            head.into_iter().chain(said).collect::<Vec<_>>()
        };
        self.data.messages.iter().flat_map(blocks).collect()
    }

    fn log(&self) -> Vec<Block> {
        // text: event-*
        let row = |event: &LogRecord| (self.moment(event.at), self.word(&format!("event-{}", event.code)));
        answers(self.data.log.iter().map(row).collect())
    }
}

fn answers(rows: Vec<(String, String)>) -> Vec<Block> {
    if rows.is_empty() { Vec::new() } else { vec![Block::Answers(rows)] }
}

fn shows(block: &Block) -> bool {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => can_show(text),
        Block::Answers(rows) => rows.iter().all(|(question, answer)| can_show(question) && can_show(answer)),
    }
}
