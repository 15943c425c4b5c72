//! Real files, broken files, and files that are two things at once.

use proptest::prelude::*;

use super::*;

/// A PNG of one pixel, as a graphics program writes it.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", vec![0; 20]), (b"IEND", Vec::new())] {
        file.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        file.extend_from_slice(kind);
        file.extend(content);
        file.extend([0; 4]);
    }
    file
}

/// A JPEG with a thumbnail in its metadata, as a camera writes it.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let segment = |code: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, code], &length[..], content].concat()
    };
    let frame = [&[8], &height.to_be_bytes()[..], &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat();
    // A thumbnail has a frame header too: passed over with its segment.
    let thumbnail =
        [b"Exif\0\0".as_slice(), &[0xff, 0xd8, 0xff, 0xc0, 0, 9, 8, 0xff, 0xff, 0xff, 0xff]].concat();
    let parts = [
        vec![0xff, 0xd8],
        segment(0xe1, &thumbnail),
        segment(0xc2, &frame),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
    ];
    [parts.concat(), b"entropy \xff\x00 coded".to_vec(), vec![0xff, 0xd9]].concat()
}

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.7\n%\u{e2}\n1 0 obj\n<< /Type /Catalog >>\nendobj\n{body}\nstartxref\n9\n%%EOF\n")
        .into_bytes()
}

fn inspect(file: &[u8], piece: usize) -> Result<Kind, Refusal> {
    let mut inspector = Inspector::default();
    for piece in file.chunks(piece) {
        inspector.look(piece)?;
    }
    inspector.finish()
}

#[test]
fn files_are_what_they_are_however_they_come() {
    let photo = [jpeg(4032, 3024), b"trailer of a camera's own".to_vec()].concat();
    let files = [
        (pdf("trailer"), Kind::Pdf),
        (jpeg(4032, 3024), Kind::Jpeg),
        (photo, Kind::Jpeg),
        (png(1, 1), Kind::Png),
    ];
    for (file, kind) in files {
        for piece in [1, 2, 3, 7, 64, 10_000] {
            assert_eq!(inspect(&file, piece), Ok(kind), "in pieces of {piece}");
        }
    }
}

#[test]
fn what_is_nothing_or_something_else_is_refused() {
    let cases: [(&[u8], Refusal); 6] = [
        (b"", Refusal::Empty),
        (b"%PDF", Refusal::Kind),
        (b"MZ\x90\0\x03\0\0\0\x04", Refusal::Kind),
        (b"PK\x03\x04 a document of an office", Refusal::Kind),
        (b"GIF89a=1;alert(1)//", Refusal::Kind),
        (b"\n%PDF-1.7 not at the start %%EOF", Refusal::Kind),
    ];
    for (file, refusal) in cases {
        assert_eq!(inspect(file, 64), Err(refusal), "{file:?}");
    }
}

#[test]
fn files_that_are_two_things_are_refused() {
    let mut archive = b"PK\x05\x06".to_vec();
    archive.extend([0; 18]);
    for file in [pdf("trailer"), jpeg(10, 10)] {
        assert_eq!(inspect(&[file, archive.clone()].concat(), 64), Err(Refusal::Mixed));
    }
    assert_eq!(inspect(&[png(1, 1), b"more".to_vec()].concat(), 64), Err(Refusal::Mixed));
    assert_eq!(inspect(&pdf("<html><body>"), 64), Err(Refusal::Mixed));
    for script in ["<script>alert(1)</script>", "<?php echo 1;", "<SVG onload=alert(1)>", "<!DOCTYPE html>"] {
        let mut commented = jpeg(10, 10);
        commented.truncate(commented.len() - 2);
        commented.extend(script.as_bytes());
        commented.extend([0xff, 0xd9]);
        for piece in [1, 5, 1_000] {
            assert_eq!(inspect(&commented, piece), Err(Refusal::Mixed), "{script} in pieces of {piece}");
        }
    }
}

#[test]
fn a_pdf_under_a_password_is_refused() {
    for piece in [1, 9, 1_000] {
        assert_eq!(inspect(&pdf("trailer << /Encrypt 5 0 R >>"), piece), Err(Refusal::Protected));
        assert_eq!(inspect(&pdf("/EncryptMetadata false"), piece), Ok(Kind::Pdf));
    }
}

#[test]
fn pictures_that_unfold_too_far_are_refused() {
    assert_eq!(inspect(&png(60_000, 60_000), 64), Err(Refusal::Pixels));
    assert_eq!(inspect(&png(u32::MAX, u32::MAX), 64), Err(Refusal::Pixels));
    assert_eq!(inspect(&jpeg(65_535, 65_535), 64), Err(Refusal::Pixels));
    assert_eq!(inspect(&png(0, 5), 64), Err(Refusal::Damaged));
    assert_eq!(inspect(&jpeg(10, 0), 64), Err(Refusal::Damaged));
    let mut text = png(1, 1);
    let chunk =
        [&(LONG + 1).to_be_bytes()[..], b"zTXt", &vec![0; usize::try_from(LONG).unwrap() + 5]].concat();
    text.splice(33..33, chunk);
    assert_eq!(inspect(&text, 4_096), Err(Refusal::Pixels));
}

const LONG: u32 = 256 * 1024;

#[test]
fn what_breaks_off_is_refused() {
    for file in [pdf("x"), jpeg(10, 10), png(1, 1)] {
        for cut in [9, file.len() / 2, file.len() - 9] {
            let refused = inspect(&file[..cut], 64);
            assert_eq!(refused, Err(Refusal::Damaged), "cut to {cut} of {}", file.len());
        }
    }
}

proptest! {
    /// No content whatever makes it panic, and what it says does not depend on how the bytes come.
    #[test]
    fn any_bytes_get_one_verdict(
        start in prop_oneof![Just(b"%PDF-1.4".to_vec()), Just(b"\xff\xd8\xff".to_vec()), Just(png(3, 3)), Just(jpeg(3, 3)), Just(Vec::new())],
        noise in prop::collection::vec(any::<u8>(), 0..600),
        piece in 1_usize..100,
    ) {
        let file = [start, noise].concat();
        prop_assert_eq!(inspect(&file, piece).is_ok(), inspect(&file, 1_000_000).is_ok());
    }
}
