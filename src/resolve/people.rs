//! People over all articles: names that are alike, decided by what else is told of their bearers.
//!
//! Nobody is compared with all others: candidates come from blocks of names that share a sound
//! (`blocks.rs`). Within a round the best pairs are joined first, and no pair whose names exclude
//! each other.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::clusters::Clusters;
use super::groups::Groups;
use super::likeness::{Likeness, compare};
use super::office::are_alike;
use super::weigh::{
    Base, Bearer, Clue, ENOUGH, MARGIN, Surroundings, Traits, WORTH_A_LOOK, Weight, are_opposed,
    mark_only, shared, weigh,
};

/// A person as one article has them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// Which entry it is.
    pub(super) entry: usize,
    pub(super) article: u32,
    /// The number of what its form tells.
    pub(super) traits: u32,
    pub(super) year: Option<i16>,
}

/// What was joined, and what may have to be.
#[derive(Default)]
pub(super) struct Found {
    /// An entry of those joined, both names, and why.
    pub(super) merges: Vec<(usize, [u32; 2], Weight)>,
    /// Entries of two that stay apart, and what speaks for them.
    pub(super) doubts: Vec<(usize, usize, Weight)>,
}

/// Years between articles over which one name with one side is one person without further ado.
const REACH: i16 = 8;

/// Members up to which all pairs of a block are looked at; beyond, neighbors in order of names.
const BLOCK: usize = 48;

/// Neighbors that are looked at in a block of many.
const NEIGHBORS: usize = 6;

/// Rounds in which full names are joined: each knows what the one before put together.
const ROUNDS: usize = 3;

/// A pair that may be one, with what speaks for it.
struct Pair {
    one: usize,
    other: usize,
    weight: Weight,
}

/// Joins the entries of people; those in one group already are one.
pub(super) fn join(people: &[Person], around: &Surroundings, groups: &mut Groups) -> Found {
    let mut work = Work {
        people,
        around,
        blocks: Blocks::new(&around.names),
        found: Found::default(),
        parts: Groups::new(people.len()),
    };
    for (index, person) in people.iter().enumerate() {
        let root = groups.root(person.entry);
        if root != person.entry
            && let Ok(other) = people.binary_search_by_key(&root, |it| it.entry)
        {
            work.parts.join(index, other);
        }
    }
    work.join_same();
    let mut left = Vec::new();
    let mut bearers = Vec::new();
    let mut weighed = Weighed::default();
    for _ in 0..ROUNDS {
        bearers = work.bearers(bearers);
        let pairs = work.full_pairs(&bearers, &mut weighed);
        let (count, rest) = work.join_best(&bearers, pairs, Rivals::OtherNames);
        left = rest;
        if count == 0 {
            break;
        }
    }
    drop(weighed);
    for weakness in [Weakness::Initial, Weakness::Bare, Weakness::Nameless] {
        bearers = work.bearers(bearers);
        let pairs = match weakness {
            Weakness::Nameless => work.nameless_pairs(&bearers),
            _ => work.weak_pairs(&bearers, weakness),
        };
        let (_, rest) = work.join_best(&bearers, pairs, Rivals::All);
        left.extend(rest);
    }
    work.join_bare(bearers);
    work.doubt(left);
    for (index, person) in people.iter().enumerate() {
        let root = work.parts.root(index);
        groups.join(person.entry, people[root].entry);
    }
    work.found
}

/// The pairs of a round, by the first members of both, in order: what was weighed in one round is
/// the same in the next, unless one of both has grown.
#[derive(Default)]
struct Weighed {
    all: Vec<(u32, u32)>,
    kept: FxHashMap<(u32, u32), Weight>,
}

/// What makes a name weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weakness {
    /// A letter for the given name.
    Initial,
    /// One word, or a family name of several.
    Bare,
    /// An office, and no name.
    Nameless,
}

/// Who competes for a name that may be several people's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rivals {
    /// Those whose names exclude each other.
    OtherNames,
    /// All others.
    All,
}

/// Whether anybody with a fuller name bears a bare one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fame {
    Unheard,
    Borne,
}

