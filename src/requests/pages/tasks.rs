//! Tasks: what the service asks of the citizen, and the page to do it on. Done by the citizen and
//! taken into account by the service are two things, and shown as two.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sqlx::types::Json;

use super::form::{keep_for_later, kept_answers, owner};
use super::reply_files::{INPUT, ReplyFiles};
use super::{Found, documents, own_step, section_views, see};
use crate::attachments::{self, Rules, With};
use crate::audit::Event;
use crate::clock::Micros;
use crate::id::{Reference, ReplyId, TaskId};
use crate::identity::{Citizen, MaybeCitizen};
use crate::outbox::{Kind, NewJob};
use crate::requests::files::{Listed, rules_of};
use crate::requests::jobs::replies::place;
use crate::requests::news::{Details, sealed_step, task_details};
use crate::requests::replies::{What, Written};
use crate::requests::store::{self, Reply, Task};
use crate::requests::views::{DocumentLine, Encoding, FieldView, TaskDone, TaskLine, TaskPage, TaskWord};
use crate::requests::{Requests, fields, submission, words};
use crate::text::{Locale, Text, format, params};
use crate::tiles::form::{FieldError, Form as Definition, Inputs};
use crate::tiles::manifest::{TaskCode, TaskKind};
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, StepUp, Trace, Viewer};

/// What lines and pages of tasks are made from.
pub(super) struct Standing<'a> {
    pub found: &'a Found,
    pub viewer: &'a Viewer,
    pub text: &'a Text,
    pub now: Micros,
    pub locale: Locale,
}

/// The tasks of a request as lines: the open ones first, by their day.
pub(super) fn lines(standing: &Standing<'_>, tasks: &[Task], replies: &[Reply]) -> Result<Vec<TaskLine>> {
    let known = tasks.iter().filter(|task| task.kind.is_some());
    let mut lines =
        known.map(|task| standing.line(task, reply_to(task, replies))).collect::<Result<Vec<_>>>()?;
    lines.sort_by_key(|line| {
        let open = matches!(line.state, TaskWord::ToDo | TaskWord::Overdue);
        (!open, line.due_at.unwrap_or(Micros(i64::MAX)))
    });
    Ok(lines)
}

fn reply_to<'r>(task: &Task, replies: &'r [Reply]) -> Option<&'r Reply> {
    replies.iter().rev().find(|reply| reply.task_id == Some(task.id))
}

impl Standing<'_> {
    fn line(&self, task: &Task, reply: Option<&Reply>) -> Result<TaskLine> {
        let details = self.details(task)?;
        Ok(TaskLine {
            href: self.found.href(&format!("/tasks/{}", task.id)),
            title: words::task_title(&self.found.tile, self.text, &task.code, &details.params, self.locale),
            state: self.word(task, reply),
            due_at: task.due_at,
            done_at: task.answered_at,
        })
    }

    fn details(&self, task: &Task) -> Result<Details> {
        Ok(task_details(task.id, task.details.as_deref(), &self.viewer.key)?)
    }

    fn word(&self, task: &Task, reply: Option<&Reply>) -> TaskWord {
        let ended = self.found.request.state == crate::requests::State::Closed;
        match task.ended.as_deref().filter(|_| !task.is_in_force()) {
            Some("processed") => TaskWord::Processed,
            Some(_) => TaskWord::NotNeeded,
            None if task.is_done() => match reply.and_then(|reply| reply.delivered_at) {
                Some(_) => TaskWord::Received,
                None => TaskWord::Done,
            },
            None if ended => TaskWord::NotNeeded,
            None if task.due_at.is_some_and(|due| due < self.now) => TaskWord::Overdue,
            None => TaskWord::ToDo,
        }
    }

    fn is_open(&self, task: &Task) -> bool {
        task.is_open() && self.found.request.state != crate::requests::State::Closed
    }
}

/// A task of the viewer's with all that its page shows.
pub(super) struct Opened {
    pub found: Found,
    pub task: Task,
    reply: Option<Reply>,
    document: Option<DocumentLine>,
    details: Details,
    files: ReplyFiles,
    resting: Option<String>,
}

/// What is to be mended before a task is done.
#[derive(Default)]
pub(super) struct Wrong {
    pub answers: Vec<FieldError>,
    /// What is wrong with files, in words.
    pub files: Vec<String>,
}

