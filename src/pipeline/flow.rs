//! The threads: one reads, several analyze, and the caller's takes what is ready, in the order of
//! reading.
//!
//! ```text
//! reader --Read--> caller --Job--> workers --Done--> caller --Ready, in order--> sink
//! ```
//!
//! The caller alone touches the sink, and so the database. It passes on what was read before it takes
//! what is ready, so that workers have work while it writes. [`Budget`] bounds all that lies between
//! reader and sink: an article that takes long is waited for, and the others with it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, Builder};
use std::time::Duration;

use super::budget::Budget;
use super::queue::Queue;
use super::{Ended, Stop, Work};
use crate::extract::extract;
use crate::input::{Outcome, Reason, Skipped};
use crate::nlp::Analyzer;
use crate::record::{Article, Extraction};

/// Bytes of stack of each thread: deep trees and pages are walked by recursion.
const STACK: usize = 8 << 20;

/// How long nothing must come for the caller to see to other things: whether to stop, and whether
/// something waits to be written.
const PAUSE: Duration = Duration::from_millis(100);

/// What is taken in its turn.
pub(super) enum Ready<K> {
    /// What an article says.
    Record(Extraction),
    /// None, and why.
    Skipped(Skipped),
    /// An article that was known when it came in, with what was known.
    Known(Article, K),
}

impl<K> From<Result<Extraction, Skipped>> for Ready<K> {
    fn from(made: Result<Extraction, Skipped>) -> Self {
        made.map_or_else(Self::Skipped, Self::Record)
    }
}

/// Where all goes in the end.
pub(super) trait Sink {
    /// What may be known of an article before it is analyzed.
    type Known;
    /// Why nothing more can be taken.
    type Error;

    /// What is known of an article that just came in; if anything is, it is not analyzed.
    fn look(&mut self, article: &Article) -> Result<Option<Self::Known>, Self::Error>;

    /// Takes what is next in the order of reading.
    fn take(&mut self, ready: Ready<Self::Known>) -> Result<(), Self::Error>;

    /// Nothing is to be taken for the moment.
    fn pause(&mut self) -> Result<(), Self::Error>;
}

/// What comes to the caller, with the number and the bytes of the article.
enum Arrival<K> {
    Read(usize, usize, Outcome),
    Done(usize, usize, Ready<K>),
    /// Nothing more is read; so many were.
    End(usize),
}

/// An article to analyze, with its number and its bytes.
struct Job {
    number: usize,
    bytes: usize,
    article: Article,
}

/// Sees to it that the threads end, whichever way the caller does.
struct Closing<'a>(&'a Queue<Job>, &'a Budget);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
        self.1.close();
    }
}

/// Takes all outcomes through analysis into a sink.
pub(super) fn run<S: Sink>(
    outcomes: impl IntoIterator<Item = Outcome> + Send + 'static,
    work: &Work<'_>,
    sink: &mut S,
) -> Result<Ended, S::Error>
where
    S::Known: Send + 'static,
{
    let budget = Arc::new(Budget::default());
    let (sender, inbox) = mpsc::channel();
    let reader = (Arc::clone(&budget), work.stop.clone(), sender.clone());
    // Nobody waits for the reader: it may be waiting for standard input when all else has stopped.
    let started = Builder::new()
        .stack_size(STACK)
        .spawn(move || read(outcomes, &reader.0, &reader.1, &reader.2));
    started.expect("the system starts threads");
    let queue = Queue::default();
    thread::scope(|scope| {
        let _closing = Closing(&queue, &budget);
        for number in 0..work.jobs.count() {
            let (queue, sender) = (&queue, sender.clone());
            let started = Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, move || serve(queue, work.analyzer, &sender));
            // With fewer threads than were asked for the work gets done too.
            assert!(number > 0 || started.is_ok(), "the system starts threads");
        }
        drop(sender);
        let mut line = Line { waiting: BTreeMap::new(), next: 0, count: None };
        line.run(&inbox, &queue, &budget, (sink, &work.stop))
    })
}

/// What waits for its turn.
struct Line<K> {
    waiting: BTreeMap<usize, (usize, Ready<K>)>,
    /// The number of the one whose turn it is.
    next: usize,
    /// How many there are, once all are read.
    count: Option<usize>,
}