/// Full names by the sound of a word: family names come first in some countries.
#[derive(Default)]
struct Sounding {
    all: FxHashMap<u64, Vec<usize>>,
    /// The same by what else is told of them, a side or an office.
    backed: FxHashMap<(u64, u32), Vec<usize>>,
}

struct Work<'a> {
    people: &'a [Person],
    around: &'a Surroundings,
    blocks: Blocks,
    found: Found,
    parts: Groups,
}

impl<'a> Work<'a> {
    fn traits(&self, person: &Person) -> &'a Traits {
        &self.around.traits[person.traits as usize]
    }

    /// Joins entries of one full name that share an identifier, a side or an office within some
    /// years, or that tell nothing else.
    fn join_same(&mut self) {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        enum Tie {
            Id(u32, u32),
            Side(u32, u32),
            Office(u32, u32),
            Nothing(u32),
        }
        let mut ties: Vec<(Tie, Option<i16>, usize)> = Vec::new();
        for (index, told) in self.people.iter().enumerate() {
            let person = self.traits(told);
            ties.extend(
                person.ids.iter().map(|&(scheme, value)| (Tie::Id(scheme, value), None, index)),
            );
            if self.around.names[person.name as usize].is_weak() {
                continue;
            }
            let (key, year) = (person.key, told.year);
            // Who is said to act for two states may be two people, read as one.
            let states = person.sides.iter().filter(|side| self.around.states.contains(side));
            if states.count() < 2 {
                ties.extend(person.sides.iter().map(|&side| (Tie::Side(key, side), year, index)));
            }
            if person.sides.is_empty() {
                ties.extend(person.offices.iter().map(|&it| (Tie::Office(key, it), year, index)));
                if person.offices.is_empty() {
                    ties.push((Tie::Nothing(key), year, index));
                }
            }
        }
        ties.sort_unstable();
        let mut first: BTreeMap<usize, Tie> = BTreeMap::new();
        for pair in ties.windows(2) {
            let [(tie, year, one), (next, next_year, other)] = [pair[0], pair[1]];
            let near = match (year, next_year) {
                (Some(year), Some(next)) => next - year <= REACH,
                _ => true,
            };
            if tie == next && (near || matches!(tie, Tie::Id(..))) && self.parts.join(one, other) {
                first.insert(self.parts.root(one), tie);
            }
        }
        for (one, tie) in first {
            if self.parts.root(one) != one {
                continue;
            }
            let mut weight = Weight::default();
            weight.add(Clue::Name(Likeness::Same), Likeness::Same.points());
            match tie {
                Tie::Id(scheme, _) => weight.add(Clue::Identifier(scheme), 8.0),
                Tie::Side(_, side) => weight.add(Clue::Side(side), 1.5),
                Tie::Office(_, office) => weight.add(Clue::Office(office, None), 0.7),
                Tie::Nothing(_) => (),
            }
            let person = &self.people[one];
            self.found.merges.push((person.entry, [self.traits(person).name; 2], weight));
        }
    }

    /// Those who are taken for one so far, with all that is known of them; those of before who have
    /// not grown are the same.
    fn bearers(&mut self, before: Vec<Bearer>) -> Vec<Bearer> {
        let (people, around) = (self.people, self.around);
        let mut before = before.into_iter().peekable();
        let mut bearers = Vec::new();
        for members in self.parts.all() {
            // Both are in the order of their first members.
            while before.next_if(|it| it.root < members[0]).is_some() {}
            let is_same = |it: &Bearer| it.root == members[0] && it.count == members.len();
            bearers.push(match before.next_if(is_same) {
                Some(same) => Bearer { is_new: false, ..same },
                None => bearer(people, around, &members),
            });
        }
        bearers
    }

    /// Pairs of full names from blocks of those that share a sound.
    fn full_pairs(&self, bearers: &[Bearer], weighed: &mut Weighed) -> Vec<Pair> {
        let mut keys: Vec<(u64, usize)> = Vec::new();
        for (index, bearer) in bearers.iter().enumerate() {
            let own = bearer.names.iter().flat_map(|&name| self.blocks.keys(name));
            keys.extend(own.map(|&key| (key, index)));
        }
        keys.sort_unstable();
        keys.dedup();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for block in keys.chunk_by(|one, other| one.0 == other.0) {
            let mut members: Vec<usize> = block.iter().map(|(_, index)| *index).collect();
            let reach = if members.len() > BLOCK {
                members.sort_by_key(|&it| (self.blocks.place(bearers[it].names[0]), it));
                NEIGHBORS
            } else {
                members.len()
            };
            for (place, &one) in members.iter().enumerate() {
                let others = members[place + 1..].iter().take(reach);
                pairs.extend(others.map(|&other| (one.min(other), one.max(other))));
            }
        }
        drop(keys);
        pairs.sort_unstable();
        pairs.dedup();
        let root = |index: usize| u32::try_from(bearers[index].root).expect("people are few");
        let before = std::mem::take(weighed);
        // Bearers are in the order of their first members, and so are the pairs.
        let mut known = before.all.into_iter().peekable();
        let mut kept = before.kept;
        let mut found = Vec::new();
        for (one, other) in pairs {
            let roots = (root(one), root(other));
            weighed.all.push(roots);
            while known.next_if(|it| *it < roots).is_some() {}
            let is_known = !bearers[one].is_new
                && !bearers[other].is_new
                && known.next_if(|it| *it == roots).is_some();
            let weight = if is_known {
                kept.remove(&roots)
            } else {
                weigh(&bearers[one], &bearers[other], self.around)
                    .filter(|weight| weight.points >= WORTH_A_LOOK)
            };
            if let Some(weight) = weight {
                weighed.kept.insert(roots, weight.clone());
                found.push(Pair { one, other, weight });
            }
        }
        found
    }

    /// Pairs of a weak name with each full name that it may stand for.
    fn weak_pairs(&self, bearers: &[Bearer], weakness: Weakness) -> Vec<Pair> {
        let around = self.around;
        let mut sounding = Sounding::default();
        for (index, bearer) in bearers.iter().enumerate() {
            if bearer.name(around).is_weak() {
                continue;
            }
            let sounds: BTreeSet<u64> =
                bearer.names.iter().flat_map(|&name| self.blocks.sounds(name)).copied().collect();
            for sound in sounds {
                for &word in bearer.sides.iter().chain(bearer.offices.keys()) {
                    sounding.backed.entry((sound, word)).or_default().push(index);
                }
                sounding.all.entry(sound).or_default().push(index);
            }
        }
        let mut weak: Vec<(u32, Option<i16>, usize)> = Vec::new();
        for (index, bearer) in bearers.iter().enumerate() {
            let name = bearer.name(around);
            let fits = match weakness {
                Weakness::Initial => name.is_initial(),
                _ => name.is_bare() || is_compound(name.core.len()) && !name.is_weak(),
            };
            if fits {
                let person = &self.people[bearer.root];
                weak.push((person.traits, person.year, index));
            }
        }
        weak.sort_unstable();
        // Who stands alone differs from others of one form and year in the article only.
        let is_alone = |it: usize| bearers[it].count == 1 && bearers[it].name(around).is_weak();
        let alike = weak.chunk_by(|one, other| {
            (one.0, one.1) == (other.0, other.1) && is_alone(one.2) && is_alone(other.2)
        });
        let mut pairs = Vec::new();
        for alike in alike {
            let first = alike[0].2;
            let bases = self.bases(bearers, first, &sounding);
            for &(.., index) in alike {
                let weigh = |(other, base): &(usize, Base)| {
                    base.weigh(&bearers[index], &bearers[*other], around)
                };
                let mut weights: Vec<Weight> = bases.iter().map(weigh).collect();
                if weights.len() <= BLOCK {
                    mark_only(&mut weights);
                }
                pairs.extend(
                    bases
                        .iter()
                        .zip(weights)
                        .filter(|(_, weight)| weight.points >= WORTH_A_LOOK)
                        .map(|((other, _), weight)| Pair { one: index, other: *other, weight }),
                );
            }
        }
        pairs
    }

    /// The full names that a weak one may stand for, with what speaks for each whatever articles they
    /// are in.
    fn bases(&self, bearers: &[Bearer], index: usize, sounding: &Sounding) -> Vec<(usize, Base)> {
        let around = self.around;
        let bearer = &bearers[index];
        let name = bearer.name(around);
        let Some(sound) = name.last().map(Blocks::sound) else { return Vec::new() };
        let Some(all) = sounding.all.get(&sound) else { return Vec::new() };
        let mut candidates: Vec<usize> = if all.len() <= BLOCK {
            all.clone()
        } else {
            // Of a name that many bear, only those with something in common are asked.
            let words = bearer.sides.iter().chain(bearer.offices.keys());
            let found = words.filter_map(|&word| sounding.backed.get(&(sound, word)));
            found.flat_map(|list| list.iter().take(BLOCK)).copied().collect()
        };
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .filter(|&other| other != index)
            .filter_map(|other| {
                let base = Base::new(bearer, &bearers[other], around)?;
                let is_weaker = name.is_weak() || is_of_compound(&base.weight);
                is_weaker.then_some((other, base))
            })
            .collect()
    }

    /// Pairs of those who are called by their office alone with each holder of that office.
    fn nameless_pairs(&self, bearers: &[Bearer]) -> Vec<Pair> {
        let around = self.around;
        let mut holders: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
        let terms = |bearer: &Bearer| {
            let offices: Vec<u32> = bearer.offices.keys().copied().collect();
            let with =
                |&side: &u32| offices.iter().map(move |&office| (office, side)).collect::<Vec<_>>();
            bearer.sides.iter().flat_map(with).collect::<Vec<_>>()
        };
        for (index, bearer) in bearers.iter().enumerate() {
            if !bearer.name(around).is_office {
                for term in terms(bearer) {
                    holders.entry(term).or_default().push(index);
                }
            }
        }
        let mut pairs = Vec::new();
        for (index, bearer) in bearers.iter().enumerate() {
            if !bearer.name(around).is_office {
                continue;
            }
            let found: BTreeSet<usize> = terms(bearer)
                .iter()
                .filter_map(|term| holders.get(term))
                .flat_map(|holders| holders.iter().take(BLOCK).copied())
                .collect();
            for other in found {
                let Some(weight) = weigh(bearer, &bearers[other], around) else { continue };
                if weight.points >= WORTH_A_LOOK {
                    pairs.push(Pair { one: index, other, weight });
                }
            }
        }
        pairs
    }

    /// Joins the best pairs first; tells how many, and gives back what was not joined.
    fn join_best(
        &mut self,
        bearers: &[Bearer],
        mut pairs: Vec<Pair>,
        rivals: Rivals,
    ) -> (usize, Vec<(usize, usize, Weight)>) {
        pairs.sort_by(|a, b| {
            b.weight
                .points
                .total_cmp(&a.weight.points)
                .then((a.one, a.other).cmp(&(b.one, b.other)))
        });
        let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); bearers.len()];
        for pair in &pairs {
            near[pair.one].push((pair.other, pair.weight.points));
            near[pair.other].push((pair.one, pair.weight.points));
        }
        let mut clusters = Clusters::new(bearers, self.around);
        let mut left = Vec::new();
        let mut count = 0;
        for mut pair in pairs {
            let (one, other) = (clusters.root(pair.one), clusters.root(pair.other));
            if one == other {
                continue;
            }
            let is_enough = pair.weight.points >= ENOUGH;
            let fits = is_enough && clusters.may_join(one, other);
            let is_best = fits && !self.has_rival(bearers, &pair, (&near, &mut clusters), rivals);
            if !is_best {
                if fits {
                    // As likely one as the other.
                    let points = pair.weight.points.max(0.0);
                    pair.weight.add(Clue::OthersToo, -points);
                }
                left.push((bearers[pair.one].root, bearers[pair.other].root, pair.weight));
                continue;
            }
            clusters.join(one, other);
            let (one, other) = (&bearers[pair.one], &bearers[pair.other]);
            self.parts.join(one.root, other.root);
            let entry = self.people[one.root].entry;
            let names = [one.names[0], other.names[0]];
            self.found.merges.push((entry, names, pair.weight));
            count += 1;
        }
        (count, left)
    }

    /// Whether somebody else would do nearly as well for the weaker name of a pair.
    fn has_rival(
        &self,
        bearers: &[Bearer],
        pair: &Pair,
        (near, clusters): (&[Vec<(usize, f64)>], &mut Clusters<'_>),
        rivals: Rivals,
    ) -> bool {
        let around = self.around;
        let is_loose = pair.weight.clues.iter().any(|clue| match clue {
            Clue::Name(likeness) => likeness.is_loose(),
            _ => false,
        });
        // The shorter name is the one that may be several people's; of equal ones, either.
        let length = |index: usize| {
            let name = bearers[index].name(around);
            (!name.is_weak(), name.core.len())
        };
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
                    let (rival, chosen) = (&bearers[rival], &bearers[chosen]);
                    rivals == Rivals::All
                        || are_opposed(rival, chosen, around)
                        || is_loose && compare(rival.name(around), chosen.name(around)).is_none()
                };
                root != own_root
                    && root != chosen_root
                    && points > pair.weight.points - MARGIN
                    && excludes()
            })
        })
    }

    /// Joins bare names of which no fuller form is known, where what is known of them agrees.
    fn join_bare(&mut self, before: Vec<Bearer>) {
        let around = self.around;
        let borne: BTreeSet<&str> = before
            .iter()
            .filter(|bearer| !bearer.name(around).is_bare())
            .flat_map(|bearer| &bearer.names)
            .map(|&name| &around.names[name as usize])
            .flat_map(|name| [name.first(), name.last()].into_iter().flatten())
            .map(|word| &*word.sound)
            .collect();
        let bearers = self.bearers(before);
        let mut blocks: BTreeMap<(String, Fame, Option<u32>), Vec<usize>> = BTreeMap::new();
        for (index, bearer) in bearers.iter().enumerate() {
            let name = bearer.name(around);
            if !name.is_weak() {
                continue;
            }
            let is_borne =
                name.is_office || name.last().is_some_and(|word| borne.contains(&*word.sound));
            // Where others bear the name too, the side alone is not enough.
            let fame = if is_borne { Fame::Borne } else { Fame::Unheard };
            for &side in &bearer.sides {
                blocks.entry((name.key(), fame, Some(side))).or_default().push(index);
            }
            if bearer.sides.is_empty() && bearer.offices.is_empty() && !is_borne {
                blocks.entry((name.key(), Fame::Unheard, None)).or_default().push(index);
            }
        }
        for ((_, fame, side), block) in blocks {
            let mut weight = Weight::default();
            weight.add(Clue::Name(Likeness::Same), 1.8);
            weight.add(side.map_or(Clue::OnlyOne, Clue::Side), 1.5);
            for (one, other) in agreeing(&bearers, &block, fame, around) {
                let (one, other) = (&bearers[one], &bearers[other]);
                // Who is called by an office is another after an election.
                let reach = if one.name(around).is_office { 0 } else { REACH };
                let near = match (one.years, other.years) {
                    (Some(a), Some(b)) => (b.0 - a.1).max(a.0 - b.1) <= reach,
                    _ => !one.name(around).is_office,
                };
                let fits = near && shared(&one.articles, &other.articles) == 0;
                if fits && self.parts.join(one.root, other.root) {
                    let entry = self.people[one.root].entry;
                    let names = [one.names[0], other.names[0]];
                    self.found.merges.push((entry, names, weight.clone()));
                }
            }
        }
    }

    /// Keeps what was not joined, the best of each pair of those that are two in the end.
    fn doubt(&mut self, left: Vec<(usize, usize, Weight)>) {
        let mut best: BTreeMap<(usize, usize), Weight> = BTreeMap::new();
        for (one, other, weight) in left {
            let (one, other) = (self.parts.root(one), self.parts.root(other));
            if one == other || weight.points < WORTH_A_LOOK {
                continue;
            }
            let known = best.entry((one.min(other), one.max(other))).or_default();
            if known.clues.is_empty() || known.points < weight.points {
                *known = weight;
            }
        }
        for ((one, other), weight) in best {
            let entry = |index: usize| self.people[index].entry;
            self.found.doubts.push((entry(one), entry(other), weight));
        }
    }
}

