//! CSV that Gephi opens as it is: a table of nodes and a table of edges.

use std::io::{self, Write};

use csv::{Writer, WriterBuilder};

use super::{Format, cell::defused};
use crate::network::{Network, TieView, measure};

/// One stream holds one table, so the edges, which are the network.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extension: "csv",
    about: "Table of edges for Gephi and spreadsheets",
    write: write_edges,
};

/// Digits of a centrality after the point: beyond them is noise of the arithmetic.
pub(super) const DIGITS: usize = 6;

/// What stands between several values in one cell.
pub(super) const BETWEEN: &str = "; ";

/// Writes the actors as Gephi's table of nodes.
///
/// # Errors
///
/// If `out` takes no more.
pub fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table(out);
    table.write_record([
        "Id",
        "Label",
        "Kind",
        "Roles",
        "Affiliations",
        "Meetings",
        "Partners",
        "Strength",
        "Component",
        "Community",
        "Betweenness",
        "Closeness",
        "PageRank",
    ])?;
    for (party, measures) in network.parties().zip(measure(network)) {
        table.write_record([
            party.id.to_string().as_str(),
            &defused(&party.name),
            party.kind.as_str(),
            &defused(&party.roles.join(BETWEEN)),
            &defused(&party.affiliations.join(BETWEEN)),
            &measures.meetings.to_string(),
            &measures.degree.to_string(),
            &measures.strength.to_string(),
            &measures.component.to_string(),
            &measures.community.to_string(),
            &format!("{:.DIGITS$}", measures.betweenness),
            &format!("{:.DIGITS$}", measures.closeness),
            &format!("{:.DIGITS$}", measures.pagerank),
        ])?;
    }
    table.flush()
}

/// Writes the ties as Gephi's table of edges.
///
/// # Errors
///
/// If `out` takes no more.
pub fn write_edges(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table(out);
    table.write_record([
        "Source",
        "Target",
        "Type",
        "Weight",
        "Label",
        "Kind",
        "Source Label",
        "Target Label",
        "First",
        "Last",
        "Statuses",
        "Meeting Kinds",
        "Places",
        "Meetings",
    ])?;
    for tie in network.ties() {
        let [source, target] = tie.parties();
        let meetings: Vec<String> = tie.meetings().map(|meeting| meeting.id.to_string()).collect();
        table.write_record([
            source.id.to_string().as_str(),
            &target.id.to_string(),
            "Undirected",
            &tie.weight().to_string(),
            &label(tie),
            tie.kind().as_str(),
            &defused(&source.name),
            &defused(&target.name),
            &date(tie.first()),
            &date(tie.last()),
            &words(&tie.statuses()),
            &words(&tie.meeting_kinds()),
            &defused(&tie.places().join(BETWEEN)),
            &meetings.join(BETWEEN),
        ])?;
    }
    table.flush()
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
