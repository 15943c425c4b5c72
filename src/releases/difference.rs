//! What a release may do that the one before may not, and the other way round. Whatever widens it waits for an
//! administrator.

use std::collections::BTreeSet;

use crate::text::{Locale, Text, params};
use crate::tiles::Manifest;
use crate::tiles::manifest::NoJs;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whether the tile may do more by it.
    pub widens: bool,
    /// What kind of thing.
    pub about: About,
    /// Which one: a claim, a call, a media type, or two numbers.
    pub what: String,
}

/// The kinds of things that a tile may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The tile is there at all.
    Tile,
    /// Learn something of the person.
    Claim,
    /// Ask something of the portal.
    Host,
    /// Call a back-end.
    Call,
    /// Pass a claim on with a call.
    CallClaim,
    /// Lead people out of the portal.
    Link,
    /// Take files of a type.
    Files,
    /// How many files, and how large.
    FileLimit,
    /// How sure the sign-in must be.
    Level,
    /// The youngest age.
    Age,
    /// Shown discreetly.
    Discreet,
    /// Another kind of tile.
    Kind,
    /// How long the portal keeps what is not sent or what a back-end told.
    Kept,
    /// What is promised to the person about their answers.
    Privacy,
}

impl About {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Tile,
        Self::Claim,
        Self::Host,
        Self::Call,
        Self::CallClaim,
        Self::Link,
        Self::Files,
        Self::FileLimit,
        Self::Level,
        Self::Age,
        Self::Discreet,
        Self::Kind,
        Self::Kept,
        Self::Privacy,
    ];

    /// The key of its words, whose selector says whether it comes or goes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Tile => "release-change-tile",
            Self::Claim => "release-change-claim",
            Self::Host => "release-change-host",
            Self::Call => "release-change-call",
            Self::CallClaim => "release-change-call-claim",
            Self::Link => "release-change-link",
            Self::Files => "release-change-files",
            Self::FileLimit => "release-change-file-limit",
            Self::Level => "release-change-level",
            Self::Age => "release-change-age",
            Self::Discreet => "release-change-discreet",
            Self::Kind => "release-change-kind",
            Self::Kept => "release-change-kept",
            Self::Privacy => "release-change-privacy",
        }
    }
}

impl Change {
    /// The difference in words.
    #[must_use]
    pub fn words(&self, text: &Text, locale: Locale) -> String {
        let way = if self.widens { "more" } else { "less" };
        let values = [("way", way.into()), ("what", self.what.as_str().into())];
        text.get_with(locale, self.about.key(), &params(values))
    }
}

/// Every difference between the release before, if there is one, and the release after.
#[must_use]
pub fn between(before: Option<&Manifest>, after: &Manifest) -> Vec<Change> {
    let new = grants(after);
    let old = before.map(grants).unwrap_or_default();
    let change =
        |widens| move |(about, what): &(About, String)| Change { widens, about: *about, what: what.clone() };
    let mut changes: Vec<Change> = new.difference(&old).map(change(true)).collect();
    changes.extend(old.difference(&new).map(change(false)));
    match before {
        None => changes.push(Change { widens: true, about: About::Tile, what: after.tile.id.to_string() }),
        Some(before) => {
            changes.extend(conditions(before, after));
            changes.extend(promises(before, after));
        }
    }
    changes.sort_by_key(|change| (!change.widens, change.about, change.what.clone()));
    changes
}

/// What a tile may do, each a thing that is granted or is not.
fn grants(manifest: &Manifest) -> BTreeSet<(About, String)> {
    let mut all: BTreeSet<(About, String)> = calls(manifest).map(|call| (About::Call, call)).collect();
    let permissions = &manifest.permissions;
    all.extend(permissions.claims.iter().map(|claim| (About::Claim, claim.as_str().to_owned())));
    all.extend(permissions.host.iter().map(|call| (About::Host, call.as_str().to_owned())));
    for panel in &manifest.panels {
        all.extend(panel.claims.iter().map(|claim| {
            (About::CallClaim, format!("{} GET {}: {}", panel.backend, panel.upstream, claim.as_str()))
        }));
    }
    for route in &manifest.routes {
        all.extend(route.claims.iter().map(|claim| {
            (
                About::CallClaim,
                format!("{} {} {}: {}", route.backend, route.method, route.upstream, claim.as_str()),
            )
        }));
    }
    all.extend(uploads(manifest).map(|files| (About::Files, files)));
    all.extend(ways_out(manifest).map(|address| (About::Link, address)));
    let attachments = manifest.submit.iter().filter_map(|submit| submit.attachments.as_ref());
    all.extend(attachments.flat_map(|rules| &rules.types).map(|media| (About::Files, media.clone())));
    all
}

