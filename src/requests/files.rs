//! The files of a request, as its pages show them.

use super::views::field::{Control, FileView, FileWord};
use crate::attachments::{Attachment, Details, Kind, Rules, State, name};
use crate::id::Reference;
use crate::text::{Locale, Params, format, params};
use crate::tiles::Tile;
use crate::tiles::manifest;
use crate::vault::DataKey;

const KIB: i64 = 1024;

/// A file with what is sealed of it.
pub(super) struct Listed {
    pub file: Attachment,
    pub details: Details,
    href: String,
}

impl Listed {
    /// Opens what is sealed of the files.
    pub fn all(
        files: Vec<Attachment>,
        key: &DataKey,
        reference: &Reference,
    ) -> Result<Vec<Self>, crate::vault::Error> {
        let href = |file: &Attachment| format!("/requests/{reference}/files/{}", file.id);
        files
            .into_iter()
            .map(|file| Ok(Self { details: file.details(key)?, href: href(&file), file }))
            .collect()
    }

    /// Its name as it is shown.
    pub fn name(&self) -> String {
        name::shown(&self.details.name)
    }

    /// Whether it will go with the request, as far as is known.
    pub fn is_kept(&self) -> bool {
        self.file.state != State::Refused
    }

    /// The file as pages show it.
    pub fn view(&self, tile: &Tile, locale: Locale) -> FileView {
        FileView {
            id: self.file.id.to_string(),
            name: self.name(),
            size: size(tile, self.file.size, locale),
            state: match self.file.state {
                State::Uploading | State::Checking => FileWord::Checking,
                State::Safe => FileWord::Safe,
                State::Unchecked => FileWord::Unchecked,
                State::Refused => FileWord::Refused,
            },
            href: self.file.counts().then(|| self.href.clone()),
        }
    }
}

/// A size as people read it: in the units that phones show.
pub(super) fn size(tile: &Tile, bytes: i64, locale: Locale) -> String {
    let say = |key, number: String| tile.word_with(locale, key, &params([("size", number.into())]));
    if bytes < KIB * KIB {
        return say("file-size-kb", format::number(locale, (bytes / KIB).max(1)));
    }
    say("file-size-mb", format::tenths(locale, bytes * 10 / (KIB * KIB)))
}

/// What the service takes, if it takes files.
pub(super) fn rules(tile: &Tile) -> Option<Rules> {
    tile.manifest.submit.as_ref()?.attachments.as_ref().map(rules_of)
}

/// What a part of a manifest takes.
pub(super) fn rules_of(attachments: &manifest::Attachments) -> Rules {
    let kinds = attachments.types.iter().filter_map(|media_type| Kind::of_media_type(media_type));
    Rules { max: attachments.max.into(), max_mib: attachments.max_mib, kinds: kinds.collect() }
}

/// The control that adds and removes files, of which `own` are there.
pub(super) fn control<'a>(
    tile: &Tile,
    (rules, max, room): (&Rules, usize, bool),
    own: impl Iterator<Item = &'a Listed> + Clone,
    locale: Locale,
) -> Control {
    let limits = params([
        ("kinds", kinds(tile, rules, locale).into()),
        ("max", max.into()),
        ("mib", rules.max_mib.into()),
    ]);
    let kept = own.clone().filter(|listed| listed.is_kept()).count();
    Control::Files {
        limits: tile.word_with(locale, "files-limits", &limits),
        accept: rules.kinds.iter().map(|kind| kind.accept()).collect::<Vec<_>>().join(","),
        largest: rules.max_bytes(),
        multiple: max > 1,
        room: room && kept < max,
        checking: own.clone().any(|listed| listed.file.state == State::Checking),
        files: own.map(|listed| listed.view(tile, locale)).collect(),
    }
}

/// What the words for a refusal name: the file, and what the service takes.
pub(super) fn refusal_params(tile: &Tile, rules: &Rules, max: usize, given: &str, locale: Locale) -> Params {
    params([
        ("name", given.into()),
        ("mib", rules.max_mib.into()),
        ("max", max.into()),
        ("kinds", kinds(tile, rules, locale).into()),
    ])
}

/// The kinds of file in words: `PDF, JPEG ou PNG`.
fn kinds(tile: &Tile, rules: &Rules, locale: Locale) -> String {
    let names: Vec<&str> = rules.kinds.iter().map(|kind| kind.name()).collect();
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => {
            let values = params([("first", first.join(", ").into()), ("last", (*last).into())]);
            tile.word_with(locale, "files-kinds", &values)
        }
        _ => names.concat(),
    }
}
