//! Rebuilds when an embedded file changes: the compiler alone does not see what `include_dir!` read.

fn main() {
    for path in ["assets", "config.default.toml", "content", "locales", "migrations", "templates", "tiles"] {
        println!("cargo::rerun-if-changed={path}");
    }
}
