//! Archives: gzip, ZIP, tape archives and WARC, read as streams; nothing is unpacked to disk.
//!
//! What lies in an archive is read as a file of its name would be: `a.zip:in/b.html` is its place,
//! `a.zip/in/b.html` what its article goes by. A file in an archive may be packed once more with
//! gzip; an archive within an archive is told and left.

mod bounds;
mod gzip;
mod http;
mod name;
mod tar;
mod warc;
mod zipped;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek};
use std::path::Path;

use super::batch::Counted;
use super::flow::{Flow, HEADER};
use super::{Format, Meter, Named, Options, Outcome, Reason, Skipped, from_bytes};
use bounds::LIMITS;
use gzip::Members;

/// The outcomes of reading something, in order.
type Outcomes = Box<dyn Iterator<Item = Outcome>>;

/// Bytes to read, and what is known of them.
pub(super) struct Parcel {
    place: String,
    name: String,
    /// The end of a name that tells the format: without `.gz`, once that is unpacked.
    told_by: String,
    bytes: Bytes,
    named: Named,
    level: Level,
    options: Options,
}

/// Where bytes come from.
pub(super) enum Bytes {
    /// A file, which can be read at any place, and what counts what is read of it.
    File(File, Meter),
    /// A stream, which can be read once.
    Stream(Box<Flow<Body>>),
}

/// What a stream reads from.
pub(super) enum Body {
    Plain(Box<dyn Read>),
    Gzip(Members),
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(into),
            Self::Gzip(members) => members.read(into),
        }
    }
}

impl Bytes {
    /// The bytes of a file or of what only looks like one.
    pub(super) fn of_file(file: File, meter: Meter) -> Self {
        // A pipe that has a path cannot be read at any place.
        if file.metadata().is_ok_and(|it| it.is_file()) {
            Self::File(file, meter)
        } else {
            Self::of_stream(Box::new(file))
        }
    }

    pub(super) fn of_stream(reader: Box<dyn Read>) -> Self {
        Self::Stream(Box::new(Flow::new(Body::Plain(reader))))
    }

    /// The first bytes; they are still to be read.
    fn head(&mut self) -> io::Result<Vec<u8>> {
        match self {
            Self::File(file, _) => {
                let mut head = Vec::new();
                file.take(HEADER as u64).read_to_end(&mut head)?;
                file.rewind()?;
                Ok(head)
            }
            Self::Stream(flow) => {
                let head = flow.head();
                Ok(head[..head.len().min(HEADER)].to_vec())
            }
        }
    }

    /// The same, unpacked with gzip.
    fn unpacked(self) -> Self {
        let packed: Box<dyn Read> = match self {
            Self::File(file, meter) => Box::new(Counted { file, meter }),
            Self::Stream(flow) => flow,
        };
        let members = Members::new(Flow::new(packed), LIMITS);
        Self::Stream(Box::new(Flow::new(Body::Gzip(members))))
    }

    /// What lines are read from: unpacked, where the first bytes say that gzip packed them.
    pub(super) fn into_lines(mut self) -> io::Result<impl BufRead> {
        let is_packed = self.head()?.starts_with(gzip::MAGIC);
        Ok(if is_packed { self.unpacked() } else { self }.into_flow())
    }

    fn into_flow(self) -> Flow<Body> {
        match self {
            Self::File(file, meter) => Flow::new(Body::Plain(Box::new(Counted { file, meter }))),
            Self::Stream(flow) => *flow,
        }
    }
}

/// How deep within archives something lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// What the user named, or a folder holds.
    Outside,
    /// That, unpacked with gzip.
    Unpacked,
    /// A file in an archive.
    Member,
    /// That, unpacked with gzip.
    UnpackedMember,
}

impl Level {
    /// The level of what is packed with gzip here, if it may be.
    const fn unpacked(self) -> Option<Self> {
        match self {
            Self::Outside => Some(Self::Unpacked),
            Self::Member => Some(Self::UnpackedMember),
            Self::Unpacked | Self::UnpackedMember => None,
        }
    }

    /// Whether an archive may lie here.
    const fn takes_archives(self) -> bool {
        matches!(self, Self::Outside | Self::Unpacked)
    }
}

/// A way in which bytes hold others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Gzip,
    Zip,
    Tar,
    Warc,
}

/// The ends of names of archives, without the dot.
const ENDS: &[(&str, Kind)] = &[
    ("gz", Kind::Gzip),
    ("tgz", Kind::Gzip),
    ("zip", Kind::Zip),
    ("tar", Kind::Tar),
    ("warc", Kind::Warc),
];

/// Formats whose files are ZIP archives themselves.
const ZIPPED: &[&str] = &["docx"];

/// How a ZIP archive begins: with a file in it, or with its end if it is empty.
const ZIP_MARKS: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

/// How a record of WARC begins.
const WARC_MARK: &[u8] = b"WARC/";

impl Kind {
    /// The kind that a name tells.
    fn of_name(name: &str) -> Option<Self> {
        let end = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        ENDS.iter().find(|(it, _)| *it == end).map(|(_, kind)| *kind)
    }

    /// The kind that the first bytes tell, and the name where they are no proof.
    fn of(
        head: &[u8],
        name: &str,
        format: Option<&Format>,
        asked: Option<&Format>,
    ) -> Option<Self> {
        let by_name = Self::of_name(name).filter(|_| !head.is_empty());
        if head.starts_with(gzip::MAGIC) {
            return Some(Self::Gzip);
        }
        let zipped = |format: Option<&Format>| format.is_some_and(|it| ZIPPED.contains(&it.name));
        let is_zipped = zipped(format) || by_name.is_none() && zipped(asked);
        if ZIP_MARKS.iter().any(|mark| head.starts_with(mark)) && !is_zipped {
            return Some(Self::Zip);
        }
        match by_name {
            // What is named so and is not packed is read as it is.
            Some(Self::Gzip) => None,
            Some(kind) => Some(kind),
            // An article may begin with the letters of any archive.
            None if format.is_some() => None,
            None if head.starts_with(WARC_MARK) => Some(Self::Warc),
            None if tar::is_header(head) => Some(Self::Tar),
            None => None,
        }
    }
}

