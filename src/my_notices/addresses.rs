//! Addresses: given, confirmed by the code that was sent there, removed. To give or remove one takes a fresh
//! proof of who is there: whoever moves a person's notices elsewhere would be heard in their place (ASVS 3.7.1).

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::MyNotices;
use super::pages::{NOTICES, Where, shown};
use super::views::{AddressPage, CodePage, Fault, RemovalPage};
use crate::act::Act;
use crate::base::Base;
use crate::id::AddressId;
use crate::identity::FreshCitizen;
use crate::limits;
use crate::notices::addresses::change::{self, Answer, Owner};
use crate::notices::addresses::{self, Address, State as Known, form as typing};
use crate::notices::preferences::{Channel, Class};
use crate::notices::{self, Content, Recipient, Words};
use crate::text::{Locale, format, params};
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

pub(super) fn router() -> Router<MyNotices> {
    Router::new()
        .route("/account/notices/email", get(ask_email).post(give_email))
        .route("/account/notices/mobile", get(ask_mobile).post(give_mobile))
        .route("/account/notices/addresses/{id}/code", get(ask_code).post(take_code))
        .route("/account/notices/addresses/{id}/removal", get(ask_to_remove).post(remove))
}

/// What came of asking for a code.
enum Asked {
    /// It is promised, for the address of that id.
    Promised(AddressId),
    /// Too often; when to try again, as the page says it, and after how long.
    TooOften { message: String, retry_after: Duration },
}

fn address_page(channel: Channel) -> AddressPage {
    AddressPage { channel: channel.word(), value: String::new(), errors: Vec::new() }
}

/// `GET /account/notices/email`
async fn ask_email(_: FreshCitizen) -> Show<AddressPage> {
    Show(address_page(Channel::Email))
}

/// `GET /account/notices/mobile`
async fn ask_mobile(_: FreshCitizen) -> Show<AddressPage> {
    Show(address_page(Channel::Sms))
}

/// `POST /account/notices/email`
async fn give_email(
    State(my): State<MyNotices>,
    _: FreshCitizen,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    give(&my, &viewer, &trace, locale, (Channel::Email, form.get("address").unwrap_or_default())).await
}

/// `POST /account/notices/mobile`
async fn give_mobile(
    State(my): State<MyNotices>,
    _: FreshCitizen,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    give(&my, &viewer, &trace, locale, (Channel::Sms, form.get("address").unwrap_or_default())).await
}

/// Takes an address and sends it a code. The answer is the same whosever it may be elsewhere.
async fn give(
    my: &MyNotices,
    viewer: &Viewer,
    trace: &Trace,
    locale: Locale,
    (channel, typed): (Channel, &str),
) -> Result<Response> {
    if !my.channels.has(channel) {
        return Err(Error::NotFound);
    }
    let (to, fault) = match channel {
        Channel::Sms => (typing::mobile(typed), "address-mobile-wrong"),
        _ => (typing::email(typed), "address-email-wrong"),
    };
    let Some(to) = to else {
        let message = my.base.text.get(locale, fault);
        let errors = vec![ErrorLine { input: "address".into(), message }];
        let page = AddressPage { value: typed.trim().to_owned(), errors, ..address_page(channel) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response());
    };
    let own = addresses::of(&mut my.base.db.read().await?, &viewer.key, viewer.account).await?;
    let known = |address: &&Address| address.channel == channel && address.content.to == to;
    if own.iter().find(known).is_some_and(|address| address.state == Known::Confirmed) {
        return Ok(Redirect::to(&format!("/{locale}{NOTICES}?done=known")).into_response());
    }
    match send_code(&my.base, viewer, trace, locale, (channel, &to)).await? {
        Asked::Promised(id) => Ok(Redirect::to(&format!("/{locale}{}", code_path(id))).into_response()),
        Asked::TooOften { message, retry_after } => {
            let errors = vec![ErrorLine { input: "address".into(), message }];
            let page = AddressPage { value: typed.trim().to_owned(), errors, ..address_page(channel) };
            Ok(too_often(retry_after, Show(page)))
        }
    }
}

