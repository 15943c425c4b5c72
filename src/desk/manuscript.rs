//! What a publisher writes: the words of a service of kind `content`, and the files that they become.

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::text::{Bilingual, Locale};
use crate::tiles::version::Version;
use crate::tiles::{Files, TileId};

/// The words of a service to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    /// Its title.
    pub title: Bilingual,
    /// One line for its card.
    pub summary: Bilingual,
    /// Its page, in Markdown.
    pub content: Bilingual,
    /// Its help, in Markdown.
    pub help: Bilingual,
}

/// One of the things that are written, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The title.
    Title,
    /// The line for its card.
    Summary,
    /// The page.
    Content,
    /// The help.
    Help,
}

impl Part {
    /// All of them, in their order on the page.
    pub const ALL: [Self; 4] = [Self::Title, Self::Summary, Self::Content, Self::Help];

    /// Its name in inputs: `title-fr`.
    #[must_use]
    pub fn input(self, locale: Locale) -> String {
        let name = match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Content => "content",
            Self::Help => "help",
        };
        format!("{name}-{}", locale.prefix())
    }

    /// Whether it is pages rather than a line.
    #[must_use]
    pub fn is_long(self) -> bool {
        matches!(self, Self::Content | Self::Help)
    }
}

/// The files of a tile are not those of a service to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tile is no service to read")]
pub struct NotContent;

impl Manuscript {
    /// What was typed, from the value of each input. Lines end as in files, spaces around a line of text go.
    pub fn typed<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let part = |part: Part| {
            let words = |locale| tidy(value(&part.input(locale)).unwrap_or_default(), part.is_long());
            Bilingual { fr: words(Locale::Fr), en: words(Locale::En) }
        };
        Self {
            title: part(Part::Title),
            summary: part(Part::Summary),
            content: part(Part::Content),
            help: part(Part::Help),
        }
    }

    /// The words of one part.
    #[must_use]
    pub fn part(&self, part: Part) -> &Bilingual {
        match part {
            Part::Title => &self.title,
            Part::Summary => &self.summary,
            Part::Content => &self.content,
            Part::Help => &self.help,
        }
    }

    /// The words that the files of a tile hold.
    ///
    /// # Errors
    /// When they are not those of a service to read.
    pub fn of(files: &Files) -> Result<Self, NotContent> {
        let sheet = Sheet::of(files)?;
        let page = |part: Part| {
            let words = |locale| Some(files.text(&sheet.path(part, locale)?).ok()?.to_owned());
            Some(Bilingual { fr: words(Locale::Fr)?, en: words(Locale::En)? })
        };
        let line = |name: &str| {
            let words = |locale: Locale| {
                Some(sheet.0.get("tile")?.get(name)?.get(locale.prefix())?.as_str()?.to_owned())
            };
            Some(Bilingual { fr: words(Locale::Fr)?, en: words(Locale::En)? })
        };
        let read = || {
            Some(Self {
                title: line("title")?,
                summary: line("summary")?,
                content: page(Part::Content)?,
                help: page(Part::Help)?,
            })
        };
        read().ok_or(NotContent)
    }

    /// The files of the tile with these words in place of its own, as `version` of `team`'s. All else
    /// stays: who may read it, its panels, its words for them.
    ///
    /// # Errors
    /// When `files` are not those of a service to read.
    pub fn files(
        &self,
        id: &TileId,
        files: &Files,
        team: &str,
        version: Version,
    ) -> Result<Files, NotContent> {
        let mut sheet = Sheet::of(files)?;
        let mut contents = files.contents().clone();
        for part in [Part::Content, Part::Help] {
            for locale in Locale::ALL {
                let path = sheet.path(part, locale).ok_or(NotContent)?;
                contents.insert(path, format!("{}\n", self.part(part).get(locale)).into_bytes());
            }
        }
        let tile = sheet.0.get_mut("tile").and_then(Value::as_table_mut).ok_or(NotContent)?;
        tile.insert("version".into(), version.to_string().into());
        tile.insert("team".into(), team.into());
        for (name, words) in [("title", &self.title), ("summary", &self.summary)] {
            let pair = [("fr", words.fr.as_str()), ("en", words.en.as_str())];
            let table: Table =
                pair.into_iter().map(|(name, words)| (name.to_owned(), words.into())).collect();
            tile.insert(name.into(), table.into());
        }
        let text = toml::to_string(&sheet.0).map_err(|_| NotContent)?;
        contents.insert(Sheet::PATH.to_owned(), text.into_bytes());
        Ok(Files::new(id, contents))
    }

    /// The input that a file of the tile comes from, for what is found in it.
    #[must_use]
    pub fn input_of(files: &Files, name: &str) -> Option<String> {
        let sheet = Sheet::of(files).ok()?;
        let places = Part::ALL.into_iter().flat_map(|part| Locale::ALL.map(|locale| (part, locale)));
        let mut places = places.filter(|(part, locale)| {
            sheet.path(*part, *locale).is_some_and(|path| files.name(&path) == name)
        });
        places.next().map(|(part, locale)| part.input(locale))
    }
}

