//! Tape archives: a header of 512 bytes before each file, names of any length in files of their own
//! (pax, GNU).

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::name::Name;
use super::{Body, Outcomes, Outer, Parcel};
use crate::input::Reason;
use crate::input::flow::{Flow, HEADER};

/// Bytes of a name, or of all that is told of one file, beyond which they are none.
const LONGEST_NAME: u64 = 1 << 20;

/// Bytes of one file beyond which its header is damaged.
const LARGEST: u64 = 1 << 60;

/// What a header tells of a file.
struct Header {
    path: String,
    size: u64,
    kind: u8,
}

/// A tape, and how far it was read.
struct Tape {
    flow: Flow<Body>,
    /// Bytes of the file at hand that are to be read, and those that fill up its last block.
    left: u64,
    padding: u64,
    /// The number of the file at hand.
    number: u64,
    /// The file before, to tell where the tape breaks off.
    last: String,
    /// Whether nothing more can be read.
    is_over: bool,
}

/// Reads the articles of all files in a tape archive.
pub(super) fn read(parcel: Parcel) -> Outcomes {
    let outer = Outer::of(&parcel);
    let tape = Rc::new(RefCell::new(Tape::new(parcel.bytes.into_flow())));
    let mut is_empty = true;
    let files = std::iter::from_fn(move || {
        let next = tape.borrow_mut().next(&outer);
        let outcomes = match next {
            Step::File(path, number) => {
                outer.member(&path, Box::new(Member { tape: Rc::clone(&tape), number }))
            }
            Step::Told(outcomes) => outcomes,
            Step::End if std::mem::take(&mut is_empty) => return Some(outer.empty()),
            Step::End => return None,
        };
        is_empty = false;
        Some(outcomes)
    });
    Box::new(files.flatten())
}

/// What comes next on a tape.
enum Step {
    /// A file of this path and number.
    File(String, u64),
    /// Something that is told.
    Told(Outcomes),
    End,
}

impl Tape {
    const fn new(flow: Flow<Body>) -> Self {
        Self { flow, left: 0, padding: 0, number: 0, last: String::new(), is_over: false }
    }

    /// Goes to the next file that is one.
    fn next(&mut self, outer: &Outer) -> Step {
        while !self.is_over {
            let header = match self.header() {
                Ok(Some(header)) => header,
                Ok(None) => {
                    self.is_over = true;
                    break;
                }
                Err(error) => {
                    self.is_over = true;
                    let after = if self.last.is_empty() {
                        "at its first file".to_owned()
                    } else {
                        format!("after ‘{}’", self.last)
                    };
                    return Step::Told(outer.broken(&format!("{after}: {error}")));
                }
            };
            let is_folder = header.kind == b'5';
            let path = match Name::of(&header.path) {
                _ if is_folder => continue,
                Name::PassedOver => continue,
                Name::Leaving(path) => return Step::Told(outer.leaving(&path)),
                Name::File(path) => path,
            };
            self.last.clone_from(&path);
            let detail = match header.kind {
                0 | b'0' | b'7' => return Step::File(path, self.number),
                b'1' | b'2' => "it is a link; pack the file itself",
                b'S' => "it is a file with holes; pack it anew without",
                _ => continue,
            };
            return Step::Told(outer.skipped(&path, Reason::UnknownFormat, detail));
        }
        Step::End
    }

    /// Passes over what is left of the file at hand and reads the header of the next one; none at
    /// the end.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let (mut path, mut size) = (None, None);
        loop {
            self.pass_over()?;
            let block = self.flow.ahead(HEADER);
            if block.is_empty() {
                // A fault would be told here.
                self.flow.fill_buf()?;
                return Ok(None);
            }
            if block.len() < HEADER {
                return Err(breaks_off());
            }
            let block = &block[..HEADER];
            if block.iter().all(|&byte| byte == 0) {
                return Ok(None);
            }
            let header = parse(block).ok_or_else(|| damaged("its next header is none"))?;
            self.flow.consume(HEADER);
            self.number += 1;
            let tells_of_others = matches!(header.kind, b'x' | b'g' | b'L' | b'K');
            self.left = size.filter(|_| !tells_of_others).unwrap_or(header.size);
            self.padding = self.left.next_multiple_of(HEADER as u64) - self.left;
            match header.kind {
                b'L' => {
                    let long = self.short_file()?;
                    let end = long.iter().position(|&byte| byte == 0).unwrap_or(long.len());
                    path = Some(String::from_utf8_lossy(&long[..end]).into_owned());
                }
                b'x' => {
                    let records = self.short_file()?;
                    for (key, value) in pax(&records) {
                        match key {
                            b"path" => path = Some(String::from_utf8_lossy(value).into_owned()),
                            b"size" => size = decimal(value).filter(|&size| size <= LARGEST),
                            _ => {}
                        }
                    }
                }
                // What holds for all files, long names of links, and names of volumes.
                b'g' | b'K' | b'V' | b'M' => {}
                kind => {
                    let path = path.unwrap_or(header.path);
                    return Ok(Some(Header { path, size: self.left, kind }));
                }
            }
        }
    }

    /// A file that tells of others, whole.
    fn short_file(&mut self) -> io::Result<Vec<u8>> {
        if self.left > LONGEST_NAME {
            return Err(damaged("a name in it is longer than any"));
        }
        let mut bytes = Vec::new();
        self.flow.by_ref().take(self.left).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < self.left {
            return Err(breaks_off());
        }
        self.left = 0;
        Ok(bytes)
    }

    /// Passes over what is left of the file at hand.
    fn pass_over(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.left);
        if !pass(&mut self.flow, left)? {
            return Err(breaks_off());
        }
        // A tape may end within the block that is filled up.
        let padding = std::mem::take(&mut self.padding);
        pass(&mut self.flow, padding)?;
        Ok(())
    }

    /// Reads bytes of the file at hand.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let read = match self.flow.read(&mut into[..most]) {
            Ok(0) => Err(breaks_off()),
            other => other,
        };
        match read {
            Ok(count) => {
                self.left -= count as u64;
                Ok(count)
            }
            Err(error) => {
                // It is told of the file; there is nothing more to tell of the tape.
                self.is_over = true;
                Err(error)
            }
        }
    }
}

