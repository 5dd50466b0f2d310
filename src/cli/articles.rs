//! `chancery articles`: list the articles, by date of publication.

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters};
use crate::date::Date;
use crate::store::{ArticleRow, Filter, Store};

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
    /// Only those with all these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    #[command(flatten)]
    list: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<ArticleRow>] = &[
    Column::new("id", |it| it.id.clone()),
    Column::new("published", |it| it.published.map_or_else(String::new, |date| date.to_string())),
    Column::if_room("source", |it| it.source.clone()),
    Column::new("title", |it| it.title.clone()),
    Column::if_room("actors", |it| it.actors.to_string()),
    Column::new("meetings", |it| it.meetings.to_string()),
    Column::if_room("statements", |it| it.statements.to_string()),
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
        ..Filter::default()
    };
    filters::list(session, &args.list, filter, COLUMNS, ("articles", Store::list_articles))
}
