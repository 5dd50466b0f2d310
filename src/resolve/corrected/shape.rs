//! Groups of entries as corrections have them: joined, parted, rejected, and numbered.

use std::collections::{BTreeMap, BTreeSet};

use super::bonds::{Bonds, Side, Sides, parting};
use super::{Reference, Step, Verdict, is_in};
use crate::correct::{Change, Place};
use crate::resolve::groups::Groups;

/// Entries that resolution takes for one.
pub(super) struct Group {
    /// The number that it gives them.
    pub(super) number: i64,
    /// The entries, in order.
    pub(super) places: Vec<Place>,
}

/// Entries that are one as corrections have it.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    /// Their number.
    pub(super) number: i64,
    /// The entries, in order.
    pub(super) places: Vec<Place>,
    /// The group that they were before, where they are the same.
    pub(super) origin: Option<usize>,
    /// The steps that are about them, in order.
    pub(super) steps: Vec<usize>,
    /// Whether they are nothing, as a correction has it.
    pub(super) is_rejected: bool,
}

/// What is known of entries beside their names: words of some kinds, each kind with its weight.
pub(super) type Traits = Vec<(usize, BTreeSet<String>)>;

/// Tells of entries what decides with whom they go.
pub(super) struct Knowledge<'a> {
    /// What an entry has in common with its like.
    pub(super) traits: &'a dyn Fn(Place) -> Traits,
    /// Whether an entry has but a family name, which many bear.
    pub(super) is_bare: &'a dyn Fn(Place) -> bool,
}

