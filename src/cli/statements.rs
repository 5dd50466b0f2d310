//! `chancery statements`: list the statements, in order of their articles.

use crate::cli::listing::{self, Column};
use crate::cli::{Outcome, Session, filters};
use crate::record::{StatementKind, Tone};
use crate::store::{StatementRow, Store};

/// List the statements, in order of their articles
///
/// Example: chancery statements --actor Okafor --about Chad
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filters: filters::Args,
}

/// What a table shows of a row.
const COLUMNS: &[Column<StatementRow>] = &[
    Column::new("id", |it| it.id.to_string()),
    Column::new("published", |it| it.published.map_or_else(String::new, |date| date.to_string())),
    Column::new("speaker", speaker),
    Column::new("kind", |it| it.kind.to_string()),
    Column::if_room("tone", |it| it.tone.to_string()),
    Column::new("content", |it| it.content.clone()),
    Column::if_room("article", |it| it.article.clone()),
];

/// Prints the list.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::open(&session.db)?;
    let rows = store.list_statements(&args.filters.filter(&kinds())?)?;
    listing::print(&session.ui, args.filters.format, &rows, COLUMNS)?;
    listing::tell_if_empty(&session.ui, &rows, "statements");
    Ok(Outcome::Done)
}

/// The kinds and tones that `--kind` takes.
fn kinds() -> Vec<&'static str> {
    let mut words = listing::words(StatementKind::ALL, StatementKind::as_str);
    words.extend(listing::words(Tone::ALL, Tone::as_str));
    words
}

/// Who speaks, by name or by the words of the article.
pub(super) fn speaker(row: &StatementRow) -> String {
    if row.speakers.is_empty() {
        return row.speaker_text.clone();
    }
    row.speakers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("; ")
}
