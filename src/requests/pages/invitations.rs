//! Another person's part, for whoever is invited: a code opens it once, for the account that typed it.
//! What they send is sealed with their own key; the citizen who invited them sees that it is done.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::form::{keep_for_later, kept_answers, owner};
use super::parts::is_open;
use super::{own_step, section_views, see};
use crate::act::Act;
use crate::audit::ServiceEvent;
use crate::id::PartId;
use crate::identity::{self, Citizen, MaybeCitizen, Session};
use crate::limits::Limit;
use crate::notices::preferences::Class;
use crate::notices::{self, Recipient};
use crate::outbox::{Kind, NewJob};
use crate::requests::news::Details;
use crate::requests::parts::{Filled, InvitationCode, content_place};
use crate::requests::store::parts::{self, Part, State as Stand};
use crate::requests::submission::{self, Submission};
use crate::requests::views::{InvitationLine, InvitationPage, InvitationWord, Invitations};
use crate::requests::{Request, Requests, fields, store, words};
use crate::text::{Locale, format};
use crate::tiles::Tile;
use crate::tiles::access::{Use, admit, shown};
use crate::tiles::form::{FieldError, Form as Definition, Inputs};
use crate::tiles::manifest::PartCode;
use crate::vault::Place;
use crate::web::views::ErrorLine;
use crate::web::{Denied, Error, Form, Result, Show, StepUp, Trace, Viewer, Wanted};

/// Where a code is typed, and the invitations taken before.
pub(super) async fn ask(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
) -> Result<Show<Invitations>> {
    invitations(&requests, &viewer, locale, String::new(), None).await
}

async fn invitations(
    requests: &Requests,
    viewer: &Viewer,
    locale: Locale,
    typed: String,
    fault: Option<&str>,
) -> Result<Show<Invitations>> {
    let (mut db, now) = (requests.base.db.read().await?, requests.base.clock.now());
    let inviting = store::of_guest(&mut db, viewer.account).await?;
    let mut taken = Vec::new();
    for part in parts::of_guest(&mut db, viewer.account).await? {
        let Some(request) = inviting.iter().find(|request| request.id == part.request_id) else { continue };
        let Some(tile) = requests.catalogue.get(&request.tile) else { continue };
        let state = word(&part, request, now);
        taken.push(InvitationLine {
            href: format!("/invitations/{}", part.id),
            title: tile.outside_title(locale),
            state,
            until: (state == InvitationWord::ToDo).then_some(part.expires_at),
        });
    }
    let message = fault.map(|key| requests.base.text.get(locale, key));
    let errors = message.map(|message| ErrorLine { input: "invitation".into(), message });
    Ok(Show(Invitations { typed, errors: errors.into_iter().collect(), taken }))
}

fn word(part: &Part, request: &Request, now: crate::clock::Micros) -> InvitationWord {
    match part.state {
        Stand::Answered if part.delivered_at.is_some() => InvitationWord::Received,
        Stand::Answered => InvitationWord::Sent,
        Stand::Taken if !part.is_expired(now) && is_open(request) => InvitationWord::ToDo,
        Stand::Invited | Stand::Taken | Stand::Revoked => InvitationWord::Over,
    }
}

/// Takes the part to which the code invites. Each code typed is counted, right or wrong, before it is
/// looked for; a slip that its check character shows is none.
pub(super) async fn take(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let typed = form.get("invitation").unwrap_or_default().trim();
    let refused = async |fault| {
        let page = invitations(&requests, &viewer, locale, typed.to_owned(), Some(fault)).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let Ok(code) = typed.parse::<InvitationCode>() else { return refused("invitations-error-slip").await };
    let mut act = requests.base.acts.open(viewer.actor(&trace)).await?;
    requests.base.limits.spend(&mut act, Limit::InvitationCode, viewer.account).await?;
    match take_part(&requests, &mut act, &viewer, &code).await? {
        Ok(part) => {
            act.commit().await?;
            Ok(see(locale, &format!("/invitations/{part}")))
        }
        Err(reason) => {
            act.also(ServiceEvent::InvitationRefused { reason }.of(viewer.account));
            act.commit().await?;
            let own = if reason == "own" { "invitations-error-own" } else { "invitations-error-nothing" };
            refused(own).await
        }
    }
}

/// The part, once it is the viewer's; or why it is not, as a code.
async fn take_part(
    requests: &Requests,
    act: &mut Act,
    viewer: &Viewer,
    code: &InvitationCode,
) -> Result<std::result::Result<PartId, &'static str>> {
    let at = act.at();
    let part = parts::by_hash(act.rows(), &code.hash(&requests.base.vault)).await?;
    let Some(part) = part else { return Ok(Err("unknown")) };
    if part.account_id == Some(viewer.account) && part.state != Stand::Revoked {
        return Ok(Ok(part.id));
    }
    let request = store::find_by_id(act.rows(), part.request_id).await?;
    let Some(request) = request.filter(is_open) else { return Ok(Err("ended")) };
    if request.account_id == viewer.account {
        return Ok(Err("own"));
    }
    if part.is_expired(at) {
        return Ok(Err("expired"));
    }
    if !parts::take(act.rows(), part.id, viewer.account, at).await? {
        return Ok(Err("used"));
    }
    let taken = ServiceEvent::PartTaken { part: part.code.clone() };
    act.also(taken.of(request.account_id).on(request.id));
    act.also(ServiceEvent::InvitationTaken { part: part.code }.of(viewer.account).on(request.id));
    Ok(Ok(part.id))
}

