//! `chancery timeline`: what happened to an actor, or between two, in order of time.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{MeetingKind, MeetingStatus};
use crate::store::{Filter, Happening, Store, TimelineRow};

/// Show what happened to an actor, or between two, in order of time
///
/// Meetings stand at their dates, statements and offices where their article was published; what has
/// no date comes last. Of two actors: the meetings of both, and what one said to or about the other.
///
/// Example: chancery timeline "Ada Okafor" "Jan Lund" --since 2024
#[derive(clap::Args)]
pub(super) struct Args {
    /// Whose time: a name, words of a name, or a number
    actor: String,
    /// With whom
    #[arg(value_name = "ACTOR")]
    with: Option<String>,
    /// Only meetings in this place or country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only what may have been on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only what may have been on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only these: meetings, statements, offices
    #[arg(long, value_name = "EVENT", value_delimiter = ',', value_parser = words(Happening::ALL, Happening::as_str))]
    event: Vec<Happening>,
    /// Only meetings of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(MeetingKind::ALL, MeetingKind::as_str))]
    kind: Vec<MeetingKind>,
    /// Only meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only meetings in articles, and statements, with all these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    more: filters::More,
    #[command(flatten)]
    around: filters::Around,
    #[command(flatten)]
    list: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<TimelineRow>] = &[
    Column::new("date", |it| it.date.map_or_else(String::new, |date| date.to_string())),
    Column::new("event", |it| it.event.to_string()),
    Column::if_room("id", |it| it.id.map_or_else(String::new, |id| id.to_string())),
    Column::new("kind", |it| it.kind.clone()),
    Column::new("status", |it| it.status.clone()),
    Column::new("participants", |it| it.participants.join("; ")),
    Column::new("place", |it| it.places.join(", ")),
    Column::if_room("sources", |it| it.sources.to_string()),
    Column::if_room("text", |it| it.text.clone()),
    Column::if_room("article", |it| it.article.clone()),
];

/// Prints the timeline.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let filter = Filter {
        actor: Some(args.actor.clone()),
        with: args.with.clone(),
        location: args.location.clone(),
        since: args.since,
        until: args.until,
        events: args.event.clone(),
        kinds: filters::chosen(&args.kind, MeetingKind::as_str),
        statuses: filters::chosen(&args.status, MeetingStatus::as_str),
        text: args.text.clone(),
        near: args.around.circle(session)?,
        ..args.more.narrow(Filter::default())
    };
    filters::list(session, &args.list, filter, COLUMNS, ("events", Store::list_timeline))
}