impl Opened {
    pub async fn of(
        requests: &Requests,
        viewer: &Viewer,
        (reference, task): (&str, &str),
        locale: Locale,
    ) -> Result<Self> {
        let found = Found::of(requests, viewer, reference).await?;
        let id: TaskId = task.parse().map_err(|_| Error::NotFound)?;
        let mut db = requests.base.db.read().await?;
        let tasks = store::tasks::of_request(&mut db, found.request.id).await?;
        let task = tasks.into_iter().find(|task| task.id == id && task.kind.is_some());
        let task = task.ok_or(Error::NotFound)?;
        let replies = store::replies::of_request(&mut db, found.request.id).await?;
        let offered = store::documents::of_request(&mut db, found.request.id).await?;
        drop(db);
        let details = task_details(task.id, task.details.as_deref(), &viewer.key)?;
        let named = offered.into_iter().filter(|one| Some(&one.name) == details.document.as_ref());
        let document = documents::lines(&found, &named.collect::<Vec<_>>(), &viewer.key, locale)?.pop();
        let reply = reply_to(&task, &replies).cloned();
        let files = ReplyFiles::of(requests, &found, &viewer.key).await?;
        let resting = requests.resting(&found.tile, locale).await?;
        Ok(Self { found, task, reply, document, details, files, resting })
    }

    /// What the tile says of what is asked.
    fn code(&self) -> Option<&TaskCode> {
        self.found.tile.manifest.tasks.as_ref()?.codes.get(&self.task.code)
    }

    /// The questions, of a task that asks some.
    fn form(&self) -> Option<&Definition> {
        self.found.tile.task_forms.get(&self.task.code)
    }

    /// Whether it is signed outside of the portal: nothing is sent from its page.
    fn signs(&self) -> bool {
        self.task.kind == Some(TaskKind::Sign)
    }

    /// The files, of a task that asks for some.
    pub fn rules(&self) -> Option<Rules> {
        self.code()?.attachments.as_ref().map(rules_of)
    }

    fn lacks_files(&self) -> bool {
        let field = self.task.id.to_string();
        self.rules().is_some() && !self.files.unsent((With::Task, &field)).any(Listed::is_kept)
    }

    pub fn action(&self) -> String {
        self.found.href(&format!("/tasks/{}", self.task.id))
    }

    fn done(&self, viewer: &Viewer, locale: Locale) -> Result<Option<TaskDone>> {
        let Some(reply) = &self.reply else { return Ok(None) };
        let written: Written = viewer.key.open_json(place(reply.id), &reply.content)?;
        let sections = match written.what {
            What::Answer { sections, .. } => sections,
            What::Message { .. } => Vec::new(),
        };
        Ok(Some(TaskDone {
            at: reply.at,
            received_at: reply.delivered_at,
            sections: section_views(sections),
            files: self.files.sent(&self.found, reply.id, locale),
        }))
    }

    fn fields(&self, inputs: &Inputs, wrong: &Wrong, locale: Locale) -> Vec<FieldView> {
        let questions = self.form().map(|form| {
            let inputs = (inputs, &Inputs::default());
            fields::of_one_page((&self.found.tile, form), inputs, &wrong.answers, locale)
        });
        let field = self.task.id.to_string();
        let what = (With::Task, field.as_str());
        let label = ("task-files", wrong.files.first());
        let files = self.rules().map(|rules| self.files.field(&self.found, &rules, what, label, locale));
        questions.into_iter().flatten().chain(files).collect()
    }

    pub fn view(&self, standing: &Standing<'_>, inputs: &Inputs, wrong: &Wrong) -> Result<TaskPage> {
        let (tile, locale) = (&self.found.tile, standing.locale);
        let open = standing.is_open(&self.task);
        let detail = self.code().map(|code| format!("{}-detail", code.key));
        let detail = detail.and_then(|key| tile.own_word_with(locale, &key, &self.details.params));
        let files = wrong.files.iter();
        let files = files.map(|message| ErrorLine { input: INPUT.to_owned(), message: message.clone() });
        let uploads = open && self.task.kind == Some(TaskKind::Upload);
        Ok(TaskPage {
            title: tile.title(locale).to_owned(),
            reference: self.found.request.reference.to_string(),
            task_title: words::task_title(tile, standing.text, &self.task.code, &self.details.params, locale),
            paragraphs: detail.iter().flat_map(|detail| detail.lines()).map(str::to_owned).collect(),
            state: standing.word(&self.task, self.reply.as_ref()),
            resting: self.resting.clone(),
            due_at: self.task.due_at,
            document: self.document.clone(),
            fields: if open { self.fields(inputs, wrong, locale) } else { Vec::new() },
            encoding: if uploads { Encoding::Parts } else { Encoding::Fields },
            errors: wrong.answers.iter().map(|error| line(standing, error)).chain(files).collect(),
            open,
            signs: self.signs(),
            changed: false,
            kept: false,
            seq: self.task.asked_seq,
            owner: String::new(),
            done: self.done(standing.viewer, locale)?,
            action: if uploads { format!("{}/files", self.action()) } else { self.action() },
            request_href: self.found.href(""),
        })
    }
}

fn line(standing: &Standing<'_>, error: &FieldError) -> ErrorLine {
    let message = standing.found.tile.error_message(standing.locale, error);
    ErrorLine { input: error.input.clone(), message }
}

