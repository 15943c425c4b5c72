//! Sealed streams: contents too large to be held whole, such as files.
//!
//! The STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015) over XChaCha20-Poly1305:
//! segments with a counter and a mark on the last one in their nonces, so that none can be altered,
//! swapped, repeated or cut off unnoticed. Layout: `version ‖ nonce ‖ segment ‖ segment ‖ …`.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::Payload;
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};

use super::{DataKey, Error, Place};
use crate::id::random;

/// Bytes of plain text in every segment but the last, which may be shorter.
pub const SEGMENT: usize = 64 * 1024;
/// What sealing adds to a segment: its tag (RFC 8439 §2.8).
const TAG: usize = 16;
/// The cipher's 24 bytes of nonce, less the counter and the mark of the last segment.
const NONCE: usize = 24 - 5;
/// The first byte of every sealed stream.
const VERSION: u8 = 1;

/// Seals one stream, piece by piece.
pub struct Sealer {
    cipher: EncryptorBE32<XChaCha20Poly1305>,
    place: Vec<u8>,
    header: Option<Vec<u8>>,
    pending: Vec<u8>,
}

/// Opens one sealed stream, piece by piece.
pub struct Opener {
    key: DataKey,
    cipher: Option<DecryptorBE32<XChaCha20Poly1305>>,
    place: Vec<u8>,
    pending: Vec<u8>,
}

impl DataKey {
    /// Begins to seal a stream for `place`.
    #[must_use]
    pub fn sealer(&self, place: Place) -> Sealer {
        let nonce = random::<NONCE>();
        Sealer {
            cipher: EncryptorBE32::from_aead(self.cipher(), nonce.as_slice().into()),
            place: place.bytes(),
            header: Some([&[VERSION], nonce.as_slice()].concat()),
            pending: Vec::with_capacity(SEGMENT),
        }
    }

    /// Begins to open a stream that was sealed for `place`.
    #[must_use]
    pub fn opener(&self, place: Place) -> Opener {
        Opener { key: self.clone(), cipher: None, place: place.bytes(), pending: Vec::new() }
    }
}

impl Sealer {
    /// Takes the next piece of plain text; gives what can be sealed so far.
    ///
    /// # Errors
    /// [`Error::Unopenable`] past the longest stream (256 TiB).
    pub fn seal(&mut self, mut plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut sealed = self.header.take().unwrap_or_default();
        loop {
            let room = SEGMENT - self.pending.len();
            let (now, later) = plain.split_at(room.min(plain.len()));
            self.pending.extend_from_slice(now);
            plain = later;
            // A full segment waits: only when more comes is it known not to be the last.
            if plain.is_empty() {
                return Ok(sealed);
            }
            let payload = Payload { msg: &self.pending, aad: &self.place };
            sealed.extend(self.cipher.encrypt_next(payload).map_err(|_| Error::Unopenable)?);
            self.pending.clear();
        }
    }

    /// Gives the end of the stream.
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        let mut sealed = self.header.unwrap_or_default();
        let payload = Payload { msg: &self.pending, aad: &self.place };
        sealed.extend(self.cipher.encrypt_last(payload).map_err(|_| Error::Unopenable)?);
        Ok(sealed)
    }
}

impl Opener {
    /// Takes the next piece of the sealed stream; gives what can be opened so far.
    ///
    /// # Errors
    /// [`Error::Unopenable`] when the key, the place or the bytes are not the same.
    pub fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        self.pending.extend_from_slice(sealed);
        let mut plain = Vec::new();
        let Some(cipher) = begin(&self.key, &mut self.cipher, &mut self.pending)? else { return Ok(plain) };
        let mut opened = 0;
        while self.pending.len() - opened > SEGMENT + TAG {
            let segment = self.pending.get(opened..opened + SEGMENT + TAG).ok_or(Error::Unopenable)?;
            let payload = Payload { msg: segment, aad: &self.place };
            plain.extend(cipher.decrypt_next(payload).map_err(|_| Error::Unopenable)?);
            opened += SEGMENT + TAG;
        }
        self.pending.drain(..opened);
        Ok(plain)
    }

    /// Gives the end of the stream, once all of it was taken.
    ///
    /// # Errors
    /// As [`Opener::open`]; also when the stream was cut short.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        begin(&self.key, &mut self.cipher, &mut self.pending)?;
        let payload = Payload { msg: &self.pending, aad: &self.place };
        let cipher = self.cipher.ok_or(Error::Unopenable)?;
        cipher.decrypt_last(payload).map_err(|_| Error::Unopenable)
    }
}

