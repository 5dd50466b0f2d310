//! Which entries must be one and which must not, by merges and splits that may contradict.
//!
//! The latest is heard first, and each earlier one holds as far as those heard before leave room:
//! so a later split parts what an earlier merge joined, and the merge knows who overruled it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Step, Verdict};
use crate::correct::{Change, Place};
use crate::resolve::groups::Groups;

/// The side of a split that entries are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// They stay.
    Rest,
    /// They are another thing.
    Part,
}

/// On which side of which splits entries are, by the places of the splits among the corrections.
pub(super) type Sides = BTreeMap<usize, Side>;

/// What merges and splits say of entries.
pub(super) struct Bonds {
    nodes: BTreeMap<Place, usize>,
    places: Vec<Place>,
    joined: Groups,
    sides: Vec<Sides>,
}

impl Bonds {
    /// Hears all steps, the latest first, and writes into each how far it holds.
    pub(super) fn new(steps: &mut [Step<'_>]) -> Self {
        let all: BTreeSet<Place> = steps
            .iter()
            .filter(|it| matches!(it.change, Change::Merge { .. } | Change::Split { .. }))
            .flat_map(|it| it.sets.iter().flatten().copied())
            .collect();
        let places: Vec<Place> = all.into_iter().collect();
        let mut bonds = Self {
            nodes: places.iter().enumerate().map(|(node, &place)| (place, node)).collect(),
            joined: Groups::new(places.len()),
            sides: vec![Sides::new(); places.len()],
            places,
        };
        for index in (0..steps.len()).rev() {
            let later = &steps[index + 1..];
            let verdict = match steps[index].change {
                // Half of a merge says nothing.
                _ if steps[index].gone.is_some() => continue,
                Change::Merge { .. } => bonds.merge(&steps[index]),
                Change::Split { .. } => bonds.split(&steps[index], later),
                _ => continue,
            };
            steps[index].verdict = verdict;
        }
        bonds
    }

    /// The nodes of some entries.
    fn nodes(&self, places: &[Place]) -> Vec<usize> {
        places.iter().filter_map(|place| self.nodes.get(place).copied()).collect()
    }

    /// Joins two nodes, unless a split parts them: then tells which.
    fn join(&mut self, one: usize, other: usize) -> Result<(), usize> {
        let (one, other) = (self.joined.root(one), self.joined.root(other));
        if one == other {
            return Ok(());
        }
        if let Some(split) = parting(&self.sides[one], &self.sides[other]) {
            return Err(split);
        }
        let sides = [std::mem::take(&mut self.sides[one]), std::mem::take(&mut self.sides[other])];
        self.joined.join(one, other);
        let root = self.joined.root(one);
        self.sides[root] = sides.into_iter().flatten().collect();
        Ok(())
    }

    /// Joins nodes as far as splits let them: gives the heap that each is in, and who parted heaps.
    fn heap(&mut self, nodes: &[usize]) -> (Vec<usize>, Option<usize>) {
        let mut heaps: Vec<usize> = Vec::new();
        let mut of = Vec::with_capacity(nodes.len());
        let mut by = None;
        for &node in nodes {
            let mut found = None;
            for (heap, &first) in heaps.iter().enumerate() {
                match self.join(first, node) {
                    Ok(()) => {
                        found = Some(heap);
                        break;
                    }
                    Err(split) => by = by.max(Some(split)),
                }
            }
            of.push(found.unwrap_or_else(|| {
                heaps.push(node);
                heaps.len() - 1
            }));
        }
        (of, by)
    }

    /// Hears a merge.
    fn merge(&mut self, step: &Step<'_>) -> Verdict {
        let sets: Vec<Vec<usize>> = step.sets.iter().map(|set| self.nodes(set)).collect();
        let (of, by) = self.heap(&sets.concat());
        let Some(by) = by else { return Verdict::Holds };
        let (into, from) = of.split_at(sets[0].len());
        if from.iter().any(|heap| into.contains(heap)) {
            Verdict::Partly(by)
        } else {
            Verdict::Overruled(by)
        }
    }

    /// Hears a split: the part is one thing, and no entry of it is with the rest.
    fn split(&mut self, step: &Step<'_>, later: &[Step<'_>]) -> Verdict {
        let (rest, part) = (self.nodes(&step.sets[0]), self.nodes(&step.sets[1]));
        self.heap(&part);
        let rests: BTreeSet<usize> = rest.iter().map(|&node| self.joined.root(node)).collect();
        let parts: BTreeSet<usize> = part.iter().map(|&node| self.joined.root(node)).collect();
        let mut by = None;
        let mut holds = false;
        for &root in &parts {
            if rests.contains(&root) {
                by = by.max(self.joiner(root, later));
            } else {
                holds = true;
                self.sides[root].insert(step.at, Side::Part);
            }
        }
        if holds {
            for root in rests {
                self.sides[root].insert(step.at, Side::Rest);
            }
        }
        match by {
            Some(by) if holds => Verdict::Partly(by),
            Some(by) => Verdict::Overruled(by),
            None => Verdict::Holds,
        }
    }

    /// The latest of those that joined entries of a group.
    fn joiner(&mut self, root: usize, later: &[Step<'_>]) -> Option<usize> {
        later.iter().rev().find_map(|step| {
            let joined = match step.change {
                Change::Merge { .. } => &step.sets[..],
                Change::Split { .. } => &step.sets[1..],
                _ => return None,
            };
            let all: Vec<usize> = joined.iter().flat_map(|set| self.nodes(set)).collect();
            let inside = all.into_iter().filter(|&node| self.joined.root(node) == root).count();
            (inside > 1).then_some(step.at)
        })
    }

    /// The groups of entries that must be one.
    pub(super) fn seeds(&mut self) -> Vec<Vec<Place>> {
        let groups = self.joined.all();
        let several = groups.into_iter().filter(|group| group.len() > 1);
        several.map(|group| group.into_iter().map(|node| self.places[node]).collect()).collect()
    }

    /// What an entry is bound to, if a merge or split names it: a number that it shares with those
    /// that it must be with, and its sides.
    pub(super) fn of(&mut self, place: Place) -> Option<(usize, Sides)> {
        let root = self.joined.root(*self.nodes.get(&place)?);
        Some((root, self.sides[root].clone()))
    }

    /// Whether a merge or split names an entry.
    pub(super) fn knows(&self, place: Place) -> bool {
        self.nodes.contains_key(&place)
    }
}

/// The latest split that has these on two sides.
pub(super) fn parting(one: &Sides, other: &Sides) -> Option<usize> {
    one.iter()
        .rev()
        .find(|(split, side)| other.get(split).is_some_and(|it| it != *side))
        .map(|it| *it.0)
}