/// Whether a file's name tells that it is an archive.
pub(super) fn is_named(path: &Path) -> bool {
    path.file_name().is_some_and(|name| Kind::of_name(&name.to_string_lossy()).is_some())
}

/// A name without the end that tells of gzip.
fn without_gzip(name: &str) -> String {
    let end = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default();
    let stem = name[..name.len() - end.len()].trim_end_matches('.');
    match end.to_ascii_lowercase().as_str() {
        "tgz" => format!("{stem}.tar"),
        "gz" => stem.to_owned(),
        _ => name.to_owned(),
    }
}

fn one(outcome: Outcome) -> Outcomes {
    Box::new(std::iter::once(outcome))
}

/// The outcome of something that is not read.
fn skipped(place: &str, reason: Reason, detail: &str) -> Outcome {
    Outcome::Skipped(Skipped { place: place.to_owned(), reason, detail: detail.to_owned() })
}

impl Parcel {
    /// What the user named or a folder holds: `name` tells the format.
    pub(super) fn new(
        source: (String, String),
        bytes: Bytes,
        named: Named,
        options: Options,
    ) -> Self {
        let (place, name) = source;
        let told_by = name.clone();
        Self { place, name, told_by, bytes, named, level: Level::Outside, options }
    }

    /// Reads the articles in it, in archives or not.
    pub(super) fn open(mut self) -> Outcomes {
        let head = match self.bytes.head() {
            Ok(head) => head,
            Err(error) => return one(self.skipped(Reason::Unreadable, &error.to_string())),
        };
        let format = Format::of_path(Path::new(&self.told_by));
        let asked = self.options.from;
        match Kind::of(&head, &self.told_by, format, asked) {
            Some(Kind::Gzip) => match self.level.unpacked() {
                Some(level) => self.unpack(level).open(),
                None => one(self.skipped(Reason::UnknownFormat, TWICE)),
            },
            Some(Kind::Zip) if self.level.takes_archives() => zipped::read(self),
            Some(Kind::Tar) if self.level.takes_archives() => tar::read(self),
            Some(Kind::Zip | Kind::Tar) => one(self.skipped(Reason::UnknownFormat, WITHIN)),
            Some(Kind::Warc) => warc::read(self),
            None => self.read_as(asked.or(format)),
        }
    }

    /// The same, unpacked with gzip.
    fn unpack(self, level: Level) -> Self {
        let bytes = self.bytes.unpacked();
        Self { bytes, level, told_by: without_gzip(&self.told_by), ..self }
    }

    /// Reads articles in a format, or in the one that the first bytes tell.
    fn read_as(self, format: Option<&'static Format>) -> Outcomes {
        let extension = Path::new(&self.told_by).extension();
        if let (None, Named::No, Some(extension)) = (format, self.named, extension) {
            let detail = format!(".{} files are not read", extension.to_string_lossy());
            return one(self.skipped(Reason::UnknownFormat, &detail));
        }
        let source = self.options.source(
            (self.place, self.name),
            self.named,
            Box::new(self.bytes.into_flow()),
        );
        from_bytes(source, format)
    }

    fn skipped(&self, reason: Reason, detail: &str) -> Outcome {
        skipped(&self.place, reason, detail)
    }
}

/// Why what is packed in something packed is not read.
const TWICE: &str = "it is packed with gzip twice; unpack it first";

/// Why an archive in an archive is not read.
const WITHIN: &str = "an archive within an archive; unpack the outer one first";

/// An archive, and how what lies in it is read.
struct Outer {
    place: String,
    name: String,
    options: Options,
}

impl Outer {
    fn of(parcel: &Parcel) -> Self {
        Self {
            place: parcel.place.clone(),
            name: parcel.name.clone(),
            options: parcel.options.clone(),
        }
    }

    /// Where a file in it lies.
    fn place_of(&self, path: &str) -> String {
        format!("{}:{path}", self.place)
    }

    /// Reads the articles of a file in it.
    fn member(&self, path: &str, reader: Box<dyn Read>) -> Outcomes {
        let parcel = Parcel {
            place: self.place_of(path),
            name: format!("{}/{path}", self.name),
            told_by: path.rsplit('/').next().unwrap_or(path).to_owned(),
            bytes: Bytes::of_stream(reader),
            named: Named::No,
            level: Level::Member,
            options: self.options.clone(),
        };
        parcel.open()
    }

    fn skipped(&self, path: &str, reason: Reason, detail: &str) -> Outcomes {
        one(skipped(&self.place_of(path), reason, detail))
    }

    /// A file whose name leads out of the archive.
    fn leaving(&self, path: &str) -> Outcomes {
        self.skipped(path, Reason::BadRecord, "its name leads out of the archive; pack it anew")
    }

    /// What is wrong with the archive itself.
    fn broken(&self, detail: &str) -> Outcomes {
        one(skipped(&self.place, Reason::Unreadable, detail))
    }

    /// An archive in which there is nothing.
    fn empty(&self) -> Outcomes {
        one(skipped(&self.place, Reason::NoText, "the archive holds no file"))
    }
}

#[cfg(test)]
mod tests;
