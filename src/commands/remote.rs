//! The same things done with releases on another portal, over HTTP, with the team's token.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use url::Url;
use zeroize::Zeroizing;

use super::Outcome;
use super::release::Command;
use super::tile::package;
use crate::releases::{manifest_of, without_kept};

/// The environment variable with the team's token.
const TOKEN: &str = "PARVIS_TOKEN";

/// Which portal to talk to, and with which token.
#[derive(Clone, Debug, clap::Args)]
pub struct Remote {
    /// The portal's address; the token is read from `PARVIS_TOKEN`, or from a file
    #[arg(long, value_name = "URL")]
    to: Option<Url>,
    /// The file with the team's token
    #[arg(long, value_name = "FILE", requires = "to")]
    token_file: Option<PathBuf>,
}

/// A call of a portal.
pub struct Call {
    request: RequestBuilder,
    /// A package that goes with it, and the call that asks which of its contents must be sent.
    package: Option<(Vec<u8>, RequestBuilder)>,
    /// Whether nothing is done.
    dry: bool,
}

impl Call {
    /// The call that a command comes to, if it is for another portal.
    ///
    /// # Errors
    /// When the token or the package cannot be read.
    pub fn of(command: &Command) -> anyhow::Result<Option<Self>> {
        let (remote, path) = match command {
            Command::Publish { remote, dry_run: true, .. } => (remote, "check".to_owned()),
            Command::Publish { remote, .. } => (remote, String::new()),
            Command::Activate { remote, tile, .. } => (remote, format!("{tile}/activation")),
            Command::Rollback { remote, tile, .. } => (remote, format!("{tile}/rollback")),
            _ => return Ok(None),
        };
        let Some(portal) = &remote.to else { return Ok(None) };
        let near = matches!(portal.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if portal.scheme() != "https" && !near {
            bail!("{portal} is not https: the token would be read on its way");
        }
        // What a redirect leads to is not whom the token is for.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let token = token(remote.token_file.as_deref())?;
        let post = |path: &str| -> anyhow::Result<RequestBuilder> {
            let path = format!("/api/v1/releases/{path}");
            Ok(client.request(Method::POST, portal.join(path.trim_end_matches('/'))?).bearer_auth(&*token))
        };
        let package = match command {
            Command::Publish { file, .. } => Some((package(file)?, post("missing")?)),
            _ => None,
        };
        let request = post(&path)?;
        let request = match command {
            Command::Publish { .. } => request.header("content-type", "application/x-tar"),
            Command::Activate { version, canary, reason, .. } => {
                request.json(&json!({ "version": version.to_string(), "canary": canary, "reason": reason }))
            }
            Command::Rollback { reason, .. } => request.json(&json!({ "reason": reason })),
            _ => return Ok(None),
        };
        Ok(Some(Self { request, package, dry: matches!(command, Command::Publish { dry_run: true, .. }) }))
    }

    /// Makes it, and writes what the portal says.
    ///
    /// # Errors
    /// When the portal does not answer, or not as one.
    pub async fn make(self, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let request = match self.package {
            Some((package, asking)) => self.request.body(only_missing(package, asking).await?),
            None => self.request,
        };
        let (status, said) = answered(request).await?;
        if !status.is_success() {
            refused(&said, out)?;
            return Ok(Outcome::Faulty);
        }
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        for change in said.get("changes").and_then(Value::as_array).into_iter().flatten() {
            let sign = if change.get("widens") == Some(&Value::Bool(true)) { '+' } else { '-' };
            for language in ["fr", "en"] {
                let words = change.get(language).and_then(Value::as_str).unwrap_or_default();
                writeln!(out, "{sign} {language}: {words}")?;
            }
        }
        match (text("result"), text("version")) {
            (Some("asked"), _) => writeln!(out, "it waits for an administrator of the portal")?,
            (Some("canary"), _) => writeln!(out, "it is on trial")?,
            (Some(_), _) => writeln!(out, "it is active")?,
            (None, Some(version)) => {
                let done = match text("tile") {
                    Some(tile) if self.dry => format!("{tile} {version} would be published"),
                    Some(tile) => format!("{tile} {version} is published"),
                    None => format!("{version} is shown to all again"),
                };
                writeln!(out, "{done}")?;
            }
            (None, None) => writeln!(out, "done")?,
        }
        Ok(Outcome::Fine)
    }
}

async fn answered(request: RequestBuilder) -> anyhow::Result<(StatusCode, Value)> {
    let answer = request.send().await.context("the portal does not answer")?;
    let status = answer.status();
    let said = answer.json().await.with_context(|| format!("the portal answered {status}"))?;
    Ok((status, said))
}

/// The package without what the portal has already. One that the portal would not look into goes whole: it says
/// then what is wrong with it.
async fn only_missing(package: Vec<u8>, asking: RequestBuilder) -> anyhow::Result<Vec<u8>> {
    let Ok(manifest) = manifest_of(&package) else { return Ok(package) };
    let asking = asking.header("content-type", "application/json").body(manifest);
    let (status, said) = answered(asking).await?;
    let missing = said.get("missing").and_then(Value::as_array).filter(|_| status.is_success());
    let Some(missing) = missing else { return Ok(package) };
    let names = missing.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(without_kept(&package, &names).unwrap_or(package))
}

/// Writes a problem document: every finding, or why in both languages.
fn refused(said: &Value, out: &mut impl Write) -> std::io::Result<()> {
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    writeln!(out, "{}", text(said, "title"))?;
    for finding in said.get("findings").and_then(Value::as_array).into_iter().flatten() {
        let line =
            finding.get("line").and_then(Value::as_u64).map(|line| format!(":{line}")).unwrap_or_default();
        writeln!(out, "{}{line}: {}", text(finding, "file"), text(finding, "message"))?;
    }
    let words = said.get("words").and_then(Value::as_object);
    for (language, words) in words.into_iter().flatten() {
        writeln!(out, "{language}: {}", words.as_str().unwrap_or_default())?;
    }
    Ok(())
}

/// The team's token, from a file or from the environment: never from the command line, which others can read.
fn token(file: Option<&Path>) -> anyhow::Result<Zeroizing<String>> {
    let token = match file {
        Some(file) => {
            std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))?
        }
        None => match std::env::var(TOKEN) {
            Ok(token) => token,
            Err(_) => bail!("there is no token: set {TOKEN}, or name its file with --token-file"),
        },
    };
    Ok(Zeroizing::new(token.trim().to_owned()))
}
