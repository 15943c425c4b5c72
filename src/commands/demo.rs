//! `parvis demo`: the whole main job on one machine, with nothing to set up. The portal is the one
//! that production runs; the identity provider, the back-end and the mailbox are services of
//! their own that it reaches over HTTP and SMTP.

mod desk;

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use super::Outcome;
use super::serve::{Listeners, runtime, serve, stop_on_signal};
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::{self, BackendService, DemoPace, Options, Services};
use crate::telemetry;
use crate::vault::Vault;

/// The arguments of `parvis demo`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The portal's port; the demo's other services take the next ones. 0 takes any free ports
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder for all that the demo makes
    #[arg(long, default_value = "var", value_name = "DIR")]
    data: PathBuf,
    /// A PostgreSQL database to use instead of a SQLite file in the folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Print one line of JSON for scripts
    #[arg(long)]
    json: bool,
    /// Run all that is around the portal, and not the portal: `parvis serve` does, with the file it writes
    #[arg(long)]
    services_only: bool,
    /// Milliseconds between the back-end's statuses, for scripts in a hurry
    #[arg(long, value_name = "MS")]
    pace: Option<u64>,
}

/// Runs the demo until SIGINT or SIGTERM.
///
/// # Errors
/// What keeps it from starting, such as a port in use.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    runtime()?.block_on(start(arguments))?;
    Ok(Outcome::Fine)
}

async fn start(arguments: Arguments) -> anyhow::Result<()> {
    let stop = stop_on_signal()?;
    fs::create_dir_all(&arguments.data)
        .with_context(|| format!("cannot make the folder {}", arguments.data.display()))?;
    let dir = arguments.data.canonicalize()?;
    let listener = if arguments.services_only { None } else { Some(listen(arguments.port).await?) };
    let port = match &listener {
        Some(listener) => listener.local_addr()?.port(),
        None => arguments.port,
    };
    let portal: Url = format!("http://127.0.0.1:{port}").parse()?;
    let pace =
        arguments.pace.map(std::time::Duration::from_millis).map_or_else(DemoPace::default, DemoPace::every);
    let options = Options { dir: dir.clone(), portal_url: portal.clone(), first_port: arguments.port, pace };
    let services = demo::start(options, Clock::default(), stop.clone()).await?;
    let metrics_port = if arguments.port == 0 { 0 } else { port.saturating_add(5) };
    let Some(listener) = listener else {
        let file = write_config(&dir, port, metrics_port, arguments.database.as_deref(), &services)?;
        telemetry::start(&Config::load(Some(&file))?.log)?;
        tell(&arguments, &portal, &file, &services)?;
        stop.cancelled().await;
        services.stopped().await;
        return Ok(());
    };
    let metrics = listen(metrics_port).await?;
    let metrics_port = metrics.local_addr()?.port();
    let file = write_config(&dir, port, metrics_port, arguments.database.as_deref(), &services)?;
    let config = Config::load(Some(&file))?;
    telemetry::start(&config.log)?;
    desk::trust(&config).await?;
    let listeners = Listeners { portal: listener, metrics: Some(metrics) };
    serve(config, listeners, stop, || tell(&arguments, &portal, &file, &services)).await?;
    services.stopped().await;
    Ok(())
}

/// Opens that port, or any free one for 0.
pub(super) async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("port {port} is in use: stop what holds it, or choose another with --port"))
}

/// Writes the settings in effect, so that every other command runs on this demo with `--config`.
fn write_config(
    dir: &Path,
    port: u16,
    metrics_port: u16,
    database: Option<&str>,
    services: &Services,
) -> anyhow::Result<PathBuf> {
    write_key(&dir.join("vault.key"))?;
    desk::write_key(&dir.join("desk.pem"))?;
    let loopback = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let database =
        database.map_or_else(|| format!("sqlite:{}", dir.join("parvis.sqlite").display()), str::to_owned);
    let mut settings = settings(loopback(port), &database, services);
    if let Some(settings) = settings.as_object_mut() {
        settings.insert("vault".to_owned(), json!({ "key_file": "vault.key" }));
        let checkpoints = dir.join("audit-checkpoints").display().to_string();
        settings.insert("audit".to_owned(), json!({ "checkpoints": { "file": checkpoints } }));
        settings.insert("desk".to_owned(), json!({ "team": desk::TEAM, "key_file": "desk.pem" }));
    }
    if let Some(attachments) = settings.get_mut("attachments").and_then(Value::as_object_mut) {
        attachments.insert("folder".to_owned(), dir.join("attachments").display().to_string().into());
    }
    if let Some(listen) = settings.get_mut("listen").and_then(Value::as_object_mut) {
        listen.insert("metrics".to_owned(), loopback(metrics_port).to_string().into());
    }
    let text = toml::to_string_pretty(&settings).context("the settings cannot be written as TOML")?;
    let file = dir.join("parvis.toml");
    let heading = "# Written by `parvis demo` at every start. It holds a secret of the demo's own.\n\n";
    write_private(&file, &format!("{heading}{text}"))?;
    Ok(file)
}

