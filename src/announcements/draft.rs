//! What is written of an announcement, as typed, and what becomes of it when it is fit to be published.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::clock::Micros;
use crate::text::{Bilingual, Locale, format, markdown};
use crate::tiles::TileId;

/// The longest title, in characters: it is the subject of a message, too.
pub const LONGEST_TITLE: usize = 120;
/// The longest text in one language, in characters.
pub const LONGEST_TEXT: usize = 8_000;

/// Whom an announcement is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Whoever comes.
    Everyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has a request with that service, begun or sent.
    Users(TileId),
}

impl Audience {
    /// Its name in forms and in the audit log.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::SignedIn => "signed-in",
            Self::Users(_) => "users",
        }
    }
}

/// An announcement as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its title.
    pub title: Bilingual,
    /// Its text, in the portal's Markdown.
    pub text: Bilingual,
    /// When it is shown first; none: as soon as it is published.
    pub from: Option<Micros>,
    /// When it is shown no more; none: until it is withdrawn.
    pub until: Option<Micros>,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether it is on a banner.
    pub important: bool,
    /// Whether it is sent to those who asked for news.
    pub send: bool,
}

/// What is being written, as typed: nothing of it is lost, fit or not. The fields are the form's inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The inputs `title-fr` and `title-en`.
    pub title: Bilingual,
    /// The inputs `text-fr` and `text-en`.
    pub text: Bilingual,
    /// A local time such as `2026-11-25T14:05`; empty: at once.
    pub from: String,
    /// The same; empty: until it is withdrawn.
    pub until: String,
    /// A word of [`Audience`].
    pub audience: String,
    /// The service of the audience `users`.
    pub tile: String,
    /// Whether it is on a banner.
    pub important: bool,
    /// Whether it is sent to those who asked for news.
    pub send: bool,
}

/// Something to mend before it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The input it is about.
    pub input: &'static str,
    /// The key of the words.
    pub key: &'static str,
    /// The line of a text that says too much, from 1.
    pub line: Option<usize>,
}

impl Fault {
    fn new(input: &'static str, key: &'static str) -> Self {
        Self { input, key, line: None }
    }
}

impl Draft {
    /// Nothing yet: for everyone, no banner, sent to those who asked.
    #[must_use]
    pub fn blank() -> Self {
        let empty = || Bilingual { fr: String::new(), en: String::new() };
        Self {
            title: empty(),
            text: empty(),
            from: String::new(),
            until: String::new(),
            audience: Audience::Everyone.word().to_owned(),
            tile: String::new(),
            important: false,
            send: true,
        }
    }

    /// What was typed into the form.
    pub fn typed<'f>(input: impl Fn(&str) -> Option<&'f str>) -> Self {
        let text = |name: &str, longest: usize| -> String {
            let typed = input(name).unwrap_or_default().replace("\r\n", "\n");
            typed.trim().chars().take(longest + 1).collect()
        };
        let both = |name: &str, longest| Bilingual {
            fr: text(&format!("{name}-fr"), longest),
            en: text(&format!("{name}-en"), longest),
        };
        Self {
            title: both("title", LONGEST_TITLE),
            text: both("text", LONGEST_TEXT),
            from: text("from", 40),
            until: text("until", 40),
            audience: text("audience", 40),
            tile: text("tile", 40),
            important: input("important").is_some(),
            send: input("send").is_some(),
        }
    }

    /// What is to be published, where it is fit.
    ///
    /// # Errors
    /// All that is to be mended.
    pub fn compose(&self, exists: impl Fn(&TileId) -> bool) -> Result<Notice, Vec<Fault>> {
        let mut faults = Vec::new();
        for locale in Locale::ALL {
            faults.extend(title_fault(locale, self.title.get(locale)));
        }
        for locale in Locale::ALL {
            faults.extend(text_faults(locale, self.text.get(locale)));
        }
        let mut time = |typed: &str, input| {
            let read = moment(typed);
            if read.is_err() {
                faults.push(Fault::new(input, "announcement-error-time"));
            }
            read.ok().flatten()
        };
        let (from, until) = (time(&self.from, "from"), time(&self.until, "until"));
        if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
            faults.push(Fault::new("until", "announcement-error-order"));
        }
        let audience = self.audience(exists);
        if audience.is_none() {
            faults.push(Fault::new("tile", "announcement-error-tile"));
        }
        match audience {
            Some(audience) if faults.is_empty() => Ok(Notice {
                title: self.title.clone(),
                text: self.text.clone(),
                from,
                until,
                audience,
                important: self.important,
                send: self.send,
            }),
            _ => Err(faults),
        }
    }

    fn audience(&self, exists: impl Fn(&TileId) -> bool) -> Option<Audience> {
        match self.audience.as_str() {
            "signed-in" => Some(Audience::SignedIn),
            "users" => self.tile.parse().ok().filter(exists).map(Audience::Users),
            _ => Some(Audience::Everyone),
        }
    }
}

