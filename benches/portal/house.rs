//! What is measured, and what it is measured beside: the portal with the demo's services, a bare
//! server, and a citizen who is signed in.

#[path = "../../tests/support/database.rs"]
mod database;

use std::path::{Path, PathBuf};

pub use database::Database;

use super::citizen::Citizen;
use super::process::Server;

impl Database {
    /// As the table calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Everything that runs while a part is measured.
pub struct House {
    site: Site,
    /// The portal and the demo's services, one process.
    pub portal: Server,
    /// Constants and bare inserts.
    pub bare: Server,
    /// Someone signed in.
    pub citizen: Citizen,
}

/// A folder with the settings and data of a portal, removed at the end.
pub struct Site(PathBuf);

impl House {
    /// Starts everything on a new database.
    pub async fn open(database: Database) -> Self {
        let name = format!("parvis-bench-{}-{}", std::process::id(), database.name());
        let site = Site(std::env::temp_dir().join(name));
        std::fs::create_dir_all(site.dir().join("bare")).unwrap();
        let portal = Server::demo(site.dir(), &database.fresh(site.dir()).await);
        let bare = Server::bare(&database.fresh(&site.dir().join("bare")).await);
        let citizen = Citizen::sign_in(&portal.url, "amelie").await;
        Self { site, portal, bare, citizen }
    }

    /// Somebody else, signed in.
    pub async fn another(&self, username: &str) -> Citizen {
        Citizen::sign_in(&self.portal.url, username).await
    }

    /// The settings that the demo wrote.
    pub fn settings(&self) -> PathBuf {
        self.site.settings()
    }

    /// Stops everything; what was written stays.
    pub fn close(self) -> Site {
        self.site
    }
}

impl Site {
    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// The settings that the demo wrote.
    pub fn settings(&self) -> PathBuf {
        self.0.join("parvis.toml")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}
