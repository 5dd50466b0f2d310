//! Bearers of names that grow together, and whether two clusters of them may.
//!
//! Of those that are alike but for their articles one is asked.

use super::groups::Groups;
use super::likeness::Likeness;
use super::surroundings::Surroundings;
use super::weigh::{Bearer, are_opposed};

/// A cluster.
#[derive(Clone, Default)]
struct Cluster {
    members: Vec<usize>,
    /// One of each kind of members: those of one kind have the same names, sides and identifiers.
    kinds: Vec<usize>,
}

/// Clusters of bearers, each alone at first.
pub(super) struct Clusters<'a> {
    bearers: &'a [Bearer],
    around: &'a Surroundings<'a>,
    groups: Groups,
    /// The clusters, each in the place of its first bearer.
    all: Vec<Cluster>,
}

impl<'a> Clusters<'a> {
    /// Each bearer alone.
    pub(super) fn new(bearers: &'a [Bearer], around: &'a Surroundings<'a>) -> Self {
        let alone = |index| Cluster { members: vec![index], kinds: vec![index] };
        Self {
            bearers,
            around,
            groups: Groups::new(bearers.len()),
            all: (0..bearers.len()).map(alone).collect(),
        }
    }

    /// The first bearer of the cluster that one is in.
    pub(super) fn root(&mut self, bearer: usize) -> usize {
        self.groups.root(bearer)
    }

    /// Puts two clusters together, which are told by their first bearers.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        self.groups.join(one, other);
        let (into, from) = (one.min(other), one.max(other));
        let moved = std::mem::take(&mut self.all[from]);
        let bearers = self.bearers;
        let cluster = &mut self.all[into];
        cluster.members.extend(moved.members);
        for kind in moved.kinds {
            let own = &bearers[kind];
            let is_same = |&it: &usize| {
                let it = &bearers[it];
                it.names == own.names && it.sides == own.sides && it.ids == own.ids
            };
            if !cluster.kinds.iter().any(is_same) {
                cluster.kinds.push(kind);
            }
        }
    }

    /// Whether no names of two clusters exclude each other, and no article has both as two.
    pub(super) fn may_join(&self, one: usize, other: usize) -> bool {
        let around = self.around;
        let (some, others) = (&self.all[one], &self.all[other]);
        let is_pair = some.members.len() + others.members.len() == 2;
        let fits = some.kinds.iter().all(|&one| {
            others.kinds.iter().all(|&other| {
                let (one, other) = (&self.bearers[one], &self.bearers[other]);
                let is_alike = one.names.iter().all(|&a| {
                    other.names.iter().all(|&b| {
                        let names = around.names;
                        names.is_weak(a) || names.is_weak(b) || names.compare(a, b).is_some()
                    })
                });
                is_alike && one.agrees(other) && (is_pair || !are_opposed(one, other, around))
            })
        });
        fits && self.are_apart(one, other)
    }

    /// Whether no article has members of both, unless by the same name.
    fn are_apart(&self, one: usize, other: usize) -> bool {
        let member = |&it: &usize| &self.bearers[it];
        let apart = |one: &Bearer, other: &Bearer| {
            one.beside(other) == 0
                || self.around.names.compare(one.names[0], other.names[0]) == Some(Likeness::Same)
        };
        let others = || self.all[other].members.iter().map(member);
        self.all[one].members.iter().map(member).all(|one| others().all(|it| apart(one, it)))
    }

    /// All clusters, each in order, in the order of their first bearers.
    pub(super) fn into_groups(mut self) -> Vec<Vec<usize>> {
        self.groups.all()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::resolve::readings::Names;

    /// Bearers of names, each in one article and with a state for which it acts.
    fn bearers(all: &[(&str, u32, u32)], names: &Names) -> Vec<Bearer> {
        let number = |name: &str| (0..2).find(|&it| names.text(it) == name).expect("it is there");
        let bearer = |&(name, article, side): &(&str, u32, u32)| Bearer {
            names: vec![number(name)],
            sides: BTreeSet::from([side]),
            articles: vec![article],
            ..Bearer::default()
        };
        all.iter().map(bearer).collect()
    }

    /// What is around people of some names, who act for states.
    fn around<'a>(all: &[(&str, u32, u32)], names: &'a Names) -> Surroundings<'a> {
        let mut around = Surroundings::of_names(names);
        around.states.extend(all.iter().map(|it| it.2));
        around
    }

    #[test]
    fn two_names_of_one_article_stay_two_whoever_joins_them() {
        let all = [("Dana Rowe", 0, 1), ("Rowe", 1, 1), ("Rowe", 0, 1), ("Dana Rowe", 0, 1)];
        let names = Names::of(&["Dana Rowe", "Rowe"]);
        let (bearers, around) = (bearers(&all, &names), around(&all, &names));
        let mut clusters = Clusters::new(&bearers, &around);
        assert!(clusters.may_join(0, 1) && !clusters.may_join(0, 2));
        assert!(clusters.may_join(0, 3), "an article may name somebody twice");
        clusters.join(0, 1);
        assert!(clusters.may_join(0, 3) && !clusters.may_join(0, 2));
    }

    #[test]
    fn of_members_that_are_alike_one_is_asked_and_of_others_each() {
        let all = [("Dana Rowe", 0, 1), ("Rowe", 1, 1), ("Rowe", 2, 1), ("Rowe", 3, 2)];
        let names = Names::of(&["Dana Rowe", "Rowe"]);
        let (bearers, around) = (bearers(&all, &names), around(&all, &names));
        let mut clusters = Clusters::new(&bearers, &around);
        assert!(clusters.may_join(0, 3), "two may have changed sides");
        clusters.join(0, 1);
        clusters.join(0, 2);
        assert_eq!(clusters.all[0].kinds, [0, 1]);
        assert_eq!(clusters.all[0].members, [0, 1, 2]);
        assert!(!clusters.may_join(0, 3));
    }
}