fn title_fault(locale: Locale, title: &str) -> Option<Fault> {
    let input = if locale == Locale::Fr { "title-fr" } else { "title-en" };
    match title.chars().count() {
        0 => Some(Fault::new(input, "announcement-error-title")),
        length if length > LONGEST_TITLE => Some(Fault::new(input, "announcement-error-title-long")),
        _ => None,
    }
}

fn text_faults(locale: Locale, text: &str) -> Vec<Fault> {
    let input = if locale == Locale::Fr { "text-fr" } else { "text-en" };
    match text.chars().count() {
        0 => vec![Fault::new(input, "announcement-error-text")],
        length if length > LONGEST_TEXT => vec![Fault::new(input, "announcement-error-text-long")],
        _ => {
            let left_out =
                |(line, _)| Fault { line: Some(line), ..Fault::new(input, "announcement-error-left-out") };
            markdown::faults(text).into_iter().map(left_out).collect()
        }
    }
}

/// A local time as browsers and people write it; none of nothing.
fn moment(typed: &str) -> Result<Option<Micros>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    let local: DateTime = typed.parse().map_err(|_| ())?;
    format::moment(local).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Draft {
        let both = |fr: &str, en: &str| Bilingual { fr: fr.to_owned(), en: en.to_owned() };
        Draft {
            title: both("Pause dimanche", "A pause on Sunday"),
            text: both("De **2 h** à 4 h.", "From **2** to 4 a.m."),
            from: "2026-11-28T18:00".into(),
            until: "2026-11-29 04:00".into(),
            ..Draft::blank()
        }
    }

    fn inputs(draft: &Draft) -> Vec<&'static str> {
        draft.compose(|_| false).unwrap_err().into_iter().map(|fault| fault.input).collect()
    }

    #[test]
    fn local_times_are_montreal_s() {
        let notice = written().compose(|_| false).unwrap();
        assert_eq!(notice.from.unwrap().rfc3339(), "2026-11-28T23:00:00Z");
        assert_eq!(notice.until.unwrap().rfc3339(), "2026-11-29T09:00:00Z");
        let at_once = Draft { from: String::new(), until: String::new(), ..written() };
        assert_eq!(at_once.compose(|_| false).unwrap().from, None);
    }

    #[test]
    fn all_that_is_to_be_mended_is_said_at_once() {
        let empty = inputs(&Draft::blank());
        assert_eq!(empty, ["title-fr", "title-en", "text-fr", "text-en"]);
        assert_eq!(inputs(&Draft { from: "demain".into(), ..written() }), ["from"]);
        assert_eq!(inputs(&Draft { until: "2026-11-28T18:00".into(), ..written() }), ["until"]);
        assert_eq!(
            inputs(&Draft { audience: "users".into(), tile: "nowhere".into(), ..written() }),
            ["tile"]
        );
        let long = "a".repeat(LONGEST_TITLE + 1);
        assert_eq!(inputs(&Draft { title: Bilingual { fr: long.clone(), en: long }, ..written() }).len(), 2);
    }

    #[test]
    fn what_would_be_left_out_of_the_text_is_refused() {
        let text = Bilingual { fr: "bien\n\n<b>non</b>".into(), en: "[x](javascript:alert(1))".into() };
        let faults = Draft { text, ..written() }.compose(|_| false).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [Some(3), Some(3), Some(1)]);
    }

    #[test]
    fn the_users_of_a_service_are_an_audience() {
        let draft = Draft { audience: "users".into(), tile: "complaints".into(), ..written() };
        let notice = draft.compose(|tile| tile.as_str() == "complaints").unwrap();
        assert_eq!(notice.audience, Audience::Users("complaints".parse().unwrap()));
    }

    #[test]
    fn what_is_typed_is_kept_as_it_is() {
        let typed = Draft::typed(|name| match name {
            "title-fr" => Some("  Pause "),
            "text-fr" => Some("a\r\nb"),
            "from" => Some("demain"),
            "send" => Some("yes"),
            _ => None,
        });
        assert_eq!(typed.title.fr, "Pause");
        assert_eq!(typed.text.fr, "a\nb");
        assert_eq!((typed.from.as_str(), typed.important, typed.send), ("demain", false, true));
    }
}
