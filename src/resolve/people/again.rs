//! People once more, after some articles came: those whose names are touched are joined anew, and the rest
//! stays as it was.
//!
//! A full name touches those that are like it, as they make a set with it, and the weak names that may stand
//! for it. Others for whom these may stand are asked as they are; where one of them is chosen by other names
//! than before, he takes these in, and is touched himself if more may rest on that.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Found, Held, Left, Person, TOGETHER, Work, bearers, full, gathered};
use crate::resolve::beside;
use crate::resolve::blocks::{Alike, half, sounds};
use crate::resolve::lists::{Index, NONE, number};
use crate::resolve::names::Name;
use crate::resolve::readings::{Names, Readings};
use crate::resolve::surroundings::Surroundings;
use crate::resolve::told::Told;
use crate::resolve::weigh::Bearer;

/// The group of a person whose article is new.
pub(in crate::resolve) const NEW: u32 = u32::MAX;

/// The place, among others, of those who are touched themselves.
const OWN: u32 = u32::MAX;

/// Entries that are looked through on one thread, before others are.
const ENTRIES: usize = 100_000;

/// People of whom nearly all may be touched before it is better to join all anew: one of so many.
const SHARE: usize = 3;

/// What came of the people that were touched.
pub(in crate::resolve) struct Again {
    /// Their groups, by the places of entries.
    pub(in crate::resolve) groups: Vec<Vec<usize>>,
    /// Groups of which some members chose once more.
    pub(in crate::resolve) asked: Vec<Asked>,
    /// The weak names that chose once more.
    pub(in crate::resolve) weak: BTreeSet<u32>,
    /// What was joined, and what may have to be.
    pub(in crate::resolve) found: Found,
}

/// A group of which those who came by weak names chose once more.
pub(in crate::resolve) struct Asked {
    pub(in crate::resolve) group: u32,
    /// Who chose it now.
    pub(in crate::resolve) came: Vec<usize>,
    /// Whether they are others than before.
    pub(in crate::resolve) is_other: bool,
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
    /// Whether others came by weak names who do not choose once more.
    has_more: bool,
}

/// The sound by which a weak name is looked for.
fn sound(names: &Names, name: u32) -> u32 {
    names.sounds(name).first().copied().unwrap_or_default()
}

/// People by their names, forms and groups, and which of these are touched.
struct Reach<'r, 'a> {
    told: &'a Told<'a>,
    around: &'r mut Surroundings<'a>,
    readings: &'a Readings,
    names: &'a Names,
    /// The group of each entry before, or [`NEW`].
    before: &'r [u32],
    /// How many groups there were.
    groups: usize,
    /// Names by their blocks, forms by their names and by their identifiers.
    blocks: Index,
    forms_of: Index,
    with_id: Index,
    /// Weak names by sound, and full names by sounds.
    weak: Index,
    full: Index,
    /// The names of those who are as likely one with a group as such that are, and yet were kept apart.
    refused: &'r dyn Fn(u32) -> Vec<String>,
    touched: BTreeSet<u32>,
    sounds: BTreeSet<u32>,
    names_left: Vec<u32>,
    sounds_left: Vec<u32>,
    /// How many people there are, and how many are touched.
    people: usize,
    count: usize,
    pairs: Vec<(u32, u32)>,
}

