//! A page of questions, from a form's definition and what was typed to what is shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::clock::Micros;
use crate::requests::fields;
use crate::requests::views::FormPage;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Field, FieldError, Form as Definition, Inputs, Page};
use crate::web::Show;
use crate::web::views::ErrorLine;

/// A page of questions about to be shown.
pub(super) struct Asked<'a> {
    pub tile: &'a Tile,
    pub form: &'a Definition,
    pub page: &'a Page,
    pub inputs: &'a Inputs,
    pub errors: &'a [FieldError],
    pub locale: Locale,
    /// Where the form is posted.
    pub action: String,
    /// When the draft was saved, and at which version; none before it begins.
    pub saved: Option<(Micros, i64)>,
    pub kept: bool,
    pub from_check: bool,
    /// Whose page it is, as a mark: see [`FormPage::owner`].
    pub owner: String,
}

impl<'a> Asked<'a> {
    /// The page as it is first shown: nothing saved, nothing wrong.
    pub fn new(
        (tile, form, page): (&'a Tile, &'a Definition, &'a Page),
        inputs: &'a Inputs,
        locale: Locale,
        action: String,
        owner: String,
    ) -> Self {
        Self {
            tile,
            form,
            page,
            inputs,
            errors: &[],
            locale,
            action,
            saved: None,
            owner,
            kept: false,
            from_check: false,
        }
    }

    pub fn view(self) -> Show<FormPage> {
        let (tile, locale) = (self.tile, self.locale);
        let pages = self.form.pages_shown(self.inputs);
        let number = pages.iter().position(|page| page.id == self.page.id).map_or(1, |at| at + 1);
        let error_of = |field: &Field| self.errors.iter().find(|error| error.field == field.id);
        let shown = self.form.fields_shown(self.page, self.inputs).into_iter();
        Show(FormPage {
            tile: tile.id().to_string(),
            title: tile.title(locale).to_owned(),
            page_title: tile.word(locale, &self.page.title),
            lead: tile.own_word(locale, &self.page.lead),
            number,
            of: pages.len(),
            fields: shown
                .map(|field| fields::view(tile, field, self.inputs, error_of(field), locale))
                .collect(),
            errors: self.errors.iter().map(|error| error_line(tile, error, locale)).collect(),
            saved_at: self.saved.map(|(at, _)| at),
            action: self.action,
            version: self.saved.map_or(0, |(_, version)| version),
            owner: self.owner,
            kept: self.kept,
            from_check: self.from_check,
        })
    }

    /// The same page with what is wrong on it.
    pub fn refused(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.view()).into_response()
    }
}

fn error_line(tile: &Tile, error: &FieldError, locale: Locale) -> ErrorLine {
    ErrorLine { input: error.input.clone(), message: tile.error_message(locale, error) }
}
