//! What is said outside the portal: a closed list of fixed texts. Nothing can be put into them but the
//! portal's name and address, into one of them the code that confirms an address, and into the e-mail of news where
//! it ends. `parvis text check` holds their words to the same rule.

use url::Url;

use super::SetUp;
use crate::base::Base;
use crate::notices::preferences::Channel;
use crate::text::{Locale, gsm7, params};

/// One of the fixed texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says<'a> {
    /// There is something new in the person's file.
    Changed,
    /// There is news from the portal.
    News,
    /// The code that confirms this address.
    Code(&'a Code),
    /// This address is used no more.
    Removed,
}

impl Says<'_> {
    /// Its word in keys and settings.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::News => "news",
            Self::Code(_) => "code",
            Self::Removed => "removed",
        }
    }
}

/// A code that confirms an address: six digits, so that nothing else can be taken for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The code of six digits that `text` is.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Self(text.to_owned()))
    }

    /// A code out of nowhere.
    #[must_use]
    pub fn random() -> Self {
        let number = u32::from_le_bytes(crate::id::random()) % 1_000_000;
        Self(format!("{number:06}"))
    }

    /// Its digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// A fixed text in one language, for one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::notices) struct Words {
    /// The subject of an e-mail, the title of a notification; text messages have none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Where a press on it leads, in that language: the portal's address; of a notification, the inbox.
    pub link: String,
}

/// What `says` says on `channel`, to someone whose news ends on the page `unsubscribe`.
pub(in crate::notices) fn of(
    base: &Base,
    channel: Channel,
    locale: Locale,
    says: &Says<'_>,
    unsubscribe: Option<&Url>,
) -> Words {
    // text: mail-*
    // text: sms-*
    // text: push-*
    let portal = &base.config.portal;
    let link = format!("{}{locale}/", portal.public_url);
    let name = portal.name.get(locale);
    let code = match says {
        Says::Code(code) => code.digits(),
        Says::Changed | Says::News | Says::Removed => "",
    };
    let values = params([
        ("portal", name.into()),
        ("link", link.clone().into()),
        ("code", code.into()),
        ("unsubscribe", unsubscribe.map_or("", Url::as_str).into()),
    ]);
    let word = says.word();
    let say = |key: String| base.text.get_with(locale, &key, &values);
    let (subject, body) = match channel {
        Channel::Sms => (String::new(), say(format!("sms-{word}"))),
        Channel::Push => (name.to_owned(), say(format!("push-{word}"))),
        Channel::Email | Channel::Inbox => {
            (say(format!("mail-{word}-subject")), say(format!("mail-{word}-body")))
        }
    };
    let link = if channel == Channel::Push { format!("{link}messages") } else { link };
    Words { subject, body, link }
}

/// Whether all text messages are of one segment, with this portal's name and address.
pub(super) fn fit_text_messages(base: &Base) -> Result<(), SetUp> {
    let code = Code("000000".to_owned());
    for says in [Says::Changed, Says::News, Says::Code(&code), Says::Removed] {
        for locale in Locale::ALL {
            let words = of(base, Channel::Sms, locale, &says, None);
            if gsm7::septets(&words.body).is_none_or(|septets| septets > gsm7::SEGMENT) {
                return Err(SetUp::TextMessage(says.word(), locale));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_and_nothing_else() {
        assert_eq!(Code::new("012345").unwrap().digits(), "012345");
        for wrong in ["", "12345", "1234567", "12345a", "१२३४५६", "Amélie"] {
            assert_eq!(Code::new(wrong), None, "{wrong}");
        }
        assert_eq!(Code::random().digits().len(), 6);
    }
}
