//! Writes every sample of every page, in both languages, with the assets, under `target/gallery/`, so
//! that they can be looked at: `cargo run --example gallery`, then
//! `python3 -m http.server -d target/gallery`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use parvis::gallery::samples;
use parvis::text::{Locale, Text};
use parvis::web::{Assets, Renderer};

fn main() -> anyhow::Result<()> {
    let root = Path::new("target/gallery");
    fs::create_dir_all(root.join("assets"))?;
    let assets = Arc::new(Assets::embedded());
    for (url, body) in assets.files() {
        fs::write(root.join(url.trim_start_matches('/')), body)?;
    }
    let renderer = Renderer::new(&Text::portal()?, &assets)?;
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title>");
    for locale in Locale::ALL {
        fs::create_dir_all(root.join(locale.prefix()))?;
        for sample in samples(locale) {
            let file = format!("{locale}/{}.html", sample.name);
            fs::write(root.join(&file), renderer.render_any(&sample.frame, &sample.page)?)?;
            writeln!(index, "<li><a href=\"{file}\">{file}</a>")?;
        }
    }
    fs::write(root.join("index.html"), index)?;
    Ok(())
}
