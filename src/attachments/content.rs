//! What a file is, told by its content as it comes: never by its name, and never decoded whole.
//!
//! A file is taken when it is one thing from its first byte to its last. What could be read as
//! something else too (a PDF that is also an archive, a picture that is also a page) is refused, as
//! are pictures that would unfold to more than a machine can hold (ASVS 12.1.2, 12.2.1).

mod jpeg;
mod png;

use jpeg::Jpeg;
use png::Png;

use super::Refusal;

/// The kinds of file that the portal can tell by their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document (ISO 32000).
    Pdf,
    /// A photograph (ISO/IEC 10918-1).
    Jpeg,
    /// A picture, such as a screenshot (ISO/IEC 15948).
    Png,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// Its media type, as manifests and back-ends name it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The kind of that media type.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
        }
    }

    /// What lets a browser offer such files: the media type, and how their names end.
    #[must_use]
    pub fn accept(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf,.pdf",
            Self::Jpeg => "image/jpeg,.jpg,.jpeg",
            Self::Png => "image/png,.png",
        }
    }

    /// How the names of such files end; the usual end first.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
        }
    }

    /// Whether a browser that calls the file so may be right: browsers that do not know say nothing.
    #[must_use]
    pub fn may_be_called(self, declared: &str) -> bool {
        let known = match self {
            Self::Pdf => ["application/pdf", "application/x-pdf"],
            Self::Jpeg => ["image/jpeg", "image/pjpeg"],
            Self::Png => ["image/png", "image/x-png"],
        };
        known.contains(&declared) || matches!(declared, "" | "application/octet-stream" | "image/jpg")
    }

    fn of_start(start: &[u8]) -> Option<Self> {
        let signatures: [(&[u8], Self); 3] =
            [(b"%PDF-", Self::Pdf), (b"\xff\xd8\xff", Self::Jpeg), (b"\x89PNG\r\n\x1a\n", Self::Png)];
        signatures.into_iter().find(|(signature, _)| start.starts_with(signature)).map(|(_, kind)| kind)
    }
}

/// The most pixels of a picture: twice what usual cameras make, and what an office's machine unfolds.
const MOST_PIXELS: u64 = 100_000_000;
/// The bytes by which kinds are told.
const LONGEST_SIGNATURE: usize = 8;
/// The bytes of a document in which a page would have to begin, and in which it says that it ends.
const HEAD: usize = 1024;
/// Where the end record of an archive can be (APPNOTE 4.3.16): 22 bytes and a comment.
const TAIL: usize = 22 + 0xffff;
/// The longest mark looked for, less one.
const OVERLAP: usize = 15;

/// Looks at a file as it comes.
#[derive(Default)]
pub struct Inspector {
    /// What came before the kind could be told.
    start: Vec<u8>,
    head: Vec<u8>,
    tail: Vec<u8>,
    overlap: Vec<u8>,
    kind: Option<Kind>,
    jpeg: Jpeg,
    png: Png,
    /// The first thing found wrong.
    wrong: Option<Refusal>,
}

impl Inspector {
    /// Looks at the next piece.
    ///
    /// # Errors
    /// The [`Refusal`], as soon as it is certain.
    pub fn look(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        if self.kind.is_some() {
            return self.look_on(piece);
        }
        self.start.extend_from_slice(piece);
        if self.start.len() < LONGEST_SIGNATURE {
            return Ok(());
        }
        let start = std::mem::take(&mut self.start);
        self.kind = Some(Kind::of_start(&start).ok_or(Refusal::Kind)?);
        self.look_on(&start)
    }

