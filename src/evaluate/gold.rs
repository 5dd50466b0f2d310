//! Gold articles: what a careful human would extract.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::date::Date;

/// An article with what is to be found in it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gold {
    /// The article's id.
    pub id: String,
    /// Its address.
    #[serde(default)]
    pub url: String,
    /// Who published it.
    #[serde(default)]
    pub source: String,
    /// The day of publication.
    #[serde(default)]
    pub published: Option<Date>,
    /// The headline.
    #[serde(default)]
    pub title: String,
    /// The text.
    pub text: String,
    pub(super) actors: Vec<Item>,
    pub(super) locations: Vec<Item>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) statements: Vec<Said>,
}

/// An actor or location.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) mentions: Vec<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) affiliations: Option<Vec<String>>,
    #[serde(default)]
    pub(super) roles: Vec<String>,
    #[serde(default)]
    pub(super) country: String,
    #[serde(default)]
    pub(super) optional: bool,
}

/// A meeting.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Meeting {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) participants: Vec<String>,
    #[serde(default)]
    pub(super) locations: Vec<String>,
    #[serde(default)]
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

/// A statement.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) speaker: Option<String>,
    #[serde(default)]
    pub(super) speakers: Option<Vec<Option<String>>>,
    pub(super) content: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

/// Why gold articles could not be read.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read ‘{}’", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("‘{}’ is no gold article", path.display())]
    Form { path: PathBuf, source: serde_json::Error },
    #[error("there is no gold article (*.json) in ‘{}’", path.display())]
    None { path: PathBuf },
    #[error("‘{}’: {line}", path.display())]
    Table { path: PathBuf, line: String },
}

/// Reads a gold file, or all in a folder in the order of their names.
///
/// # Errors
///
/// If a file cannot be read or is no gold article, or a folder has none.
pub fn read(path: &Path) -> Result<Vec<Gold>, Error> {
    let fail = |source| Error::Read { path: path.to_owned(), source };
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(fail)? {
            let file = entry.map_err(fail)?.path();
            if file.extension().is_some_and(|extension| extension == "json") {
                files.push(file);
            }
        }
        files.sort();
        if files.is_empty() {
            return Err(Error::None { path: path.to_owned() });
        }
    } else {
        files.push(path.to_owned());
    }
    files
        .into_iter()
        .map(|path| {
            let text = match fs::read_to_string(&path) {
                Ok(text) => text,
                Err(source) => return Err(Error::Read { path, source }),
            };
            serde_json::from_str(&text).map_err(|source| Error::Form { path, source })
        })
        .collect()
}
