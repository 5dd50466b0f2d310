//! `chancery resolve`: actors, locations and meetings over what is stored, anew.

use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, correct};
use crate::store::{Filter, Store};

/// Group the entries of all articles again
///
/// Harmless at any time: what the articles say does not change, only what it comes to.
#[derive(clap::Args)]
pub(super) struct Args {}

/// Resolves and tells the outcome.
pub(super) fn run(_args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&session.db)?;
    store.resolve()?;
    let all = Filter::default();
    session.ui.note_under(
        "found",
        format_args!(
            "{}, {}",
            counted(store.list_actors(&all)?.len(), "actor"),
            counted(store.list_meetings(&all)?.len(), "meeting")
        ),
    );
    correct::tell_gone(&session.ui, &store)?;
    Ok(Outcome::Done)
}
