//! Who matters in a network: ties, meetings, components, communities, centrality.
//!
//! Ties count once a pair for distances and with their weight for communities and rank. Where ties
//! lead from the one to the other, only the walk behind `PageRank` follows them. Every measure is
//! computed in a fixed order, so that the same network gives the same numbers.

use std::collections::BTreeMap;

use petgraph::visit::EdgeRef;

use super::paths::paths;
use super::{Direction, Network, PartyId, real};
use crate::record::ActorId;

/// What an actor is in its network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// Distinct meetings it took part in; of a place, those that were there.
    pub meetings: usize,
    /// Distinct statements it made, where ties are drawn from statements.
    pub statements: usize,
    /// Actors it is tied to.
    pub degree: usize,
    /// The weights of its ties, added up: the weighted degree.
    pub strength: usize,
    /// The weights of the ties that lead to it; of ties that lead both ways, all.
    pub incoming: usize,
    /// The weights of the ties that lead from it; of ties that lead both ways, all.
    pub outgoing: usize,
    /// Its component, counted from 1; the largest is 1.
    pub component: usize,
    /// Its community, counted from 1; the largest is 1.
    pub community: usize,
    /// The share of shortest paths between others that lead through it, from 0 to 1.
    pub betweenness: f64,
    /// How near it is to the others it can reach, from 0 to 1, after Wasserman and Faust.
    pub closeness: f64,
    /// The share of a random walk that is spent at it; all shares add up to 1.
    pub pagerank: f64,
}

/// The share of steps of a random walk that follow a tie, as in the first paper on the measure.
const DAMPING: f64 = 0.85;

/// Rounds after which the shares of a random walk no longer move in the digits that are printed.
const WALK_ROUNDS: usize = 100;

/// A gain of modularity below this is noise of the arithmetic.
const SMALL_GAIN: f64 = 1e-10;

/// Neighbors of each actor with the weight of all ties between the two.
pub(super) type Adjacency = Vec<Vec<(usize, f64)>>;

/// Measures every actor, in order of [`Network::parties`].
#[must_use]
pub fn measure(network: &Network) -> Vec<Measures> {
    let graph = &network.graph;
    let mut neighbors: Adjacency = vec![Vec::new(); graph.node_count()];
    let mut leading = neighbors.clone();
    let mut measures = vec![Measures::default(); graph.node_count()];
    for edge in graph.edge_references() {
        let (one, other) = (edge.source().index(), edge.target().index());
        let weight = edge.weight().weight;
        for (from, to) in [(one, other), (other, one)] {
            neighbors[from].push((to, real(weight)));
            measures[from].strength += weight;
        }
        leading[one].push((other, real(weight)));
        measures[one].outgoing += weight;
        measures[other].incoming += weight;
    }
    join(&mut neighbors);
    join(&mut leading);
    count_grounds(network, &mut measures);
    let components = by_size(&components(&neighbors));
    let communities = by_size(&communities(&neighbors));
    let (betweenness, closeness) = paths(&neighbors, &components);
    let is_directed = network.direction() == Direction::Directed;
    let pagerank = pagerank(if is_directed { &leading } else { &neighbors });
    for (index, measures) in measures.iter_mut().enumerate() {
        measures.degree = neighbors[index].len();
        if !is_directed {
            measures.incoming = measures.strength;
            measures.outgoing = measures.strength;
        }
        measures.component = components[index];
        measures.community = communities[index];
        measures.betweenness = betweenness[index];
        measures.closeness = closeness[index];
        measures.pagerank = pagerank[index];
    }
    measures
}

/// Sorts the neighbors of each, those named twice joined into one.
fn join(neighbors: &mut Adjacency) {
    for list in neighbors {
        list.sort_by_key(|&(to, _)| to);
        list.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0.0 };
            same
        });
    }
}

/// Counts the meetings and statements of each party.
fn count_grounds(network: &Network, measures: &mut [Measures]) {
    let places: BTreeMap<PartyId, usize> =
        network.parties().enumerate().map(|(index, party)| (party.id, index)).collect();
    let known = |ids: &[ActorId]| {
        super::sorted(ids.iter().filter_map(|&id| places.get(&id.into()).copied()))
    };
    for encounter in network.encounters() {
        for index in known(&encounter.participants) {
            measures[index].meetings += 1;
        }
        if let Some(&index) = encounter.site().and_then(|id| places.get(&id)) {
            measures[index].meetings += 1;
        }
    }
    for utterance in network.utterances() {
        for index in known(&utterance.speakers) {
            measures[index].statements += 1;
        }
    }
}

