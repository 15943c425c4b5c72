//! What `parvis` does besides serving, one file per command. Each takes its arguments parsed,
//! writes what it has to say, and tells whether all was well.

use std::process::ExitCode;

pub mod audit;
pub mod backend;
pub mod backup;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod keys;
pub mod migrate;
pub mod notices;
pub mod reconcile;
pub mod release;
mod remote;
pub mod serve;
pub mod text;
pub mod tile;

/// How a command ended, when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: exit status 0.
    Fine,
    /// Something is wrong, and was told: exit status 1.
    Faulty,
    /// It cannot be told whether something is wrong: exit status 2.
    Unknown,
    /// All that was looked at is well, and something that should have been looked at is not there: exit status 3.
    Unseen,
    /// What a mail server handed over was not taken.
    Mail(Sysexit),
}

/// How a program tells a mail server what to do with a mail that it did not take (sysexits.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sysexit {
    /// `EX_DATAERR`: what it says cannot be read.
    DataError = 65,
    /// `EX_NOUSER`: nobody has that address.
    NoUser = 67,
    /// `EX_TEMPFAIL`: keep it, and come again.
    TemporaryFailure = 75,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Faulty => Self::FAILURE,
            Outcome::Unknown => Self::from(2),
            Outcome::Unseen => Self::from(3),
            Outcome::Mail(end) => Self::from(end as u8),
        }
    }
}
