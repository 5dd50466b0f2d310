//! `chancery reextract`: the texts of all articles read again.

use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, correct, reading};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Jobs};
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
    let bar = session.ui.progress(u64::try_from(store.count_articles()?).ok());
    bar.set_message("reading");
    let report = pipeline::reextract(&analyzer, &mut store, Jobs(args.jobs), |read| {
        bar.set_position(u64::try_from(read).unwrap_or(u64::MAX));
    });
    bar.finish_and_clear();
    let report = report?;
    for skipped in &report.skipped {
        reading::tell(&session.ui, skipped);
    }
    let all = Filter::default();
    session.ui.note_under("read", counted(report.replaced.len(), "article"));
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
