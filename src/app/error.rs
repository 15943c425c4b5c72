//! Why the portal cannot start.

use crate::notices;
use crate::web::tls;
use crate::{audit, desk, exchange, identity, keys, store};

/// Why the portal cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] store::Problem),
    /// The vault's key cannot be used.
    #[error("vault.key: {0}")]
    Vault(#[from] crate::vault::Error),
    /// The words cannot be read.
    #[error(transparent)]
    Text(#[from] crate::text::Error),
    /// A template cannot be read.
    #[error("a template cannot be read: {0}")]
    Templates(#[from] minijinja::Error),
    /// The certificate or its key cannot be used.
    #[error("listen.tls: {0}")]
    Tls(#[from] tls::Error),
    /// Tiles cannot be used.
    #[error("tiles cannot be used:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Tiles(Vec<crate::finding::Finding>),
    /// The identity providers cannot be used.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// The storage of files cannot be used.
    #[error(transparent)]
    Attachments(#[from] crate::attachments::StorageError),
    /// A tile takes files, and nothing would check them.
    #[error(
        "the tile `{0}` takes files, and attachments.scanner is not set: citizens' files would reach the service unchecked"
    )]
    Unchecked(String),
    /// The signing keys cannot be used.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// The desk cannot be set up.
    #[error(transparent)]
    Desk(#[from] desk::BadKey),
    /// The exchange cannot be set up.
    #[error(transparent)]
    Exchange(#[from] exchange::Error),
    /// The audit log's second place cannot be used.
    #[error(transparent)]
    Audit(#[from] audit::Error),
    /// The channels that lead out of the portal cannot be set up.
    #[error(transparent)]
    Channels(#[from] notices::channels::SetUp),
}
