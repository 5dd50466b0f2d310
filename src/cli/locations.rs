//! `chancery locations`: list the locations, those of most meetings first.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{LocationKind, MeetingStatus};
use crate::store::{CountKey, Counted, Filter, LocationRow, Sort, Store};

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
    /// Only those in articles with all these words; AND, OR, NOT, "phrases" and begin* as in FTS5
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    more: filters::More,
    #[command(flatten)]
    around: filters::Around,
    /// Sort by this
    #[arg(long, value_name = "KEY", value_parser = words(SORTS, Sort::as_str))]
    sort: Option<Sort>,
    /// Count by this instead of listing
    #[arg(long, value_name = "KEY", conflicts_with = "sort", value_parser = words(Counted::Locations.keys(), CountKey::as_str))]
    count_by: Option<CountKey>,
    #[command(flatten)]
    list: filters::Args,
}

/// What the list can be sorted by.
const SORTS: &[Sort] = &[Sort::Meetings, Sort::Articles, Sort::Name, Sort::Country];

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
        near: args.around.circle(session)?,
        sort: args.sort,
        ..args.more.narrow(Filter::default())
    };
    let rows = ("locations", Store::list_locations as _);
    let by = (Counted::Locations, args.count_by);
    filters::list_or_count(session, &args.list, filter, by, (COLUMNS, rows))
}
