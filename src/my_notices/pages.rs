//! What a person is told, where and when: one page and one form.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::MyNotices;
use super::form::{self, Typed};
use super::views::{AddressLine, ChannelChoice, ClassChoice, Done, NoticesPage, Standing};
use crate::audit::NoticeEvent;
use crate::base::Base;
use crate::identity;
use crate::notices::addresses::form::shown_mobile;
use crate::notices::addresses::{self, Address, State as Known};
use crate::notices::preferences::{self, Channel, Class, Preferences};
use crate::store::Sql;
use crate::text::Locale;
use crate::web::views::ErrorLine;
use crate::web::{Form, Result, Show, Trace, Viewer};

/// The page, after the language prefix.
pub(super) const NOTICES: &str = "/account/notices";

pub(super) fn router() -> Router<MyNotices> {
    Router::new().route(NOTICES, get(show).post(choose))
}

/// What was done a moment ago.
#[derive(Debug, Deserialize)]
struct Asked {
    done: Option<Done>,
}

/// Where a person is reached, whatever they want to be told there.
pub(super) struct Where {
    /// The e-mail address that their identity provider vouches for.
    pub vouched: Option<String>,
    /// The language of their account.
    pub locale: Locale,
    /// The addresses that they gave, and the vouched one once it failed.
    pub own: Vec<Address>,
}

impl Where {
    pub async fn of(db: &mut impl Sql, base: &Base, viewer: &Viewer, shown: Locale) -> Result<Self> {
        let contact = identity::contact(db, &base.vault, viewer.account).await?;
        Ok(Self {
            locale: contact.as_ref().map_or(shown, |contact| contact.locale),
            vouched: contact.and_then(|contact| contact.email),
            own: addresses::of(db, &viewer.key, viewer.account).await?,
        })
    }

    /// The lines of one channel: the address that is used first.
    fn lines(&self, channel: Channel) -> Vec<AddressLine> {
        let mut own: Vec<&Address> = self.own.iter().filter(|address| address.channel == channel).collect();
        own.sort_by_key(|address| address.state != Known::Confirmed);
        let is_new = |to: &str| !own.iter().any(|address| address.content.to == to);
        let used = own.iter().any(|address| address.state == Known::Confirmed);
        let vouched = self.vouched.as_deref().filter(|to| channel == Channel::Email && is_new(to) && !used);
        let vouched = vouched.map(|to| AddressLine {
            id: None,
            address: to.to_owned(),
            standing: Standing::Vouched,
            at: None,
            may_go: false,
        });
        vouched.into_iter().chain(own.into_iter().map(|address| self.line(address))).collect()
    }

    fn line(&self, address: &Address) -> AddressLine {
        let is_vouched = self.vouched.as_deref() == Some(&address.content.to);
        AddressLine {
            id: Some(address.id.to_string()),
            address: shown(address),
            standing: match address.state {
                Known::Unconfirmed => Standing::Unconfirmed,
                Known::Confirmed => Standing::Confirmed,
                Known::Failed => Standing::Failed,
            },
            at: Some(address.failed_at.or(address.confirmed_at).unwrap_or(address.created_at)),
            // Without its line the vouched address would be used again, and fail again.
            may_go: !(is_vouched && address.state == Known::Failed),
        }
    }

    /// Where notices on `channel` go now.
    fn used(&self, channel: Channel) -> Option<String> {
        let lines = self.lines(channel);
        let used =
            lines.into_iter().find(|line| matches!(line.standing, Standing::Confirmed | Standing::Vouched));
        used.map(|line| line.address).filter(|_| channel != Channel::Push)
    }
}

/// An address as its person reads it.
pub(super) fn shown(address: &Address) -> String {
    match address.channel {
        Channel::Sms => shown_mobile(&address.content.to),
        Channel::Push => address.content.browser.clone().unwrap_or_default(),
        Channel::Inbox | Channel::Email => address.content.to.clone(),
    }
}

