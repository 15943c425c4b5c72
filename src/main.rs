//! The `parvis` command: reads its arguments and runs one of `commands/`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use parvis::commands::{self, Outcome};
use parvis::releases::scaffold::Kind;
use parvis::tiles::TileId;
use parvis::tiles::version::Version;

/// What is allocated on one worker's thread and freed on another's costs the system's allocator a lock: a fifth of a
/// proxied call.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A bilingual citizen portal: sign-in by federation, service tiles, requests followed to their end.
#[derive(Parser)]
#[command(version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything on this machine with sample people: portal, identity provider, back-end, mailbox
    Demo(commands::demo::Arguments),
    /// Serve citizens
    Serve {
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Bring the database up to date
    Migrate {
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Say what is wrong with this installation and how to mend it
    Doctor {
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Prove that nothing that citizens sent was lost or done twice
    Reconcile {
        #[command(flatten)]
        config: ConfigFile,
    },
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The registry of back-ends
    #[command(subcommand)]
    Backend(BackendCommand),
    /// The keys that the portal signs with
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The audit log
    Audit {
        /// The configuration file; the defaults alone when absent
        #[arg(long = "config", env = "PARVIS_CONFIG", value_name = "FILE", global = true)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        command: commands::audit::Command,
    },
    /// What the operator's own tools did: backups made and put back
    Backup {
        /// The configuration file; the defaults alone when absent
        #[arg(long = "config", env = "PARVIS_CONFIG", value_name = "FILE", global = true)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        command: commands::backup::Command,
    },
    /// What is told outside the portal
    Notices {
        /// The configuration file; the defaults alone when absent
        #[arg(long = "config", env = "PARVIS_CONFIG", value_name = "FILE", global = true)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        command: commands::notices::Command,
    },
    /// The words
    #[command(subcommand)]
    Text(TextCommand),
    /// For service teams
    Tile {
        /// The configuration file, for what is done in the portal's database
        #[arg(long = "config", env = "PARVIS_CONFIG", value_name = "FILE", global = true)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        command: TileCommand,
    },
}

#[derive(Subcommand)]
enum TileCommand {
    /// Begin a new tile, sound and in both languages, in a folder of its name
    New {
        /// The tile's id: small letters, digits and hyphens
        tile: TileId,
        /// What kind of tile
        #[arg(long, value_enum, default_value = "form")]
        kind: Kind,
    },
    /// Run one tile in the portal on this machine, with sample people and a back-end that answers from its examples
    Dev(commands::tile::dev::Arguments),
    /// Say all that is wrong with a tile, with file and line
    Check {
        /// The tile's folder
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Make the key that a team signs its releases with
    Keygen {
        /// The file of the private key; the public one goes into FILE.pub
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Pack a tile into one signed file: the same bytes from the same folder
    Pack {
        /// The tile's folder
        folder: PathBuf,
        /// The team's private key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The version it follows: it can be published after no other
        #[arg(long, value_name = "VERSION")]
        previous: Option<Version>,
        /// The file to write
        #[arg(short, long = "output", value_name = "FILE")]
        output: PathBuf,
    },
    /// Say whether a packed release is exactly what the holder of a key packed
    Verify {
        /// The packed release
        file: PathBuf,
        /// The team's public key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Write a tile as what another host takes in: a Liferay client extension, a page, an npm package
    Export {
        /// The tile's folder
        folder: PathBuf,
        /// The new folder to write
        output: PathBuf,
        /// What to leave for
        #[arg(long, value_enum)]
        to: parvis::export::To,
        /// Where its back-end is there; without it, a page answers from the tile's own examples
        #[arg(long)]
        backend: Option<url::Url>,
    },
    #[command(flatten)]
    Release(commands::release::Command),
    /// Print the JSON Schema of form.json, for editors; with a tile, that of what its back-end receives
    Schema {
        /// The tile's id
        tile: Option<String>,
        /// The folder that holds the tiles; the samples when absent
        #[arg(long, value_name = "DIR")]
        tiles: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct ConfigFile {
    /// The configuration file; the defaults alone when absent
    #[arg(long = "config", env = "PARVIS_CONFIG", value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Show the settings in effect, secrets hidden, and what is wrong with them
    Check {
        #[command(flatten)]
        config: ConfigFile,
    },
}

#[derive(Subcommand)]
enum BackendCommand {
    /// Add a back-end to the settings, when all that is said of it is sound
    Add {
        #[command(flatten)]
        new: commands::backend::NewBackend,
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Show every back-end and how its certification stands
    List {
        /// Print JSON for scripts
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Connect as the portal does: TLS, latency, days left; exit status 1 when there is trouble
    Check {
        /// The back-end's name; all of them when absent
        name: Option<String>,
        /// Print JSON for scripts
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        config: ConfigFile,
    },
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Show every key and where it stands
    List {
        #[command(flatten)]
        config: ConfigFile,
    },
    /// Make a new key: it is published now and signs in a day
    Rotate {
        /// What the key signs
        which: commands::keys::Which,
        /// Others may know the old keys: the new one signs at once, and the old ones are destroyed
        #[arg(long)]
        compromised: bool,
        #[command(flatten)]
        config: ConfigFile,
    },
}

#[derive(Subcommand)]
enum TextCommand {
    /// Check every word of the portal and of its tiles, in both languages
    Check {
        /// The folder that holds locales/, templates/, src/ and tiles/
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            eprintln!("parvis: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout();
    // One provider of TLS for everything in the process; another crate's default would panic.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        anyhow::bail!("another TLS provider is installed already");
    }
    match command {
        Command::Demo(arguments) => commands::demo::run(arguments),
        Command::Serve { config } => commands::serve::run(config.file.as_deref()),
        Command::Migrate { config } => commands::migrate::run(config.file.as_deref(), &mut out),
        Command::Doctor { config } => commands::doctor::run(config.file.as_deref(), &mut out),
        Command::Reconcile { config } => commands::reconcile::run(config.file.as_deref(), &mut out),
        Command::Config(ConfigCommand::Check { config }) => {
            Ok(commands::config::check(config.file.as_deref(), &mut out)?)
        }
        Command::Backend(BackendCommand::Add { new, config }) => {
            commands::backend::add(config.file.as_deref(), &new, &mut out)
        }
        Command::Backend(BackendCommand::List { json, config }) => {
            commands::backend::list(config.file.as_deref(), json, &mut out)
        }
        Command::Backend(BackendCommand::Check { name, json, config }) => {
            commands::backend::check(config.file.as_deref(), name.as_deref(), json, &mut out)
        }
        Command::Keys(KeysCommand::List { config }) => commands::keys::list(config.file.as_deref(), &mut out),
        Command::Keys(KeysCommand::Rotate { which, compromised, config }) => {
            commands::keys::rotate(config.file.as_deref(), which, compromised, &mut out)
        }
        Command::Audit { config, command } => commands::audit::run(config.as_deref(), &command, &mut out),
        Command::Backup { config, command } => commands::backup::run(config.as_deref(), &command, &mut out),
        Command::Notices { config, command } => {
            commands::notices::run(config.as_deref(), &command, &mut std::io::stdin().lock(), &mut out)
        }
        Command::Text(TextCommand::Check { folder }) => Ok(commands::text::check(&folder, &mut out)?),
        Command::Tile { config, command } => run_tile(config.as_deref(), command, &mut out),
    }
}

fn run_tile(
    config: Option<&Path>,
    command: TileCommand,
    out: &mut impl std::io::Write,
) -> anyhow::Result<Outcome> {
    match command {
        TileCommand::New { tile, kind } => commands::tile::new(&tile, kind, out),
        TileCommand::Dev(arguments) => commands::tile::dev::run(&arguments),
        TileCommand::Check { folder } => commands::tile::check(&folder, out),
        TileCommand::Export { folder, output, to, backend } => {
            commands::tile::export(&folder, &output, to, backend.as_ref(), out)
        }
        TileCommand::Keygen { file } => commands::tile::keygen(&file, out),
        TileCommand::Pack { folder, key, previous, output } => {
            commands::tile::pack_to(&folder, &key, previous, &output, out)
        }
        TileCommand::Verify { file, key } => commands::tile::verify(&file, &key, out),
        TileCommand::Release(command) => commands::release::run(config, command, out),
        TileCommand::Schema { tile, tiles } => commands::tile::schema(tile.as_deref(), tiles, out),
    }
}
