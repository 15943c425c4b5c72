//! A tile in a folder, and `parvis tile dev` running on it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use parvis::releases::scaffold::{self, Kind};
use parvis::text::Locale;
use serde_json::Value;
use url::Url;

use crate::support::{Browser, eventually};

/// A running studio. Its process and folders go with it.
pub struct Studio {
    tile: PathBuf,
    told: Value,
    process: Child,
}

/// The folder of a new form, in a folder of its own.
pub fn new_form(id: &str) -> PathBuf {
    let folder = folder().join(id);
    for (path, text) in scaffold::files(&id.parse().unwrap(), Kind::Form) {
        write(&folder.join(path), text.as_bytes());
    }
    folder
}

/// Runs the command where it ends by itself: how, and what it said.
pub fn run_to_its_end(tile: &Path) -> (ExitStatus, String) {
    let output = command(tile).output().unwrap();
    (output.status, String::from_utf8(output.stderr).unwrap())
}

fn folder() -> PathBuf {
    let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
    std::env::temp_dir().join(format!("parvis-studio-{name}"))
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            write(&to, &fs::read(entry.path()).unwrap());
        }
    }
}

/// What it makes goes into a folder beside the tile, so that what it leaves behind would be seen.
fn command(tile: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    let settings = std::env::vars_os().map(|(name, _)| name);
    for name in settings.filter(|name| name.to_string_lossy().starts_with("PARVIS_")) {
        command.env_remove(name);
    }
    let temporary = tile.parent().unwrap().join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    command.args(["tile", "dev", "--port", "0", "--json", "--pace", "50"]).arg(tile);
    command.stdin(Stdio::null()).env("TMPDIR", temporary);
    command
}

impl Studio {
    /// Of a form as `parvis tile new` writes it.
    pub async fn of_new_form(id: &str) -> Self {
        Self::start(new_form(id)).await
    }

    /// Of a sample tile, with the examples of `tests/studio/mock`.
    pub async fn of_sample(id: &str) -> Self {
        let (tile, here) = (folder().join(id), Path::new(env!("CARGO_MANIFEST_DIR")));
        copy(&here.join("tiles").join(id), &tile);
        copy(&here.join("tests/studio/mock"), &tile.join("mock"));
        Self::start(tile).await
    }

    async fn start(tile: PathBuf) -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let log = File::create(tile.parent().map(|folder| folder.join("log")).unwrap()).unwrap();
        let mut process = command(&tile).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let out = process.stdout.take().unwrap();
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(out).read_line(&mut line).unwrap();
            line
        });
        let line = line.await.unwrap();
        let log = || fs::read_to_string(tile.parent().unwrap().join("log")).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}{}", log()));
        let studio = Self { tile, told, process };
        let portal = studio.address("portal");
        eventually("the portal", async || reqwest::get(portal.join("/readyz").unwrap()).await.ok()).await;
        studio
    }

    fn address(&self, name: &str) -> Url {
        self.told[name].as_str().unwrap().parse().unwrap()
    }

    /// A browser on the portal.
    pub fn browser(&self, locale: Locale) -> Browser {
        Browser::new(self.address("portal"), locale)
    }

    /// Writes one passage of a file otherwise.
    pub fn edit(&self, path: &str, passage: &str, instead: &str) {
        let file = self.tile.join(path);
        let before = fs::read_to_string(&file).unwrap();
        assert!(before.contains(passage), "{passage}");
        fs::write(&file, before.replacen(passage, instead, 1)).unwrap();
    }

    /// Sets the switch of the back-end, as the page's form does.
    pub async fn switch(&self, mode: &str) {
        let address = self.address("studio").join("control/mode").unwrap();
        let form = format!("mode={mode}&lang=en");
        let answer = reqwest::Client::new()
            .post(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("value=\"{mode}\" aria-pressed=\"true\"")), "{page}");
    }

    /// Its page in that language.
    pub async fn page(&self, lang: &str) -> String {
        let address = self.address("studio").join(&format!("?lang={lang}")).unwrap();
        reqwest::get(address).await.unwrap().text().await.unwrap()
    }

    /// What the page says, for scripts.
    pub async fn report(&self) -> Value {
        let address = self.address("studio").join("control/report").unwrap();
        reqwest::get(address).await.unwrap().json().await.unwrap()
    }

    /// The report, once it is like that.
    pub async fn reported(&self, what: &str, like: impl Fn(&Value) -> bool) -> Value {
        eventually(what, async || Some(self.report().await).filter(&like)).await
    }

    /// Asks it to stop; it leaves nothing behind.
    pub async fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let status = eventually("its end", async || self.process.try_wait().unwrap()).await;
        assert!(status.success(), "{status}");
        let temporary = self.tile.parent().unwrap().join("tmp");
        assert_eq!(fs::read_dir(temporary).unwrap().count(), 0, "something was left behind");
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(self.tile.parent().unwrap());
    }
}
