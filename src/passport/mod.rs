//! The passport of a service, for citizens: who publishes it, since when, what each system behind it receives of them,
//! and why. It is read off the signed release, so it cannot say otherwise than what is done.

pub mod pages;
pub mod views;

use std::collections::BTreeMap;

use crate::config::Backend;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::manifest::Claim;
use crate::tiles::route::Method;
use views::{Receiver, ReceiverUse, What};

/// What every system behind a tile receives, by whose system it is.
fn receivers(tile: &Tile, registry: &BTreeMap<String, Backend>) -> Vec<Receiver> {
    let mut all: BTreeMap<&str, Receiver> = BTreeMap::new();
    for (backend, received) in uses(tile) {
        let known = registry.get(backend);
        let receiver = all.entry(backend).or_insert_with(|| Receiver {
            organisation: known.map_or_else(|| backend.to_owned(), |known| known.organisation.clone()),
            abroad: known.filter(|known| known.country != "CA").map(|known| known.country.clone()),
            uses: Vec::new(),
        });
        match receiver.uses.iter_mut().find(|one| one.what == received.what) {
            Some(one) => {
                one.claims.extend(received.claims);
                one.claims.sort_unstable();
                one.claims.dedup();
            }
            None => receiver.uses.push(received),
        }
    }
    all.into_values().collect()
}

/// Each call of a tile: to which back-end, with what.
fn uses(tile: &Tile) -> impl Iterator<Item = (&str, ReceiverUse)> {
    let manifest = &tile.manifest;
    let submit = manifest.submit.iter().flat_map(|submit| {
        let files = submit.attachments.as_ref().map(|_| (What::Files, &[][..]));
        let sent = [(What::Answers, manifest.permissions.claims.as_slice())];
        sent.into_iter().chain(files).map(|(what, claims)| (submit.backend.as_str(), of(what, claims)))
    });
    let panels =
        manifest.panels.iter().map(|panel| (panel.backend.as_str(), of(What::Opening, &panel.claims)));
    let routes = manifest.routes.iter().map(|route| {
        let what = if route.method == Method::Get { What::Opening } else { What::Doing };
        (route.backend.as_str(), of(what, &route.claims))
    });
    submit.chain(panels).chain(routes)
}

fn of(what: What, claims: &[Claim]) -> ReceiverUse {
    ReceiverUse { what, claims: claims.iter().map(|claim| claim.as_str()).collect() }
}

/// What the answers are for and how long they are kept, in the words of the service.
fn promises(tile: &Tile, locale: Locale) -> (Option<String>, Option<String>) {
    let privacy = tile.manifest.privacy.as_ref();
    let words = |of: fn(&crate::tiles::manifest::Privacy) -> &crate::text::Bilingual| {
        privacy.map(|privacy| of(privacy).get(locale).to_owned())
    };
    (words(|privacy| &privacy.purpose), words(|privacy| &privacy.retention))
}
