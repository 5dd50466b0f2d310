//! `chancery build`: the main job in one go.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, add, correct, drawing, reading};
use crate::export;
use crate::export::tables::{CsvStyle, TABLE_FORMATS};
use crate::network::Selection;
use crate::pipeline::Ended;
use crate::store::{Filter, Store};

/// Read articles, and write the database, tables and a network diagram
///
/// Into DIR go chancery.db (unless --db names another file), tables/*.csv, network.dot, and
/// network-nodes.csv and network-edges.csv for Gephi. Running it again takes in what is new.
///
/// Example: chancery build articles/ --out results
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
    /// The folder for the results; it is made if it is missing
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
}

/// Does the main job and tells what came of it.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make the folder {}", args.out.display()))?;
    let path =
        if session.db_given { session.db.clone() } else { args.out.join("chancery.db") };
    let mut store = Store::create(&path)?;
    let report = add::add(&args.reading, add::Kind::Articles, session, &mut store)?;
    reading::summarize(&session.ui, &report);
    if report.ended == Ended::Stopped {
        reading::tell_stopped(&session.ui, &report);
        return Ok(Outcome::Stopped);
    }
    correct::tell_gone(&session.ui, &store)?;
    let all = Filter::default();
    let (actors, meetings) = (store.list_actors(&all)?, store.list_meetings(&all)?);
    let statements = store.list_statements(&all)?;
    let ui = &session.ui;
    ui.note_under("found", format_args!(
        "{}, {}, {}",
            counted(actors.len(), "actor"),
            counted(meetings.len(), "meeting"),
            counted(statements.len(), "statement")
    ));
    if meetings.is_empty() {
        ui.warn(
            "no meeting was found, so the tables and the network are empty; \
             `chancery articles` tells what was read",
        );
    }
    let mut files = vec![path];
    for format in TABLE_FORMATS.iter().filter(|format| format.name == "csv") {
        files.extend(format.write(&store, &args.out.join("tables"), CsvStyle::default())?);
    }
    let (parties, encounters) = drawing::material(&store)?;
    let network = Selection::default().draw(&parties, &encounters);
    files.extend(export::write_network(&network, &args.out)?);
    for file in files {
        ui.note_under("wrote", file.display());
    }
    Ok(if report.has_failures() { Outcome::Partly } else { Outcome::Done })
}
