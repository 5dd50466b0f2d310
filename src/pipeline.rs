//! Input to resolution for a batch of articles. The only module that starts threads.
//!
//! Articles are read one after the other, analyzed some at a time on all cores, and handed on in
//! the order in which they were read. An article whose analysis fails costs only itself.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::extract::extract;
use crate::input::{Outcome, Reason, Skipped};
use crate::nlp::Analyzer;
use crate::record::{Article, Extraction};
use crate::store::{Added, Error, Store};

/// Articles that are analyzed and stored together: enough to keep all cores busy.
const BATCH: usize = 64;

/// How many articles are worked on at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jobs(pub Option<usize>);

impl Jobs {
    /// The threads to work with.
    fn pool(self) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.0.unwrap_or(0))
            // Deep trees are walked by recursion.
            .stack_size(8 << 20)
            .build()
            .expect("the system starts threads")
    }
}

/// What became of a batch.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Articles and records read, with those that were skipped.
    pub read: usize,
    /// New articles.
    pub added: usize,
    /// Articles that were there already, the same.
    pub unchanged: usize,
    /// Ids of articles that took the place of an older text.
    pub replaced: Vec<String>,
    /// What was skipped, and why.
    pub skipped: Vec<Skipped>,
    /// Ids of articles without a date of publication.
    pub undated: Vec<String>,
    /// Articles in which no meeting was found.
    pub without_meeting: usize,
}

impl Report {
    /// How many were skipped for each reason.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<Reason, usize> {
        let mut reasons = BTreeMap::new();
        for skipped in &self.skipped {
            *reasons.entry(skipped.reason).or_default() += 1;
        }
        reasons
    }

    /// Whether something was skipped that the user should see to.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.skipped.iter().any(|skipped| skipped.reason.is_failure())
    }
}

/// Extracts the records of articles, in their order; what was skipped is handed on in its place.
///
/// # Errors
///
/// If `each` fails.
pub fn extract_all<E>(
    outcomes: impl Iterator<Item = Outcome>,
    analyzer: &Analyzer,
    jobs: Jobs,
    mut each: impl FnMut(Result<Extraction, Skipped>) -> Result<(), E>,
) -> Result<(), E> {
    let pool = jobs.pool();
    let mut outcomes = outcomes.peekable();
    while outcomes.peek().is_some() {
        let batch: Vec<Outcome> = outcomes.by_ref().take(BATCH).collect();
        for result in pool.install(|| work(batch, analyzer)) {
            each(result)?;
        }
    }
    Ok(())
}

/// Extracts the records of one batch.
fn work(batch: Vec<Outcome>, analyzer: &Analyzer) -> Vec<Result<Extraction, Skipped>> {
    batch
        .into_par_iter()
        .map(|outcome| match outcome {
            Outcome::Article(article) => one(&article, analyzer),
            Outcome::Skipped(skipped) => Err(skipped),
        })
        .collect()
}

/// Extracts the record of one article; a fault of the program costs only this article.
fn one(article: &Article, analyzer: &Analyzer) -> Result<Extraction, Skipped> {
    catch_unwind(AssertUnwindSafe(|| extract(article, analyzer))).map_err(|_| Skipped {
        place: article.id.clone(),
        reason: Reason::Failed,
        detail: "a fault of the program; please report the article".to_owned(),
    })
}

