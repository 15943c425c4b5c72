//! Documents to keep: tagged PDF (PDF/UA-1, accessible; PDF/A-2a, made to last), from blocks of text.
//! A screen reader meets headings, paragraphs and questions with their answers in the order of the
//! page.

mod draw;
mod layout;
mod text;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use text::can_show;

/// A document about to be made.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its language, as a BCP 47 tag: `fr-CA`.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When what it says was said: the document is the same however often it is made.
    pub at: Timestamp,
    /// What every page says at its foot, before its number.
    pub foot: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, of level 1 for the document's own.
    Heading(u8, String),
    /// A paragraph; line feeds stay.
    Paragraph(String),
    /// Questions with their answers; line feeds stay.
    Answers(Vec<(String, String)>),
}

/// The document cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font of the program's own cannot be read.
    #[error("a font of the program cannot be read")]
    Font,
    /// The document would break a rule of PDF/UA or PDF/A.
    #[error("the document cannot be written: {0}")]
    Writing(String),
}

impl Document {
    /// The PDF.
    ///
    /// # Errors
    /// When a rule of the two standards would be broken: then there is no document rather than one that
    /// some people cannot read.
    pub fn render(&self) -> Result<Vec<u8>, Error> {
        let fonts = text::Fonts::of_program()?;
        draw::draw(self, &layout::lay_out(self, fonts), fonts)
    }
}
