//! The articles of some files, read one file after the other.

use std::fs::{self, File};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive::Bytes;
use super::folder::{Files, Walk};
use super::{Found, Options, Outcome, Reason, STDIN, Skipped, read_file};

/// How many bytes of some files were read; copies of it count the same files.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<AtomicU64>);

impl Meter {
    /// The bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts what was passed over.
    fn reach(&self, bytes: u64) {
        self.0.fetch_max(bytes, Ordering::Relaxed);
    }
}

/// A file that counts what is read of it.
pub(super) struct Counted {
    pub(super) file: File,
    pub(super) meter: Meter,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.add(count);
        Ok(count)
    }
}

impl Found {
    /// Opens the file or standard input.
    pub(super) fn bytes(&self) -> io::Result<Bytes> {
        Ok(if self.path.as_os_str() == STDIN {
            Bytes::of_stream(Box::new(io::stdin()))
        } else {
            Bytes::of_file(File::open(&self.path)?, self.meter.clone())
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }
}

/// Tells whether a file is to be read.
type Only = Box<dyn FnMut(&Found) -> bool + Send>;

/// The articles of some files, none opened yet: what to hand to the thread that is to read them.
pub struct Batch {
    files: Files,
    options: Options,
    only: Option<Only>,
}

impl Batch {
    /// All articles of some files.
    #[must_use]
    pub fn new(files: Files, options: Options) -> Self {
        Self { files, options, only: None }
    }

    /// Those of some of the files, as they are found.
    #[must_use]
    pub fn only(self, only: impl FnMut(&Found) -> bool + Send + 'static) -> Self {
        Self { only: Some(Box::new(only)), ..self }
    }
}

impl IntoIterator for Batch {
    type Item = Outcome;
    type IntoIter = Reading;

    fn into_iter(self) -> Reading {
        let meter = self.files.meter().clone();
        let (options, only) = (self.options, self.only);
        Reading { walk: self.files.into_iter(), options, only, meter, current: None }
    }
}

/// A file that is being read.
struct Current {
    outcomes: Box<dyn Iterator<Item = Outcome>>,
    place: String,
    /// What the meter is to show at the end of the file.
    end: u64,
}

/// Reads file by file; a fault of the program costs only the file in which it happens.
pub struct Reading {
    walk: Walk,
    options: Options,
    only: Option<Only>,
    meter: Meter,
    current: Option<Current>,
}

impl Reading {
    /// Begins with the next file that is to be read, or tells of one that cannot be.
    fn begin(&mut self) -> Option<Result<Current, Skipped>> {
        loop {
            let file = match self.walk.next()? {
                Ok(file) => file,
                Err(skipped) => return Some(Err(skipped)),
            };
            if let Some(only) = &mut self.only
                && !only(&file)
            {
                continue;
            }
            let length = fs::metadata(&file.path).map_or(0, |it| it.len());
            let end = self.meter.bytes() + length;
            let place = file.path.display().to_string();
            let options = &self.options;
            let outcomes = catch_unwind(AssertUnwindSafe(|| read_file(&file, options)));
            return Some(match outcomes {
                Ok(outcomes) => Ok(Current { outcomes, place, end }),
                Err(_) => Err(fault(place)),
            });
        }
    }
}

impl Iterator for Reading {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        loop {
            let Some(current) = &mut self.current else {
                match self.begin()? {
                    Ok(current) => self.current = Some(current),
                    Err(skipped) => return Some(Outcome::Skipped(skipped)),
                }
                continue;
            };
            match catch_unwind(AssertUnwindSafe(|| current.outcomes.next())) {
                Ok(Some(outcome)) => return Some(outcome),
                Ok(None) => {
                    self.meter.reach(current.end);
                    self.current = None;
                }
                Err(_) => {
                    let skipped = fault(std::mem::take(&mut current.place));
                    self.current = None;
                    return Some(Outcome::Skipped(skipped));
                }
            }
        }
    }
}

fn fault(place: String) -> Skipped {
    Skipped {
        place,
        reason: Reason::Failed,
        detail: "a fault of the program; please report the file".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::find;

    #[test]
    fn the_meter_shows_what_was_read_and_only_what_is_wanted_is() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let line = "{\"text\":\"Ada Okafor met Jan Lund in Oslo on Friday.\"}\n";
        for (name, content) in
            [("a.jsonl", line.repeat(3)), ("b.xyz", "?".repeat(1000)), ("c.jsonl", line.repeat(2))]
        {
            fs::write(folder.path().join(name), content).expect("it is writable");
        }
        let files = || find(&[folder.path().to_owned()]).expect("it is there");
        let whole = files();
        let meter = whole.meter().clone();
        let size = whole.bytes().expect("all are files");
        assert_eq!(size, 5 * line.len() as u64 + 1000);
        let mut reading = Batch::new(whole, Options::default()).into_iter();
        assert_eq!(meter.bytes(), 0);
        assert!(matches!(reading.next(), Some(Outcome::Article(_))));
        assert!(meter.bytes() > 0);
        assert_eq!(reading.count(), 5);
        assert_eq!(meter.bytes(), size, "what is passed over counts");
        let batch =
            Batch::new(files(), Options::default()).only(|file| file.path().ends_with("c.jsonl"));
        assert_eq!(batch.into_iter().count(), 2);
    }
}
