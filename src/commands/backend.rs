//! `parvis backend add`, `list` and `check`: the operator's registry, and whether what it says holds
//! at the other end.

mod add;

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use super::Outcome;
use super::serve::block_on;
use crate::clock::{Clock, Micros};
use crate::config::{Backend, Config, Profile, SecurityProfile, Standing, Via};
use crate::exchange;
use crate::text::format;

pub use add::{NewBackend, add};

/// With fewer days left, a TLS certificate should have been renewed.
const RENEW_DAYS: u64 = 14;
const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// A back-end as the registry has it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    backend: &'a str,
    organisation: &'a str,
    country: &'a str,
    profile: SecurityProfile,
    via: Via,
    url: &'a str,
    certification: Option<&'a str>,
    valid_until: Option<String>,
    /// Days left after today; none when it does not hold.
    days_left: Option<u32>,
}

impl<'a> Line<'a> {
    fn of(name: &'a str, backend: &'a Backend, now: Micros) -> Self {
        let days_left = match backend.standing(format::day(now)) {
            Standing::Holds { days_left } => Some(days_left),
            Standing::Uncertified | Standing::NotYet | Standing::Expired => None,
        };
        let certification = backend.certification.as_ref();
        Self {
            backend: name,
            organisation: &backend.organisation,
            country: &backend.country,
            profile: backend.profile,
            via: backend.via,
            url: backend.url.as_str(),
            certification: certification.map(|held| held.number.as_str()),
            valid_until: certification.map(|held| held.valid_until.to_string()),
            days_left,
        }
    }

    fn cells(&self) -> [String; 8] {
        let days =
            self.days_left.map_or_else(|| "does not hold".to_owned(), |days| format!("{days} days left"));
        [
            self.backend.to_owned(),
            self.organisation.to_owned(),
            self.country.to_owned(),
            format!("{:?}", self.profile),
            format!("{:?}", self.via).to_lowercase(),
            self.certification.unwrap_or("none").to_owned(),
            days,
            self.url.to_owned(),
        ]
    }
}

const HEADINGS: [&str; 8] =
    ["BACK-END", "ORGANISATION", "COUNTRY", "PROFILE", "VIA", "CERTIFICATION", "VALIDITY", "ADDRESS"];

/// Writes the registry as a table, or as JSON.
///
/// # Errors
/// When the settings cannot be read or `out` cannot be written to.
pub fn list(file: Option<&Path>, json: bool, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let config = Config::load(file)?;
    let now = Clock::default().now();
    let lines: Vec<Line<'_>> =
        config.backend.iter().map(|(name, backend)| Line::of(name, backend, now)).collect();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&lines)?)?;
        return Ok(Outcome::Fine);
    }
    let rows = std::iter::once(HEADINGS.map(str::to_owned)).chain(lines.iter().map(Line::cells));
    table(&rows.collect::<Vec<_>>(), out)?;
    Ok(Outcome::Fine)
}

/// Each column as wide as its widest cell; the last one as it comes.
fn table(rows: &[[String; 8]], out: &mut impl Write) -> std::io::Result<()> {
    let mut widths = [0; 8];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// What was found of a back-end at the other end.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    /// Milliseconds until the beginning of an answer.
    latency_ms: Option<u128>,
    /// The HTTP status of its base address.
    status: Option<u16>,
    /// The last day of its TLS certificate.
    tls_until: Option<String>,
    /// What someone must see to.
    troubles: Vec<String>,
}

/// Connects to one back-end, or to all, and writes what it found; any trouble makes the outcome faulty.
///
/// # Errors
/// When the settings cannot be read, there is no back-end of that name, or `out` cannot be written to.
pub fn check(
    file: Option<&Path>,
    name: Option<&str>,
    json: bool,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let config = Config::load(file)?;
    if let Some(name) = name.filter(|name| !config.backend.contains_key(*name)) {
        bail!("the registry knows no back-end `{name}`");
    }
    let demo = config.portal.profile == Profile::Demo;
    let chosen = config.backend.iter().filter(|(id, _)| name.is_none_or(|name| name == id.as_str()));
    let found = block_on(async {
        let mut found = Vec::new();
        for (id, backend) in chosen {
            found.push(look_at(id, backend, demo).await);
        }
        found
    })?;
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        found.iter().try_for_each(|checked| tell(checked, out))?;
    }
    let well = found.iter().all(|checked| checked.troubles.is_empty());
    Ok(if well { Outcome::Fine } else { Outcome::Faulty })
}