/// Shapes the groups; a reference gets the number of the group that it is about.
pub(super) fn shape(
    groups: Vec<Group>,
    steps: &mut [Step<'_>],
    bonds: &mut Bonds,
    references: &mut [Reference<'_>],
    knowledge: &Knowledge<'_>,
) -> Vec<Shaped> {
    let mut wanted: BTreeSet<Place> = references.iter().flat_map(|it| it.places.clone()).collect();
    wanted.extend(steps.iter().flat_map(|it| it.sets.iter().flatten().copied()));
    let mut shaped: Vec<Shaped> = Vec::with_capacity(groups.len());
    let mut touched: BTreeMap<Place, usize> = BTreeMap::new();
    for (origin, group) in groups.into_iter().enumerate() {
        let inside = group.places.iter().filter(|place| wanted.contains(place));
        touched.extend(inside.map(|&place| (place, origin)));
        let Group { number, places } = group;
        shaped.push(Shaped { number, places, origin: Some(origin), ..Shaped::default() });
    }
    unite(&mut shaped, &touched, bonds);
    part(&mut shaped, bonds, knowledge);
    let mut index = indexed(&shaped, &wanted);
    for at in 0..steps.len() {
        stand_apart(at, steps, bonds, &mut shaped, &mut index, knowledge);
    }
    for at in 0..steps.len() {
        let about = about(at, steps, &index);
        steps[at].about.clone_from(&about);
        for group in about {
            shaped[group].steps.push(at);
        }
    }
    reject(steps, &mut shaped, &index);
    number(steps, &mut shaped);
    for reference in references {
        let places = remaining(reference.at, &reference.places, steps);
        let found = most(&places, &index).map(|group| &shaped[group]);
        reference.number = found.filter(|it| !it.is_rejected).map(|it| it.number);
    }
    shaped
}

/// Puts groups together whose entries must be one.
fn unite(shaped: &mut Vec<Shaped>, touched: &BTreeMap<Place, usize>, bonds: &mut Bonds) {
    let mut joined = Groups::new(shaped.len());
    let mut changed = false;
    for seed in bonds.seeds() {
        let groups: Vec<usize> = seed.iter().filter_map(|it| touched.get(it).copied()).collect();
        changed |= groups.windows(2).any(|pair| pair[0] != pair[1]);
        for pair in groups.windows(2) {
            joined.join(pair[0], pair[1]);
        }
    }
    if !changed {
        return;
    }
    let mut before: Vec<Option<Shaped>> = std::mem::take(shaped).into_iter().map(Some).collect();
    for members in joined.all() {
        let mut all: Vec<Shaped> = members.iter().filter_map(|&it| before[it].take()).collect();
        let mut first = all.remove(0);
        if !all.is_empty() {
            first.origin = None;
            first.number = all.iter().map(|it| it.number).fold(first.number, i64::min);
            first.places.extend(all.into_iter().flat_map(|it| it.places));
            first.places.sort_unstable();
        }
        shaped.push(first);
    }
}

/// Parts groups in which entries are that must not be one.
///
/// What no split names goes to the side that it has most in common with; where that is undecided,
/// it stays with the rest.
fn part(shaped: &mut Vec<Shaped>, bonds: &mut Bonds, knowledge: &Knowledge<'_>) {
    let mut new = Vec::new();
    for group in shaped.iter_mut() {
        if group.places.iter().filter(|&&it| bonds.knows(it)).count() < 2 {
            continue;
        }
        // Entries that must be one, and single ones that may go anywhere.
        let mut bound: BTreeMap<usize, (Sides, Vec<Place>)> = BTreeMap::new();
        let mut free: Vec<Vec<Place>> = Vec::new();
        for &place in &group.places {
            match bonds.of(place) {
                Some((root, sides)) => {
                    bound.entry(root).or_insert((sides, Vec::new())).1.push(place);
                }
                None => free.push(vec![place]),
            }
        }
        let mut kinds: BTreeMap<usize, BTreeSet<Side>> = BTreeMap::new();
        for (sides, _) in bound.values() {
            for (&split, &side) in sides {
                kinds.entry(split).or_default().insert(side);
            }
        }
        kinds.retain(|_, sides| sides.len() > 1);
        if kinds.is_empty() {
            continue;
        }
        let mut cores = Vec::new();
        for (_, (sides, places)) in bound {
            let sides: Sides = sides.into_iter().filter(|it| kinds.contains_key(&it.0)).collect();
            if sides.is_empty() { free.push(places) } else { cores.push((sides, places)) }
        }
        let mut heaps = heaps(cores);
        let cores: Vec<Traits> = heaps.iter().map(|it| traits_of(&it.1, knowledge)).collect();
        for places in free {
            let own = traits_of(&places, knowledge);
            let fits: Vec<usize> = cores.iter().map(|core| common(&own, core)).collect();
            let best = (0..fits.len()).max_by_key(|&it| (fits[it], std::cmp::Reverse(it)));
            heaps[best.unwrap_or(0)].1.extend(places);
        }
        let mut heaps = heaps.into_iter().map(|(_, mut places)| {
            places.sort_unstable();
            places
        });
        group.places = heaps.next().unwrap_or_default();
        group.origin = None;
        new.extend(heaps.map(|places| Shaped {
            number: group.number,
            places,
            ..Shaped::default()
        }));
    }
    shaped.extend(new);
}

/// Puts entries with sides into as few heaps as the sides allow; the first holds the rest.
fn heaps(mut cores: Vec<(Sides, Vec<Place>)>) -> Vec<(Sides, Vec<Place>)> {
    cores.sort_by_key(|(sides, places)| {
        (sides.values().filter(|&&side| side == Side::Part).count(), places[0])
    });
    let mut heaps: Vec<(Sides, Vec<Place>)> = Vec::new();
    for (sides, places) in cores {
        match heaps.iter_mut().find(|heap| parting(&heap.0, &sides).is_none()) {
            Some(heap) => {
                heap.0.extend(sides);
                heap.1.extend(places);
            }
            None => heaps.push((sides, places)),
        }
    }
    heaps
}

/// What some entries have, together.
fn traits_of(places: &[Place], knowledge: &Knowledge<'_>) -> Traits {
    let mut all: Traits = Vec::new();
    for &place in places {
        for (kind, (weight, words)) in (knowledge.traits)(place).into_iter().enumerate() {
            if kind == all.len() {
                all.push((weight, words));
            } else {
                all[kind].1.extend(words);
            }
        }
    }
    all
}

/// How much one has in common with others: of each kind of words the share of its own.
fn common(own: &Traits, others: &Traits) -> usize {
    own.iter()
        .zip(others)
        .map(|((weight, own), (_, others))| {
            100 * weight * own.intersection(others).count() / own.len().max(1)
        })
        .sum()
}

/// The groups of the entries that somebody speaks of.
fn indexed(shaped: &[Shaped], wanted: &BTreeSet<Place>) -> BTreeMap<Place, usize> {
    let mut index = BTreeMap::new();
    for (group, it) in shaped.iter().enumerate() {
        index.extend(it.places.iter().filter(|it| wanted.contains(it)).map(|&it| (it, group)));
    }
    index
}

/// Lets a bare name that was corrected stand apart from somebody to whom resolution has given it
/// since: who calls this Rowe a baker does not speak of Dana Rowe.
fn stand_apart(
    at: usize,
    steps: &[Step<'_>],
    bonds: &mut Bonds,
    shaped: &mut Vec<Shaped>,
    index: &mut BTreeMap<Place, usize>,
    knowledge: &Knowledge<'_>,
) {
    let step = &steps[at];
    if !matches!(step.change, Change::Rename { .. } | Change::Set { .. } | Change::Reject { .. }) {
        return;
    }
    let own: Vec<Place> =
        step.sets[0].iter().copied().filter(|it| index.contains_key(it)).collect();
    if own.is_empty() || !own.iter().all(|&it| (knowledge.is_bare)(it) && bonds.of(it).is_none()) {
        return;
    }
    let Some(group) = most(&own, index) else { return };
    let (mine, others): (Vec<Place>, Vec<Place>) =
        shaped[group].places.iter().partition(|&&it| is_in(it, &own));
    let full = others.iter().filter(|&&it| !(knowledge.is_bare)(it)).count();
    if full == 0 || mine.len() * 2 >= shaped[group].places.len() {
        return;
    }
    let new = shaped.len();
    index.extend(mine.iter().map(|&place| (place, new)));
    let number = shaped[group].number;
    shaped[group].places = others;
    shaped[group].origin = None;
    shaped.push(Shaped { number, places: mine, ..Shaped::default() });
}

/// The entries that a step is still about: not those that a later split made another thing.
fn remaining(at: usize, places: &[Place], steps: &[Step<'_>]) -> Vec<Place> {
    let mut left: Vec<Place> = places.to_vec();
    for step in steps.iter().filter(|it| it.at > at) {
        let is_split = matches!(step.change, Change::Split { .. });
        if !is_split || matches!(step.verdict, Verdict::Overruled(_)) {
            continue;
        }
        if left.iter().any(|&it| is_in(it, &step.sets[0])) {
            let kept: Vec<Place> =
                left.iter().copied().filter(|&it| !is_in(it, &step.sets[1])).collect();
            if !kept.is_empty() {
                left = kept;
            }
        }
    }
    left
}

/// The group that most of some entries are in.
fn most(places: &[Place], index: &BTreeMap<Place, usize>) -> Option<usize> {
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for group in places.iter().filter_map(|place| index.get(place)) {
        *votes.entry(*group).or_default() += 1;
    }
    votes.into_iter().max_by_key(|&(group, votes)| (votes, std::cmp::Reverse(group))).map(|it| it.0)
}

/// The groups that a step is about: of a split both sides, of all others one.
fn about(at: usize, steps: &[Step<'_>], index: &BTreeMap<Place, usize>) -> Vec<usize> {
    let step = &steps[at];
    if step.gone.is_some() || matches!(step.verdict, Verdict::Overruled(_)) {
        return Vec::new();
    }
    let group = |set: &[Place]| most(&remaining(step.at, set, steps), index);
    match step.change {
        Change::Split { .. } => {
            let (rest, part) = (group(&step.sets[0]), group(&step.sets[1]));
            // Where nothing is left of the rest, the part comes first and last.
            let mut both: Vec<usize> = rest.into_iter().chain(part).collect();
            both.dedup();
            both
        }
        _ => group(&step.sets[0]).into_iter().collect(),
    }
}

/// Rejects what is rejected, unless something later has been decided about it.
fn reject(steps: &mut [Step<'_>], shaped: &mut [Shaped], index: &BTreeMap<Place, usize>) {
    for at in 0..steps.len() {
        if !matches!(steps[at].change, Change::Reject { .. }) || steps[at].about.is_empty() {
            continue;
        }
        let places = remaining(steps[at].at, &steps[at].sets[0], steps);
        let groups: BTreeSet<usize> =
            places.iter().filter_map(|it| index.get(it).copied()).collect();
        let group = steps[at].about[0];
        let later =
            shaped[group].steps.iter().copied().filter(|&other| {
                other > at && !matches!(steps[other].change, Change::Reject { .. })
            });
        if let Some(later) = later.max() {
            steps[at].verdict = Verdict::Overruled(steps[later].at);
            shaped[group].steps.retain(|&it| it != at);
            steps[at].about.clear();
            continue;
        }
        for other in groups {
            // Of a group that only some of the entries have come to, the others are no less real.
            let inside = shaped[other].places.iter().filter(|&&it| is_in(it, &places)).count();
            if other == group || inside * 2 >= shaped[other].places.len() {
                shaped[other].is_rejected = true;
            }
        }
        let before: Vec<usize> =
            shaped[group].steps.iter().copied().filter(|&it| it < at).collect();
        for other in before {
            if matches!(steps[other].change, Change::Rename { .. } | Change::Set { .. }) {
                steps[other].verdict = Verdict::Overruled(steps[at].at);
            }
        }
    }
}

/// Gives groups their numbers: a thing that was corrected keeps the one that it had then.
fn number(steps: &[Step<'_>], shaped: &mut [Shaped]) {
    let mut given: BTreeMap<usize, i64> = BTreeMap::new();
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    // What a merge or split says of numbers goes before what others took for granted.
    let is_structure =
        |it: &&Step<'_>| matches!(it.change, Change::Merge { .. } | Change::Split { .. });
    let structure = steps.iter().rev().filter(is_structure);
    for step in structure.chain(steps.iter().rev().filter(|it| !is_structure(it))) {
        let claims: Vec<(usize, i64)> = match (step.change, &step.about[..]) {
            (Change::Split { rest, .. }, &[stays, other]) => {
                vec![(stays, rest.number), (other, step.part_number())]
            }
            (Change::Split { .. }, &[only]) if step.sets[0].is_empty() => {
                vec![(only, step.part_number())]
            }
            (change, &[only]) => change.target().map(|it| (only, it.number)).into_iter().collect(),
            _ => Vec::new(),
        };
        for (group, number) in claims {
            if !given.contains_key(&group) && taken.insert(number) {
                given.insert(group, number);
            }
        }
    }
    if given.is_empty() && shaped.iter().all(|it| it.origin.is_some()) {
        return;
    }
    // The rest keep theirs where it is free: first those that were not touched, then the others.
    let mut rest: Vec<usize> = (0..shaped.len()).filter(|it| !given.contains_key(it)).collect();
    rest.sort_by_key(|&it| {
        (shaped[it].number, shaped[it].origin.is_none(), shaped[it].places.first().copied())
    });
    let mut moved = Vec::new();
    for group in rest {
        if taken.insert(shaped[group].number) {
            given.insert(group, shaped[group].number);
        } else {
            moved.push(group);
        }
    }
    for group in moved {
        let mut number = shaped[group].number;
        while !taken.insert(number) {
            number += 1;
        }
        given.insert(group, number);
    }
    for (group, number) in given {
        shaped[group].number = number;
    }
}