/// A part that the viewer has taken.
struct Opened {
    part: Part,
    request: Request,
    tile: Arc<Tile>,
    rules: PartCode,
    /// The name of whoever invited them; none when they left the portal.
    citizen: Option<String>,
}

impl Opened {
    async fn of(requests: &Requests, viewer: &Viewer, id: &str) -> Result<Self> {
        let id: PartId = id.parse().map_err(|_| Error::NotFound)?;
        let mut db = requests.base.db.read().await?;
        let part = parts::find(&mut db, id).await?;
        let part = part.ok_or(Error::NotFound)?;
        if part.account_id != Some(viewer.account) {
            let denied = Denied { wanted: Wanted::Owner, request: Some(part.request_id) };
            return Err(Error::NotTheirs(denied));
        }
        let request = store::find_by_id(&mut db, part.request_id).await?.ok_or(Error::NotFound)?;
        let key = identity::data_key(&mut db, &requests.base.vault, request.account_id).await?;
        let citizen = key.zip(request.wording.as_ref()).map(|(key, sealed)| {
            key.open_json::<Submission>(Place::new(super::WORDING, request.id.0), sealed)
        });
        let citizen = citizen.transpose()?.and_then(|sent| name(&sent));
        let tile = requests.catalogue.get(&request.tile).ok_or(Error::NotFound)?;
        let rules = tile.manifest.parts.as_ref().and_then(|rules| rules.codes.get(&part.code)).cloned();
        let rules = rules.ok_or(Error::NotFound)?;
        Ok(Self { part, request, tile, rules, citizen })
    }

    fn form(&self) -> Result<&Definition> {
        self.tile.part_forms.get(&self.part.code).ok_or(Error::NotFound)
    }

    fn action(&self) -> String {
        format!("/invitations/{}", self.part.id)
    }
}

/// The name that came with what was sent.
fn name(sent: &Submission) -> Option<String> {
    let claim = |name| sent.claims.get(name).and_then(Value::as_str);
    let parts: Vec<&str> = ["given_name", "family_name"].into_iter().filter_map(claim).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What a page of a part is made from.
struct Screen<'a> {
    requests: &'a Requests,
    viewer: &'a Viewer,
    opened: &'a Opened,
    known: &'a Inputs,
    locale: Locale,
}

impl Screen<'_> {
    fn view(&self, inputs: &Inputs, errors: &[FieldError], undeclared: bool) -> Result<InvitationPage> {
        let (opened, locale) = (self.opened, self.locale);
        let (part, tile, form) = (&opened.part, &opened.tile, opened.form()?);
        let state = word(part, &opened.request, self.requests.base.clock.now());
        let open = |content: &Vec<u8>| self.viewer.key.open_json::<Filled>(content_place(part.id), content);
        let filled = part.content.as_ref().map(open).transpose()?;
        let mut lines: Vec<ErrorLine> = errors.iter().map(|error| self.error(error)).collect();
        if undeclared {
            let message = self.requests.base.text.get(locale, "error-declaration-required");
            lines.push(ErrorLine { input: "declaration".into(), message });
        }
        let fields = fields::of_one_page((tile, form), (inputs, self.known), errors, locale);
        Ok(InvitationPage {
            title: tile.title(locale).to_owned(),
            part_title: tile.word(locale, &form.first_page().title),
            guest: tile.word(locale, &opened.rules.guest()),
            citizen: opened.citizen.clone(),
            state,
            until: part.expires_at,
            fields: if state == InvitationWord::ToDo { fields } else { Vec::new() },
            declaration: tile.word(locale, &opened.rules.declaration),
            errors: lines,
            kept: false,
            owner: owner(self.requests, self.viewer.account),
            sections: section_views(filled.map(|filled| filled.sections).unwrap_or_default()),
            sent_at: part.answered_at,
            action: opened.action(),
        })
    }

    fn error(&self, error: &FieldError) -> ErrorLine {
        let message = self.opened.tile.error_message(self.locale, error);
        ErrorLine { input: error.input.clone(), message }
    }
}

/// What stands in the way of the person's age, if anything does.
async fn too_young(
    requests: &Requests,
    session: &Session,
    tile: &Tile,
    locale: Locale,
) -> Result<Option<Response>> {
    let bar = admit(&requests.identity, session, tile, Use::Fill, locale).await?;
    Ok(bar.map(|bar| shown(tile, (StatusCode::FORBIDDEN, Show(bar)).into_response())))
}