/// Joins anew the people who are touched by those of new articles, where each entry was in a group, or is
/// [`NEW`]; none if that is not less than to join all. `refused` names those who are as likely one with a group as
/// such that are, and yet were kept apart.
pub(in crate::resolve) fn join<'a>(
    told: &'a Told<'a>,
    around: &mut Surroundings<'a>,
    before: &[u32],
    refused: &dyn Fn(u32) -> Vec<String>,
) -> Option<Again> {
    let mut reach = Reach::new(told, around, before, refused);
    for (&form, &group) in told.form_of.iter().zip(before) {
        if group == NEW
            && let Some(name) = reach.readings.name_of(form)
        {
            reach.touch(name)?;
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

impl<'r, 'a> Reach<'r, 'a> {
    fn new(
        told: &'a Told<'a>,
        around: &'r mut Surroundings<'a>,
        before: &'r [u32],
        refused: &'r dyn Fn(u32) -> Vec<String>,
    ) -> Self {
        let readings = told.corpus.readings();
        let names = readings.names();
        let all = || 0..number(names.len());
        let forms = || (0..).zip(readings.names_of()).filter(|it| *it.1 != NONE);
        let by_sound = |name: u32| names.sounds(name).iter().map(move |&sound| (sound, name));
        let blocks = all().flat_map(|name| names.blocks(name).iter().map(move |&it| (it, name)));
        let ids = forms().flat_map(|(form, _)| {
            readings.ids().of(form as usize).iter().map(move |&id| (half(id), form))
        });
        let weak = all().filter(|&it| names.is_weak(it) && !names.is_office(it));
        let groups = before.iter().filter(|it| **it != NEW).max().map_or(0, |it| *it as usize + 1);
        Self {
            told,
            readings,
            names,
            before,
            groups,
            blocks: Index::new(blocks),
            forms_of: Index::new(forms().map(|(form, &name)| (name, form))),
            with_id: Index::new(ids),
            weak: Index::new(weak.map(|name| (sound(names, name), name))),
            full: Index::new(all().filter(|&it| !names.is_weak(it)).flat_map(by_sound)),
            refused,
            touched: BTreeSet::new(),
            sounds: BTreeSet::new(),
            names_left: Vec::new(),
            sounds_left: Vec::new(),
            people: forms().map(|(form, _)| told.counts[form as usize] as usize).sum(),
            count: 0,
            pairs: Vec::new(),
            around,
        }
    }

    /// The name of the form of an entry.
    fn name_of(&self, entry: u32) -> u32 {
        self.readings.names_of()[self.told.form_of[entry as usize] as usize]
    }

    /// Hashes of the identifiers of an entry.
    fn ids(&self, entry: u32) -> &'a [u64] {
        self.readings.ids().of(self.told.form_of[entry as usize] as usize)
    }

    /// Touches a name; tells whether that can be followed.
    fn touch(&mut self, name: u32) -> Option<()> {
        if self.names.is_office(name) {
            return None;
        }
        if self.names.is_weak(name) {
            self.touch_sound(sound(self.names, name));
        } else if self.touched.insert(name) {
            self.names_left.push(name);
        }
        Some(())
    }

    /// Touches the weak names of a sound, if there are any.
    fn touch_sound(&mut self, sound: u32) {
        if self.weak.of(sound).next().is_some() && self.sounds.insert(sound) {
            self.sounds_left.push(sound);
        }
    }

    /// Touches all that what is touched touches; none if that is too much.
    fn spread(&mut self) -> Option<()> {
        loop {
            if let Some(name) = self.names_left.pop() {
                self.spread_name(name)?;
            } else if let Some(sound) = self.sounds_left.pop() {
                for name in self.weak.of(sound).collect::<Vec<u32>>() {
                    self.spread_forms(name)?;
                }
            } else {
                return Some(());
            }
            if self.count * SHARE > self.people && self.count > self.people.min(2000) {
                return None;
            }
        }
    }

    /// Touches what a full name touches.
    fn spread_name(&mut self, name: u32) -> Option<()> {
        for other in self.near(name) {
            self.pairs.push((name, other));
            self.touch(other)?;
        }
        for &sound in self.names.sounds(name) {
            self.touch_sound(sound);
        }
        self.spread_forms(name)
    }

    /// The names that may be the same person's as a full one, in order.
    fn near(&self, name: u32) -> Vec<u32> {
        let blocks = self.names.blocks(name).iter();
        let mut near: Vec<u32> = blocks.flat_map(|&it| self.blocks.of(it)).collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|&it| it != name && self.names.compare(name, it).is_some());
        near
    }

    /// Touches the full names in some groups.
    fn touch_people(&mut self, groups: &[u32]) -> Option<()> {
        let mut is_meant = vec![false; self.groups];
        for &group in groups {
            is_meant[group as usize] = true;
        }
        let mut names: Vec<u32> =
            self.members(&is_meant).into_iter().map(|it| self.name_of(it)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if self.names.is_office(name) || !self.names.is_weak(name) {
                self.touch(name)?;
            }
        }
        Some(())
    }

    /// The entries in some groups.
    fn members(&self, is_meant: &[bool]) -> Vec<u32> {
        let all = self.before.chunks(ENTRIES).enumerate();
        let found = beside::each(all, 1, |(part, groups)| -> Vec<u32> {
            let all = (number(part * ENTRIES)..).zip(groups).filter(|it| *it.1 != NEW);
            all.filter(|it| is_meant[*it.1 as usize]).map(|it| it.0).collect()
        });
        found.concat()
    }

    /// Touches what has an identifier in common with a name.
    fn spread_forms(&mut self, name: u32) -> Option<()> {
        let (readings, names_of) = (self.readings, self.readings.names_of());
        let forms: Vec<u32> = self.forms_of.of(name).collect();
        for form in forms {
            self.count += self.told.counts[form as usize] as usize;
            for &id in readings.ids().of(form as usize) {
                for other in self.with_id.of(half(id)).collect::<Vec<u32>>() {
                    self.touch(names_of[other as usize])?;
                }
            }
        }
        Some(())
    }

    /// The weak names that are touched.
    fn weak(&self) -> impl Iterator<Item = u32> {
        self.sounds.iter().flat_map(|&sound| self.weak.of(sound))
    }

    /// The entries of people who are touched, and those whom touched names may stand for.
    fn people(&self) -> (Vec<u32>, Vec<Other>) {
        const OWN: u8 = 1;
        const MEANT: u8 = 2;
        let mut marks = vec![0; self.readings.len()];
        let meant = self.sounds.iter().flat_map(|&sound| self.full.of(sound));
        for form in meant.flat_map(|name| self.forms_of.of(name)) {
            marks[form as usize] = MEANT;
        }
        let own = self.touched.iter().copied().chain(self.weak());
        for form in own.flat_map(|name| self.forms_of.of(name)) {
            marks[form as usize] = OWN;
        }
        let mut own: Vec<u32> = Vec::new();
        let mut is_meant = vec![false; self.groups];
        let forms = self.told.form_of.chunks(ENTRIES).zip(self.before.chunks(ENTRIES));
        let found = beside::each(forms.enumerate(), 1, |(part, (forms, groups))| {
            let (mut own, mut meant) = (Vec::new(), Vec::new());
            for ((entry, &form), &group) in (number(part * ENTRIES)..).zip(forms).zip(groups) {
                match marks[form as usize] {
                    OWN => own.push(entry),
                    // Those who are new are touched.
                    MEANT => meant.push(group),
                    _ => (),
                }
            }
            (own, meant)
        });
        for (mut entries, meant) in found {
            own.append(&mut entries);
            for group in meant {
                is_meant[group as usize] = true;
            }
        }
        let groups: Vec<u32> = (0..).zip(&is_meant).filter(|it| *it.1).map(|it| it.0).collect();
        let mut places = vec![0; self.groups];
        for (place, &group) in (0..).zip(&groups) {
            places[group as usize] = place;
        }
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
        for entry in self.members(&is_meant) {
            let place: u32 = places[self.before[entry as usize] as usize];
            members[place as usize].push(entry);
        }
        let others = groups.into_iter().zip(members);
        (own, others.map(|(group, own)| self.other(group, own.into_iter())).collect())
    }

    /// Somebody who may be chosen.
    fn other(&self, group: u32, members: impl Iterator<Item = u32> + Clone) -> Other {
        let names = self.names;
        // Of one form often many stand side by side.
        let mut forms: Vec<u32> =
            members.clone().map(|it| self.told.form_of[it as usize]).collect();
        forms.dedup();
        let name_of = |form: u32| self.readings.names_of()[form as usize];
        let full = forms.into_iter().filter(|&it| !names.is_weak(name_of(it)));
        let ids_of = |form: u32| self.readings.ids().of(form as usize).iter().copied();
        let mut ids: Vec<u64> = full.flat_map(ids_of).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut other = Other {
            group,
            core: Vec::new(),
            held: Vec::new(),
            choosers: Vec::new(),
            has_more: false,
        };
        for it in members {
            let own = self.name_of(it);
            match () {
                () if !names.is_weak(own) || self.ids(it).iter().any(|id| ids.contains(id)) => {
                    other.core.push(it);
                }
                () if names.is_office(own) => (),
                () if self.sounds.contains(&sound(names, own)) => other.choosers.push(it),
                () => {
                    other.has_more = true;
                    if names.is_initial(own) {
                        other.held.push(it);
                    }
                }
            }
        }
        other
    }

    /// Touches those for whom both stand, names that choose once more and others: which of these were
    /// taken depends on all of them. Gives back all if there are none.
    #[expect(clippy::option_option, reason = "to go on and to give up are two things")]
    fn check(&mut self, others: Vec<Other>) -> Option<Option<Vec<Other>>> {
        let shared = others.iter().filter(|it| it.has_more && !it.choosers.is_empty());
        let shared: Vec<u32> = shared.map(|it| it.group).collect();
        if !shared.is_empty() {
            self.touch_people(&shared)?;
        }
        Some(shared.is_empty().then_some(others))
    }

    /// Joins the people who are touched, unless somebody is touched by that who was not before; none, if
    /// that cannot be followed.
    #[expect(clippy::option_option, reason = "to go on and to give up are two things")]
    fn run(&mut self, own: &[u32], others: &[Other]) -> Option<Option<Again>> {
        // Of those who may be chosen the first stands for all who are in the group by a full name.
        let mut places: Vec<u32> = own.to_vec();
        for other in others {
            places.push(other.core[0]);
            places.extend(&other.held);
        }
        places.sort_unstable();
        let place_of = |it: &u32| places.binary_search(it).expect("it was put there");
        let told = self.told;
        let offices = self.office_forms();
        let cores = others.iter().flat_map(|it| &it.core);
        let entries = places.iter().chain(cores);
        let mut forms: Vec<u32> = entries.map(|&it| told.form_of[it as usize]).collect();
        if !offices.is_empty() {
            forms.extend(&offices);
            let own = own.iter().copied();
            forms.extend(self.grouped(own).into_iter().map(|it| told.form_of[it as usize]));
        }
        self.around.read(told, forms);
        let around = &*self.around;
        let person = |&it: &u32| {
            let traits = around.traits_of[told.form_of[it as usize] as usize];
            Person::new(told, it as usize, traits)
        };
        let people: Vec<Person> = places.iter().map(person).collect();
        let mut work = Work::new(&people, around);
        let mut other_of = vec![OWN; people.len()];
        let mut cores: Vec<(usize, &[u32])> = Vec::with_capacity(others.len());
        let mut held: Vec<Held> = Vec::with_capacity(others.len());
        for (number, other) in (0..).zip(others) {
            let first = place_of(&other.core[0]);
            let more: Vec<usize> = other.held.iter().map(place_of).collect();
            for &it in more.iter().chain([&first]) {
                other_of[it] = number;
            }
            held.push((first, more));
            cores.push((first, &other.core));
        }
        work.join_same(|it| other_of[it] == OWN);
        let mut parts = work.parts.all();
        parts.retain(|members| other_of[members[0]] == OWN);
        let mut bearers = bearers(&people, around, parts);
        let alike = Alike::of_pairs(self.names.len(), self.pairs.clone());
        let left: Vec<Left> = full::join(&mut work, &mut bearers, &alike);
        bearers.append(&mut beside::each(cores.into_iter(), TOGETHER, |(first, core)| {
            let bearer = gathered(core.iter().map(person), core.len(), around);
            Bearer { members: vec![first], ..bearer }
        }));
        bearers.sort_unstable_by_key(Bearer::root);
        work.join_weak(&mut bearers, left, &held);
        let mut more: Vec<u32> = Vec::new();
        let (mut rest, mut changed, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for it in bearers {
            let Some(&other) = it.members.iter().find(|&&it| other_of[it] != OWN) else {
                rest.push(it);
                continue;
            };
            let other = &others[other_of[other] as usize];
            let came = it.members.iter().filter(|&&it| other_of[it] == OWN);
            let came: Vec<u32> = came.map(|&it| places[it]).collect();
            let is_other = came != other.choosers;
            let is_asked = is_other || !came.is_empty();
            if is_asked && self.has_waiting(other) || is_other && !self.is_settled(other, &came) {
                more.push(other.group);
                continue;
            }
            if is_asked {
                let came = came.into_iter().map(|it| it as usize).collect();
                asked.push(Asked { group: other.group, came, is_other });
            }
            if is_other {
                changed.push(it);
            }
        }
        let found = work.found;
        if !more.is_empty() {
            self.touch_people(&more)?;
            return Some(None);
        }
        let touched: Vec<&Bearer> = rest.iter().chain(&changed).collect();
        if !offices.is_empty() && self.has_nameless(&touched, &places, &offices) {
            return None;
        }
        let groups = rest
            .into_iter()
            .map(|it| it.members.into_iter().map(|it| places[it] as usize).collect())
            .collect();
        Some(Some(Again { groups, asked, weak: self.weak().collect(), found }))
    }

    /// Whether it is the same to all others that some chose somebody now who did not before, or no more: not so
    /// where some chose him who do not choose once more, where bare names find him otherwise, by an initial,
    /// or where he is numbered by another article.
    fn is_settled(&self, other: &Other, came: &[u32]) -> bool {
        let is_in = |all: &[u32], it: &u32| all.binary_search(it).is_ok();
        let left = other.choosers.iter().filter(|it| !is_in(came, it));
        let mut changed = left.chain(came.iter().filter(|it| !is_in(&other.choosers, it)));
        let is_initial = |it: u32| self.names.is_initial(self.name_of(it));
        !other.has_more && changed.all(|&it| it > other.core[0] && !is_initial(it))
    }

    /// Whether a weak name that does not choose once more has chosen somebody, who took in others instead: of
    /// those that contradict each other the surest come first.
    fn has_waiting(&self, other: &Other) -> bool {
        let names = self.names;
        let mut core: Vec<u32> = other.core.iter().map(|&it| self.name_of(it)).collect();
        core.dedup();
        let full: FxHashSet<u32> = core.into_iter().filter(|&it| !names.is_weak(it)).collect();
        let is_left = |it: &u32| !self.sounds.contains(it) && self.weak.of(*it).next().is_some();
        let all = full.into_iter().flat_map(|it| names.sounds(it)).copied();
        let left: Vec<u32> = all.filter(is_left).collect();
        let waits = |name: &String| {
            let name = Name::new(name);
            name.is_weak() && sounds(&name).iter().any(|it| left.contains(it))
        };
        !left.is_empty() && (self.refused)(other.group).iter().any(waits)
    }

    /// The forms of offices alone.
    fn office_forms(&self) -> Vec<u32> {
        let all = (0..).zip(self.readings.names_of()).filter(|it| *it.1 != NONE);
        all.filter(|it| self.names.is_office(*it.1)).map(|it| it.0).collect()
    }

    /// The entries that were in one group with any of some.
    fn grouped(&self, entries: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut is_meant = vec![false; self.groups];
        for it in entries {
            if let Some(is_meant) = is_meant.get_mut(self.before[it as usize] as usize) {
                *is_meant = true;
            }
        }
        self.members(&is_meant)
    }

    /// Whether an office alone, of some forms, may stand, or may have stood, for one of some people.
    fn has_nameless(&self, bearers: &[&Bearer], places: &[u32], offices: &[u32]) -> bool {
        let own = bearers.iter().flat_map(|it| &it.members);
        let mut members = self.grouped(own.map(|&it| places[it]));
        members.sort_by_key(|&it| self.before[it as usize]);
        let told = self.told;
        let around = &*self.around;
        let traits_of = |form: u32| &around.traits[around.traits_of[form as usize] as usize];
        let offices = offices.iter().map(|&it| traits_of(it));
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
        let held = |members: &[u32]| {
            let (mut sides, mut offices) = (FxHashSet::default(), FxHashSet::default());
            for &it in members {
                let traits = traits_of(told.form_of[it as usize]);
                sides.extend(traits.sides.iter().copied());
                offices.extend(traits.offices.iter().copied());
            }
            terms.iter().any(|(office, side)| offices.contains(office) && sides.contains(side))
        };
        let now = bearers.iter().any(|it| {
            let mut terms = terms.iter();
            terms.any(|(office, side)| it.offices.contains_key(office) && it.sides.contains(side))
        });
        let group = |it: u32| self.before[it as usize];
        let before = members.chunk_by(|&one, &other| group(one) == group(other));
        now || before.into_iter().any(held)
    }
}
