//! From bytes to articles: files, folders, archives and standard input, in several formats.
//!
//! A bad file or record costs only itself: it comes out as [`Skipped`], with the place and the
//! reason. The date of publication comes from [`Options::published`], the record or page itself,
//! a first line such as `date 2025-12-06`, or the file's name, in this order; never from the
//! file system.

mod archive;
mod batch;
mod csv;
mod docx;
mod encoding;
mod feed;
mod flow;
mod folder;
mod html;
mod json;
mod jsonl;
pub mod knowledge;
mod labels;
mod language;
mod lines;
mod mail;
mod markdown;
mod newsml;
mod nitf;
mod notes;
mod pdf;
mod published;
mod records;
mod series;
mod text;
mod utf8;
mod xml;

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil;

pub use batch::{Batch, Meter, Reading};
pub use folder::{Files, Walk};
pub use notes::{Few, Notes};
pub use records::Records;

use crate::date::Date;
use crate::record::{Article, Extraction};
use crate::text::fingerprint;
use crate::vocabulary;

pub use self::csv::{Column, Field, NoColumn};
use archive::{Bytes, Parcel};

/// A format that articles come in.
pub struct Format {
    /// Its name, as in `--from`.
    pub name: &'static str,
    /// The ends of the names of its files, without the dot.
    pub extensions: &'static [&'static str],
    /// What it is.
    pub about: &'static str,
    /// Whether bytes that begin so are of this format.
    fits: fn(&str) -> bool,
    /// Reads the articles of a source.
    read: fn(Source) -> Box<dyn Iterator<Item = Outcome>>,
}

/// All formats; the first that fits the first bytes is taken where the name does not tell.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    json::FORMAT,
    csv::FORMAT,
    xml::FORMAT,
    feed::FORMAT,
    newsml::FORMAT,
    nitf::FORMAT,
    html::FORMAT,
    mail::FORMAT,
    docx::FORMAT,
    pdf::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
];

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that a file's name tells.
    fn of_path(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
    }
}

/// How articles are read.
#[derive(Clone, Default)]
pub struct Options {
    /// The format; by default the name or the first bytes tell.
    pub from: Option<&'static Format>,
    /// The day of publication of all articles, whatever they say themselves.
    pub published: Option<Date>,
    /// Columns of tables that hold fields of articles; of the others the names tell.
    pub columns: Vec<Column>,
    /// The day by the clock: a date of publication after it is noted.
    pub today: Option<civil::Date>,
    /// Where it is noted what was wrong with articles that were read all the same.
    pub notes: Notes,
}

impl Options {
    /// A source that is read so.
    fn source(
        &self,
        (place, name): (String, String),
        named: Named,
        reader: Box<dyn Read>,
    ) -> Source {
        Source {
            place,
            name,
            reader,
            published: self.published,
            columns: self.columns.clone(),
            today: self.today,
            notes: self.notes.clone(),
            named,
        }
    }
}

vocabulary! {
    /// Why an article was not taken.
    pub enum Reason {
        /// It is not in English.
        NotEnglish = "not English",
        /// It has no text.
        NoText = "no text",
        /// Its bytes could not be read.
        Unreadable = "unreadable",
        /// It is no record of the format.
        BadRecord = "bad record",
        /// Its format is not known.
        UnknownFormat = "unknown format",
        /// It is longer than any article.
        TooLong = "too long",
        /// It was read before.
        Duplicate = "duplicate",
        /// Its analysis failed.
        Failed = "failed",
    }
}

impl Reason {
    /// Whether the user should do something about it.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Unreadable | Self::BadRecord | Self::TooLong | Self::Failed)
    }
}

/// An article that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file, and the line or record in it.
    pub place: String,
    /// Why.
    pub reason: Reason,
    /// What exactly was wrong, or empty.
    pub detail: String,
}

impl Skipped {
    /// A record that stands for the article among those of others.
    #[must_use]
    pub fn record(&self) -> Extraction {
        let Self { place, reason, detail } = self;
        let end = if detail.is_empty() { String::new() } else { format!(": {detail}") };
        Extraction {
            id: place.clone(),
            skipped: Some(format!("{reason}{end}")),
            ..Extraction::default()
        }
    }

    /// What such a record tells.
    fn from_words(place: &str, words: &str) -> Self {
        let (reason, detail) = words.split_once(": ").unwrap_or((words, ""));
        let (reason, detail) = match reason.parse() {
            Ok(reason) => (reason, detail),
            // Another version may have other reasons.
            Err(_) => (Reason::Failed, words),
        };
        Self { place: place.to_owned(), reason, detail: detail.to_owned() }
    }
}