/// Whether a name of so many words may be a family name of several: "Ben Ali".
fn is_compound(words: usize) -> bool {
    words == 2
}

/// Whether one name is the family name of the other, in several words.
fn is_of_compound(weight: &Weight) -> bool {
    weight.clues.contains(&Clue::Name(Likeness::Compound))
}

/// Pairs of neighbors in a block whose offices agree: all of them, if no two exclude each other and
/// nobody else bears the name; else those with one in common.
fn agreeing(
    bearers: &[Bearer],
    block: &[usize],
    fame: Fame,
    around: &Surroundings,
) -> Vec<(usize, usize)> {
    let offices: BTreeSet<u32> =
        block.iter().flat_map(|&index| bearers[index].offices.keys().copied()).collect();
    let texts: Vec<&str> = offices.iter().map(|&office| around.words.text(office)).collect();
    let longest = texts.iter().max_by_key(|text| text.len());
    let agree = longest.is_none_or(|longest| texts.iter().all(|text| are_alike(text, longest)));
    let mut lists: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for &index in block {
        if agree && fame == Fame::Unheard {
            lists.entry(None).or_default().push(index);
        } else {
            for &office in bearers[index].offices.keys() {
                lists.entry(Some(office)).or_default().push(index);
            }
        }
    }
    lists.values().flat_map(|list| list.windows(2).map(|pair| (pair[0], pair[1]))).collect()
}

