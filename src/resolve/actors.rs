//! Actors over all articles: states and organizations by name, people by name and support.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{
    Actor, Corpus, Doubt, Entry, Merge, bodies,
    groups::{Count, Groups, numbers},
    lists::{NONE, number},
    names::Name,
    people::{self, Person},
    surroundings::Surroundings,
    told::{Told, counted},
    weigh::Weight,
};
use crate::record::{ActorEntry, ActorId, ActorKind, ActorRef, LocationEntry, LocationKind};
use crate::text::fold;

pub(super) mod again;

/// The forms of states and organizations, in the order of their first entries.
struct Bodies<'a> {
    forms: Vec<&'a ActorEntry>,
    /// The first entry of each.
    firsts: Vec<usize>,
    /// For each form of all its place, or [`NONE`].
    place_of: Vec<u32>,
}

impl<'a> Bodies<'a> {
    fn new(told: &Told<'a>) -> Self {
        let corpus = told.corpus;
        let readings = corpus.readings();
        let all = 0..number(corpus.actor_forms());
        let mut all: Vec<u32> = all.filter(|&it| readings.name_of(it).is_none()).collect();
        all.retain(|&it| told.counts[it as usize] > 0);
        all.sort_by_key(|&it| told.firsts[it as usize]);
        let mut place_of = vec![NONE; corpus.actor_forms()];
        for (place, &form) in (0..).zip(&all) {
            place_of[form as usize] = place;
        }
        Self {
            forms: all.iter().map(|&it| corpus.actor_form(it)).collect(),
            firsts: all.iter().map(|&it| told.firsts[it as usize] as usize).collect(),
            place_of,
        }
    }

    /// The place of a form, if it is none of a person.
    fn place(&self, form: u32) -> Option<usize> {
        let place = self.place_of[form as usize];
        (place != NONE).then_some(place as usize)
    }

    /// Joins states and organizations, of which those of a seed are one: all entries of one form are one.
    /// Gives the groups of forms.
    fn join(&self, told: &Told<'_>, seeds: &[Vec<usize>]) -> (Groups, bodies::Found) {
        let mut forms = Groups::new(self.forms.len());
        for seed in seeds {
            let bodies = seed.iter().filter_map(|&it| self.place(told.form_of[it]));
            let bodies: Vec<usize> = bodies.collect();
            for pair in bodies.windows(2) {
                forms.join(pair[0], pair[1]);
            }
        }
        let mut found = bodies::join(&self.forms, &mut forms);
        for (form, _) in &mut found.merges {
            *form = self.firsts[*form];
        }
        for (one, other, ..) in &mut found.doubts {
            (*one, *other) = (self.firsts[*one], self.firsts[*other]);
        }
        (forms, found)
    }
}

/// Joins states and organizations in groups of entries.
fn join_bodies(told: &Told<'_>, seeds: &[Vec<usize>], groups: &mut Groups) -> bodies::Found {
    let bodies = Bodies::new(told);
    let (mut forms, found) = bodies.join(told, seeds);
    for (entry, &form) in told.form_of.iter().enumerate() {
        if let Some(place) = bodies.place(form) {
            groups.join(entry, bodies.firsts[place]);
        }
    }
    for (place, &first) in bodies.firsts.iter().enumerate() {
        groups.join(first, bodies.firsts[forms.root(place)]);
    }
    found
}

/// Groups the actor entries of articles, which are visited in the order given, where those of a seed
/// are one from the start; tells too which actors may be one.
pub(super) fn resolve(
    corpus: &Corpus,
    order: &[usize],
    seeds: &[Vec<Entry<ActorRef>>],
) -> (Vec<Actor>, Vec<Doubt>) {
    let told = Told::new(corpus, order);
    let mut groups = Groups::new(told.form_of.len());
    let seeds = sow(&told, seeds, &mut groups);
    let bodies::Found { mut merges, doubts } = join_bodies(&told, &seeds, &mut groups);
    let (around, people) = tell(&told);
    let found = people::join(&people, &around, &mut groups);
    drop(people);
    merges.extend(told_best(&found.merges, &around, |entry| Some(groups.root(entry))));
    let mut merges_of: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
    for (entry, merge) in merges {
        merges_of.entry(groups.root(entry)).or_default().push(merge);
    }
    let mut found_actors: Vec<(String, usize, Actor)> = groups
        .all()
        .into_iter()
        .map(|members| {
            let mut actor = told.actor(&members);
            actor.merges = ranked(merges_of.remove(&members[0]).unwrap_or_default());
            (key(corpus, &actor), members[0], actor)
        })
        .collect();
    found_actors.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let keys: Vec<String> = found_actors
        .iter()
        .map(|(key, ..)| key.rsplit_once('\t').map_or(key.as_str(), |it| it.0).to_owned())
        .collect();
    let mut id_of: BTreeMap<usize, ActorId> = BTreeMap::new();
    let mut actors = Vec::with_capacity(found_actors.len());
    for ((_, root, mut actor), number) in found_actors.into_iter().zip(numbers(&keys)) {
        actor.id = ActorId::new(number);
        id_of.insert(root, actor.id);
        actors.push(actor);
    }
    actors.sort_by_key(|actor| actor.id);
    let doubts = doubted(&found.doubts, doubts, &around, |entry| id_of[&groups.root(entry)]);
    (actors, doubts)
}

