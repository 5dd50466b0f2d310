//! The files of a ZIP archive whose list is lost, as when a download broke off: each is found by
//! what stands before it.

use std::io::BufRead;

use memchr::memmem;
use zip::CompressionMethod;

use super::unpack::{Method, Packed};
use super::{ENCRYPTED, Window, unknown};
use crate::input::Reason;
use crate::input::archive::bounds::{LIMITS, Total};
use crate::input::archive::name::Name;
use crate::input::archive::{Outcomes, Outer};
use crate::input::flow::Flow;

/// How what stands before a file begins.
const MARK: &[u8] = b"PK\x03\x04";

/// Bytes before the name of a file.
const FIXED: usize = 30;

/// The bit of the flags that tells of encryption.
const IS_ENCRYPTED: u16 = 1;

/// The bit that tells that size and checksum stand after the file.
const SIZE_FOLLOWS: u16 = 1 << 3;

/// A size that is told elsewhere, as it is larger than this.
const ELSEWHERE: u32 = u32::MAX;

/// What stands before a file.
struct Local {
    name: String,
    flags: u16,
    method: u16,
    sum: Option<u32>,
    /// Where the file begins, in the archive.
    start: u64,
    /// Bytes of it, where they are told.
    size: Option<u64>,
}

/// Reads the articles of the files that are found.
pub(super) fn read(outer: Outer, whole: Window) -> Outcomes {
    let total = Total::new(LIMITS, Some(whole.end));
    let mut at = Some(0);
    let mut count = 0usize;
    let files = std::iter::from_fn(move || {
        while let Some(from) = at {
            let found = if total.is_spent() { None } else { next(&whole, from) };
            let Some(local) = found else {
                at = None;
                return Some(outer.broken(&summary(count)));
            };
            at = Some(local.start + local.size.unwrap_or(0));
            if let Some(outcomes) = file(&local, &outer, &whole, &total) {
                count += 1;
                return Some(outcomes);
            }
        }
        None
    });
    Box::new(files.flatten())
}

/// What is told of the archive itself, at its end.
fn summary(count: usize) -> String {
    let lost = "its list of files is missing or damaged, as if it broke off";
    match count {
        0 => format!("it is no ZIP archive, or {lost}"),
        1 => format!("{lost}; one file was found without it"),
        _ => format!("{lost}; {count} files were found without it"),
    }
}

/// Finds the next file at a place or after it.
fn next(whole: &Window, from: u64) -> Option<Local> {
    let mut flow = Flow::new(whole.part(from, whole.end.saturating_sub(from)));
    loop {
        let waiting = flow.ahead(FIXED);
        if waiting.len() < FIXED {
            return None;
        }
        match memmem::find(waiting, MARK) {
            Some(0) => break,
            Some(place) => flow.consume(place),
            None => {
                let passed = waiting.len() + 1 - MARK.len();
                flow.consume(passed);
            }
        }
    }
    let place = from + flow.passed();
    let head = flow.ahead(FIXED);
    let two = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
    let four = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (flags, method, sum, size) = (two(6), two(8), four(14), four(18));
    let (name_length, more_length) = (usize::from(two(26)), usize::from(two(28)));
    let all = flow.ahead(FIXED + name_length);
    let end = all.len().min(FIXED + name_length);
    let name = String::from_utf8_lossy(&all[FIXED..end]).into_owned();
    let is_told = flags & SIZE_FOLLOWS == 0;
    Some(Local {
        name,
        flags,
        method,
        sum: is_told.then_some(sum),
        start: place + (FIXED + name_length + more_length) as u64,
        size: (is_told && size != ELSEWHERE).then_some(u64::from(size)),
    })
}

/// Reads the articles of one file; none if it is passed over.
fn file(local: &Local, outer: &Outer, whole: &Window, total: &Total) -> Option<Outcomes> {
    let path = match Name::of(&local.name) {
        Name::PassedOver => return None,
        Name::Leaving(path) => return Some(outer.leaving(&path)),
        Name::File(path) => path,
    };
    if local.flags & IS_ENCRYPTED != 0 {
        return Some(outer.skipped(&path, Reason::Unreadable, ENCRYPTED));
    }
    let method = match (local.method, local.size) {
        (0, Some(_)) => Method::Stored,
        (8, _) => Method::Deflated,
        (0, None) => {
            let detail = "without the list of files nothing tells where it ends";
            return Some(outer.skipped(&path, Reason::Unreadable, detail));
        }
        (other, _) => {
            let detail = unknown(CompressionMethod::name_from_u16(other));
            return Some(outer.skipped(&path, Reason::Unreadable, &detail));
        }
    };
    let window = whole.part(local.start, local.size.unwrap_or(whole.end));
    let packed = Packed { method, sum: local.sum, total: total.clone() };
    Some(outer.member(&path, packed.unpack(window)))
}