/// The cipher of the stream, once its header has come.
fn begin<'c>(
    key: &DataKey,
    cipher: &'c mut Option<DecryptorBE32<XChaCha20Poly1305>>,
    pending: &mut Vec<u8>,
) -> Result<Option<&'c mut DecryptorBE32<XChaCha20Poly1305>>, Error> {
    if cipher.is_none() && pending.len() > NONCE {
        let header: Vec<u8> = pending.drain(..=NONCE).collect();
        let Some((&VERSION, nonce)) = header.split_first() else { return Err(Error::Unopenable) };
        *cipher = Some(DecryptorBE32::from_aead(key.cipher(), nonce.into()));
    }
    Ok(cipher.as_mut())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Vault;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn key() -> DataKey {
        Vault::new(&Vault::new_master_key()).unwrap().own_key().clone()
    }

    fn place(row: u128) -> Place {
        Place::new("attachment.content", Uuid::from_u128(row))
    }

    fn seal(key: &DataKey, plain: &[u8], piece: usize) -> Vec<u8> {
        let mut stream = key.sealer(place(1));
        let mut sealed = Vec::new();
        for piece in plain.chunks(piece) {
            sealed.extend(stream.seal(piece).unwrap());
        }
        sealed.extend(stream.finish().unwrap());
        sealed
    }

    fn open(key: &DataKey, row: u128, sealed: &[u8], piece: usize) -> Result<Vec<u8>, Error> {
        let mut opener = key.opener(place(row));
        let mut plain = Vec::new();
        for piece in sealed.chunks(piece) {
            plain.extend(opener.open(piece)?);
        }
        plain.extend(opener.finish()?);
        Ok(plain)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn what_was_sealed_opens_however_it_is_cut(
            length in prop_oneof![0_usize..200, (SEGMENT - 2)..(SEGMENT + 2), (2 * SEGMENT - 2)..(2 * SEGMENT + 2)],
            pieces in (1_usize..90_000, 1_usize..90_000),
        ) {
            let (key, plain) = (key(), vec![7; length]);
            let sealed = seal(&key, &plain, pieces.0);
            prop_assert_eq!(open(&key, 1, &sealed, pieces.1), Ok(plain));
        }
    }

    #[test]
    fn altered_cut_swapped_or_misplaced_streams_do_not_open() {
        let key = key();
        let plain: Vec<u8> = (0..3 * SEGMENT).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let sealed = seal(&key, &plain, SEGMENT);
        assert_eq!(open(&key, 1, &sealed, 1_000), Ok(plain));
        assert!(open(&key, 2, &sealed, 1_000).is_err(), "another row");
        let head = 1 + NONCE;
        let segment = SEGMENT + TAG;
        // At each end of a segment: what is left would be a whole stream but for the mark of the last.
        for cut in [0, 1, head, head + segment, head + 2 * segment, sealed.len() - 1] {
            assert!(open(&key, 1, &sealed[..cut], 1_000).is_err(), "cut at {cut}");
        }
        let swapped = [
            &sealed[..head],
            &sealed[head + segment..head + 2 * segment],
            &sealed[head..head + segment],
            &sealed[head + 2 * segment..],
        ]
        .concat();
        assert!(open(&key, 1, &swapped, 1_000).is_err(), "swapped");
        for at in [0, 5, head + 9, sealed.len() - 1] {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(open(&key, 1, &altered, 1_000).is_err(), "altered at {at}");
        }
    }
}