/// The part: its questions, or what became of it.
pub(super) async fn show(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let opened = Opened::of(&requests, &viewer, &id).await?;
    if let Some(bar) = too_young(&requests, &citizen, &opened.tile, locale).await? {
        return Ok(bar);
    }
    let form = opened.form()?;
    let known = form.prefill(&citizen.claims.as_map());
    let mut inputs = known.clone();
    let typed = kept_answers(&requests, viewer.account, &headers, &opened.action()).await?;
    if let Some(typed) = &typed {
        form.absorb(form.first_page(), typed, &mut inputs);
        form.lock(&known, &mut inputs);
    }
    let screen = Screen { requests: &requests, viewer: &viewer, opened: &opened, known: &known, locale };
    let page = InvitationPage { kept: typed.is_some(), ..screen.view(&inputs, &[], false)? };
    Ok(shown(&opened.tile, Show(page).into_response()))
}

/// Takes what the invited person sends. Doing it twice is doing it once.
pub(super) async fn answer(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    // A stranger wrote this address: only what could be a part's page goes into the log.
    let part: PartId = id.parse().map_err(|_| Error::NotFound)?;
    let path = format!("/invitations/{part}");
    let (Some(viewer), Some(session)) = (viewer, session) else {
        return keep_for_later(&requests, &trace, locale, &path, &form, &StepUp::default()).await;
    };
    let opened = Opened::of(&requests, &viewer, &id).await?;
    match too_young(&requests, &session, &opened.tile, locale).await {
        Ok(None) => {}
        Ok(Some(bar)) => return Ok(bar),
        Err(Error::StepUp(lacks)) => {
            return keep_for_later(&requests, &trace, locale, &path, &form, &lacks).await;
        }
        Err(error) => return Err(error),
    }
    if word(&opened.part, &opened.request, requests.base.clock.now()) == InvitationWord::ToDo {
        let known = opened.form()?.prefill(&session.claims.as_map());
        let screen = Screen { requests: &requests, viewer: &viewer, opened: &opened, known: &known, locale };
        match screen.filled(&session, &form)? {
            Ok(filled) => keep(&requests, &viewer, &trace, &opened, &filled).await?,
            Err(page) => {
                let answer = (StatusCode::UNPROCESSABLE_ENTITY, Show(*page)).into_response();
                return Ok(shown(&opened.tile, answer));
            }
        }
    }
    Ok(see(locale, &path))
}

impl Screen<'_> {
    /// What was sent, complete; or the page again, with what is wrong.
    fn filled(
        &self,
        session: &Session,
        form: &Form,
    ) -> Result<std::result::Result<Filled, Box<InvitationPage>>> {
        let (tile, definition) = (&self.opened.tile, self.opened.form()?);
        let mut inputs = self.known.clone();
        definition.absorb(definition.first_page(), &form.0, &mut inputs);
        definition.lock(self.known, &mut inputs);
        let declared = form.get("declaration") == Some("yes");
        let answers = match definition.check(&inputs, format::day(self.requests.base.clock.now())) {
            Ok(answers) if declared => submission::answers_json(&answers),
            checked => {
                let errors = checked.err().unwrap_or_default();
                let errors: Vec<FieldError> = errors.into_iter().map(|(_, error)| error).collect();
                return Ok(Err(Box::new(self.view(&inputs, &errors, !declared)?)));
            }
        };
        Ok(Ok(Filled {
            answers,
            locale: self.locale,
            sections: submission::sections(tile, definition, self.locale, &inputs),
            declaration: tile.word(self.locale, &self.opened.rules.declaration),
            acr: session.acr.clone(),
            signed_in_at: session.signed_in_at,
            claims: Submission::released(tile, &session.claims.as_map()),
        }))
    }
}

/// One act with the answers, the news of them for the citizen, and the promise to hand them over.
async fn keep(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    opened: &Opened,
    filled: &Filled,
) -> Result<()> {
    let (base, part, request) = (&requests.base, &opened.part, &opened.request);
    let content = viewer.key.seal_json(content_place(part.id), filled)?;
    let answered = ServiceEvent::PartAnswered { part: part.code.clone() };
    let mut act =
        base.acts.begin(viewer.actor(trace), answered.of(request.account_id).on(request.id)).await?;
    let sent = ServiceEvent::InvitationAnswered { part: part.code.clone() };
    act.also(sent.of(viewer.account).on(request.id));
    let at = act.at();
    if !parts::answer(act.rows(), part.id, viewer.account, &content, at).await? {
        // Another window did it, or it was taken back: the next page tells which.
        return Ok(());
    }
    let mut step = own_step(&base.clock, at, "part-answered");
    step.key = Some(opened.rules.key.clone());
    store::insert_step(act.rows(), request.id, &step).await?;
    if let Some(key) = identity::data_key(act.rows(), &base.vault, request.account_id).await? {
        let content = words::notice(&opened.tile, &base.text, &step, &Details::default(), request);
        let to = Recipient { account: request.account_id, request: Some(request.id), key: &key };
        notices::tell(base, &mut act, &to, Class::Requests, &content).await?;
    }
    act.promise(NewJob {
        kind: Kind::DeliverPart,
        subject: part.id.0,
        account: Some(viewer.account),
        request: Some(request.id),
        payload: json!({ "part": part.id }),
    })
    .await?;
    act.commit().await?;
    Ok(())
}
