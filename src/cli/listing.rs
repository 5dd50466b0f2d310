//! Rows as a user wants them: a table, CSV, JSON or JSON Lines.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;

use crate::cli::ui::Ui;
use crate::vocabulary;

vocabulary! {
    /// The form in which rows are listed.
    pub(super) enum Form {
        /// A table that fits the terminal.
        Table = "table",
        /// Comma-separated values with a header (RFC 4180).
        Csv = "csv",
        /// One JSON array.
        Json = "json",
        /// JSON Lines: one object a line.
        Jsonl = "jsonl",
    }
}

/// A column of a table: its heading, and what stands in it for a row.
pub(super) struct Column<T> {
    /// The heading, as in the CSV.
    pub(super) name: &'static str,
    /// The cell.
    pub(super) cell: fn(&T) -> String,
}

/// Prints rows in some form.
pub(super) fn print<T: Serialize>(
    ui: &Ui,
    form: Form,
    rows: &[T],
    columns: &[Column<T>],
) -> io::Result<()> {
    let mut out = ui.out();
    match form {
        Form::Table => {
            if !rows.is_empty() {
                write_table(&mut out, ui.width(), rows, columns)?;
            }
        }
        Form::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(columns.iter().map(|column| column.name))?;
            for row in rows {
                writer.write_record(columns.iter().map(|column| (column.cell)(row)))?;
            }
            writer.flush()?;
        }
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, rows)?;
            writeln!(out)?;
        }
        Form::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()
}

/// A line under the headings, and none else, so that long lists stay short.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Writes a table of at most `width` columns; long cells are wrapped.
fn write_table<T>(
    out: &mut impl Write,
    width: u16,
    rows: &[T],
    columns: &[Column<T>],
) -> io::Result<()> {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(columns.iter().map(|column| column.name));
    for row in rows {
        table.add_row(columns.iter().map(|column| (column.cell)(row)));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The words of a closed vocabulary.
pub(super) fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|&variant| word(variant)).collect()
}

/// Says that nothing was found, and where to look.
pub(super) fn tell_if_empty<T>(ui: &Ui, rows: &[T], what: &str) {
    if rows.is_empty() {
        ui.note(format_args!(
            "no {what} fit; try fewer filters, or `chancery articles` for what was read"
        ));
    }
}
