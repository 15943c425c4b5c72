//! What one screen of questions is about: a page of the form, or one entry of a group on that page.
//! Everything that a page can do, an entry can do too.

use jiff::civil::Date;
use serde::Deserialize;

use crate::id::Reference;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{
    Entry, EntryId, Field, FieldError, FieldId, Form as Definition, Inputs, Page, PageId,
};

/// Where in a draft: the segments of a path.
#[derive(Debug, Deserialize)]
pub struct Place {
    /// The draft's reference, as it stands in the address.
    pub reference: String,
    /// The page.
    pub page: String,
    /// The group, where one entry of it is meant.
    pub group: Option<String>,
    /// The entry.
    pub entry: Option<String>,
}

impl Place {
    /// The path of that screen, if there could be one.
    pub fn path(&self) -> Option<String> {
        let reference: Reference = self.reference.parse().ok()?;
        let page = PageId::try_from(self.page.clone()).ok()?;
        let (Some(group), Some(entry)) = (&self.group, &self.entry) else {
            return Some(format!("/requests/{reference}/form/{page}"));
        };
        let (group, entry) = (FieldId::try_from(group.clone()).ok()?, entry.parse::<EntryId>().ok()?);
        Some(format!("/requests/{reference}/form/{page}/{group}/{entry}"))
    }
}

/// A screen of questions.
#[derive(Clone)]
pub struct Subject<'a> {
    pub tile: &'a Tile,
    pub form: &'a Definition,
    pub page: &'a Page,
    /// The group and the entry of it, when the screen is about one.
    pub entry: Option<(&'a Field, Entry)>,
}

impl<'a> Subject<'a> {
    /// A page of the form.
    pub fn page(tile: &'a Tile, form: &'a Definition, page: &'a Page) -> Self {
        Self { tile, form, page, entry: None }
    }

    /// What stands at that place; `None` when nothing does.
    pub fn at(tile: &'a Tile, form: &'a Definition, place: &Place) -> Option<Self> {
        let page = form.page(&place.page)?;
        let (Some(group), Some(entry)) = (&place.group, &place.entry) else {
            return Some(Self::page(tile, form, page));
        };
        let group = page.fields.iter().find(|field| field.id.as_str() == group && field.group().is_some())?;
        let entry = Entry { group: group.id.clone(), id: entry.parse().ok()? };
        Some(Self { tile, form, page, entry: Some((group, entry)) })
    }

    /// The screen of one entry of a group on this page.
    pub fn of_entry(&self, entry: &Entry) -> Option<Self> {
        let group = self.page.fields.iter().find(|field| field.id == entry.group)?;
        Some(Self { entry: Some((group, entry.clone())), ..self.clone() })
    }

    /// Its path below the draft's: `/form/children/children/3f9c2a71d0`.
    pub fn path(&self) -> String {
        match &self.entry {
            Some((_, entry)) => format!("/form/{}/{}/{}", self.page.id, entry.group, entry.id),
            None => format!("/form/{}", self.page.id),
        }
    }

    /// The questions that the answers so far call for.
    pub fn fields(&self, inputs: &Inputs) -> Vec<&'a Field> {
        match &self.entry {
            Some((_, entry)) => self.form.entry_fields(self.page, &entry.group, inputs),
            None => self.form.fields_shown(self.page, inputs),
        }
    }

    /// What was typed, by the names that this screen's inputs have.
    pub fn typed(&self, inputs: &Inputs) -> Inputs {
        match &self.entry {
            Some((_, entry)) => inputs.of_entry(entry),
            None => inputs.clone(),
        }
    }

    /// Takes this screen's inputs out of what was posted.
    pub fn absorb(&self, posted: &[(String, String)], into: &mut Inputs) {
        match &self.entry {
            Some((_, entry)) => self.form.absorb_entry(self.page, entry, posted, into),
            None => self.form.absorb(self.page, posted, into),
        }
    }

    /// What is wrong on this screen.
    pub fn check(&self, inputs: &Inputs, today: Date) -> Vec<FieldError> {
        match &self.entry {
            Some((_, entry)) => self.form.check_entry(self.page, entry, inputs, today),
            None => self.form.check_page(self.page, inputs, today),
        }
    }

    /// Whether this is an entry that the answers leave no room for: its group is not asked, or full.
    pub fn has_no_room(&self, inputs: &Inputs) -> bool {
        let Some((group, entry)) = &self.entry else { return false };
        let entries = inputs.entries(&group.id);
        let full = group.group().is_some_and(|group| entries.len() >= group.max);
        self.fields(inputs).is_empty() || (full && !entries.contains(entry))
    }

    /// What is wrong with an entry for which there is no room, beside its group's others.
    pub fn no_room_error(&self, inputs: &Inputs, today: Date) -> Option<FieldError> {
        let first =
            self.fields(inputs).into_iter().find_map(|field| field.input_names().into_iter().next())?;
        let errors = self.form.check_page(self.page, inputs, today).into_iter();
        let group = self.entry.as_ref().map(|(group, _)| &group.id)?;
        let mut errors = errors.filter(|error| error.field == *group && error.entry.is_none());
        errors.next().map(|error| FieldError { input: first, ..error })
    }

    /// Its heading.
    pub fn title(&self, locale: Locale, inputs: &Inputs) -> String {
        let Some((group, entry)) = &self.entry else { return self.tile.word(locale, &self.page.title) };
        let entries = inputs.entries(&group.id);
        let place = entries.iter().position(|one| one == entry).unwrap_or(entries.len());
        self.tile.entry_title(locale, group, place)
    }
}
