//! Full names: those that may be one person's, set by set.

use super::{BLOCK, Left, TOGETHER, Tie, Work, merge};
use crate::resolve::beside;
use crate::resolve::blocks::Alike;
use crate::resolve::clusters::Clusters;
use crate::resolve::groups::Groups;
use crate::resolve::likeness::Likeness;
use crate::resolve::surroundings::Surroundings;
use crate::resolve::weigh::{
    Base, Bearer, Clue, ENOUGH, MARGIN, More, WORTH_A_LOOK, Weight, are_opposed, mark_only, weigh,
};

/// Rounds in which full names are joined: each knows what the one before put together.
const ROUNDS: usize = 3;

/// A pair that may be one, with what speaks for it.
struct Pair {
    one: usize,
    other: usize,
    weight: Weight,
}

/// Who competes for a name that may be several people's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rivals {
    /// Those whose names exclude each other.
    OtherNames,
    /// All others.
    All,
}

/// Joins bearers of full names, of which those are compared that are alike; gives back what was not
/// joined.
pub(super) fn join(work: &mut Work<'_>, bearers: &mut Vec<Bearer>, alike: &Alike) -> Vec<Left> {
    let around = work.around;
    let sets = sets(bearers, alike, around);
    let mut take = |it: usize| std::mem::take(&mut bearers[it]);
    let all: Vec<Vec<Bearer>> =
        sets.into_iter().map(|own| own.into_iter().map(&mut take).collect()).collect();
    let done = beside::each(all.into_iter(), TOGETHER, |set| Set::join(set, alike, around));
    bearers.retain(|it| !it.members.is_empty());
    let mut left = Vec::new();
    for mut it in done {
        bearers.append(&mut it.bearers);
        left.append(&mut it.left);
        for tie in it.ties {
            work.take(tie);
        }
    }
    bearers.sort_unstable_by_key(Bearer::root);
    left
}

/// The bearers of full names that are alike, of more than one, set by set.
fn sets(bearers: &[Bearer], alike: &Alike, around: &Surroundings<'_>) -> Vec<Vec<usize>> {
    let named = Named::new(bearers, around);
    let mut groups = Groups::new(bearers.len());
    for &(name, index) in &named.all {
        for other in named.near(name, alike) {
            groups.join(index as usize, other as usize);
        }
    }
    groups.all().into_iter().filter(|it| it.len() > 1).collect()
}

/// Bearers by their full names.
struct Named {
    all: Vec<(u32, u32)>,
}

impl Named {
    fn new(bearers: &[Bearer], around: &Surroundings<'_>) -> Self {
        let mut all = Vec::new();
        for (index, bearer) in (0..).zip(bearers) {
            let full = bearer.names.iter().filter(|&&it| !around.names.is_weak(it));
            all.extend(full.map(|&name| (name, index)));
        }
        all.sort_unstable();
        Self { all }
    }

    /// The bearers of a name.
    fn of(&self, name: u32) -> &[(u32, u32)] {
        let first = self.all.partition_point(|it| it.0 < name);
        let count = self.all[first..].partition_point(|it| it.0 == name);
        &self.all[first..first + count]
    }

    /// The bearers of a name and of those that are like it.
    fn near(&self, name: u32, alike: &Alike) -> impl Iterator<Item = u32> {
        let names = alike.of(name).iter().copied().chain([name]);
        names.flat_map(|it| self.of(it)).map(|it| it.1)
    }

