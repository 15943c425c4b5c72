//! `parvis backend add`: one more section in the operator's settings, written only when it is sound.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use jiff::civil::Date;
use serde::Serialize;

use crate::commands::Outcome;
use crate::config::{Certification, Config, SecurityProfile, Severity, Via};

/// A back-end to register.
#[derive(Clone, Debug, clap::Args)]
pub struct NewBackend {
    /// The name that tiles use
    name: String,
    /// Where it is reached
    #[arg(long)]
    url: String,
    /// Whose it is: citizens have one pseudonym per organisation
    #[arg(long)]
    organisation: String,
    /// Its ed25519 public key in base64, for what it sends
    #[arg(long, value_name = "KEY")]
    callback_key: String,
    /// Where it keeps data, two letters of ISO 3166-1
    #[arg(long, default_value = "CA")]
    country: String,
    /// The security profile of its data
    #[arg(long, value_enum, default_value_t = SecurityProfile::B)]
    profile: SecurityProfile,
    /// The way to it
    #[arg(long, value_enum, default_value_t = Via::Direct)]
    via: Via,
    /// A network that its name may lead to; may be given several times
    #[arg(long = "network", value_name = "NETWORK")]
    networks: Vec<String>,
    /// The number of its certification
    #[arg(long, value_name = "NUMBER", requires_all = ["valid_from", "valid_until"])]
    certification: Option<String>,
    /// The first day of the certification, in Québec
    #[arg(long, value_name = "DAY", requires = "certification")]
    valid_from: Option<Date>,
    /// Its last day
    #[arg(long, value_name = "DAY", requires = "certification")]
    valid_until: Option<Date>,
}

/// A section of the settings, without what is as it is by default.
#[derive(Serialize)]
struct Section<'a> {
    url: &'a str,
    organisation: &'a str,
    callback_key: &'a str,
    country: &'a str,
    profile: SecurityProfile,
    via: Via,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    networks: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    certification: Option<Certification>,
}

impl NewBackend {
    fn certification(&self) -> Option<Certification> {
        let number = self.certification.clone()?;
        Some(Certification { number, valid_from: self.valid_from?, valid_until: self.valid_until? })
    }

    /// The section as it is added to a file of settings.
    fn to_toml(&self) -> anyhow::Result<String> {
        let section = Section {
            url: &self.url,
            organisation: &self.organisation,
            callback_key: &self.callback_key,
            country: &self.country,
            profile: self.profile,
            via: self.via,
            networks: &self.networks,
            certification: self.certification(),
        };
        let backends = BTreeMap::from([(self.name.as_str(), section)]);
        Ok(toml::to_string(&BTreeMap::from([("backend", backends)]))?)
    }
}

/// Adds a section for `new` at the end of `file`, unless something is wrong with it; then the file stays
/// as it is. Nothing is asked of the back-end.
///
/// # Errors
/// When there is no file, the name is taken, or the file cannot be written.
pub fn add(file: Option<&Path>, new: &NewBackend, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let file = file.context("name the file of settings to add it to, with --config")?;
    let config = Config::load(Some(file))?;
    ensure!(!config.backend.contains_key(&new.name), "there is a back-end `{}` already", new.name);
    // Beside it, so that what the settings say by relative paths means the same.
    let draft = file.with_extension("new");
    let written = write(file, &draft, &new.to_toml()?);
    let sound = written.and_then(|()| is_sound(&draft, &new.name, out));
    match sound {
        Ok(true) => fs::rename(&draft, file)?,
        refused => {
            // Whatever went wrong, the draft is not to stay.
            let _ = fs::remove_file(&draft);
            return refused.map(|_| Outcome::Faulty);
        }
    }
    writeln!(out, "{} is registered. Next: parvis backend check {0}, then restart node by node.", new.name)?;
    Ok(Outcome::Fine)
}

fn write(file: &Path, draft: &Path, section: &str) -> anyhow::Result<()> {
    if draft.exists() {
        bail!("`{}` is in the way: another addition is under way, or was cut off", draft.display());
    }
    // Copied with its permissions: settings may hold secrets.
    fs::copy(file, draft).with_context(|| format!("`{}` cannot be written", draft.display()))?;
    let mut draft = fs::OpenOptions::new().append(true).open(draft)?;
    write!(draft, "\n{section}")?;
    draft.sync_all()?;
    Ok(())
}

/// Whether the new settings can be read and say nothing wrong of this back-end; what is, is written.
fn is_sound(draft: &Path, name: &str, out: &mut impl Write) -> anyhow::Result<bool> {
    let config = Config::load(Some(draft))?;
    let section = format!("backend.{name}");
    let mut sound = true;
    for problem in config.check().iter().filter(|problem| problem.key.starts_with(&section)) {
        writeln!(out, "{problem}")?;
        sound &= problem.severity != Severity::Error;
    }
    Ok(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    #[derive(clap::Parser)]
    struct Told {
        #[command(flatten)]
        new: NewBackend,
    }

    fn labs(url: &str) -> NewBackend {
        let line = ["add", "labs", "--url", url, "--organisation", "Laboratoires", "--callback-key", KEY];
        let more = ["--network", "10.20.0.0/16", "--certification", "TGV-1"];
        let days = ["--valid-from", "2026-04-01", "--valid-until", "2099-03-31"];
        <Told as clap::Parser>::parse_from(line.into_iter().chain(more).chain(days)).new
    }

    fn settings() -> std::path::PathBuf {
        let random = u128::from_be_bytes(crate::id::random());
        let file = std::env::temp_dir().join(format!("parvis-add-{random:032x}.toml"));
        std::fs::write(&file, "# Ours.\n[portal]\nprofile = \"demo\"").unwrap();
        file
    }

    #[test]
    fn a_sound_back_end_is_added_and_the_rest_stays() {
        let file = settings();
        let mut out = Vec::new();
        assert_eq!(add(Some(&file), &labs("https://labs.example.ca/api"), &mut out).unwrap(), Outcome::Fine);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("# Ours.\n[portal]\nprofile = \"demo\"\n[backend.labs]\n"), "{text}");
        let backend = &Config::load(Some(&file)).unwrap().backend["labs"];
        assert_eq!((backend.organisation.as_str(), backend.networks.len()), ("Laboratoires", 1));
        assert_eq!(backend.certification.as_ref().unwrap().number, "TGV-1");
        assert!(add(Some(&file), &labs("https://labs.example.ca"), &mut out).is_err(), "the name is taken");
        assert!(!file.with_extension("new").exists());
        fs::remove_file(&file).unwrap();
    }

    #[test]
    fn an_unsound_one_changes_nothing() {
        let file = settings();
        let before = fs::read_to_string(&file).unwrap();
        for url in ["http://labs.example.ca", "https://user@labs.example.ca"] {
            let mut out = Vec::new();
            assert_eq!(add(Some(&file), &labs(url), &mut out).unwrap(), Outcome::Faulty);
            assert!(String::from_utf8(out).unwrap().contains("backend.labs.url"), "{url}");
        }
        assert!(add(Some(&file), &labs("no address"), &mut Vec::new()).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
        assert!(!file.with_extension("new").exists());
        fs::remove_file(&file).unwrap();
    }
}
