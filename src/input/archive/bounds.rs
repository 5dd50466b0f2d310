//! How much may come out of something packed.
//!
//! A few kilobytes can be packed so that petabytes come out of them. Text is packed to a tenth, in
//! rare cases to a hundredth: what comes out is counted against what went in.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The bounds of what is unpacked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of one file.
    pub(super) file: u64,
    /// Bytes of a whole archive.
    pub(super) total: u64,
    /// Bytes that may come out for each that went in.
    pub(super) ratio: u64,
    /// Bytes that may come out before that counts: a small file of one letter harms nobody.
    pub(super) free: u64,
}

/// Dumps of a year's news are below these, bombs above.
pub(super) const LIMITS: Limits =
    Limits { file: 256 << 30, total: 1 << 40, ratio: 250, free: 64 << 20 };

/// What came out of an archive so far, all files together.
#[derive(Clone, Debug)]
pub(super) struct Total {
    limits: Limits,
    unpacked: Arc<AtomicU64>,
    /// Bytes of the archive itself, where they are known beforehand.
    packed: Option<u64>,
}

impl Total {
    pub(super) fn new(limits: Limits, packed: Option<u64>) -> Self {
        Self { limits, unpacked: Arc::default(), packed }
    }

    /// Whether more came out than may.
    pub(super) fn is_spent(&self) -> bool {
        self.check(self.unpacked.load(Ordering::Relaxed)).is_err()
    }

    fn check(&self, unpacked: u64) -> io::Result<()> {
        if unpacked > self.limits.total {
            return Err(bomb(&format!("over {} come out of the archive", size(self.limits.total))));
        }
        match self.packed {
            Some(packed) => self.limits.check_ratio(unpacked, packed, "the archive"),
            None => Ok(()),
        }
    }
}

impl Limits {
    fn check_ratio(&self, unpacked: u64, packed: u64, what: &str) -> io::Result<()> {
        if unpacked > self.free && unpacked / self.ratio > packed {
            let ratio = self.ratio;
            return Err(bomb(&format!("over {ratio} times the size of {what} come out of it")));
        }
        Ok(())
    }
}

/// Counts what comes out of one file.
#[derive(Debug)]
pub(super) struct Meter {
    total: Total,
    unpacked: u64,
}

impl Meter {
    pub(super) const fn new(total: Total) -> Self {
        Self { total, unpacked: 0 }
    }

    /// Counts bytes that came out of the first `packed` of the file.
    ///
    /// # Errors
    ///
    /// If more came out than may.
    pub(super) fn count(&mut self, unpacked: usize, packed: u64) -> io::Result<()> {
        let unpacked = unpacked as u64;
        self.unpacked += unpacked;
        let limits = self.total.limits;
        if self.unpacked > limits.file {
            return Err(bomb(&format!("over {} come out of the file", size(limits.file))));
        }
        limits.check_ratio(self.unpacked, packed, "the file")?;
        self.total.check(self.total.unpacked.fetch_add(unpacked, Ordering::Relaxed) + unpacked)
    }
}

fn bomb(what: &str) -> io::Error {
    let message = format!("{what}, as of a zip bomb; unpack it yourself if you trust it");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// A number of bytes in its largest whole unit.
fn size(bytes: u64) -> String {
    let (mut count, mut unit) = (bytes, "bytes");
    for next in ["KiB", "MiB", "GiB", "TiB"] {
        if count % 1024 != 0 || count == 0 {
            break;
        }
        (count, unit) = (count / 1024, next);
    }
    format!("{count} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits { file: 4096, total: 8192, ratio: 10, free: 100 };

    #[test]
    fn a_file_an_archive_and_a_ratio_are_bounded_each() {
        let total = Total::new(SMALL, Some(500));
        let mut meter = Meter::new(total.clone());
        // Little may come out of nothing.
        meter.count(100, 1).expect("it is little");
        let told = meter.count(100, 1).expect_err("it is too much").to_string();
        assert!(told.contains("10 times the size of the file"), "{told}");

        let mut meter = Meter::new(total.clone());
        meter.count(4000, 4000).expect("it is as much as went in");
        let told = meter.count(97, 4097).expect_err("it is too large").to_string();
        assert!(told.contains("4 KiB come out of the file"), "{told}");

        assert!(!total.is_spent());
        let told = Meter::new(total.clone()).count(1000, 1000).expect_err("all are too much");
        assert!(told.to_string().contains("10 times the size of the archive"), "{told}");
        assert!(total.is_spent());

        let told = Meter::new(Total::new(Limits { file: 9000, ..SMALL }, None))
            .count(8193, 8193)
            .expect_err("the archive is too large");
        assert!(told.to_string().contains("8 KiB come out of the archive"), "{told}");
    }
}
