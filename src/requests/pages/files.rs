//! The files of a draft: added and removed on the page of questions that asks for them, whose form
//! is posted here. Every button takes the files that were chosen, so that none is lost to the wrong
//! one; then the rest of the form goes on as on any page.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use super::question::Asked;
use super::reply_files::ReplyFiles;
use super::step::From;
use super::taking::{Taking, TakingFor};
use super::{Found, form, save, see};
use crate::attachments::{Kind, Refusal, name};
use crate::audit::{AttachmentEvent, Event};
use crate::identity::{Citizen, MaybeCitizen};
use crate::requests::Requests;
use crate::requests::files::{refusal_params, rules};
use crate::requests::subject::{Place, Subject};
use crate::text::{Locale, format};
use crate::tiles::form::{Field, FieldError, FieldKind};
use crate::web::form::LONGEST_FORM;
use crate::web::{Error, Form, Multipart, Part, Result, Trace, Viewer};

/// The address of a page with files, opened by hand: the page itself.
pub(super) async fn show(
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
) -> Result<Response> {
    let path = place.path().ok_or(Error::NotFound)?;
    Ok(see(locale, &from.with_same(path)))
}

/// Takes the files that were chosen, and goes where the button leads.
pub(super) async fn upload(
    State(requests): State<Requests>,
    (MaybeCitizen(session), viewer): (MaybeCitizen, Option<Viewer>),
    trace: Trace,
    locale: Locale,
    Path(place): Path<Place>,
    Query(from): Query<From>,
    mut multipart: Multipart,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        // Files cannot be kept for someone unknown; what was typed beside them can.
        let fields = fields_of(&mut multipart).await?;
        let form = multipart.form(fields);
        let stranger = (MaybeCitizen(None), None);
        let asked = (Path(place), Query(from), HeaderMap::new());
        return save::save(State(requests), stranger, trace, locale, asked, form).await;
    };
    let found = Found::of(&requests, &viewer, &place.reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let known = found.form()?.prefill(&session.claims.as_map());
    let inputs = found.inputs(&viewer.key, &known)?;
    let subject = Subject::at(&found.tile, found.form()?, &place).ok_or(Error::NotFound)?;
    let rules = rules(&found.tile).ok_or(Error::NotFound)?;
    let purpose = TakingFor::Draft;
    let taking =
        Taking { requests: &requests, viewer: &viewer, trace: &trace, found: &found, purpose, rules };
    multipart.at_most(taking.most_bytes() + LONGEST_FORM);
    let fields = subject.fields(&inputs);
    let mut taking = OnPage { taking, fields, locale, errors: Vec::new(), writes: 0 };
    let mut form = taking.take_all(&mut multipart).await?;
    if let Some(id) = form.get("remove").and_then(|id| id.parse().ok()) {
        taking.writes += i64::from(taking.taking.remove(id).await?);
    }
    let (errors, writes) = (taking.errors, taking.writes);
    let here = from.with_same(found.href(&subject.path()));
    if !errors.is_empty() {
        let now = Found::of(&requests, &viewer, &place.reference).await?;
        let mut inputs = now.inputs(&viewer.key, &known)?;
        subject.absorb(&form.0, &mut inputs);
        let asked = Asked {
            subject: &subject,
            inputs: &inputs,
            known: &known,
            today: today(&requests),
            errors: &errors,
            locale,
            action: here,
            saved: Some((now.request.updated_at, now.request.version)),
            begun_by: None,
            release: None,
            kept: false,
            from_check: from.check(),
            owner: form::owner(&requests, viewer.account),
            files: &now.files,
        };
        return Ok(asked.refused());
    }
    if form.get("remove").is_some() || form.get("action") == Some("upload") {
        return Ok(see(locale, &format!("{here}#files")));
    }
    follow_version(&mut form, found.request.version, writes);
    let citizen = (MaybeCitizen(Some(session)), Some(viewer));
    let asked = (Path(place), Query(from), HeaderMap::new());
    save::save(State(requests), citizen, trace, locale, asked, form).await
}

fn today(requests: &Requests) -> Date {
    format::day(requests.base.clock.now())
}

/// Each file is a write of the draft: whoever saw the version before these saw the one after them.
fn follow_version(form: &mut Form, before: i64, writes: i64) {
    for (name, value) in &mut form.0 {
        if name == "version" && value.parse() == Ok(before) {
            *value = (before + writes).to_string();
        }
    }
}

