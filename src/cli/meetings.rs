//! `chancery meetings`: list the meetings, in order of their dates.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{Confidence, MeetingKind, MeetingStatus};
use crate::store::{Filter, MeetingRow, Store};

/// List the meetings, in order of their dates
///
/// Example: chancery meetings --actor Okafor --with Lund --since 2024
#[derive(clap::Args)]
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
    /// Only those told in articles with all these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only those read with at least this confidence, from 0 to 1: the share of such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    #[command(flatten)]
    list: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<MeetingRow>] = &[
    Column::new("id", |it| it.id.to_string()),
    Column::new("date", |it| it.date.map_or_else(String::new, |date| date.to_string())),
    Column::new("kind", |it| it.kind.to_string()),
    Column::new("status", |it| it.status.to_string()),
    Column::new("participants", |it| it.participants.join("; ")),
    Column::new("place", |it| it.places.join(", ")),
    Column::if_room("confidence", |it| Confidence::new(it.confidence).to_string()),
    Column::if_room("sources", |it| it.sources.to_string()),
    Column::if_room("sentence", |it| it.sentence.clone()),
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
        ..Filter::default()
    };
    filters::list(session, &args.list, filter, COLUMNS, ("meetings", Store::list_meetings))
}
