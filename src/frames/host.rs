//! The portal's own files in a frame: the adapter that speaks with the page, the style, the fonts.

use std::collections::BTreeMap;

use crate::web::assets::TOKENS;
use crate::web::file::File;

/// The adapter's name, and the style sheet's.
pub(super) const ADAPTER: &str = "portal.js";
pub(super) const STYLE: &str = "frame.css";

/// The fonts.
pub(super) const FONTS: [(&str, &[u8]); 2] = [
    ("open-sans.woff2", include_bytes!("../../assets/open-sans.woff2")),
    ("roboto-bold.woff2", include_bytes!("../../assets/roboto-bold.woff2")),
];

/// The files, by their lasting names.
pub(super) struct HostFiles {
    files: BTreeMap<String, File>,
    names: BTreeMap<&'static str, String>,
}

impl HostFiles {
    pub(super) fn embedded() -> Self {
        let mut all = Self { files: BTreeMap::new(), names: BTreeMap::new() };
        let mut style = format!("{TOKENS}\n{}", include_str!("../../assets/host/frame.css"));
        for (name, content) in FONTS {
            let lasting = all.add(name, content);
            style = style.replace(&format!("url(\"{name}\")"), &format!("url(\"{lasting}\")"));
        }
        all.add(STYLE, style.as_bytes());
        all.add(ADAPTER, include_bytes!("../../assets/host/portal.js"));
        all
    }

    fn add(&mut self, name: &'static str, content: &[u8]) -> String {
        let file = File::new(name, content);
        let lasting = file.lasting_name(name);
        self.names.insert(name, lasting.clone());
        self.files.insert(lasting.clone(), file);
        lasting
    }

    /// The file of that lasting name.
    pub(super) fn get(&self, lasting: &str) -> Option<&File> {
        self.files.get(lasting)
    }

    /// The lasting name of one of ours, with its content.
    pub(super) fn named(&self, name: &str) -> Option<(&str, &File)> {
        let lasting = self.names.get(name)?;
        Some((lasting, self.files.get(lasting)?))
    }
}