/// The fields of a form, its files left out.
pub(super) async fn fields_of(multipart: &mut Multipart) -> Result<Vec<(String, String)>> {
    let mut fields = Vec::new();
    while let Some(part) = multipart.next().await? {
        if part.file.is_some() {
            pass_over(part).await?;
        } else {
            fields.push((part.name.clone(), part.text().await?));
        }
    }
    Ok(fields)
}

pub(super) async fn pass_over(mut part: Part) -> Result<()> {
    while part.chunk().await?.is_some() {}
    Ok(())
}

/// The files of a page of questions while they are taken.
struct OnPage<'a> {
    taking: Taking<'a>,
    /// The questions on screen.
    fields: Vec<&'a Field>,
    locale: Locale,
    errors: Vec<FieldError>,
    /// How often the draft was written.
    writes: i64,
}

impl OnPage<'_> {
    /// Takes every file; gives the rest of the form.
    async fn take_all(&mut self, multipart: &mut Multipart) -> Result<Form> {
        let mut fields = Vec::new();
        while let Some(mut part) = multipart.next().await? {
            let Some(file) = &part.file else {
                fields.push((part.name.clone(), part.text().await?));
                continue;
            };
            let asked = self
                .fields
                .iter()
                .find(|field| field.id.as_str() == part.name && matches!(field.kind, FieldKind::File { .. }));
            match asked.copied() {
                // No file chosen comes as a file without a name.
                Some(field) if !file.is_empty() => self.take(field, &mut part).await?,
                _ => pass_over(part).await?,
            }
        }
        Ok(multipart.form(fields))
    }

    async fn take(&mut self, field: &Field, part: &mut Part) -> Result<()> {
        let given = name::shown(&name::kept(part.file.as_deref().unwrap_or_default()));
        match self.taking.take(field.id.as_str(), self.most(field), part).await? {
            Ok(more) => self.writes += i64::from(more),
            Err(refusal) => self.errors.push(self.error(field, refusal, &given)),
        }
        Ok(())
    }

    /// The most files that the field takes, and the request.
    fn most(&self, field: &Field) -> usize {
        let FieldKind::File { max } = field.kind else { return 0 };
        let all = self.taking.rules.max;
        max.map_or(all, |max| max.min(all))
    }

    fn error(&self, field: &Field, refusal: Refusal, given: &str) -> FieldError {
        let (tile, rules) = (&self.taking.found.tile, &self.taking.rules);
        FieldError {
            field: field.id.clone(),
            entry: None,
            input: field.id.to_string(),
            key: refusal.key(),
            params: refusal_params(tile, rules, self.most(field), given, self.locale),
        }
    }
}

/// Gives a file back to whoever added it: to be saved, never to be shown or run (ASVS 12.5.2).
pub(super) async fn download(
    State(requests): State<Requests>,
    _citizen: Citizen,
    viewer: Viewer,
    trace: Trace,
    Path((reference, id)): Path<(String, String)>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let of_replies = ReplyFiles::of(&requests, &found, &viewer.key).await?;
    let listed = found.files.iter().find(|listed| listed.file.id.to_string() == id);
    let listed = listed.or_else(|| of_replies.find(&id)).filter(|listed| listed.file.counts());
    let listed = listed.ok_or(Error::NotFound)?;
    let content = requests.attachments.read(&viewer.key, &listed.file).await?;
    let event = Event::from(AttachmentEvent::Downloaded).of(viewer.account).on(found.request.id);
    requests.base.acts.log(viewer.actor(&trace), event).await?;
    let kind = listed.file.kind().unwrap_or(Kind::Pdf);
    let fixed = HeaderValue::from_static;
    let headers = [
        (header::CONTENT_TYPE, fixed(kind.media_type())),
        (header::CONTENT_LENGTH, HeaderValue::from(listed.file.size)),
        (header::CONTENT_DISPOSITION, name::disposition(&listed.details.name, kind)),
        (header::CONTENT_SECURITY_POLICY, fixed("sandbox; default-src 'none'; frame-ancestors 'none'")),
        (header::CACHE_CONTROL, fixed("no-store")),
    ];
    Ok((headers, Body::from_stream(content)).into_response())
}
