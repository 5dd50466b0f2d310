//! JSON in node-link form, as networkx and d3 read it.

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use crate::date::Date;
use crate::network::{Encounter, Network, PartyId, PartyKind, TieKind, measure};
use crate::record::{MeetingId, MeetingKind, MeetingStatus};

pub(super) const FORMAT: Format =
    Format { name: "json", extension: "json", about: "Nodes and links for networkx and d3", write };

#[derive(Serialize)]
struct NodeLink<'a> {
    directed: bool,
    multigraph: bool,
    graph: About<'a>,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
}

#[derive(Serialize)]
struct About<'a> {
    title: &'a str,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Node<'a> {
    id: PartyId,
    label: &'a str,
    kind: PartyKind,
    roles: &'a [String],
    affiliations: &'a [String],
    meetings: usize,
    partners: usize,
    strength: usize,
    component: usize,
    community: usize,
    betweenness: f64,
    closeness: f64,
    pagerank: f64,
}

#[derive(Serialize)]
struct Edge<'a> {
    source: PartyId,
    target: PartyId,
    key: TieKind,
    weight: usize,
    first: Option<Date>,
    last: Option<Date>,
    meetings: Vec<Meeting<'a>>,
}

#[derive(Serialize)]
struct Meeting<'a> {
    id: MeetingId,
    kind: MeetingKind,
    status: MeetingStatus,
    date: Option<Date>,
    places: Vec<&'a str>,
    sources: usize,
}

impl<'a> From<&'a Encounter> for Meeting<'a> {
    fn from(encounter: &'a Encounter) -> Self {
        Self {
            id: encounter.id,
            kind: encounter.kind,
            status: encounter.status,
            date: encounter.date,
            places: encounter.places.iter().map(|site| site.name.as_str()).collect(),
            sources: encounter.sources,
        }
    }
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let nodes = network.parties().zip(measure(network)).map(|(party, measures)| Node {
        id: party.id,
        label: &party.name,
        kind: party.kind,
        roles: &party.roles,
        affiliations: &party.affiliations,
        meetings: measures.meetings,
        partners: measures.degree,
        strength: measures.strength,
        component: measures.component,
        community: measures.community,
        betweenness: rounded(measures.betweenness),
        closeness: rounded(measures.closeness),
        pagerank: rounded(measures.pagerank),
    });
    let edges = network.ties().map(|tie| {
        let [source, target] = tie.parties();
        Edge {
            source: source.id,
            target: target.id,
            key: tie.kind(),
            weight: tie.weight(),
            first: tie.first(),
            last: tie.last(),
            meetings: tie.meetings().map(Meeting::from).collect(),
        }
    });
    let graph = NodeLink {
        directed: false,
        multigraph: true,
        graph: About { title: &network.title, notes: &network.notes },
        nodes: nodes.collect(),
        edges: edges.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &graph)?;
    out.write_all(b"\n")
}

/// Six digits after the point: beyond them is noise of the arithmetic.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
