//! Messages about a request, both ways: the service's in its tile's words, the citizen's in their own.

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::files::fields_of;
use super::form::{keep_for_later, kept_answers, owner};
use super::reply_files::{Gathered, INPUT, ReplyFiles};
use super::taking::{Taking, TakingFor};
use super::{Found, see};
use crate::attachments::{self, Rules, With};
use crate::audit::Event;
use crate::id::{Reference, ReplyId};
use crate::identity::{Citizen, MaybeCitizen};
use crate::outbox::{Kind, NewJob};
use crate::requests::files::rules_of;
use crate::requests::jobs::replies::place;
use crate::requests::news::{Details, opened};
use crate::requests::replies::{What, Written};
use crate::requests::standing::in_order;
use crate::requests::store::{self, Reply, Step};
use crate::requests::views::{Conversation, Encoding, SentWord, Utterance};
use crate::requests::{Requests, State as Stand, fields, words};
use crate::text::{Locale, Text, format};
use crate::tiles::form::{FieldError, Form as Definition, Inputs};
use crate::vault::DataKey;
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Multipart, Result, Show, StepUp, Trace, Viewer};

/// The most messages that a citizen may have on their way at once: a back-end that is down is not to
/// be buried when it is back.
const MOST_WAITING: usize = 20;

/// When a message may be tried again after that.
const AGAIN_AFTER: Duration = Duration::from_mins(15);

/// What its files come with.
const OF_MESSAGE: (With, &str) = (With::Message, "message");

/// The one question of the page: the engine of forms asks it, cleans it and checks it.
#[expect(clippy::expect_used, reason = "the definition is part of the program; a test reads it")]
static MESSAGE: LazyLock<Definition> = LazyLock::new(|| {
    let definition = r#"{ "pages": [ { "id": "message", "fields": [
        { "id": "message", "type": "textarea", "required": true, "max_length": 5000 } ] } ] }"#;
    Definition::parse("message", definition).expect("a definition of our own")
});

/// What led to the page, in its query.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    #[serde(default)]
    sent: bool,
}

/// Whether the citizen may write about the request.
pub(super) fn may_write(found: &Found) -> bool {
    let route = found.tile.manifest.messages.as_ref().and_then(|messages| messages.route.as_ref());
    route.is_some() && found.request.state != Stand::Closed
}

/// The files that may come with a message.
fn rules(found: &Found) -> Option<Rules> {
    found.tile.manifest.messages.as_ref()?.attachments.as_ref().map(rules_of)
}

/// What was written about a request, in order.
pub(super) fn utterances(
    (found, text): (&Found, &Text),
    steps: &[(Step, Details)],
    (replies, files): (&[Reply], &ReplyFiles),
    key: &DataKey,
    locale: Locale,
) -> Result<Vec<Utterance>> {
    let tile = &*found.tile;
    let theirs = steps.iter().filter(|(step, _)| step.kind == "message").map(|(step, _)| Utterance {
        at: step.at,
        subject: Some(match &step.key {
            Some(key) => tile.word_with(locale, key, &step.params.0),
            None => text.get(locale, "step-message-unclear"),
        }),
        paragraphs: words::paragraphs(tile, step, locale),
        files: Vec::new(),
        sent: None,
    });
    let mut all: Vec<Utterance> = theirs.collect();
    for reply in replies.iter().filter(|reply| reply.task_id.is_none()) {
        let written: Written = key.open_json(place(reply.id), &reply.content)?;
        if let What::Message { text } = written.what {
            let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
            all.push(Utterance {
                at: reply.at,
                subject: None,
                paragraphs: paragraphs.collect(),
                files: files.sent(found, reply.id, locale),
                sent: Some(sent(reply)),
            });
        }
    }
    all.sort_by_key(|utterance| utterance.at);
    Ok(all)
}

fn sent(reply: &Reply) -> SentWord {
    match reply.delivery.as_str() {
        "delivered" => SentWord::Received,
        "given_up" => SentWord::GivenUp,
        _ => SentWord::Waiting,
    }
}

/// A conversation about to be shown.
struct Shown<'a> {
    requests: &'a Requests,
    found: &'a Found,
    viewer: &'a Viewer,
    locale: Locale,
}

impl Shown<'_> {
    async fn view(&self, inputs: &Inputs, errors: &[FieldError], refused: &[String]) -> Result<Conversation> {
        let (found, tile, text) = (self.found, &*self.found.tile, &self.requests.base.text);
        let mut db = self.requests.base.db.read().await?;
        let steps = store::steps(&mut db, found.request.id).await?;
        let replies = store::replies::of_request(&mut db, found.request.id).await?;
        drop(db);
        let files = ReplyFiles::of(self.requests, found, &self.viewer.key).await?;
        let steps = opened(in_order(steps), &self.viewer.key)?;
        let line = |error: &FieldError| ErrorLine {
            input: error.input.clone(),
            message: text.get_with(self.locale, error.key, &self.with_label(error)),
        };
        let mut fields =
            fields::of_one_page((tile, &MESSAGE), (inputs, &Inputs::default()), errors, self.locale);
        // The tile does not know this question, and cannot name it.
        for (field, error) in fields.iter_mut().zip(errors) {
            field.error = Some(line(error).message);
        }
        let rules = rules(found);
        let label = ("message-files", refused.first());
        fields.extend(rules.iter().map(|rules| files.field(found, rules, OF_MESSAGE, label, self.locale)));
        let refused =
            refused.iter().map(|message| ErrorLine { input: INPUT.into(), message: message.clone() });
        let said = (replies.as_slice(), &files);
        Ok(Conversation {
            title: tile.title(self.locale).to_owned(),
            reference: found.request.reference.to_string(),
            messages: utterances((found, text), &steps, said, &self.viewer.key, self.locale)?,
            resting: self.requests.resting(tile, self.locale).await?,
            may_write: may_write(found),
            fields,
            encoding: if rules.is_some() { Encoding::Parts } else { Encoding::Fields },
            errors: errors.iter().map(line).chain(refused).collect(),
            sent: false,
            kept: false,
            owner: owner(self.requests, self.viewer.account),
            action: found.href(if rules.is_some() { "/messages/files" } else { "/messages" }),
            request_href: found.href(""),
        })
    }

    fn with_label(&self, error: &FieldError) -> crate::text::Params {
        let mut params = error.params.clone();
        params.insert("label".to_owned(), self.requests.base.text.get(self.locale, "message-label").into());
        params
    }
}

