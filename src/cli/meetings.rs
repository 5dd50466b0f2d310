//! `chancery meetings`: list the meetings, in order of their dates.

use crate::cli::listing::{Column, Form};
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::export::Calendar;
use crate::record::{Confidence, MeetingKind, MeetingStatus};
use crate::store::{CountKey, Counted, Filter, Hit, MeetingRow, Sort, Store};

/// List the meetings, in order of their dates
///
/// `--format ics` writes a calendar (iCalendar) of those that have a day.
///
/// Example: chancery meetings --actor Okafor --with Lund --since 2024
///
/// Example: chancery meetings --status planned --format ics > planned.ics
#[derive(clap::Args)]
#[command(mut_arg("format", |it| it.value_parser(words(Form::ALL, Form::as_str))))]
pub(super) struct Args {
    /// Only with this actor: a name, words of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only with this actor too
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only in this place or country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only those that may have been on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only those that may have been on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only those of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(MeetingKind::ALL, MeetingKind::as_str))]
    kind: Vec<MeetingKind>,
    /// Only those with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only those told in articles with all these words; AND, OR, NOT, "phrases" and begin* as in FTS5
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only those read with at least this confidence, from 0 to 1: the share of such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    #[command(flatten)]
    more: filters::More,
    #[command(flatten)]
    around: filters::Around,
    /// Sort by this
    #[arg(long, value_name = "KEY", value_parser = words(SORTS, Sort::as_str))]
    sort: Option<Sort>,
    /// Count by this instead of listing
    #[arg(long, value_name = "KEY", conflicts_with = "sort", value_parser = words(Counted::Meetings.keys(), CountKey::as_str))]
    count_by: Option<CountKey>,
    #[command(flatten)]
    list: filters::Args,
}

/// What the list can be sorted by.
const SORTS: &[Sort] = &[Sort::Date, Sort::Sources, Sort::Confidence, Sort::Relevance];

/// What a table shows of a row.
pub(super) const COLUMNS: &[Column<Hit<MeetingRow>>] = &[
    Column::new("id", |it| it.row.id.to_string()),
    Column::new("date", |it| it.row.date.map_or_else(String::new, |date| date.to_string())),
    Column::new("kind", |it| it.row.kind.to_string()),
    Column::new("status", |it| it.row.status.to_string()),
    Column::new("participants", |it| it.row.participants.join("; ")),
    Column::new("place", |it| it.row.places.join(", ")),
    Column::if_room("confidence", |it| Confidence::new(it.row.confidence).to_string()),
    Column::if_room("sources", |it| it.row.sources.to_string()),
    Column::if_room("sentence", |it| it.row.sentence.clone()),
    Column::if_room("snippet", |it| it.snippet.clone().unwrap_or_default()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let filter = Filter {
        actor: args.actor.clone(),
        with: args.with.clone(),
        location: args.location.clone(),
        since: args.since,
        until: args.until,
        kinds: filters::chosen(&args.kind, MeetingKind::as_str),
        statuses: filters::chosen(&args.status, MeetingStatus::as_str),
        text: args.text.clone(),
        confidence: args.confidence,
        near: args.around.circle(session)?,
        sort: args.sort,
        ..args.more.narrow(Filter::default())
    };
    if args.list.format == Form::Ics {
        anyhow::ensure!(args.count_by.is_none(), "counts are no calendar; leave --format out");
        return write_calendar(args, session, filter);
    }
    let rows = ("meetings", Store::find_meetings as _);
    let by = (Counted::Meetings, args.count_by);
    filters::list_or_count(session, &args.list, filter, by, (COLUMNS, rows))
}

/// Prints the meetings that have a day as a calendar.
fn write_calendar(args: &Args, session: &Session, filter: Filter) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let rows = store.list_meetings(&args.list.page(filter))?;
    let calendar = Calendar::of(&store, rows)?;
    let mut bytes = Vec::new();
    calendar.write(&mut bytes)?;
    session.ui.bytes(&bytes)?;
    note_calendar(session, &calendar);
    Ok(Outcome::Done)
}

/// Tells what a calendar does not have.
pub(super) fn note_calendar(session: &Session, calendar: &Calendar) {
    if calendar.is_empty() {
        session.ui.warn("the calendar is empty; try fewer filters");
    }
    if calendar.undated > 0 {
        let undated = counted(calendar.undated, "meeting");
        session.ui.note(format_args!("{undated} without a day left out of the calendar"));
    }
}
