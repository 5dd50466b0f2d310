//! Lines of bytes, read one at a time, none longer than a bound.

use std::io::{self, BufRead, Read};

/// Bytes past which a line is taken for something else.
pub(super) const LONGEST: usize = 64 << 20;

/// What is told of a longer one.
pub(super) const OVER_LONGEST: &str = "the line is over 64 MiB";

/// One line of many.
pub(super) enum Line {
    /// A line, without what ends it.
    Whole(Vec<u8>),
    /// One that is longer than the bound, and was passed over.
    TooLong,
    /// What cannot be read, which ends the lines.
    Failed(io::Error),
}

/// Reads lines with their numbers, from 1; those of nothing but white space are passed over.
pub(super) struct Lines<R> {
    reader: R,
    longest: usize,
    number: usize,
    has_ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(reader: R, longest: usize) -> Self {
        Self { reader, longest, number: 0, has_ended: false }
    }

    /// Passes over the rest of a line.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', buffer);
            let count = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(count);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let bound = self.longest as u64 + 1;
            let count = self.reader.by_ref().take(bound).read_until(b'\n', &mut line)?;
            if line.last() == Some(&b'\n') {
                line.pop();
            }
            match count {
                0 => return Ok(None),
                _ if line.len() > self.longest => {
                    self.pass_over()?;
                    return Ok(Some(Line::TooLong));
                }
                _ if line.iter().all(u8::is_ascii_whitespace) => {}
                _ => return Ok(Some(Line::Whole(line))),
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (usize, Line);

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let line = self.line().unwrap_or_else(|error| {
            self.has_ended = true;
            Some(Line::Failed(error))
        });
        line.map(|line| (self.number, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_numbers_and_a_bound() {
        let text = b"one\n\n  \nfar too long a line\nlast, no end";
        let found: Vec<(usize, Option<String>)> = Lines::new(&text[..], 12)
            .map(|(number, line)| match line {
                Line::Whole(line) => (number, String::from_utf8(line).ok()),
                Line::TooLong | Line::Failed(_) => (number, None),
            })
            .collect();
        let whole = |text: &str| Some(text.to_owned());
        assert_eq!(found, [(1, whole("one")), (4, None), (5, whole("last, no end"))]);
    }
}
