//! Asking ClamAV, by the protocol of `clamd` (`INSTREAM`), whether a file holds malware.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use clamav_client::tokio::{Socket, Tcp};
use futures_util::{Stream, TryStreamExt as _};

use super::{Attachment, Attachments, ReadError};
use crate::vault::DataKey;

/// How long the scanner may take to say that it is there.
const KNOCK: Duration = Duration::from_secs(3);

/// Where the scanner listens.
enum At {
    Tcp(String),
    Unix(PathBuf),
}

/// The scanner.
pub(super) struct Scanner {
    at: At,
    patience: Duration,
}

/// What the scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// It found malware, of that name.
    Infected(String),
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum ScanFailure {
    /// No scanner is set up.
    #[error("no_scanner")]
    NoScanner,
    /// It does not answer, or the connection broke.
    #[error("unreachable")]
    Unreachable(#[source] io::Error),
    /// It takes too long.
    #[error("timeout")]
    Timeout,
    /// It answers something else: the file is larger than it takes, most often.
    #[error("not_scanned")]
    NotScanned,
    /// The file cannot be read.
    #[error("unreadable")]
    Unreadable(#[source] ReadError),
}

impl Scanner {
    /// A scanner at that address, `HOST:PORT` or `unix:PATH`; a file may take as long as the lease of a
    /// job allows.
    pub fn new(address: &str, lease_s: u64) -> Self {
        let at = match address.strip_prefix("unix:") {
            Some(path) => At::Unix(path.into()),
            None => At::Tcp(address.to_owned()),
        };
        Self { at, patience: Duration::from_secs(lease_s) * 3 / 4 }
    }

    async fn scan(&self, content: impl Stream<Item = io::Result<Bytes>>) -> Result<Verdict, ScanFailure> {
        let scanned = async {
            match &self.at {
                At::Tcp(host_address) => {
                    clamav_client::tokio::scan_stream(content, Tcp { host_address }, None).await
                }
                At::Unix(socket_path) => {
                    clamav_client::tokio::scan_stream(content, Socket { socket_path }, None).await
                }
            }
        };
        let answer = tokio::time::timeout(self.patience, scanned).await;
        verdict(&answer.map_err(|_| ScanFailure::Timeout)?.map_err(ScanFailure::Unreachable)?)
    }

    async fn ping(&self) -> io::Result<bool> {
        let answer = match &self.at {
            At::Tcp(host_address) => clamav_client::tokio::ping(Tcp { host_address }).await,
            At::Unix(socket_path) => clamav_client::tokio::ping(Socket { socket_path }).await,
        };
        Ok(answer? == clamav_client::PONG)
    }
}

/// `stream: OK`, or `stream: NAME FOUND` (clamd(8)).
fn verdict(answer: &[u8]) -> Result<Verdict, ScanFailure> {
    let answer = String::from_utf8_lossy(answer);
    let answer =
        answer.trim_end_matches(['\0', '\n']).strip_prefix("stream: ").ok_or(ScanFailure::NotScanned)?;
    match answer.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(name.chars().filter(char::is_ascii_graphic).take(80).collect())),
        None if answer == "OK" => Ok(Verdict::Clean),
        None => Err(ScanFailure::NotScanned),
    }
}

impl Attachments {
    /// Has a file checked.
    ///
    /// # Errors
    /// Why there is no verdict.
    pub async fn verdict(&self, key: &DataKey, attachment: &Attachment) -> Result<Verdict, ScanFailure> {
        let scanner = self.scanner.as_ref().ok_or(ScanFailure::NoScanner)?;
        let content = self.read(key, attachment).await.map_err(ScanFailure::Unreadable)?;
        scanner.scan(std::pin::pin!(content.map_err(io::Error::other))).await
    }
}

/// Whether the scanner at that address answers.
///
/// # Errors
/// What the operating system says.
pub async fn ping(address: &str) -> io::Result<bool> {
    let scanner = Scanner::new(address, 1);
    tokio::time::timeout(KNOCK, scanner.ping()).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_answer_is_a_verdict() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        let infected = verdict(b"stream: Eicar-Test-Signature FOUND\0").unwrap();
        assert_eq!(infected, Verdict::Infected("Eicar-Test-Signature".into()));
        for answer in [
            b"".as_slice(),
            b"INSTREAM size limit exceeded. ERROR\0",
            b"stream: \0",
            b"stream: Can't allocate memory ERROR\0",
            b"OK",
        ] {
            assert!(verdict(answer).is_err(), "{answer:?}");
        }
    }
}