/// All that is known of some entries that are one person.
fn bearer(people: &[Person], around: &Surroundings, members: &[usize]) -> Bearer {
    let mut bearer =
        Bearer { root: members[0], count: members.len(), is_new: true, ..Bearer::default() };
    // The forms as they come first, with how many have each.
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    let mut forms: Vec<(u32, usize)> = Vec::new();
    let mut years: Vec<Years> = Vec::new();
    for &index in members {
        let person = &people[index];
        let place = *places.entry(person.traits).or_insert_with(|| {
            forms.push((person.traits, 0));
            years.push(None);
            forms.len() - 1
        });
        forms[place].1 += 1;
        years[place] = span(years[place], person.year.map(|year| (year, year)));
        bearer.articles.push(person.article);
    }
    let mut names: BTreeMap<u32, usize> = BTreeMap::new();
    for ((form, count), years) in forms.into_iter().zip(years) {
        let traits = &around.traits[form as usize];
        *names.entry(traits.name).or_default() += count;
        bearer.sides.extend(traits.sides.iter());
        for &office in &traits.offices {
            let known = bearer.offices.entry(office).or_insert(years);
            *known = span(*known, years);
        }
        for &(scheme, value) in &traits.ids {
            bearer.ids.entry(scheme).or_insert(value);
        }
        bearer.years = span(bearer.years, years);
        bearer.is_man = bearer.is_man.or(traits.is_man);
    }
    bearer.articles.sort_unstable();
    bearer.articles.dedup();
    bearer.names = names.keys().copied().collect();
    bearer.names.sort_by_cached_key(|name| {
        let parts = &around.names[*name as usize];
        let count = std::cmp::Reverse(names[name]);
        (parts.is_weak(), parts.is_bare(), count, around.full[*name as usize].clone())
    });
    bearer
}

/// The first year and the last, where any is told.
type Years = Option<(i16, i16)>;

/// The years of two spans together.
fn span(one: Years, other: Years) -> Years {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}

/// What all roles of an entry tell, where they agree: that they are a man's or a woman's.
pub(super) fn agreed(told: impl Iterator<Item = bool>) -> Option<bool> {
    let told: BTreeSet<bool> = told.collect();
    if told.len() == 1 { told.first().copied() } else { None }
}
