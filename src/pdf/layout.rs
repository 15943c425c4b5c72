//! Where everything stands: blocks become lines, lines become pages.

use super::text::{Fonts, Style};
use super::{Block, Document};

/// A letter page, in points.
pub(super) const PAGE: (f32, f32) = (612.0, 792.0);
const MARGIN: f32 = 56.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Where the last line may stand.
const BOTTOM: f32 = PAGE.1 - 72.0;
/// The foot's baseline.
pub(super) const FOOT: f32 = PAGE.1 - 40.0;
/// The column of questions, and the gap to that of answers.
const QUESTIONS: f32 = 180.0;
const GAP: f32 = 16.0;

pub(super) const BODY: Style = Style { bold: false, size: 10.5 };
const LABEL: Style = Style { bold: true, size: 10.5 };
pub(super) const SMALL: Style = Style { bold: false, size: 8.5 };

/// A line of text in its place; its baseline is at `y`.
pub(super) struct Line {
    pub x: f32,
    pub y: f32,
    pub style: Style,
    pub text: String,
    /// The leaf of the structure it belongs to.
    pub leaf: usize,
}

/// One page.
#[derive(Default)]
pub(super) struct Sheet {
    pub lines: Vec<Line>,
    /// The heights of thin rules across the page.
    pub rules: Vec<f32>,
}

/// A part of the structure that a screen reader meets; its leaves are numbers that lines name.
pub(super) enum Part {
    Heading { level: u8, text: String, leaf: usize, page: usize, y: f32 },
    Paragraph { leaf: usize },
    Answers(Vec<(usize, usize)>),
}

/// The document, laid out.
#[derive(Default)]
pub(super) struct Layout {
    pub sheets: Vec<Sheet>,
    pub parts: Vec<Part>,
    pub leaves: usize,
}

/// Lays a document out.
pub(super) fn lay_out(document: &Document, fonts: &Fonts) -> Layout {
    let mut pen = Pen { fonts, layout: Layout::default(), y: MARGIN };
    pen.layout.sheets.push(Sheet::default());
    for block in &document.blocks {
        match block {
            Block::Heading(level, text) => pen.heading(*level, text),
            Block::Paragraph(text) => pen.paragraph(text),
            Block::Answers(rows) => pen.answers(rows),
        }
    }
    pen.layout
}

struct Pen<'a> {
    fonts: &'a Fonts,
    layout: Layout,
    /// Where the next line begins.
    y: f32,
}

impl Pen<'_> {
    fn leaf(&mut self) -> usize {
        self.layout.leaves += 1;
        self.layout.leaves - 1
    }

    /// Goes to a new page unless so much fits on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.layout.sheets.push(Sheet::default());
            self.y = MARGIN;
        }
    }

    fn write(&mut self, x: f32, y: f32, style: Style, text: String, leaf: usize) {
        if let Some(sheet) = self.layout.sheets.last_mut() {
            sheet.lines.push(Line { x, y, style, text, leaf });
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let (size, before) = match level {
            1 => (22.0, 0.0),
            2 => (15.0, 18.0),
            _ => (12.0, 12.0),
        };
        let style = Style { bold: true, size };
        let lines = wrap(self.fonts, style, text, WIDTH);
        self.y += before;
        // Never the last thing on a page.
        self.need(height(&lines, style) + 60.0);
        let (leaf, page, top) = (self.leaf(), self.layout.sheets.len() - 1, self.y);
        self.layout.parts.push(Part::Heading { level, text: text.to_owned(), leaf, page, y: top });
        for line in lines {
            self.y += leading(style);
            self.write(MARGIN, self.y - style.size * 0.35, style, line, leaf);
        }
        self.y += 6.0;
    }

    fn paragraph(&mut self, text: &str) {
        let leaf = self.leaf();
        self.layout.parts.push(Part::Paragraph { leaf });
        for line in wrap(self.fonts, BODY, text, WIDTH) {
            self.need(leading(BODY));
            self.y += leading(BODY);
            self.write(MARGIN, self.y - BODY.size * 0.35, BODY, line, leaf);
        }
        self.y += 6.0;
    }

    fn answers(&mut self, rows: &[(String, String)]) {
        let mut leaves = Vec::new();
        for (question, answer) in rows {
            leaves.push(self.row(question, answer));
        }
        self.layout.parts.push(Part::Answers(leaves));
        self.y += 6.0;
    }

    fn row(&mut self, question: &str, answer: &str) -> (usize, usize) {
        let questions = wrap(self.fonts, LABEL, question, QUESTIONS);
        let answers = wrap(self.fonts, BODY, answer, WIDTH - QUESTIONS - GAP);
        let (label, body) = (self.leaf(), self.leaf());
        let count = questions.len().max(answers.len());
        // A row is kept on one page, unless it is as long as a story.
        let whole = height(&questions, LABEL).max(height(&answers, BODY)) + 10.0;
        self.need(if count <= 12 { whole } else { 4.0 * leading(BODY) });
        self.y += 5.0;
        let mut questions = questions.into_iter();
        let mut answers = answers.into_iter();
        for _ in 0..count {
            self.need(leading(BODY));
            self.y += leading(BODY);
            let baseline = self.y - BODY.size * 0.35;
            if let Some(line) = questions.next() {
                self.write(MARGIN, baseline, LABEL, line, label);
            }
            if let Some(line) = answers.next() {
                self.write(MARGIN + QUESTIONS + GAP, baseline, BODY, line, body);
            }
        }
        self.y += 5.0;
        let y = self.y;
        if let Some(sheet) = self.layout.sheets.last_mut() {
            sheet.rules.push(y);
        }
        (label, body)
    }
}

/// The left and the right end of a rule.
pub(super) fn rule_ends() -> (f32, f32) {
    (MARGIN, PAGE.0 - MARGIN)
}

/// From one line to the next.
fn leading(style: Style) -> f32 {
    style.size * 1.4
}

#[expect(clippy::cast_precision_loss, reason = "a document has fewer lines than an f32 counts")]
fn height(lines: &[String], style: Style) -> f32 {
    lines.len() as f32 * leading(style)
}

/// A text as lines no wider than `width`. A line that goes on ends with its space, so that the words
/// stay apart for those who listen.
fn wrap(fonts: &Fonts, style: Style, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            let fits = |text: &str| fonts.width(style, text.trim_end_matches(' ')) <= width;
            if !line.is_empty() && !fits(&format!("{line}{word}")) {
                lines.push(std::mem::take(&mut line));
            }
            // A word wider than the column is broken where it must be.
            for character in word.chars() {
                if !line.is_empty() && character != ' ' && !fits(&format!("{line}{character}")) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(character);
            }
        }
        lines.push(line);
    }
    lines
}
