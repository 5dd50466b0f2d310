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
    Column { name: "id", cell: |it| it.id.to_string() },
    Column { name: "name", cell: |it| it.name.clone() },
    Column { name: "kind", cell: |it| it.kind.to_string() },
    Column { name: "country", cell: |it| it.country.clone() },
    Column { name: "meetings", cell: |it| it.meetings.to_string() },
    Column { name: "articles", cell: |it| it.articles.to_string() },
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_locations(&args.filters.filter(&listing::words(LocationKind::ALL, LocationKind::as_str))?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "locations");
    Ok(Outcome::Done)
}
