//! What goes along with a report beside its words: where it was met. Never answers, and nothing that names a
//! person or a file.

use super::Kind;
use crate::id::Reference;
use crate::requests::{self, Requests};
use crate::text::Locale;
use crate::tiles::TileId;
use crate::web::{Result, Viewer};

/// Longer is no page of ours.
const LONGEST_PAGE: usize = 200;

/// Where a problem was met; of an idea, the service alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Along {
    /// The page's path without query; what names a file or a thing of somebody's is `…`.
    pub page: Option<String>,
    /// The service.
    pub tile: Option<TileId>,
    /// Its version.
    pub release: Option<String>,
    /// The size of the window in CSS pixels: `390×844`.
    pub viewport: Option<String>,
    /// The id of the HTTP request that made the page.
    pub trace: Option<String>,
}

/// The same as the form brings it: anybody may have written it.
pub(super) struct Brought<'a> {
    pub page: &'a str,
    pub viewport: &'a str,
    pub trace: &'a str,
}

impl Along {
    /// What goes along with a report of that kind. `viewer` is whoever is signed in, `known` whether they wish
    /// to be known: otherwise the id of the HTTP request, which their journey holds too, stays behind.
    pub(super) async fn of(
        requests: &Requests,
        kind: Kind,
        brought: &Brought<'_>,
        (viewer, known): (Option<&Viewer>, bool),
    ) -> Result<Self> {
        let page = Some(brought.page).filter(|page| is_path(page));
        let tile = match page {
            Some(page) => tile_of(requests, page, viewer).await?,
            None => None,
        };
        let found = tile.as_ref().and_then(|tile| requests.catalogue.get(tile));
        let tile = tile.filter(|_| found.is_some());
        if kind == Kind::Idea {
            return Ok(Self { tile, ..Self::default() });
        }
        Ok(Self {
            page: page.map(without_names),
            tile,
            release: found.map(|tile| tile.release.version.clone()),
            viewport: Some(brought.viewport).filter(|size| is_viewport(size)).map(str::to_owned),
            trace: Some(brought.trace)
                .filter(|trace| is_trace(trace) && (viewer.is_none() || known))
                .map(str::to_owned),
        })
    }

    /// The same in words, for people: the name of each, and its value. The words for a name are
    /// `report-along-{name}`.
    #[must_use]
    pub fn lines(&self, requests: &Requests, told_in: Locale, locale: Locale) -> Vec<(&'static str, String)> {
        let text = &requests.base.text;
        let service = self.tile.as_ref().map(|tile| {
            let title = requests::words::title(&requests.catalogue.current(), tile, locale);
            self.release.as_ref().map_or_else(|| title.clone(), |release| format!("{title} ({release})"))
        });
        let language = match told_in {
            Locale::Fr => text.get(locale, "report-language-fr"),
            Locale::En => text.get(locale, "report-language-en"),
        };
        let lines = [
            ("page", self.page.clone()),
            ("service", service),
            ("language", Some(language)),
            ("viewport", self.viewport.clone()),
            ("trace", self.trace.clone()),
        ];
        lines.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// The service that a page belongs to: by its path, or by the person's own request.
async fn tile_of(requests: &Requests, page: &str, viewer: Option<&Viewer>) -> Result<Option<TileId>> {
    let mut segments = page.split('/').skip(1);
    match (segments.next(), segments.next(), viewer) {
        (Some("services"), Some(tile), _) => Ok(tile.parse().ok()),
        (Some("requests"), Some(reference), Some(viewer)) => {
            let Ok(reference) = reference.parse::<Reference>() else { return Ok(None) };
            let mut db = requests.base.db.read().await?;
            let owner = requests::store::owner(&mut db, &reference).await?;
            Ok(owner.filter(|(account, _, _)| *account == viewer.account).map(|(_, _, tile)| tile))
        }
        _ => Ok(None),
    }
}

fn is_path(page: &str) -> bool {
    let ours = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    page.starts_with('/') && page.len() <= LONGEST_PAGE && page.chars().all(ours)
}

/// The path with `…` for whatever names a request, a message or a person: every segment that is not made
/// of small letters and hyphens.
fn without_names(page: &str) -> String {
    let plain = |segment: &str| segment.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let segments = page.split('/').map(|segment| if plain(segment) { segment } else { "…" });
    segments.collect::<Vec<_>>().join("/")
}

fn is_viewport(size: &str) -> bool {
    let is_number = |part: &str| (2..=5).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    size.split_once('×').is_some_and(|(width, height)| is_number(width) && is_number(height))
}

fn is_trace(trace: &str) -> bool {
    trace.len() == 16 && trace.bytes().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_file_stays_behind() {
        assert_eq!(without_names("/requests/7K3M-9QXD-4FT/tasks/0198c0de"), "/requests/…/tasks/…");
        assert_eq!(without_names("/services/complaints/form"), "/services/complaints/form");
        assert_eq!(without_names("/"), "/");
        assert_eq!(without_names("/account/feedback"), "/account/feedback");
    }

    #[test]
    fn what_a_form_brings_is_believed_as_far_as_it_can_be_ours() {
        assert!(is_path("/requests/7K3M-9QXD-4FT") && !is_path("https://elsewhere.example/") && !is_path(""));
        assert!(!is_path("/a b") && !is_path("/é") && !is_path(&format!("/{}", "a".repeat(300))));
        assert!(
            is_viewport("390×844") && !is_viewport("390x844") && !is_viewport("1×2") && !is_viewport("×")
        );
        assert!(is_trace("0123456789abcdef") && !is_trace("0123") && !is_trace("<0123456789abcd>"));
    }
}
