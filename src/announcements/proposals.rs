//! A service that becomes active for the first time proposes its announcement by itself: a draft, which a person
//! looks at, changes, publishes or throws away. Nothing is ever sent without one.

use std::time::Duration;

use super::{Announcements, Draft, Error, store};
use crate::act::Actor;
use crate::audit::AnnouncementEvent;
use crate::clock::Micros;
use crate::id::AnnouncementId;
use crate::releases::standing::Step;
use crate::text::{Bilingual, Locale, params};
use crate::tiles::{Tile, TileId};

/// A service that has been there for so long is no news: of a portal that learns of announcements as it is
/// upgraded, only the latest services propose one.
const NEW: Duration = Duration::from_hours(14 * 24);

impl Announcements {
    /// Proposes an announcement for each new service that has none yet.
    pub(super) async fn propose_new_services(&self) -> Result<(), Error> {
        let since = self.0.base.clock.now().before(NEW);
        for tile in self.new_services(since).await? {
            let catalogue = self.0.requests.catalogue.current();
            let Some(tile) = catalogue.get(&tile) else { continue };
            if store::of_tile(&mut self.0.base.db.read().await?, tile.id()).await?.is_none() {
                self.propose(tile).await?;
            }
        }
        Ok(())
    }

    /// The services whose first activation is younger than that. A service that came with the portal was there
    /// before any.
    async fn new_services(&self, since: Micros) -> Result<Vec<TileId>, Error> {
        let mut first: Vec<(TileId, Micros)> = Vec::new();
        let lines = self.0.releases.log(None).await?;
        for line in lines.into_iter().filter(|line| line.step == Step::Activated) {
            if first.iter().all(|(tile, _)| *tile != line.tile) {
                first.push((line.tile, line.at));
            }
        }
        let is_new = |tile: &TileId, at: Micros| at > since && !self.0.releases.came_with_portal(tile);
        Ok(first.into_iter().filter(|(tile, at)| is_new(tile, *at)).map(|(tile, _)| tile).collect())
    }

    async fn propose(&self, tile: &Tile) -> Result<(), Error> {
        let id = AnnouncementId::new(&self.0.base.clock);
        let proposed =
            AnnouncementEvent::AnnouncementProposed { announcement: id, tile: tile.id().to_string() };
        let mut act = self.0.base.acts.begin(Actor::system(), proposed).await?;
        let at = act.at();
        let written = serde_json::to_string(&self.draft_for(tile))?;
        // Another node may propose it at this moment: one of the two acts is dropped.
        if store::insert(act.rows(), id, &written, Some(tile.id()), at).await? {
            act.commit().await?;
        }
        Ok(())
    }

    fn draft_for(&self, tile: &Tile) -> Draft {
        let text = &self.0.base.text;
        let say = |locale: Locale, key: &str| {
            let link = format!("/{locale}/services/{}", tile.id());
            let values = params([
                ("title", tile.title(locale).into()),
                ("summary", tile.summary(locale).into()),
                ("link", link.into()),
            ]);
            text.get_with(locale, key, &values)
        };
        let both = |key: &str| Bilingual { fr: say(Locale::Fr, key), en: say(Locale::En, key) };
        Draft {
            title: both("announcement-new-service-title"),
            text: both("announcement-new-service-text"),
            ..Draft::blank()
        }
    }
}
