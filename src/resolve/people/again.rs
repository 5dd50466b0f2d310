//! People once more, after some articles came: those whose names are touched are joined anew, and the rest
//! stays as it was.
//!
//! A full name touches those that are like it, as they make a set with it, and the weak names that may stand
//! for it. Others for whom these may stand are asked as they are, and are touched as soon as one of them is
//! chosen by other names than before.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Found, Held, Left, Person, Work, bearer, full};
use crate::resolve::blocks::{self, Alike, Blocks};
use crate::resolve::names::Name;
use crate::resolve::weigh::{Bearer, Surroundings};

/// The group of a person whose article is new.
pub(in crate::resolve) const NEW: u32 = u32::MAX;

/// The place, among others, of those who are touched themselves.
const OWN: u32 = u32::MAX;

/// People of whom nearly all may be touched before it is better to join all anew: one of so many.
const SHARE: usize = 3;

/// What came of the people that were touched.
pub(in crate::resolve) struct Again {
    /// Their groups, by the places of people.
    pub(in crate::resolve) groups: Vec<Vec<usize>>,
    /// Groups that are what they were, with those of their members who chose them once more.
    pub(in crate::resolve) asked: Vec<(u32, Vec<usize>)>,
    /// The weak names that chose once more.
    pub(in crate::resolve) weak: BTreeSet<u32>,
    /// What was joined, and what may have to be.
    pub(in crate::resolve) found: Found,
}

/// Somebody who may be chosen.
struct Other {
    group: u32,
    /// Who is in the group by a full name.
    core: Vec<u32>,
    /// Who came by an initial, and does not choose once more.
    held: Vec<u32>,
    /// Who came by a weak name, and chooses once more.
    choosers: Vec<u32>,
}

