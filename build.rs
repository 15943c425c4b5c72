//! Tells cargo what is built into the binary besides its Rust files.

use std::path::Path;

fn main() {
    let embedded =
        ["assets", "config.default.toml", "content", "locales", "migrations", "templates", "tiles"];
    // Cargo takes a watched path that is missing for one that has just changed.
    for path in embedded.into_iter().filter(|path| Path::new(path).exists()) {
        println!("cargo:rerun-if-changed={path}");
    }
}
