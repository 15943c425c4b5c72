use super::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        language: "fr-CA".to_owned(),
        title: "Copie de votre démarche".to_owned(),
        author: "Parvis".to_owned(),
        at: "2026-11-22T19:05:00Z".parse().unwrap(),
        foot: "7KQ2-M4XA-9TZ".to_owned(),
        blocks,
    }
}

fn full() -> Document {
    let story = "Nous avons attendu à l’urgence. Personne n’est venu. ".repeat(120);
    let rows = vec![
        ("Prénom".to_owned(), "Amélie".to_owned()),
        ("Adresse".to_owned(), "12, rue Principale\nGaspé  G4X 1A1".to_owned()),
        ("Que s’est-il passé\u{a0}?".to_owned(), story),
        (
            "Un mot".to_owned(),
            format!("ᐃᓄᒃᑎᑐᑦ, Ελληνικά, Łódź, 🧑, {}", "Anticonstitutionnellement".repeat(20)),
        ),
    ];
    document(vec![
        Block::Heading(1, "Suivi des plaintes".to_owned()),
        Block::Paragraph("Une phrase.\nUne autre.".to_owned()),
        Block::Heading(2, "Vous".to_owned()),
        Block::Answers(rows.clone()),
        Block::Heading(3, "Enfant 1".to_owned()),
        Block::Answers(rows),
    ])
}

#[test]
fn a_document_keeps_the_rules_of_both_standards() {
    // The writer refuses what breaks a rule of PDF/UA-1 or PDF/A-2a.
    let pdf = full().render().unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(pdf.len() < 200_000, "only the glyphs that are used go along: {} bytes", pdf.len());
    let text = String::from_utf8_lossy(&pdf);
    for mark in ["/MarkInfo", "/StructTreeRoot", "/Lang", "pdfuaid:part", "pdfaid:part", "/Outlines"] {
        assert!(text.contains(mark), "{mark}");
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    assert_eq!(full().render().unwrap(), full().render().unwrap());
}

#[test]
fn an_empty_answer_is_no_fault() {
    let rows = vec![(String::new(), String::new()), ("x".to_owned(), "\n\n".to_owned())];
    document(vec![Block::Heading(1, "T".to_owned()), Block::Answers(rows)]).render().unwrap();
}

#[test]
fn what_cannot_be_shown_is_known() {
    assert!(can_show("Léa l’Œuvre «\u{a0}ça\u{a0}» – 1\u{202f}200\u{a0}$\nᐃᓄᒃᑎᑐᑦ Ελληνικά Łódź"));
    assert!(!can_show("🧑"));
    assert!(!can_show("漢字"));
}
