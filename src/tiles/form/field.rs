//! Fields: what is asked, in which shape, within which limits.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::group::Group;
use super::{Condition, DateLimit};
use crate::tiles::is_name;
use crate::tiles::manifest::Claim;

/// The text cannot be the id of a page, a field or an option.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id: at most 40 small letters, digits and hyphens, a letter first")]
pub struct NotAName(String);

macro_rules! name {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is written in the definition.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAName;
            fn try_from(text: String) -> Result<Self, NotAName> {
                if text.len() <= 40 && is_name(&text) { Ok(Self(text)) } else { Err(NotAName(text)) }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

name! {
    /// The id of a page: its last segment in paths and the stem of its Fluent keys.
    PageId,
    /// The id of a field: its name in inputs and answers and the stem of its Fluent keys.
    FieldId,
    /// The code of an option: what is stored, in every language.
    Code,
    /// The id of a section: the stem of its Fluent key.
    SectionId,
}

/// One question, a passage of text between questions, or a group of questions that repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id, unique in the form.
    pub id: FieldId,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Whether it must be answered when it is asked.
    pub required: bool,
    /// The Fluent key of its label: `{id}-label`, unless the definition names another.
    pub label: String,
    /// The Fluent key of its hint, `{id}-hint`; the tile may have no words for it.
    pub hint: String,
    /// The Fluent key of a longer explanation, `{id}-help`; the tile may have no words for it.
    pub help: String,
    /// The claim from which it is filled in at first.
    pub prefill: Option<Claim>,
    /// Whether what the claim says cannot be changed here.
    pub locked: bool,
    /// Whether the answer is about the person who types: browsers may then fill it in.
    pub own: bool,
    /// When it is asked at all.
    pub visible_if: Option<Condition>,
}

/// The kinds of field (contract §1) with their limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text(Length),
    /// Several lines.
    Textarea(Length),
    /// A day, in three inputs.
    Date {
        /// The first day taken.
        earliest: Option<DateLimit>,
        /// The last day taken.
        latest: Option<DateLimit>,
    },
    /// One of several options.
    Choice(Vec<Code>),
    /// Any of several options.
    Choices {
        /// The options.
        options: Vec<Code>,
        /// The fewest that may be ticked, once one is.
        min: usize,
        /// The most that may be ticked.
        max: usize,
    },
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number {
        /// The least taken.
        min: i64,
        /// The greatest taken.
        max: i64,
    },
    /// An e-mail address.
    Email,
    /// A telephone number of the North American plan.
    Phone,
    /// A Canadian postal code.
    PostalCode,
    /// A Québec health insurance number (NAM).
    HealthInsuranceNumber,
    /// An address in Canada, in several inputs.
    Address,
    /// A passage of text: nothing to answer.
    Info,
    /// A statement to accept.
    Declaration,
    /// Files, whose names stand for them among the inputs; their contents lie elsewhere.
    File {
        /// The most files; as many as the service takes when it does not say.
        max: Option<usize>,
    },
    /// Fields asked again for each child, each address, each stay.
    Group(Group),
}

/// The least and the greatest length of a text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least length, once something is typed.
    pub min: usize,
    /// The greatest length.
    pub max: usize,
}

/// One of the several inputs of a field: `birth.day`, `home.city`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The day of a date.
    Day,
    /// The month of a date.
    Month,
    /// The year of a date.
    Year,
    /// Number and street of an address.
    Street,
    /// Apartment, office; optional.
    Unit,
    /// The town.
    City,
    /// The postal code.
    PostalCode,
}

impl Part {
    /// The parts of a date, as they are asked in Québec.
    pub const DATE: [Self; 3] = [Self::Day, Self::Month, Self::Year];
    /// The parts of an address.
    pub const ADDRESS: [Self; 4] = [Self::Street, Self::Unit, Self::City, Self::PostalCode];

    /// The name after the dot.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Street => "street",
            Self::Unit => "unit",
            Self::City => "city",
            Self::PostalCode => "postal_code",
        }
    }
}

