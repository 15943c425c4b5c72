//! Saving what was typed on a screen of questions: as a button is pressed, or by itself while
//! someone types. By itself nothing is checked: what is half typed is worth keeping too.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde_json::json;

use super::draft::Writer;
use super::form::{Screen, begun_by, form_tile, keep_for_later, page_name, today};
use super::question::Asked;
use super::step::{From, Press, Step, next_step};
use super::{Found, conflict, see};
use crate::clock::Micros;
use crate::id::Reference;
use crate::identity::{MaybeCitizen, Session, kept};
use crate::requests::subject::{Place, Subject};
use crate::requests::{Requests, store};
use crate::text::{Locale, format, params};
use crate::tiles::form::{FieldError, Inputs};
use crate::web::{Error, Form, Result, StepUp, Trace, Viewer};

/// The version of a draft as it begins; a page that was shown before it has the version 0.
const FIRST_VERSION: i64 = 1;

/// Takes the first answers and begins the draft with them. Leaving, going back and saving by itself
/// begin it too, whatever is wrong on the page.
pub(super) async fn begin(
    State(requests): State<Requests>,
    (MaybeCitizen(session), viewer): (MaybeCitizen, Option<Viewer>),
    trace: Trace,
    locale: Locale,
    (Path(tile), headers): (Path<String>, HeaderMap),
    form: Form,
) -> Result<Response> {
    let tile =
        form_tile(&requests, &tile, viewer.as_ref().map(|viewer| viewer.account), form.get("release"))?;
    let definition = tile.form.as_ref().ok_or(Error::NotFound)?;
    let action = format!("/services/{}/form", tile.id());
    let (Some(viewer), Some(session)) = (viewer, session) else {
        return stranger(&requests, &trace, locale, &action, &form, &tile.sign_in()).await;
    };
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    let first = Subject::page(&tile, definition, definition.first_page());
    if let Some(draft) = writer.begun_before(&form).await? {
        return writer.save_begun(&session, &draft, &first, &headers, &form).await;
    }
    let beginning = Beginning::of(&writer, first, &session, &form);
    if let Some(answer) = beginning.run(&form, action).await? {
        return Ok(answer);
    }
    // The same page, sent twice at once.
    let draft = writer.begun_before(&form).await?.ok_or(Error::Conflict)?;
    writer.save_begun(&session, &draft, &beginning.subject, &headers, &form).await
}

/// Saves a screen of answers and goes where the button leads. What is wrong is saved too, and said,
/// so that "save and leave" always saves.
pub(super) async fn save(
    State(requests): State<Requests>,
    (MaybeCitizen(session), viewer): (MaybeCitizen, Option<Viewer>),
    trace: Trace,
    locale: Locale,
    (Path(place), Query(from), headers): (Path<Place>, Query<From>, HeaderMap),
    form: Form,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        // A stranger wrote this address: only what could be a draft's page goes into the log.
        let path = place.path().ok_or(Error::NotFound)?;
        return stranger(&requests, &trace, locale, &path, &form, &StepUp::default()).await;
    };
    let writer = Writer { requests: &requests, viewer: &viewer, trace: &trace, locale };
    writer.save(&session, (&place, from), &headers, &form).await
}

/// Whoever posts is signed in no more: a person's answers are kept for when they are back; a page
/// that saves by itself still has them.
async fn stranger(
    requests: &Requests,
    trace: &Trace,
    locale: Locale,
    path: &str,
    form: &Form,
    lacks: &StepUp,
) -> Result<Response> {
    if Press::of(form) == Press::Autosave {
        return Err(Error::SignIn);
    }
    keep_for_later(requests, trace, locale, path, form, lacks).await
}

/// The version that was on screen: `If-Match` of programs (RFC 9110 §13.1.1), the page's own input
/// of people.
fn seen_version(headers: &HeaderMap, form: &Form) -> Option<i64> {
    let seen = match headers.get(header::IF_MATCH) {
        Some(tag) => tag.to_str().ok()?.strip_prefix('"')?.strip_suffix('"')?,
        None => form.get("version")?,
    };
    Some(seen.parse::<i64>().ok()?.max(FIRST_VERSION))
}

