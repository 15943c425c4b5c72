//! A posted form, taken only from our own pages.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use subtle::ConstantTimeEq as _;

use super::ClientAddress;
use super::error::{Error, Result};
use super::limited;
use super::viewer::Viewer;
use crate::limits::Limit;

/// The longest form taken, in bytes: the largest text field holds 20 000 characters.
pub const LONGEST_FORM: usize = 256 * 1024;

/// The fields of a posted form in their order, without the `csrf` field, which was checked.
#[derive(Debug, Default)]
pub struct Form(pub Vec<(String, String)>, ClientAddress);

impl Form {
    /// Whether the request is such a form: one with files is a [`Multipart`](super::Multipart).
    #[must_use]
    pub fn is(request: &Request) -> bool {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }

    /// The fields of a form with files, once they were read.
    pub(super) fn of_parts(fields: Vec<(String, String)>, client: ClientAddress) -> Self {
        Self(fields, client)
    }

    /// A form that came from nowhere, for tests.
    #[cfg(test)]
    #[must_use]
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields, ClientAddress::default())
    }

    /// Where it came from.
    #[must_use]
    pub fn client(&self) -> ClientAddress {
        self.1
    }

    /// The first value of the field `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What a form held that was ours, for the case that it cannot be taken just now. Put on every
/// request by the render layer, which gives it back.
#[derive(Clone, Default)]
pub(super) struct Typed(Arc<OnceLock<Vec<(String, String)>>>);

impl Typed {
    /// What was typed, if it was a form of ours.
    pub fn fields(&self) -> Option<Vec<(String, String)>> {
        self.0.get().cloned()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let counted = limited::count(&request, Limit::Form);
        if !Self::is(&request) {
            return Err(Error::BadRequest);
        }
        let viewer = request.extensions().get::<Viewer>().cloned();
        let client = request.extensions().get::<ClientAddress>().copied().unwrap_or_default();
        let typed = request.extensions().get::<Typed>().cloned();
        let body = Bytes::from_request(request, state).await.map_err(|_| Error::TooLarge)?;
        if body.len() > LONGEST_FORM {
            return Err(Error::TooLarge);
        }
        let mut fields: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
        let tokens: Vec<String> =
            fields.extract_if(.., |(name, _)| name == "csrf").map(|(_, token)| token).collect();
        // Exactly one: of two, somebody else may have added the second.
        let token = if let [token] = tokens.as_slice() { Some(token.as_str()) } else { None };
        check_token(viewer.as_ref(), token)?;
        if let Some(typed) = typed {
            let _ = typed.0.set(fields.clone());
        }
        // Only now, so that whoever typed it gets it back.
        counted.map(|()| Self(fields, client))
    }
}

/// A signed-in person's form carries their session's token. Someone who is not signed in has
/// nothing to protect by one; the guard on where the form came from holds for them too.
pub(super) fn check_token(viewer: Option<&Viewer>, token: Option<&str>) -> Result<()> {
    let Some(viewer) = viewer else { return Ok(()) };
    let token = token.unwrap_or_default();
    if bool::from(viewer.csrf.as_bytes().ct_eq(token.as_bytes())) { Ok(()) } else { Err(Error::FormExpired) }
}
