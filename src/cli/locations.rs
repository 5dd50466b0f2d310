//! `chancery locations`: list the locations, those of most meetings first.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{LocationKind, MeetingStatus};
use crate::store::{Filter, LocationRow, Store};

/// List the locations, those of most meetings first
///
/// Example: chancery locations --actor Okafor
#[derive(clap::Args)]
pub(super) struct Args {
    /// Only where this actor met others: a name, words of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only where this actor was met too
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only this place, or those in this country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only those of meetings on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only those of meetings on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only those of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(LocationKind::ALL, LocationKind::as_str))]
    kind: Vec<LocationKind>,
    /// Only those of meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only those in articles with all these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    list: filters::Args,
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
    let filter = Filter {
        actor: args.actor.clone(),
        with: args.with.clone(),
        location: args.location.clone(),
        since: args.since,
        until: args.until,
        kinds: filters::chosen(&args.kind, LocationKind::as_str),
        statuses: filters::chosen(&args.status, MeetingStatus::as_str),
        text: args.text.clone(),
        ..Filter::default()
    };
    filters::list(session, &args.list, filter, COLUMNS, ("locations", Store::list_locations))
}