impl Field {
    /// The parts that the field is typed in; none when it has one input.
    #[must_use]
    pub fn parts(&self) -> &'static [Part] {
        match self.kind {
            FieldKind::Date { .. } => &Part::DATE,
            FieldKind::Address => &Part::ADDRESS,
            _ => &[],
        }
    }

    /// The names of its inputs in the page's HTML form.
    #[must_use]
    pub fn input_names(&self) -> Vec<String> {
        match (&self.kind, self.parts()) {
            (FieldKind::Info | FieldKind::Group(_), _) => Vec::new(),
            (_, []) => vec![self.id.to_string()],
            (_, parts) => parts.iter().map(|part| self.input_name(*part)).collect(),
        }
    }

    /// The name of the input of one part: `birth.day`.
    #[must_use]
    pub fn input_name(&self, part: Part) -> String {
        format!("{}.{}", self.id, part.as_str())
    }

    /// The options to choose from; none for kinds without options.
    #[must_use]
    pub fn options(&self) -> &[Code] {
        match &self.kind {
            FieldKind::Choice(options) | FieldKind::Choices { options, .. } => options,
            _ => &[],
        }
    }

    /// The field, and those inside it if it is a group.
    pub fn and_inner(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.group().into_iter().flat_map(|group| &group.fields))
    }

    /// What repeats, if this is a group.
    #[must_use]
    pub fn group(&self) -> Option<&Group> {
        if let FieldKind::Group(group) = &self.kind { Some(group) } else { None }
    }

    /// The Fluent key of an option's label.
    #[must_use]
    pub fn option_label(&self, code: &str) -> String {
        format!("{}-{code}", self.id)
    }

    /// The Fluent key of what one entry of a group is called, with `$number`.
    #[must_use]
    pub fn entry_key(&self) -> String {
        format!("{}-entry", self.id)
    }

    /// The Fluent key of the button that adds an entry to a group.
    #[must_use]
    pub fn add_key(&self) -> String {
        format!("{}-add", self.id)
    }

    /// The Fluent key of an option's hint; the tile may have no words for it.
    #[must_use]
    pub fn option_hint(&self, code: &str) -> String {
        format!("{}-{code}-hint", self.id)
    }

    /// The token of the HTML attribute `autocomplete` (WCAG 2.2, 1.3.5): only where the answer is
    /// about the person who types, which a prefilled field is, and one that says so.
    #[must_use]
    pub fn autocomplete(&self) -> Option<&'static str> {
        match (self.prefill, &self.kind) {
            (Some(Claim::GivenName), _) => Some("given-name"),
            (Some(Claim::FamilyName), _) => Some("family-name"),
            (Some(Claim::Birthdate), _) => Some("bday"),
            (Some(Claim::Email), _) => Some("email"),
            (None, FieldKind::Email) if self.own => Some("email"),
            (None, FieldKind::Phone) if self.own => Some("tel"),
            (None, FieldKind::PostalCode) if self.own => Some("postal-code"),
            (None, _) => None,
        }
    }
}

impl FieldKind {
    /// Whether it must be answered by its own limits: a group of at least one entry.
    pub(super) fn is_needed(&self) -> bool {
        matches!(self, Self::Group(group) if group.min > 0)
    }

    /// Whether its answer is one of the answers: files come beside them.
    pub(super) fn answers(&self) -> bool {
        !matches!(self, Self::Info | Self::File { .. })
    }

    /// Whether browsers know such a thing of the person who types.
    pub(super) fn may_be_own(&self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::PostalCode | Self::Address)
    }

    /// The kind's name in form definitions.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Textarea(_) => "textarea",
            Self::Date { .. } => "date",
            Self::Choice(_) => "choice",
            Self::Choices { .. } => "choices",
            Self::YesNo => "yes_no",
            Self::Number { .. } => "number",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PostalCode => "postal_code",
            Self::HealthInsuranceNumber => "health_insurance_number",
            Self::Address => "address",
            Self::Info => "info",
            Self::Declaration => "declaration",
            Self::File { .. } => "file",
            Self::Group(_) => "group",
        }
    }
}