/// The settings of a portal at `address` that uses the demo's services, all but its vault key. The
/// journey tests start from them too.
#[must_use]
pub fn settings(address: SocketAddr, database_url: &str, services: &Services) -> Value {
    let bilingual = |fr: &str, en: &str| json!({ "fr": fr, "en": en });
    let backends = services.backends.iter().map(|backend| (backend.id.clone(), registered(backend)));
    let backends: serde_json::Map<String, Value> = backends.collect();
    json!({
        "portal": {
            "profile": "demo",
            "public_url": format!("http://{address}"),
            "name": bilingual("Parvis", "Parvis"),
        },
        "listen": { "address": address },
        "database": { "url": database_url },
        "attachments": { "scanner": services.scanner },
        // Everyone of a demo comes from one address, and tests are in a hurry.
        "limits": {
            "sign_ins_per_minute": 6_000, "sign_in_answers_per_minute": 6_000, "forms_per_minute": 6_000,
            "issuer_logouts_per_minute": 6_000, "callbacks_per_minute": 60_000, "callback_refusals_per_minute": 6_000,
            "kept_forms_per_hour": 6_000,
            "draft_saves_per_minute": 6_000, "submissions_per_day": 6_000, "invitation_codes_per_hour": 6_000,
            "panel_reads_per_minute": 6_000, "app_calls_per_minute": 60_000,
            "data_exports_per_day": 6_000, "address_codes_per_hour": 6_000, "reports_per_hour": 6_000, "idea_votes_per_minute": 6_000,
        },
        "contact": {
            "telephone": "1 800 555-0123",
            "holidays": { "2026-12-25": bilingual("Noël", "Christmas Day"), "2027-01-01": bilingual("Jour de l’An", "New Year’s Day") },
        },
        "log": { "format": "text", "level": "warn" },
        "mail": { "server": services.smtp, "tls": "none", "from": "Parvis <ne-pas-repondre@parvis.example>" },
        "issuer": { "demo": {
            "url": services.provider.as_str(),
            "client_id": services.client_id,
            "state": "active",
            "label": bilingual("Service d’identité de démonstration", "Demonstration identity service"),
            "algorithms": ["ES256"],
            "levels": ["urn:parvis-demo:loa:1", "urn:parvis-demo:loa:2", "urn:parvis-demo:loa:3"],
            "roles": {
                "admin": { "claim": "roles", "value": "admin" },
                "auditor": { "claim": "roles", "value": "auditor" },
                "publisher": { "claim": "roles", "value": "publisher" },
            },
            "allow_loopback_http": true,
        } },
        "backend": backends,
    })
}

/// A back-end as the registry has it.
fn registered(backend: &BackendService) -> Value {
    json!({
        "url": backend.url.as_str(),
        "organisation": backend.organisation,
        "callback_key": backend.callback_key,
        "country": "CA",
        "profile": "B",
        "certification": { "number": "BC20260901-01", "valid_from": "2026-09-01", "valid_until": "2031-09-01" },
        "via": "direct",
        "networks": ["127.0.0.1"],
    })
}

/// Makes the vault's key once: another key could not open what this one sealed.
fn write_key(file: &Path) -> anyhow::Result<()> {
    if file.exists() { Ok(()) } else { write_private(file, &Vault::new_master_key()) }
}

pub(super) fn write_private(file: &Path, text: &str) -> anyhow::Result<()> {
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create(true).truncate(true).mode(0o600).open(file);
    let mut opened = opened.with_context(|| format!("cannot write {}", file.display()))?;
    opened.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", file.display()))
}

/// Says where everything is: a page of text for people, a line of JSON for scripts.
fn tell(arguments: &Arguments, portal: &Url, file: &Path, services: &Services) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let addresses: serde_json::Map<String, Value> =
        services.backends.iter().map(|one| (one.id.clone(), one.url.as_str().into())).collect();
    if arguments.json {
        let line = json!({
            "portal": portal,
            "provider": services.provider,
            "mailbox": services.mailbox,
            "backends": addresses,
            "control": addresses.get("complaints"),
            "config": file,
            "people": services.people,
        });
        writeln!(out, "{line}")?;
        return Ok(out.flush()?);
    }
    writeln!(out, "\n  Parvis — démonstration / demo\n")?;
    writeln!(out, "  Portail / portal         {portal}")?;
    writeln!(out, "  Boîte aux lettres / mail {}", services.mailbox)?;
    for backend in &services.backends {
        writeln!(out, "  Service {:<16} {}  (arrêter, ralentir / stop, slow down)", backend.id, backend.url)?;
    }
    writeln!(
        out,
        "\n  Personnes / people — à la connexion, tapez le nom de gauche / at sign-in, type the name on the left\n"
    )?;
    for person in &services.people {
        writeln!(out, "    {:<10} {:<22} {}", person.username, person.name, person.role)?;
    }
    writeln!(out, "\n  Ctrl-C pour arrêter / to stop. Données / data: {}\n", arguments.data.display())?;
    Ok(out.flush()?)
}
