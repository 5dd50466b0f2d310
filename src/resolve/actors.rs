//! Actors over all articles: states and organizations by name, people by name and support.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{
    Actor, Corpus, Doubt, Entry, Merge, bodies,
    groups::{Count, Groups, numbers},
    names::Name,
    people::{self, Person},
    weigh::{Surroundings, Traits, Weight},
};
use crate::record::{ActorEntry, ActorId, ActorKind, ActorRef, LocationEntry, LocationKind};
use crate::text::fold;

pub(super) mod again;

/// The actor entries of all articles, in order, with their forms in the order of their first
/// entries.
struct Told<'a> {
    corpus: &'a Corpus,
    entries: Vec<Entry<ActorRef>>,
    /// The place of each entry's form among the forms.
    form_of: Vec<u32>,
    forms: Vec<&'a ActorEntry>,
    /// The first entry of each form.
    firsts: Vec<usize>,
}

impl<'a> Told<'a> {
    fn new(corpus: &'a Corpus, order: &[usize]) -> Self {
        let count = corpus.articles.iter().map(|it| it.actors.len()).sum();
        let mut told = Self {
            corpus,
            entries: Vec::with_capacity(count),
            form_of: Vec::with_capacity(count),
            forms: Vec::new(),
            firsts: Vec::new(),
        };
        let mut places: Vec<Option<u32>> = vec![None; corpus.actor_forms()];
        for &article in order {
            for (index, &form) in corpus.articles[article].actors.iter().enumerate() {
                let place = *places[form as usize].get_or_insert_with(|| {
                    told.forms.push(corpus.actor_form(form));
                    told.firsts.push(told.entries.len());
                    u32::try_from(told.forms.len() - 1).expect("forms are fewer than four billion")
                });
                told.form_of.push(place);
                told.entries.push(Entry { article, entry: ActorRef::new(index) });
            }
        }
        told
    }

    fn is_person(&self, form: u32) -> bool {
        self.forms[form as usize].kind == ActorKind::Person
    }

