//! A letter as a PDF file: a title and paragraphs on one page, in a typeface that every reader has.

use std::fmt::Write as _;

use crate::text::Locale;

/// The most characters of a line.
const WIDTH: usize = 78;

/// The letter as the bytes of a file.
pub(super) fn letter(locale: Locale, title: &str, paragraphs: &[&str]) -> Vec<u8> {
    let mut page = String::from("BT /F2 18 Tf 72 720 Td 26 TL ");
    show(&mut page, title);
    page.push_str("/F1 11 Tf 16 TL T* ");
    for paragraph in paragraphs {
        for line in lines(paragraph) {
            show(&mut page, &line);
        }
        page.push_str("T* ");
    }
    page.push_str("ET");
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let objects = [
        format!(
            "<< /Type /Catalog /Pages 2 0 R /Lang ({}) /ViewerPreferences << /DisplayDocTitle true >> >>",
            locale.tag()
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", latin(&page).len()),
        font("Helvetica"),
        font("Helvetica-Bold"),
        format!("<< /Title ({}) >>", escaped(title)),
    ];
    file(&objects)
}

/// Objects with the table that says where each begins (ISO 32000-1 §7.5).
fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = latin("%PDF-1.4\n");
    let mut starts = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        starts.push(bytes.len());
        bytes.extend(latin(&format!("{} 0 obj\n{object}\nendobj\n", place + 1)));
    }
    let table = bytes.len();
    let count = objects.len() + 1;
    let mut end = format!("xref\n0 {count}\n0000000000 65535 f \n");
    for start in starts {
        // Writing to a `String` cannot fail.
        let _ = writeln!(end, "{start:010} 00000 n ");
    }
    let _ = write!(
        end,
        "trailer\n<< /Size {count} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len()
    );
    bytes.extend(latin(&end));
    bytes
}

fn show(page: &mut String, line: &str) {
    let _ = write!(page, "({}) Tj T* ", escaped(line));
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
}

/// A paragraph broken into lines at spaces.
fn lines(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let fits = lines.last().is_some_and(|line| line.chars().count() + word.chars().count() < WIDTH);
        match lines.last_mut() {
            Some(line) if fits && !line.is_empty() => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if line.is_empty() => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text in `WinAnsiEncoding`, the typeface's own encoding.
fn latin(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '’' => 0x92,
        '–' => 0x96,
        'œ' => 0x9c,
        '«' => 0xab,
        '»' => 0xbb,
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_points_at_every_object() {
        let file = letter(Locale::Fr, "Vos droits (et recours)", &["L’été, « ici » : à la bonne adresse."]);
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        let (_, table) = text.split_once("xref\n0 8\n").unwrap();
        for (place, line) in table.lines().skip(1).take(7).enumerate() {
            let start: usize = line.split(' ').next().unwrap().parse().unwrap();
            assert!(file[start..].starts_with(format!("{} 0 obj", place + 1).as_bytes()), "{line}");
        }
        assert!(text.contains("Vos droits \\(et recours\\)"));
    }

    #[test]
    fn long_paragraphs_are_broken_at_spaces() {
        let long = "mot ".repeat(60);
        assert!(lines(long.trim()).iter().all(|line| line.len() <= WIDTH && !line.ends_with(' ')));
    }
}
