//! Who matters, from the greatest of one measure to the least.

use std::cmp::Ordering;

use super::{Direction, Ground, Measures, Network, PartyId, PartyKind, measure};
use crate::vocabulary;

vocabulary! {
    /// By what actors are ranked.
    pub enum Measure {
        /// Actors that it is tied to: the degree.
        Partners = "partners",
        /// The weights of its ties, added up: the weighted degree.
        Strength = "strength",
        /// Meetings that it took part in.
        Meetings = "meetings",
        /// Statements that it made.
        Statements = "statements",
        /// The weights of ties that lead to it.
        Incoming = "incoming",
        /// The weights of ties that lead from it.
        Outgoing = "outgoing",
        /// The share of shortest paths between others that lead through it.
        Betweenness = "betweenness",
        /// How near it is to those that it can reach.
        Closeness = "closeness",
        /// The share of a random walk that is spent at it.
        PageRank = "pagerank",
    }
}

/// An actor with its rank and measures; it has those that its network tells.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[expect(missing_docs, reason = "`Measures` says it")]
pub struct Ranked {
    /// Its place, from 1; equals share the first of theirs.
    pub rank: usize,
    pub id: PartyId,
    pub name: String,
    pub kind: PartyKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<usize>,
    pub partners: usize,
    pub strength: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoming: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<usize>,
    pub betweenness: f64,
    pub closeness: f64,
    pub pagerank: f64,
    pub community: usize,
    pub component: usize,
}

/// Digits after the point that are no noise of the arithmetic.
const SCALE: f64 = 1e6;

impl Network {
    /// Its parties by falling `measure`; of equals, those of the smaller id come first.
    #[must_use]
    pub fn ranked(&self, by: Measure) -> Vec<Ranked> {
        let ground = self.kind().ground();
        let is_directed = self.direction() == Direction::Directed;
        let mut measured: Vec<(usize, Measures)> = measure(self).into_iter().enumerate().collect();
        measured.sort_by(|(one, a), (other, b)| {
            value(b, by).total_cmp(&value(a, by)).then(one.cmp(other))
        });
        let mut ranked: Vec<Ranked> = Vec::with_capacity(measured.len());
        let mut last = f64::INFINITY;
        for (place, (index, measures)) in measured.into_iter().enumerate() {
            let party = self.party(index);
            let own = value(&measures, by);
            let is_equal = own.total_cmp(&last) == Ordering::Equal;
            let rank = ranked.last().filter(|_| is_equal).map_or(place + 1, |it| it.rank);
            last = own;
            ranked.push(Ranked {
                rank,
                id: party.id,
                name: party.name.clone(),
                kind: party.kind,
                meetings: (ground == Ground::Meetings).then_some(measures.meetings),
                statements: (ground == Ground::Statements).then_some(measures.statements),
                partners: measures.degree,
                strength: measures.strength,
                incoming: is_directed.then_some(measures.incoming),
                outgoing: is_directed.then_some(measures.outgoing),
                betweenness: rounded(measures.betweenness),
                closeness: rounded(measures.closeness),
                pagerank: rounded(measures.pagerank),
                community: measures.community,
                component: measures.component,
            });
        }
        ranked
    }
}

/// A measure, without the noise of the arithmetic.
fn value(measures: &Measures, by: Measure) -> f64 {
    let count = match by {
        Measure::Partners => measures.degree,
        Measure::Strength => measures.strength,
        Measure::Meetings => measures.meetings,
        Measure::Statements => measures.statements,
        Measure::Incoming => measures.incoming,
        Measure::Outgoing => measures.outgoing,
        Measure::Betweenness => return rounded(measures.betweenness),
        Measure::Closeness => return rounded(measures.closeness),
        Measure::PageRank => return rounded(measures.pagerank),
    };
    super::real(count)
}

fn rounded(value: f64) -> f64 {
    (value * SCALE).round() / SCALE
}