/// `GET /account/notices`
async fn show(
    State(my): State<MyNotices>,
    viewer: Viewer,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Show<NoticesPage>> {
    let mut page = page(&my, &viewer, locale, None).await?;
    page.done = asked.done;
    Ok(Show(page))
}

/// The page as it stands, or with what was typed and is wrong.
async fn page(
    my: &MyNotices,
    viewer: &Viewer,
    locale: Locale,
    typed: Option<(Typed, Vec<ErrorLine>)>,
) -> Result<NoticesPage> {
    let mut db = my.base.db.read().await?;
    let places = Where::of(&mut db, &my.base, viewer, locale).await?;
    let preferences = preferences::of(&mut db, viewer.account).await?;
    let reachable = reachable(my, &mut db, viewer).await?;
    let settings = preferences::settings(&mut db, viewer.account).await?;
    let (typed, errors) = typed.unwrap_or((Typed::of(&settings, places.locale), Vec::new()));
    let class = |class| class_choice(class, &preferences, &reachable, &places);
    Ok(NoticesPage {
        done: None,
        errors,
        failed: places.own.iter().any(|address| address.state == Known::Failed),
        email: places.lines(Channel::Email),
        sms: places.lines(Channel::Sms),
        push: places.lines(Channel::Push),
        texts: my.channels.has(Channel::Sms),
        push_key: my.channels.push_key().map(str::to_owned),
        classes: Class::CHOSEN.map(class).into(),
        language: typed.language,
        times: form::times([&typed.quiet_from, &typed.quiet_until], locale),
        quiet: typed.quiet,
        quiet_from: typed.quiet_from,
        quiet_until: typed.quiet_until,
        digest: typed.digest,
    })
}

/// The channels that reach a person and that this portal has.
async fn reachable(my: &MyNotices, db: &mut impl Sql, viewer: &Viewer) -> Result<Vec<Channel>> {
    let mut reachable = preferences::reachable(db, viewer.account).await?;
    reachable.retain(|channel| my.channels.has(*channel));
    Ok(reachable)
}

fn class_choice(
    class: Class,
    preferences: &Preferences,
    reachable: &[Channel],
    places: &Where,
) -> ClassChoice {
    let channel = |channel: Channel| ChannelChoice {
        channel: channel.word(),
        wanted: preferences.wants(class, channel),
        to: places.used(channel),
    };
    ClassChoice {
        class: class.word(),
        channels: form::asked_about(class, reachable).into_iter().map(channel).collect(),
    }
}

/// `POST /account/notices`: what a person wants to be told, where and when.
async fn choose(
    State(my): State<MyNotices>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let typed = Typed::read(&form);
    let settings = match typed.settings(&my.base.text, locale) {
        Ok(settings) => settings,
        Err(errors) => {
            let page = wrong(&my, &viewer, locale, &form, (typed, errors)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response());
        }
    };
    let chosen = NoticeEvent::NoticesChosen.of(viewer.account);
    let mut act = my.base.acts.begin(viewer.actor(&trace), chosen).await?;
    let at = act.at();
    let reachable = reachable(&my, act.rows(), &viewer).await?;
    for choice in form::choices(&form, &reachable) {
        preferences::store::choose(act.rows(), viewer.account, choice, at).await?;
    }
    preferences::store::set(act.rows(), viewer.account, &settings, at).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/{locale}{NOTICES}?done=chosen")).into_response())
}

/// The page again with all that was typed and ticked.
async fn wrong(
    my: &MyNotices,
    viewer: &Viewer,
    locale: Locale,
    form: &Form,
    typed: (Typed, Vec<ErrorLine>),
) -> Result<NoticesPage> {
    let mut page = page(my, viewer, locale, Some(typed)).await?;
    for class in &mut page.classes {
        for choice in &mut class.channels {
            choice.wanted = form.0.iter().any(|(name, value)| name == class.class && value == choice.channel);
        }
    }
    Ok(page)
}