impl Writer<'_> {
    /// What this very page began before, if it did.
    async fn begun_before(&self, form: &Form) -> Result<Option<Reference>> {
        let Some(page) = begun_by(&form.0) else { return Ok(None) };
        let mut db = self.requests.base.db.read().await?;
        Ok(store::drafts::begun_by(&mut db, self.viewer.account, &page).await?)
    }

    /// Saves the first page's answers in the draft that it began.
    async fn save_begun(
        &self,
        session: &Session,
        draft: &Reference,
        first: &Subject<'_>,
        headers: &HeaderMap,
        form: &Form,
    ) -> Result<Response> {
        let page = first.page.id.to_string();
        let place = Place { reference: draft.to_string(), page, group: None, entry: None };
        self.save(session, (&place, From::default()), headers, form).await
    }

    async fn save(
        &self,
        session: &Session,
        (place, from): (&Place, From),
        headers: &HeaderMap,
        form: &Form,
    ) -> Result<Response> {
        let (press, seen) = (Press::of(form), seen_version(headers, form));
        let found = Found::of(self.requests, self.viewer, &place.reference).await?;
        let found = found.made_from(self.requests, form.get("release"));
        if !found.is_draft() {
            return self.too_late(&found, place, form).await;
        }
        let saving = Saving::of(self, &found, place, from, session, form)?;
        if saving.subject.has_no_room(&saving.before) {
            return Ok(saving.no_room(&press));
        }
        if seen != Some(found.request.version) && saving.inputs != saving.before {
            return Ok(saving.conflict(&found, &saving.before, &press));
        }
        let saved = match press {
            Press::Autosave => saving.by_itself().await?,
            _ => saving.go_on(press.clone()).await?,
        };
        let Some(answer) = saved else { return saving.overtaken(place, form).await };
        Ok(answer)
    }

    /// It was sent meanwhile, or deleted: then what was typed is kept for when it is restored.
    async fn too_late(&self, found: &Found, place: &Place, form: &Form) -> Result<Response> {
        if Press::of(form) == Press::Autosave {
            return Err(Error::Conflict);
        }
        let there = see(self.locale, &found.href(""));
        let deleted = found.request.deleted_at.is_some();
        let Some(path) = place.path().filter(|_| deleted) else { return Ok(there) };
        let cookie = kept::keep(&self.requests.identity, self.trace, &path, form).await?;
        Ok(([(header::SET_COOKIE, cookie)], there).into_response())
    }

    /// What a page that saves by itself is told: when it was saved, in words; in headers the version
    /// from now on, and where to post if that is another place.
    fn saved(&self, (at, version): (Micros, i64), place: Option<String>) -> Response {
        let time = format::time(self.locale, at);
        let text = &self.requests.base.text;
        let words = text.get_with(self.locale, "draft-saved-at", &params([("time", time.into())]));
        let tag = [(header::ETAG, format!("\"{version}\"")), (header::CACHE_CONTROL, "no-store".to_owned())];
        let body = Json(json!({ "saved": words }));
        match place {
            Some(path) => {
                let place = [(header::LOCATION, format!("/{}{path}", self.locale))];
                (StatusCode::CREATED, tag, place, body).into_response()
            }
            None => (StatusCode::OK, tag, body).into_response(),
        }
    }
}

/// The first page of questions while a draft is begun from it.
struct Beginning<'a> {
    writer: &'a Writer<'a>,
    subject: Subject<'a>,
    /// What the federation says.
    known: Inputs,
    inputs: Inputs,
    today: Date,
}

impl<'a> Beginning<'a> {
    fn of(writer: &'a Writer<'a>, subject: Subject<'a>, session: &Session, form: &Form) -> Self {
        // What later pages can be filled in with comes along now: the draft begins with it.
        let known = subject.form.prefill(&session.claims.as_map());
        let mut inputs = known.clone();
        subject.absorb(&form.0, &mut inputs);
        subject.form.lock(&known, &mut inputs);
        Self { writer, subject, known, inputs, today: today(writer.requests) }
    }

    /// Begins the draft and goes where the button leads; `None` when another press began it.
    async fn run(&self, form: &Form, action: String) -> Result<Option<Response>> {
        let (press, locale) = (Press::of(form), self.writer.locale);
        let start = format!("/services/{}", self.subject.tile.id());
        // Leaving or going back without having typed anything begins nothing.
        if press != Press::Continue && self.inputs == self.known {
            let nothing = press == Press::Autosave;
            let nothing = nothing.then(|| StatusCode::NO_CONTENT.into_response());
            return Ok(Some(nothing.unwrap_or_else(|| see(locale, &start))));
        }
        let errors = self.subject.check(&self.inputs, self.today);
        let way = (From::default(), self.today);
        let step = next_step(&self.subject, &self.inputs, press.clone(), errors.is_empty(), way);
        if press != Press::Autosave && matches!(step, Step::Stay) {
            return Ok(Some(self.refused(&errors, form, action)));
        }
        let Some((draft, at)) = self.insert(form, &press, &step).await? else { return Ok(None) };
        let here = format!("/requests/{draft}");
        Ok(Some(match (press, step.leads_to(&self.subject, From::default(), locale)) {
            (Press::Autosave, _) => {
                let place = format!("{here}{}", self.subject.path());
                self.writer.saved((at, FIRST_VERSION), Some(place))
            }
            (Press::Back, _) => see(locale, &start),
            (_, Some((locale, path))) => see(locale, &format!("{here}{path}")),
            (_, None) => see(locale, "/"),
        }))
    }

    async fn insert(
        &self,
        form: &Form,
        press: &Press,
        step: &Step<'_>,
    ) -> Result<Option<(Reference, Micros)>> {
        let (tile, page) = (self.subject.tile, self.subject.page);
        let mut inputs = self.inputs.clone();
        if *press == Press::Continue {
            inputs.pass(&page.id);
        }
        self.writer.insert(tile, begun_by(&form.0).as_deref(), step.resume(page), &inputs).await
    }