/// What was written about a request, and the place to write.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let typed = kept_answers(&requests, viewer.account, &headers, &found.href("/messages")).await?;
    let mut inputs = Inputs::default();
    if let Some(typed) = &typed {
        MESSAGE.absorb(MESSAGE.first_page(), typed, &mut inputs);
    }
    let shown = Shown { requests: &requests, found: &found, viewer: &viewer, locale };
    let page = shown.view(&inputs, &[], &[]).await?;
    Ok(Show(Conversation { sent: from.sent, kept: typed.is_some(), ..page }).into_response())
}

/// Takes a message: one act with its words, the event and the promise to hand it over.
pub(super) async fn write(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
        let path = format!("/requests/{reference}/messages");
        return keep_for_later(&requests, &trace, locale, &path, &form, &StepUp::default()).await;
    };
    let found = Found::of(&requests, &viewer, &reference).await?;
    if found.is_draft() || !may_write(&found) {
        return Ok(see(locale, &found.href("")));
    }
    let mut inputs = Inputs::default();
    MESSAGE.absorb(MESSAGE.first_page(), &form.0, &mut inputs);
    let errors = MESSAGE.check_page(MESSAGE.first_page(), &inputs, format::day(requests.base.clock.now()));
    if !errors.is_empty() {
        let shown = Shown { requests: &requests, found: &found, viewer: &viewer, locale };
        let page = shown.view(&inputs, &errors, &[]).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response());
    }
    let what = What::Message { text: inputs.get("message").to_owned() };
    let written = Written::by(&Citizen(session), &found.tile, locale, what);
    keep(&requests, &viewer, &trace, &found, &written).await?;
    Ok(see(locale, &found.href("/messages?sent=true")))
}

/// The address of a message with files, opened by hand: the messages.
pub(super) async fn leave_files(
    _viewer: Viewer,
    locale: Locale,
    Path(reference): Path<Reference>,
) -> Response {
    see(locale, &format!("/requests/{reference}/messages"))
}

/// Takes the files that were chosen for a message, and goes where the button leads.
pub(super) async fn upload(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    mut multipart: Multipart,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        let fields = fields_of(&mut multipart).await?;
        let (form, stranger) = (multipart.form(fields), MaybeCitizen(None));
        return write(State(requests), stranger, None, trace, locale, Path(reference), form).await;
    };
    let found = Found::of(&requests, &viewer, &reference).await?;
    if found.is_draft() || !may_write(&found) {
        return Ok(see(locale, &found.href("")));
    }
    let (rules, purpose) = (rules(&found).ok_or(Error::NotFound)?, TakingFor::Message);
    let taking =
        Taking { requests: &requests, viewer: &viewer, trace: &trace, found: &found, purpose, rules };
    let gathered = Gathered::of(&taking, OF_MESSAGE.1, &mut multipart, locale).await?;
    if gathered.refused.is_empty() && !gathered.stays() {
        let (viewer, session) = (Some(viewer), MaybeCitizen(Some(session)));
        return write(State(requests), session, viewer, trace, locale, Path(reference), gathered.form).await;
    }
    // What was typed so far is nowhere but in this form: it is given back.
    let mut inputs = Inputs::default();
    MESSAGE.absorb(MESSAGE.first_page(), &gathered.form.0, &mut inputs);
    let shown = Shown { requests: &requests, found: &found, viewer: &viewer, locale };
    let page = shown.view(&inputs, &[], &gathered.refused).await?;
    let status = if gathered.refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Show(page)).into_response())
}

async fn keep(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    found: &Found,
    written: &Written,
) -> Result<()> {
    let (base, request) = (&requests.base, found.request.id);
    let id = ReplyId::new(&base.clock);
    let content = viewer.key.seal_json(place(id), written)?;
    let entry = Event::MessageWritten.of(viewer.account).on(request);
    let mut act = base.acts.begin(viewer.actor(trace), entry).await?;
    let at = act.at();
    store::hold(act.rows(), request).await?;
    let before = store::replies::of_request(act.rows(), request).await?;
    if before.iter().filter(|reply| reply.delivery == "waiting").count() >= MOST_WAITING {
        return Err(Error::TooMany { retry_after: AGAIN_AFTER });
    }
    store::replies::insert(act.rows(), id, request, None, &content, at).await?;
    attachments::store::send(act.rows(), request, OF_MESSAGE, id).await?;
    requests.add_step(&mut act, request, "message-sent").await?;
    act.promise(NewJob {
        kind: Kind::DeliverReply,
        subject: id.0,
        account: Some(viewer.account),
        request: Some(request),
        payload: json!({ "reply": id }),
    })
    .await?;
    act.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_of_the_page_is_sound() {
        assert_eq!(MESSAGE.fields().count(), 1);
        assert!(MESSAGE.fields().all(|field| field.required));
    }
}
