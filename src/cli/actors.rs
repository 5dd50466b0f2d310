//! `chancery actors`: list the actors, those of most meetings first.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{ActorKind, MeetingStatus};
use crate::store::{ActorRow, CountKey, Counted, DoubtRow, Filter, Sort, Store};

/// List the actors, those of most meetings first
///
/// With --review: pairs of actors that may be one, the likeliest first, with what speaks for it and
/// what against; --actor, --with and --limit narrow them down.
///
/// Example: chancery actors --with "Ada Okafor" --kind person
#[derive(clap::Args)]
pub(super) struct Args {
    /// Only those of this name: a name, words of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only those who met this actor
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only those who met in this place or country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only those who met on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only those who met on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only those of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(ActorKind::ALL, ActorKind::as_str))]
    kind: Vec<ActorKind>,
    /// Only those in meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only those in articles with all these words; AND, OR, NOT, "phrases" and begin* as in FTS5
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// List pairs that may be one actor instead
    #[arg(long, conflicts_with_all = ["location", "since", "until", "kind", "status", "text", "state", "source", "near", "sort", "count_by"])]
    review: bool,
    #[command(flatten)]
    more: filters::More,
    #[command(flatten)]
    around: filters::Around,
    /// Sort by this
    #[arg(long, value_name = "KEY", value_parser = words(SORTS, Sort::as_str))]
    sort: Option<Sort>,
    /// Count by this instead of listing
    #[arg(long, value_name = "KEY", conflicts_with = "sort", value_parser = words(Counted::Actors.keys(), CountKey::as_str))]
    count_by: Option<CountKey>,
    #[command(flatten)]
    list: filters::Args,
}

/// What the list can be sorted by.
const SORTS: &[Sort] = &[Sort::Meetings, Sort::Statements, Sort::Articles, Sort::Name, Sort::Date];

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

/// What a table shows of a pair that may be one.
const DOUBTS: &[Column<DoubtRow>] = &[
    Column::new("one", |it| it.one.to_string()),
    Column::new("one_name", |it| it.one_name.clone()),
    Column::if_room("one_articles", |it| it.one_articles.to_string()),
    Column::new("other", |it| it.other.to_string()),
    Column::new("other_name", |it| it.other_name.clone()),
    Column::if_room("other_articles", |it| it.other_articles.to_string()),
    Column::new("score", |it| format!("{:.3}", it.score)),
    Column::if_room("reasons", |it| it.reasons.join("; ")),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    if args.review {
        let (actor, with) = (args.actor.clone(), args.with.clone());
        let filter = Filter { actor, with, ..Filter::default() };
        let rows = ("pairs that may be one", Store::list_doubts as _);
        return filters::list(session, &args.list, filter, DOUBTS, rows);
    }
    let filter = Filter {
        actor: args.actor.clone(),
        with: args.with.clone(),
        location: args.location.clone(),
        since: args.since,
        until: args.until,
        kinds: filters::chosen(&args.kind, ActorKind::as_str),
        statuses: filters::chosen(&args.status, MeetingStatus::as_str),
        text: args.text.clone(),
        near: args.around.circle(session)?,
        sort: args.sort,
        ..args.more.narrow(Filter::default())
    };
    let rows = ("actors", Store::list_actors as _);
    let by = (Counted::Actors, args.count_by);
    filters::list_or_count(session, &args.list, filter, by, (COLUMNS, rows))
}