    fn look_on(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(missing));
        self.keep_tail(piece);
        if let Some(wrong) = self.wrong_with(piece) {
            self.wrong.get_or_insert(wrong);
        }
        self.wrong.map_or(Ok(()), Err)
    }

    /// What the file is, once all of it was seen.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub fn finish(self) -> Result<Kind, Refusal> {
        if self.head.is_empty() && self.start.is_empty() {
            return Err(Refusal::Empty);
        }
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let kind = self.kind.ok_or(Refusal::Kind)?;
        if ends_as_archive(&self.tail) {
            return Err(Refusal::Mixed);
        }
        let last = self.tail.len().saturating_sub(HEAD);
        let whole = match kind {
            Kind::Pdf => holds(self.tail.get(last..).unwrap_or_default(), b"%%EOF"),
            Kind::Jpeg => self.jpeg.is_whole() && holds(&self.tail, b"\xff\xd9"),
            Kind::Png => self.png.is_whole(),
        };
        if whole { Ok(kind) } else { Err(Refusal::Damaged) }
    }

    fn keep_tail(&mut self, piece: &[u8]) {
        let piece = piece.get(piece.len().saturating_sub(TAIL)..).unwrap_or_default();
        let over = (self.tail.len() + piece.len()).saturating_sub(TAIL);
        self.tail.drain(..over);
        self.tail.extend_from_slice(piece);
    }

    fn wrong_with(&mut self, piece: &[u8]) -> Option<Refusal> {
        let shape = match self.kind {
            Some(Kind::Jpeg) => self.jpeg.read(piece),
            Some(Kind::Png) => self.png.read(piece),
            Some(Kind::Pdf) | None => Ok(()),
        };
        let mut window = std::mem::take(&mut self.overlap);
        window.extend_from_slice(piece);
        let marked = match self.kind {
            Some(Kind::Pdf) if is_page(&self.head) => Some(Refusal::Mixed),
            Some(Kind::Pdf) => is_encrypted(&window).then_some(Refusal::Protected),
            Some(Kind::Jpeg | Kind::Png) => is_page(&window).then_some(Refusal::Mixed),
            None => None,
        };
        window.drain(..window.len().saturating_sub(OVERLAP));
        self.overlap = window;
        shape.err().or(marked)
    }
}

/// Whether there may be that many pixels.
fn check_pixels(width: u64, height: u64) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged);
    }
    if width.saturating_mul(height) > MOST_PIXELS { Err(Refusal::Pixels) } else { Ok(()) }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// What follows each byte like that one.
fn after(bytes: &[u8], first: u8) -> impl Iterator<Item = &[u8]> {
    let places = bytes.iter().enumerate().filter(move |(_, byte)| **byte == first);
    places.filter_map(|(place, _)| bytes.get(place + 1..))
}

/// Whether a browser that does not listen to media types would find a page or a script in it.
fn is_page(bytes: &[u8]) -> bool {
    let open_ended: [&[u8]; 3] = [b"script", b"!doctype html", b"?php"];
    let names: [&[u8]; 2] = [b"html", b"svg"];
    after(bytes, b'<').any(|rest| {
        let starts =
            |mark: &&[u8]| rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
        let ends = |mark: &&[u8]| matches!(rest.get(mark.len()), Some(b'>' | b' ' | b'\t' | b'\r' | b'\n'));
        open_ended.iter().any(starts) || names.iter().any(|name| starts(name) && ends(name))
    })
}

/// Whether a PDF needs a password: its trailer, which is never compressed, names how it is encrypted
/// (ISO 32000-1 §7.6.1).
fn is_encrypted(bytes: &[u8]) -> bool {
    after(bytes, b'/').any(|rest| {
        let name = rest.strip_prefix(b"Encrypt");
        name.and_then(<[u8]>::first).is_some_and(|next| matches!(next, b' ' | b'\r' | b'\n' | b'\t' | b'<'))
    })
}

/// Whether an archiver would open it: archives are read from their end.
fn ends_as_archive(tail: &[u8]) -> bool {
    after(tail, b'P').any(|rest| {
        let length = rest.get(19..21).and_then(|bytes| <[u8; 2]>::try_from(bytes).ok());
        let comment = length.map(|bytes| usize::from(u16::from_le_bytes(bytes)));
        rest.starts_with(b"K\x05\x06") && comment.is_some_and(|comment| rest.len() >= 21 + comment)
    })
}

#[cfg(test)]
mod tests;