/// A task: what is asked, and the way to do it.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path((reference, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Show<TaskPage>> {
    let opened = Opened::of(&requests, &viewer, (&reference, &task), locale).await?;
    let typed = kept_answers(&requests, viewer.account, &headers, &opened.action()).await?;
    let mut inputs = Inputs::default();
    if let (Some(typed), Some(form)) = (&typed, opened.form()) {
        form.absorb(form.first_page(), typed, &mut inputs);
    }
    let now = requests.base.clock.now();
    let standing = Standing { found: &opened.found, viewer: &viewer, text: &requests.base.text, now, locale };
    let page = opened.view(&standing, &inputs, &Wrong::default())?;
    Ok(Show(TaskPage { kept: typed.is_some(), owner: owner(&requests, viewer.account), ..page }))
}

/// Takes what the citizen did: one act with the answer, the event and the promise to hand it over.
/// Doing it twice is doing it once.
pub(super) async fn answer(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path((reference, task)): Path<(String, String)>,
    form: Form,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        return keep_task(&requests, &trace, locale, (&reference, &task), &form).await;
    };
    let opened = Opened::of(&requests, &viewer, (&reference, &task), locale).await?;
    let now = requests.base.clock.now();
    let standing = Standing { found: &opened.found, viewer: &viewer, text: &requests.base.text, now, locale };
    if !standing.is_open(&opened.task) || opened.signs() {
        return Ok(see(locale, &opened.action()));
    }
    let mut inputs = Inputs::default();
    let mut checked = Ok(Value::Object(serde_json::Map::new()));
    if let Some(definition) = opened.form() {
        definition.absorb(definition.first_page(), &form.0, &mut inputs);
        checked =
            definition.check(&inputs, format::day(now)).map(|answers| submission::answers_json(&answers));
    }
    let asked_anew = form.get("seq") != Some(opened.task.asked_seq.to_string().as_str());
    let lacking = opened.lacks_files().then(|| no_file(&requests.base.text, locale));
    let answers = match checked {
        Ok(answers) if !asked_anew && lacking.is_none() => answers,
        checked => {
            let answers = checked.err().unwrap_or_default().into_iter().map(|(_, error)| error);
            let wrong = Wrong { answers: answers.collect(), files: lacking.into_iter().collect() };
            let page = opened.view(&standing, &inputs, &wrong)?;
            let page = TaskPage { changed: asked_anew, owner: owner(&requests, viewer.account), ..page };
            let status =
                if asked_anew { StatusCode::PRECONDITION_FAILED } else { StatusCode::UNPROCESSABLE_ENTITY };
            return Ok((status, Show(page)).into_response());
        }
    };
    let sections = opened
        .form()
        .map(|form| submission::sections(&opened.found.tile, form, locale, &inputs))
        .unwrap_or_default();
    let what = What::Answer { answers, sections };
    let written = Written::by(&Citizen(session), &opened.found.tile, locale, what);
    keep(&requests, &viewer, &trace, &opened, &written).await?;
    let done = if opened.task.kind == Some(TaskKind::Read) { "task-read" } else { "task" };
    Ok(see(locale, &opened.found.href(&format!("?done={done}"))))
}

fn no_file(text: &Text, locale: Locale) -> String {
    text.get_with(locale, "error-file", &params([("label", text.get(locale, "task-files").into())]))
}

pub(super) async fn keep_task(
    requests: &Requests,
    trace: &Trace,
    locale: Locale,
    (reference, task): (&str, &str),
    form: &Form,
) -> Result<Response> {
    // A stranger wrote this address: only what could be a task's page goes into the log.
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    let task: TaskId = task.parse().map_err(|_| Error::NotFound)?;
    let path = format!("/requests/{reference}/tasks/{task}");
    keep_for_later(requests, trace, locale, &path, form, &StepUp::default()).await
}

async fn keep(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    opened: &Opened,
    written: &Written,
) -> Result<()> {
    let (base, request, task) = (&requests.base, opened.found.request.id, &opened.task);
    let id = ReplyId::new(&base.clock);
    let content = viewer.key.seal_json(place(id), written)?;
    let event = Event::TaskAnswered { task: task.code.clone() };
    let mut act = base.acts.begin(viewer.actor(trace), event.of(viewer.account).on(request)).await?;
    let at = act.at();
    store::hold(act.rows(), request).await?;
    if !store::tasks::answered(act.rows(), task.id, task.asked_seq, at).await? {
        // Another window did it, or it is no longer asked: the next page tells which.
        return Ok(());
    }
    store::replies::insert(act.rows(), id, request, Some((task.id, task.asked_seq)), &content, at).await?;
    attachments::store::send(act.rows(), request, (With::Task, &task.id.to_string()), id).await?;
    let mut step = own_step(&base.clock, at, "task-done");
    let tasks = opened.found.tile.manifest.tasks.as_ref();
    step.key = tasks.and_then(|tasks| tasks.codes.get(&task.code)).map(|code| code.key.clone());
    step.params = Json(opened.details.params.clone());
    store::insert_step(act.rows(), request, &sealed_step(step, &opened.details, &viewer.key)?).await?;
    requests.restand(&mut act, request, at).await?;
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
