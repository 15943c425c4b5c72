//! A screen of questions, from a form's definition and what was typed to what is shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use super::changed;
use crate::clock::Micros;
use crate::requests::fields;
use crate::requests::files::Listed;
use crate::requests::subject::Subject;
use crate::requests::views::{Control, Encoding, FieldView, FormPage};
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Entry, Field, FieldError, Inputs};
use crate::web::Show;
use crate::web::views::ErrorLine;

/// A screen of questions about to be shown.
pub(super) struct Asked<'a> {
    pub subject: &'a Subject<'a>,
    pub inputs: &'a Inputs,
    /// What the federation says: fields locked to it cannot be changed.
    pub known: &'a Inputs,
    pub today: Date,
    pub errors: &'a [FieldError],
    pub locale: Locale,
    /// Where the form is posted.
    pub action: String,
    /// When the draft was saved, and at which version; none before it begins.
    pub saved: Option<(Micros, i64)>,
    /// What the page that begins a draft calls itself.
    pub begun_by: Option<String>,
    /// The version of the tile that the draft was last saved with.
    pub release: Option<&'a str>,
    pub kept: bool,
    pub from_check: bool,
    /// Whose page it is, as a mark: see [`FormPage::owner`].
    pub owner: String,
    /// The files of the draft.
    pub files: &'a [Listed],
}

impl Asked<'_> {
    pub fn view(self) -> Show<FormPage> {
        let Subject { tile, form, page, ref entry } = *self.subject;
        let locale = self.locale;
        let beside = form.pages_beside(&page.id, self.inputs);
        let number = beside.iter().position(|one| one.id == page.id).map_or(1, |at| at + 1);
        let section = form.section_of(&page.id);
        let fields = self.fields();
        let files = fields.iter().any(|field| matches!(field.control, Control::Files { .. }));
        Show(FormPage {
            tile: tile.id().to_string(),
            title: tile.title(locale).to_owned(),
            page_title: self.subject.title(locale, self.inputs),
            section: match (entry, section) {
                (Some(_), _) => Some(tile.word(locale, &page.title)),
                (None, Some(section)) => Some(tile.word(locale, &section.title)),
                (None, None) => None,
            },
            lead: if entry.is_none() { tile.own_word(locale, &page.lead) } else { None },
            number,
            of: if entry.is_some() { 1 } else { beside.len() },
            back: entry.is_some() || number > 1 || (section.is_some() && self.saved.is_some()),
            fields,
            encoding: if files { Encoding::Parts } else { Encoding::Fields },
            errors: self.errors.iter().map(|error| error_line(tile, error, locale)).collect(),
            saved_at: self.saved.map(|(at, _)| at),
            action: if files { with_files(&self.action) } else { self.action },
            version: self.saved.map_or(0, |(_, version)| version),
            begun_by: self.begun_by,
            release: tile.release.digest.clone(),
            owner: self.owner,
            changed: changed::view(tile, self.inputs, self.release, locale),
            kept: self.kept,
            from_check: self.from_check,
        })
    }

    fn fields(&self) -> Vec<FieldView> {
        let typed = self.subject.typed(self.inputs);
        let faulty = self.faulty();
        let error_of = |field: &Field| self.errors.iter().find(|error| error.field == field.id);
        let fields = self.subject.fields(self.inputs).into_iter();
        fields
            .map(|field| {
                let shown = fields::Shown {
                    subject: self.subject,
                    field,
                    inputs: &typed,
                    error: error_of(field),
                    locked: field.is_locked(self.known),
                    faulty: &faulty,
                    files: self.files,
                    locale: self.locale,
                };
                shown.view()
            })
            .collect()
    }

    /// The entries on this page that are not complete: said before "continue" asks for it.
    fn faulty(&self) -> Vec<Entry> {
        if self.subject.entry.is_some() {
            return Vec::new();
        }
        let errors = self.subject.check(self.inputs, self.today);
        errors.into_iter().filter_map(|error| error.entry).collect()
    }

    /// The same page with what is wrong on it.
    pub fn refused(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.view()).into_response()
    }
}

/// Where a form with files is posted: below the page's own address, its query kept.
fn with_files(action: &str) -> String {
    let (path, query) = action.split_once('?').map_or((action, None), |(path, query)| (path, Some(query)));
    query.map_or_else(|| format!("{path}/files"), |query| format!("{path}/files?{query}"))
}

fn error_line(tile: &Tile, error: &FieldError, locale: Locale) -> ErrorLine {
    ErrorLine { input: error.input.clone(), message: tile.error_message(locale, error) }
}
