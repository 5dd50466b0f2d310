//! GEXF 1.3, as Gephi and Gephi Lite read it, with the days of meetings for its timeline.

use std::io::{self, Write};

use jiff::civil;

use super::{
    Format,
    attributes::{self, Attribute, OfEdge, Type},
    csv::label,
    look::{Look, size},
    xml::Escaped,
};
use crate::network::{Direction, Network, TieView};

pub(super) const FORMAT: Format =
    Format { name: "gexf", extension: "gexf", about: "For Gephi, with a timeline", write };

/// What the program itself tells of an edge beside kind, label, weight and spells.
fn of_edges(network: &Network) -> impl Iterator<Item = &'static Attribute<OfEdge>> + Clone {
    attributes::of_edges(network).filter(|attribute| !["first", "last"].contains(&attribute.name))
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let dated = network.ties().any(|tie| tie.first().is_some());
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">"#
    )?;
    writeln!(out, "  <meta>\n    <creator>chancery</creator>")?;
    writeln!(out, "    <description>{}</description>\n  </meta>", Escaped(&network.title))?;
    let mode = if dated { r#"mode="dynamic" timeformat="date""# } else { r#"mode="static""# };
    let direction = match network.direction() {
        Direction::Directed => "directed",
        Direction::Undirected => "undirected",
    };
    writeln!(out, r#"  <graph {mode} defaultedgetype="{direction}">"#)?;
    let nodes = attributes::of_nodes(network).map(|it| (it.name, it.of));
    write_attributes("node", nodes, out)?;
    write_attributes("edge", of_edges(network).map(|it| (it.name, it.of)), out)?;
    write_nodes(network, out)?;
    writeln!(out, "    <edges>")?;
    for (number, tie) in network.ties().enumerate() {
        write_edge(network, number, tie, out)?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

/// Writes what is told of nodes or edges.
fn write_attributes(
    of: &str,
    told: impl Iterator<Item = (&'static str, Type)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, r#"    <attributes class="{of}" mode="static">"#)?;
    for (number, (name, of)) in told.enumerate() {
        let of = match of {
            Type::Text => "string",
            Type::Whole => "integer",
            Type::Real => "double",
        };
        let title = name.replace('_', " ");
        writeln!(out, r#"      <attribute id="{number}" title="{title}" type="{of}"/>"#)?;
    }
    writeln!(out, "    </attributes>")
}

fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "    <nodes>")?;
    for (node, spells) in attributes::nodes(network).zip(network.spells()) {
        let party = node.party;
        writeln!(out, r#"      <node id="{}" label="{}">"#, party.id, Escaped(&party.name))?;
        let told = attributes::of_nodes(network);
        write_values(out, told.map(|attribute| (attribute.value)(&node).to_string()))?;
        write_spells(out, &spells)?;
        let [red, green, blue] = Look::of(party.kind).line;
        writeln!(out, r#"        <viz:color r="{red}" g="{green}" b="{blue}"/>"#)?;
        writeln!(out, r#"        <viz:size value="{:.1}"/>"#, size(node.measures.strength))?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>")
}

fn write_edge(
    network: &Network,
    number: usize,
    tie: TieView<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let [source, target] = tie.parties();
    writeln!(
        out,
        r#"      <edge id="{number}" source="{}" target="{}" kind="{}" label="{}" weight="{}">"#,
        source.id,
        target.id,
        tie.kind(),
        Escaped(&label(tie)),
        tie.weight()
    )?;
    let told = of_edges(network).map(|attribute| (attribute.value)(tie).to_string());
    write_values(out, told)?;
    let spells = if tie.is_partly_undated() { Vec::new() } else { tie.spells() };
    write_spells(out, &spells)?;
    writeln!(out, "      </edge>")
}

/// Writes the days on which something is there; what has none is there at any time to Gephi.
fn write_spells(out: &mut dyn Write, spells: &[(civil::Date, civil::Date)]) -> io::Result<()> {
    if spells.is_empty() {
        return Ok(());
    }
    writeln!(out, "        <spells>")?;
    for (first, last) in spells {
        writeln!(out, r#"          <spell start="{first}" end="{last}"/>"#)?;
    }
    writeln!(out, "        </spells>")
}

/// Writes the values that are not empty, in order of their keys.
fn write_values(out: &mut dyn Write, values: impl Iterator<Item = String>) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    for (number, value) in values.enumerate().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, r#"          <attvalue for="{number}" value="{}"/>"#, Escaped(&value))?;
    }
    writeln!(out, "        </attvalues>")
}
