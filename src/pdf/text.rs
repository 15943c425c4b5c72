//! Glyphs: which font shows a character, and how wide.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use super::Error;

/// What stands for a character that no font of the program shows.
const REPLACEMENT: char = '\u{fffd}';

/// A font with what it takes to measure with it.
pub(super) struct Face {
    font: Font,
    parsed: FontRef<'static>,
    units: f32,
}

/// The faces of the program.
pub(super) struct Fonts {
    regular: Face,
    bold: Face,
    /// For letters that the other two do not have: Greek, Cyrillic, Inuktitut and Cree syllabics.
    wide: Face,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub bold: bool,
    /// In points.
    pub size: f32,
}

/// Glyphs of one face in a row.
pub(super) struct Run<'a> {
    pub font: &'a Font,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub width: f32,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let parsed = FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        let units = font.units_per_em();
        Some(Self { font, parsed, units })
    }

    fn glyph(&self, character: char) -> Option<GlyphId> {
        self.parsed.charmap().map(character).map(|glyph| GlyphId::new(glyph.to_u32()))
    }

    /// The advance of a glyph as a part of the font's size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        let metrics = self.parsed.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(skrifa::GlyphId::new(glyph.to_u32())).unwrap_or_default() / self.units
    }
}

impl Fonts {
    /// The program's own, read once.
    pub fn of_program() -> Result<&'static Self, Error> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        let read = || {
            Some(Self {
                regular: Face::read(include_bytes!("fonts/open-sans-regular.ttf"))?,
                bold: Face::read(include_bytes!("fonts/open-sans-bold.ttf"))?,
                wide: Face::read(include_bytes!("fonts/dejavu-sans.ttf"))?,
            })
        };
        FONTS.get_or_init(read).as_ref().ok_or(Error::Font)
    }

    /// The face and glyph for a character, and the character that is shown.
    fn find(&self, style: Style, character: char) -> (&Face, GlyphId, char) {
        let first = if style.bold { &self.bold } else { &self.regular };
        // Spaces of other widths are spaces here, and a hyphen that does not break is a hyphen.
        let character = match character {
            '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => '\u{a0}',
            '\u{2011}' => '-',
            other => other,
        };
        [first, &self.wide]
            .into_iter()
            .find_map(|face| Some((face, face.glyph(character)?, character)))
            .or_else(|| Some((&self.wide, self.wide.glyph(REPLACEMENT)?, REPLACEMENT)))
            .unwrap_or((first, GlyphId::new(0), character))
    }

    /// How wide a text is, in points.
    pub fn width(&self, style: Style, text: &str) -> f32 {
        let advance = |character| {
            let (face, glyph, _) = self.find(style, character);
            face.advance(glyph)
        };
        text.chars().map(advance).sum::<f32>() * style.size
    }

    /// A text as runs, each of one face.
    pub fn runs(&self, style: Style, text: &str) -> Vec<Run<'_>> {
        let mut runs: Vec<Run<'_>> = Vec::new();
        for character in text.chars() {
            let (face, glyph_id, shown) = self.find(style, character);
            let new = runs.last().is_none_or(|run| !std::ptr::eq(run.font, &raw const face.font));
            if new {
                runs.push(Run { font: &face.font, text: String::new(), glyphs: Vec::new(), width: 0.0 });
            }
            let Some(run) = runs.last_mut() else { continue };
            let start = run.text.len();
            run.text.push(shown);
            let x_advance = face.advance(glyph_id);
            run.width += x_advance * style.size;
            run.glyphs.push(KrillaGlyph {
                glyph_id,
                text_range: start..run.text.len(),
                x_advance,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            });
        }
        runs
    }
}

/// Whether every character of a text has a glyph. Those that have none are shown as `\u{fffd}`.
#[must_use]
pub fn can_show(text: &str) -> bool {
    let Ok(fonts) = Fonts::of_program() else { return false };
    let style = Style { bold: false, size: 1.0 };
    text.chars().all(|character| character == '\n' || fonts.find(style, character).2 != REPLACEMENT)
}
