//! GEXF 1.3, as Gephi and Gephi Lite read it, with the days of meetings for its timeline.

use std::io::{self, Write};

use super::{
    Format,
    csv::{BETWEEN, DIGITS, label, words},
    look::{Look, size},
    xml::Escaped,
};
use crate::network::{Network, TieView, measure};

pub(super) const FORMAT: Format =
    Format { name: "gexf", extension: "gexf", about: "For Gephi, with a timeline", write };

/// What is told of a node: name, and type in GEXF's words.
const NODE_KEYS: [(&str, &str); 11] = [
    ("kind", "string"),
    ("roles", "string"),
    ("affiliations", "string"),
    ("meetings", "integer"),
    ("partners", "integer"),
    ("strength", "integer"),
    ("component", "integer"),
    ("community", "integer"),
    ("betweenness", "double"),
    ("closeness", "double"),
    ("pagerank", "double"),
];

/// What is told of an edge.
const EDGE_KEYS: [(&str, &str); 4] = [
    ("statuses", "string"),
    ("meeting kinds", "string"),
    ("places", "string"),
    ("meetings", "string"),
];

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
    writeln!(out, r#"  <graph {mode} defaultedgetype="undirected">"#)?;
    for (of, keys) in [("node", &NODE_KEYS[..]), ("edge", &EDGE_KEYS)] {
        writeln!(out, r#"    <attributes class="{of}" mode="static">"#)?;
        for (number, (name, kind)) in keys.iter().enumerate() {
            writeln!(out, r#"      <attribute id="{number}" title="{name}" type="{kind}"/>"#)?;
        }
        writeln!(out, "    </attributes>")?;
    }
    write_nodes(network, out)?;
    writeln!(out, "    <edges>")?;
    for (number, tie) in network.ties().enumerate() {
        write_edge(number, tie, out)?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "    <nodes>")?;
    for (party, measures) in network.parties().zip(measure(network)) {
        writeln!(out, r#"      <node id="{}" label="{}">"#, party.id, Escaped(&party.name))?;
        let values: [&str; NODE_KEYS.len()] = [
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
        write_values(out, &values)?;
        let [red, green, blue] = Look::of(party.kind).line;
        writeln!(out, r#"        <viz:color r="{red}" g="{green}" b="{blue}"/>"#)?;
        writeln!(out, r#"        <viz:size value="{:.1}"/>"#, size(measures.strength))?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>")
}

fn write_edge(number: usize, tie: TieView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let [source, target] = tie.parties();
    writeln!(
        out,
        r#"      <edge id="{number}" source="{}" target="{}" kind="{}" label="{}" weight="{}">"#,
        source.id,
        target.id,
        tie.kind(),
        label(tie),
        tie.weight()
    )?;
    let meetings: Vec<String> = tie.meetings().map(|meeting| meeting.id.to_string()).collect();
    let values: [&str; EDGE_KEYS.len()] = [
        &words(&tie.statuses()),
        &words(&tie.meeting_kinds()),
        &tie.places().join(BETWEEN),
        &meetings.join(BETWEEN),
    ];
    write_values(out, &values)?;
    let spells = tie.spells();
    // A tie of undated meetings has no spell, which to Gephi means: at any time.
    if !spells.is_empty() {
        writeln!(out, "        <spells>")?;
        for (first, last) in spells {
            writeln!(out, r#"          <spell start="{first}" end="{last}"/>"#)?;
        }
        writeln!(out, "        </spells>")?;
    }
    writeln!(out, "      </edge>")
}

/// Writes the values that are not empty, in order of their keys.
fn write_values(out: &mut dyn Write, values: &[&str]) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    for (number, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, r#"          <attvalue for="{number}" value="{}"/>"#, Escaped(value))?;
    }
    writeln!(out, "        </attvalues>")
}
