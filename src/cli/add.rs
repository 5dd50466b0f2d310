//! `chancery add`: articles into the database.

use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Progress;
use crate::cli::reading::Skipping;
use crate::cli::{Outcome, Session, correct, reading};
use crate::input::{self, Batch, Records};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Report, Told, Work};
use crate::store::Store;

/// Read articles into the database
///
/// Adding an article again is harmless; a changed text under the same id or address replaces the
/// old one. A run that was stopped, or killed, left whole articles: the same command goes on where
/// it was.
///
/// Example: chancery add articles/ --db talks.db
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
    /// Read all and tell what would be added, replaced and skipped, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// The files hold records that `chancery extract` wrote, perhaps on other machines, in place of
    /// articles
    #[arg(long, conflicts_with_all = ["dry_run", "from", "published"])]
    records: bool,
}

/// Adds the articles and tells what became of them.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    if args.dry_run {
        return preview(&args.reading, session);
    }
    let mut store = Store::create(&session.db)?;
    let kind = if args.records { Kind::Records } else { Kind::Articles };
    let report = add(&args.reading, kind, session, &mut store)?;
    reading::summarize(&session.ui, &report);
    if report.ended == Ended::Stopped {
        reading::tell_stopped(&session.ui, &report);
        return Ok(Outcome::Stopped);
    }
    correct::tell_gone(&session.ui, &store)?;
    Ok(if report.has_failures() { Outcome::Partly } else { Outcome::Done })
}

/// What the files hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Articles,
    Records,
}

/// Reads articles or records into a database, with a progress bar.
pub(super) fn add(
    reading: &reading::Args,
    kind: Kind,
    session: &Session,
    store: &mut Store,
) -> anyhow::Result<Report> {
    let files = input::find(&reading.paths)?;
    let knowledge = reading.knowledge()?;
    let mut skipping = reading.skipping()?;
    let before = store.count_articles()?;
    if reading::learn(&session.ui, store, &knowledge)? {
        reading::tell_unread(&session.ui, before);
    }
    let analyzer = Analyzer::with(&store.given()?);
    let interrupt = Interrupt::listen(session.ui.clone());
    let work =
        Work { jobs: reading.jobs(), stop: interrupt.stop(), ..Work::new(&analyzer) };
    let progress = Progress::of_files(&session.ui, &files);
    let options = reading.options();
    let notes = options.notes.clone();
    let told = |told: Told<'_>| show(&told, &interrupt, &progress, &mut skipping);
    let report = match kind {
        Kind::Articles => {
            pipeline::add(Batch::new(files, options), &work, store, told)
        }
        Kind::Records => pipeline::add_records(Records::new(files), &work, store, told),
    };
    interrupt.grouping(false);
    progress.end();
    reading::tell_notes(&session.ui, &notes);
    skipping.finish()?;
    Ok(report?)
}

/// Shows how far it is, lists what was skipped, and says when it cannot stop halfway.
pub(super) fn show(
    told: &Told<'_>,
    interrupt: &Interrupt,
    progress: &Progress,
    skipping: &mut Skipping,
) {
    interrupt.grouping(matches!(told, Told::Grouping));
    match told {
        Told::Read(articles) => progress.read(*articles),
        Told::Skipped(skipped, id) => skipping.list(skipped, *id),
        Told::Grouping => progress.group(),
    }
}

/// Tells what adding the articles would come to.
fn preview(reading: &reading::Args, session: &Session) -> anyhow::Result<Outcome> {
    let files = input::find(&reading.paths)?;
    reading.knowledge()?;
    let mut skipping = reading.skipping()?;
    let store =
        if session.db.exists() { Store::read(&session.db)? } else { Store::in_memory()? };
    let analyzer = Analyzer::load();
    let interrupt = Interrupt::listen(session.ui.clone());
    let work = Work { stop: interrupt.stop(), ..Work::new(&analyzer) };
    let progress = Progress::of_files(&session.ui, &files);
    let options = reading.options();
    let notes = options.notes.clone();
    let batch = Batch::new(files, options);
    let report = pipeline::preview(batch, &work, &store, |told| {
        show(&told, &interrupt, &progress, &mut skipping);
    });
    progress.end();
    reading::tell_notes(&session.ui, &notes);
    skipping.finish()?;
    let report = report?;
    reading::summarize(&session.ui, &report);
    session.ui.note_under("dry run", "nothing was written");
    Ok(match report.ended {
        Ended::Stopped => Outcome::Stopped,
        Ended::Whole if report.has_failures() => Outcome::Partly,
        Ended::Whole => Outcome::Done,
    })
}
