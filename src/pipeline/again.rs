//! The articles of a database read again, each put back in its own place.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;

use super::flow::{Ready, Sink};
use super::report::{Report, Told};
use crate::input::Outcome;
use crate::record::{Article, Extraction};
use crate::store::{Error, Store};

/// Articles that are taken out ahead of those that are put back, and that are written together.
const AHEAD: usize = 256;
const BATCH: usize = 64;

/// Bytes of text that are taken out ahead.
const BYTES: usize = 8 << 20;

/// Takes articles out of a database for the reader, and puts them back as they are read again.
pub(super) struct Again<'a, F> {
    store: &'a mut Store,
    told: F,
    report: Report,
    /// Where articles go that are taken out; none when all are.
    feed: Option<Sender<Outcome>>,
    /// The key of the last one that was taken out.
    last: String,
    /// The bytes of those that are out, in order.
    out: VecDeque<usize>,
    bytes: usize,
    records: Vec<Extraction>,
}

impl<'a, F: FnMut(Told<'_>)> Again<'a, F> {
    /// Takes out the first articles.
    pub(super) fn begin(
        store: &'a mut Store,
        feed: Sender<Outcome>,
        told: F,
    ) -> Result<Self, Error> {
        let mut again = Self {
            store,
            told,
            report: Report::default(),
            feed: Some(feed),
            last: String::new(),
            out: VecDeque::new(),
            bytes: 0,
            records: Vec::new(),
        };
        again.take_out()?;
        Ok(again)
    }

    /// Writes what still waits; tells what became of all.
    pub(super) fn finish(mut self) -> Result<(Report, F), Error> {
        self.write()?;
        Ok((self.report, self.told))
    }

    /// Takes out as many as may be out.
    fn take_out(&mut self) -> Result<(), Error> {
        while let Some(feed) = &self.feed
            && self.out.len() < AHEAD
            && self.bytes < BYTES
        {
            let Some(article) = self.store.articles_after(&self.last, 1)?.pop() else {
                self.feed = None;
                return Ok(());
            };
            self.last.clone_from(&article.id);
            self.bytes += article.text.len();
            self.out.push_back(article.text.len());
            // Who does not listen was told to stop.
            if feed.send(Outcome::Article(article)).is_err() {
                self.feed = None;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Error> {
        if !self.records.is_empty() {
            self.store.replace(&self.records)?;
            for record in self.records.drain(..) {
                self.report.replaced.push(&record.id);
            }
        }
        (self.told)(Told::Read(self.report.read));
        Ok(())
    }
}

impl<F: FnMut(Told<'_>)> Sink for Again<'_, F> {
    type Known = ();
    type Error = Error;

    fn look(&mut self, _: &Article) -> Result<Option<()>, Error> {
        Ok(None)
    }

    fn take(&mut self, ready: Ready<()>) -> Result<(), Error> {
        self.report.read += 1;
        self.bytes -= self.out.pop_front().unwrap_or_default();
        match ready {
            Ready::Record(record) => self.records.push(record),
            Ready::Skipped(skipped) => {
                (self.told)(Told::Skipped(&skipped, Some(&skipped.place)));
                self.report.skipped.push(&skipped);
            }
            Ready::Known(..) => unreachable!("nothing is known before"),
        }
        self.take_out()?;
        if self.records.len() >= BATCH { self.write() } else { Ok(()) }
    }

    fn pause(&mut self) -> Result<(), Error> {
        self.write()
    }
}
