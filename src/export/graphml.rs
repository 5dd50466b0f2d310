//! `GraphML`, as yEd, networkx, igraph and Cytoscape read it.

use std::io::{self, Write};

use super::{
    Format,
    attributes::{self, Type},
    csv::label,
    xml::Escaped,
};
use crate::network::{Direction, Network};

pub(super) const FORMAT: Format = Format {
    name: "graphml",
    extension: "graphml",
    about: "For yEd, networkx, igraph and Cytoscape",
    write,
};

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n    \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    let (of_nodes, of_edges) = (attributes::of_nodes(network), attributes::of_edges(network));
    write_key(out, 'n', 0, "label", Type::Text)?;
    for (number, attribute) in (1..).zip(of_nodes.clone()) {
        write_key(out, 'n', number, attribute.name, attribute.of)?;
    }
    for (number, (name, of)) in
        [("label", Type::Text), ("kind", Type::Text), ("weight", Type::Real)]
            .into_iter()
            .enumerate()
    {
        write_key(out, 'e', number, name, of)?;
    }
    for (number, attribute) in (3..).zip(of_edges.clone()) {
        write_key(out, 'e', number, attribute.name, attribute.of)?;
    }
    let direction = match network.direction() {
        Direction::Directed => "directed",
        Direction::Undirected => "undirected",
    };
    writeln!(out, r#"  <graph id="network" edgedefault="{direction}">"#)?;
    if !network.title.is_empty() {
        writeln!(out, "    <desc>{}</desc>", Escaped(&network.title))?;
    }
    for node in attributes::nodes(network) {
        writeln!(out, r#"    <node id="{}">"#, node.party.id)?;
        let values = of_nodes.clone().map(|attribute| (attribute.value)(&node).to_string());
        write_values(out, 'n', [node.party.name.clone()].into_iter().chain(values))?;
        writeln!(out, "    </node>")?;
    }
    for (number, tie) in network.ties().enumerate() {
        let [source, target] = tie.parties();
        writeln!(
            out,
            r#"    <edge id="e{number}" source="{}" target="{}">"#,
            source.id, target.id
        )?;
        let first = [label(tie), tie.kind().to_string(), tie.weight().to_string()];
        let values = of_edges.clone().map(|attribute| (attribute.value)(tie).to_string());
        write_values(out, 'e', first.into_iter().chain(values))?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Writes that there is something to tell of nodes (`n`) or edges (`e`).
fn write_key(
    out: &mut dyn Write,
    letter: char,
    number: usize,
    name: &str,
    of: Type,
) -> io::Result<()> {
    let whose = if letter == 'n' { "node" } else { "edge" };
    let of = match of {
        Type::Text => "string",
        Type::Whole => "int",
        Type::Real => "double",
    };
    writeln!(
        out,
        r#"  <key id="{letter}{number}" for="{whose}" attr.name="{name}" attr.type="{of}"/>"#
    )
}

/// Writes the values that are not empty, in order of their keys.
fn write_values(
    out: &mut dyn Write,
    letter: char,
    values: impl Iterator<Item = String>,
) -> io::Result<()> {
    for (number, value) in values.enumerate().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, r#"      <data key="{letter}{number}">{}</data>"#, Escaped(&value))?;
    }
    Ok(())
}
