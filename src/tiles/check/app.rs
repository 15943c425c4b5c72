//! Is a tile of kind `app` or `link` sound: an element that can be defined, files that are there, a way
//! without JavaScript, and a closed table of calls?

use std::collections::BTreeSet;

use url::Url;

use super::Checking;
use super::code::code;
use crate::text::{Bilingual, Locale};
use crate::tiles::files::Files;
use crate::tiles::is_name;
use crate::tiles::manifest::{AppRules, EVENTS, Kind, Manifest, NoJs, ProxyRoute};
use crate::tiles::route::Method;
use crate::web::file::{File, is_script, is_style};

/// The most JavaScript of a tile, in bytes as a browser loads them: 150 KiB.
const MOST_SCRIPT: usize = 150 * 1024;
/// The least and the greatest height of a frame, in CSS pixels.
const HEIGHTS: (u32, u32) = (80, 20_000);
/// The most calls of a tile.
const MOST_ROUTES: usize = 40;
/// The longest name of an element.
const LONGEST_ELEMENT: usize = 60;
/// The largest answer of a back-end, in KiB (contract §3).
const LARGEST_REPLY: u32 = 2 * 1024;
/// The largest file that goes up, in MiB (contract §3).
const LARGEST_UPLOAD: u32 = 10;
/// Names that HTML keeps for itself (HTML §4.13.2).
const RESERVED: [&str; 8] = [
    "annotation-xml",
    "color-profile",
    "font-face",
    "font-face-src",
    "font-face-uri",
    "font-face-format",
    "font-face-name",
    "missing-glyph",
];

impl Checking<'_> {
    /// All that only kinds `app` and `link` have.
    pub(super) fn app_and_link(&mut self, manifest: &Manifest, files: &Files) {
        if let Some(link) = &manifest.link {
            self.addresses("[link]", link);
        }
        let Some(app) = manifest.app.as_ref().filter(|_| manifest.tile.kind == Kind::App) else { return };
        self.element(app);
        self.app_files(app, files);
        self.no_js(manifest, &app.no_js);
        self.findings.extend(code(files));
        if manifest.routes.len() > MOST_ROUTES {
            self.found("[[route]]", format!("a tile has at most {MOST_ROUTES} routes"));
        }
        let mut names = BTreeSet::new();
        for route in &manifest.routes {
            if !names.insert(&route.name) {
                self.of_route(route, format!("two routes are called `{}`", route.name));
            }
            self.route(route, manifest);
        }
    }

    fn element(&mut self, app: &AppRules) {
        let name = app.element.as_str();
        let parts = name.contains('-') && !name.ends_with('-') && !name.contains("--");
        if !is_name(name) || !parts || name.len() > LONGEST_ELEMENT || RESERVED.contains(&name) {
            let message =
                format!("`{name}` names no custom element: small letters and a hyphen, such as `qc-visits`");
            self.found("element", message);
        }
        let (least, most) = HEIGHTS;
        if app.min_height < least || app.max_height > most || app.min_height > app.max_height {
            self.found(
                "min_height",
                format!("a frame is from {least} to {most} pixels high, `min_height` first"),
            );
        }
    }

    fn app_files(&mut self, app: &AppRules, files: &Files) {
        let of_kind = |path: &str, fits: fn(&str) -> bool| fits(path) && files.has(path);
        if !of_kind(&app.module, is_script) {
            self.found("module", format!("`{}` is no script of this tile", app.module));
        }
        for path in app.css.iter().filter(|path| !of_kind(path, is_style)) {
            self.found("css", format!("`{path}` is no style sheet of this tile"));
        }
        let scripts = files.contents().iter().filter(|(path, _)| is_script(path));
        let weight: usize = scripts.map(|(path, content)| File::new(path, content).weight()).sum();
        if weight > MOST_SCRIPT {
            let message = format!(
                "the scripts are {} KiB compressed: a tile has at most {} KiB",
                weight.div_ceil(1024),
                MOST_SCRIPT / 1024
            );
            self.found("module", message);
        }
    }

    fn no_js(&mut self, manifest: &Manifest, no_js: &NoJs) {
        let definition = manifest.form.as_ref().map(|form| form.definition.as_str());
        match no_js {
            NoJs::Form(path) if definition != Some(path) => {
                let message = format!(
                    "`no_js` names the form `{path}`: declare it like that of a form, with [form] `definition`, [submit] and [status]"
                );
                self.found("no_js", message);
            }
            NoJs::Link(addresses) => self.addresses("no_js", addresses),
            NoJs::Form(_) | NoJs::Content(_) => {}
        }
    }

    /// Addresses that people are led to: of the web, over TLS.
    fn addresses(&mut self, near: &str, addresses: &Bilingual) {
        for locale in Locale::ALL {
            let address = addresses.get(locale);
            let plain = Url::parse(address).is_ok_and(|url| {
                url.scheme() == "https" && url.username().is_empty() && url.password().is_none()
            });
            if !plain {
                self.found(near, format!("`{address}` is no address that people can be led to: `https://…`"));
            }
        }
    }

    fn route(&mut self, route: &ProxyRoute, manifest: &Manifest) {
        if !is_name(&route.name) {
            let message =
                format!("`{}` is no name: small letters, digits and hyphens, a letter first", route.name);
            self.of_route(route, message);
        }
        let holes: Vec<&str> = route.upstream.holes().collect();
        if holes.iter().collect::<BTreeSet<_>>().len() < holes.len() {
            self.of_route(route, format!("`{}` has one hole twice", route.upstream));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        for name in route.query.iter().filter(|name| name.is_empty() || !name.chars().all(plain)) {
            self.of_route(
                route,
                format!("the query parameter `{name}` has more than letters, digits, `-`, `_`, `.`"),
            );
        }
        if route.reply.types.is_empty() || !(1..=LARGEST_REPLY).contains(&route.reply.max_kib) {
            let message = format!("say which `types` may come back, and `max_kib` from 1 to {LARGEST_REPLY}");
            self.of_route(route, message);
        }
        if let Some(upload) = &route.upload {
            let fits = |media: &String| media.contains('/') && *media == media.to_ascii_lowercase();
            let taken = !upload.types.is_empty() && upload.types.iter().all(fits);
            if !taken || !(1..=LARGEST_UPLOAD).contains(&upload.max_mib) || route.method == Method::Get {
                let message = format!(
                    "`upload` says which `types` go up, not by GET, and `max_mib` from 1 to {LARGEST_UPLOAD}"
                );
                self.of_route(route, message);
            }
        }
        if route.reply.types.iter().any(|media| media == EVENTS)
            && !(route.streams() && route.method == Method::Get)
        {
            self.of_route(route, format!("`{EVENTS}` comes alone, by GET"));
        }
        for claim in route.claims.iter().filter(|claim| !manifest.permissions.claims.contains(claim)) {
            let message = format!("`{}` is released without being listed in [permissions]", claim.as_str());
            self.of_route(route, message);
        }
    }

    fn of_route(&mut self, route: &ProxyRoute, message: String) {
        self.found(&format!("name = \"{}\"", route.name), message);
    }
}
