//! Input to resolution for a batch of articles. What is divided among threads is divided here.
//!
//! Articles are read one after the other, analyzed some at a time on all cores, and handed on in
//! the order in which they were read, each as soon as its turn comes. What is in the works is bounded
//! in number and in bytes, however many articles come. An article whose analysis fails costs only
//! itself. A run that is stopped, or killed, leaves the first articles whole; the same run again goes
//! on with the next.

mod again;
mod budget;
mod flow;
mod intake;
mod preview;
mod queue;
mod report;
mod stop;

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::sync::mpsc;
use std::thread;

pub use report::{Ended, Report, Skips, Told};
pub use stop::Stop;

use crate::input::{Outcome, Reason, Skipped};
use crate::nlp::Analyzer;
use crate::record::{Article, Extraction};
use crate::store::{Error, Imported, Store};

/// How many articles are worked on at a time; by default one for each core.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jobs(pub Option<usize>);

impl Jobs {
    /// The threads that analyze.
    fn count(self) -> usize {
        let given = self.0.filter(|&count| count > 0);
        given.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZeroUsize::get))
    }
}

/// What articles are worked on with.
#[derive(Clone)]
pub struct Work<'a> {
    /// What analyzes them.
    pub analyzer: &'a Analyzer,
    /// How many at a time.
    pub jobs: Jobs,
    /// Tells when to stop.
    pub stop: Stop,
}

impl<'a> Work<'a> {
    /// Work on all cores that nobody stops.
    #[must_use]
    pub fn new(analyzer: &'a Analyzer) -> Self {
        Self { analyzer, jobs: Jobs::default(), stop: Stop::default() }
    }
}

/// Extracts the records of articles, in their order; what was skipped is handed on in its place.
///
/// Each is handed on as soon as it is ready, also while nothing more comes.
///
/// # Errors
///
/// If `each` fails.
pub fn extract_all<E>(
    outcomes: impl IntoIterator<Item = Outcome> + Send + 'static,
    work: &Work<'_>,
    each: impl FnMut(Result<Extraction, Skipped>) -> Result<(), E>,
) -> Result<Ended, E> {
    flow::run(outcomes, work, &mut Each(each))
}

/// Hands on each record.
struct Each<F>(F);

impl<E, F: FnMut(Result<Extraction, Skipped>) -> Result<(), E>> flow::Sink for Each<F> {
    type Known = Infallible;
    type Error = E;

    fn look(&mut self, _: &Article) -> Result<Option<Infallible>, E> {
        Ok(None)
    }

    fn take(&mut self, ready: flow::Ready<Infallible>) -> Result<(), E> {
        match ready {
            flow::Ready::Record(record) => (self.0)(Ok(record)),
            flow::Ready::Skipped(skipped) => (self.0)(Err(skipped)),
            flow::Ready::Known(_, never) => match never {},
        }
    }

    fn pause(&mut self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads articles into a database and resolves; `told` hears how far it is.
///
/// What the database holds is neither analyzed nor written. What is stored is grouped at the end,
/// with what an earlier run left ungrouped; a run that is stopped leaves that to the next.
///
/// # Errors
///
/// If the database fails; what was stored before stays.
pub fn add(
    outcomes: impl IntoIterator<Item = Outcome> + Send + 'static,
    work: &Work<'_>,
    store: &mut Store,
    told: impl FnMut(Told<'_>),
) -> Result<Report, Error> {
    let mut intake = intake::Intake::new(store, work.analyzer, told);
    let ended = flow::run(outcomes, work, &mut intake)?;
    let (report, told) = intake.finish()?;
    group(Report { ended, ..report }, &work.stop, store, told)
}

/// Takes records that were extracted before, perhaps elsewhere, into a database and resolves;
/// `told` hears how far it is. The outcome is that of [`add`] for the articles that they are of.
///
/// # Errors
///
/// If the database fails; what was stored before stays.
pub fn add_records(
    records: impl IntoIterator<Item = Result<Extraction, Skipped>>,
    work: &Work<'_>,
    store: &mut Store,
    told: impl FnMut(Told<'_>),
) -> Result<Report, Error> {
    let mut intake = intake::Intake::new(store, work.analyzer, told);
    for record in records {
        if work.stop.is_requested() {
            break;
        }
        flow::Sink::take(&mut intake, record.into())?;
    }
    let (report, told) = intake.finish()?;
    group(report, &work.stop, store, told)
}

/// Takes what other databases hold into a database and resolves: their articles in the order in which
/// they came, what users told of, and corrections. The outcome is that of adding their articles after
/// those that are here.
///
/// # Errors
///
/// If a database fails; what was stored before stays.
pub fn merge(
    others: &[Store],
    work: &Work<'_>,
    store: &mut Store,
    told: impl FnMut(Told<'_>),
) -> Result<(Report, Imported), Error> {
    let mut intake = intake::Intake::new(store, work.analyzer, told);
    for other in others {
        let mut stored = other.stored();
        while !work.stop.is_requested() {
            let few = stored.next_few()?;
            if few.is_empty() {
                break;
            }
            for record in few {
                // Another program may have written there, too.
                let sound = record.check().map_err(|fault| Skipped {
                    place: record.id.clone(),
                    reason: Reason::BadRecord,
                    detail: fault,
                });
                flow::Sink::take(&mut intake, sound.map(|()| record).into())?;
            }
        }
    }
    let (report, told) = intake.finish()?;
    let mut imported = Imported::default();
    for other in others {
        let more = store.take_decisions(other)?;
        imported.added += more.added;
        imported.known += more.known;
    }
    Ok((group(report, &work.stop, store, told)?, imported))
}

/// Tells what [`add`] would make of articles: they are read and looked up, but not analyzed, and
/// nothing is written.
///
/// # Errors
///
/// If the database fails.
pub fn preview(
    outcomes: impl IntoIterator<Item = Outcome> + Send + 'static,
    work: &Work<'_>,
    store: &Store,
    told: impl FnMut(Told<'_>),
) -> Result<Report, Error> {
    let foresight = store.foresight()?;
    let mut preview = preview::Preview { foresight, told, report: Report::default() };
    let ended = flow::run(outcomes, work, &mut preview)?;
    Ok(Report { ended, ..preview.report })
}

/// Reads the texts of all articles of a database again, and resolves; `told` hears how far it is.
/// An article that cannot be read stays as it was, and is told.
///
/// # Errors
///
/// If the database fails; what was read again before stays.
pub fn reextract(
    work: &Work<'_>,
    store: &mut Store,
    told: impl FnMut(Told<'_>),
) -> Result<Report, Error> {
    let (feed, articles) = mpsc::channel();
    let mut again = again::Again::begin(store, feed, told)?;
    let ended = flow::run(articles, work, &mut again)?;
    let (report, told) = again.finish()?;
    group(Report { ended, ..report }, &work.stop, store, told)
}

/// Groups what is stored, unless the run was stopped.
fn group(
    mut report: Report,
    stop: &Stop,
    store: &mut Store,
    mut told: impl FnMut(Told<'_>),
) -> Result<Report, Error> {
    if stop.is_requested() {
        report.ended = Ended::Stopped;
    }
    if report.ended == Ended::Whole {
        told(Told::Grouping);
        store.update()?;
    }
    Ok(report)
}

#[cfg(test)]
mod tests;
