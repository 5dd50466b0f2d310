//! The corrections, listed.

use crate::cli::listing::{self, Column, Form};
use crate::cli::ui::{Ui, counted};
use crate::cli::{Outcome, Session, words};
use crate::correct::Subject;
use crate::resolve::State;
use crate::store::{CorrectionRow, Error, Store};

use super::things;

/// What to list, and how.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Only those that bear on this actor, location or meeting
    #[arg(value_name = "REF")]
    reference: Option<String>,
    /// What kind of thing REF means
    #[arg(long, value_name = "THING", value_parser = words(Subject::ALL, Subject::as_str))]
    thing: Option<Subject>,
    /// Only those of this author
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Only those that hold so far
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = words(State::ALL, State::as_str))]
    state: Vec<State>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
}

/// What a table shows of a row.
const COLUMNS: &[Column<CorrectionRow>] = &[
    Column::new("number", |it| it.number.to_string()),
    Column::if_room("time", |it| it.time.to_string()),
    Column::new("author", |it| it.author.clone()),
    Column::new("what", |it| it.what.clone()),
    Column::if_room("reason", |it| it.reason.clone()),
    Column::new("state", |it| format!("{}{}", it.state, because(it))),
];

/// Lists them.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let mut rows = match &args.reference {
        None => store.list_corrections()?,
        Some(reference) => {
            let target = things::one(&store, reference, args.thing)?;
            store.corrections_of(target.thing, target.number)?
        }
    };
    rows.retain(|it| args.author.as_ref().is_none_or(|author| it.author == *author));
    rows.retain(|it| args.state.is_empty() || args.state.contains(&it.state));
    listing::print(&session.ui, args.format, &rows, COLUMNS)?;
    if rows.is_empty() {
        session.ui.note("there are no such corrections");
    }
    Ok(Outcome::Done)
}

/// Why a correction does not hold, or holds by less than it named.
pub(in crate::cli) fn because(row: &CorrectionRow) -> String {
    let by = row.by.map_or_else(String::new, |by| format!(" by {by}"));
    let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
    format!("{by}{note}")
}

/// A correction as one line.
pub(in crate::cli) fn line(row: &CorrectionRow) -> String {
    let reason = if row.reason.is_empty() { String::new() } else { format!(": {}", row.reason) };
    format!("{} ({}, {}{reason})", row.what, row.author, row.time)
}

/// Corrections that are named one by one where several are about what is gone.
const NAMED: usize = 5;

/// Says which corrections are about what is not there any more.
pub(in crate::cli) fn tell_gone(ui: &Ui, store: &Store) -> Result<(), Error> {
    let mut rows = store.list_corrections()?;
    rows.retain(|it| it.state == State::Gone);
    for row in rows.iter().take(NAMED) {
        let note = if row.note.is_empty() { "what it takes back is not there" } else { &row.note };
        ui.note_under("correction", format_args!("{} waits: {note}: {}", row.number, line(row)));
    }
    if rows.len() > NAMED {
        ui.note(format_args!(
            "{} in all wait: `chancery correct log --state gone` lists them",
            counted(rows.len(), "correction")
        ));
    }
    Ok(())
}
