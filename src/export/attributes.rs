//! What formats for other programs tell of actors and ties: a table for each, which all read.

use super::csv::{BETWEEN, date, words};
use crate::network::{Direction, Ground, Measures, Network, Party, TieKind, TieView, measure};

/// A value that is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Whole(usize),
    Real(f64),
}

/// Of which type the values of an attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Whole,
    Real,
}

/// What is told of each actor or tie.
pub(super) struct Attribute<F: 'static> {
    /// Its name, as programs have it.
    pub(super) name: &'static str,
    /// Its name, as people have it.
    pub(super) title: &'static str,
    pub(super) of: Type,
    /// Whether it is told of networks with such ties.
    told: fn(TieKind) -> bool,
    pub(super) value: F,
}

/// What is told of an actor.
pub(super) type OfNode = for<'a, 'b> fn(&'a Node<'b>) -> Value;

/// What is told of a tie.
pub(super) type OfEdge = for<'a> fn(TieView<'a>) -> Value;

/// An actor with its measures.
pub(super) struct Node<'a> {
    pub(super) party: &'a Party,
    pub(super) measures: Measures,
}

/// Digits of a centrality after the point: beyond them is noise of the arithmetic.
pub(super) const DIGITS: usize = 6;

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => number.fmt(f),
            Self::Real(number) => write!(f, "{number:.DIGITS$}"),
        }
    }
}

const fn always(_: TieKind) -> bool {
    true
}

fn meets(ties: TieKind) -> bool {
    ties.ground() == Ground::Meetings
}

fn says(ties: TieKind) -> bool {
    ties.ground() == Ground::Statements
}

fn serves(ties: TieKind) -> bool {
    ties.ground() == Ground::Memberships
}

fn leads(ties: TieKind) -> bool {
    ties.direction() == Direction::Directed
}

/// Declares an attribute.
macro_rules! attribute {
    ($name:literal, $title:literal, $type:ident, $told:ident, $it:ident => $value:expr) => {
        Attribute {
            name: $name,
            title: $title,
            of: Type::$type,
            told: $told,
            value: |$it| Value::$type($value),
        }
    };
}

/// What is told of actors, besides id and name.
const NODE: &[Attribute<OfNode>] = &[
    attribute!("kind", "Kind", Text, always, it => it.party.kind.to_string()),
    attribute!("roles", "Roles", Text, always, it => it.party.roles.join(BETWEEN)),
    attribute!("affiliations", "Affiliations", Text, always, it => it.party.affiliations.join(BETWEEN)),
    attribute!("meetings", "Meetings", Whole, meets, it => it.measures.meetings),
    attribute!("statements", "Statements", Whole, says, it => it.measures.statements),
    attribute!("partners", "Partners", Whole, always, it => it.measures.degree),
    attribute!("strength", "Strength", Whole, always, it => it.measures.strength),
    attribute!("incoming", "Incoming", Whole, leads, it => it.measures.incoming),
    attribute!("outgoing", "Outgoing", Whole, leads, it => it.measures.outgoing),
    attribute!("component", "Component", Whole, always, it => it.measures.component),
    attribute!("community", "Community", Whole, always, it => it.measures.community),
    attribute!("betweenness", "Betweenness", Real, always, it => it.measures.betweenness),
    attribute!("closeness", "Closeness", Real, always, it => it.measures.closeness),
    attribute!("pagerank", "PageRank", Real, always, it => it.measures.pagerank),
];

/// What is told of ties, besides ends, weight, label and kind.
const EDGE: &[Attribute<OfEdge>] = &[
    attribute!("first", "First", Text, always, it => date(it.first())),
    attribute!("last", "Last", Text, always, it => date(it.last())),
    attribute!("statuses", "Statuses", Text, meets, it => words(&it.statuses())),
    attribute!("meeting_kinds", "Meeting Kinds", Text, meets, it => words(&it.meeting_kinds())),
    attribute!("places", "Places", Text, meets, it => it.places().join(BETWEEN)),
    attribute!("meetings", "Meetings", Text, meets, it => numbers(it.meetings().map(|it| it.id))),
    attribute!("sign", "Sign", Text, signed, it => it.sign().map_or("", crate::network::Sign::as_str).to_owned()),
    attribute!("positive", "Positive", Whole, signed, it => it.tones().positive),
    attribute!("neutral", "Neutral", Whole, signed, it => it.tones().neutral),
    attribute!("negative", "Negative", Whole, signed, it => it.tones().negative),
    attribute!("statements", "Statements", Text, says, it => numbers(it.statements().map(|it| it.id))),
    attribute!("roles", "Roles", Text, serves, it => it.roles().join(BETWEEN)),
];

fn signed(ties: TieKind) -> bool {
    ties.is_signed()
}

/// Numbers in one cell.
fn numbers<T: ToString>(ids: impl Iterator<Item = T>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(BETWEEN)
}

/// What is told of the actors of a network.
pub(super) fn of_nodes(
    network: &Network,
) -> impl Iterator<Item = &'static Attribute<OfNode>> + Clone {
    let kind = network.kind();
    NODE.iter().filter(move |attribute| (attribute.told)(kind))
}

/// What is told of the ties of a network.
pub(super) fn of_edges(
    network: &Network,
) -> impl Iterator<Item = &'static Attribute<OfEdge>> + Clone {
    let kind = network.kind();
    EDGE.iter().filter(move |attribute| (attribute.told)(kind))
}

/// The actors of a network with their measures.
pub(super) fn nodes(network: &Network) -> impl Iterator<Item = Node<'_>> {
    network.parties().zip(measure(network)).map(|(party, measures)| Node { party, measures })
}
