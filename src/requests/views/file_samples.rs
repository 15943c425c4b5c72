//! Samples of files, as the pages that list them show them.

use super::{FileView, FileWord};
use crate::web::views::HOSTILE;

const REFERENCE: &str = "7K3M-9QXD-4FT";

/// Files in every state, one with a hostile name.
pub(super) fn files() -> Vec<FileView> {
    let file = |id: usize, name: &str, state| FileView {
        id: format!("0198c0de-0000-7000-8000-00000000000{id}"),
        name: name.into(),
        size: "1,2\u{a0}Mo".into(),
        state,
        href: (state == FileWord::Safe).then(|| format!("/requests/{REFERENCE}/files/{id}")),
    };
    vec![
        file(1, "Relevé de l’urgence.pdf", FileWord::Safe),
        file(2, "IMG_20261103_141502.jpg", FileWord::Checking),
        file(3, HOSTILE, FileWord::Unchecked),
        file(
            4,
            "anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement.png",
            FileWord::Refused,
        ),
    ]
}
