//! People over all articles: names that are alike, decided by what else is told of their bearers.
//!
//! Full names come first (`full.rs`): those that may be one person's make small sets, and each set is
//! decided by itself. Then each weaker name, a family name or an office alone, chooses among the
//! people whom it may stand for (`weak.rs`), who are not changed by that; at last the weaker names
//! that stand for nobody are put together (`bare.rs`). So what comes of a name depends on names that
//! are alike, and on the articles of these, and on nothing else.

pub(super) mod again;
mod bare;
mod full;
mod weak;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside;
use super::blocks::Alike;
use super::groups::Groups;
use super::likeness::Likeness;
use super::surroundings::{Surroundings, Traits};
use super::told::Told;
use super::weigh::{Bearer, Clue, Company, Form, WORTH_A_LOOK, Weight, Years};

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

impl Person {
    /// An entry of which the form has some traits.
    pub(super) fn new(told: &Told<'_>, entry: usize, traits: u32) -> Self {
        Self { entry, article: told.rank_of[entry], traits, year: told.year(entry) }
    }
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

/// People who are put together, on one thread, before others are.
const TOGETHER: usize = 8;

/// Candidates up to which all that a name may stand for are looked at.
const BLOCK: usize = 48;

/// First members of two who were not joined, and what speaks for them.
type Left = (usize, usize, Weight);

/// First members of two who are one, their names, and why.
struct Tie {
    one: usize,
    other: usize,
    names: [u32; 2],
    weight: Weight,
}

impl Tie {
    fn new(one: &Bearer, other: &Bearer, weight: Weight) -> Self {
        Self { one: one.root(), other: other.root(), names: [one.names[0], other.names[0]], weight }
    }
}

/// A member of a person, and others who are to join them.
type Held = (usize, Vec<usize>);

/// Joins the entries of people; those in one group already are one.
pub(super) fn join(people: &[Person], around: &Surroundings<'_>, groups: &mut Groups) -> Found {
    let mut work = Work::new(people, around);
    for (index, person) in people.iter().enumerate() {
        let root = groups.root(person.entry);
        if root != person.entry
            && let Ok(other) = people.binary_search_by_key(&root, |it| it.entry)
        {
            work.parts.join(index, other);
        }
    }
    work.join_same(|_| true);
    let mut bearers = work.bearers();
    let left = full::join(&mut work, &mut bearers, &Alike::new(around.names));
    work.join_weak(&mut bearers, left, &[]);
    for (index, person) in people.iter().enumerate() {
        let root = work.parts.root(index);
        groups.join(person.entry, people[root].entry);
    }
    work.found
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

struct Work<'a> {
    people: &'a [Person],
    around: &'a Surroundings<'a>,
    found: Found,
    parts: Groups,
}

impl<'a> Work<'a> {
    fn new(people: &'a [Person], around: &'a Surroundings<'a>) -> Self {
        Self { people, around, found: Found::default(), parts: Groups::new(people.len()) }
    }

    fn traits(&self, person: &Person) -> &'a Traits {
        &self.around.traits[person.traits as usize]
    }

    /// Of the entries that are wanted, of each form and year the first, and where they are not one already
    /// another, which stands for the rest.
    fn firsts(&mut self, is_wanted: impl Fn(usize) -> bool) -> Vec<(usize, Option<usize>)> {
        let mut places: FxHashMap<(u32, Option<i16>), usize> = FxHashMap::default();
        let mut firsts: Vec<(usize, Option<usize>)> = Vec::new();
        for (index, told) in self.people.iter().enumerate().filter(|it| is_wanted(it.0)) {
            let place = *places.entry((told.traits, told.year)).or_insert(firsts.len());
            let Some((first, second)) = firsts.get_mut(place) else {
                firsts.push((index, None));
                continue;
            };
            if self.parts.root(index) == self.parts.root(*first) {
                continue;
            }
            match *second {
                // Who has no tie with those like it is joined with nobody.
                Some(second) if self.has_tie(told) => {
                    self.parts.join(second, index);
                }
                Some(_) => (),
                None => *second = Some(index),
            }
        }
        firsts
    }

    /// Whether something ties the entries of a form and year.
    fn has_tie(&self, told: &Person) -> bool {
        let person = self.traits(told);
        let is_full = !self.around.names.is_weak(person.name);
        !person.ids.is_empty() || is_full && !self.is_of_two(person)
    }

