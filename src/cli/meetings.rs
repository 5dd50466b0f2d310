//! `chancery meetings`: list the meetings, in order of their dates.

use crate::cli::listing::{self, Column};
use crate::cli::{Outcome, Session, filters};
use crate::record::MeetingKind;
use crate::store::{MeetingRow, Store};

/// List the meetings, in order of their dates
///
/// Example: chancery meetings --actor Okafor --with Lund --since 2024
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<MeetingRow>] = &[
    Column::new("id", |it| it.id.to_string()),
    Column::new("date", |it| it.date.map_or_else(String::new, |date| date.to_string())),
    Column::new("kind", |it| it.kind.to_string()),
    Column::new("status", |it| it.status.to_string()),
    Column::new("participants", |it| it.participants.join("; ")),
    Column::new("place", |it| it.places.join(", ")),
    Column::if_room("sources", |it| it.sources.to_string()),
    Column::if_room("sentence", |it| it.sentence.clone()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_meetings(&args.filters.filter(&listing::words(MeetingKind::ALL, MeetingKind::as_str))?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "meetings");
    Ok(Outcome::Done)
}