/// `tile.toml`, as far as the desk looks into it.
struct Sheet(Table);

impl Sheet {
    const PATH: &'static str = "tile.toml";

    fn of(files: &Files) -> Result<Self, NotContent> {
        let text = files.text(Self::PATH).map_err(|_| NotContent)?;
        let table: Table = text.parse().map_err(|_| NotContent)?;
        let kind = table.get("tile").and_then(|tile| tile.get("kind")?.as_str());
        if kind == Some("content") { Ok(Self(table)) } else { Err(NotContent) }
    }

    /// Where the Markdown of a part is.
    fn path(&self, part: Part, locale: Locale) -> Option<String> {
        let pages = match part {
            Part::Content => self.0.get("content")?,
            Part::Help => self.0.get("tile")?.get("help")?,
            Part::Title | Part::Summary => return None,
        };
        Some(pages.get(locale.prefix())?.as_str()?.to_owned())
    }
}

fn tidy(typed: &str, long: bool) -> String {
    let lines = typed.replace("\r\n", "\n");
    let text = if long { lines.trim_end() } else { lines.trim() };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::releases::scaffold::{self, Kind};
    use crate::text::Text;
    use crate::tiles::Tile;

    fn new(kind: Kind) -> (TileId, Files) {
        let id: TileId = "home-care".parse().unwrap();
        let files = scaffold::files(&id, kind).into_iter().map(|(path, text)| (path, text.into_bytes()));
        (id.clone(), Files::new(&id, files.collect()))
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let (id, files) = new(Kind::Content);
        let mut written = Manuscript::of(&files).unwrap();
        written.title.fr = "Soins à « domicile » = \"chez vous\"".into();
        written.content.en = "## At home\n\nA nurse comes.".into();
        let version = "1.2.0".parse().unwrap();
        let files = written.files(&id, &files, "ministry", version).unwrap();
        let tile = Tile::read(&files, &Text::portal().unwrap()).unwrap();
        assert_eq!(tile.title(Locale::Fr), written.title.fr);
        assert!(tile.content(Locale::En).unwrap().contains("A nurse comes."));
        assert_eq!((tile.manifest.tile.version, tile.manifest.tile.team.as_str()), (version, "ministry"));
        let again = Manuscript::of(&files).unwrap();
        assert_eq!(again.content.en.trim_end(), written.content.en);
    }

    #[test]
    fn what_is_found_leads_to_its_input() {
        let (id, files) = new(Kind::Content);
        let mut written = Manuscript::of(&files).unwrap();
        written.help.fr = "# A heading of the first level\n\n<script>alert(1)</script>".into();
        let files = written.files(&id, &files, "ministry", "1.0.0".parse().unwrap()).unwrap();
        let found = Tile::read(&files, &Text::portal().unwrap()).unwrap_err();
        let input = Manuscript::input_of(&files, &found[0].file);
        assert_eq!(input.as_deref(), Some("help-fr"), "{found:?}");
    }

    #[test]
    fn a_service_with_questions_is_not_written_here() {
        assert_eq!(Manuscript::of(&new(Kind::Form).1), Err(NotContent));
    }

    #[test]
    fn lines_end_as_in_files() {
        let typed = |input: &str| match input {
            "content-fr" => Some("  Un\r\ndeux  \r\n\r\n"),
            "title-fr" => Some("  Titre "),
            _ => None,
        };
        let written = Manuscript::typed(typed);
        assert_eq!((written.content.fr.as_str(), written.title.fr.as_str()), ("  Un\ndeux", "Titre"));
        assert_eq!(written.help.en, "");
    }
}
