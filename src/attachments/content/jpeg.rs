//! The segments of a JPEG up to its picture: how large it is, without decoding it.

use super::check_pixels;
use crate::attachments::Refusal;

/// Where the reading stands.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    /// Before the 0xFF of a marker.
    #[default]
    Mark,
    /// Before a marker's code.
    Code,
    /// Before the bytes of a segment's length.
    Length { code: u8, high: Option<u8> },
    /// In a segment.
    Segment { code: u8, left: usize },
    /// In the picture itself.
    Picture,
}

/// Reads a JPEG as it comes.
#[derive(Default)]
pub(super) struct Jpeg {
    at: At,
    /// The first bytes of the segment: precision, height and width of a frame header.
    start: Vec<u8>,
    measured: bool,
}

impl Jpeg {
    /// Whether the picture began, and its size was told.
    pub fn is_whole(&self) -> bool {
        matches!(self.at, At::Picture) && self.measured
    }

    /// Reads on.
    pub fn read(&mut self, mut piece: &[u8]) -> Result<(), Refusal> {
        while let Some((&byte, rest)) = piece.split_first() {
            piece = match self.at {
                At::Picture => return Ok(()),
                At::Segment { code, left } => self.segment(code, left, piece)?,
                At::Mark => {
                    self.at = if byte == 0xff { At::Code } else { return Err(Refusal::Damaged) };
                    rest
                }
                At::Code => {
                    self.code(byte);
                    rest
                }
                At::Length { code, high: None } => {
                    self.at = At::Length { code, high: Some(byte) };
                    rest
                }
                At::Length { code, high: Some(high) } => {
                    let length = usize::from(u16::from_be_bytes([high, byte]));
                    // The length counts its own two bytes.
                    let left = length.checked_sub(2).ok_or(Refusal::Damaged)?;
                    self.start.clear();
                    self.at = At::Segment { code, left };
                    rest
                }
            };
        }
        Ok(())
    }

    fn code(&mut self, code: u8) {
        self.at = match code {
            // Padding, and the markers without a segment.
            0xff => At::Code,
            0x01 | 0xd0..=0xd8 => At::Mark,
            code => At::Length { code, high: None },
        };
    }

    fn segment<'p>(&mut self, code: u8, left: usize, piece: &'p [u8]) -> Result<&'p [u8], Refusal> {
        let (now, rest) = piece.split_at(left.min(piece.len()));
        let missing = 5_usize.saturating_sub(self.start.len());
        self.start.extend(now.iter().take(missing));
        let left = left - now.len();
        self.at = At::Segment { code, left };
        if left == 0 {
            self.at = At::Mark;
            match code {
                // Frame headers: all of 0xC0 to 0xCF but three tables.
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => self.measure()?,
                // The picture begins, or ends before it began.
                0xda => self.at = At::Picture,
                0xd9 => return Err(Refusal::Damaged),
                _ => {}
            }
        }
        Ok(rest)
    }

    fn measure(&mut self) -> Result<(), Refusal> {
        let &[_, h1, h0, w1, w0] = self.start.as_slice() else { return Err(Refusal::Damaged) };
        self.measured = true;
        check_pixels(u16::from_be_bytes([w1, w0]).into(), u16::from_be_bytes([h1, h0]).into())
    }
}