    fn refused(&self, errors: &[FieldError], form: &Form, action: String) -> Response {
        let Writer { requests, viewer, locale, .. } = *self.writer;
        let account = viewer.account;
        let screen = Screen { requests, account, known: &self.known, locale, action, files: &[] };
        let begun_by = Some(begun_by(&form.0).unwrap_or_else(page_name));
        Asked { errors, begun_by, ..screen.asked(&self.subject, &self.inputs) }.refused()
    }
}

/// A screen of a draft while what was typed on it is saved.
struct Saving<'a> {
    writer: &'a Writer<'a>,
    found: &'a Found,
    subject: Subject<'a>,
    from: From,
    /// What the federation says.
    known: Inputs,
    /// What the draft holds.
    before: Inputs,
    /// The same with what was typed.
    inputs: Inputs,
    today: Date,
}

impl<'a> Saving<'a> {
    fn of(
        writer: &'a Writer<'a>,
        found: &'a Found,
        place: &Place,
        from: From,
        session: &Session,
        form: &Form,
    ) -> Result<Self> {
        let definition = found.form()?;
        let subject = Subject::at(&found.tile, definition, place).ok_or(Error::NotFound)?;
        let known = definition.prefill(&session.claims.as_map());
        let before = found.inputs(&writer.viewer.key, &known)?;
        let mut inputs = before.clone();
        subject.absorb(&conflict::resolve(&subject, &before, form), &mut inputs);
        definition.lock(&known, &mut inputs);
        Ok(Self { writer, found, subject, from, known, before, inputs, today: today(writer.requests) })
    }

    fn action(&self) -> String {
        self.from.with_same(self.found.href(&self.subject.path()))
    }

    fn asked(&'a self, errors: &'a [FieldError], saved: (Micros, i64)) -> Asked<'a> {
        let Writer { requests, viewer, locale, .. } = *self.writer;
        let screen = Screen {
            requests,
            account: viewer.account,
            known: &self.known,
            locale,
            action: self.action(),
            files: &self.found.files,
        };
        let asked = screen.asked(&self.subject, &self.inputs);
        Asked { errors, saved: Some(saved), from_check: self.from.check(), ..asked }
    }

    /// An entry that the other answers leave no room for.
    fn no_room(&self, press: &Press) -> Response {
        if *press == Press::Autosave {
            return self.conflict(self.found, &self.before, press);
        }
        let Some(error) = self.subject.no_room_error(&self.inputs, self.today) else {
            return see(self.writer.locale, &self.found.href("/form"));
        };
        let request = &self.found.request;
        self.asked(&[error], (request.updated_at, request.version)).refused()
    }

    /// The draft changed elsewhere: `found` and `saved` are as it is now.
    fn conflict(&self, found: &Found, saved: &Inputs, press: &Press) -> Response {
        if *press == Press::Autosave {
            return conflict::problem(found, &self.subject, saved, &self.inputs);
        }
        conflict::page(found, &self.subject, saved, &self.inputs, (self.action(), self.writer.locale))
    }

    /// Saves what is typed so far, unless it is saved already.
    async fn by_itself(&self) -> Result<Option<Response>> {
        let request = &self.found.request;
        let page = self.subject.page;
        let saved = if self.inputs == self.before {
            Some((request.updated_at, request.version))
        } else {
            self.writer.update(self.found, page, page, &self.inputs).await?
        };
        Ok(saved.map(|saved| self.writer.saved(saved, None)))
    }

    /// Saves, and goes where the button leads.
    async fn go_on(&self, press: Press) -> Result<Option<Response>> {
        let errors = self.subject.check(&self.inputs, self.today);
        let onward = press == Press::Continue && errors.is_empty();
        let way = (self.from, self.today);
        let step = next_step(&self.subject, &self.inputs, press, errors.is_empty(), way);
        let mut inputs = self.inputs.clone();
        if onward && self.subject.entry.is_none() {
            inputs.pass(&self.subject.page.id);
        }
        let page = self.subject.page;
        let Some(saved) = self.writer.update(self.found, page, step.resume(page), &inputs).await? else {
            return Ok(None);
        };
        Ok(Some(match step.leads_to(&self.subject, self.from, self.writer.locale) {
            Some((locale, path)) => see(locale, &self.found.href(&path)),
            None if matches!(step, Step::Leave) => see(self.writer.locale, "/"),
            None => self.asked(&errors, saved).refused(),
        }))
    }

    /// Someone saved, sent or deleted the draft just before.
    async fn overtaken(&self, place: &Place, form: &Form) -> Result<Response> {
        let writer = self.writer;
        let now = Found::of(writer.requests, writer.viewer, self.found.request.reference.as_str()).await?;
        if !now.is_draft() {
            return writer.too_late(&now, place, form).await;
        }
        let saved = now.inputs(&writer.viewer.key, &self.known)?;
        Ok(self.conflict(&now, &saved, &Press::of(form)))
    }
}
