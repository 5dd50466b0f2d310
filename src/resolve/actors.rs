//! Actors over all articles: states and organizations by name, people by name and support.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Actor, Doubt, Entry, Merge, bodies,
    groups::{Count, Groups, numbers},
    names::Name,
    people::{self, Person},
    weigh::{Surroundings, Weight},
};
use crate::record::{ActorEntry, ActorId, ActorKind, ActorRef, Extraction, LocationKind};
use crate::text::fold;

/// Groups the actor entries of articles, which are visited in the order given, where those of a seed
/// are one from the start; tells too which actors may be one.
pub(super) fn resolve(
    articles: &[Extraction],
    order: &[usize],
    seeds: &[Vec<Entry<ActorRef>>],
) -> (Vec<Actor>, Vec<Doubt>) {
    let mut entries = Vec::new();
    for &article in order {
        for index in 0..articles[article].actors.len() {
            entries.push(Entry { article, entry: ActorRef::new(index) });
        }
    }
    let all: Vec<&ActorEntry> =
        entries.iter().map(|it| &articles[it.article].actors[it.entry.index()]).collect();
    let mut groups = Groups::new(all.len());
    sow(&entries, seeds, &mut groups);
    let bodies::Found { mut merges, doubts } = bodies::join(&all, &mut groups);
    let (around, told) = tell(articles, order, &all, &entries);
    let found = people::join(&told, &around, &mut groups);
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
            let mut actor = actor(&all, &entries, &members);
            actor.merges = ranked(merges_of.remove(&members[0]).unwrap_or_default());
            let first = &articles[actor.entries[0].article].id;
            let kind = if actor.kind == ActorKind::Person { "person" } else { "group" };
            let known = actor.ids.get("iso3").cloned().unwrap_or_else(|| fold(&actor.name));
            // A name alone keeps its number when articles come; the article parts namesakes.
            (format!("{kind}\t{known}\t{first}"), members[0], actor)
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
    let people = found
        .doubts
        .iter()
        .map(|(one, other, weight)| (*one, *other, weight.score(), weight.reasons(&around)));
    let bodies = doubts.into_iter().map(|(one, other, score, why)| (one, other, score, vec![why]));
    let mut doubts: Vec<Doubt> = people
        .chain(bodies)
        .filter_map(|(one, other, score, reasons)| {
            let (one, other) = (id_of[&groups.root(one)], id_of[&groups.root(other)]);
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
    (actors, doubts)
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
fn states(articles: &[Extraction], all: &[&ActorEntry]) -> BTreeMap<String, Option<String>> {
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
    for entry in all.iter().filter(|entry| entry.kind == ActorKind::State) {
        if seen.insert((full(entry), entry.name.as_str(), entry.aliases.as_slice())) {
            let names = [full(entry), &entry.name].into_iter();
            for name in names.chain(entry.aliases.iter().map(String::as_str)) {
                learn(name, full(entry));
            }
        }
    }
    let mut countries = BTreeSet::new();
    for location in articles.iter().flat_map(|article| &article.locations) {
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
fn tell(
    articles: &[Extraction],
    order: &[usize],
    all: &[&ActorEntry],
    entries: &[Entry<ActorRef>],
) -> (Surroundings, Vec<Person>) {
    let states = states(articles, all);
    let mut around = Surroundings {
        spoken_of: vec![Vec::new(); order.len()],
        people: vec![Vec::new(); order.len()],
        ..Surroundings::default()
    };
    let mut rank_of = vec![0_u32; articles.len()];
    for (rank, &article) in order.iter().enumerate() {
        rank_of[article] = u32::try_from(rank).expect("articles are fewer than four billion");
    }
    let mut names: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    // What is written is read once.
    let mut sides_of: FxHashMap<&str, u32> = FxHashMap::default();
    let mut bodies_of: FxHashSet<&str> = FxHashSet::default();
    let mut offices_of: FxHashMap<&str, (u32, Option<bool>)> = FxHashMap::default();
    let mut told = Vec::new();
    for (index, (&entry, at)) in all.iter().zip(entries).enumerate() {
        let article = rank_of[at.article];
        if entry.kind == ActorKind::State {
            let name = full(entry);
            let side =
                *sides_of.entry(name).or_insert_with(|| side_number(name, &states, &mut around));
            around.spoken_of[article as usize].push(side);
        }
        if matches!(entry.kind, ActorKind::Organization | ActorKind::Bloc) {
            for name in [full(entry), &entry.name] {
                if bodies_of.insert(name) {
                    let body = around.words.number(&fold(name));
                    around.bodies.insert(body);
                }
            }
        }
        if entry.kind != ActorKind::Person {
            continue;
        }
        let text = full(entry);
        let (name, key) = *names.entry(text).or_insert_with(|| {
            let parts = Name::new(text);
            let key = around.words.number(&parts.key());
            around.names.push(parts);
            around.articles.push(Vec::new());
            around.full.push(text.to_owned());
            (u32::try_from(around.full.len() - 1).expect("names are few"), key)
        });
        if !around.names[name as usize].is_weak() {
            around.people[article as usize].push(name);
            around.articles[name as usize].push(article);
        }
        let sides = entry.affiliations.iter().map(|it| {
            *sides_of.entry(it.as_str()).or_insert_with(|| side_number(it, &states, &mut around))
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
        let ids = entry.ids.iter();
        let ids =
            ids.map(|(scheme, value)| (around.words.number(scheme), around.words.number(value)));
        let ids = ids.collect();
        let year = articles[at.article].published.map(|date| date.first().year());
        told.push(Person { entry: index, article, name, key, sides, offices, ids, year, is_man });
    }
    (around, told)
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

/// Joins the entries of each seed.
fn sow(entries: &[Entry<ActorRef>], seeds: &[Vec<Entry<ActorRef>>], groups: &mut Groups) {
    if seeds.is_empty() {
        return;
    }
    let index: BTreeMap<Entry<ActorRef>, usize> =
        entries.iter().enumerate().map(|(index, &entry)| (entry, index)).collect();
    for seed in seeds {
        let members: Vec<usize> = seed.iter().filter_map(|it| index.get(it).copied()).collect();
        for pair in members.windows(2) {
            groups.join(pair[0], pair[1]);
        }
    }
}

/// Makes an actor of some entries, without a number.
pub(super) fn remake(articles: &[Extraction], entries: &[Entry<ActorRef>]) -> Actor {
    let all: Vec<&ActorEntry> =
        entries.iter().map(|it| &articles[it.article].actors[it.entry.index()]).collect();
    let members: Vec<usize> = (0..entries.len()).collect();
    actor(&all, entries, &members)
}

/// Whether an entry has less than a given name and a family name.
pub(super) fn is_bare(entry: &ActorEntry) -> bool {
    Name::new(full(entry)).is_weak()
}

/// The fullest name that an entry has.
pub(super) fn full(entry: &ActorEntry) -> &str {
    if entry.canonical.is_empty() { &entry.name } else { &entry.canonical }
}

/// Makes an actor of the entries that are one.
fn actor(all: &[&ActorEntry], entries: &[Entry<ActorRef>], members: &[usize]) -> Actor {
    let each = || members.iter().map(|&index| all[index]);
    let strings = |of: fn(&ActorEntry) -> &Vec<String>| -> Vec<String> {
        let ranked = Count::of(each().flat_map(|entry| of(entry).iter().map(String::as_str)));
        ranked.values().into_iter().map(str::to_owned).collect()
    };
    let mut ids = BTreeMap::new();
    for (key, value) in each().flat_map(|entry| &entry.ids) {
        if !ids.contains_key(key) {
            ids.insert(key.clone(), value.clone());
        }
    }
    let kind = Count::of(each().map(|entry| entry.kind)).first().unwrap_or(ActorKind::Person);
    let mut ranked = Count::of(each().map(full)).ranked();
    if kind != ActorKind::Person {
        // Of names as frequent, the one that is no abbreviation.
        ranked.sort_by_key(|(name, count)| Reverse((*count, name.len())));
    }
    let is_full = |name: &str| kind != ActorKind::Person || !Name::new(name).is_weak();
    let name = ranked.iter().find(|(name, _)| is_full(name)).or(ranked.first());
    let names = each().flat_map(|entry| {
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
        entries: members.iter().map(|&index| entries[index]).collect(),
        merges: Vec::new(),
    }
}
