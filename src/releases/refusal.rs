//! Why a packed release is refused: always whole, with a code for scripts and words in both languages.

use std::fmt;

use crate::text::{Locale, Text, params};

/// Why a packed release was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", .why.code())]
pub struct Refusal {
    /// The kind of fault.
    pub why: Why,
    /// The entry, file, key or version that it is about; never a content.
    pub what: String,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The kinds of fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Why { $($(#[$doc])* $name,)* }

        impl Why {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code that scripts read.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

reasons! {
    /// Larger than any release.
    TooLarge = "too-large",
    /// More entries than any release has.
    TooMany = "too-many",
    /// Compressed: its real size cannot be known before it is read.
    Compressed = "compressed",
    /// Not a tar, or cut short.
    Unreadable = "unreadable",
    /// A path that climbs out of its folder.
    Traversal = "traversal",
    /// A path from the root of a disk.
    AbsolutePath = "absolute-path",
    /// A path with letters that another system writes or shows otherwise.
    PathLetters = "path-letters",
    /// Two paths that differ in capitals alone, or a file where another has a folder.
    PathClash = "path-clash",
    /// A symbolic or hard link.
    Link = "link",
    /// A device or a pipe.
    Device = "device",
    /// An entry of another kind than a plain file.
    NotAFile = "not-a-file",
    /// One entry twice.
    Duplicate = "duplicate",
    /// An entry that the manifest does not list.
    Unlisted = "unlisted",
    /// A file that the manifest lists is not there.
    Missing = "missing",
    /// A file is another than the manifest says.
    FileDiffers = "file-differs",
    /// The manifest is not one.
    ManifestUnreadable = "manifest-unreadable",
    /// The manifest is written otherwise than canonically.
    ManifestNotCanonical = "manifest-not-canonical",
    /// The manifest says otherwise than `tile.toml`.
    ManifestDiffers = "manifest-differs",
    /// Nobody trusts the key.
    UnknownKey = "unknown-key",
    /// The key is trusted no more.
    WithdrawnKey = "withdrawn-key",
    /// The signature is not that of the key.
    WrongSignature = "wrong-signature",
    /// The key or the tile is another team's.
    OtherTeam = "other-team",
    /// The bytes around the files are not those that packing writes.
    NotAsPacked = "not-as-packed",
    /// That version was published before.
    Replayed = "replayed",
    /// An older version than the one in place.
    LowerVersion = "lower-version",
    /// It follows another version than the last one published.
    NotNext = "not-next",
    /// It names a back-end that the operator has not bound.
    UnknownBackend = "unknown-backend",
    /// It names a back-end whose certification does not hold.
    UncertifiedBackend = "uncertified-backend",
    /// It names a back-end that would take confidential data out of Canada.
    BackendAbroad = "backend-abroad",
    /// It takes files, and nothing would check them.
    UncheckedFiles = "unchecked-files",
}

impl Why {
    /// The refusal of `what` for this.
    #[must_use]
    pub fn of(self, what: impl fmt::Display) -> Refusal {
        Refusal { why: self, what: what.to_string() }
    }
}

impl Refusal {
    /// What happened and what to do about it.
    #[must_use]
    pub fn words(&self, text: &Text, locale: Locale) -> String {
        // text: release-refused-*
        let key = format!("release-refused-{}", self.why.code());
        text.get_with(locale, &key, &params([("what", self.what.as_str().into())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_in_both_languages() {
        let text = Text::portal().unwrap();
        for why in Why::ALL {
            for locale in Locale::ALL {
                assert!(text.has(locale, &format!("release-refused-{}", why.code())), "{why:?}");
            }
        }
    }
}