/// The files that a tile's own code may send up: type, size, and the call that they go with.
fn uploads(manifest: &Manifest) -> impl Iterator<Item = String> {
    let routes = manifest.routes.iter().filter_map(|route| Some((route, route.upload.as_ref()?)));
    routes.flat_map(|(route, upload)| {
        let call = format!("{} {} {}", route.backend, route.method, route.upstream);
        upload.types.iter().map(move |media| format!("{media}, {} MiB: {call}", upload.max_mib))
    })
}

/// Every call that the portal may make for a tile: back-end, method and path.
fn calls(manifest: &Manifest) -> impl Iterator<Item = String> {
    let status = manifest.status.as_ref();
    let documents = manifest.documents.as_ref();
    let routes = [
        manifest.submit.as_ref().map(|submit| &submit.route),
        status.and_then(|status| status.withdrawal.as_ref()).map(|withdrawal| &withdrawal.route),
        status.and_then(|status| status.pull.as_ref()).map(|pull| &pull.route),
        status.and_then(|status| status.account_closed.as_ref()).map(|closed| &closed.route),
        manifest.tasks.as_ref().map(|tasks| &tasks.route),
        manifest.parts.as_ref().map(|parts| &parts.route),
        manifest.messages.as_ref().and_then(|messages| messages.route.as_ref()),
        documents.map(|documents| &documents.route),
        documents.and_then(|documents| documents.opened.as_ref()),
    ];
    let backend = manifest.submit.as_ref().map_or("", |submit| submit.backend.as_str());
    let own = routes.into_iter().flatten().map(move |route| format!("{backend} {route}"));
    let panels = manifest.panels.iter().map(|panel| format!("{} GET {}", panel.backend, panel.upstream));
    let table =
        manifest.routes.iter().map(|route| format!("{} {} {}", route.backend, route.method, route.upstream));
    own.chain(panels).chain(table)
}

/// Where a tile leads people, outside of the portal.
fn ways_out(manifest: &Manifest) -> impl Iterator<Item = String> {
    let no_js = manifest.app.iter().filter_map(|app| match &app.no_js {
        NoJs::Link(link) => Some(link),
        NoJs::Form(_) | NoJs::Content(_) => None,
    });
    let links = manifest.link.iter().chain(no_js);
    links.flat_map(|link| Locale::ALL.map(|locale| link.get(locale).to_owned()))
}

/// What must be so before the tile may do anything.
fn conditions(before: &Manifest, after: &Manifest) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |about, old: i64, new: i64, widens: bool| {
        if old != new {
            changes.push(Change { widens, about, what: format!("{old} → {new}") });
        }
    };
    let level = |manifest: &Manifest| i64::from(manifest.access.level);
    note(About::Level, level(before), level(after), level(after) < level(before));
    let age = |manifest: &Manifest| i64::from(manifest.access.min_age.unwrap_or(0));
    note(About::Age, age(before), age(after), age(after) < age(before));
    let limit = |manifest: &Manifest| {
        let rules = manifest.submit.as_ref().and_then(|submit| submit.attachments.as_ref());
        rules.map_or(0, |rules| i64::from(rules.max) * i64::from(rules.max_mib))
    };
    note(About::FileLimit, limit(before), limit(after), limit(after) > limit(before));
    let id = after.tile.id.to_string();
    if before.tile.sensitive != after.tile.sensitive {
        changes.push(Change { widens: before.tile.sensitive, about: About::Discreet, what: id.clone() });
    }
    if before.tile.kind != after.tile.kind {
        changes.push(Change { widens: true, about: About::Kind, what: id });
    }
    changes
}

