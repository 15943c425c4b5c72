//! TLS where no proxy ends it: one certificate and its key from files, read again when they change
//! (ASVS 9.1; TLS 1.2 and 1.3 with the ciphers that rustls offers, all of them with forward secrecy).

use std::fmt;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::client::ResolvesClientCert;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::version::{TLS12, TLS13};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use x509_cert::der::Decode as _;

use crate::clock::Micros;
use crate::config::TlsFiles;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Why a certificate and its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("{path}: {cause}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path}: {what}", path = .path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The two do not go together, or TLS cannot do with them.
    #[error("certificate and key: {0}")]
    Pair(#[from] rustls::Error),
}

/// A certificate with its key.
pub struct Pair {
    key: Arc<CertifiedKey>,
    /// From when it holds.
    pub valid_from: Micros,
    /// Until when it holds.
    pub valid_until: Micros,
}

impl Pair {
    /// The pair, to be shown to a server that asks for one.
    #[must_use]
    pub fn shown(self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(SingleCertAndKey::from(self.key))
    }

    /// Reads the pair from its files, in PEM: the chain with the portal's own certificate first.
    ///
    /// # Errors
    /// When a file is unreadable, unfit or, for the key, open to everyone; or when they do not go together.
    pub fn load(files: &TlsFiles) -> Result<Self, Error> {
        Self::read(files, &Contents::of(files)?)
    }

    fn read(files: &TlsFiles, contents: &Contents) -> Result<Self, Error> {
        let unfit = |path: &Path, what: String| Error::Unfit { path: path.to_owned(), what };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&contents.certificate)
            .collect::<Result<_, _>>()
            .map_err(|error| unfit(&files.certificate, error.to_string()))?;
        let own =
            chain.first().ok_or_else(|| unfit(&files.certificate, "holds no certificate in PEM".into()))?;
        let own = x509_cert::Certificate::from_der(own)
            .map_err(|error| unfit(&files.certificate, error.to_string()))?;
        let key = PrivateKeyDer::from_pem_slice(&contents.private_key)
            .map_err(|error| unfit(&files.private_key, error.to_string()))?;
        let key = CertifiedKey::from_der(chain, key, &provider())?;
        let moment = |time: x509_cert::time::Time| {
            Micros::from_seconds(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
        };
        let validity = own.tbs_certificate.validity;
        Ok(Self {
            key: Arc::new(key),
            valid_from: moment(validity.not_before),
            valid_until: moment(validity.not_after),
        })
    }
}

/// What the files hold.
#[derive(PartialEq, Eq)]
struct Contents {
    certificate: Vec<u8>,
    private_key: Vec<u8>,
}

impl Contents {
    fn of(files: &TlsFiles) -> Result<Self, Error> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            |cause| Error::Unreadable { path, cause }
        };
        let metadata = std::fs::metadata(&files.private_key).map_err(unreadable(&files.private_key))?;
        if metadata.permissions().mode() & 0o007 != 0 {
            let what = "is open to everyone on this machine: take it back with chmod o=".to_owned();
            return Err(Error::Unfit { path: files.private_key.clone(), what });
        }
        let read = |path: &Path| std::fs::read(path).map_err(unreadable(path));
        Ok(Self { certificate: read(&files.certificate)?, private_key: read(&files.private_key)? })
    }
}

/// Speaks TLS for the listener.
pub struct Tls {
    files: TlsFiles,
    acceptor: TlsAcceptor,
    current: Arc<Current>,
}

