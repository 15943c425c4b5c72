//! The chunks of a PNG: how large the picture is, and that nothing follows its end.

use super::check_pixels;
use crate::attachments::Refusal;

/// The signature, and a chunk's length and type.
const SIGNATURE: usize = 8;
const CHUNK_HEAD: usize = 8;
/// A chunk's checksum.
const CHECKSUM: u64 = 4;
/// The longest compressed text or colour profile: 1 MiB can unfold to 1 GiB.
const LONGEST_COMPRESSED: u64 = 256 * 1024;

/// Reads a PNG as it comes.
#[derive(Default)]
pub(super) struct Png {
    /// What is collected: the signature, a chunk's head, the picture's header.
    start: Vec<u8>,
    /// What is passed over of the chunk.
    skip: u64,
    signed: bool,
    measured: bool,
    ended: bool,
}

impl Png {
    /// Whether it came to its end.
    pub fn is_whole(&self) -> bool {
        self.ended && self.skip == 0
    }

    /// Reads on.
    pub fn read(&mut self, mut piece: &[u8]) -> Result<(), Refusal> {
        while !piece.is_empty() {
            if self.skip > 0 {
                let now = usize::try_from(self.skip).unwrap_or(usize::MAX).min(piece.len());
                self.skip -= now as u64;
                piece = piece.get(now..).unwrap_or_default();
                continue;
            }
            if self.ended {
                return Err(Refusal::Mixed);
            }
            let (now, rest) = piece.split_at(self.wanted().min(piece.len()));
            self.start.extend_from_slice(now);
            piece = rest;
            if self.wanted() == 0 {
                self.head()?;
            }
        }
        Ok(())
    }

    /// How many bytes are missing until something can be told.
    fn wanted(&self) -> usize {
        let whole = match (self.signed, self.measured) {
            (false, _) => SIGNATURE,
            // The picture's header comes first, with width and height.
            (true, false) => CHUNK_HEAD + 8,
            (true, true) => CHUNK_HEAD,
        };
        whole - self.start.len().min(whole)
    }

    fn head(&mut self) -> Result<(), Refusal> {
        let start = std::mem::take(&mut self.start);
        if !self.signed {
            self.signed = true;
            return Ok(());
        }
        let number = |at: usize| {
            let bytes = start.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
            bytes.map(|bytes| u64::from(u32::from_be_bytes(bytes))).ok_or(Refusal::Damaged)
        };
        let (length, kind) = (number(0)?, start.get(4..8).unwrap_or_default());
        let mut seen = 0;
        match kind {
            b"IHDR" if !self.measured && length == 13 => {
                check_pixels(number(8)?, number(12)?)?;
                self.measured = true;
                seen = 8;
            }
            _ if !self.measured => return Err(Refusal::Damaged),
            b"IEND" => self.ended = true,
            b"zTXt" | b"iTXt" | b"iCCP" if length > LONGEST_COMPRESSED => return Err(Refusal::Pixels),
            _ => {}
        }
        self.skip = (length + CHECKSUM) - seen;
        Ok(())
    }
}
