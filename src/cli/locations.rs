//! `chancery locations`: list the locations, those of most meetings first.

use crate::cli::listing::{self, Column};
use crate::cli::{Outcome, Session, filters};
use crate::record::LocationKind;
use crate::store::{LocationRow, Store};

/// List the locations, those of most meetings first
///
/// Example: chancery locations --actor Okafor
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<LocationRow>] = &[
    Column::new("id", |it| it.id.to_string()),
    Column::new("name", |it| it.name.clone()),
    Column::new("kind", |it| it.kind.to_string()),
    Column::new("country", |it| it.country.clone()),
    Column::new("meetings", |it| it.meetings.to_string()),
    Column::if_room("articles", |it| it.articles.to_string()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_locations(&args.filters.filter(&listing::words(LocationKind::ALL, LocationKind::as_str))?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "locations");
    Ok(Outcome::Done)
}
