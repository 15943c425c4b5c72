//! Where sealed contents lie: a folder of this machine, or a bucket of S3's kind that all nodes share.
//!
//! Each file has a folder of its own, named by its id, in which its content is named by its address:
//! what is altered or misplaced is not found, and to destroy a file is to destroy its folder.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig, WriteMultipart};
use secrecy::ExposeSecret as _;

use crate::config;
use crate::id::AttachmentId;

/// What a bucket takes at a time: S3 wants 5 MiB for all parts but the last.
const BUCKET_PIECE: usize = 5 * 1024 * 1024;
/// What a folder takes at a time.
const FOLDER_PIECE: usize = 256 * 1024;
/// The pieces under way of one file: what of it is in memory at most.
const PIECES: usize = 2;

/// The storage does not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be made or used.
    #[error("attachments.folder: {}: {cause}", folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// What the storage says.
    #[error("the storage of files: {0}")]
    Store(#[from] object_store::Error),
}

/// Where contents lie.
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    piece: usize,
}

impl Storage {
    /// The storage that the settings name.
    ///
    /// # Errors
    /// What is wrong with it, with the setting.
    pub fn open(settings: &config::Attachments) -> Result<Self, Error> {
        if let Some(bucket) = &settings.bucket {
            let store = AmazonS3Builder::new()
                .with_endpoint(bucket.url.as_str().trim_end_matches('/'))
                .with_region(&bucket.region)
                .with_bucket_name(&bucket.name)
                .with_access_key_id(&bucket.access_key)
                .with_secret_access_key(bucket.secret_key.expose_secret())
                .with_retry(patience())
                .with_client_options(ClientOptions::new().with_allow_http(bucket.url.scheme() == "http"))
                .build()?;
            return Ok(Self { store: Arc::new(store), folder: None, piece: BUCKET_PIECE });
        }
        let folder = settings.folder.clone();
        let made = std::fs::create_dir_all(&folder).and_then(|()| folder.canonicalize());
        let folder = made.map_err(|cause| Error::Folder { folder, cause })?;
        // A row that says a file is kept must not outlive it in a power cut.
        let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: Some(folder), piece: FOLDER_PIECE })
    }

    /// Whether it answers: asks for what is not there.
    ///
    /// # Errors
    /// What it says instead.
    pub async fn probe(&self) -> Result<(), Error> {
        match self.store.head(&Path::from("probe")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins to write the content of a file.
    pub(super) async fn begin(&self, id: AttachmentId) -> Result<Writing, Error> {
        let upload = self.store.put_multipart(&part(id)).await?;
        Ok(Writing(WriteMultipart::new_with_chunk_size(upload, self.piece)))
    }

    /// Keeps what was written under its address.
    pub(super) async fn keep(&self, id: AttachmentId, address: &[u8]) -> Result<(), Error> {
        Ok(self.store.rename(&part(id), &content(id, address)).await?)
    }

    /// The sealed content of a file, as it is read.
    pub(super) async fn read(
        &self,
        id: AttachmentId,
        address: &[u8],
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let found = self.store.get(&content(id, address)).await?;
        Ok(found.into_stream().map_err(Error::from).boxed())
    }

    /// Destroys everything of a file. What is not there was destroyed before.
    pub(super) async fn destroy(&self, id: AttachmentId) -> Result<(), Error> {
        let folder = folder(id);
        if let Some(root) = &self.folder {
            // A write that broke off leaves a file that the store itself does not list.
            let path = root.join(folder.as_ref());
            return match tokio::fs::remove_dir_all(&path).await {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                    Err(Error::Folder { folder: path, cause })
                }
                _ => Ok(()),
            };
        }
        let found = self.store.list(Some(&folder)).map_ok(|object| object.location).boxed();
        self.store.delete_stream(found).try_collect::<Vec<Path>>().await?;
        Ok(())
    }
}

/// A person waits meanwhile: the library's own three minutes are for programs.
fn patience() -> RetryConfig {
    RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(15), ..RetryConfig::default() }
}

/// A content while it is written.
pub(super) struct Writing(WriteMultipart);

impl Writing {
    /// Writes on; waits while the storage is slower than the sender.
    pub async fn write(&mut self, sealed: Vec<u8>) -> Result<(), Error> {
        self.0.wait_for_capacity(PIECES).await?;
        self.0.put(sealed.into());
        Ok(())
    }

    /// Writes the end; it is durable then.
    pub async fn finish(self) -> Result<(), Error> {
        self.0.finish().await?;
        Ok(())
    }

    /// Throws away what was written.
    pub async fn abort(self) {
        if let Err(error) = self.0.abort().await {
            tracing::warn!(%error, "attachments.abort_failed");
        }
    }
}

/// The folder of a file. Ids of one moment begin alike, so folders are spread by their ends.
fn folder(id: AttachmentId) -> Path {
    let name = id.0.simple().to_string();
    let spread = name.get(30..).unwrap_or_default();
    Path::from(format!("{spread}/{name}"))
}

fn part(id: AttachmentId) -> Path {
    folder(id).join("part")
}

fn content(id: AttachmentId, address: &[u8]) -> Path {
    let name = address.iter().fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    });
    folder(id).join(name)
}
