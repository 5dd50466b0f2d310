//! ZIP archives, by their list of files; where that is lost, by what stands before each file.

mod scan;
mod unpack;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use zip::{CompressionMethod, ZipArchive};

use super::bounds::{LIMITS, Total};
use super::name::Name;
use super::{Bytes, Outcomes, Outer, Parcel, one, skipped};
use crate::input::{Format, Named, Reason, from_bytes};
use unpack::{Method, Packed};

/// Bytes of an archive that comes as a stream, which is held in memory: its list of files stands at
/// its end.
const LONGEST_STREAM: u64 = 128 << 20;

/// The main part of a text document, which is a ZIP archive too.
const DOCUMENT: &str = "word/document.xml";

/// Files by which workbooks, slides and books are known, which are ZIP archives too.
const OFFICE: &[&str] = &["[Content_Types].xml", "mimetype"];

/// Reads the articles of all files in a ZIP archive.
pub(super) fn read(parcel: Parcel) -> Outcomes {
    let outer = Outer::of(&parcel);
    let whole = match Window::over(parcel.bytes) {
        Ok(Some(window)) => window,
        Ok(None) => {
            let detail = "over 128 MiB of a ZIP archive as a stream; save it and name the file";
            return one(skipped(&outer.place, Reason::TooLong, detail));
        }
        Err(error) => return outer.broken(&error.to_string()),
    };
    let Ok(mut archive) = ZipArchive::new(BufReader::new(whole.clone())) else {
        return scan::read(outer, whole);
    };
    if archive.index_for_name(DOCUMENT).is_some()
        && let Some(format) = Format::named("docx")
    {
        let source = outer.options.source((outer.place, outer.name), Named::Yes, Box::new(whole));
        return from_bytes(source, Some(format));
    }
    if OFFICE.iter().any(|name| archive.index_for_name(name).is_some()) {
        let detail = "a workbook, slides or a book, not an archive of articles";
        return one(skipped(&outer.place, Reason::UnknownFormat, detail));
    }
    let total = Total::new(LIMITS, Some(whole.end));
    let mut numbers = 0..archive.len();
    let mut is_empty = true;
    let files = std::iter::from_fn(move || {
        while let Some(number) = numbers.next() {
            if total.is_spent() {
                numbers = 0..0;
                return Some(outer.broken("what follows in it is not read"));
            }
            if let Some(outcomes) = file(&mut archive, number, (&outer, &whole, &total)) {
                is_empty = false;
                return Some(outcomes);
            }
        }
        std::mem::take(&mut is_empty).then(|| outer.empty())
    });
    Box::new(files.flatten())
}

/// Reads the articles of one file; none if it is passed over.
fn file(
    archive: &mut ZipArchive<BufReader<Window>>,
    number: usize,
    (outer, whole, total): (&Outer, &Window, &Total),
) -> Option<Outcomes> {
    let place = format!("file {}", number + 1);
    let file = match archive.by_index_raw(number) {
        Ok(file) => file,
        Err(error) => return Some(outer.skipped(&place, Reason::Unreadable, &error.to_string())),
    };
    if file.is_dir() {
        return None;
    }
    let raw = match (std::str::from_utf8(file.name_raw()), file.name()) {
        (Ok(name), _) => name.to_owned(),
        // Names of old are in the letters of DOS.
        (Err(_), Ok(name)) => name.into_owned(),
        (Err(_), Err(_)) => String::from_utf8_lossy(file.name_raw()).into_owned(),
    };
    let path = match Name::of(&raw) {
        Name::PassedOver => return None,
        Name::Leaving(path) => return Some(outer.leaving(&path)),
        Name::File(path) => path,
    };
    if file.is_symlink() {
        let detail = "it is a link; pack the file itself";
        return Some(outer.skipped(&path, Reason::UnknownFormat, detail));
    }
    if file.encrypted() {
        return Some(outer.skipped(&path, Reason::Unreadable, ENCRYPTED));
    }
    let method = match file.compression() {
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        other => {
            return Some(outer.skipped(&path, Reason::Unreadable, &unknown(&other.to_string())));
        }
    };
    let Some(start) = file.data_start() else {
        return Some(outer.skipped(&path, Reason::Unreadable, "it is not where the archive says"));
    };
    let window = whole.part(start, file.compressed_size());
    let packed = Packed { method, sum: Some(file.crc32()), total: total.clone() };
    Some(outer.member(&path, packed.unpack(window)))
}

const ENCRYPTED: &str = "it is encrypted; unpack the archive with its password first";

/// Why a method of packing is not read.
fn unknown(method: &str) -> String {
    format!("its method of packing ({method}) is not known; pack it anew with deflate")
}

/// What can be read at any place.
enum Held {
    File(File),
    Memory(Cursor<Vec<u8>>),
}

/// A part of an archive. Parts share the archive and each have a place of their own in it.
#[derive(Clone)]
struct Window {
    held: Rc<RefCell<Held>>,
    start: u64,
    /// Where it ends, in the archive.
    end: u64,
    /// The byte that is read next, in the archive.
    at: u64,
}

impl Window {
    /// All of an archive; none if it is a stream that is too long.
    fn over(bytes: Bytes) -> io::Result<Option<Self>> {
        let (held, end) = match bytes {
            Bytes::File(file, _) => {
                let length = file.metadata()?.len();
                (Held::File(file), length)
            }
            Bytes::Stream(mut flow) => {
                let mut bytes = Vec::new();
                flow.by_ref().take(LONGEST_STREAM + 1).read_to_end(&mut bytes)?;
                let length = bytes.len() as u64;
                if length > LONGEST_STREAM {
                    return Ok(None);
                }
                (Held::Memory(Cursor::new(bytes)), length)
            }
        };
        Ok(Some(Self { held: Rc::new(RefCell::new(held)), start: 0, end, at: 0 }))
    }

    /// A part of the archive, as far as that goes.
    fn part(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.end);
        Self { held: Rc::clone(&self.held), start, end: start.saturating_add(length), at: start }
    }
}

impl Read for Window {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = into.len().min(left);
        if most == 0 {
            return Ok(0);
        }
        let mut held = self.held.borrow_mut();
        let count = match &mut *held {
            Held::File(file) => {
                file.seek(SeekFrom::Start(self.at))?;
                file.read(&mut into[..most])?
            }
            Held::Memory(bytes) => {
                bytes.set_position(self.at);
                bytes.read(&mut into[..most])?
            }
        };
        self.at += count as u64;
        if count == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => self.start.checked_add(place),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        match place {
            Some(place) if place >= self.start => {
                self.at = place;
                Ok(place - self.start)
            }
            _ => Err(io::Error::from(io::ErrorKind::InvalidInput)),
        }
    }
}

#[cfg(test)]
mod tests;
