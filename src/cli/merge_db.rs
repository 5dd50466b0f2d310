//! `chancery merge-db`: databases of shards brought together.

use std::path::PathBuf;

use anyhow::bail;

use crate::cli::add::show;
use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Progress;
use crate::cli::reading::{self, Skipping};
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, correct};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Work};
use crate::store::Store;

/// Take what other databases hold into this one
///
/// Articles, what users told of, and corrections; the result is that of one run over all articles,
/// those of this database first. The others stay as they are. Again is harmless.
///
/// Example: chancery merge-db shard-2.db shard-3.db --db shard-1.db
#[derive(clap::Args)]
pub(super) struct Args {
    /// The databases to take from, in the order in which their articles are to count
    #[arg(required = true, value_name = "OTHER.db")]
    others: Vec<PathBuf>,
}

/// Takes one database after the other.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let own = session.db.canonicalize().ok();
    for other in &args.others {
        if own.is_some() && other.canonicalize().ok() == own {
            bail!("‘{}’ is the database itself; name others than --db", other.display());
        }
    }
    // All are looked at before anything is written.
    let others: Vec<Store> =
        args.others.iter().map(|path| Store::read(path)).collect::<Result<_, _>>()?;
    let mut store = Store::create(&session.db)?;
    let analyzer = Analyzer::load();
    let interrupt = Interrupt::listen(session.ui.clone());
    let work = Work { stop: interrupt.stop(), ..Work::new(&analyzer) };
    let articles = others.iter().map(Store::count_articles).sum::<Result<usize, _>>()?;
    let progress = Progress::of_articles(&session.ui, articles);
    let mut skipping = Skipping::default();
    let done = pipeline::merge(&others, &work, &mut store, |told| {
        show(&told, &interrupt, &progress, &mut skipping);
    });
    interrupt.grouping(false);
    progress.end();
    let (report, imported) = done?;
    reading::summarize(&session.ui, &report);
    if imported.added > 0 {
        let corrections = counted(imported.added, "correction");
        session.ui.note_under("took over", corrections);
    }
    if report.ended == Ended::Stopped {
        reading::tell_stopped(&session.ui, &report);
        return Ok(Outcome::Stopped);
    }
    correct::tell_gone(&session.ui, &store)?;
    session.ui.note_under(
        "merged",
        format_args!(
            "{}: {}",
            session.db.display(),
            counted(store.count_articles()?, "article")
        ),
    );
    Ok(if report.has_failures() { Outcome::Partly } else { Outcome::Done })
}
