//! `chancery articles`: list the articles.

use crate::cli::listing::{self, Column};
use crate::cli::{Outcome, Session, filters};
use crate::store::{ArticleRow, Store};

/// List the articles
///
/// Example: chancery articles --since 2025-12 --text ceasefire
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<ArticleRow>] = &[
    Column::new("id", |it| it.id.clone()),
    Column::new("published", |it| it.published.map_or_else(String::new, |date| date.to_string())),
    Column::if_room("source", |it| it.source.clone()),
    Column::new("title", |it| it.title.clone()),
    Column::if_room("actors", |it| it.actors.to_string()),
    Column::new("meetings", |it| it.meetings.to_string()),
    Column::if_room("statements", |it| it.statements.to_string()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_articles(&args.filters.filter(&[])?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "articles");
    Ok(Outcome::Done)
}