/// Values by their keys, which are counted from 0.
struct By {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl By {
    fn new(keys: usize, all: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0; keys + 1];
        for (key, _) in all.clone() {
            starts[key as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut values = vec![0; starts[keys] as usize];
        for (key, value) in all {
            let place = &mut next[key as usize];
            values[*place as usize] = value;
            *place += 1;
        }
        Self { starts, values }
    }

    fn of(&self, key: u32) -> &[u32] {
        let key = key as usize;
        &self.values[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}

/// The sound by which a weak name is looked for.
fn sound(name: &Name) -> u64 {
    name.last().map_or(0, blocks::sound)
}

/// People by their names, forms and groups, and which of these are touched.
struct Reach<'a> {
    people: &'a [Person],
    around: &'a Surroundings,
    /// The group of each person before, or [`NEW`].
    before: &'a [u32],
    blocks: Blocks<'a>,
    forms_of: By,
    people_of: By,
    members_of: By,
    with_id: FxHashMap<(u32, u32), Vec<u32>>,
    /// Weak names by sound, and full names by the sounds of weak ones.
    weak: FxHashMap<u64, Vec<u32>>,
    full: FxHashMap<u64, Vec<u32>>,
    names: BTreeSet<u32>,
    sounds: BTreeSet<u64>,
    names_left: Vec<u32>,
    sounds_left: Vec<u64>,
    /// How many people are touched.
    count: usize,
    pairs: Vec<(u32, u32)>,
}

/// Joins anew the people who are touched by those of new articles; none if that is not less than to join
/// all.
pub(in crate::resolve) fn join(
    people: &[Person],
    around: &Surroundings,
    before: &[u32],
) -> Option<Again> {
    let mut reach = Reach::new(people, around, before);
    for (person, &group) in people.iter().zip(before) {
        if group == NEW {
            reach.touch(around.traits[person.traits as usize].name)?;
        }
    }
    loop {
        reach.spread()?;
        let (own, others) = reach.people();
        let Some(others) = reach.check(others)? else { continue };
        if let Some(again) = reach.run(&own, &others)? {
            return Some(again);
        }
    }
}

impl<'a> Reach<'a> {
    fn new(people: &'a [Person], around: &'a Surroundings, before: &'a [u32]) -> Self {
        let names = around.names.len();
        let forms = (0..).zip(&around.traits).map(|(form, it)| (it.name, form));
        let groups = before.iter().filter(|it| **it != NEW).max().map_or(0, |it| *it as usize + 1);
        let grouped = (0..).zip(before).filter(|it| *it.1 != NEW).map(|(it, group)| (*group, it));
        let mut with_id: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
        for (form, it) in (0..).zip(&around.traits) {
            for &id in &it.ids {
                with_id.entry(id).or_default().push(form);
            }
        }
        let mut weak: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (index, name) in (0..).zip(&around.names) {
            if name.is_weak() && !name.is_office {
                weak.entry(sound(name)).or_default().push(index);
            }
        }
        let mut full: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (index, name) in (0..).zip(&around.names) {
            for sound in blocks::sounds(name) {
                if weak.contains_key(&sound) {
                    full.entry(sound).or_default().push(index);
                }
            }
        }
        Self {
            people,
            around,
            before,
            blocks: Blocks::new(&around.names),
            forms_of: By::new(names, forms),
            people_of: By::new(
                around.traits.len(),
                (0..).zip(people).map(|(index, it)| (it.traits, index)),
            ),
            members_of: By::new(groups, grouped),
            with_id,
            weak,
            full,
            names: BTreeSet::new(),
            sounds: BTreeSet::new(),
            names_left: Vec::new(),
            sounds_left: Vec::new(),
            count: 0,
            pairs: Vec::new(),
        }
    }

    fn name_of(&self, person: u32) -> u32 {
        self.around.traits[self.people[person as usize].traits as usize].name
    }

    /// Touches a name; tells whether that can be followed.
    fn touch(&mut self, name: u32) -> Option<()> {
        let parts = &self.around.names[name as usize];
        if parts.is_office {
            return None;
        }
        if parts.is_weak() {
            self.touch_sound(sound(parts));
        } else if self.names.insert(name) {
            self.names_left.push(name);
        }
        Some(())
    }

    /// Touches the weak names of a sound, if there are any.
    fn touch_sound(&mut self, sound: u64) {
        if self.weak.contains_key(&sound) && self.sounds.insert(sound) {
            self.sounds_left.push(sound);
        }
    }

    /// Touches all that what is touched touches; none if that is too much.
    fn spread(&mut self) -> Option<()> {
        loop {
            if let Some(name) = self.names_left.pop() {
                self.spread_name(name)?;
            } else if let Some(sound) = self.sounds_left.pop() {
                for name in self.weak.get(&sound).cloned().unwrap_or_default() {
                    self.spread_forms(name)?;
                }
            } else {
                return Some(());
            }
            if self.count * SHARE > self.people.len() && self.count > self.people.len().min(2000) {
                return None;
            }
        }
    }

    /// Touches what a full name touches.
    fn spread_name(&mut self, name: u32) -> Option<()> {
        for other in self.blocks.near(name) {
            self.pairs.push((name, other));
            self.touch(other)?;
        }
        for sound in blocks::sounds(&self.around.names[name as usize]) {
            self.touch_sound(sound);
        }
        self.spread_forms(name)
    }

    /// Touches the full names in a group.
    fn touch_people(&mut self, group: u32) -> Option<()> {
        let mut names: Vec<u32> =
            self.members_of.of(group).iter().map(|&it| self.name_of(it)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let parts = &self.around.names[name as usize];
            if parts.is_office || !parts.is_weak() {
                self.touch(name)?;
            }
        }
        Some(())
    }

    /// Touches what has an identifier in common with a name.
    fn spread_forms(&mut self, name: u32) -> Option<()> {
        let around = self.around;
        let forms = self.forms_of.of(name).to_vec();
        for form in forms {
            self.count += self.people_of.of(form).len();
            for id in &around.traits[form as usize].ids {
                for other in self.with_id.get(id).cloned().unwrap_or_default() {
                    self.touch(around.traits[other as usize].name)?;
                }
            }
        }
        Some(())
    }

    /// The people who are touched, and those whom touched names may stand for.
    fn people(&self) -> (Vec<u32>, Vec<(Other, bool)>) {
        let weak = self.sounds.iter().filter_map(|sound| self.weak.get(sound)).flatten();
        let mut own: Vec<u32> = self
            .names
            .iter()
            .chain(weak)
            .flat_map(|&name| self.forms_of.of(name))
            .flat_map(|&form| self.people_of.of(form))
            .copied()
            .collect();
        own.sort_unstable();
        let others = self.sounds.iter().filter_map(|sound| self.full.get(sound)).flatten();
        let mut groups: Vec<u32> = others
            .filter(|name| !self.names.contains(name))
            .flat_map(|&name| self.forms_of.of(name))
            .flat_map(|&form| self.people_of.of(form))
            .map(|&person| self.before[person as usize])
            .collect();
        groups.sort_unstable();
        groups.dedup();
        (own, groups.into_iter().map(|group| self.other(group)).collect())
    }

    /// Somebody who may be chosen; and whether weak names that do not choose once more stand for them too.
    fn other(&self, group: u32) -> (Other, bool) {
        let around = self.around;
        let traits = |it: u32| &around.traits[self.people[it as usize].traits as usize];
        let name = |it: u32| &around.names[traits(it).name as usize];
        let members = self.members_of.of(group);
        let mut ids: Vec<(u32, u32)> = members
            .iter()
            .filter(|&&it| !name(it).is_weak())
            .flat_map(|&it| traits(it).ids.iter().copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut other = Other { group, core: Vec::new(), held: Vec::new(), choosers: Vec::new() };
        let mut has_more = false;
        for &it in members {
            let own = name(it);
            match () {
                () if !own.is_weak() || traits(it).ids.iter().any(|id| ids.contains(id)) => {
                    other.core.push(it);
                }
                () if own.is_office => (),
                () if self.sounds.contains(&sound(own)) => other.choosers.push(it),
                () => {
                    has_more = true;
                    if own.is_initial() {
                        other.held.push(it);
                    }
                }
            }
        }
        let is_shared = has_more && !other.choosers.is_empty();
        (other, is_shared)
    }

    /// Touches those for whom both stand, names that choose once more and others: which of these were
    /// taken depends on all of them. Gives back all if there are none.
    #[expect(clippy::option_option, reason = "to go on and to give up are two things")]
    fn check(&mut self, others: Vec<(Other, bool)>) -> Option<Option<Vec<Other>>> {
        let shared: Vec<u32> = others.iter().filter(|it| it.1).map(|it| it.0.group).collect();
        for &group in &shared {
            self.touch_people(group)?;
        }
        let all = || others.into_iter().map(|it| it.0).collect();
        Some(shared.is_empty().then(all))
    }

    /// Joins the people who are touched, unless somebody is touched by that who was not before; none, if
    /// that cannot be followed.
    #[expect(clippy::option_option, reason = "to go on and to give up are two things")]
    fn run(&mut self, own: &[u32], others: &[Other]) -> Option<Option<Again>> {
        let around = self.around;
        let mut places: Vec<u32> = own.to_vec();
        for other in others {
            places.extend(other.core.iter().chain(&other.held));
        }
        places.sort_unstable();
        let place_of = |it: &u32| places.binary_search(it).expect("it was put there");
        let people: Vec<Person> = places.iter().map(|&it| self.people[it as usize]).collect();
        let mut work = Work::new(&people, around);
        let mut other_of = vec![OWN; people.len()];
        let mut cores: Vec<Vec<usize>> = Vec::with_capacity(others.len());
        let mut held: Vec<Held> = Vec::with_capacity(others.len());
        for (number, other) in (0..).zip(others) {
            let core: Vec<usize> = other.core.iter().map(place_of).collect();
            let more: Vec<usize> = other.held.iter().map(place_of).collect();
            for &it in core.iter().chain(&more) {
                other_of[it] = number;
            }
            for pair in core.windows(2) {
                work.parts.join(pair[0], pair[1]);
            }
            held.push((core[0], more));
            cores.push(core);
        }
        work.join_same(|it| other_of[it] == OWN);
        let mut bearers: Vec<Bearer> = work
            .parts
            .all()
            .into_iter()
            .filter(|members| other_of[members[0]] == OWN)
            .map(|members| bearer(&people, around, members))
            .collect();
        let alike = Alike::of_pairs(around.names.len(), self.pairs.clone());
        let left: Vec<Left> = full::join(&mut work, &mut bearers, &alike);
        bearers.extend(cores.into_iter().map(|core| bearer(&people, around, core)));
        bearers.sort_unstable_by_key(Bearer::root);
        work.join_weak(&mut bearers, left, &held);
        let mut is_more = false;
        let (mut rest, mut asked) = (Vec::new(), Vec::new());
        for it in bearers {
            let Some(&other) = it.members.iter().find(|&&it| other_of[it] != OWN) else {
                rest.push(it);
                continue;
            };
            let other = &others[other_of[other] as usize];
            let came: Vec<usize> =
                it.members.iter().copied().filter(|&it| other_of[it] == OWN).collect();
            if came.iter().map(|&it| places[it]).ne(other.choosers.iter().copied()) {
                self.touch_people(other.group)?;
                is_more = true;
            } else if !came.is_empty() {
                asked.push((other.group, came.iter().map(|&it| places[it] as usize).collect()));
            }
        }
        if is_more {
            return Some(None);
        }
        if self.has_nameless(&rest, &places) {
            return None;
        }
        let groups = rest
            .into_iter()
            .map(|it| it.members.into_iter().map(|it| places[it] as usize).collect())
            .collect();
        let weak = self.sounds.iter().filter_map(|sound| self.weak.get(sound)).flatten();
        let weak = weak.copied().collect();
        Some(Some(Again { groups, asked, weak, found: work.found }))
    }

    /// Whether an office alone may stand, or may have stood, for one of some people.
    fn has_nameless(&self, bearers: &[Bearer], places: &[u32]) -> bool {
        let around = self.around;
        let offices = around.traits.iter().filter(|it| around.names[it.name as usize].is_office);
        let mut terms: FxHashSet<(u32, u32)> = FxHashSet::default();
        // Those that share an identifier are one, with the offices and sides of all.
        let (mut shared_offices, mut shared_sides) = (BTreeSet::new(), BTreeSet::new());
        for it in offices {
            if it.ids.is_empty() {
                let sides = it.sides.iter();
                terms
                    .extend(sides.flat_map(|&side| it.offices.iter().map(move |&own| (own, side))));
            } else {
                shared_offices.extend(it.offices.iter().copied());
                shared_sides.extend(it.sides.iter().copied());
            }
        }
        for &office in &shared_offices {
            terms.extend(shared_sides.iter().map(|&side| (office, side)));
        }
        if terms.is_empty() {
            return false;
        }
        let holds = |members: &mut dyn Iterator<Item = u32>| {
            let (mut sides, mut offices) = (FxHashSet::default(), FxHashSet::default());
            for it in members {
                let traits = &around.traits[self.people[it as usize].traits as usize];
                sides.extend(traits.sides.iter().copied());
                offices.extend(traits.offices.iter().copied());
            }
            terms.iter().any(|(office, side)| offices.contains(office) && sides.contains(side))
        };
        let now = bearers.iter().any(|it| holds(&mut it.members.iter().map(|&it| places[it])));
        let mut groups: Vec<u32> = bearers
            .iter()
            .flat_map(|it| &it.members)
            .map(|&it| self.before[places[it] as usize])
            .filter(|&group| group != NEW)
            .collect();
        groups.sort_unstable();
        groups.dedup();
        now || groups.iter().any(|&it| holds(&mut self.members_of.of(it).iter().copied()))
    }
}
