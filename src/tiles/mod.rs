//! Tiles: the services offered to citizens, each a folder of its own (contract §1). This module
//! reads them, checks them and answers questions about them; it stores nothing.

pub mod access;
mod catalogue;
mod check;
pub mod files;
pub mod form;
mod live;
pub mod manifest;
mod registry;
pub mod route;
mod tile;
pub mod version;
pub mod views;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use catalogue::{Catalogue, Source, Trial};
pub use files::Files;
pub use live::{LiveCatalogue, Uses};
pub use manifest::Manifest;
pub use registry::Bar;
pub use tile::Tile;

/// The name of a tile: `^[a-z][a-z0-9-]{2,39}$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(try_from = "String", into = "String")]
pub struct TileId(String);

impl TileId {
    /// The id as it is written in paths.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text cannot be a tile's id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no tile id: 3 to 40 small letters, digits and hyphens, a letter first")]
pub struct NotATileId(String);

impl FromStr for TileId {
    type Err = NotATileId;

    fn from_str(text: &str) -> Result<Self, NotATileId> {
        if (3..=40).contains(&text.len()) && is_name(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotATileId(text.to_owned()))
        }
    }
}

impl TryFrom<String> for TileId {
    type Error = NotATileId;
    fn try_from(text: String) -> Result<Self, NotATileId> {
        text.parse()
    }
}

impl From<TileId> for String {
    fn from(id: TileId) -> Self {
        id.0
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is made of small letters, digits and hyphens, a letter first.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// One published state of a tile. A draft keeps the release it was begun with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Of which tile.
    pub tile: TileId,
    /// Its version, as the manifest writes it.
    pub version: String,
    /// SHA-256, in hexadecimal, over the sorted list of its files and their own digests.
    pub digest: String,
}
