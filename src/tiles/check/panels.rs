//! Are the panels sound: named once, asked without holes, told no more than the tile may tell?

use std::collections::BTreeSet;

use super::Checking;
use crate::tiles::is_name;
use crate::tiles::manifest::{Manifest, Panel};

/// The most panels of a page: each is a call to a back-end at every look.
const MOST_PANELS: usize = 8;
/// The longest that an answer may be kept, in hours.
const LONGEST_KEPT_HOURS: u16 = 24 * 30;

impl Checking<'_> {
    pub(super) fn panels(&mut self, manifest: &Manifest) {
        if manifest.panels.len() > MOST_PANELS {
            self.found("[[panel]]", format!("a page has at most {MOST_PANELS} panels"));
        }
        let mut names = BTreeSet::new();
        for panel in &manifest.panels {
            if !names.insert(&panel.name) {
                self.of_panel(panel, format!("two panels are called `{}`", panel.name));
            }
            self.panel(panel, manifest);
        }
    }

    fn panel(&mut self, panel: &Panel, manifest: &Manifest) {
        let codes = || panel.facts.iter().chain(&panel.codes);
        for name in [&panel.name].into_iter().chain(codes()).filter(|name| !is_name(name)) {
            self.of_panel(
                panel,
                format!("`{name}` is no name: small letters, digits and hyphens, a letter first"),
            );
        }
        if let Some(hole) = panel.upstream.holes().next() {
            let message =
                format!("the portal has no value for {{{hole}}}: the assertion tells for whom it asks");
            self.of_panel(panel, message);
        }
        if panel.keep_hours.is_some_and(|hours| !(1..=LONGEST_KEPT_HOURS).contains(&hours)) {
            self.of_panel(
                panel,
                format!("an answer is kept from 1 to {LONGEST_KEPT_HOURS} hours, or not at all"),
            );
        }
        for claim in panel.claims.iter().filter(|claim| !manifest.permissions.claims.contains(claim)) {
            let message = format!("`{}` is released without being listed in [permissions]", claim.as_str());
            self.of_panel(panel, message);
        }
    }

    fn of_panel(&mut self, panel: &Panel, message: String) {
        self.found(&format!("name = \"{}\"", panel.name), message);
    }
}
