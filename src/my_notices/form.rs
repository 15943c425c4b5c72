//! What a person chooses, as the form has it.

use jiff::civil::Time;

use super::views::TimeChoice;
use crate::notices::preferences::store::Choice;
use crate::notices::preferences::{Channel, Class, Digest, QuietHours, Settings};
use crate::text::{Locale, Text, format};
use crate::web::Form;
use crate::web::views::ErrorLine;

/// What is proposed to whom quiet hours are new.
pub(super) const NIGHT: (&str, &str) = ("21:00", "07:00");

/// The form's fields as they were typed.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub language: String,
    pub quiet: bool,
    pub quiet_from: String,
    pub quiet_until: String,
    pub digest: String,
}

impl Typed {
    /// The fields as the form shows them at first.
    pub fn of(settings: &Settings, account: Locale) -> Self {
        let quiet = settings.quiet.map(|quiet| (value(quiet.from), value(quiet.until)));
        let (from, until) = quiet.clone().unwrap_or((NIGHT.0.into(), NIGHT.1.into()));
        Self {
            language: settings.locale.unwrap_or(account).prefix().to_owned(),
            quiet: quiet.is_some(),
            quiet_from: from,
            quiet_until: until,
            digest: settings.digest.word().to_owned(),
        }
    }

    /// The fields of a form that came.
    pub fn read(form: &Form) -> Self {
        let field = |name| form.get(name).unwrap_or_default().trim().to_owned();
        Self {
            language: field("language"),
            quiet: field("quiet") == "yes",
            quiet_from: field("quiet-from"),
            quiet_until: field("quiet-until"),
            digest: field("digest"),
        }
    }

    /// What they say, or what is wrong with them.
    pub fn settings(&self, text: &Text, locale: Locale) -> Result<Settings, Vec<ErrorLine>> {
        let mut errors = Vec::new();
        let mut wrong = |input: &str, key: &str| {
            errors.push(ErrorLine { input: input.to_owned(), message: text.get(locale, key) });
        };
        let language = Locale::ALL.into_iter().find(|locale| locale.prefix() == self.language);
        if language.is_none() {
            wrong("language", "notices-language-missing");
        }
        let digest = DIGESTS.into_iter().find(|digest| digest.word() == self.digest);
        if digest.is_none() {
            wrong("digest", "notices-digest-missing");
        }
        let (from, until) = (time(&self.quiet_from), time(&self.quiet_until));
        if self.quiet && from.is_none() {
            wrong("quiet-from", "notices-quiet-from-wrong");
        }
        if self.quiet && until.is_none() {
            wrong("quiet-until", "notices-quiet-until-wrong");
        }
        if self.quiet && from.is_some() && from == until {
            wrong("quiet-until", "notices-quiet-same");
        }
        let quiet = from.zip(until).map(|(from, until)| QuietHours { from, until });
        match digest {
            Some(digest) if errors.is_empty() => {
                Ok(Settings { locale: language, quiet: quiet.filter(|_| self.quiet), digest })
            }
            _ => Err(errors),
        }
    }
}

/// How often, in the order in which they are asked for.
pub(super) const DIGESTS: [Digest; 3] = [Digest::None, Digest::Daily, Digest::Weekly];

/// The times of day to choose from, each half hour, and those that were set before.
pub(super) fn times(set: [&str; 2], locale: Locale) -> Vec<TimeChoice> {
    let mut all: Vec<Time> =
        (0..24).flat_map(|hour| [0, 30].map(|minute| Time::constant(hour, minute, 0, 0))).collect();
    all.extend(set.into_iter().filter_map(time));
    all.sort();
    all.dedup();
    let choice = |at: Time| TimeChoice { value: value(at), words: format::clock(locale, at) };
    all.into_iter().map(choice).collect()
}

/// A time of day as the form has it: `21:30`.
fn value(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn time(typed: &str) -> Option<Time> {
    typed.parse().ok()
}

/// The channels of one class that the form asks about: those that reach the person and, of news, the inbox.
pub(super) fn asked_about(class: Class, reachable: &[Channel]) -> Vec<Channel> {
    let inbox = (class == Class::News).then_some(Channel::Inbox);
    inbox.into_iter().chain(reachable.iter().copied()).collect()
}

/// What the form says of each class and channel that it asked about. News that is wanted anywhere is in the
/// inbox too: elsewhere it is only announced.
pub(super) fn choices(form: &Form, reachable: &[Channel]) -> Vec<Choice> {
    let ticked =
        |class: Class, channel: Channel| form.0.iter().any(|(n, v)| n == class.word() && v == channel.word());
    let of_class = |class: Class| {
        let channels = asked_about(class, reachable);
        let anywhere = channels.iter().any(|channel| ticked(class, *channel));
        channels.into_iter().map(move |channel| {
            let wanted = if channel == Channel::Inbox { anywhere } else { ticked(class, channel) };
            Choice { class, channel, wanted }
        })
    };
    Class::CHOSEN.into_iter().flat_map(of_class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn times_are_offered_as_people_write_them() {
        let words = |locale, value: &str| {
            let all = times(["07:10", "21:00"], locale);
            let found = all.iter().find(|choice| choice.value == value);
            found.map(|choice| choice.words.replace('\u{a0}', " "))
        };
        assert_eq!(words(Locale::Fr, "09:30").as_deref(), Some("9 h 30"));
        assert_eq!(words(Locale::En, "21:30").as_deref(), Some("9:30 p.m."));
        assert_eq!(words(Locale::Fr, "07:10").as_deref(), Some("7 h 10"), "what was set before stays");
        assert_eq!(times(["21:00", "soir"], Locale::Fr).len(), 48);
    }

    #[test]
    fn quiet_hours_count_only_when_they_are_asked_for() {
        let text = Text::portal().unwrap();
        let with = |quiet, until| {
            let fields = [
                ("language", "fr"),
                ("quiet", quiet),
                ("quiet-from", "21:00"),
                ("quiet-until", until),
                ("digest", "daily"),
            ];
            Typed::read(&form(&fields)).settings(&text, Locale::Fr)
        };
        assert_eq!(with("no", "jamais").unwrap().quiet, None);
        assert_eq!(with("yes", "07:00").unwrap().quiet.unwrap().until, Time::new(7, 0, 0, 0).unwrap());
        assert_eq!(with("yes", "jamais").unwrap_err()[0].input, "quiet-until");
        assert_eq!(with("yes", "21:00").unwrap_err()[0].input, "quiet-until");
        let nothing = Typed::read(&form(&[])).settings(&text, Locale::En).unwrap_err();
        assert_eq!(
            nothing.iter().map(|line| line.input.as_str()).collect::<Vec<_>>(),
            ["language", "digest"]
        );
    }

    #[test]
    fn news_that_is_wanted_by_e_mail_is_in_the_inbox_too() {
        let chosen = choices(&form(&[("news", "email"), ("requests", "sms")]), &[Channel::Email]);
        let wanted = |class, channel| {
            chosen
                .iter()
                .find(|choice| choice.class == class && choice.channel == channel)
                .map(|one| one.wanted)
        };
        assert_eq!(wanted(Class::News, Channel::Inbox), Some(true));
        assert_eq!(wanted(Class::Requests, Channel::Email), Some(false));
        assert_eq!(wanted(Class::Requests, Channel::Sms), None, "nothing was asked about it");
        assert_eq!(wanted(Class::Requests, Channel::Inbox), None, "the inbox is always there");
    }
}
