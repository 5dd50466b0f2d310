//! `chancery articles`: list the articles, by date of publication.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::store::{ArticleRow, CountKey, Counted, Filter, Hit, Sort, Store};

/// List the articles
///
/// Example: chancery articles --since 2025-12 --text ceasefire
#[derive(clap::Args)]
pub(super) struct Args {
    /// Only those that name this actor: a name, words of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only those that name this actor too
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only those that name this place, or one in this country
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Only those published on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only those published on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only those with all these words; AND, OR, NOT, "phrases" and begin* as in FTS5
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
    #[arg(long, value_name = "KEY", conflicts_with = "sort", value_parser = words(Counted::Articles.keys(), CountKey::as_str))]
    count_by: Option<CountKey>,
    #[command(flatten)]
    list: filters::Args,
}

/// What the list can be sorted by.
const SORTS: &[Sort] = &[Sort::Date, Sort::Name, Sort::Source, Sort::Meetings, Sort::Statements, Sort::Actors, Sort::Relevance];

/// What a table shows of a row.
const COLUMNS: &[Column<Hit<ArticleRow>>] = &[
    Column::new("id", |it| it.row.id.clone()),
    Column::new("published", |it| it.row.published.map_or_else(String::new, |date| date.to_string())),
    Column::if_room("source", |it| it.row.source.clone()),
    Column::new("title", |it| it.row.title.clone()),
    Column::if_room("actors", |it| it.row.actors.to_string()),
    Column::new("meetings", |it| it.row.meetings.to_string()),
    Column::if_room("statements", |it| it.row.statements.to_string()),
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
        text: args.text.clone(),
        near: args.around.circle(session)?,
        sort: args.sort,
        ..args.more.narrow(Filter::default())
    };
    let rows = ("articles", Store::find_articles as _);
    let by = (Counted::Articles, args.count_by);
    filters::list_or_count(session, &args.list, filter, by, (COLUMNS, rows))
}