/// Reads articles into a database and resolves; `told` hears after each batch how many were read.
///
/// # Errors
///
/// If the database fails; what was stored before stays.
pub fn add(
    outcomes: impl Iterator<Item = Outcome>,
    analyzer: &Analyzer,
    store: &mut Store,
    jobs: Jobs,
    mut told: impl FnMut(usize),
) -> Result<Report, Error> {
    let pool = jobs.pool();
    let mut report = Report::default();
    let mut outcomes = outcomes.peekable();
    while outcomes.peek().is_some() {
        let mut batch = Vec::with_capacity(BATCH);
        for outcome in outcomes.by_ref().take(BATCH) {
            report.read += 1;
            match outcome {
                Outcome::Article(article) => batch.push(Outcome::Article(article)),
                Outcome::Skipped(skipped) => report.skipped.push(skipped),
            }
        }
        // What is there already needs no analysis.
        let mut fresh = Vec::with_capacity(batch.len());
        for outcome in batch {
            if let Outcome::Article(article) = &outcome
                && store.holds(&bare(article))?
            {
                report.unchanged += 1;
                continue;
            }
            fresh.push(outcome);
        }
        let mut records = Vec::with_capacity(fresh.len());
        for result in pool.install(|| work(fresh, analyzer)) {
            match result {
                Ok(record) => records.push(record),
                Err(skipped) => report.skipped.push(skipped),
            }
        }
        let added = store.add(&records)?;
        for (record, added) in records.iter().zip(added) {
            count(&mut report, record, added);
        }
        told(report.read);
    }
    store.update()?;
    Ok(report)
}

/// Reads the texts of all articles of a database again, and resolves; `told` hears after each batch
/// how many were read. An article that cannot be read stays as it was, and is told.
///
/// # Errors
///
/// If the database fails; what was read again before stays.
pub fn reextract(
    analyzer: &Analyzer,
    store: &mut Store,
    jobs: Jobs,
    mut told: impl FnMut(usize),
) -> Result<Report, Error> {
    let pool = jobs.pool();
    let mut report = Report::default();
    let mut last = String::new();
    loop {
        let batch = store.articles_after(&last, BATCH)?;
        let Some(article) = batch.last() else { break };
        last.clone_from(&article.id);
        report.read += batch.len();
        let batch = batch.into_iter().map(Outcome::Article).collect();
        let mut records = Vec::with_capacity(BATCH);
        for result in pool.install(|| work(batch, analyzer)) {
            match result {
                Ok(record) => records.push(record),
                Err(skipped) => report.skipped.push(skipped),
            }
        }
        store.replace(&records)?;
        report.replaced.extend(records.into_iter().map(|it| it.id));
        told(report.read);
    }
    store.update()?;
    Ok(report)
}

/// An article as a record without entries: what tells whether it changed.
fn bare(article: &Article) -> Extraction {
    Extraction {
        id: article.id.clone(),
        published: article.published,
        title: article.title.clone(),
        text: article.text.clone(),
        ..Extraction::default()
    }
}

/// Counts what became of one article.
fn count(report: &mut Report, record: &Extraction, added: Added) {
    match added {
        Added::New => report.added += 1,
        Added::Replaced => report.replaced.push(record.id.clone()),
        Added::Unchanged => report.unchanged += 1,
        Added::Duplicate(other) => {
            report.skipped.push(Skipped {
                place: record.id.clone(),
                reason: Reason::Duplicate,
                detail: format!("the same text as {other}"),
            });
            return;
        }
    }
    if record.published.is_none() {
        report.undated.push(record.id.clone());
    }
    if record.meetings.is_empty() {
        report.without_meeting += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, text: &str) -> Outcome {
        Outcome::Article(Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() })
    }

    #[test]
    fn a_batch_is_counted_and_a_second_time_changes_nothing() {
        let analyzer = Analyzer::load();
        let mut store = Store::in_memory().expect("memory");
        let batch = || {
            vec![
                article("a", "Foreign Minister Ada Okafor met Jan Lund in Oslo."),
                article("b", "Foreign Minister Ada Okafor met Jan Lund in Oslo."),
                article("c", "Rain fell on Oslo."),
                Outcome::Skipped(Skipped {
                    place: "d".to_owned(),
                    reason: Reason::NoText,
                    detail: String::new(),
                }),
            ]
        };
        let mut run = || {
            add(batch().into_iter(), &analyzer, &mut store, Jobs(Some(2)), |_| ()).expect("memory")
        };
        let first = run();
        assert_eq!((first.read, first.added, first.skipped.len()), (4, 2, 2));
        assert_eq!(first.undated, ["a", "c"]);
        let second = run();
        assert_eq!((second.added, second.unchanged), (0, 2));
    }
}
