//! `chancery reextract`: all stored articles read again with this version.

use crate::cli::{Outcome, Session, correct, reading};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Jobs};
use crate::store::Store;

/// Read all stored articles again with this version of the program
///
/// Takes the texts from the database, so the files need not be there. Corrections are applied again
/// to what is found.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Reads them and tells what came of it.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&session.db)?;
    let ui = &session.ui;
    let analyzer = Analyzer::load();
    let bar = ui.progress(u64::try_from(store.count_articles()?).ok());
    bar.set_message("reading");
    let reread = pipeline::reextract(&analyzer, &mut store, Jobs(args.jobs), |read| {
        bar.set_position(u64::try_from(read).unwrap_or(u64::MAX));
    });
    bar.finish_and_clear();
    let reread = reread?;
    for skipped in &reread.skipped {
        reading::tell(ui, skipped);
    }
    ui.note_under(
        "articles",
        format_args!(
            "{} read again: {} changed, {} failed",
            reread.read,
            reread.changed,
            reread.skipped.len()
        ),
    );
    if reread.read == 0 {
        ui.note("the database holds no articles: `chancery add ARTICLES` reads some in");
    }
    correct::tell_gone(ui, &store)?;
    Ok(if reread.skipped.is_empty() { Outcome::Done } else { Outcome::Partly })
}
