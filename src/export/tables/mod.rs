//! Tables for spreadsheets, R, pandas and databases: one row a thing, one value a cell.
//!
//! The names of tables and columns are a contract with users; `exports/README.md` lists them.

mod columns;
mod csv;
mod jsonl;
mod value;
mod xlsx;

#[cfg(test)]
pub(in crate::export) mod tests;

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{Error, Formulas, calendar, csv::BETWEEN, file, linked};
use csv::CsvSink;
use jsonl::JsonlSink;
use value::Sink;
use xlsx::Book;

pub use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, Each, EvidenceRow, Failure, LocationRow, MeetingRow,
    NameRow, Part, ParticipantRow, Proof, Source, StatementRow, StayRow,
};
pub use columns::TABLES;

/// A table of what is known.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, which is the name of its file or sheet.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns from left to right.
    pub columns: &'static [Column],
    fill: Fill,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What its cells hold.
    pub about: &'static str,
}

/// Gives the rows of a table, in order of their ids.
type Fill = fn(&dyn Source, &mut dyn Sink) -> Result<(), Failure>;

/// A way to write all tables down.
#[derive(Clone, Copy, Debug)]
pub struct TableFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// The end of the names of its files, without the dot.
    pub extension: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    pub(in crate::export) write: Writer,
}

/// Writes every table to a folder or file, and says which files that made.
pub(in crate::export) type Writer = fn(&dyn Source, &Path, CsvStyle) -> Result<Vec<PathBuf>, Error>;

/// Every format of tables, and of all that is known in other shapes.
pub const TABLE_FORMATS: &[TableFormat] = &[
    TableFormat {
        name: "csv",
        extension: "csv",
        about: "Folder of CSV files, one a table",
        write: write_csv,
    },
    TableFormat {
        name: "xlsx",
        extension: "xlsx",
        about: "Workbook with a sheet a table",
        write: write_xlsx,
    },
    TableFormat {
        name: "jsonl",
        extension: "jsonl",
        about: "Folder of JSON Lines files, one a table",
        write: write_jsonl,
    },
    linked::ftm::FORMAT,
    linked::turtle::FORMAT,
    linked::cypher::FORMAT,
    linked::obsidian::FORMAT,
    calendar::FORMAT,
];

/// How CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvStyle {
    /// What stands between two cells.
    pub delimiter: u8,
    /// Whether a file begins with the mark that tells Excel that it is UTF-8.
    pub mark: Mark,
    /// Whether text that a spreadsheet would run is defused.
    pub formulas: Formulas,
}

/// Whether a file begins with a byte order mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// It does not.
    #[default]
    Omitted,
    /// It does, as Excel asks for.
    Written,
}

impl Default for CsvStyle {
    fn default() -> Self {
        Self { delimiter: b',', mark: Mark::Omitted, formulas: Formulas::Defused }
    }
}

impl TableFormat {
    /// Whether it makes a folder of files, and not one file.
    #[must_use]
    pub fn makes_folder(&self) -> bool {
        matches!(self.name, "csv" | "jsonl" | "obsidian")
    }

    /// Writes every table of `source` to `target`, a folder or a file as the format has it.
    ///
    /// Returns the files in order of writing.
    ///
    /// # Errors
    ///
    /// If a file cannot be written or the source cannot be read.
    pub fn write(
        &self,
        source: &dyn Source,
        target: &Path,
        style: CsvStyle,
    ) -> Result<Vec<PathBuf>, Error> {
        (self.write)(source, target, style)
    }
}

impl Table {
    /// The table called `name`, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// Writes it to `out` as CSV.
    ///
    /// # Errors
    ///
    /// If `out` takes no more or the source cannot be read.
    pub fn write_csv(
        &self,
        source: &dyn Source,
        out: &mut dyn io::Write,
        style: CsvStyle,
    ) -> Result<(), Error> {
        self.csv(source, out, style).map_err(|failure| match failure {
            Failure::Write(source) => Error::Stream { source },
            Failure::Read(source) => Error::Rows { source },
        })
    }

    fn csv(
        &self,
        source: &dyn Source,
        out: &mut dyn io::Write,
        style: CsvStyle,
    ) -> Result<(), Failure> {
        let mut sink = CsvSink::new(self.columns, out, style)?;
        (self.fill)(source, &mut sink)?;
        Ok(sink.finish()?)
    }
}

/// Writes a folder of CSV files.
fn write_csv(source: &dyn Source, folder: &Path, style: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    write_each(folder, "csv", |table, out| table.csv(source, out, style))
}

/// Writes a folder of JSON Lines files.
fn write_jsonl(source: &dyn Source, folder: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    write_each(folder, "jsonl", |table, out| {
        (table.fill)(source, &mut JsonlSink::new(table.columns, out))
    })
}

/// Writes a file for each table.
fn write_each(
    folder: &Path,
    extension: &str,
    write: impl Fn(&Table, &mut dyn io::Write) -> Result<(), Failure>,
) -> Result<Vec<PathBuf>, Error> {
    TABLES
        .iter()
        .map(|table| {
            let path = folder.join(table.name).with_extension(extension);
            file::write_with(&path, |out| write(table, out))?;
            Ok(path)
        })
        .collect()
}

/// Writes a workbook.
fn write_xlsx(source: &dyn Source, path: &Path, _: CsvStyle) -> Result<Vec<PathBuf>, Error> {
    file::write_with(path, |out| {
        let mut book = Book::new();
        source.articles(&mut |row| {
            book.know(row);
            Ok(())
        })?;
        for table in TABLES {
            let mut sheet = book.sheet(table.name, table.columns)?;
            (table.fill)(source, &mut sheet)?;
            sheet.finish()?;
        }
        Ok(book.write(out)?)
    })?;
    Ok(vec![path.to_owned()])
}

/// The tables and their columns as Markdown, for people who open them.
#[must_use]
pub fn describe() -> String {
    let mut text = String::new();
    for table in TABLES {
        text.push_str(&["## `", table.name, "`\n\n", table.about, ".\n\n"].concat());
        text.push_str("| column | what it holds |\n| --- | --- |\n");
        for column in table.columns {
            text.push_str(&["| `", column.name, "` | ", column.about, " |\n"].concat());
        }
        text.push('\n');
    }
    text
}
