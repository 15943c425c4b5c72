//! `parvis notices bounce`: takes one mail that came back, as a mail server hands it to a program. It ends as programs
//! tell mail servers (sysexits.h), and says why in one line, which holds nothing of the mail.

use std::io::{self, Read, Write};
use std::path::Path;

use secrecy::ExposeSecret as _;

use super::serve::block_on;
use super::{Outcome, Sysexit, audit};
use crate::config::Config;
use crate::notices::channels::return_path::{self, Returned};
use crate::notices::delivery::report::LONGEST;
use crate::notices::delivery::{self, NotTaken, Taken};
use crate::vault::Vault;

/// What to do about notices.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Take one mail that came back, from standard input: for a mail server's pipe
    Bounce {
        /// The address that it came back to, from the envelope: `bounces+TOKEN@HOST`, or what follows its `+`
        recipient: String,
    },
}

/// Runs it.
///
/// # Errors
/// When `out` cannot be written to; whatever else is wrong is told by the outcome.
pub fn run(
    file: Option<&Path>,
    command: &Command,
    input: &mut impl Read,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let Command::Bounce { recipient } = command;
    let (end, words) = match bounce(file, recipient, input) {
        Ok(taken) => (Outcome::Fine, said(taken).to_owned()),
        Err(Refused { end, why }) => (Outcome::Mail(end), why),
    };
    writeln!(out, "{words}")?;
    Ok(end)
}

fn said(taken: Taken) -> &'static str {
    match taken {
        Taken::Back("bounced") => "Taken: the address reaches nobody, and is marked.",
        Taken::Back("mailbox_full") => "Taken: the mailbox is full.",
        Taken::Back(_) => "Taken: it was not delivered; the address may be good.",
        Taken::SaysNothing => "Nothing to do: this says of no e-mail that it failed for good.",
        Taken::KnownOrGone => "Nothing to do: that delivery came back before, or is not kept any more.",
    }
}

/// Why a mail is not taken, and what its server is to do about it.
struct Refused {
    end: Sysexit,
    why: String,
}

/// Whatever is wrong with the portal is no fault of the mail: its server keeps it, and comes again.
impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self { end: Sysexit::TemporaryFailure, why: format!("Come again later: {error:#}") }
    }
}

fn bounce(file: Option<&Path>, recipient: &str, input: &mut impl Read) -> Result<Taken, Refused> {
    let config = Config::load(file).map_err(anyhow::Error::from)?;
    let vault = Vault::new(config.vault.key.expose_secret()).map_err(anyhow::Error::from)?;
    let mail = read(input).map_err(anyhow::Error::from)?;
    let returned = return_path::read(&vault, recipient).ok_or_else(|| Refused {
        end: Sysexit::NoUser,
        why: "Refused: no e-mail of this portal comes back to that address.".to_owned(),
    })?;
    take_back(file, returned, &mail)
}

/// The mail, or as much of it as tells that it is too long. What follows is read and thrown away: a pipe that breaks
/// would look like a fault of ours.
fn read(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut mail = Vec::new();
    let limit = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    input.by_ref().take(limit).read_to_end(&mut mail)?;
    io::copy(input, &mut io::sink())?;
    Ok(mail)
}

fn take_back(file: Option<&Path>, returned: Returned, mail: &[u8]) -> Result<Taken, Refused> {
    let taken = block_on(async {
        let base = audit::open(file).await?;
        let taken = delivery::take_back(&base, returned, mail).await;
        base.db.close().await;
        anyhow::Ok(taken)
    })?;
    taken?.map_err(|error| match error {
        NotTaken::Unreadable(_) => Refused { end: Sysexit::DataError, why: format!("Refused: {error}.") },
        NotTaken::Store(error) => anyhow::Error::from(error).into(),
    })
}