/// The pair in use.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Tls {
    /// TLS with the pair of those files.
    ///
    /// # Errors
    /// As for [`Pair::load`].
    pub fn open(files: &TlsFiles) -> Result<Self, Error> {
        let pair = Pair::load(files)?;
        note(&pair);
        let current = Arc::new(Current(RwLock::new(pair.key)));
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13, &TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(current.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { files: files.clone(), acceptor: Arc::new(config).into(), current })
    }

    /// Shakes hands.
    ///
    /// # Errors
    /// When the client talks nonsense or leaves.
    pub async fn accept(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await
    }

    /// Takes up a new pair when the files change, until `stop`. One that is not whole, as while it is being
    /// written, leaves the old pair in use; connections under way keep theirs.
    pub async fn keep_fresh(self: Arc<Self>, stop: CancellationToken) {
        let mut seen = Contents::of(&self.files).ok();
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            let contents = match Contents::of(&self.files) {
                Ok(contents) if seen.as_ref() == Some(&contents) => continue,
                Ok(contents) => contents,
                Err(error) => {
                    // Said once, not at every look.
                    if seen.take().is_some() {
                        not_taken_up(&error);
                    }
                    continue;
                }
            };
            self.take_up(&contents);
            seen = Some(contents);
        }
    }

    fn take_up(&self, contents: &Contents) {
        match Pair::read(&self.files, contents) {
            Ok(pair) => {
                note(&pair);
                *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = pair.key;
                metrics::counter!("parvis_tls_reloads_total", "outcome" => "ok").increment(1);
                tracing::info!("tls.reloaded");
            }
            Err(error) => not_taken_up(&error),
        }
    }
}

fn not_taken_up(error: &Error) {
    metrics::counter!("parvis_tls_reloads_total", "outcome" => "failed").increment(1);
    tracing::warn!(%error, "tls.not_reloaded");
}

#[expect(clippy::cast_precision_loss, reason = "seconds until the year 9999 are exact in a double")]
fn note(pair: &Pair) {
    metrics::gauge!("parvis_tls_valid_until_seconds").set(pair.valid_until.seconds() as f64);
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("files", &self.files).finish_non_exhaustive()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::random;

    /// A folder with a fresh pair in it.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let dir = std::env::temp_dir().join(format!("parvis-tls-{:032x}", u128::from_be_bytes(random())));
            std::fs::create_dir_all(&dir).unwrap();
            let folder = Self(dir);
            folder.write_pair();
            folder
        }

        fn files(&self) -> TlsFiles {
            TlsFiles { certificate: self.0.join("chain.pem"), private_key: self.0.join("key.pem") }
        }

        fn write_pair(&self) -> CertificateDer<'static> {
            let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
            let files = self.files();
            std::fs::write(&files.certificate, pair.cert.pem()).unwrap();
            std::fs::write(&files.private_key, pair.signing_key.serialize_pem()).unwrap();
            self.open_key_to(0o600);
            pair.cert.der().clone()
        }

        fn open_key_to(&self, mode: u32) {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(self.files().private_key, permissions).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_pair_is_whole_and_private() {
        let folder = Folder::new();
        let pair = Pair::load(&folder.files()).unwrap();
        assert!(pair.valid_from < pair.valid_until);
        folder.open_key_to(0o644);
        assert!(matches!(Pair::load(&folder.files()), Err(Error::Unfit { .. })), "open to everyone");
        folder.open_key_to(0o640);
        assert!(Pair::load(&folder.files()).is_ok());
        let other = Folder::new();
        std::fs::copy(other.files().certificate, folder.files().certificate).unwrap();
        assert!(matches!(Pair::load(&folder.files()), Err(Error::Pair(_))), "another key's certificate");
        std::fs::write(folder.files().certificate, "nothing").unwrap();
        assert!(matches!(Pair::load(&folder.files()), Err(Error::Unfit { .. })));
        std::fs::remove_file(folder.files().certificate).unwrap();
        assert!(matches!(Pair::load(&folder.files()), Err(Error::Unreadable { .. })));
    }

    #[test]
    fn a_broken_pair_leaves_the_old_one_in_use() {
        let folder = Folder::new();
        let tls = Tls::open(&folder.files()).unwrap();
        let in_use = || tls.current.0.read().unwrap().cert.first().unwrap().clone();
        let first = in_use();
        let second = folder.write_pair();
        tls.take_up(&Contents::of(&folder.files()).unwrap());
        assert!(in_use() == second && second != first);
        std::fs::write(folder.files().private_key, "half a ke").unwrap();
        tls.take_up(&Contents::of(&folder.files()).unwrap());
        assert!(in_use() == second);
    }
}
