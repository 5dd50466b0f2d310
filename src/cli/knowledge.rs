//! `chancery knowledge`: what users know of people, offices, organizations and places.

use std::path::PathBuf;

use crate::cli::listing::{self, Column, Form};
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, reading, words};
use crate::store::{KnowledgeRow, Store};

/// Tell of people, offices, organizations and places that the program does not know
///
/// What you tell goes before what the program knows, is remembered in the database, and is used
/// whenever articles are read: names are recognized, other names join, and an office leads to who
/// held it on the day. Write it as CSV with a first line that names its columns, in any order:
///
///   kind      person, state, organization, bloc, media, city, region or venue (needed)
///   name      the full name; for a state the common English one (needed)
///   aliases   other names and spellings, parted by |
///   gender    of a person: f or m
///   office    an office of a person; one line for each
///   of        the state or organization that the office belongs to
///   start     since when: 2025-12-06, 2025-12 or 2025
///   end       until when; empty while the office is held
///   country   of an organization or place: its state, by name or ISO 3166-1 code
///   city      of a venue: its city
///   lat, lon  of a place: degrees north and east
///   wikidata  of a person or organization: its number there, such as Q42
///   geonames  of a place: its number there
///
/// Example: chancery knowledge add team.csv
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Act,
}

/// What to do with it.
#[derive(clap::Subcommand)]
enum Act {
    /// List what the database remembers
    List {
        /// The form of the list; CSV is what `add` reads
        #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = words(Form::ALL, Form::as_str))]
        format: Form,
    },
    /// Take in files; one that is given again takes the place of what it told before
    Add {
        /// CSV files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Forget what came from a file, or all that is told of a name
    Remove {
        /// Files or names, as `chancery knowledge list` has them
        #[arg(required = true, value_name = "FILE|NAME")]
        what: Vec<String>,
    },
}

/// What a table shows of a line.
const COLUMNS: &[Column<KnowledgeRow>] = &[
    Column::new("kind", |it| it.given.kind.to_string()),
    Column::new("name", |it| it.given.name.clone()),
    Column::new("office", |it| it.given.office.clone()),
    Column::new("of", |it| first(&[&it.given.of, &it.given.city, &it.given.country])),
    Column::new("start", |it| it.given.start.map(|it| it.to_string()).unwrap_or_default()),
    Column::new("end", |it| it.given.end.map(|it| it.to_string()).unwrap_or_default()),
    Column::if_room("aliases", |it| it.given.aliases.join("; ")),
    Column::if_room("source", |it| it.source.clone()),
];

/// The first of some texts that is not empty.
fn first(texts: &[&str]) -> String {
    texts.iter().find(|text| !text.is_empty()).map(|&text| text.to_owned()).unwrap_or_default()
}

/// Lists, takes in or forgets.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    match &args.act {
        Act::List { format } => list(*format, session),
        Act::Add { files } => add(files, session),
        Act::Remove { what } => remove(what, session),
    }
}

fn list(format: Form, session: &Session) -> anyhow::Result<Outcome> {
    let rows = Store::read(&session.db)?.knowledge()?;
    if rows.is_empty() {
        session.ui.note("the database remembers none: `chancery knowledge add FILE` takes some in");
    }
    if format == Form::Csv {
        write_csv(&rows, session)?;
    } else {
        listing::print(&session.ui, format, &rows, COLUMNS)?;
    }
    Ok(Outcome::Done)
}

/// Writes lines as `add` reads them.
fn write_csv(rows: &[KnowledgeRow], session: &Session) -> anyhow::Result<()> {
    use crate::input::knowledge::COLUMNS;
    let mut writer = csv::Writer::from_writer(session.ui.out());
    writer.write_record(COLUMNS.iter().map(|column| column.name))?;
    for row in rows {
        writer.write_record(COLUMNS.iter().map(|column| (column.cell)(&row.given)))?;
    }
    writer.flush()?;
    Ok(())
}

fn add(files: &[PathBuf], session: &Session) -> anyhow::Result<Outcome> {
    let knowledge = reading::read_knowledge(files)?;
    let mut store = Store::create(&session.db)?;
    if reading::learn(&session.ui, &mut store, &knowledge)? {
        store.update()?;
        reading::tell_unread(&session.ui, store.count_articles()?);
    }
    Ok(Outcome::Done)
}

fn remove(what: &[String], session: &Session) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&session.db)?;
    let mut outcome = Outcome::Done;
    let mut removed = 0;
    for what in what {
        let count = store.forget(what)?;
        if count == 0 {
            session.ui.fail(format_args!(
                "no file or name is ‘{what}’; `chancery knowledge list` lists them"
            ));
            outcome = Outcome::Partly;
        }
        removed += count;
    }
    if removed > 0 {
        store.update()?;
        reading::tell_unread(&session.ui, store.count_articles()?);
    }
    session.ui.note_under("removed", counted(removed, "line"));
    Ok(outcome)
}
