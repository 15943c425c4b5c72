//! The log: lines for a terminal, or JSON for machines. What is never logged: names, addresses,
//! answers, cookies, tokens.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{Log, LogFormat};

/// Why the log could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `log.level` is no filter.
    #[error("log.level: {0}")]
    Filter(#[from] ParseError),
    /// A log is set up already in this process.
    #[error("the log is set up already")]
    Twice,
}

/// Sends everything that is logged from now on to standard error.
///
/// # Errors
/// When `log.level` is no filter, or a log is set up already.
pub fn start(log: &Log) -> Result<(), Error> {
    let filter = EnvFilter::try_new(&log.level)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => lines.with_target(false).compact().try_init(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
    };
    started.map_err(|_| Error::Twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_filter_is_refused() {
        let log = Log { format: LogFormat::Json, level: "parvis=nonsense".to_owned() };
        assert!(start(&log).is_err_and(|error| error.to_string().starts_with("log.level: ")));
    }
}
