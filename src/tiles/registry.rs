//! Tiles against the operator's registry: a tile whose back-end may not be spoken to is not published
//! (contract §4).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Catalogue, Manifest, Tile};
use crate::config::{Config, Profile, Standing};
use crate::finding::{Finding, line_of, nearest};

/// The back-ends that a manifest names, each with the line of `source` where it does so first.
pub(super) fn named(manifest: &Manifest, source: &str) -> BTreeMap<String, Option<usize>> {
    let submit = manifest.submit.iter().map(|submit| &submit.backend);
    let panels = manifest.panels.iter().map(|panel| &panel.backend);
    let routes = manifest.routes.iter().map(|route| &route.backend);
    let line = |backend: &String| line_of(source, &format!("backend = \"{backend}\""));
    submit.chain(panels).chain(routes).map(|backend| (backend.clone(), line(backend))).collect()
}

/// Why a back-end may not be spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The registry knows none of that name.
    Unknown,
    /// It has no certification.
    Uncertified,
    /// Its certification has not begun.
    NotYet,
    /// Its certification has ended.
    Expired,
    /// It would take data of profile B or C out of Canada.
    Abroad,
}

impl Bar {
    /// Why `name` may not be spoken to on that day, if so. A demonstration may do without a certification,
    /// but not with one that has ended.
    #[must_use]
    pub fn of(config: &Config, name: &str, today: Date) -> Option<Self> {
        let Some(backend) = config.backend.get(name) else { return Some(Self::Unknown) };
        let certification = match backend.standing(today) {
            Standing::Uncertified if config.portal.profile != Profile::Demo => Some(Self::Uncertified),
            Standing::Holds { .. } | Standing::Uncertified => None,
            Standing::NotYet => Some(Self::NotYet),
            Standing::Expired => Some(Self::Expired),
        };
        certification.or(backend.leaves_canada().then_some(Self::Abroad))
    }

    /// For the operator, who speaks of `name`.
    fn words(self, config: &Config, name: &str) -> String {
        let why = match self {
            Self::Unknown => {
                let near = nearest(name, config.backend.keys().map(String::as_str));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return format!("the registry knows no back-end `{name}`{near}");
            }
            Self::Uncertified => "is not certified",
            Self::NotYet => "is certified from a later day on",
            Self::Expired => "is certified no more",
            Self::Abroad => "keeps data of profile B or C outside Canada",
        };
        format!("the back-end `{name}` {why}: nothing may be sent to it")
    }
}

impl Tile {
    /// Whether it takes files that nothing would check: in production none goes on unless a scanner has looked
    /// at it (ASVS 12.4.2).
    #[must_use]
    pub fn takes_unchecked_files(&self, config: &Config) -> bool {
        let unchecked = config.portal.profile == Profile::Production && config.attachments.scanner.is_none();
        unchecked && self.manifest.submit.as_ref().is_some_and(|submit| submit.attachments.is_some())
    }

    /// The back-ends that it names and that may not be spoken to on that day, and why.
    pub fn barred<'a>(&'a self, config: &'a Config, today: Date) -> impl Iterator<Item = (&'a str, Bar)> {
        let names = self.backend_lines().keys().map(String::as_str);
        names.filter_map(move |name| Some((name, Bar::of(config, name, today)?)))
    }
}

impl Catalogue {
    /// The back-ends that tiles name and that are unknown, not certified on that day, or would take data out of
    /// Canada, each with the line that names it.
    #[must_use]
    pub fn barred(&self, config: &Config, today: Date) -> Vec<Finding> {
        let of_tile = |tile: &Tile| {
            let found = tile.barred(config, today).map(|(name, bar)| {
                let line = tile.backend_lines().get(name).copied().flatten();
                Finding::new(format!("{}/tile.toml", tile.id()), bar.words(config, name)).at(line)
            });
            found.collect::<Vec<_>>()
        };
        self.iter().flat_map(|tile| of_tile(tile)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::text::Text;
    use crate::tiles::Source;

    /// What bars the sample of complaints when its back-end is registered with these lines, or not at all.
    fn barred(profile: &str, registered: Option<&str>) -> Vec<String> {
        let entry = registered.map(|more| {
            format!("[backend.complaints]\nurl = \"https://a.example.ca\"\norganisation = \"a\"\ncallback_key = \"\"\n{more}")
        });
        let text = format!("portal.profile = \"{profile}\"\n{}", entry.unwrap_or_default());
        let config = Config::from_toml("test", &text).unwrap();
        let catalogue = Catalogue::load(&Source::Embedded, &Text::portal().unwrap()).unwrap();
        let found = catalogue.barred(&config, date(2026, 11, 25)).into_iter();
        found.map(|finding| finding.to_string()).filter(|line| line.starts_with("complaints/")).collect()
    }

    #[test]
    fn tiles_name_back_ends_that_may_be_spoken_to() {
        let dates = |from: &str, until: &str| {
            format!("certification = {{ number = \"TGV-0000\", valid_from = {from}, valid_until = {until} }}")
        };
        let good = dates("2026-04-01", "2026-11-25");
        assert_eq!(barred("production", Some(&good)), [""; 0]);
        assert_eq!(barred("demo", Some("")), [""; 0], "a demonstration");
        let line = |found: Vec<String>, why: &str| {
            let told =
                found.len() == 1 && found[0].starts_with("complaints/tile.toml:") && found[0].contains(why);
            assert!(told, "{why}: {found:?}");
        };
        line(barred("demo", None), "knows no back-end `complaints`");
        line(barred("production", Some("")), "is not certified");
        line(barred("demo", Some(&dates("2025-04-01", "2026-11-24"))), "is certified no more");
        line(barred("demo", Some(&dates("2026-11-26", "2027-11-24"))), "from a later day");
        line(barred("production", Some(&format!("country = \"US\"\n{good}"))), "outside Canada");
        assert_eq!(
            barred("production", Some(&format!("profile = \"A\"\ncountry = \"US\"\n{good}"))),
            [""; 0]
        );
    }
}
