//! What gold is read from: annotated articles, treebanks, corpora of names, by their file names.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::evaluate::attribution::{self, Attributed};
use crate::evaluate::gold::{self, Error, Gold};
use crate::evaluate::names::{GoldNames, read_names};
use crate::nlp::{Document, conllu};

/// Gold of one of the forms that are known.
#[derive(Debug)]
pub enum Corpus {
    /// Annotated articles: `.json`, or a folder of them.
    Articles(Vec<Gold>),
    /// Documents with their ids: `.conllu`, also packed as `.gz`.
    Trees(Vec<(String, Document)>),
    /// Names in IOB2: `.tsv`, `.iob`, `.iob2`, `.bio`, also packed as `.gz`.
    Names(Vec<GoldNames>),
    /// Attributions in the form of `PolNeAR`: `.jsonl`, also packed as `.gz`.
    Attributions(Vec<Attributed>),
}

/// Reads gold; the name of the file tells its form.
///
/// # Errors
///
/// If it cannot be read or is not of its form.
pub fn read_corpus(path: &Path) -> Result<Corpus, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    let fail = |line: String| Error::Table { path: path.to_owned(), line };
    match bare.rsplit_once('.').map(|(_, extension)| extension) {
        Some("conllu") => {
            let table = read_text(path).map_err(|source| unread(path, source))?;
            let documents = conllu::documents(&table).into_iter().map(|(id, own)| {
                let place = if id.is_empty() { String::new() } else { format!("{id}, ") };
                let document =
                    conllu::read(own).map_err(|error| fail(format!("{place}{error}")))?;
                Ok((id.to_owned(), document))
            });
            documents.collect::<Result<_, _>>().map(Corpus::Trees)
        }
        Some("tsv" | "iob" | "iob2" | "bio") => {
            let table = read_text(path).map_err(|source| unread(path, source))?;
            read_names(&table).map(Corpus::Names).map_err(|error| fail(error.to_string()))
        }
        Some("jsonl") => {
            let lines = read_text(path).map_err(|source| unread(path, source))?;
            attribution::read(&lines)
                .map(Corpus::Attributions)
                .map_err(|source| Error::Form { path: path.to_owned(), source })
        }
        _ => gold::read(path).map(Corpus::Articles),
    }
}

fn unread(path: &Path, source: io::Error) -> Error {
    Error::Read { path: path.to_owned(), source }
}

/// The text of a file, unpacked if its name says that it is packed.
fn read_text(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz")) {
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
