//! Articles into a database: what is known is passed over, the rest is written in batches.
//!
//! Whatever the timing of the threads, the outcome is that of adding one article after the other.

use super::flow::{Ready, Sink, one};
use super::report::{Report, Told};
use crate::input::{Reason, Skipped};
use crate::nlp::Analyzer;
use crate::record::{Article, Extraction};
use crate::store::{Added, Error, Store};

/// Articles that are written in one transaction.
const BATCH: usize = 64;

/// Bytes of text that are written in one transaction, if an article does not have more.
const BYTES: usize = 2 << 20;

/// Takes articles into a database.
pub(super) struct Intake<'a, F> {
    store: &'a mut Store,
    analyzer: &'a Analyzer,
    told: F,
    report: Report,
    /// What waits to be written or counted, in the order of reading.
    pending: Vec<Pending>,
    records: Vec<Extraction>,
    /// How many of the records were looked at for whether they take the place of a stored article,
    /// and whether one does.
    looked_at: usize,
    replaces: bool,
    bytes: usize,
    /// How often something was written: what was looked up before may be other since.
    writes: usize,
}

/// One that waits for its batch.
enum Pending {
    Record,
    Unchanged,
    Skipped(Skipped, Option<String>),
}

/// What was known of an article when it came in.
pub(super) struct Known {
    added: Added,
    writes: usize,
}

impl<'a, F: FnMut(Told<'_>)> Intake<'a, F> {
    pub(super) fn new(store: &'a mut Store, analyzer: &'a Analyzer, told: F) -> Self {
        let report = Report::default();
        Self {
            store,
            analyzer,
            told,
            report,
            pending: Vec::new(),
            records: Vec::new(),
            looked_at: 0,
            replaces: false,
            bytes: 0,
            writes: 0,
        }
    }

    /// Writes what still waits; tells what became of all.
    pub(super) fn finish(mut self) -> Result<(Report, F), Error> {
        self.write()?;
        Ok((self.report, self.told))
    }

    /// Writes down what waits.
    fn write(&mut self) -> Result<(), Error> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut added = Vec::new();
        if !self.records.is_empty() {
            self.writes += 1;
            added = self.store.add(&self.records)?;
        }
        let mut written = self.records.drain(..).zip(added);
        for pending in self.pending.drain(..) {
            self.report.read += 1;
            let (skipped, id) = match pending {
                Pending::Unchanged => {
                    self.report.unchanged += 1;
                    continue;
                }
                Pending::Skipped(skipped, id) => (skipped, id),
                Pending::Record => {
                    let (record, added) = written.next().expect("each record was written");
                    let Added::Duplicate(other) = &added else {
                        count(&mut self.report, &record, &added);
                        continue;
                    };
                    (duplicate(&record.id, other), Some(record.id))
                }
            };
            (self.told)(Told::Skipped(&skipped, id.as_deref()));
            self.report.skipped.push(&skipped);
        }
        (self.bytes, self.looked_at, self.replaces) = (0, 0, false);
        (self.told)(Told::Read(self.report.read));
        Ok(())
    }

    /// Whether a record that waits may make what is known of an article untrue.
    fn is_touched(&mut self, article: &Article, known: &Added) -> Result<bool, Error> {
        while !self.replaces && self.looked_at < self.records.len() {
            self.replaces = self.store.replaces(&self.records[self.looked_at])?;
            self.looked_at += 1;
        }
        let is_near =
            |it: &Extraction| it.id == article.id || (!it.url.is_empty() && it.url == article.url);
        let is_copy = matches!(known, Added::Duplicate(_));
        Ok(self.replaces || (is_copy && self.records.iter().any(is_near)))
    }

    /// Takes an article that was known, unless what was written since says otherwise.
    fn recall(&mut self, article: &Article, known: Known) -> Result<(), Error> {
        if self.is_touched(article, &known.added)? {
            self.write()?;
        }
        let added =
            if known.writes == self.writes { known.added } else { self.store.foretell(article)? };
        match added {
            Added::Unchanged if self.pending.is_empty() => {
                self.report.read += 1;
                self.report.unchanged += 1;
                (self.told)(Told::Read(self.report.read));
                return Ok(());
            }
            Added::Unchanged => self.pending.push(Pending::Unchanged),
            Added::Duplicate(other) => {
                let skipped = duplicate(&article.id, &other);
                self.pending.push(Pending::Skipped(skipped, Some(article.id.clone())));
            }
            Added::New | Added::Replaced => match one(article, self.analyzer) {
                Ok(record) => self.pend(record),
                Err(skipped) => self.skip(skipped),
            },
        }
        Ok(())
    }

    fn pend(&mut self, record: Extraction) {
        self.bytes += record.text.len();
        self.records.push(record);
        self.pending.push(Pending::Record);
    }

    fn skip(&mut self, skipped: Skipped) {
        // An analysis that failed has no other place than the article's id.
        let id = (skipped.reason == Reason::Failed).then(|| skipped.place.clone());
        self.pending.push(Pending::Skipped(skipped, id));
    }
}

impl<F: FnMut(Told<'_>)> Sink for Intake<'_, F> {
    type Known = Known;
    type Error = Error;

    fn look(&mut self, article: &Article) -> Result<Option<Known>, Error> {
        let added = self.store.foretell(article)?;
        let is_known = matches!(added, Added::Unchanged | Added::Duplicate(_));
        Ok(is_known.then_some(Known { added, writes: self.writes }))
    }

    fn take(&mut self, ready: Ready<Known>) -> Result<(), Error> {
        match ready {
            Ready::Record(record) => self.pend(record),
            Ready::Skipped(skipped) => self.skip(skipped),
            Ready::Known(article, known) => self.recall(&article, known)?,
        }
        if self.pending.len() >= BATCH || self.bytes >= BYTES { self.write() } else { Ok(()) }
    }

    fn pause(&mut self) -> Result<(), Error> {
        self.write()
    }
}

/// That an article is a copy of another.
pub(super) fn duplicate(id: &str, other: &str) -> Skipped {
    Skipped {
        place: id.to_owned(),
        reason: Reason::Duplicate,
        detail: format!("the same text as {other}"),
    }
}

/// Counts an article that is stored.
fn count(report: &mut Report, record: &Extraction, added: &Added) {
    match added {
        Added::New => report.added += 1,
        Added::Replaced => report.replaced.push(&record.id),
        Added::Unchanged | Added::Duplicate(_) => {
            report.unchanged += 1;
            return;
        }
    }
    if record.published.is_none() {
        report.undated.push(&record.id);
    }
    if record.meetings.is_empty() {
        report.without_meeting += 1;
    }
}