    /// Joins states and organizations: all entries of one form are one. Gives the groups of forms.
    fn join_forms(&self, seeds: &[Vec<usize>]) -> (Groups, bodies::Found) {
        let mut forms = Groups::new(self.forms.len());
        for seed in seeds {
            let bodies = seed.iter().map(|&it| self.form_of[it]).filter(|&it| !self.is_person(it));
            let bodies: Vec<u32> = bodies.collect();
            for pair in bodies.windows(2) {
                forms.join(pair[0] as usize, pair[1] as usize);
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

    /// Joins states and organizations in groups of entries.
    fn join_bodies(&self, seeds: &[Vec<usize>], groups: &mut Groups) -> bodies::Found {
        let (mut forms, found) = self.join_forms(seeds);
        for (entry, &form) in self.form_of.iter().enumerate() {
            if !self.is_person(form) {
                groups.join(entry, self.firsts[form as usize]);
            }
        }
        for form in 0..self.forms.len() {
            groups.join(self.firsts[form], self.firsts[forms.root(form)]);
        }
        found
    }

    /// Makes an actor of some entries, without a number.
    fn actor(&self, members: &[usize]) -> Actor {
        let entries = members.iter().map(|&it| self.entries[it]).collect();
        actor(&self.counted(members), entries)
    }

    /// The forms of some entries with how many of them have each, in the order in which they come.
    fn counted(&self, members: &[usize]) -> Vec<(&'a ActorEntry, usize)> {
        counted(members.iter().map(|&it| self.form_of[it]))
            .into_iter()
            .map(|(form, count)| (self.forms[form as usize], count))
            .collect()
    }
}

/// Values with how many times they come, in the order in which they come first.
pub(super) fn counted(values: impl IntoIterator<Item = u32>) -> Vec<(u32, usize)> {
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for value in values {
        let place = *places.entry(value).or_insert_with(|| {
            counts.push((value, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
    }
    counts
}

/// Groups the actor entries of articles, which are visited in the order given, where those of a seed
/// are one from the start; tells too which actors may be one.
pub(super) fn resolve(
    corpus: &Corpus,
    order: &[usize],
    seeds: &[Vec<Entry<ActorRef>>],
) -> (Vec<Actor>, Vec<Doubt>) {
    let told = Told::new(corpus, order);
    let mut groups = Groups::new(told.entries.len());
    let seeds = sow(&told.entries, seeds, &mut groups);
    let bodies::Found { mut merges, doubts } = told.join_bodies(&seeds, &mut groups);
    let (around, people) = tell(&told, order);
    let found = people::join(&people, &around, &mut groups);
    drop(people);
    let name = |number: u32| around.full[number as usize].clone();
    merges.extend(found.merges.into_iter().map(|(entry, [one, other], weight)| {
        (entry, merge(name(one), name(other), &weight, &around))
    }));
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
    let first = &corpus.articles[actor.entries[0].article].id;
    let kind = if actor.kind == ActorKind::Person { "person" } else { "group" };
    let known = actor.ids.get("iso3").cloned().unwrap_or_else(|| fold(&actor.name));
    format!("{kind}\t{known}\t{first}")
}

/// The pairs of actors that may be one, of people and of bodies, the likeliest first.
fn doubted(
    people: &[(usize, usize, Weight)],
    bodies: Vec<(usize, usize, f64, String)>,
    around: &Surroundings,
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

/// Why two names are one actor, in words.
fn merge(one: String, other: String, weight: &Weight, around: &Surroundings) -> Merge {
    Merge { one, other, score: weight.score(), reasons: weight.reasons(around) }
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
fn states(corpus: &Corpus, forms: &[&ActorEntry]) -> BTreeMap<String, Option<String>> {
    states_of(forms, corpus.location_forms().iter())
}

/// The same, of some forms of entries and of places.
fn states_of<'a>(
    forms: &[&ActorEntry],
    places: impl Iterator<Item = &'a LocationEntry>,
) -> BTreeMap<String, Option<String>> {
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
    for entry in forms.iter().filter(|entry| entry.kind == ActorKind::State) {
        if seen.insert((full(entry), entry.name.as_str(), entry.aliases.as_slice())) {
            let names = [full(entry), &entry.name].into_iter();
            for name in names.chain(entry.aliases.iter().map(String::as_str)) {
                learn(name, full(entry));
            }
        }
    }
    let mut countries = BTreeSet::new();
    for location in places {
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
fn tell(told: &Told<'_>, order: &[usize]) -> (Surroundings, Vec<Person>) {
    let mut around = Surroundings {
        spoken_of: vec![Vec::new(); order.len()],
        people: vec![Vec::new(); order.len()],
        ..Surroundings::default()
    };
    let mut heard = hear(told, &mut around);
    let now = around.sort();
    for it in &mut heard {
        if let Heard::State(side) = it {
            *side = now[*side as usize];
        }
    }
    let mut people = Vec::new();
    let mut entries = (0..).zip(&told.form_of);
    for (article, &index) in (0_u32..).zip(order) {
        let brief = &told.corpus.articles[index];
        let year = brief.published.map(|date| date.first().year());
        for (entry, &form) in entries.by_ref().take(brief.actors.len()) {
            match heard[form as usize] {
                Heard::State(side) => around.spoken_of[article as usize].push(side),
                Heard::Body => (),
                Heard::Person(traits) => {
                    let name = around.traits[traits as usize].name;
                    if !around.names[name as usize].is_weak() {
                        around.people[article as usize].push(name);
                        around.articles[name as usize].push(article);
                    }
                    people.push(Person { entry, article, traits, year });
                }
            }
        }
    }
    (around, people)
}

/// What a form of entries comes to.
#[derive(Clone, Copy)]
enum Heard {
    /// A state, as a side.
    State(u32),
    /// An organization or bloc.
    Body,
    /// A person, by the number of its traits.
    Person(u32),
}

/// Reads each form.
fn hear(told: &Told<'_>, around: &mut Surroundings) -> Vec<Heard> {
    let states = states(told.corpus, &told.forms);
    let mut names: FxHashMap<&str, (u32, u64)> = FxHashMap::default();
    // What is written is read once.
    let mut sides_of: FxHashMap<&str, u32> = FxHashMap::default();
    let mut bodies_of: FxHashSet<&str> = FxHashSet::default();
    let mut offices_of: FxHashMap<&str, (u32, Option<bool>)> = FxHashMap::default();
    let mut heard = Vec::with_capacity(told.forms.len());
    for &entry in &told.forms {
        let text = full(entry);
        match entry.kind {
            ActorKind::State => {
                let side =
                    *sides_of.entry(text).or_insert_with(|| side_number(text, &states, around));
                heard.push(Heard::State(side));
            }
            ActorKind::Organization | ActorKind::Bloc => {
                for name in [text, &entry.name] {
                    if bodies_of.insert(name) {
                        let body = around.words.number(&fold(name));
                        around.bodies.insert(body);
                    }
                }
                heard.push(Heard::Body);
            }
            ActorKind::Person => {
                let (name, key) = *names.entry(text).or_insert_with(|| name_number(text, around));
                let sides = entry.affiliations.iter().map(|it| {
                    *sides_of.entry(it.as_str()).or_insert_with(|| side_number(it, &states, around))
                });
                let sides = sides.collect();
                let offices: Vec<(u32, Option<bool>)> = entry
                    .roles
                    .iter()
                    .map(|it| {
                        *offices_of.entry(it.as_str()).or_insert_with(|| {
                            let office = around.words.number(&super::office::office(it));
                            (office, super::office::is_man(it))
                        })
                    })
                    .collect();
                let is_man = people::agreed(offices.iter().filter_map(|it| it.1));
                let offices = offices.into_iter().map(|it| it.0).collect();
                let ids = entry.ids.iter().map(|(scheme, value)| {
                    (around.words.number(scheme), around.words.number(value))
                });
                let ids = ids.collect();
                heard.push(Heard::Person(
                    u32::try_from(around.traits.len()).expect("forms are fewer than four billion"),
                ));
                around.traits.push(Traits { name, key, sides, offices, ids, is_man });
            }
        }
    }
    heard
}

/// The number of a name of people, and a hash of the name without regard to how it is written.
fn name_number(text: &str, around: &mut Surroundings) -> (u32, u64) {
    let parts = Name::new(text);
    let key = FxBuildHasher.hash_one(parts.key());
    around.names.push(parts);
    around.articles.push(Vec::new());
    around.full.push(text.to_owned());
    (u32::try_from(around.full.len() - 1).expect("names are few"), key)
}

/// The number of a side by its common name.
fn side_number(
    name: &str,
    states: &BTreeMap<String, Option<String>>,
    around: &mut Surroundings,
) -> u32 {
    let folded = fold(name);
    let stands = states.get(&folded).and_then(Option::as_ref);
    let number = around.words.number(stands.unwrap_or(&folded));
    if stands.is_some() {
        around.states.insert(number);
    }
    // Of several ways to write a side the first in order stands for all, whatever came first.
    let written = around.written.entry(number).or_insert_with(|| name.to_owned());
    if name < written.as_str() {
        name.clone_into(written);
    }
    number
}

/// Joins the entries of each seed; gives the seeds by the places of their entries.
fn sow(
    entries: &[Entry<ActorRef>],
    seeds: &[Vec<Entry<ActorRef>>],
    groups: &mut Groups,
) -> Vec<Vec<usize>> {
    if seeds.is_empty() {
        return Vec::new();
    }
    let wanted: BTreeSet<Entry<ActorRef>> = seeds.iter().flatten().copied().collect();
    let index: BTreeMap<Entry<ActorRef>, usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| wanted.contains(entry))
        .map(|(index, &entry)| (entry, index))
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
    let forms =
        counted(entries.iter().map(|it| corpus.articles[it.article].actors[it.entry.index()]));
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
fn actor(forms: &[(&ActorEntry, usize)], entries: Vec<Entry<ActorRef>>) -> Actor {
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