    /// All pairs of bearers whose names are alike, each once, in order.
    fn pairs(&self, alike: &Alike) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for &(name, one) in &self.all {
            let others = self.near(name, alike).filter(|&it| it > one);
            pairs.extend(others.map(|other| (one as usize, other as usize)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Bearers of names that are alike.
struct Set {
    bearers: Vec<Bearer>,
    /// Those who are one.
    ties: Vec<Tie>,
    /// What was not joined.
    left: Vec<Left>,
}

impl Set {
    /// Joins the bearers of one set.
    fn join(bearers: Vec<Bearer>, alike: &Alike, around: &Surroundings<'_>) -> Self {
        let mut this = Self { bearers, ties: Vec::new(), left: Vec::new() };
        for _ in 0..ROUNDS {
            let set = &this.bearers;
            let pairs = Named::new(set, around).pairs(alike);
            let pairs = pairs.into_iter().filter_map(|(one, other)| {
                let weight = weigh(&set[one], &set[other], around)?;
                (weight.points >= WORTH_A_LOOK).then_some(Pair { one, other, weight })
            });
            this.left.clear();
            if this.join_best(pairs.collect(), Rivals::OtherNames, around) {
                break;
            }
        }
        let pairs = compound_pairs(&this.bearers, alike, around);
        this.join_best(pairs, Rivals::All, around);
        this
    }

    /// Joins the best pairs first; tells whether there were none.
    fn join_best(
        &mut self,
        mut pairs: Vec<Pair>,
        rivals: Rivals,
        around: &Surroundings<'_>,
    ) -> bool {
        let set = &mut self.bearers;
        pairs.sort_by(|a, b| {
            b.weight
                .points
                .total_cmp(&a.weight.points)
                .then((a.one, a.other).cmp(&(b.one, b.other)))
        });
        let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); set.len()];
        for pair in &pairs {
            near[pair.one].push((pair.other, pair.weight.points));
            near[pair.other].push((pair.one, pair.weight.points));
        }
        let mut clusters = Clusters::new(set, around);
        for mut pair in pairs {
            let (one, other) = (clusters.root(pair.one), clusters.root(pair.other));
            if one == other {
                continue;
            }
            let is_enough = pair.weight.points >= ENOUGH;
            let fits = is_enough && clusters.may_join(one, other);
            if fits && !has_rival(set, &pair, (&near, &mut clusters), (rivals, around)) {
                clusters.join(one, other);
                self.ties.push(Tie::new(&set[pair.one], &set[pair.other], pair.weight));
                continue;
            }
            if fits {
                // As likely one as the other.
                let points = pair.weight.points.max(0.0);
                pair.weight.add(Clue::OthersToo, -points);
            }
            self.left.push((set[pair.one].root(), set[pair.other].root(), pair.weight));
        }
        let groups = clusters.into_groups();
        let is_done = groups.len() == set.len();
        merge(set, &groups, true, around);
        is_done
    }
}

/// Pairs of a name of two words with each that it may be the family name of: "Ben Ali".
fn compound_pairs(set: &[Bearer], alike: &Alike, around: &Surroundings<'_>) -> Vec<Pair> {
    let named = Named::new(set, around);
    let mut pairs = Vec::new();
    for (index, bearer) in set.iter().enumerate() {
        if bearer.name(around).core.len() != 2 {
            continue;
        }
        let names = bearer.names.iter().flat_map(|&name| alike.of(name));
        let mut others: Vec<usize> = names
            .flat_map(|&name| named.of(name))
            .map(|it| it.1 as usize)
            .filter(|&it| it != index)
            .collect();
        others.sort_unstable();
        others.dedup();
        let bases = others.into_iter().filter_map(|other| {
            let base = Base::new(bearer, &set[other], around)?;
            let is_family = base.weight.clues.contains(&Clue::Name(Likeness::Compound));
            let more = is_family.then(|| base.more(bearer, &set[other], around))?;
            Some((other, base, more))
        });
        let mut bases: Vec<(usize, Base, More)> = bases.collect();
        if bases.len() <= BLOCK {
            mark_only(bases.iter_mut().map(|it| &mut it.2));
        }
        let worth = bases.into_iter().filter(|it| it.2.points >= WORTH_A_LOOK);
        pairs.extend(worth.map(|(other, base, more)| {
            let weight = base.with(more, around);
            Pair { one: index, other, weight }
        }));
    }
    pairs
}

/// Whether somebody else would do nearly as well for the weaker name of a pair.
fn has_rival(
    set: &[Bearer],
    pair: &Pair,
    (near, clusters): (&[Vec<(usize, f64)>], &mut Clusters<'_>),
    (rivals, around): (Rivals, &Surroundings<'_>),
) -> bool {
    let is_loose = pair.weight.clues.iter().any(|clue| match clue {
        Clue::Name(likeness) => likeness.is_loose(),
        _ => false,
    });
    // The shorter name is the one that may be several people's; of equal ones, either.
    let length = |index: usize| set[index].name(around).core.len();
    let ends = match length(pair.one).cmp(&length(pair.other)) {
        std::cmp::Ordering::Less => vec![(pair.one, pair.other)],
        std::cmp::Ordering::Greater => vec![(pair.other, pair.one)],
        std::cmp::Ordering::Equal => vec![(pair.one, pair.other), (pair.other, pair.one)],
    };
    ends.into_iter().any(|(own, chosen)| {
        let (own_root, chosen_root) = (clusters.root(own), clusters.root(chosen));
        near[own].iter().any(|&(rival, points)| {
            let root = clusters.root(rival);
            let excludes = || {
                let (rival, chosen) = (&set[rival], &set[chosen]);
                rivals == Rivals::All
                    || are_opposed(rival, chosen, around)
                    || is_loose && around.names.compare(rival.names[0], chosen.names[0]).is_none()
            };
            root != own_root
                && root != chosen_root
                && points > pair.weight.points - MARGIN
                && excludes()
        })
    })
}