impl<K> Line<K> {
    /// Takes what comes until nothing more does, or it is time to stop.
    fn run<S: Sink<Known = K>>(
        &mut self,
        inbox: &Receiver<Arrival<K>>,
        queue: &Queue<Job>,
        budget: &Budget,
        (sink, stop): (&mut S, &Stop),
    ) -> Result<Ended, S::Error> {
        loop {
            while let Ok(arrival) = inbox.try_recv() {
                self.arrive(arrival, queue, sink)?;
            }
            if let Some((bytes, ready)) = self.waiting.remove(&self.next) {
                self.next += 1;
                sink.take(ready)?;
                budget.give(bytes);
                continue;
            }
            if self.count == Some(self.next) {
                return Ok(Ended::Whole);
            }
            if stop.is_requested() {
                // What is behind the first gap is dropped: whoever goes on later takes the rest in
                // the same order as a run that was not stopped.
                return Ok(Ended::Stopped);
            }
            match inbox.recv_timeout(PAUSE) {
                Ok(arrival) => self.arrive(arrival, queue, sink)?,
                Err(RecvTimeoutError::Timeout) => sink.pause()?,
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Stopped),
            }
        }
    }

    fn arrive<S: Sink<Known = K>>(
        &mut self,
        arrival: Arrival<K>,
        queue: &Queue<Job>,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        let (number, bytes, ready) = match arrival {
            Arrival::Read(number, bytes, Outcome::Article(article)) => {
                let Some(known) = sink.look(&article)? else {
                    queue.push(Job { number, bytes, article });
                    return Ok(());
                };
                (number, bytes, Ready::Known(article, known))
            }
            Arrival::Read(number, bytes, Outcome::Skipped(skipped)) => {
                (number, bytes, Ready::Skipped(skipped))
            }
            Arrival::Done(number, bytes, ready) => (number, bytes, ready),
            Arrival::End(count) => {
                self.count = Some(count);
                return Ok(());
            }
        };
        self.waiting.insert(number, (bytes, ready));
        Ok(())
    }
}

/// Reads until there is nothing more, nobody wants more, or it is time to stop.
fn read<K>(
    outcomes: impl IntoIterator<Item = Outcome>,
    budget: &Budget,
    stop: &Stop,
    sender: &Sender<Arrival<K>>,
) {
    let mut count = 0;
    let mut outcomes = outcomes.into_iter();
    loop {
        if stop.is_requested() {
            return;
        }
        let next = catch_unwind(AssertUnwindSafe(|| outcomes.next()));
        let is_broken = next.is_err();
        let fault = || Some(Outcome::Skipped(fault("the articles after the last one".to_owned())));
        let Some(outcome) = next.unwrap_or_else(|_| fault()) else { break };
        let bytes = match &outcome {
            Outcome::Article(article) => article.text.len() + article.title.len(),
            Outcome::Skipped(_) => 0,
        };
        let is_wanted =
            budget.take(bytes) && sender.send(Arrival::Read(count, bytes, outcome)).is_ok();
        if !is_wanted {
            return;
        }
        count += 1;
        if is_broken {
            break;
        }
    }
    // If nobody listens any more, nobody needs to know.
    let _ = sender.send(Arrival::End(count));
}

/// Analyzes what is in the queue until that is closed.
fn serve<K>(queue: &Queue<Job>, analyzer: &Analyzer, sender: &Sender<Arrival<K>>) {
    while let Some(Job { number, bytes, article }) = queue.pop() {
        let ready = match one(&article, analyzer) {
            Ok(record) => Ready::Record(record),
            Err(skipped) => Ready::Skipped(skipped),
        };
        if sender.send(Arrival::Done(number, bytes, ready)).is_err() {
            return;
        }
    }
}

/// Extracts the record of one article; a fault of the program costs only this article.
pub(super) fn one(article: &Article, analyzer: &Analyzer) -> Result<Extraction, Skipped> {
    catch_unwind(AssertUnwindSafe(|| extract(article, analyzer)))
        .map_err(|_| fault(article.id.clone()))
}

fn fault(place: String) -> Skipped {
    Skipped {
        place,
        reason: Reason::Failed,
        detail: "a fault of the program; please report the article".to_owned(),
    }
}
