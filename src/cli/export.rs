//! `chancery export`: tables for spreadsheets, and all that is known for other programs.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::{Outcome, Session, meetings, named};
use crate::export::{Calendar, Formulas};
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
/// No spreadsheet runs what is in a table: in CSV, text that would be a formula has an apostrophe
/// before it, unless --raw is given. XLSX cuts texts of more than 32,767 letters, as Excel does.
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
    /// What stands between the cells of CSV: a character, or `tab`; Excel takes `;` where numbers
    /// have a decimal comma
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// Leave text in CSV as it is, formulas too, for programs that run none such as R and pandas
    #[arg(long)]
    raw: bool,
}

/// A character that can stand between cells.
fn delimiter(given: &str) -> Result<u8, String> {
    match given.as_bytes() {
        b"tab" | br"\t" => Ok(b'\t'),
        [b'"' | b'\r' | b'\n' | b'\0'] => Err("cells need it themselves; take , ; | or tab".to_owned()),
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(*byte),
        _ => Err("it is one character that is no letter or digit, or `tab`".to_owned()),
    }
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
    for (flag, is_given) in
        [("--bom", args.bom), ("--delimiter", args.delimiter.is_some()), ("--raw", args.raw)]
    {
        anyhow::ensure!(
            !is_given || format.name == "csv",
            "{flag} is for CSV; leave it out for {}",
            format.name
        );
    }
    anyhow::ensure!(
        by_name != Some(format.extension) || !format.makes_folder() || args.output.is_dir(),
        "{} makes a folder of files; name one without an end, such as --output {}",
        format.name,
        args.output.with_extension("").display()
    );
    let store = Store::read(&session.db)?;
    let style = CsvStyle {
        delimiter: args.delimiter.unwrap_or(CsvStyle::default().delimiter),
        mark: if args.bom { Mark::Written } else { Mark::Omitted },
        formulas: if args.raw { Formulas::Raw } else { Formulas::Defused },
    };
    if format.name == "ics" {
        meetings::note_calendar(session, &Calendar::of_plans(&store)?);
    }
    for file in format.write(&store, &args.output, style)? {
        session.ui.note_under("wrote", file.display());
    }
    Ok(Outcome::Done)
}
