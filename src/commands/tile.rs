//! `parvis tile schema`: the JSON Schemas that service teams work with.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::Outcome;
use crate::requests::schemas;
use crate::text::Text;
use crate::tiles::form::FORM_SCHEMA;
use crate::tiles::{Catalogue, Source, TileId};

/// Prints the schema of `form.json`; with the name of a tile in `folder`, that of what its back-end
/// receives.
///
/// # Errors
/// When the tiles cannot be read, there is none of that name, or `out` cannot be written to.
pub fn schema(tile: Option<&str>, folder: Option<PathBuf>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Some(tile) = tile else {
        write!(out, "{FORM_SCHEMA}")?;
        return Ok(Outcome::Fine);
    };
    let id: TileId = tile.parse()?;
    let source = folder.map_or(Source::Embedded, Source::Dir);
    let tiles = match Catalogue::load(&source, &Text::portal()?) {
        Ok(tiles) => tiles,
        Err(findings) => {
            for finding in findings {
                writeln!(out, "{finding}")?;
            }
            return Ok(Outcome::Faulty);
        }
    };
    let Some(tile) = tiles.get(&id) else { bail!("there is no tile `{id}`") };
    let schema = schemas::submission(tile).with_context(|| format!("`{id}` asks nothing: it has no form"))?;
    writeln!(out, "{schema:#}")?;
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(tile: Option<&str>, folder: Option<PathBuf>) -> String {
        let mut out = Vec::new();
        schema(tile, folder, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn prints_either_schema() {
        assert!(printed(None, None).contains("urn:parvis:schema:form:1"));
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tiles");
        let of_samples = printed(Some("complaints"), None);
        assert!(of_samples.contains("urn:parvis:schema:submission:complaints:"), "{of_samples}");
        assert_eq!(of_samples, printed(Some("complaints"), Some(here)));
        assert!(schema(Some("your-health"), None, &mut Vec::new()).is_err(), "it asks nothing");
        assert!(schema(Some("nothing"), None, &mut Vec::new()).is_err());
    }
}