/// What reading one article gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An article.
    Article(Article),
    /// None, and why.
    Skipped(Skipped),
}

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
#[non_exhaustive]
pub enum Error {
    #[error("there is no file or folder ‘{}’", path.display())]
    Missing { path: PathBuf },
    #[error("the folder ‘{}’ cannot be read", path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("standard input can be read only once")]
    StdinTwice,
    #[error("the knowledge ‘{}’ cannot be read", path.display())]
    Knowledge { path: PathBuf, source: io::Error },
    #[error("{place}: {what}")]
    NoKnowledge { place: String, what: String },
    #[error("{place}, line {line}: {what}")]
    Line { place: String, line: u64, what: String },
}

/// What stands for standard input in the place of a path.
const STDIN: &str = "-";

/// Bytes of text past which one article is taken for something else.
const LONGEST: usize = 4 << 20;

/// Bytes of a file that is read whole, such as a page with its markup.
const WHOLE: usize = 20 << 20;

/// A source of articles: a file or standard input.
pub(crate) struct Source {
    /// Its path as the user would write it, or `-`.
    place: String,
    /// The end of its path, from the folder that the user named or that holds it: the same on
    /// each machine.
    name: String,
    reader: Box<dyn Read>,
    published: Option<Date>,
    columns: Vec<Column>,
    today: Option<civil::Date>,
    notes: Notes,
    named: Named,
}

impl Source {
    /// All its bytes as text, or why there is none.
    fn text(&mut self) -> Result<String, Skipped> {
        let bytes = self.bytes(WHOLE)?;
        encoding::decode(bytes).map_err(|detail| self.skipped("", Reason::Unreadable, detail))
    }

    /// All its bytes, up to a limit.
    fn bytes(&mut self, most: usize) -> Result<Vec<u8>, Skipped> {
        let mut bytes = Vec::new();
        let limit = most as u64 + 1;
        if let Err(error) = self.reader.by_ref().take(limit).read_to_end(&mut bytes) {
            return Err(self.skipped("", Reason::Unreadable, &error.to_string()));
        }
        if bytes.len() > most {
            let detail = format!("over {} MiB", most >> 20);
            return Err(self.skipped("", Reason::TooLong, &detail));
        }
        Ok(bytes)
    }

    /// The date of publication that a record tells, if it does; one that is none is noted.
    fn date(&self, at: &str, told: &str) -> Option<Date> {
        let told = told.trim();
        let date = published::day(told);
        if date.is_none() && !told.is_empty() {
            let what = format!("published: ‘{told}’ is no date such as 2025-12-06, and left out");
            self.notes.add(&format!("{}{at}", self.place), &what);
        }
        date
    }

    fn skipped(&self, at: &str, reason: Reason, detail: &str) -> Skipped {
        Skipped { place: format!("{}{at}", self.place), reason, detail: detail.to_owned() }
    }
}

/// The files that some paths lead to, each with the name that its articles go by.
///
/// # Errors
///
/// If a path leads nowhere, or a folder cannot be read.
pub fn find(paths: &[PathBuf]) -> Result<Files, Error> {
    Files::new(paths)
}

/// Whether the user named a file, or it was found in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Yes,
    No,
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct Found {
    path: PathBuf,
    name: String,
    named: Named,
    /// Counts what is read of it.
    meter: Meter,
}

/// Reads the articles of some files, one after the other; nothing is read before it is asked for.
pub fn read(files: Files, options: Options) -> impl Iterator<Item = Outcome> {
    Batch::new(files, options).into_iter()
}

/// Reads articles from anything that gives bytes, packed or in an archive or not: `name` tells their
/// format, as a file's would, and is what they are called where they have no name of their own.
pub fn read_from(
    name: &str,
    reader: impl Read + 'static,
    options: Options,
) -> impl Iterator<Item = Outcome> {
    let bytes = Bytes::of_stream(Box::new(reader));
    Parcel::new((name.to_owned(), name.to_owned()), bytes, Named::Yes, options).open()
}

/// Bytes by which a format is known.
const SAMPLE: u64 = 4096;

