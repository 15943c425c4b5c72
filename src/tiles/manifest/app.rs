//! The sections of kind `app`: a custom element in a sandboxed frame.

use serde::Deserialize;

use super::Claim;
use crate::text::Bilingual;
use crate::tiles::route::{Method, PathTemplate};

/// `[app]`: kind `app`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppRules {
    /// The custom element's name.
    pub element: String,
    /// The ES module, exporting `define(host)`.
    pub module: String,
    /// Style sheets.
    #[serde(default)]
    pub css: Vec<String>,
    /// The least height of the frame, in CSS pixels.
    pub min_height: u32,
    /// The greatest height of the frame, in CSS pixels.
    pub max_height: u32,
    /// What is offered without JavaScript.
    pub no_js: NoJs,
}

/// `[app] no_js`: exactly one of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoJs {
    /// A form definition.
    Form(String),
    /// Markdown pages.
    Content(Bilingual),
    /// An address.
    Link(Bilingual),
}

/// `[[route]]`: one call that an `app` may make.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyRoute {
    /// The name that the tile uses.
    pub name: String,
    /// The logical back-end.
    pub backend: String,
    /// The method.
    pub method: Method,
    /// The path at the back-end.
    pub upstream: PathTemplate,
    /// The query parameters let through.
    #[serde(default)]
    pub query: Vec<String>,
    /// The claims released with the call.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// The files that may go up; none: JSON alone.
    pub upload: Option<Upload>,
    /// What the audit log keeps of it.
    #[serde(default)]
    pub journal: Journal,
    /// What may come back.
    pub reply: Reply,
}

impl ProxyRoute {
    /// Whether it answers with a stream of events, which its only type says.
    #[must_use]
    pub fn streams(&self) -> bool {
        self.reply.types == [EVENTS]
    }
}

/// The media type of a stream of events (HTML §9.2).
pub const EVENTS: &str = "text/event-stream";

/// `[[route]] upload`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The media types taken, in small letters.
    pub types: Vec<String>,
    /// The greatest size, in MiB.
    pub max_mib: u32,
}

/// `[[route]] journal`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Journal {
    /// Nothing.
    #[default]
    None,
    /// That something was read.
    Read,
    /// That something was submitted.
    Submission,
}

/// `[[route]] reply`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The media types let through.
    pub types: Vec<String>,
    /// The greatest size, in KiB.
    pub max_kib: u32,
}
