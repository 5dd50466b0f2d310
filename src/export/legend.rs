//! Title and legend of a drawing by Graphviz, as an HTML-like label.

use super::{
    letters::printable,
    look::{Look, Stroke, hex, width},
};
use crate::network::{Network, PartyKind, TieView, real};

/// An empty cell, since Graphviz refuses one without text.
const GAP: &str = "<TD>&#160;</TD>";

/// Opens a table without borders; its spacing follows.
const TABLE: &str = "<TABLE BORDER=\"0\" CELLBORDER=\"0\"";

/// Actors in a drawing that is looked at from as near as a page of text.
const NEAR: f64 = 40.0;

/// Title, what colors and lines mean, and what was left out.
pub(super) fn label(network: &Network) -> String {
    // Large drawings are looked at from farther away.
    let scale = (real(network.parties().len()) / NEAR).sqrt().clamp(1.0, 4.0);
    let mut rows = vec![row(18.0 * scale, &format!("<B>{}</B>", markup(&network.title)))];
    let cells = [kinds(network), weights(network, 28.0 * scale), strokes(network)].concat();
    if !cells.is_empty() {
        let table = format!(
            "{TABLE} CELLSPACING=\"6\" CELLPADDING=\"4\"><TR>{}</TR></TABLE>",
            cells.concat()
        );
        rows.push(row(12.0 * scale, &table));
    }
    if !network.notes.is_empty() {
        rows.push(row(10.0 * scale, &format!("{}.", markup(&network.notes.join("; ")))));
    }
    format!("<{TABLE} CELLSPACING=\"2\">{}</TABLE>>", rows.concat())
}

/// A row of one cell in letters of so many points.
fn row(points: f64, content: &str) -> String {
    format!("<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"{points:.0}\">{content}</FONT></TD></TR>")
}

/// A cell for each kind of actor there is.
fn kinds(network: &Network) -> Vec<String> {
    let cell = |kind: &PartyKind| {
        let look = Look::of(*kind);
        let style = if *kind == PartyKind::State { "" } else { " STYLE=\"ROUNDED\"" };
        let (line, fill) = (hex(look.line), hex(look.fill));
        format!("<TD BORDER=\"1\"{style} COLOR=\"{line}\" BGCOLOR=\"{fill}\">{kind}</TD>")
    };
    let there = |kind: &&PartyKind| network.parties().any(|party| party.kind == **kind);
    PartyKind::ALL.iter().filter(there).map(cell).collect()
}

/// Lines of the least, a middle and the greatest weight, `length` points long.
fn weights(network: &Network, length: f64) -> Vec<String> {
    let Some(most) = network.ties().map(TieView::weight).max() else { return Vec::new() };
    let mut samples = vec![1, most.isqrt(), most];
    samples.dedup();
    let cells = |weight| {
        let thick = width(weight).round();
        let words = network.kind().counted(weight);
        format!(
            "{GAP}<TD>{TABLE} CELLSPACING=\"0\" CELLPADDING=\"0\"><TR><TD FIXEDSIZE=\"TRUE\" \
             WIDTH=\"{length:.0}\" HEIGHT=\"{thick:.0}\" BGCOLOR=\"#5b6770\"></TD></TR></TABLE>\
             </TD><TD>{words}</TD>"
        )
    };
    samples.into_iter().map(cells).collect()
}

/// What lines that are not solid mean, where there are any.
fn strokes(network: &Network) -> Vec<String> {
    [(Stroke::Dashed, "dashed: none of them held yet"), (Stroke::Dotted, "dotted: all called off")]
        .into_iter()
        .filter(|(stroke, _)| network.ties().any(|tie| Stroke::of(tie) == *stroke))
        .map(|(_, words)| format!("{GAP}<TD>{words}</TD>"))
        .collect()
}

/// A text within an HTML-like label.
fn markup(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            // `\G` would be the name of the graph.
            '\\' => markup.push_str("&#92;"),
            _ => markup.push(printable(letter)),
        }
    }
    if markup.trim().is_empty() { "&#160;".to_owned() } else { markup }
}