/// Numbers groups from 1 by falling size, and of equals by their first member.
fn by_size(groups: &[usize]) -> Vec<usize> {
    let mut sizes: Vec<(usize, usize)> = vec![(0, usize::MAX); groups.len()];
    for (index, &group) in groups.iter().enumerate() {
        sizes[group].0 += 1;
        sizes[group].1 = sizes[group].1.min(index);
    }
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&group| (std::cmp::Reverse(sizes[group].0), sizes[group].1));
    let mut numbers = vec![0; groups.len()];
    for (number, group) in (1..).zip(order) {
        numbers[group] = number;
    }
    groups.iter().map(|&group| numbers[group]).collect()
}

/// The component of each actor, named by its first member.
fn components(neighbors: &Adjacency) -> Vec<usize> {
    let mut component = vec![usize::MAX; neighbors.len()];
    let mut stack = Vec::new();
    for start in 0..neighbors.len() {
        if component[start] != usize::MAX {
            continue;
        }
        stack.push(start);
        component[start] = start;
        while let Some(node) = stack.pop() {
            for &(next, _) in &neighbors[node] {
                if component[next] == usize::MAX {
                    component[next] = start;
                    stack.push(next);
                }
            }
        }
    }
    component
}

/// The share of a weighted random walk that is spent at each actor.
fn pagerank(neighbors: &Adjacency) -> Vec<f64> {
    let count = neighbors.len();
    let total: Vec<f64> =
        neighbors.iter().map(|list| list.iter().map(|&(_, weight)| weight).sum()).collect();
    let mut share = vec![1.0 / real(count.max(1)); count];
    for _ in 0..WALK_ROUNDS {
        let lost: f64 = (0..count).filter(|&node| total[node] == 0.0).map(|node| share[node]).sum();
        let base = (1.0 - DAMPING + DAMPING * lost) / real(count.max(1));
        let mut next = vec![base; count];
        for (node, list) in neighbors.iter().enumerate() {
            for &(to, weight) in list {
                next[to] += DAMPING * share[node] * weight / total[node];
            }
        }
        share = next;
    }
    share
}

/// The community of each actor: Louvain's method (Blondel and others 2008), each community connected.
fn communities(neighbors: &Adjacency) -> Vec<usize> {
    let mut member: Vec<usize> = (0..neighbors.len()).collect();
    let mut level = neighbors.clone();
    loop {
        let (groups, moved) = move_nodes(&level);
        if !moved {
            break;
        }
        for place in &mut member {
            *place = groups[*place];
        }
        let count = groups.iter().max().map_or(0, |&last| last + 1);
        let mut merged: Adjacency = vec![Vec::new(); count];
        for (node, list) in level.iter().enumerate() {
            merged[groups[node]].extend(list.iter().map(|&(to, weight)| (groups[to], weight)));
        }
        join(&mut merged);
        level = merged;
    }
    // Louvain may leave a community in pieces once the actor that joined them has moved away.
    let inside: Adjacency = neighbors
        .iter()
        .enumerate()
        .map(|(node, list)| {
            list.iter().copied().filter(|&(to, _)| member[to] == member[node]).collect()
        })
        .collect();
    components(&inside)
}

/// One level of Louvain's method: the group of each node, numbered from 0, and whether any moved.
fn move_nodes(neighbors: &Adjacency) -> (Vec<usize>, bool) {
    let count = neighbors.len();
    let degree: Vec<f64> =
        neighbors.iter().map(|list| list.iter().map(|&(_, weight)| weight).sum()).collect();
    let all: f64 = degree.iter().sum();
    let mut group: Vec<usize> = (0..count).collect();
    let mut total = degree.clone();
    let mut link = vec![0.0; count];
    let mut moved = false;
    let mut again = all > 0.0;
    while again {
        again = false;
        for node in 0..count {
            let own = group[node];
            let mut near = vec![own];
            for &(to, weight) in &neighbors[node] {
                if to != node {
                    link[group[to]] += weight;
                    near.push(group[to]);
                }
            }
            near.sort_unstable();
            near.dedup();
            total[own] -= degree[node];
            let gain = |candidate: usize| link[candidate] - total[candidate] * degree[node] / all;
            let (mut best, mut most) = (own, gain(own));
            for &candidate in &near {
                if gain(candidate) > most + SMALL_GAIN {
                    (best, most) = (candidate, gain(candidate));
                }
            }
            total[best] += degree[node];
            group[node] = best;
            if best != own {
                (again, moved) = (true, true);
            }
            for candidate in near {
                link[candidate] = 0.0;
            }
        }
    }
    let names = super::sorted(group.iter().copied());
    let number = |name: &usize| names.binary_search(name).expect("it was listed");
    (group.iter().map(number).collect(), moved)
}
