//! `chancery actors`: list the actors, those of most meetings first.

use crate::cli::listing::{self, Column};
use crate::cli::{Outcome, Session, filters};
use crate::record::ActorKind;
use crate::store::{ActorRow, Store};

/// List the actors, those of most meetings first
///
/// Example: chancery actors --with "Ada Okafor" --kind person
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<ActorRow>] = &[
    Column::new("id", |it| it.id.to_string()),
    Column::new("name", |it| it.name.clone()),
    Column::new("kind", |it| it.kind.to_string()),
    Column::if_room("roles", |it| it.roles.join("; ")),
    Column::if_room("affiliations", |it| it.affiliations.join("; ")),
    Column::new("meetings", |it| it.meetings.to_string()),
    Column::if_room("statements", |it| it.statements.to_string()),
    Column::if_room("articles", |it| it.articles.to_string()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_actors(&args.filters.filter(&listing::words(ActorKind::ALL, ActorKind::as_str))?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "actors");
    Ok(Outcome::Done)
}
