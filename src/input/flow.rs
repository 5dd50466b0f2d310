//! Bytes that flow by, of which some can be looked at before they are taken.

use std::io::{self, BufRead, Read};

/// Bytes that are asked for at a time.
const CHUNK: usize = 1 << 16;

/// Bytes by which archives are known: those of a whole header of a tape archive.
pub(super) const HEADER: usize = 512;

/// Bytes by which all archives but one are known; a line may end after them.
const MAGIC: usize = 6;

/// A buffer over a reader that can be looked into.
pub(super) struct Flow<R> {
    reader: R,
    buffer: Vec<u8>,
    /// What was taken out of the buffer.
    start: usize,
    /// What was taken altogether.
    passed: u64,
    /// What went wrong while bytes were looked at, told when they are taken.
    failed: Option<io::Error>,
}

impl<R: Read> Flow<R> {
    pub(super) const fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, passed: 0, failed: None }
    }

    /// The bytes that were read and not taken.
    fn waiting(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Bytes that were taken.
    pub(super) const fn passed(&self) -> u64 {
        self.passed
    }

    pub(super) const fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// What went wrong while bytes were looked at, if something did.
    pub(super) const fn take_fault(&mut self) -> Option<io::Error> {
        self.failed.take()
    }

    /// Forgets what was read and not taken, and what went wrong.
    pub(super) fn clear(&mut self) {
        self.buffer.clear();
        self.start = 0;
        self.failed = None;
    }

    /// Reads what the reader has ready; 0 at its end.
    fn more(&mut self) -> io::Result<usize> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(held + read.as_ref().copied().unwrap_or(0));
        read
    }

    /// The next bytes: as many as asked for, unless the end or a fault comes before.
    pub(super) fn ahead(&mut self, count: usize) -> &[u8] {
        self.ahead_while(|waiting| waiting.len() < count)
    }

    /// The next bytes up to the end of a line or a number of them.
    pub(super) fn line_ahead(&mut self, count: usize) -> &[u8] {
        self.ahead_while(|waiting| waiting.len() < count && !waiting.contains(&b'\n'))
    }

    /// The next bytes by which an archive is known. A stream that pauses is not waited for longer
    /// than its first line.
    pub(super) fn head(&mut self) -> &[u8] {
        self.ahead_while(|waiting| {
            waiting.len() < MAGIC || (waiting.len() < HEADER && !waiting.contains(&b'\n'))
        })
    }

    fn ahead_while(&mut self, lacks: impl Fn(&[u8]) -> bool) -> &[u8] {
        while lacks(self.waiting()) && self.failed.is_none() {
            match self.more() {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => self.failed = Some(error),
            }
        }
        self.waiting()
    }
}

impl<R: Read> Read for Flow<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let waiting = self.fill_buf()?;
        let count = waiting.len().min(into.len());
        into[..count].copy_from_slice(&waiting[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Flow<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.waiting().is_empty() {
            self.more()?;
        }
        Ok(self.waiting())
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.waiting().len());
        self.start += count;
        self.passed += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, then fails if it is asked for more than it should be.
    struct Pausing(Vec<&'static [u8]>);

    impl Read for Pausing {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Err(io::Error::other("asked for too much"));
            }
            let part = self.0.remove(0);
            into[..part.len()].copy_from_slice(part);
            Ok(part.len())
        }
    }

    #[test]
    fn a_stream_that_pauses_after_a_line_is_not_waited_for() {
        let mut flow = Flow::new(Pausing(vec![b"{\"te", b"xt\":\"a\"}\n"]));
        assert_eq!(flow.head(), b"{\"text\":\"a\"}\n");
        assert!(flow.failed.is_none());
        let mut line = String::new();
        assert_eq!(flow.read_line(&mut line).expect("it was read"), 13);
        assert_eq!(flow.passed(), 13);
    }

    #[test]
    fn a_fault_is_told_after_what_came_before_it() {
        let mut flow = Flow::new(Pausing(vec![b"ab"]));
        assert_eq!(flow.ahead(5), b"ab");
        let mut two = [0; 2];
        assert_eq!(flow.read(&mut two).expect("both were read"), 2);
        assert!(flow.read(&mut two).is_err());
    }
}