/// The page again, with what was typed, as an answer that says when to come back (RFC 6585 §4).
fn too_often(retry_after: Duration, page: impl IntoResponse) -> Response {
    let wait = [(header::RETRY_AFTER, (retry_after.as_secs() + 1).to_string())];
    (StatusCode::TOO_MANY_REQUESTS, wait, page).into_response()
}

/// The page on which an address's code is given, after the language prefix.
fn code_path(id: AddressId) -> String {
    format!("{NOTICES}/addresses/{id}/code")
}

async fn send_code(
    base: &Base,
    viewer: &Viewer,
    trace: &Trace,
    locale: Locale,
    (channel, to): (Channel, &str),
) -> Result<Asked> {
    let mut act = base.acts.open(viewer.actor(trace)).await?;
    match change::give(base, &mut act, owner(viewer), channel, to).await {
        Ok(id) => {
            act.commit().await?;
            Ok(Asked::Promised(id))
        }
        Err(notices::Error::Limit(limits::Error::Exceeded { retry_after })) => {
            // Times are said in minutes: the one in which it is sure.
            let again = base.clock.now().after(retry_after + Duration::from_mins(1));
            let values = params([("time", format::time(locale, again).into())]);
            let message = base.text.get_with(locale, "code-too-often", &values);
            Ok(Asked::TooOften { message, retry_after })
        }
        Err(error) => Err(error.into()),
    }
}

fn owner(viewer: &Viewer) -> Owner<'_> {
    Owner { account: viewer.account, key: &viewer.key }
}

/// The address of that id, if it is this person's and was not removed.
async fn find(my: &MyNotices, viewer: &Viewer, id: &str) -> Result<Address> {
    let id: AddressId = id.parse().map_err(|_| Error::NotFound)?;
    let own = addresses::of(&mut my.base.db.read().await?, &viewer.key, viewer.account).await?;
    own.into_iter().find(|address| address.id == id).ok_or(Error::NotFound)
}

fn code_page(my: &MyNotices, address: &Address) -> CodePage {
    let now = my.base.clock.now();
    CodePage {
        id: address.id.to_string(),
        channel: address.channel.word(),
        address: shown(address),
        until: address.code.as_ref().filter(|code| code.is_good(now)).map(|code| code.until),
        fault: address.code_fault.as_deref().map(Fault::of),
        errors: Vec::new(),
    }
}

/// `GET /account/notices/addresses/{id}/code`
async fn ask_code(
    State(my): State<MyNotices>,
    viewer: Viewer,
    locale: Locale,
    Path(id): Path<String>,
) -> Result<Response> {
    let address = find(&my, &viewer, &id).await?;
    if address.state == Known::Confirmed {
        return Ok(Redirect::to(&format!("/{locale}{NOTICES}")).into_response());
    }
    Ok(Show(code_page(&my, &address)).into_response())
}

/// `POST /account/notices/addresses/{id}/code`: takes the code, or sends another.
async fn take_code(
    State(my): State<MyNotices>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    let address = find(&my, &viewer, &id).await?;
    if address.state == Known::Confirmed || address.channel == Channel::Push {
        return Ok(Redirect::to(&format!("/{locale}{NOTICES}")).into_response());
    }
    if form.get("action") == Some("again") {
        return again(&my, &viewer, &trace, locale, &address).await;
    }
    let typed = typing::code(form.get("code").unwrap_or_default());
    let answer = confirm(&my, &viewer, &trace, (&address, &typed), locale).await?;
    let fault = match answer {
        Answer::Confirmed => {
            return Ok(Redirect::to(&format!("/{locale}{NOTICES}?done=confirmed")).into_response());
        }
        Answer::Wrong => "code-wrong",
        Answer::Over => "code-over",
    };
    let address = find(&my, &viewer, &id).await?;
    let message = my.base.text.get(locale, fault);
    let errors = vec![ErrorLine { input: "code".into(), message }];
    let page = CodePage { errors, ..code_page(&my, &address) };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response())
}

