//! `parvis tile dev`: one tile in the real portal, with the real frame and headers, on this machine alone. What
//! is saved is looked at within a second; what is sound is shown at once. Nothing is left behind.

use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::look::{Look, Stamp, stamp};
use crate::app::App;
use crate::clock::Clock;
use crate::commands::Outcome;
use crate::commands::demo::{listen, settings};
use crate::commands::serve::{runtime, stop_on_signal};
use crate::config::Config;
use crate::demo::{self, DemoPace, Options, Report, Services, Studio};
use crate::finding::{Finding, line_of};
use crate::id;
use crate::telemetry;
use crate::text::Text;
use crate::tiles::files::hex;
use crate::tiles::{Files, Tile};
use crate::vault::Vault;

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How many earlier states of the tile stay at hand, for pages that are still open on them.
const MOST_KEPT: usize = 20;

/// The arguments of `parvis tile dev`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The tile's folder
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The portal's port; what is around it takes the next ones. 0 takes any free ports
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Print one line of JSON for scripts
    #[arg(long)]
    json: bool,
    /// Milliseconds between the statuses of a request, for scripts in a hurry
    #[arg(long, value_name = "MS")]
    pace: Option<u64>,
}

/// Runs the tile until SIGINT or SIGTERM.
///
/// # Errors
/// What keeps it from starting, such as a port in use.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    runtime()?.block_on(start(arguments))
}

async fn start(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let stop = stop_on_signal()?;
    let folder = &arguments.folder;
    let folder = folder.canonicalize().with_context(|| format!("`{}` cannot be read", folder.display()))?;
    let (portal, first) = (Text::portal()?, stamp(&folder)?);
    let Look { sound, report } = Look::at(&folder, &portal);
    say(&report, "nothing to show yet")?;
    let Some((tile, files)) = sound else { return Ok(Outcome::Faulty) };

    let place = Place::new()?;
    place.hold(&files)?;
    let listener = listen(arguments.port).await?;
    let address = listener.local_addr()?;
    let shown = (Arc::clone(&tile), folder.clone());
    let options = place.options(arguments, address)?;
    let (services, studio) = demo::start_studio(options, shown, Clock::default(), stop.clone()).await?;
    studio.report(report);
    let config = place.config(address, &services)?;
    telemetry::start(&config.log)?;
    let app = App::build(config, Clock::default()).await?;
    // From here on only this command changes what is shown.
    app.refresh_releases().await?;
    tell(arguments, address, &tile, (&services, &studio))?;
    let watch = Watch { folder, portal, app: app.clone(), studio, shown: tile, kept: Vec::new() };
    let forgiving = tokio::spawn(forgive(watch.studio.clone(), app.clone(), stop.clone()));
    let watching = tokio::spawn(watch.run(first, stop.clone()));
    app.run(listener, stop).await;
    watching.await??;
    forgiving.await?;
    services.stopped().await;
    Ok(Outcome::Fine)
}

/// A folder for all that the portal and its services make. It goes with its owner.
struct Place(PathBuf);

impl Place {
    fn new() -> anyhow::Result<Self> {
        use std::os::unix::fs::DirBuilderExt as _;
        let path = std::env::temp_dir().join(format!("parvis-tile-{}", hex(&id::random::<8>())));
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self(path))
    }

    fn tiles(&self) -> PathBuf {
        self.0.join("tiles")
    }

    /// Copies a tile into the portal's folder of tiles.
    fn hold(&self, files: &Files) -> anyhow::Result<()> {
        for (path, content) in files.contents() {
            let path = self.tiles().join(files.folder()).join(path);
            fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
            fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    fn options(&self, arguments: &Arguments, portal: SocketAddr) -> anyhow::Result<Options> {
        let pace = arguments.pace.map(Duration::from_millis);
        Ok(Options {
            dir: self.0.clone(),
            portal_url: format!("http://{portal}").parse()?,
            first_port: arguments.port,
            pace: pace.map_or_else(DemoPace::default, DemoPace::every),
        })
    }

    /// The settings of the demo, of a portal that has this one tile and forgets.
    fn config(&self, address: SocketAddr, services: &Services) -> anyhow::Result<Config> {
        let database = format!("sqlite:{}", self.0.join("parvis.sqlite").display());
        let mut settings = settings(address, &database, services);
        for (section, more) in [
            ("vault", json!({ "key": Vault::new_master_key() })),
            ("tiles", json!({ "dir": self.tiles() })),
            // Nobody waits for a back-end that is down by a switch alone.
            ("outbox", json!({ "first_retry_s": 1, "longest_retry_s": 5 })),
            ("attachments", json!({ "scanner": services.scanner, "folder": self.0.join("attachments") })),
        ] {
            if let Some(settings) = settings.as_object_mut() {
                settings.insert(section.to_owned(), more);
            }
        }
        let text = toml::to_string(&settings).context("the settings cannot be written as TOML")?;
        Ok(Config::from_toml("parvis tile dev", &text)?)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "tile.folder_left");
        }
    }
}

