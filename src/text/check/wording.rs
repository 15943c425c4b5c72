//! How a message may read: typography, markup, words we avoid, and what may leave the portal.

use super::messages::{Message, Messages, PLACEABLE, variables_of};
use crate::text::{Locale, gsm7};

/// What leaves the portal, by its channel.
const CHANNELS: [&str; 3] = ["mail-", "push-", "sms-"];

/// The variables that a notice sent outside may hold: it invites to sign in and says nothing else
/// (S5).
const OUTSIDE: [&str; 2] = ["link", "portal"];

/// Septets that each variable of a text message may take. Start-up counts the portal's own.
const FILLED: usize = 32;

/// Mail programs cut longer subjects (RFC 5322 §2.1.1).
const LONGEST_SUBJECT: usize = 78;

/// Everything to say about one message, as sentences without its name.
pub(super) fn faults(locale: Locale, key: &str, message: &Message, all: &Messages) -> Vec<String> {
    let mut faults = Vec::new();
    for sentence in &message.sentences {
        markup(sentence, &mut faults);
        typography(locale, sentence, &mut faults);
    }
    if message.default_not_other {
        faults.push("chooses by plural form but its default is not `other`".to_owned());
    }
    if CHANNELS.iter().any(|channel| key.starts_with(channel)) {
        outside(key, message, all, &mut faults);
    }
    if key.starts_with("sms-") {
        text_message(message, &mut faults);
    }
    faults.dedup();
    faults
}

/// What is wrong with one sentence or line.
pub(super) fn typography(locale: Locale, text: &str, faults: &mut Vec<String>) {
    match locale {
        Locale::Fr => french(text, faults),
        Locale::En => english(text, faults),
    }
}

fn french(text: &str, faults: &mut Vec<String>) {
    let mut say = |fault: &str| faults.push(fault.to_owned());
    for (before, here, after) in neighbours(text) {
        match here {
            ':' if ends_a_word(after) && before != Some('\u{a0}') => say("needs a no-break space before `:`"),
            '«' if after != Some('\u{a0}') => say("needs a no-break space after `«`"),
            '»' if before != Some('\u{a0}') => say("needs a no-break space before `»`"),
            ';' | '!' | '?' if before.is_some_and(char::is_whitespace) => {
                say(&format!("has a space before `{here}`, where Québec usage has none"));
            }
            '"' | '“' | '”' => say(&format!("uses `{here}` where French has « »")),
            _ => {}
        }
    }
    if follows_a_number(text, " %") || follows_a_number(text, " $") {
        say("needs a no-break space between a number and its sign");
    }
    if text.to_lowercase().contains("veuillez") {
        say("says `veuillez`; say directly what to do");
    }
}

fn english(text: &str, faults: &mut Vec<String>) {
    let mut say = |fault: &str| faults.push(fault.to_owned());
    for (before, here, _) in neighbours(text) {
        match here {
            ':' | ';' | '!' | '?' if before.is_some_and(char::is_whitespace) => {
                say(&format!("has a space before `{here}`, where English has none"));
            }
            '«' | '»' => say(&format!("uses `{here}` where English has “ ”")),
            _ => {}
        }
    }
    if follows_a_number(text, " %") {
        say("has a space before `%`, where English has none");
    }
    if text.to_lowercase().contains("please note") {
        say("says `please note`; say it directly");
    }
}

/// Each character between the one before and the one after.
fn neighbours(text: &str) -> impl Iterator<Item = (Option<char>, char, Option<char>)> {
    let before = std::iter::once(None).chain(text.chars().map(Some));
    let after = text.chars().skip(1).map(Some).chain(std::iter::once(None));
    before.zip(text.chars()).zip(after).map(|((before, here), after)| (before, here, after))
}

/// Whether `sign` stands behind digits or something filled in.
fn follows_a_number(text: &str, sign: &str) -> bool {
    let before = text.match_indices(sign).filter_map(|(at, _)| text.get(..at)?.chars().next_back());
    before.into_iter().any(|c| c.is_ascii_digit() || PLACEABLE.contains(c))
}

/// A colon in `https://` or `12:30` is no punctuation.
fn ends_a_word(after: Option<char>) -> bool {
    after.is_none_or(|c| c.is_whitespace() || PLACEABLE.contains(c))
}

/// Words are escaped wherever they are shown, so that markup in them would be read by people.
fn markup(sentence: &str, faults: &mut Vec<String>) {
    let opens_a_tag = |(_, here, after): (_, char, Option<char>)| {
        here == '<' && after.is_some_and(|c| c == '/' || c == '!' || c.is_ascii_alphabetic())
    };
    if neighbours(sentence).any(opens_a_tag) {
        faults.push("holds HTML; markup belongs in the template".to_owned());
    }
    if ["&nbsp;", "&amp;", "&#"].iter().any(|entity| sentence.contains(entity)) {
        faults.push("holds an HTML entity; write the character itself".to_owned());
    }
}

fn outside(key: &str, message: &Message, all: &Messages, faults: &mut Vec<String>) {
    let confirms = ["-code", "-code-subject", "-code-body"].iter().any(|end| key.ends_with(end));
    // Where news ends is a link of the portal's own; what concerns a person cannot be ended.
    let ends = key == "mail-news-body";
    let may = |name: &str| {
        OUTSIDE.contains(&name) || (confirms && name == "code") || (ends && name == "unsubscribe")
    };
    for variable in variables_of(all, key).into_iter().filter(|name| !may(name)) {
        faults.push(format!(
            "uses `${variable}`; what leaves the portal says nothing of a person: only `$portal` and `$link`"
        ));
    }
    let subjects = message.sentences.iter().filter(|_| key.ends_with("-subject"));
    for subject in subjects {
        let length = subject.chars().count();
        if length > LONGEST_SUBJECT || subject.contains('\n') {
            faults.push(format!(
                "is a subject of {length} characters; one line of {LONGEST_SUBJECT} is read everywhere"
            ));
        }
    }
}

/// A text message is one segment of letters that every telephone has (3GPP TS 23.038).
fn text_message(message: &Message, faults: &mut Vec<String>) {
    for sentence in &message.sentences {
        let words = sentence.replace(PLACEABLE, "");
        if let Some(letter) = gsm7::foreign(&words) {
            faults.push(format!(
                "holds `{letter}` (U+{:04X}), which cuts a text message from {} letters to 70",
                u32::from(letter),
                gsm7::SEGMENT
            ));
            continue;
        }
        let filled = sentence.matches(PLACEABLE).count() * FILLED;
        let septets = gsm7::septets(&words).unwrap_or_default() + filled;
        if septets > gsm7::SEGMENT {
            faults.push(format!(
                "takes {septets} letters; a text message of one segment has {}",
                gsm7::SEGMENT
            ));
        }
    }
}
