//! Several ways to sign in to one account (`docs/operations.md`). A way is added by its
//! person, who proves both in one sitting, or by the issuer that takes another's place and vouches
//! for it. Accounts are never merged: one on which nothing was ever done gives its way up.

use super::arrival::{Arrival, Arriving};
use super::federation::Refusal;
use super::need::FRESH;
use super::owner::{Owner, Tie};
use super::session::Session;
use super::sign_in::Stop;
use super::store::accounts::WayRow;
use super::store::sessions::Which;
use super::{Error, Identity, store};
use crate::act::{Act, Actor};
use crate::audit::{self, Event};
use crate::config::{Issuer, IssuerState};
use crate::id::{AccountId, IdentityId};
use crate::notices::preferences::Class;
use crate::notices::{self, Content, Recipient, Words};
use crate::store::Sql;
use crate::text::{Locale, params};
use crate::vault::{DataKey, Place};
use crate::web::{self, Trace};

/// The page of an account's ways to sign in, after the language prefix.
pub(super) const WAYS: &str = "/account/sign-ins";

/// What a person is told in their inbox.
#[derive(Clone, Copy)]
enum Told {
    Linked,
    Unlinked,
    Conflict,
}

impl Told {
    fn keys(self) -> [&'static str; 3] {
        match self {
            Self::Linked => ["notice-linked-subject", "notice-linked-what", "notice-link-advice"],
            Self::Unlinked => ["notice-unlinked-subject", "notice-unlinked-what", "notice-link-advice"],
            Self::Conflict => ["notice-conflict-subject", "notice-conflict-what", "notice-link-advice"],
        }
    }
}

impl Arriving<'_> {
    /// Adds the way to the account of `session`, whose person proved both within ten minutes.
    pub async fn link(&self, session: &Session, owner: &Owner) -> Result<Option<Arrival>, Stop> {
        let base = &self.identity.0.base;
        if base.clock.now().since(session.signed_in_at) > FRESH {
            return Err(Refusal::LinkStale.into());
        }
        let born = [&session.claims.birthdate, &self.claims.birthdate];
        if let [Some(here), Some(there)] = born
            && here != there
        {
            return Err(Refusal::LinkTwoPeople.into());
        }
        if owner.account == session.account && matches!(owner.tie, Tie::Known) {
            return Ok(Some(Arrival { cookie: None, first: None }));
        }
        let elsewhere = owner.account != session.account;
        if elsewhere && !gives_way(&mut base.db.read().await?, owner).await? {
            return Err(self.conflict(session, owner).await?);
        }
        let actor = Actor::citizen(session.account, session.id, self.trace.0.clone());
        let linked = Event::IdentityLinked { issuer: self.issuer.slug.clone(), how: "signed_in" };
        let mut act = base.acts.begin(actor, linked.of(session.account)).await?;
        let done = if elsewhere {
            self.take_over(&mut act, session, owner).await?
        } else {
            self.settle(&mut act, owner).await?
        };
        if !done {
            return Ok(None);
        }
        self.tell(&mut act, session.account, &session.key, Told::Linked).await?;
        self.identity.end_sessions(&mut act, Which::Others(session.account, session.id), "linked").await?;
        let cookie = self.identity.rotate_session(&mut act, session.id).await?;
        let cookie = cookie.ok_or(Refusal::FlowExpired)?;
        act.commit().await?;
        Ok(Some(Arrival { cookie: Some(cookie), first: None }))
    }

    /// Takes the way from an account that gives way; `false` when it does so no more.
    async fn take_over(&self, act: &mut Act, session: &Session, owner: &Owner) -> Result<bool, Stop> {
        if !gives_way(act.rows(), owner).await? {
            return Ok(false);
        }
        self.identity.end_sessions(act, Which::OfIdentity(owner.identity), "linked").await?;
        let place = Place::new("identity.subject", owner.identity.0);
        let subject = session.key.seal(place, self.person.subject.as_bytes())?;
        store::accounts::move_identity(act.rows(), owner.identity, session.account, &subject).await?;
        act.also(Event::AccountJoined.of(owner.account));
        Ok(true)
    }

    /// Refuses, and tells the people of both accounts.
    async fn conflict(&self, session: &Session, owner: &Owner) -> Result<Stop, Stop> {
        let refusal = Refusal::LinkConflict;
        let actor = Actor::citizen(session.account, session.id, self.trace.0.clone());
        let refused = Event::SigninRefused { issuer: self.issuer.slug.clone(), reason: refusal.code() };
        let mut act = self.identity.0.base.acts.begin(actor, refused.of(session.account)).await?;
        self.tell(&mut act, session.account, &session.key, Told::Conflict).await?;
        self.tell(&mut act, owner.account, &owner.key, Told::Conflict).await?;
        act.commit().await?;
        Ok(Stop::Noted(refusal))
    }

    /// Notes that the issuer's word brought this way to the account, and tells its person.
    pub async fn note_link(&self, act: &mut Act, owner: &Owner) -> Result<(), Stop> {
        let linked = Event::IdentityLinked { issuer: self.issuer.slug.clone(), how: owner.tie.word() };
        act.also(linked.of(owner.account));
        self.tell(act, owner.account, &owner.key, Told::Linked).await
    }

    async fn tell(&self, act: &mut Act, account: AccountId, key: &DataKey, what: Told) -> Result<(), Stop> {
        Ok(self.identity.tell_of_link(act, (account, key), &self.issuer.settings, what).await?)
    }

    /// The page of the ways to sign in, for someone who came by one that will close and has no other.
    pub async fn link_page(&self, owner: &Owner) -> Result<Option<&'static str>, Stop> {
        if self.issuer.settings.state != IssuerState::Sunset {
            return Ok(None);
        }
        let federation = &self.identity.0.federation;
        let stays = |slug: &str| {
            federation.issuer(slug).is_some_and(|issuer| issuer.settings.state == IssuerState::Active)
        };
        let ways = store::accounts::ways(&mut self.identity.0.base.db.read().await?, owner.account).await?;
        let elsewhere = federation.issuers().any(|issuer| stays(&issuer.slug));
        let led = elsewhere && !ways.iter().any(|way| stays(&way.issuer));
        Ok(led.then_some(WAYS))
    }
}

