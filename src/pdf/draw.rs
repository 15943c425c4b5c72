//! Pages and their structure, written.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::{Accessibility, Archival};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::{Document as Writer, SerializeSettings};

use super::layout::{BODY, FOOT, Layout, Line, PAGE, Part, SMALL, Sheet, rule_ends};
use super::text::{Fonts, Style};
use super::{Document, Error};

/// The ink of text, that of the portal's pages.
const INK: (u8, u8, u8) = (0x22, 0x36, 0x54);
/// The ink of rules.
const RULE: (u8, u8, u8) = (0xc5, 0xca, 0xd2);

/// Writes a document that was laid out.
pub(super) fn draw(document: &Document, layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new_with(settings()?);
    let mut leaves: Vec<Vec<Identifier>> = (0..layout.leaves).map(|_| Vec::new()).collect();
    let count = layout.sheets.len();
    for (number, sheet) in layout.sheets.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(Error::Font)?;
        let mut page = writer.start_page_with(size);
        let mut surface = page.surface();
        lines(&mut surface, sheet, fonts, &mut leaves);
        rules(&mut surface, sheet);
        let foot = format!("{} · {}/{count}", document.foot, number + 1);
        furniture(&mut surface, &foot, fonts);
        surface.finish();
        page.finish();
    }
    writer.set_tag_tree(structure(document, layout, leaves));
    writer.set_outline(outline(layout));
    writer.set_metadata(metadata(document));
    writer.finish().map_err(|error| Error::Writing(format!("{error:?}")))
}

fn settings() -> Result<SerializeSettings, Error> {
    let standards = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Error::Writing(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration: standards, ..SerializeSettings::default() })
}

fn ink((red, green, blue): (u8, u8, u8)) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(surface: &mut Surface<'_>) {
    let fill = Fill {
        paint: ink(INK).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    };
    surface.set_fill(Some(fill));
}

fn lines(surface: &mut Surface<'_>, sheet: &Sheet, fonts: &Fonts, leaves: &mut [Vec<Identifier>]) {
    fill(surface);
    for line in &sheet.lines {
        let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        set(surface, line, fonts);
        surface.end_tagged();
        if let Some(leaf) = leaves.get_mut(line.leaf) {
            leaf.push(id);
        }
    }
}

fn set(surface: &mut Surface<'_>, line: &Line, fonts: &Fonts) {
    write(surface, (line.x, line.y), line.style, &line.text, fonts);
}

fn write(surface: &mut Surface<'_>, (mut x, y): (f32, f32), style: Style, text: &str, fonts: &Fonts) {
    for run in fonts.runs(style, text) {
        surface.draw_glyphs(
            Point::from_xy(x, y),
            &run.glyphs,
            run.font.clone(),
            &run.text,
            style.size,
            false,
        );
        x += run.width;
    }
}

/// Thin rules between answers, for the eye alone.
fn rules(surface: &mut Surface<'_>, sheet: &Sheet) {
    let (left, right) = rule_ends();
    let mut path = PathBuilder::new();
    for y in &sheet.rules {
        path.move_to(left, *y);
        path.line_to(right, *y);
    }
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: ink(RULE).into(), width: 0.75, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

/// The foot of a page: not part of what the document says.
fn furniture(surface: &mut Surface<'_>, foot: &str, fonts: &Fonts) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    fill(surface);
    write(surface, (rule_ends().0, FOOT), SMALL, foot, fonts);
    surface.end_tagged();
}

/// The tree that a screen reader walks.
fn structure(document: &Document, layout: &Layout, mut leaves: Vec<Vec<Identifier>>) -> TagTree {
    let mut take = |leaf: usize| leaves.get_mut(leaf).map(std::mem::take).unwrap_or_default();
    let mut tree = TagTree::new().with_lang(Some(document.language.clone()));
    for part in &layout.parts {
        match part {
            Part::Heading { level, text, leaf, .. } => {
                let level = NonZeroU16::new((*level).into()).unwrap_or(NonZeroU16::MIN);
                tree.push(group(Tag::Hn(level, Some(text.clone())), take(*leaf)));
            }
            Part::Paragraph { leaf } => tree.push(group(Tag::P, take(*leaf))),
            Part::Answers(rows) => {
                // A list of terms and what they mean: ISO 32000-1, 14.8.4.3.3.
                let mut list = TagGroup::new(Tag::L(ListNumbering::None));
                for (label, body) in rows {
                    let mut item = TagGroup::new(Tag::LI);
                    item.push(group(Tag::Lbl, take(*label)));
                    item.push(group(Tag::LBody, take(*body)));
                    list.push(item);
                }
                tree.push(list);
            }
        }
    }
    tree
}

fn group(tag: impl Into<krilla::tagging::TagKind>, leaves: Vec<Identifier>) -> TagGroup {
    let mut group = TagGroup::new(tag);
    for leaf in leaves {
        group.push(leaf);
    }
    group
}

/// Bookmarks: one for each heading.
fn outline(layout: &Layout) -> Outline {
    let mut outline = Outline::new();
    for part in &layout.parts {
        if let Part::Heading { text, page, y, .. } = part {
            let place = XyzDestination::new(*page, Point::from_xy(0.0, (*y - BODY.size).max(0.0)));
            outline.push_child(OutlineNode::new(text.clone(), place));
        }
    }
    outline
}

fn metadata(document: &Document) -> Metadata {
    let at = document.at.to_zoned(jiff::tz::TimeZone::UTC);
    let two = |number: i8| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(two(at.month()))
        .day(two(at.day()))
        .hour(two(at.hour()))
        .minute(two(at.minute()))
        .second(two(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(document.title.clone())
        .language(document.language.clone())
        .authors(vec![document.author.clone()])
        .creation_date(date)
}