/// Sends another code, and shows the page anew.
async fn again(
    my: &MyNotices,
    viewer: &Viewer,
    trace: &Trace,
    locale: Locale,
    address: &Address,
) -> Result<Response> {
    let to = (address.channel, address.content.to.as_str());
    Ok(match send_code(&my.base, viewer, trace, locale, to).await? {
        Asked::Promised(id) => Redirect::to(&format!("/{locale}{}", code_path(id))).into_response(),
        Asked::TooOften { message, retry_after } => {
            let errors = vec![ErrorLine { input: "again".into(), message }];
            too_often(retry_after, Show(CodePage { errors, ..code_page(my, address) }))
        }
    })
}

async fn confirm(
    my: &MyNotices,
    viewer: &Viewer,
    trace: &Trace,
    given: (&Address, &str),
    locale: Locale,
) -> Result<Answer> {
    let places = Where::of(&mut my.base.db.read().await?, &my.base, viewer, locale).await?;
    let mut act = my.base.acts.open(viewer.actor(trace)).await?;
    let answer = change::confirm(&my.base, &mut act, owner(viewer), given, places.vouched.as_deref()).await?;
    if answer == Answer::Confirmed {
        tell(&my.base, &mut act, viewer, given.0, Change::Confirmed).await?;
    }
    act.commit().await?;
    Ok(answer)
}

/// `GET /account/notices/addresses/{id}/removal`
async fn ask_to_remove(
    State(my): State<MyNotices>,
    _: FreshCitizen,
    viewer: Viewer,
    locale: Locale,
    Path(id): Path<String>,
) -> Result<Show<RemovalPage>> {
    let address = find(&my, &viewer, &id).await?;
    let places = Where::of(&mut my.base.db.read().await?, &my.base, &viewer, locale).await?;
    let vouched = places.vouched.filter(|to| address.channel == Channel::Email && *to != address.content.to);
    Ok(Show(RemovalPage {
        id: address.id.to_string(),
        channel: address.channel.word(),
        address: shown(&address),
        told: address.is_told_of_its_end(),
        instead: vouched.filter(|_| address.state == Known::Confirmed),
    }))
}

/// `POST /account/notices/addresses/{id}/removal`
async fn remove(
    State(my): State<MyNotices>,
    _: FreshCitizen,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    _: Form,
) -> Result<Redirect> {
    let address = find(&my, &viewer, &id).await?;
    let mut act = my.base.acts.open(viewer.actor(&trace)).await?;
    change::remove(&mut act, viewer.account, &address).await?;
    if address.is_told_of_its_end() {
        tell(&my.base, &mut act, &viewer, &address, Change::Removed).await?;
    }
    act.commit().await?;
    Ok(Redirect::to(&format!("/{locale}{NOTICES}?done=removed")))
}

/// What a person is told of in their inbox.
#[derive(Clone, Copy)]
enum Change {
    Confirmed,
    Removed,
}

impl Change {
    fn keys(self) -> [&'static str; 3] {
        match self {
            Self::Confirmed => {
                ["notice-address-confirmed-subject", "notice-address-confirmed", "notice-address-advice"]
            }
            Self::Removed => {
                ["notice-address-removed-subject", "notice-address-removed", "notice-address-advice"]
            }
        }
    }
}

async fn tell(base: &Base, act: &mut Act, viewer: &Viewer, address: &Address, what: Change) -> Result<()> {
    let words = |locale: Locale| {
        let values = params([("address", shown(address).into())]);
        let [subject, paragraphs @ ..] = what.keys();
        Words {
            from: base.config.portal.name.get(locale).to_owned(),
            subject: base.text.get(locale, subject),
            paragraphs: paragraphs.map(|key| base.text.get_with(locale, key, &values)).to_vec(),
        }
    };
    let content = Content { fr: words(Locale::Fr), en: words(Locale::En), reference: None, link: None };
    let to = Recipient { account: viewer.account, request: None, key: &viewer.key };
    Ok(notices::tell(base, act, &to, Class::Security, &content).await?)
}