/// What an actor is numbered by, and after a tabulator the first article that names it: a name alone keeps
/// its number when articles come, and the article parts namesakes.
fn key(corpus: &Corpus, actor: &Actor) -> String {
    let first = corpus.id(actor.entries[0].article);
    let kind = if actor.kind == ActorKind::Person { "person" } else { "group" };
    let known = actor.ids.get("iso3").cloned().unwrap_or_else(|| fold(&actor.name));
    format!("{kind}\t{known}\t{first}")
}

/// The pairs of actors that may be one, of people and of bodies, the likeliest first.
fn doubted(
    people: &[(usize, usize, Weight)],
    bodies: Vec<(usize, usize, f64, String)>,
    around: &Surroundings<'_>,
    mut id_of: impl FnMut(usize) -> ActorId,
) -> Vec<Doubt> {
    let people = people
        .iter()
        .map(|(one, other, weight)| (*one, *other, weight.score(), weight.reasons(around)));
    let bodies = bodies.into_iter().map(|(one, other, score, why)| (one, other, score, vec![why]));
    let mut doubts: Vec<Doubt> = people
        .chain(bodies)
        .filter_map(|(one, other, score, reasons)| {
            let (one, other) = (id_of(one), id_of(other));
            let (one, other) = (one.min(other), one.max(other));
            (one != other).then_some(Doubt { one, other, score, reasons })
        })
        .collect();
    doubts.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (a.one, a.other, &a.reasons).cmp(&(b.one, b.other, &b.reasons)))
    });
    let mut told = BTreeSet::new();
    doubts.retain(|doubt| told.insert((doubt.one, doubt.other)));
    doubts
}

/// What joined entries: one of them, both names, and why.
type Joined = (usize, [u32; 2], Weight);

/// The same with how sure it is.
type Scored<'j> = (f64, &'j Joined);

/// Why names are one actor, in words: of two names of a group what is surest, which may be told several
/// times.
fn told_best(
    merges: &[Joined],
    around: &Surroundings<'_>,
    mut group_of: impl FnMut(usize) -> Option<usize>,
) -> Vec<(usize, Merge)> {
    let mut best: FxHashMap<(usize, [u32; 2]), Vec<Scored<'_>>> = FxHashMap::default();
    for it in merges {
        let (entry, names, weight) = it;
        let Some(group) = group_of(*entry) else { continue };
        let (own, score) = (best.entry((group, *names)).or_default(), weight.score());
        match own.last() {
            Some((known, _)) if *known > score => continue,
            Some((known, _)) if *known < score => own.clear(),
            Some((_, last)) if last.2.clues == weight.clues => continue,
            _ => (),
        }
        own.push((score, it));
    }
    let name = |number: u32| around.text(number).to_owned();
    let all = best.into_values().flatten().map(|(score, (entry, [one, other], weight))| {
        let reasons = weight.reasons(around);
        (*entry, Merge { one: name(*one), other: name(*other), score, reasons })
    });
    all.collect()
}

/// Reasons with the surest first, each once.
fn ranked(mut merges: Vec<Merge>) -> Vec<Merge> {
    merges.sort_by(|a, b| {
        let same = |it: &Merge| it.one != it.other;
        (same(a), &a.one, &a.other)
            .cmp(&(same(b), &b.one, &b.other))
            .then(b.score.total_cmp(&a.score))
            .then_with(|| a.reasons.cmp(&b.reasons))
    });
    merges.dedup_by(|next, kept| next.one == kept.one && next.other == kept.other);
    merges.sort_by(|a, b| b.score.total_cmp(&a.score));
    merges
}

/// The names by which the states of all articles are called, with the one that stands for them.
pub(super) fn states(corpus: &Corpus) -> BTreeMap<String, Option<String>> {
    states_of(corpus, corpus.actor_forms(), corpus.location_forms())
}

