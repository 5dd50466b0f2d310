//! `chancery export`: tables for spreadsheets, and all that is known for other programs.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::{Outcome, Session, meetings, named};
use crate::export::Calendar;
use crate::export::tables::{CsvStyle, Mark, TABLE_FORMATS, TableFormat};
use crate::store::Store;

/// Write all tables: articles, actors, meetings, statements and what links them
///
/// CSV and JSON Lines make a folder with one file a table, XLSX one workbook. Other formats have
/// all that is known, linked: ftm (`FollowTheMoney`, for Aleph and yente), turtle (RDF with the terms of
/// SEM and PROV), cypher (a script for Neo4j and other graph databases), obsidian (a folder of notes,
/// one an actor). A file .ics is a calendar of what is planned, proposed or called off;
/// `chancery meetings --format ics` makes others.
///
/// Example: chancery export --output tables.xlsx
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder or file to write
    #[arg(long, short, value_name = "PATH")]
    output: PathBuf,
    /// The format; by default the end of the name tells, or else csv
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(TABLE_FORMATS, |format| format.name, |name| {
            TABLE_FORMATS.iter().find(|format| format.name == name)
        }),
    )]
    format: Option<&'static TableFormat>,
    /// Begin CSV files with the mark by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
}

/// Writes the tables.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let by_name = args.output.extension().and_then(|it| it.to_str());
    let format = match (args.format, by_name) {
        (Some(format), _) => format,
        (None, None) => &TABLE_FORMATS[0],
        (None, Some(end)) => TABLE_FORMATS
            .iter()
            .find(|format| format.extension.eq_ignore_ascii_case(end))
            .with_context(|| {
                format!("the name {} tells no format that is known; give --format", args.output.display())
            })?,
    };
    let store = Store::read(&session.db)?;
    let mark = if args.bom { Mark::Written } else { Mark::Omitted };
    let style = CsvStyle { mark, ..CsvStyle::default() };
    if format.name == "ics" {
        meetings::note_calendar(session, &Calendar::of_plans(&store)?);
    }
    for file in format.write(&store, &args.output, style)? {
        session.ui.note_under("wrote", file.display());
    }
    Ok(Outcome::Done)
}
