//! `GraphML`, as yEd, networkx, igraph and Cytoscape read it.

use std::io::{self, Write};

use super::{
    Format,
    csv::{BETWEEN, DIGITS, date, label, words},
    xml::Escaped,
};
use crate::network::{Network, measure};

pub(super) const FORMAT: Format = Format {
    name: "graphml",
    extension: "graphml",
    about: "For yEd, networkx, igraph and Cytoscape",
    write,
};

/// What is told of a node: name, and type in `GraphML`'s words.
const NODE_KEYS: [(&str, &str); 12] = [
    ("label", "string"),
    ("kind", "string"),
    ("roles", "string"),
    ("affiliations", "string"),
    ("meetings", "int"),
    ("partners", "int"),
    ("strength", "int"),
    ("component", "int"),
    ("community", "int"),
    ("betweenness", "double"),
    ("closeness", "double"),
    ("pagerank", "double"),
];

/// What is told of an edge.
const EDGE_KEYS: [(&str, &str); 9] = [
    ("label", "string"),
    ("kind", "string"),
    ("weight", "double"),
    ("first", "string"),
    ("last", "string"),
    ("statuses", "string"),
    ("meeting_kinds", "string"),
    ("places", "string"),
    ("meetings", "string"),
];

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n    \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    for (letter, of, keys) in [('n', "node", &NODE_KEYS[..]), ('e', "edge", &EDGE_KEYS)] {
        for (number, (name, kind)) in keys.iter().enumerate() {
            writeln!(
                out,
                r#"  <key id="{letter}{number}" for="{of}" attr.name="{name}" attr.type="{kind}"/>"#
            )?;
        }
    }
    writeln!(out, r#"  <graph id="network" edgedefault="undirected">"#)?;
    if !network.title.is_empty() {
        writeln!(out, "    <desc>{}</desc>", Escaped(&network.title))?;
    }
    for (party, measures) in network.parties().zip(measure(network)) {
        writeln!(out, r#"    <node id="{}">"#, party.id)?;
        let values: [&str; NODE_KEYS.len()] = [
            &party.name,
            party.kind.as_str(),
            &party.roles.join(BETWEEN),
            &party.affiliations.join(BETWEEN),
            &measures.meetings.to_string(),
            &measures.degree.to_string(),
            &measures.strength.to_string(),
            &measures.component.to_string(),
            &measures.community.to_string(),
            &format!("{:.DIGITS$}", measures.betweenness),
            &format!("{:.DIGITS$}", measures.closeness),
            &format!("{:.DIGITS$}", measures.pagerank),
        ];
        write_values(out, 'n', &values)?;
        writeln!(out, "    </node>")?;
    }
    for (number, tie) in network.ties().enumerate() {
        let [source, target] = tie.parties();
        writeln!(
            out,
            r#"    <edge id="e{number}" source="{}" target="{}">"#,
            source.id, target.id
        )?;
        let meetings: Vec<String> = tie.meetings().map(|meeting| meeting.id.to_string()).collect();
        let values: [&str; EDGE_KEYS.len()] = [
            &label(tie),
            tie.kind().as_str(),
            &tie.weight().to_string(),
            &date(tie.first()),
            &date(tie.last()),
            &words(&tie.statuses()),
            &words(&tie.meeting_kinds()),
            &tie.places().join(BETWEEN),
            &meetings.join(BETWEEN),
        ];
        write_values(out, 'e', &values)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Writes the values that are not empty, in order of their keys.
fn write_values(out: &mut dyn Write, letter: char, values: &[&str]) -> io::Result<()> {
    for (number, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, r#"      <data key="{letter}{number}">{}</data>"#, Escaped(value))?;
    }
    Ok(())
}