/// The same, of so many first forms of entries and of places.
fn states_of(corpus: &Corpus, actors: usize, places: usize) -> BTreeMap<String, Option<String>> {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut learn = |name: &str, main: &str| {
        if name.is_empty() {
            return;
        }
        // A name of two states stands for neither.
        let stands = known.entry(fold(name)).or_insert_with(|| Some(fold(main)));
        if stands.as_ref().is_some_and(|stands| *stands != fold(main)) {
            *stands = None;
        }
    };
    let mut seen = BTreeSet::new();
    let readings = corpus.readings();
    for form in (0..).take(actors).filter(|&it| readings.state_of(it).is_some()) {
        let entry = corpus.actor_form(form);
        if seen.insert((full(entry), entry.name.as_str(), entry.aliases.as_slice())) {
            let names = [full(entry), &entry.name].into_iter();
            for name in names.chain(entry.aliases.iter().map(String::as_str)) {
                learn(name, full(entry));
            }
        }
    }
    let mut countries = BTreeSet::new();
    for form in (0..).take(places) {
        let location: &LocationEntry = corpus.location_form(form);
        countries.insert(location.country.as_str());
        if location.kind == LocationKind::Country {
            countries.insert(location.name.as_str());
        }
    }
    for country in countries {
        if !country.is_empty() {
            known.entry(fold(country)).or_insert_with(|| Some(fold(country)));
        }
    }
    known
}

/// The people of all articles, and what is around them.
fn tell<'a>(told: &'a Told<'a>) -> (Surroundings<'a>, Vec<Person>) {
    let mut around = Surroundings::new(told);
    around.read(told, 0..number(told.corpus.actor_forms()));
    let mut people = Vec::new();
    for (entry, &form) in told.form_of.iter().enumerate() {
        let traits = around.traits_of[form as usize];
        if traits != NONE {
            people.push(Person::new(told, entry, traits));
        }
    }
    (around, people)
}

/// Joins the entries of each seed; gives the seeds by the places of their entries.
fn sow(told: &Told<'_>, seeds: &[Vec<Entry<ActorRef>>], groups: &mut Groups) -> Vec<Vec<usize>> {
    if seeds.is_empty() {
        return Vec::new();
    }
    let wanted: BTreeSet<Entry<ActorRef>> = seeds.iter().flatten().copied().collect();
    let index: BTreeMap<Entry<ActorRef>, usize> = (0..told.form_of.len())
        .map(|index| (told.entry(index), index))
        .filter(|(entry, _)| wanted.contains(entry))
        .collect();
    let mut sown = Vec::with_capacity(seeds.len());
    for seed in seeds {
        let members: Vec<usize> = seed.iter().filter_map(|it| index.get(it).copied()).collect();
        for pair in members.windows(2) {
            groups.join(pair[0], pair[1]);
        }
        sown.push(members);
    }
    sown
}

/// Makes an actor of some entries, without a number.
pub(super) fn remake(corpus: &Corpus, entries: &[Entry<ActorRef>]) -> Actor {
    let forms = counted(entries.iter().map(|it| corpus.actors().of(it.article)[it.entry.index()]));
    let forms: Vec<(&ActorEntry, usize)> =
        forms.into_iter().map(|(form, count)| (corpus.actor_form(form), count)).collect();
    actor(&forms, entries.to_vec())
}

/// Whether an entry has less than a given name and a family name.
pub(super) fn is_bare(entry: &ActorEntry) -> bool {
    Name::new(full(entry)).is_weak()
}

/// The fullest name that an entry has.
pub(super) fn full(entry: &ActorEntry) -> &str {
    if entry.canonical.is_empty() { &entry.name } else { &entry.canonical }
}

/// Makes an actor of entries that are one: of their forms, in the order in which they come, with how
/// many have each.
pub(super) fn actor(forms: &[(&ActorEntry, usize)], entries: Vec<Entry<ActorRef>>) -> Actor {
    let each = || forms.iter().copied();
    let strings = |of: fn(&ActorEntry) -> &Vec<String>| -> Vec<String> {
        let all = each().flat_map(|(it, count)| of(it).iter().map(move |it| (it.as_str(), count)));
        Count::of_many(all).values().into_iter().map(str::to_owned).collect()
    };
    let mut ids = BTreeMap::new();
    for (key, value) in each().flat_map(|(entry, _)| &entry.ids) {
        if !ids.contains_key(key) {
            ids.insert(key.clone(), value.clone());
        }
    }
    let kinds = Count::of_many(each().map(|(entry, count)| (entry.kind, count)));
    let kind = kinds.first().unwrap_or(ActorKind::Person);
    let mut ranked = Count::of_many(each().map(|(entry, count)| (full(entry), count))).ranked();
    if kind != ActorKind::Person {
        // Of names as frequent, the one that is no abbreviation.
        ranked.sort_by_key(|(name, count)| Reverse((*count, name.len())));
    }
    let is_full = |name: &str| kind != ActorKind::Person || !Name::new(name).is_weak();
    let name = ranked.iter().find(|(name, _)| is_full(name)).or(ranked.first());
    let names = each().flat_map(|(entry, _)| {
        [full(entry), &entry.name].into_iter().chain(entry.aliases.iter().map(String::as_str))
    });
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    Actor {
        id: ActorId::new(0),
        name: name.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
        kind,
        names: names.into_iter().map(str::to_owned).collect(),
        ids,
        roles: strings(|entry| &entry.roles),
        affiliations: strings(|entry| &entry.affiliations),
        entries,
        merges: Vec::new(),
    }
}
