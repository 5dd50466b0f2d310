//! JSON Lines: one article a line, read a line at a time.

use std::io::{BufRead, BufReader, Cursor, Read};

use super::flow::Flow;
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
    let mut lines = narrow(reader);
    let mut number = 0usize;
    Box::new(std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            number += 1;
            let at = format!(", line {number}");
            let mut limited = lines.by_ref().take(LONGEST_LINE as u64 + 1);
            match limited.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.len() > LONGEST_LINE => {
                    let skipped = source.skipped(&at, Reason::TooLong, "the line is over 64 MiB");
                    if skip_line(&mut lines).is_err() {
                        return None;
                    }
                    return Some(Outcome::Skipped(skipped));
                }
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(one(line, &source, &at, number)),
                Err(error) => {
                    // What cannot be read now will not be on a second try: end here, and say so.
                    lines = Box::new(std::io::empty());
                    let skipped = source.skipped(&at, Reason::Unreadable, &error.to_string());
                    return Some(Outcome::Skipped(skipped));
                }
            }
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
    let read = flow.by_ref().take(LONGEST_LINE as u64 + 1).read_to_end(&mut bytes);
    match encoding::decode(bytes) {
        Ok(text) if read.is_ok_and(|count| count <= LONGEST_LINE) => {
            Box::new(Cursor::new(text.into_bytes()))
        }
        // No line of it can be read, as no text holds this byte.
        _ => Box::new(BufReader::new(&[0u8][..])),
    }
}

/// Bytes of a line past which it is no record.
const LONGEST_LINE: usize = 64 << 20;

/// Bytes by which the encoding of lines is known.
const SAMPLE: usize = 2048;

/// Passes over the rest of a line.
fn skip_line(lines: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = lines.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        if let Some(end) = buffer.iter().position(|&byte| byte == b'\n') {
            lines.consume(end + 1);
            return Ok(());
        }
        let length = buffer.len();
        lines.consume(length);
    }
}

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
