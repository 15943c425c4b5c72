//! The settings of the door: where the portal listens, to whom, and how often.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::network::Network;

/// Where the portal listens, and its deadlines.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Listen {
    /// The address for citizens.
    pub address: SocketAddr,
    /// The address for metrics; none: no metrics are served.
    pub metrics: Option<SocketAddr>,
    /// The proxies in front, which are believed about who asks.
    pub trusted_proxies: Vec<Network>,
    /// How they say it.
    pub forwarded_header: ForwardedHeader,
    /// Certificate and key where no proxy ends TLS; none: plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Seconds within which a request's headers must have come.
    pub header_deadline_s: u64,
    /// Seconds within which its body must have come; a large one may take longer.
    pub body_deadline_s: u64,
    /// Seconds within which it must be answered.
    pub answer_deadline_s: u64,
    /// Seconds within which each further 16 KiB of the answer must be taken.
    pub write_deadline_s: u64,
    /// Seconds that a connection may rest between requests.
    pub idle_deadline_s: u64,
    /// Seconds after which a connection is asked to end.
    pub longest_connection_s: u64,
    /// Connections held at once.
    pub max_connections: usize,
    /// Connections of one address.
    pub max_connections_per_address: usize,
    /// Requests answered at once.
    pub max_requests: usize,
}

/// Where certificate and key are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The certificate with its chain, in PEM, the portal's own first.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub private_key: PathBuf,
}

/// The header by which a proxy names whom it asks for. One alone is read: a proxy that sets one
/// may pass the other on as a stranger wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, with `X-Forwarded-Proto`.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How often something may be done; the limits that are in force.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Sign-ins begun, of one address.
    pub sign_ins_per_minute: u32,
    /// Answers of identity providers, of one address.
    pub sign_in_answers_per_minute: u32,
    /// Logout messages of issuers, of one address.
    pub issuer_logouts_per_minute: u32,
    /// What back-ends tell, of one address.
    pub callbacks_per_minute: u32,
    /// What is refused of that, of one address.
    pub callback_refusals_per_minute: u32,
    /// Forms posted, of one address.
    pub forms_per_minute: u32,
    /// Forms kept for someone whose session ended, of one address.
    pub kept_forms_per_hour: u32,
    /// Drafts begun and saved, of one person.
    pub draft_saves_per_minute: u32,
    /// Requests sent, of one person and one service.
    pub submissions_per_day: u32,
    /// Invitation codes tried, of one person.
    pub invitation_codes_per_hour: u32,
    /// Pages with panels read, of one person.
    pub panel_reads_per_minute: u32,
    /// Calls of a service's element, of one person and one service.
    pub app_calls_per_minute: u32,
    /// Copies of all of one's data, of one person.
    pub data_exports_per_day: u32,
    /// Problems and ideas told, of one person, or of one address without one.
    pub reports_per_hour: u32,
    /// Votes for ideas given and taken back, of one person.
    pub idea_votes_per_minute: u32,
    /// Times that lines of the log are taken along, of one administrator or auditor.
    pub log_exports_per_day: u32,
    /// Codes sent to confirm addresses, of one person and of one address.
    pub address_codes_per_hour: u32,
}