/// Passes over some bytes; says whether there were as many.
fn pass(flow: &mut Flow<Body>, mut count: u64) -> io::Result<bool> {
    while count > 0 {
        let waiting = flow.fill_buf()?.len();
        if waiting == 0 {
            return Ok(false);
        }
        let passed = waiting.min(usize::try_from(count).unwrap_or(usize::MAX));
        flow.consume(passed);
        count -= passed as u64;
    }
    Ok(true)
}

/// A file on a tape, readable until the tape goes on.
struct Member {
    tape: Rc<RefCell<Tape>>,
    number: u64,
}

impl Read for Member {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut tape = self.tape.borrow_mut();
        if tape.number == self.number { tape.read(into) } else { Ok(0) }
    }
}

fn breaks_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the archive breaks off")
}

fn damaged(what: &str) -> io::Error {
    let message = format!("the archive is damaged: {what}");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Whether bytes begin with a header.
pub(super) fn is_header(head: &[u8]) -> bool {
    head.get(..HEADER).is_some_and(|block| parse(block).is_some())
}

/// Reads a header, if its sum is right.
fn parse(block: &[u8]) -> Option<Header> {
    let told = octal(&block[148..156])?;
    let sum: u64 = (0u64..)
        .zip(block)
        .map(|(at, &byte)| if (148..156).contains(&at) { 32 } else { u64::from(byte) })
        .sum();
    if told != sum {
        return None;
    }
    let size = number(&block[124..136]).filter(|&size| size <= LARGEST)?;
    let mut path = text(&block[..100]);
    // Only POSIX continues the name there.
    if block[257..263] == *b"ustar\0" {
        let before = text(&block[345..500]);
        if !before.is_empty() {
            path = format!("{before}/{path}");
        }
    }
    let kind = block[156];
    Some(Header { path, size, kind })
}

/// The bytes before the first zero, as text.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// A number in octal digits, between spaces and zeros; nothing is 0.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.trim_ascii_start();
    let end = digits.iter().position(|&byte| byte == 0 || byte == b' ').unwrap_or(digits.len());
    digits[..end].iter().try_fold(0u64, |number, &byte| match byte {
        b'0'..=b'7' => number.checked_mul(8)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    })
}

/// A number in octal digits or, where the first bit is set, in bytes.
fn number(field: &[u8]) -> Option<u64> {
    let (&first, rest) = field.split_first()?;
    if first & 0x80 == 0 {
        return octal(field);
    }
    if first & 0x7f != 0 {
        return None;
    }
    rest.iter()
        .try_fold(0u64, |number, &byte| number.checked_mul(256)?.checked_add(u64::from(byte)))
}

fn decimal(field: &[u8]) -> Option<u64> {
    std::str::from_utf8(field).ok()?.parse().ok()
}

/// The records of a pax header: `27 path=a/long/name.txt`, the number being that of its bytes.
fn pax(mut records: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::new();
    while let Some(space) = records.iter().position(|&byte| byte == b' ') {
        let length = decimal(&records[..space]).and_then(|it| usize::try_from(it).ok());
        let Some(record) = length.and_then(|length| records.get(space + 1..length)) else { break };
        if let Some(equals) = record.iter().position(|&byte| byte == b'=') {
            let value = &record[equals + 1..];
            found.push((&record[..equals], value.strip_suffix(b"\n").unwrap_or(value)));
        }
        records = &records[space + 1 + record.len()..];
    }
    found
}
