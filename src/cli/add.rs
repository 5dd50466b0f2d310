//! `chancery add`: articles into the database.

use crate::cli::{Outcome, Session, correct, reading};
use crate::input;
use crate::nlp::Analyzer;
use crate::pipeline::{self, Report};
use crate::store::Store;

/// Read articles into the database
///
/// Adding an article again is harmless; a changed text under the same id or address replaces the
/// old one.
///
/// Example: chancery add articles/ --db talks.db
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
}

/// Adds the articles and tells what became of them.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::create(&session.db)?;
    let report = add(&args.reading, session, &mut store)?;
    reading::summarize(&session.ui, &report);
    correct::tell_gone(&session.ui, &store)?;
    Ok(if report.has_failures() { Outcome::Partly } else { Outcome::Done })
}

/// Reads articles into a database, with a progress bar.
pub(super) fn add(
    reading: &reading::Args,
    session: &Session,
    store: &mut Store,
) -> anyhow::Result<Report> {
    let found = input::find(&reading.paths)?;
    let knowledge = reading.knowledge()?;
    let before = store.count_articles()?;
    if reading::learn(&session.ui, store, &knowledge)? {
        reading::tell_unread(&session.ui, before);
    }
    let analyzer = Analyzer::with(&store.given()?);
    let total = u64::try_from(found.len()).ok().filter(|&files| files > 1);
    let bar = session.ui.progress(total);
    bar.set_message("reading");
    let options = reading.options();
    let notes = options.notes.clone();
    let outcomes = input::read(found, options);
    let report = pipeline::add(outcomes, &analyzer, store, reading.jobs(), |read| {
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        if bar.length().is_some_and(|length| read > length) {
            bar.set_length(read);
        }
        bar.set_position(read);
    });
    bar.finish_and_clear();
    reading::tell_notes(&session.ui, &notes);
    Ok(report?)
}
