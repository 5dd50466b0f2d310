//! JSON Lines: one article a line, read a line at a time.

use std::io::{BufRead, BufReader, Cursor, Read};

use super::flow::Flow;
use super::lines::{LONGEST, Line, Lines, OVER_LONGEST};
use super::{Format, Outcome, Reason, Source, encoding, json};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    about: "JSON Lines: one such object a line",
    fits,
    read,
};

/// Whether the first line is a whole object and more than that follows.
fn fits(start: &str) -> bool {
    let mut lines = start.lines();
    lines.next().is_some_and(|line| line.starts_with('{') && line.trim_end().ends_with('}'))
        && lines.next().is_some_and(|line| line.starts_with('{'))
}

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let reader = std::mem::replace(&mut source.reader, Box::new(std::io::empty()));
    let lines = Lines::new(narrow(reader), LONGEST);
    Box::new(lines.map(move |(number, line)| {
        let at = format!(", line {number}");
        let skip = |reason, detail: &str| Outcome::Skipped(source.skipped(&at, reason, detail));
        match line {
            Line::Whole(line) => one(line, &source, &at, number),
            Line::TooLong => skip(Reason::TooLong, OVER_LONGEST),
            Line::Failed(error) => skip(Reason::Unreadable, &error.to_string()),
        }
    }))
}

/// UTF-16 has no lines of bytes: it is read whole and converted. All else is handed on as it is, and
/// not waited for longer than a line.
fn narrow(reader: Box<dyn Read>) -> Box<dyn BufRead> {
    let mut flow = Flow::new(reader);
    if !encoding::is_wide(flow.line_ahead(SAMPLE)) {
        return Box::new(flow);
    }
    let mut bytes = Vec::new();
    let read = flow.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes);
    match encoding::decode(bytes) {
        Ok(text) if read.is_ok_and(|count| count <= LONGEST) => {
            Box::new(Cursor::new(text.into_bytes()))
        }
        // No line of it can be read, as no text holds this byte.
        _ => Box::new(BufReader::new(&[0u8][..])),
    }
}

/// Bytes by which the encoding of lines is known.
const SAMPLE: usize = 2048;

fn one(line: Vec<u8>, source: &Source, at: &str, number: usize) -> Outcome {
    let text = match encoding::decode(line) {
        Ok(text) => text,
        Err(detail) => return Outcome::Skipped(source.skipped(at, Reason::Unreadable, detail)),
    };
    match serde_json::from_str(text.trim()) {
        Ok(record) => json::one(record, source, at, number),
        // Whatever else is in the line is not kept: what is long is not twice as long in memory.
        Err(error) if error.is_data() => {
            let told = error.to_string();
            let what = told.rsplit_once(" at line").map_or(told.as_str(), |(what, _)| what);
            Outcome::Skipped(source.skipped(at, Reason::BadRecord, what))
        }
        Err(error) => Outcome::Skipped(source.skipped(at, Reason::BadRecord, &error.to_string())),
    }
}
