//! Shortest paths between all: who lies on them, and how long they are.

use std::ops::Range;

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
/// on how far these are: what such a loop adds up too much is never read. From level to level it
/// walks the ties of the one or of the other, whichever are fewer (Beamer and others 2012).
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
    /// What each of one level gives to its neighbors of the next; of all others, 0.
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
            links.extend(list.iter().map(|&(to, _)| short(to)));
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
        self.order.push(short(source));
        self.seen[source] = true;
        self.ways[source] = 1.0;
        let mut begin = 0;
        let mut unseen = self.links.len();
        loop {
            let level = begin..self.order.len();
            self.ends.push(level.end);
            if level.end >= size {
                return;
            }
            let near = self.ties(level.clone());
            unseen -= near;
            begin = level.end;
            if near <= unseen {
                self.push(level);
            } else {
                self.pull(level);
            }
        }
    }

    /// Finds the next level by the ties of this one.
    fn push(&mut self, level: Range<usize>) {
        let end = level.end;
        for place in level {
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
    }

    /// Finds the next level by the ties of those that are not found yet.
    fn pull(&mut self, level: Range<usize>) {
        for &node in &self.order[level.clone()] {
            self.shares[at(node)] = self.ways[at(node)];
        }
        for node in 0..self.seen.len() {
            if self.seen[node] {
                continue;
            }
            let ways = self.shared(node);
            if ways > 0.0 {
                self.seen[node] = true;
                self.ways[node] = ways;
                self.order.push(short(node));
            }
        }
        for &node in &self.order[level] {
            self.shares[at(node)] = 0.0;
        }
    }

    /// Adds to each the share of paths from the source that lead through it.
    fn collect(&mut self, betweenness: &mut [f64]) {
        let mut own = Vec::new();
        for level in (1..self.ends.len()).rev() {
            let nodes = self.ends[level - 1]..self.ends[level];
            // Nobody is reached through those of the last level.
            let further = self.ends[level]..*self.ends.get(level + 1).unwrap_or(&nodes.end);
            let is_pushed = self.ties(further.clone()) < self.ties(nodes.clone());
            if is_pushed {
                self.give(nodes.clone(), further.clone());
            }
            for &node in &self.order[nodes.clone()] {
                let node = at(node);
                let given = if is_pushed { self.sums[node] } else { self.shared(node) };
                let through = given * self.ways[node];
                betweenness[node] += through;
                own.push((1.0 + through) / self.ways[node]);
            }
            for &node in &self.order[further] {
                self.shares[at(node)] = 0.0;
            }
            for (&node, share) in self.order[nodes].iter().zip(own.drain(..)) {
                self.shares[at(node)] = share;
            }
        }
        for &node in &self.order {
            self.shares[at(node)] = 0.0;
        }
    }

    /// Adds up what each of one level is given by those of the next, by the ties of these.
    fn give(&mut self, nodes: Range<usize>, further: Range<usize>) {
        for &node in &self.order[nodes] {
            self.sums[at(node)] = 0.0;
        }
        for &node in &self.order[further] {
            let node = at(node);
            let share = self.shares[node];
            for &next in &self.links[self.begins[node]..self.begins[node + 1]] {
                self.sums[at(next)] += share;
            }
        }
    }

    /// The shares of its neighbors, added up.
    fn shared(&self, node: usize) -> f64 {
        let links = &self.links[self.begins[node]..self.begins[node + 1]];
        links.iter().map(|&next| self.shares[at(next)]).sum()
    }

    /// How many ties those have that were found in these places.
    fn ties(&self, places: Range<usize>) -> usize {
        let degree = |&node: &u32| self.begins[at(node) + 1] - self.begins[at(node)];
        self.order[places].iter().map(degree).sum()
    }

    /// Those that were found, by how far they are.
    fn levels(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| &self.order[begin..end]).enumerate()
    }
}

/// An index as a short number.
fn short(index: usize) -> u32 {
    u32::try_from(index).expect("actors are fewer than 2^32")
}

/// A short number as an index.
const fn at(number: u32) -> usize {
    number as usize
}
