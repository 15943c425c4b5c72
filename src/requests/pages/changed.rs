//! What a person is told whose draft was begun with another version of the form.

use crate::requests::views::{Answered, FormChanged};
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Aside, Form, Inputs};

/// What to say; `release` is the version that the draft was last saved with, if it is not this one's.
pub(super) fn view(
    tile: &Tile,
    inputs: &Inputs,
    release: Option<&str>,
    locale: Locale,
) -> Option<FormChanged> {
    let aside: Vec<Answered> =
        Form::aside(inputs).into_iter().map(|aside| answered(tile, &aside, locale)).collect();
    let other = release.is_some_and(|release| release != tile.release.version);
    (other || !aside.is_empty()).then_some(FormChanged { aside })
}

/// A question that is asked no more, as the tile's words still have it.
fn answered(tile: &Tile, aside: &Aside, locale: Locale) -> Answered {
    let field = &aside.field;
    let label = tile.own_word(locale, &format!("{field}-label")).unwrap_or_else(|| field.clone());
    let word = |value: &String| match (tile.own_word(locale, &format!("{field}-{value}")), value.as_str()) {
        (Some(option), _) => option,
        (None, "yes") => tile.word(locale, "answer-yes"),
        (None, "no") => tile.word(locale, "answer-no"),
        (None, typed) => typed.to_owned(),
    };
    let values: Vec<String> = aside.values.iter().map(word).collect();
    Answered { label, value: values.join(", ") }
}
