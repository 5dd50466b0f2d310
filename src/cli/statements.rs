//! `chancery statements`: list the statements, in order of their articles.

use clap::builder::PossibleValuesParser;

use crate::cli::listing::Column;
use crate::cli::{Outcome, Session, filters, words};
use crate::date::Date;
use crate::record::{Confidence, StatementKind, Tone};
use crate::store::{CountKey, Counted, Filter, Hit, StatementRow, Sort, Store};

/// List the statements, in order of their articles
///
/// Example: chancery statements --actor Okafor --about Chad
#[derive(clap::Args)]
pub(super) struct Args {
    /// Only by this speaker: a name, words of a name, or a number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only addressed to this actor
    #[arg(long, value_name = "ACTOR")]
    with: Option<String>,
    /// Only about this actor
    #[arg(long, value_name = "ACTOR")]
    about: Option<String>,
    /// Only from articles published on this date or later (2025-12-06, 2025-12 or 2025)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only from articles published on this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only of these kinds or tones
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = PossibleValuesParser::new(kinds()))]
    kind: Vec<String>,
    /// Only those with all these words; AND, OR, NOT, "phrases" and begin* as in FTS5
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only those read with at least this confidence, from 0 to 1: the share of such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    #[command(flatten)]
    more: filters::More,
    /// Sort by this
    #[arg(long, value_name = "KEY", value_parser = words(SORTS, Sort::as_str))]
    sort: Option<Sort>,
    /// Count by this instead of listing
    #[arg(long, value_name = "KEY", conflicts_with = "sort", value_parser = words(Counted::Statements.keys(), CountKey::as_str))]
    count_by: Option<CountKey>,
    #[command(flatten)]
    list: filters::Args,
}

/// What the list can be sorted by.
const SORTS: &[Sort] = &[Sort::Date, Sort::Confidence, Sort::Source, Sort::Relevance];

/// What a table shows of a row.
pub(super) const COLUMNS: &[Column<Hit<StatementRow>>] = &[
    Column::new("id", |it| it.row.id.to_string()),
    Column::new("published", |it| it.row.published.map_or_else(String::new, |date| date.to_string())),
    Column::new("speaker", |it| speaker(&it.row)),
    Column::new("kind", |it| it.row.kind.to_string()),
    Column::if_room("tone", |it| it.row.tone.to_string()),
    Column::new("content", |it| it.row.content.clone()),
    Column::if_room("confidence", |it| Confidence::new(it.row.confidence).to_string()),
    Column::if_room("article", |it| it.row.article.clone()),
    Column::if_room("snippet", |it| it.snippet.clone().unwrap_or_default()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let filter = Filter {
        actor: args.actor.clone(),
        with: args.with.clone(),
        about: args.about.clone(),
        since: args.since,
        until: args.until,
        kinds: args.kind.clone(),
        text: args.text.clone(),
        confidence: args.confidence,
        sort: args.sort,
        ..args.more.narrow(Filter::default())
    };
    let rows = ("statements", Store::find_statements as _);
    let by = (Counted::Statements, args.count_by);
    filters::list_or_count(session, &args.list, filter, by, (COLUMNS, rows))
}

/// The kinds and tones that `--kind` takes.
fn kinds() -> impl Iterator<Item = &'static str> {
    let kinds = StatementKind::ALL.iter().map(|kind| kind.as_str());
    kinds.chain(Tone::ALL.iter().map(|tone| tone.as_str()))
}

/// Who speaks, by name or by the words of the article.
pub(super) fn speaker(row: &StatementRow) -> String {
    if row.speakers.is_empty() {
        return row.speaker_text.clone();
    }
    row.speakers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("; ")
}
