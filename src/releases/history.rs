//! Since when a tile is published, and when what it may do last changed: for its passport.

use std::collections::BTreeMap;

use super::difference::between;
use super::publish::{Error, Releases};
use super::standing::{Line, Step};
use super::store;
use crate::clock::Micros;
use crate::tiles::{Manifest, TileId};

/// The history of a tile, as far as it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// When a release of it was first shown to everyone.
    pub since: Micros,
    /// When what it may do last changed.
    pub changed: Micros,
}

impl Releases {
    /// The history of a tile; none of one that came with the portal.
    ///
    /// # Errors
    /// The database's.
    pub async fn history(&self, tile: &TileId) -> Result<Option<History>, Error> {
        let mut db = self.base().db.read().await?;
        let lines = store::lines(&mut db, tile).await?;
        let sheets = store::sheets(&mut db, tile).await?;
        let read = |(digest, content): (String, Vec<u8>)| {
            let text = String::from_utf8(content).ok()?;
            Some((digest, Manifest::parse("tile.toml", &text).ok()?))
        };
        let manifests: BTreeMap<String, Manifest> = sheets.into_iter().filter_map(read).collect();
        Ok(history(&lines, &manifests))
    }
}

fn history(lines: &[Line], manifests: &BTreeMap<String, Manifest>) -> Option<History> {
    let shown = lines.iter().filter(|line| matches!(line.step, Step::Activated | Step::RolledBack));
    let mut before: Option<&Manifest> = None;
    let mut history: Option<History> = None;
    for line in shown {
        let now = manifests.get(&line.digest);
        let same = before.zip(now).is_some_and(|(before, now)| between(Some(before), now).is_empty());
        let told = history.get_or_insert(History { since: line.at, changed: line.at });
        if !same {
            told.changed = line.at;
        }
        before = now;
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::releases::scaffold::{self, Kind};

    #[test]
    fn a_change_of_words_is_no_change_of_permissions() {
        let id: TileId = "home-care".parse().unwrap();
        let sheet = scaffold::files(&id, Kind::Form)["tile.toml"].clone();
        let manifest = |text: &str| Manifest::parse("tile.toml", text).unwrap();
        let manifests = BTreeMap::from([
            ("one".to_owned(), manifest(&sheet)),
            ("two".to_owned(), manifest(&sheet.replace("New service", "Another title"))),
            ("three".to_owned(), manifest(&sheet.replace(", \"email\"", ""))),
        ]);
        let line = |step, digest: &str, at| Line { step, digest: digest.into(), percent: 0, at: Micros(at) };
        let mut lines = vec![
            line(Step::Asked, "one", 1),
            line(Step::Activated, "one", 2),
            line(Step::Canary, "two", 3),
            line(Step::Activated, "two", 4),
        ];
        let told = |since, changed| Some(History { since: Micros(since), changed: Micros(changed) });
        assert_eq!(history(&lines, &manifests), told(2, 2));
        lines.push(line(Step::Activated, "three", 5));
        assert_eq!(history(&lines, &manifests), told(2, 5));
        lines.push(line(Step::RolledBack, "two", 6));
        assert_eq!(history(&lines, &manifests), told(2, 6));
        assert_eq!(history(&[], &manifests), None);
    }
}
