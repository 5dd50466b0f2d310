//! `chancery reextract`: the texts of all articles read again.

use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Progress;
use crate::cli::reading::Skipping;
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, add, correct, reading};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Jobs, Work};
use crate::store::{Filter, Store};

/// Read the texts of all articles again
///
/// For after a new version of the program, or new knowledge (`chancery knowledge`): the articles
/// stay, what they say is extracted anew and grouped, and corrections hold as before.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Reads them again and tells the outcome.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&session.db)?;
    let analyzer = Analyzer::with(&store.given()?);
    let interrupt = Interrupt::listen(session.ui.clone());
    let work = Work { jobs: Jobs(args.jobs), stop: interrupt.stop(), ..Work::new(&analyzer) };
    let progress = Progress::of_articles(&session.ui, store.count_articles()?);
    let mut skipping = Skipping::default();
    let report = pipeline::reextract(&work, &mut store, |told| {
        add::show(&told, &interrupt, &progress, &mut skipping);
    });
    interrupt.grouping(false);
    progress.end();
    let report = report?;
    for skipped in report.skipped.first() {
        reading::tell(&session.ui, skipped);
    }
    if report.ended == Ended::Stopped {
        session.ui.note_under(
            "stopped",
            format_args!(
                "{} read again; the same command reads all anew",
                counted(report.replaced.count, "article")
            ),
        );
        return Ok(Outcome::Stopped);
    }
    let all = Filter::default();
    session.ui.note_under("read", counted(report.replaced.count, "article"));
    session.ui.note_under(
        "found",
        format_args!(
            "{}, {}",
            counted(store.list_actors(&all)?.len(), "actor"),
            counted(store.list_meetings(&all)?.len(), "meeting")
        ),
    );
    correct::tell_gone(&session.ui, &store)?;
    Ok(if report.has_failures() { Outcome::Partly } else { Outcome::Done })
}
