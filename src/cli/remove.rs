//! `chancery remove`: articles out of the database.

use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, correct};
use crate::store::Store;

/// Take articles out, with all that rests on them alone
///
/// Example: chancery remove talks-2025-12-06
#[derive(clap::Args)]
pub(super) struct Args {
    /// Ids or addresses of articles, as `chancery articles` lists them
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

/// Removes the articles and resolves what is left.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&session.db)?;
    let mut outcome = Outcome::Done;
    let mut removed = 0;
    for article in &args.articles {
        if store.remove(article)? {
            removed += 1;
        } else {
            session.ui.fail(format_args!("there is no article ‘{article}’"));
            outcome = Outcome::Partly;
        }
    }
    store.update()?;
    session.ui.note_under("removed", counted(removed, "article"));
    correct::tell_gone(&session.ui, &store)?;
    Ok(outcome)
}
