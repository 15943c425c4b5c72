//! Pages as data. A handler returns a typed page; the renderer turns it into HTML in the
//! visitor's language. Nothing else in the crate writes HTML.

use serde::Serialize;

use super::viewer::SessionEnd;
use crate::text::Locale;

/// A page as data. The template sees it as `page`, beside `frame`.
///
/// Every path in a page (`href`, `action`) comes after the language prefix and starts with `/`:
/// the template adds `/fr` or `/en` with `path()`.
pub trait Page: Serialize + Send + Sync + 'static {
    /// The template's file under `templates/`.
    const TEMPLATE: &'static str;

    /// Realistic pages in that language: the usual one first, then empty, long and hostile ones.
    /// The tests render each of them, and the gallery shows them.
    fn samples(locale: Locale) -> Vec<Self>
    where
        Self: Sized;
}

/// What the frame of every page needs, gathered by the layer that renders.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Frame {
    /// The language of this page.
    pub locale: Locale,
    /// The path after the language prefix; starts with `/`. The language switch keeps it.
    pub path: String,
    /// The query without its `?`; empty when there is none.
    pub query: String,
    /// The person signed in.
    pub person: Option<FramePerson>,
    /// The token that every form of this page carries as `csrf`.
    pub csrf: String,
    /// Whether the banner says that this is a demonstration.
    pub demo: bool,
    /// The portal's name in this language.
    pub portal_name: String,
    /// The trace id of this HTTP request; error pages show it.
    pub trace: String,
    /// When the person's session ends.
    pub session_end: Option<SessionEnd>,
    /// Where the quick exit leads. Only on the pages of a sensitive service, whose title in the
    /// browser is neutral.
    pub quick_exit: Option<String>,
}

/// On an answer for the render layer: the page is a sensitive service's.
#[derive(Clone, Copy, Debug)]
pub struct Discreet;

/// The person signed in, as the header shows them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FramePerson {
    /// The name they are known by.
    pub name: String,
    /// How many inbox messages they have not opened.
    pub unread: u64,
    /// Whether what acts on the administrators' pages is shown.
    pub is_admin: bool,
    /// Whether the header leads to them.
    pub is_staff: bool,
    /// Whether the link to where services are written is shown.
    pub is_publisher: bool,
}
