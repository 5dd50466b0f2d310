//! Bearers of names that grow together, and whether two clusters of them may.
//!
//! A person in the news has thousands of entries. Of those that are alike but for their articles one
//! is asked; and of the articles of two clusters only those of the smaller one.

use super::groups::Groups;
use super::likeness::{Likeness, compare};
use super::weigh::{Bearer, Surroundings, are_opposed};

/// Who is in each article: the bearers of one after those of the other.
struct Present {
    /// Where those of each article begin, and at last where those of the last one end.
    starts: Vec<u32>,
    who: Vec<u32>,
}

impl Present {
    fn new(bearers: &[Bearer], articles: usize) -> Self {
        let number = |count: usize| u32::try_from(count).expect("entries are few");
        let mut starts = vec![0; articles + 1];
        for &article in bearers.iter().flat_map(|it| &it.articles) {
            starts[article as usize + 1] += 1;
        }
        for article in 0..articles {
            starts[article + 1] += starts[article];
        }
        let mut next = starts.clone();
        let mut who = vec![0; starts[articles] as usize];
        for (index, bearer) in bearers.iter().enumerate() {
            for &article in &bearer.articles {
                let place = &mut next[article as usize];
                who[*place as usize] = number(index);
                *place += 1;
            }
        }
        Self { starts, who }
    }

    fn of(&self, article: u32) -> &[u32] {
        let article = article as usize;
        &self.who[self.starts[article] as usize..self.starts[article + 1] as usize]
    }
}

/// A cluster.
#[derive(Clone, Default)]
struct Cluster {
    members: Vec<usize>,
    /// One of each kind of members: those of one kind have the same names, sides and identifiers.
    kinds: Vec<usize>,
    /// How many articles the members have.
    articles: usize,
}

/// Clusters of bearers, each alone at first.
pub(super) struct Clusters<'a> {
    bearers: &'a [Bearer],
    around: &'a Surroundings,
    groups: Groups,
    /// The clusters, each in the place of its first bearer.
    all: Vec<Cluster>,
    present: Present,
}

impl<'a> Clusters<'a> {
    /// Each bearer alone.
    pub(super) fn new(bearers: &'a [Bearer], around: &'a Surroundings) -> Self {
        let alone = |(index, bearer): (usize, &Bearer)| Cluster {
            members: vec![index],
            kinds: vec![index],
            articles: bearer.articles.len(),
        };
        Self {
            bearers,
            around,
            groups: Groups::new(bearers.len()),
            all: bearers.iter().enumerate().map(alone).collect(),
            present: Present::new(bearers, around.people.len()),
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
        cluster.articles += moved.articles;
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
    pub(super) fn may_join(&mut self, one: usize, other: usize) -> bool {
        let around = self.around;
        let (some, others) = (&self.all[one], &self.all[other]);
        let is_pair = some.members.len() + others.members.len() == 2;
        let fits = some.kinds.iter().all(|&one| {
            others.kinds.iter().all(|&other| {
                let (one, other) = (&self.bearers[one], &self.bearers[other]);
                let is_alike = one.names.iter().all(|&a| {
                    other.names.iter().all(|&b| {
                        let (a, b) = (&around.names[a as usize], &around.names[b as usize]);
                        a.is_weak() || b.is_weak() || compare(a, b).is_some()
                    })
                });
                let is_known = one.ids.iter().all(|(scheme, value)| {
                    other.ids.get(scheme).is_none_or(|other| other == value)
                });
                is_alike && is_known && (is_pair || !are_opposed(one, other, around))
            })
        });
        fits && self.are_apart(one, other)
    }

    /// Whether no article has members of both, unless by the same name.
    fn are_apart(&mut self, one: usize, other: usize) -> bool {
        let is_less = self.all[one].articles <= self.all[other].articles;
        let (few, many) = if is_less { (one, other) } else { (other, one) };
        let (bearers, around) = (self.bearers, self.around);
        self.all[few].members.iter().map(|&it| &bearers[it]).all(|own| {
            own.articles.iter().flat_map(|&article| self.present.of(article)).all(|&it| {
                self.groups.root(it as usize) != many || {
                    let it = bearers[it as usize].name(around);
                    compare(own.name(around), it) == Some(Likeness::Same)
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::resolve::names::Name;

    /// Bearers of names, each in one article and with a state for which it acts.
    fn bearers(all: &[(&str, u32, u32)]) -> (Vec<Bearer>, Surroundings) {
        let mut around = Surroundings { people: vec![Vec::new(); 9], ..Surroundings::default() };
        let mut bearers = Vec::new();
        for &(name, article, side) in all {
            // What is written alike has one number.
            let known = around.full.iter().position(|it| it == name);
            let number = known.unwrap_or_else(|| {
                around.full.push(name.to_owned());
                around.names.push(Name::new(name));
                around.full.len() - 1
            });
            let number = u32::try_from(number).expect("names are few");
            around.states.insert(side);
            bearers.push(Bearer {
                names: vec![number],
                sides: BTreeSet::from([side]),
                articles: vec![article],
                count: 1,
                ..Bearer::default()
            });
        }
        (bearers, around)
    }

    #[test]
    fn two_names_of_one_article_stay_two_whoever_joins_them() {
        let (bearers, around) =
            bearers(&[("Dana Rowe", 0, 1), ("Rowe", 1, 1), ("Rowe", 0, 1), ("Dana Rowe", 0, 1)]);
        let mut clusters = Clusters::new(&bearers, &around);
        assert!(clusters.may_join(0, 1) && !clusters.may_join(0, 2));
        assert!(clusters.may_join(0, 3), "an article may name somebody twice");
        clusters.join(0, 1);
        assert!(clusters.may_join(0, 3) && !clusters.may_join(0, 2));
    }

    #[test]
    fn of_members_that_are_alike_one_is_asked_and_of_others_each() {
        let (bearers, around) =
            bearers(&[("Dana Rowe", 0, 1), ("Rowe", 1, 1), ("Rowe", 2, 1), ("Rowe", 3, 2)]);
        let mut clusters = Clusters::new(&bearers, &around);
        assert!(clusters.may_join(0, 3), "two may have changed sides");
        clusters.join(0, 1);
        clusters.join(0, 2);
        assert_eq!(clusters.all[0].kinds, [0, 1]);
        assert_eq!(clusters.all[0].members, [0, 1, 2]);
        assert!(!clusters.may_join(0, 3));
    }
}
