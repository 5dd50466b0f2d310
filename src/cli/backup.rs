//! `chancery backup`: a copy of the database.

use std::path::PathBuf;

use crate::cli::{Outcome, Session};
use crate::store::{Existing, Store};

/// Copy the database to a file, while others use it
///
/// The copy is of one moment, is checked, and is there whole or not at all. It is a database like
/// any other: name it with --db, or put it in the place of one that is damaged.
///
/// Example: chancery backup talks-2025-12-06.db --db talks.db
#[derive(clap::Args)]
pub(super) struct Args {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

/// Makes the copy.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let bar = session.ui.steps("copying");
    let done = store.backup(&args.file, existing, |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    done?;
    session.ui.note_under("wrote", args.file.display());
    Ok(Outcome::Done)
}
