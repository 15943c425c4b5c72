//! What people are told of their sessions when they may not have done it themselves.

use super::change::SignedIn;
use super::client::Client;
use crate::act::Act;
use crate::id::AccountId;
use crate::identity::{Error, Identity, store};
use crate::notices::preferences::Class;
use crate::notices::{self, Content, Recipient, Words};
use crate::text::{Locale, params};
use crate::vault::DataKey;

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum Notice {
    /// An old token came back, and the session was ended.
    Stolen,
    /// The oldest session was ended, since there were too many.
    TooMany,
    /// Someone signed in with a browser that this account was never used with.
    NewBrowser(Client),
}

impl Notice {
    /// The keys of the subject and of the paragraphs.
    fn keys(&self) -> (&'static str, [&'static str; 2]) {
        match self {
            Self::Stolen => ("notice-stolen-subject", ["notice-stolen-what", "notice-stolen-advice"]),
            Self::TooMany => ("notice-too-many-subject", ["notice-too-many-what", "notice-session-advice"]),
            Self::NewBrowser(_) => {
                ("notice-browser-subject", ["notice-browser-what", "notice-session-advice"])
            }
        }
    }

    fn words(&self, identity: &Identity, locale: Locale) -> Words {
        let base = &identity.0.base;
        let (subject, paragraphs) = self.keys();
        let names = match self {
            Self::NewBrowser(client) => client.names(),
            Self::Stolen | Self::TooMany => None,
        };
        let browser = names.unwrap_or_else(|| base.text.get(locale, "session-browser-unknown"));
        let values = params([("browser", browser.into())]);
        Words {
            from: base.config.portal.name.get(locale).to_owned(),
            subject: base.text.get(locale, subject),
            paragraphs: paragraphs.map(|key| base.text.get_with(locale, key, &values)).to_vec(),
        }
    }
}

impl Identity {
    /// Tells a person, as part of `act`.
    pub(super) async fn tell_person(
        &self,
        act: &mut Act,
        account: AccountId,
        key: &DataKey,
        notice: Notice,
    ) -> Result<(), Error> {
        let words = |locale| notice.words(self, locale);
        let content = Content { fr: words(Locale::Fr), en: words(Locale::En), reference: None, link: None };
        let to = Recipient { account, request: None, key };
        Ok(notices::tell(&self.0.base, act, &to, Class::Security, &content).await?)
    }

    /// Notes with which browser an account is used, and tells its person if that is a new one. The
    /// first browser of an account is no news.
    pub(super) async fn note_browser(
        &self,
        act: &mut Act,
        signed_in: &SignedIn<'_>,
        client: &Client,
    ) -> Result<(), Error> {
        let (account, at) = (signed_in.account, act.at());
        let kind = client.names().unwrap_or_default();
        let value = [account.0.as_bytes(), kind.as_bytes()].concat();
        let hash = self.0.base.vault.fingerprint("browser", &value);
        let had_one = store::browsers::any(act.rows(), account).await?;
        let is_new = store::browsers::note(act.rows(), account, &hash, at).await?;
        if had_one && is_new {
            self.tell_person(act, account, signed_in.key, Notice::NewBrowser(client.clone())).await?;
        }
        Ok(())
    }
}
