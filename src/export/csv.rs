//! CSV that Gephi opens as it is: a table of nodes and a table of edges.

use std::io::{self, Write};

use csv::{Writer, WriterBuilder};
use jiff::civil;

use super::{
    Format,
    attributes::{self, Value},
    cell::defused,
};
use crate::network::{Direction, Network, TieView};

/// One stream holds one table, so the edges, which are the network.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extension: "csv",
    about: "Table of edges for Gephi and spreadsheets",
    write: write_edges,
};

/// What stands between several values in one cell.
pub(super) const BETWEEN: &str = "; ";

/// Writes the actors as Gephi's table of nodes, with the days on which each is there.
///
/// # Errors
///
/// If `out` takes no more.
pub fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table(out);
    let told: Vec<_> = attributes::of_nodes(network).collect();
    let titles = told.iter().map(|attribute| attribute.title);
    table.write_record(["Id", "Label"].into_iter().chain(titles).chain(["Timeset"]))?;
    for (node, spells) in attributes::nodes(network).zip(network.spells()) {
        table.write_field(node.party.id.to_string())?;
        table.write_field(defused(&node.party.name).as_bytes())?;
        for attribute in &told {
            write_value(&mut table, &(attribute.value)(&node))?;
        }
        table.write_field(timeset(&spells))?;
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

/// Writes the ties as Gephi's table of edges, with the days on which each is there.
///
/// # Errors
///
/// If `out` takes no more.
pub fn write_edges(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table(out);
    let told: Vec<_> = attributes::of_edges(network).collect();
    let first =
        ["Source", "Target", "Type", "Weight", "Label", "Kind", "Source Label", "Target Label"];
    let titles = told.iter().map(|attribute| attribute.title);
    table.write_record(first.into_iter().chain(titles).chain(["Timeset"]))?;
    for tie in network.ties() {
        let [source, target] = tie.parties();
        let direction = match network.direction() {
            Direction::Directed => "Directed",
            Direction::Undirected => "Undirected",
        };
        table.write_field(source.id.to_string())?;
        table.write_field(target.id.to_string())?;
        table.write_field(direction)?;
        table.write_field(tie.weight().to_string())?;
        table.write_field(defused(&label(tie)).as_bytes())?;
        table.write_field(tie.kind().as_str())?;
        table.write_field(defused(&source.name).as_bytes())?;
        table.write_field(defused(&target.name).as_bytes())?;
        for attribute in &told {
            write_value(&mut table, &(attribute.value)(tie))?;
        }
        // A tie of which something has no date is there at any time, as an empty cell says.
        let spells = if tie.is_partly_undated() { Vec::new() } else { tie.spells() };
        table.write_field(timeset(&spells))?;
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

/// Writes one cell.
fn write_value(table: &mut Writer<&mut dyn Write>, value: &Value) -> csv::Result<()> {
    match value {
        Value::Text(text) => table.write_field(defused(text).as_bytes()),
        number => table.write_field(number.to_string()),
    }
}

/// Days as Gephi reads them in a column of this name: `<[2025-03-04, 2025-03-07]>`.
fn timeset(spells: &[(civil::Date, civil::Date)]) -> String {
    if spells.is_empty() {
        return String::new();
    }
    let spells: Vec<String> =
        spells.iter().map(|(first, last)| format!("[{first}, {last}]")).collect();
    format!("<{}>", spells.join("; "))
}

/// A tie in a few words: `3 meetings`, or the offices of an affiliation.
pub(super) fn label(tie: TieView<'_>) -> String {
    match tie.roles().as_slice() {
        [] => tie.kind().counted(tie.weight()),
        roles => roles.join(BETWEEN),
    }
}

/// A date, or nothing.
pub(super) fn date(date: Option<crate::date::Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// Words with [`BETWEEN`] between them.
pub(super) fn words<T: ToString>(words: &[T]) -> String {
    words.iter().map(T::to_string).collect::<Vec<_>>().join(BETWEEN)
}

/// A table as RFC 4180 has it.
fn table(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}
