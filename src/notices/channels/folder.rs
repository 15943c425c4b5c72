//! For development: what would be sent is written into a folder, one JSON object a line.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Carried, Carrier, Failure, Notice};

/// A file of the folder.
pub(super) struct Folder {
    file: PathBuf,
}

impl Folder {
    /// The file of one channel, in a folder that is made where it is missing.
    pub fn new(folder: &Path, channel: &str) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { file: folder.join(format!("{channel}.jsonl")) })
    }

    fn write(&self, notice: &Notice) -> std::io::Result<()> {
        let line = json!({
            "id": notice.id,
            "to": notice.to,
            "locale": notice.locale.prefix(),
            "says": notice.says,
            "subject": notice.words.subject,
            "body": notice.words.body,
            "unsubscribe": notice.unsubscribe.as_ref().map(|links| links.press.as_str()),
        });
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&self.file)?;
        // One call for one line, so that lines of several writers do not mix.
        file.write_all(format!("{line}\n").as_bytes())
    }
}

impl Carrier for Folder {
    fn carry<'a>(&'a self, notice: &'a Notice) -> Carried<'a> {
        let written = self.write(notice);
        Box::pin(std::future::ready(written.map_err(|_| Failure::UNREACHABLE)))
    }
}
