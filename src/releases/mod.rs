//! Releases: a tile packed, signed by its team, and published (contract §6). The token lets a team talk;
//! only its key lets it publish.
//!
//! A packed release is an uncompressed tar of plain files: `release.json` (the manifest), `release.sig` (the
//! signature over it), and `files/<sha256>` for each content, once. Nothing is ever unpacked to a disk, and
//! whatever differs in one byte from what [`pack`](pack::pack) writes is refused whole.

pub mod activate;
pub mod api;
pub mod difference;
mod feed;
mod guard;
pub mod key;
mod latest;
pub mod log;
pub mod manifest;
pub mod nodes;
pub mod open;
pub mod pack;
pub mod publish;
pub mod refusal;
pub mod scaffold;
pub mod standing;
mod store;
mod token;

#[cfg(test)]
mod tests;

pub use activate::{Activated, How};
pub use feed::Begun;
pub use key::{TeamKey, TeamPublicKey};
pub use latest::{Found, Origin};
pub use log::By;
pub use manifest::ReleaseManifest;
pub use open::{Opened, TrustedKey, manifest_of, open, without_kept};
pub use pack::{Stamp, pack};
pub use publish::{Error, Releases, Run};
pub use refusal::{Refusal, Why};
pub use store::{ReleaseRow, TokenRow};
