//! Where checkpoints are written besides the database: a file, the system's log, or a bucket.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::note::Note;
use crate::clock::Micros;
use crate::config;

/// The folder of checkpoints in a bucket.
const FOLDER: &str = "checkpoints";
/// Syslog's facility "log audit" (13) at the level "notice" (5): RFC 5424 §6.2.1.
const PRIORITY: u8 = 13 * 8 + 5;

/// The second place does not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or the socket.
    #[error("audit.checkpoints: {}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The bucket.
    #[error("audit.checkpoints.bucket: {0}")]
    Bucket(#[from] object_store::Error),
}

/// Where checkpoints are written besides.
#[derive(Clone)]
pub enum SecondPlace {
    /// A file: a line of JSON for each.
    File(PathBuf),
    /// The system's log: the same line.
    Syslog(PathBuf),
    /// A bucket: an object for each, named by its size.
    Bucket(Arc<dyn ObjectStore>),
}

/// What the second place has.
#[derive(Debug, Default)]
pub struct Found {
    /// The checkpoints.
    pub notes: Vec<Note>,
    /// Lines or objects that are none, such as one that broke off.
    pub unreadable: usize,
}

impl SecondPlace {
    /// The place that the settings name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(settings: &config::SecondPlace) -> Result<Self, Error> {
        Ok(match settings {
            config::SecondPlace::File(path) => Self::File(path.clone()),
            config::SecondPlace::Syslog(path) => Self::Syslog(path.clone()),
            config::SecondPlace::Bucket(bucket) => Self::Bucket(Arc::new(
                AmazonS3Builder::new()
                    .with_endpoint(bucket.url.as_str().trim_end_matches('/'))
                    .with_region(&bucket.region)
                    .with_bucket_name(&bucket.name)
                    .with_access_key_id(&bucket.access_key)
                    .with_secret_access_key(bucket.secret_key.expose_secret())
                    .with_client_options(ClientOptions::new().with_allow_http(bucket.url.scheme() == "http"))
                    .build()?,
            )),
        })
    }

    /// Writes a checkpoint; it is durable then, as far as the place lets us know.
    pub(super) async fn write(&self, at: Micros, size: u64, note: &str) -> Result<(), Error> {
        let line = json!({ "at": at.rfc3339(), "checkpoint": note }).to_string();
        match self {
            Self::File(path) => on_disk(path, move |path| append(path, &line)).await,
            Self::Syslog(path) => on_disk(path, move |path| send(path, at, &line)).await,
            Self::Bucket(store) => {
                let payload = PutPayload::from(note.to_owned());
                match store.put_opts(&key(size), payload, PutMode::Create.into()).await {
                    Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
                    Err(error) => Err(error.into()),
                }
            }
        }
    }

    /// All that it has; `None` of a system's log, which only its own tools read.
    ///
    /// # Errors
    /// What it says instead.
    pub async fn read(&self) -> Result<Option<Found>, Error> {
        match self {
            Self::File(path) => on_disk(path, read_file).await.map(Some),
            Self::Syslog(_) => Ok(None),
            Self::Bucket(store) => Ok(Some(read_bucket(store).await?)),
        }
    }
}

/// The checkpoints in a file of a second place, or in lines taken from a system's log.
///
/// # Errors
/// When it cannot be read.
pub fn read_file(path: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
        match note_in(line) {
            Some(note) => found.notes.push(note),
            None => found.unreadable += 1,
        }
    }
    Ok(found)
}

/// The checkpoint in a line; whatever a system's log puts before it is let be.
fn note_in(line: &str) -> Option<Note> {
    let (_, rest) = line.split_once('{')?;
    let line: Value = serde_json::from_str(&format!("{{{rest}")).ok()?;
    line.get("checkpoint")?.as_str()?.parse().ok()
}