/// What the person was told about what is kept. Nobody can compute whether other words promise less.
fn promises(before: &Manifest, after: &Manifest) -> Vec<Change> {
    let mut changes = Vec::new();
    let hours = |manifest: &Manifest| {
        let drafts = manifest.form.iter().map(|form| i64::from(form.draft.days) * 24);
        let panels = manifest.panels.iter().filter_map(|panel| panel.keep_hours).map(i64::from);
        drafts.chain(panels).max().unwrap_or(0)
    };
    let (old, new) = (hours(before), hours(after));
    if old != new {
        changes.push(Change { widens: new > old, about: About::Kept, what: format!("{old} → {new}") });
    }
    let words = |manifest: &Manifest| {
        let privacy = manifest.privacy.as_ref()?;
        let in_one = |locale| format!("{}\n{}", privacy.retention.get(locale), privacy.purpose.get(locale));
        Some(Locale::ALL.map(in_one))
    };
    if words(before) != words(after) {
        changes.push(Change { widens: true, about: About::Privacy, what: after.tile.id.to_string() });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(text: &str) -> Manifest {
        Manifest::parse("tile.toml", text).unwrap()
    }

    fn complaints() -> String {
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tiles/complaints/tile.toml")).unwrap()
    }

    fn changed(from: &str, to: &str) -> Vec<Change> {
        let text = complaints();
        assert!(text.contains(from), "{from}");
        between(Some(&manifest(&text)), &manifest(&text.replacen(from, to, 1)))
    }

    #[test]
    fn words_and_versions_change_nothing() {
        assert_eq!(changed("version = \"", "version = \"9"), []);
    }

    #[test]
    fn a_new_tile_is_all_new() {
        let changes = between(None, &manifest(&complaints()));
        assert!(changes.iter().all(|change| change.widens));
        assert!(changes.iter().any(|change| change.about == About::Tile));
        assert!(changes.iter().any(|change| change.what == "birthdate"), "{changes:?}");
    }

    #[test]
    fn more_is_told_apart_from_less() {
        let less = changed("\"birthdate\", ", "");
        assert_eq!(less, [Change { widens: false, about: About::Claim, what: "birthdate".to_owned() }]);
        let widens = |from, to| changed(from, to).iter().any(|change| change.widens);
        assert!(widens("level = 2", "level = 1") && !widens("level = 2", "level = 3"));
        assert!(widens("route = \"POST /v2/complaints\"", "route = \"POST /v3/complaints\""));
        assert!(widens("draft = { days = 30", "draft = { days = 90"));
        assert!(widens("[privacy.retention]\nfr = \"", "[privacy.retention]\nfr = \"En gros, "));
        assert!(widens("backend = \"complaints\"", "backend = \"archives\""));
    }

    #[test]
    fn another_way_out_is_more() {
        let head = complaints().split("[content]").next().unwrap().replace("\"form\"", "\"link\"");
        let link = |address: &str| {
            manifest(&format!("{head}[link]\nfr = \"https://{address}/fr\"\nen = \"https://{address}/en\"\n"))
        };
        let changes = between(Some(&link("a.example.ca")), &link("b.example.ca"));
        let more = |change: &&Change| change.widens && change.about == About::Link;
        assert_eq!(changes.iter().filter(more).count(), 2, "{changes:?}");
    }

    #[test]
    fn a_larger_file_from_a_tiles_own_code_is_more() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tiles/cancer-screening/tile.toml");
        let sheet = std::fs::read_to_string(path).unwrap();
        let with = |mib: u32| {
            let upload = format!("upload = {{ types = [\"application/pdf\"], max_mib = {mib} }}");
            manifest(&sheet.replacen(
                "journal = \"submission\"",
                &format!("journal = \"submission\"\n{upload}"),
                1,
            ))
        };
        let widens = |before: &Manifest, after: &Manifest| {
            between(Some(before), after).iter().any(|change| change.widens && change.about == About::Files)
        };
        assert!(widens(&manifest(&sheet), &with(1)) && widens(&with(1), &with(2)));
        assert!(!widens(&with(1), &manifest(&sheet)));
    }

    #[test]
    fn every_change_has_words_in_both_languages() {
        let text = Text::portal().unwrap();
        for about in About::ALL {
            for (locale, widens) in [(Locale::Fr, true), (Locale::En, false)] {
                assert!(text.has(locale, about.key()), "{about:?}");
                let words = Change { widens, about, what: "it".to_owned() }.words(&text, locale);
                assert!(words.contains("it") && !words.contains('{'), "{words}");
            }
        }
    }
}
