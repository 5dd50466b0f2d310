//! JSON in node-link form, as networkx and d3 read it.

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use crate::date::Date;
use crate::network::{
    Direction, Encounter, Ground, Membership, Network, PartyId, PartyKind, Sign, TieKind,
    Utterance, measure,
};
use crate::record::{MeetingId, MeetingKind, MeetingStatus, StatementId, Tone};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    meetings: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<usize>,
    partners: usize,
    strength: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    incoming: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outgoing: Option<usize>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    sign: Option<Sign>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meetings: Option<Vec<Meeting<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<Said<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offices: Option<Vec<Office<'a>>>,
}

#[derive(Serialize)]
struct Said<'a> {
    id: StatementId,
    article: &'a str,
    published: Option<Date>,
    tone: Tone,
    content: &'a str,
}

#[derive(Serialize)]
struct Office<'a> {
    role: &'a str,
    articles: usize,
    first: Option<Date>,
    last: Option<Date>,
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

impl<'a> From<&'a Utterance> for Said<'a> {
    fn from(it: &'a Utterance) -> Self {
        Self {
            id: it.id,
            article: &it.article,
            published: it.published,
            tone: it.tone,
            content: &it.content,
        }
    }
}

impl<'a> From<&'a Membership> for Office<'a> {
    fn from(it: &'a Membership) -> Self {
        Self { role: &it.role, articles: it.articles, first: it.first, last: it.last }
    }
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let ground = network.kind().ground();
    let is_directed = network.direction() == Direction::Directed;
    let nodes = network.parties().zip(measure(network)).map(|(party, measures)| Node {
        id: party.id,
        label: &party.name,
        kind: party.kind,
        roles: &party.roles,
        affiliations: &party.affiliations,
        meetings: (ground == Ground::Meetings).then_some(measures.meetings),
        statements: (ground == Ground::Statements).then_some(measures.statements),
        partners: measures.degree,
        strength: measures.strength,
        incoming: is_directed.then_some(measures.incoming),
        outgoing: is_directed.then_some(measures.outgoing),
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
            sign: tie.sign(),
            meetings: (ground == Ground::Meetings)
                .then(|| tie.meetings().map(Meeting::from).collect()),
            statements: (ground == Ground::Statements)
                .then(|| tie.statements().map(Said::from).collect()),
            offices: (ground == Ground::Memberships)
                .then(|| tie.memberships().map(Office::from).collect()),
        }
    });
    let graph = NodeLink {
        directed: is_directed,
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