async fn look_at<'a>(id: &'a str, backend: &'a Backend, demo: bool) -> Checked<'a> {
    let now = Clock::default().now();
    let mut checked = Checked {
        line: Line::of(id, backend, now),
        latency_ms: None,
        status: None,
        tls_until: None,
        troubles: Vec::new(),
    };
    match backend.standing(format::day(now)) {
        Standing::Holds { .. } => {}
        Standing::Uncertified if demo => {}
        Standing::Uncertified => checked.troubles.push("not certified: nothing is sent to it".to_owned()),
        Standing::NotYet => checked.troubles.push("its certification has not begun".to_owned()),
        Standing::Expired => checked.troubles.push("its certification has ended".to_owned()),
    }
    if backend.leaves_canada() {
        checked.troubles.push("it keeps data of profile B or C outside Canada".to_owned());
    }
    match exchange::probe(id, backend).await {
        Ok(found) => {
            checked.latency_ms = Some(found.latency.as_millis());
            checked.status = Some(found.status);
            checked.tls_until = found.certificate_until.map(|end| format::day(end).to_string());
            let soon = |end: &Micros| end.since(now).as_secs() / SECONDS_A_DAY < RENEW_DAYS;
            if found.certificate_until.as_ref().is_some_and(soon) {
                checked.troubles.push(format!("its TLS certificate ends within {RENEW_DAYS} days"));
            }
        }
        Err(error) => checked.troubles.push(format!("cannot be reached: {error}")),
    }
    checked
}

fn tell(checked: &Checked<'_>, out: &mut impl Write) -> std::io::Result<()> {
    let line = &checked.line;
    let state = if checked.troubles.is_empty() { "ok     " } else { "TROUBLE" };
    writeln!(out, "{state} {} at {}", line.backend, line.url)?;
    if let (Some(latency), Some(status)) = (checked.latency_ms, checked.status) {
        writeln!(out, "        answers {status} in {latency} ms")?;
        let tls = checked.tls_until.as_ref();
        let tls = tls.map_or_else(|| "no TLS".to_owned(), |end| format!("TLS certificate until {end}"));
        writeln!(out, "        {tls}")?;
    }
    if let (Some(number), Some(until)) = (line.certification, &line.valid_until) {
        let left = line.days_left.map(|days| format!(", {days} days left")).unwrap_or_default();
        writeln!(out, "        certification {number} until {until}{left}")?;
    }
    checked.troubles.iter().try_for_each(|trouble| writeln!(out, "        {trouble}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of settings with one back-end that nobody is at.
    fn settings() -> std::path::PathBuf {
        let random = u128::from_be_bytes(crate::id::random());
        let file = std::env::temp_dir().join(format!("parvis-backend-{random:032x}.toml"));
        let text = "[backend.labs]\nurl = \"http://127.0.0.1:9/\"\norganisation = \"Laboratoires\"\n\
            callback_key = \"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\nnetworks = [\"127.0.0.1\"]\n\
            via = \"snde\"\ncertification = { number = \"TGV-1\", valid_from = 2025-01-01, valid_until = 2025-12-31 }\n";
        std::fs::write(&file, text).unwrap();
        file
    }

    #[test]
    fn the_registry_is_told_and_what_is_wrong_with_it() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let file = settings();
        let said = |json: bool| {
            let mut out = Vec::new();
            assert_eq!(list(Some(&file), json, &mut out).unwrap(), Outcome::Fine);
            String::from_utf8(out).unwrap()
        };
        let table = said(false);
        assert!(
            table.contains("labs      Laboratoires  CA       B        snde  TGV-1          does not hold"),
            "{table}"
        );
        let lines: serde_json::Value = serde_json::from_str(&said(true)).unwrap();
        assert_eq!((&lines[0]["via"], &lines[0]["days_left"]), (&"snde".into(), &serde_json::Value::Null));

        let mut out = Vec::new();
        assert_eq!(check(Some(&file), Some("labs"), false, &mut out).unwrap(), Outcome::Faulty);
        let told = String::from_utf8(out).unwrap();
        assert!(told.starts_with("TROUBLE labs at http://127.0.0.1:9/\n"), "{told}");
        assert!(
            told.contains("its certification has ended") && told.contains("cannot be reached: unreachable"),
            "{told}"
        );
        assert!(check(Some(&file), Some("nobody"), false, &mut Vec::new()).is_err());
        std::fs::remove_file(&file).unwrap();
    }
}