/// Looks at the folder, and has the portal show what is sound.
struct Watch {
    folder: PathBuf,
    portal: Arc<Text>,
    app: App,
    studio: Studio,
    shown: Arc<Tile>,
    /// What was shown before, the last one first.
    kept: Vec<Arc<Tile>>,
}

impl Watch {
    async fn run(mut self, mut before: Stamp, stop: CancellationToken) -> anyhow::Result<()> {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            // A file that was just renamed or removed: the next look sees what became of it.
            let Ok(now) = stamp(&self.folder) else { continue };
            if now != before {
                before = now;
                self.look().await?;
            }
        }
        Ok(())
    }

    async fn look(&mut self) -> anyhow::Result<()> {
        let (folder, portal) = (self.folder.clone(), Arc::clone(&self.portal));
        let Look { sound, mut report } =
            tokio::task::spawn_blocking(move || Look::at(&folder, &portal)).await?;
        if let Some((tile, files)) = sound {
            report.findings.extend(self.unknown_backends(&tile, &files));
            if report.findings.is_empty() && tile.release.digest != self.shown.release.digest {
                self.show(tile);
            }
        }
        say(&report, "the last sound state is shown")?;
        self.studio.report(report);
        Ok(())
    }

    /// The portal reads its registry of back-ends once, when it starts.
    fn unknown_backends(&self, tile: &Tile, files: &Files) -> Vec<Finding> {
        let known = &self.app.base().config.backend;
        let source = files.text("tile.toml").unwrap_or_default();
        let unknown = tile.backends().filter(|name| !known.contains_key(*name)).map(|name| {
            let message = format!("the back-end `{name}` is new: stop `parvis tile dev` and start it again");
            Finding::new(files.name("tile.toml"), message).at(line_of(source, &format!("\"{name}\"")))
        });
        unknown.collect()
    }

    fn show(&mut self, tile: Arc<Tile>) {
        let before = std::mem::replace(&mut self.shown, Arc::clone(&tile));
        self.kept.insert(0, before);
        self.kept.truncate(MOST_KEPT);
        let catalogue = self.app.catalogue();
        catalogue.replace(catalogue.current().with(
            std::slice::from_ref(&tile),
            self.kept.clone(),
            Vec::new(),
        ));
        self.studio.show(tile);
    }
}

/// Has the portal call again at once when the switch is turned: it would leave a back-end that failed alone
/// for a while.
async fn forgive(studio: Studio, app: App, stop: CancellationToken) {
    while stop.run_until_cancelled(studio.switched()).await.is_some() {
        app.proxy().breakers.forget_all();
    }
}

/// Says on the terminal what was found, and what comes of it while something is wrong.
fn say(report: &Report, meanwhile: &str) -> anyhow::Result<()> {
    let mut err = std::io::stderr().lock();
    for finding in &report.findings {
        writeln!(err, "{finding}")?;
    }
    for advice in &report.advice {
        writeln!(err, "{advice} (advice)")?;
    }
    match report.findings.len() {
        0 => writeln!(err, "sound")?,
        1 => writeln!(err, "1 finding: {meanwhile}")?,
        many => writeln!(err, "{many} findings: {meanwhile}")?,
    }
    Ok(err.flush()?)
}

/// Says where everything is: a page of text for people, a line of JSON for scripts.
fn tell(
    arguments: &Arguments,
    address: SocketAddr,
    tile: &Tile,
    (services, studio): (&Services, &Studio),
) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let service = |language: &str| format!("http://{address}/{language}/services/{}", tile.id());
    if arguments.json {
        let line = json!({
            "portal": format!("http://{address}"), "studio": studio.url(), "mailbox": services.mailbox,
            "tile": tile.id(), "people": services.people,
        });
        writeln!(out, "{line}")?;
        return Ok(out.flush()?);
    }
    writeln!(out, "\n  Parvis — {}\n", tile.id())?;
    writeln!(out, "  Français                 {}", service("fr"))?;
    writeln!(out, "  English                  {}", service("en"))?;
    writeln!(
        out,
        "  Atelier / studio         {}  (pannes, appels, erreurs / faults, calls, findings)",
        studio.url()
    )?;
    writeln!(out, "  Boîte aux lettres / mail {}", services.mailbox)?;
    writeln!(out, "\n  Personnes / people — à la connexion, tapez le nom / at sign-in, type the name\n")?;
    for person in &services.people {
        writeln!(out, "    {:<10} {:<22} {}", person.username, person.name, person.role)?;
    }
    writeln!(out, "\n  Ctrl-C pour arrêter / to stop. Rien n’est gardé / nothing is kept.\n")?;
    Ok(out.flush()?)
}
