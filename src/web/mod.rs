//! The web side that every feature stands on: pages as data and their rendering, the guards at the
//! door, the listener, and errors as answers.

pub mod access;
pub mod answer;
pub mod articles;
pub mod assets;
pub mod audience;
pub mod banner;
pub mod client;
pub mod deadline;
pub mod error;
pub mod file;
pub mod form;
pub mod guard;
pub mod headers;
pub mod limited;
pub mod listener;
pub mod multipart;
pub mod page;
pub mod render;
pub mod shed;
pub mod step_up;
pub mod tile_hosts;
pub mod tls;
pub mod trace;
pub mod viewer;
pub mod views;

pub use access::{Denied, Wanted};
pub use answer::Show;
pub use assets::Assets;
pub use client::ClientAddress;
pub use error::{Error, Problem, Result};
pub use form::Form;
pub use multipart::{Multipart, Part};
pub use page::{Discreet, Frame, FramePerson, Page};
pub use render::{AnyPage, Renderer};
pub use step_up::StepUp;
pub use trace::Trace;
pub use viewer::{SessionEnd, Unread, Viewer};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::text::Locale;

/// The language of the page asked for, from the path's prefix.
impl<S: Sync> FromRequestParts<S> for Locale {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().copied().ok_or(Error::NotFound)
    }
}