    /// Whether somebody is said to act for two states, and may be two people who were read as one.
    fn is_of_two(&self, person: &Traits) -> bool {
        person.sides.iter().filter(|side| self.around.states.contains(side)).count() > 1
    }

    /// Joins entries, of those that are wanted, of one full name that share an identifier, a side or an
    /// office within some years, or that tell nothing else.
    fn join_same(&mut self, is_wanted: impl Fn(usize) -> bool) {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        enum Tie {
            Id(u32, u32),
            Side(u64, u32),
            Office(u64, u32),
            Nothing(u64),
        }
        let mut ties: Vec<(Tie, Option<i16>, usize)> = Vec::new();
        for (index, second) in self.firsts(is_wanted) {
            let told = &self.people[index];
            let person = self.traits(told);
            let before = ties.len();
            ties.extend(
                person.ids.iter().map(|&(scheme, value)| (Tie::Id(scheme, value), None, index)),
            );
            if !self.around.names.is_weak(person.name) {
                let (key, year) = (self.around.names.key(person.name), told.year);
                if !self.is_of_two(person) {
                    let sides = person.sides.iter();
                    ties.extend(sides.map(|&side| (Tie::Side(key, side), year, index)));
                }
                if person.sides.is_empty() {
                    let offices = person.offices.iter();
                    ties.extend(offices.map(|&it| (Tie::Office(key, it), year, index)));
                    if person.offices.is_empty() {
                        ties.push((Tie::Nothing(key), year, index));
                    }
                }
            }
            // What joins others with it is the first tie.
            let first = ties[before..].iter().min().copied();
            let other = first.zip(second).map(|((tie, year, _), other)| (tie, year, other));
            ties.extend(other);
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

    /// Those who are taken for one so far, with all that is known of them.
    fn bearers(&mut self) -> Vec<Bearer> {
        bearers(self.people, self.around, self.parts.all())
    }

    /// Lets each weaker name choose among the bearers of full ones, and puts together those that stand for
    /// nobody; after initials have chosen, some people take in further members, who chose them before.
    fn join_weak(&mut self, bearers: &mut Vec<Bearer>, mut left: Vec<Left>, held: &[Held]) {
        let mut unsure = weak::join(self, bearers, Weakness::Initial);
        self.take_in(bearers, held);
        unsure.extend(weak::join(self, bearers, Weakness::Bare));
        bare::join(self, bearers, Weakness::Bare);
        if bearers.iter().any(|it| self.around.names.is_office(it.names[0])) {
            unsure.extend(weak::join(self, bearers, Weakness::Nameless));
            bare::join(self, bearers, Weakness::Nameless);
        }
        // For whom else a name may stand is of no matter once it stands for somebody.
        let around = self.around;
        let alone = bearers.iter().filter(|it| around.names.is_weak(it.names[0])).map(Bearer::root);
        let alone: FxHashSet<usize> = alone.collect();
        unsure.retain(|&(own, ..)| alone.contains(&self.parts.root(own)));
        left.append(&mut unsure);
        self.doubt(left);
    }

    /// Gives people further members.
    fn take_in(&mut self, bearers: &mut [Bearer], held: &[Held]) {
        for (person, members) in held.iter().filter(|it| !it.1.is_empty()) {
            let root = self.parts.root(*person);
            let Some(own) = bearers.iter_mut().find(|it| it.root() == root) else { continue };
            for &it in members {
                self.parts.join(root, it);
            }
            let more = bearer(self.people, self.around, members.clone());
            *own = joined([&*own, &more].into_iter(), self.around);
        }
        if !held.is_empty() {
            bearers.sort_unstable_by_key(Bearer::root);
        }
    }

    /// Joins two for a reason.
    fn tie(&mut self, one: &Bearer, other: &Bearer, weight: Weight) {
        self.take(Tie::new(one, other, weight));
    }

    /// Joins two who are tied.
    fn take(&mut self, Tie { one, other, names, weight }: Tie) {
        self.parts.join(one, other);
        self.found.merges.push((self.people[one].entry, names, weight));
    }

    /// Keeps what was not joined, the best of each pair of those that are two in the end.
    fn doubt(&mut self, mut left: Vec<Left>) {
        let mut best: BTreeMap<(usize, usize), Weight> = BTreeMap::new();
        // Of what says as much the first counts.
        left.sort_by_key(|it| (it.0.min(it.1), it.0.max(it.1)));
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

/// All that is known of people, each of some who are one, by their places, in order.
fn bearers(people: &[Person], around: &Surroundings<'_>, parts: Vec<Vec<usize>>) -> Vec<Bearer> {
    beside::each(parts.into_iter(), TOGETHER, |members| bearer(people, around, members))
}

/// All that is known of some people who are one, by their places, in order.
fn bearer(people: &[Person], around: &Surroundings<'_>, members: Vec<usize>) -> Bearer {
    let own = members.iter().map(|&it| people[it]);
    let bearer = gathered(own, members.len(), around);
    Bearer { members, ..bearer }
}

/// All that is known of some entries that are one person, in order, without who is a member.
fn gathered(all: impl Iterator<Item = Person>, count: usize, around: &Surroundings<'_>) -> Bearer {
    let mut bearer = Bearer::default();
    // The forms as they come first.
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    let mut last = usize::MAX;
    bearer.articles.reserve_exact(count);
    for person in all {
        let years = person.year.map(|year| (year, year));
        if bearer.articles.last() != Some(&person.article) {
            bearer.articles.push(person.article);
        }
        let new = Form { first: person.entry, traits: person.traits, count: 0, years };
        let place = match count {
            1 => 0,
            // Of one form often many stand side by side.
            _ if bearer.forms.get(last).is_some_and(|it| it.traits == person.traits) => last,
            _ => *places.entry(person.traits).or_insert(bearer.forms.len()),
        };
        last = place;
        if place == bearer.forms.len() {
            bearer.forms.push(new);
        }
        let form = &mut bearer.forms[place];
        form.count += 1;
        form.years = span(form.years, years);
    }
    of_forms(bearer, around)
}

/// Puts the bearers of each group together: the first takes the others in, who are left out. Those
/// in a group are in order. Where they are weighed again, what is known of who is around them is kept.
fn merge(
    bearers: &mut Vec<Bearer>,
    groups: &[Vec<usize>],
    are_weighed: bool,
    around: &Surroundings<'_>,
) {
    let groups: Vec<&Vec<usize>> = groups.iter().filter(|it| it.len() > 1).collect();
    let all = &*bearers;
    let joined = beside::each(groups.iter(), TOGETHER, |group| {
        let own = group.iter().map(|&it| &all[it]);
        let mut bearer = joined(own.clone(), around);
        if let Some(company) = are_weighed.then(|| Company::of_all(own, around)).flatten() {
            bearer.company = OnceLock::from(company);
        }
        bearer
    });
    for (group, joined) in groups.into_iter().zip(joined) {
        for &it in group {
            bearers[it] = Bearer::default();
        }
        bearers[group[0]] = joined;
    }
    bearers.retain(|it| !it.members.is_empty());
}

/// Puts together what is known of several who are one person.
#[expect(clippy::stable_sort_primitive, reason = "lists that are in order are put together")]
fn joined<'b>(all: impl Iterator<Item = &'b Bearer>, around: &Surroundings<'_>) -> Bearer {
    let mut bearer = Bearer::default();
    for it in all {
        bearer.members.extend_from_slice(&it.members);
        bearer.articles.extend_from_slice(&it.articles);
        bearer.forms.extend_from_slice(&it.forms);
    }
    bearer.members.sort();
    bearer.articles.sort();
    bearer.articles.dedup();
    bearer.forms.sort_unstable_by_key(|it| (it.traits, it.first));
    bearer.forms.dedup_by(|next, kept| {
        let is_same = next.traits == kept.traits;
        if is_same {
            kept.count += next.count;
            kept.years = span(kept.years, next.years);
        }
        is_same
    });
    bearer.forms.sort_unstable_by_key(|it| it.first);
    of_forms(bearer, around)
}

/// Adds to a bearer what its forms tell.
fn of_forms(mut bearer: Bearer, around: &Surroundings<'_>) -> Bearer {
    let mut names: BTreeMap<u32, usize> = BTreeMap::new();
    for form in &bearer.forms {
        let (traits, years) = (&around.traits[form.traits as usize], form.years);
        *names.entry(traits.name).or_default() += form.count;
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
    bearer.names = names.keys().copied().collect();
    if bearer.names.len() > 1 {
        bearer.names.sort_by_cached_key(|&name| {
            let (is_weak, is_bare) = (around.names.is_weak(name), around.names.is_bare(name));
            (is_weak, is_bare, std::cmp::Reverse(names[&name]), around.text(name))
        });
    }
    bearer
}

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