/// Reads articles in a format, or in the one that the first bytes tell. What nobody named and is no
/// text is in none.
fn from_bytes(
    mut source: Source,
    format: Option<&'static Format>,
) -> Box<dyn Iterator<Item = Outcome>> {
    let format = match format {
        Some(format) => format,
        None => {
            let mut start = Vec::new();
            let read = source.reader.by_ref().take(SAMPLE).read_to_end(&mut start);
            let text = String::from_utf8_lossy(&start);
            let found = FORMATS.iter().find(|format| (format.fits)(text.trim_start()));
            let is_guess = found.is_none_or(|format| format.name == text::FORMAT.name);
            let is_binary = start.contains(&0) && !encoding::is_wide(&start);
            if source.named == Named::No && is_guess && is_binary {
                let detail = "it is no text, and its name has no extension";
                let skipped = source.skipped("", Reason::UnknownFormat, detail);
                return Box::new(std::iter::once(Outcome::Skipped(skipped)));
            }
            let rest = std::mem::replace(&mut source.reader, Box::new(io::empty()));
            source.reader = match read {
                Ok(_) => Box::new(Cursor::new(start).chain(rest)),
                // What came before the fault is read, and then the fault is told.
                Err(error) => Box::new(Cursor::new(start).chain(Broken(Some(error)))),
            };
            found.unwrap_or(&text::FORMAT)
        }
    };
    let dates = Dates {
        place: source.place.clone(),
        // A date that the user gave is the user's.
        last: source.today.filter(|_| source.published.is_none()),
        notes: source.notes.clone(),
    };
    Box::new((format.read)(source).map(move |outcome| dates.check(outcome)))
}

/// A reader that fails, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The dates that articles of one source may have.
struct Dates {
    place: String,
    /// The day by the clock.
    last: Option<civil::Date>,
    notes: Notes,
}

impl Dates {
    /// Notes an article that says it was published in the future; what is imagined may be so.
    fn check(&self, outcome: Outcome) -> Outcome {
        let Outcome::Article(article) = outcome else { return outcome };
        // East of the clock it is tomorrow already.
        let last = self.last.and_then(|today| today.checked_add(1.day()).ok());
        if let (Some(date), Some(last)) = (article.published, last)
            && date.first() > last
        {
            let what = format!(
                "‘{}’ is dated {date}, which is in the future; --published gives another",
                article.id
            );
            self.notes.add(&self.place, &what);
        }
        Outcome::Article(article)
    }
}

/// Reads the articles of one file.
fn read_file(file: &Found, options: &Options) -> Box<dyn Iterator<Item = Outcome>> {
    let place = file.path.display().to_string();
    let skip = |reason: Reason, detail: String| -> Box<dyn Iterator<Item = Outcome>> {
        let place = file.path.display().to_string();
        Box::new(std::iter::once(Outcome::Skipped(Skipped { place, reason, detail })))
    };
    let is_told = options.from.is_some()
        || Format::of_path(&file.path).is_some()
        || archive::is_named(&file.path);
    if !is_told && file.named == Named::No {
        let detail = match file.path.extension() {
            Some(extension) => format!(".{} files are not read", extension.to_string_lossy()),
            None => "the name has no extension; name the file itself or give --from".to_owned(),
        };
        return skip(Reason::UnknownFormat, detail);
    }
    let bytes = match file.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return skip(Reason::Unreadable, error.to_string()),
    };
    Parcel::new((place, file.name.clone()), bytes, file.named, options.clone()).open()
}

/// What a format found of an article; [`finish`] makes the article of it.
#[derive(Debug, Default)]
struct Draft {
    id: String,
    url: String,
    source: String,
    published: Option<Date>,
    title: String,
    text: String,
}

/// Makes an article of what a format found, or says why there is none.
fn finish(mut draft: Draft, name: &str, given: Option<Date>, place: &str) -> Outcome {
    let skip = |reason: Reason, detail: &str| {
        Outcome::Skipped(Skipped { place: place.to_owned(), reason, detail: detail.to_owned() })
    };
    if given.is_none() && draft.published.is_none() {
        draft.published =
            published::take_first_line(&mut draft.text).or_else(|| published::in_name(name));
    }
    if draft.text.trim().is_empty() {
        return skip(Reason::NoText, "");
    }
    if draft.text.len() > LONGEST {
        return skip(Reason::TooLong, "over 4 MiB of text; split it into its articles");
    }
    if let Some(language) = language::other_than_english(&draft.title, &draft.text) {
        return skip(Reason::NotEnglish, language);
    }
    let id = match () {
        () if !draft.id.is_empty() => draft.id,
        () if !draft.url.is_empty() => draft.url.clone(),
        // What comes from standard input has no name: its words stand for it.
        () if name.starts_with(STDIN) => {
            let own = fingerprint(&[&draft.title, &draft.text]);
            format!("stdin-{}", &own[..16])
        }
        () => name.to_owned(),
    };
    Outcome::Article(Article {
        id,
        url: draft.url,
        source: draft.source,
        published: given.or(draft.published),
        title: draft.title,
        text: draft.text,
    })
}

#[cfg(test)]
mod tests;
