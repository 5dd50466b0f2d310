//! Shortest paths between all: who lies on them, and how long they are.

use super::measure::Adjacency;
use super::real;

/// Above so many actors, paths are counted from evenly spread actors instead of from all.
pub(super) const MAX_PIVOTS: usize = 2_000;

/// Betweenness (Brandes 2001) and closeness (Wasserman and Faust 1994) of each actor.
///
/// `component` is the component of each actor. A search ends once it has seen all of one; by then,
/// most are at its border and need not be looked at.
pub(super) fn paths(neighbors: &Adjacency, component: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let count = neighbors.len();
    let mut sizes = vec![0; component.iter().max().map_or(0, |last| last + 1)];
    for &component in component {
        sizes[component] += 1;
    }
    let stride = count.div_ceil(MAX_PIVOTS).max(1);
    let mut search = Search::new(neighbors);
    let mut betweenness = vec![0.0; count];
    let mut reached = vec![0usize; count];
    let mut far = vec![0usize; count];
    for source in (0..count).step_by(stride) {
        search.spread(source, sizes[component[source]]);
        search.collect(&mut betweenness);
        for (distance, nodes) in search.levels() {
            for &node in nodes {
                reached[at(node)] += 1;
                far[at(node)] += distance;
            }
        }
    }
    let pivots = count.div_ceil(stride).max(1);
    let scale = real(count) / real(pivots);
    let pairs = real(count.saturating_sub(1)) * real(count.saturating_sub(2));
    for value in &mut betweenness {
        *value = if pairs > 0.0 { *value * scale / pairs } else { 0.0 };
    }
    let closeness = (0..count).map(|node| {
        if far[node] == 0 {
            return 0.0;
        }
        // Each pivot but the actor itself stands for the same number of actors.
        let others = (real(reached[node]) * scale - 1.0).max(0.0);
        others / (real(far[node]) * scale) * others / real(count - 1)
    });
    (betweenness, closeness.collect())
}

/// A search from one actor after the other. Its loops over neighbors have no branch that depends
/// on how far these are: what such a loop adds up too much is never read.
struct Search {
    /// Where the neighbors of each begin in `links`; at the end, where those of the last end.
    begins: Vec<usize>,
    /// The neighbors of all, one after the other; small, so that they stay near the processor.
    links: Vec<u32>,
    seen: Vec<bool>,
    /// How many shortest paths lead to each.
    ways: Vec<f64>,
    /// The ways of all neighbors seen before it, added up.
    sums: Vec<f64>,
    /// What each of the level after this one gives to every way that leads to it.
    shares: Vec<f64>,
    /// Those that were found, the nearest first.
    order: Vec<u32>,
    /// Where each level ends in `order`.
    ends: Vec<usize>,
}

impl Search {
    fn new(neighbors: &Adjacency) -> Self {
        let count = neighbors.len();
        let mut begins = vec![0];
        let mut links = Vec::new();
        for list in neighbors {
            let narrow = |to: usize| u32::try_from(to).expect("actors are fewer than 2^32");
            links.extend(list.iter().map(|&(to, _)| narrow(to)));
            begins.push(links.len());
        }
        Self {
            begins,
            links,
            seen: vec![false; count],
            ways: vec![0.0; count],
            sums: vec![0.0; count],
            shares: vec![0.0; count],
            order: Vec::with_capacity(count),
            ends: Vec::new(),
        }
    }

    /// Finds all that can be reached from `source`, which is `size` with itself.
    fn spread(&mut self, source: usize, size: usize) {
        self.seen.fill(false);
        self.sums.fill(0.0);
        self.order.clear();
        self.ends.clear();
        self.order.push(u32::try_from(source).expect("actors are fewer than 2^32"));
        self.seen[source] = true;
        self.ways[source] = 1.0;
        let mut begin = 0;
        loop {
            let end = self.order.len();
            self.ends.push(end);
            if end >= size {
                return;
            }
            for place in begin..end {
                let node = at(self.order[place]);
                let ways = self.ways[node];
                for &next in &self.links[self.begins[node]..self.begins[node + 1]] {
                    self.sums[at(next)] += ways;
                    if !self.seen[at(next)] {
                        self.seen[at(next)] = true;
                        self.order.push(next);
                    }
                }
            }
            for &node in &self.order[end..] {
                self.ways[at(node)] = self.sums[at(node)];
            }
            begin = end;
        }
    }

    /// Adds to each the share of paths from the source that lead through it.
    fn collect(&mut self, betweenness: &mut [f64]) {
        self.shares.fill(0.0);
        let mut own = Vec::new();
        for level in (1..self.ends.len()).rev() {
            let is_last = level + 1 == self.ends.len();
            let nodes = &self.order[self.ends[level - 1]..self.ends[level]];
            for &node in nodes {
                let node = at(node);
                // Nobody is reached through those of the last level.
                let mut through = 0.0;
                if !is_last {
                    for &next in &self.links[self.begins[node]..self.begins[node + 1]] {
                        through += self.shares[at(next)];
                    }
                    through *= self.ways[node];
                    betweenness[node] += through;
                }
                own.push((1.0 + through) / self.ways[node]);
            }
            if let Some(&end) = self.ends.get(level + 1) {
                for &node in &self.order[self.ends[level]..end] {
                    self.shares[at(node)] = 0.0;
                }
            }
            for (&node, share) in nodes.iter().zip(own.drain(..)) {
                self.shares[at(node)] = share;
            }
        }
    }

    /// Those that were found, by how far they are.
    fn levels(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| &self.order[begin..end]).enumerate()
    }
}

/// A short number as an index.
const fn at(number: u32) -> usize {
    number as usize
}