async fn read_bucket(store: &Arc<dyn ObjectStore>) -> Result<Found, Error> {
    let keys: Vec<Key> =
        store.list(Some(&Key::from(FOLDER))).map_ok(|object| object.location).try_collect().await?;
    let mut found = Found::default();
    for key in keys {
        let bytes = store.get(&key).await?.bytes().await?;
        match std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()) {
            Some(note) => found.notes.push(note),
            None => found.unreadable += 1,
        }
    }
    Ok(found)
}

/// Names of one length, so that they sort by size.
fn key(size: u64) -> Key {
    Key::from(FOLDER).join(format!("{size:020}"))
}

/// Does it where waiting for a disk keeps nobody else waiting.
async fn on_disk<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    let (path, given) = (path.to_owned(), path.to_owned());
    let done = tokio::task::spawn_blocking(move || work(&given)).await;
    done.unwrap_or_else(|stopped| Err(io::Error::other(stopped))).map_err(|cause| Error::File { path, cause })
}

fn append(path: &Path, line: &str) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    // A line that broke off with the power must not spoil the next one.
    let torn = if ends_in_line(&mut file)? { "" } else { "\n" };
    file.write_all(format!("{torn}{line}\n").as_bytes())?;
    file.sync_all()?;
    match path.parent().filter(|folder| is_new && !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn ends_in_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// As programs of this machine write to its log (RFC 3164 §4.1).
fn send(path: &Path, at: Micros, line: &str) -> io::Result<()> {
    let time = at.timestamp().strftime("%b %e %H:%M:%S");
    let socket = UnixDatagram::unbound()?;
    socket.send_to(format!("<{PRIORITY}>{time} parvis: audit-checkpoint {line}").as_bytes(), path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;
    use crate::audit::note::Checkpoint;
    use crate::audit::tree::{Hash, hex};
    use crate::id::random;

    fn folder() -> PathBuf {
        let folder = std::env::temp_dir().join(format!("parvis-second-place-{}", hex(&random::<8>())));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn note(size: u64) -> Note {
        let checkpoint =
            Checkpoint { origin: "here/audit".into(), size, root: Hash::leaf(&size.to_be_bytes()) };
        Note::sign(checkpoint, &SigningKey::from_bytes(&[1; 32]))
    }

    #[tokio::test]
    async fn a_file_is_added_to_even_after_a_torn_line() {
        let folder = folder();
        let path = folder.join("checkpoints");
        let place = SecondPlace::File(path.clone());
        place.write(Micros(0), 1, &note(1).to_string()).await.unwrap();
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}{}", whole.get(..20).unwrap())).unwrap();
        place.write(Micros(0), 2, &note(2).to_string()).await.unwrap();
        let found = place.read().await.unwrap().unwrap();
        assert_eq!((found.notes, found.unreadable), (vec![note(1), note(2)], 1));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_system_log_gets_a_line_that_can_be_read_back() {
        let folder = folder();
        let path = folder.join("log");
        let log = UnixDatagram::bind(&path).unwrap();
        SecondPlace::Syslog(path).write(Micros(0), 3, &note(3).to_string()).await.unwrap();
        let mut bytes = [0; 2_000];
        let length = log.recv(&mut bytes).unwrap();
        let line = std::str::from_utf8(&bytes[..length]).unwrap();
        assert!(line.starts_with("<109>Jan  1 00:00:00 parvis: audit-checkpoint {"), "{line}");
        assert_eq!(note_in(line), Some(note(3)));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_bucket_keeps_what_it_has() {
        let place = SecondPlace::Bucket(Arc::new(object_store::memory::InMemory::new()));
        place.write(Micros(0), 1, &note(1).to_string()).await.unwrap();
        place.write(Micros(0), 1, &note(9).to_string()).await.unwrap();
        place.write(Micros(0), 12, &note(12).to_string()).await.unwrap();
        assert_eq!(place.read().await.unwrap().unwrap().notes, [note(1), note(12)]);
    }
}