/// Whether an account gives its way to sign in up to another: its only one, and nothing was ever done
/// there but to sign in.
async fn gives_way(db: &mut impl Sql, owner: &Owner) -> Result<bool, Stop> {
    let known = matches!(owner.tie, Tie::Known);
    let alone = store::accounts::ways(db, owner.account).await?.len() == 1;
    Ok(known && alone && !audit::store::was_used(db, owner.account).await?)
}

impl Identity {
    async fn tell_of_link(
        &self,
        act: &mut Act,
        (account, key): (AccountId, &DataKey),
        issuer: &Issuer,
        what: Told,
    ) -> Result<(), Error> {
        let base = &self.0.base;
        let words = |locale: Locale| {
            let values = params([("issuer", issuer.label.get(locale).to_owned().into())]);
            let [subject, paragraphs @ ..] = what.keys();
            Words {
                from: base.config.portal.name.get(locale).to_owned(),
                subject: base.text.get(locale, subject),
                paragraphs: paragraphs.map(|key| base.text.get_with(locale, key, &values)).to_vec(),
            }
        };
        let content = Content { fr: words(Locale::Fr), en: words(Locale::En), reference: None, link: None };
        Ok(notices::tell(base, act, &Recipient { account, request: None, key }, Class::Security, &content)
            .await?)
    }

    /// The ways to sign in of an account.
    pub(super) async fn ways(&self, account: AccountId) -> web::Result<Vec<WayRow>> {
        Ok(store::accounts::ways(&mut self.0.base.db.read().await?, account).await?)
    }

    /// Takes a way to sign in from the account; the session's new cookie. `None` when there is no
    /// such way, or when it is the one that the person came in by: so one is left always.
    pub(super) async fn unlink(
        &self,
        session: &Session,
        identity: IdentityId,
        trace: &Trace,
    ) -> web::Result<Option<String>> {
        let base = &self.0.base;
        let way = self.ways(session.account).await?.into_iter().find(|way| way.id == identity);
        let Some(way) = way.filter(|way| way.id != session.identity) else { return Ok(None) };
        let actor = Actor::citizen(session.account, session.id, trace.0.clone());
        let unlinked = Event::IdentityUnlinked { issuer: way.issuer.clone() };
        let mut act = base.acts.begin(actor, unlinked.of(session.account)).await?;
        self.end_sessions(&mut act, Which::Others(session.account, session.id), "unlinked").await?;
        if !store::accounts::delete_identity(act.rows(), identity, session.account).await? {
            return Ok(None);
        }
        if let Some(issuer) = base.config.issuer.get(&way.issuer) {
            let person = (session.account, &session.key);
            self.tell_of_link(&mut act, person, issuer, Told::Unlinked).await?;
        }
        let cookie = self.rotate_session(&mut act, session.id).await?;
        act.commit().await?;
        Ok(cookie)
    }
}
