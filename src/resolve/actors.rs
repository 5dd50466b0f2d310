//! Actors over all articles: states and organizations by name, people by name and support.
//!
//! People of one family name are the same only where more than the family name says so: the given
//! name, or an office or side that the articles give both.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Actor, Entry,
    groups::{Count, Groups, numbers},
    names::{Name, agree},
};
use crate::record::{ActorEntry, ActorId, ActorKind, ActorRef, Extraction};
use crate::text::fold;

/// Groups the actor entries of articles, which are visited in the order given; those of a seed are
/// one from the start.
pub(super) fn resolve(
    articles: &[Extraction],
    order: &[usize],
    seeds: &[Vec<Entry<ActorRef>>],
) -> Vec<Actor> {
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
    let years: Vec<Option<i16>> = entries
        .iter()
        .map(|it| articles[it.article].published.map(|date| date.first().year()))
        .collect();
    join_named(&all, &mut groups);
    join_people(&all, &years, &mut groups);
    let mut found: Vec<(String, Actor)> = groups
        .all()
        .into_iter()
        .map(|members| {
            let actor = actor(&all, &entries, &members);
            let first = &articles[actor.entries[0].article].id;
            let kind = if actor.kind == ActorKind::Person { "person" } else { "group" };
            let known = actor.ids.get("iso3").cloned().unwrap_or_else(|| fold(&actor.name));
            // A name alone keeps its number when articles come; the article parts namesakes.
            (format!("{kind}\t{known}\t{first}"), actor)
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let keys: Vec<String> = found
        .iter()
        .map(|(key, _)| key.rsplit_once('\t').map_or(key.as_str(), |it| it.0).to_owned())
        .collect();
    let mut actors: Vec<Actor> = found.into_iter().map(|(_, actor)| actor).collect();
    for (actor, number) in actors.iter_mut().zip(numbers(&keys)) {
        actor.id = ActorId::new(number);
    }
    actors.sort_by_key(|actor| actor.id);
    actors
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
    weak(&Name::new(full(entry)))
}

/// The fullest name that an entry has.
fn full(entry: &ActorEntry) -> &str {
    if entry.canonical.is_empty() { &entry.name } else { &entry.canonical }
}

/// Makes an actor of the entries that are one.
fn actor(all: &[&ActorEntry], entries: &[Entry<ActorRef>], members: &[usize]) -> Actor {
    let each = || members.iter().map(|&index| all[index]);
    let strings = |of: fn(&ActorEntry) -> &Vec<String>| {
        Count::of(each().flat_map(|entry| of(entry).iter().cloned())).values()
    };
    let mut ids = BTreeMap::new();
    for (key, value) in each().flat_map(|entry| &entry.ids) {
        ids.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let kind = Count::of(each().map(|entry| entry.kind)).first().unwrap_or(ActorKind::Person);
    let ranked = Count::of(each().map(|entry| full(entry).to_owned())).ranked();
    let is_full = |name: &str| kind != ActorKind::Person || !weak(&Name::new(name));
    let name = ranked.iter().find(|(name, _)| is_full(name)).or(ranked.first());
    let names = each().flat_map(|entry| {
        [full(entry), &entry.name].into_iter().chain(entry.aliases.iter().map(String::as_str))
    });
    let names: BTreeSet<String> =
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Actor {
        id: ActorId::new(0),
        name: name.map(|(name, _)| name.clone()).unwrap_or_default(),
        kind,
        names: names.into_iter().collect(),
        ids,
        roles: strings(|entry| &entry.roles),
        affiliations: strings(|entry| &entry.affiliations),
        entries: members.iter().map(|&index| entries[index]).collect(),
    }
}

/// Whether a name is less than a given name and a family name.
fn weak(name: &Name) -> bool {
    name.is_bare() || name.is_initial()
}

/// Joins states and organizations by identifier, name and alias.
fn join_named(all: &[&ActorEntry], groups: &mut Groups) {
    let class = |kind: ActorKind| if kind == ActorKind::State { 's' } else { 'o' };
    let mut keys: BTreeMap<(char, String), Vec<usize>> = BTreeMap::new();
    let mut aliases: BTreeMap<(char, String), Vec<usize>> = BTreeMap::new();
    for (index, entry) in all.iter().enumerate() {
        if entry.kind == ActorKind::Person {
            continue;
        }
        keys.entry((class(entry.kind), fold(full(entry)))).or_default().push(index);
        for (scheme, value) in &entry.ids {
            keys.entry((class(entry.kind), format!("{scheme}\t{value}"))).or_default().push(index);
        }
        for alias in &entry.aliases {
            aliases.entry((class(entry.kind), fold(alias))).or_default().push(index);
        }
    }
    for members in keys.values() {
        groups.join_all(members);
    }
    // An alias joins only where it is the name of one and an alias of one other.
    let mut pairs = Vec::new();
    for (key, called) in &aliases {
        let Some(named) = keys.get(key) else { continue };
        let mut roots: Vec<usize> = called.iter().map(|&index| groups.root(index)).collect();
        roots.sort_unstable();
        roots.dedup();
        if let [root] = roots[..] {
            pairs.push((root, named[0]));
        }
    }
    for (one, other) in pairs {
        groups.join(one, other);
    }
}

/// People who are taken for one so far.
struct Person {
    /// One of the entries.
    root: usize,
    name: Name,
    support: BTreeSet<String>,
    sides: BTreeSet<String>,
    terms: BTreeSet<String>,
}

impl Person {
    /// Whether two act for nobody that both act for, though it is told for whom each does.
    fn is_opposed(&self, other: &Self) -> bool {
        !self.sides.is_empty() && !other.sides.is_empty() && self.sides.is_disjoint(&other.sides)
    }
}

/// The people so far, each with the fullest of its names and all that supports it.
fn people(
    all: &[&ActorEntry],
    years: &[Option<i16>],
    names: &[Name],
    groups: &mut Groups,
) -> Vec<Person> {
    let mut found = Vec::new();
    for members in groups.all() {
        if all[members[0]].kind != ActorKind::Person {
            continue;
        }
        let name = members
            .iter()
            .map(|&index| &names[index])
            .max_by(|one, other| {
                let rank = |name: &Name| (!weak(name), name.words.len());
                rank(one).cmp(&rank(other)).then_with(|| other.words.cmp(&one.words))
            })
            .expect("a group is never empty")
            .clone();
        let each = || members.iter().map(|&index| all[index]);
        found.push(Person {
            root: members[0],
            name,
            support: each().flat_map(support).collect(),
            sides: each().flat_map(|entry| &entry.affiliations).map(|side| fold(side)).collect(),
            terms: members.iter().flat_map(|&index| terms(all[index], years[index])).collect(),
        });
    }
    found
}

/// What tells a person from namesakes: sides, and offices held for them.
fn support(entry: &ActorEntry) -> Vec<String> {
    let sides = entry.affiliations.iter().map(|side| fold(side));
    let offices = entry.roles.iter().map(|role| fold(role)).filter(|role| role.contains(' '));
    sides.chain(offices).collect()
}

/// Offices that one person holds at a time, as far as the news of a country are concerned.
const SOLE: &[&str] =
    &["president", "chancellor", "premier", "king", "queen", "emperor", "pope", "sultan", "emir"];

/// The sole offices that an entry has, each with the years around the article.
fn terms(entry: &ActorEntry, year: Option<i16>) -> Vec<String> {
    let Some(year) = year else { return Vec::new() };
    let roles = entry.roles.iter().map(|role| fold(role));
    roles
        .filter(|role| SOLE.contains(&role.as_str()))
        .flat_map(|role| (year - 1..=year + 1).map(move |year| format!("{role} {year}")))
        .collect()
}

/// Joins people: the same name, then fuller and shorter forms of it, then bare family names.
fn join_people(all: &[&ActorEntry], years: &[Option<i16>], groups: &mut Groups) {
    let names: Vec<Name> = all.iter().map(|entry| Name::new(full(entry))).collect();
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in all.iter().enumerate() {
        if entry.kind != ActorKind::Person {
            continue;
        }
        if !weak(&names[index]) {
            keys.entry(names[index].key()).or_default().push(index);
        }
        for (scheme, value) in &entry.ids {
            keys.entry(format!("{scheme}\t{value}")).or_default().push(index);
        }
    }
    for members in keys.values() {
        groups.join_all(members);
    }
    join_forms(&people(all, years, &names, groups), groups);
    join_initials(&people(all, years, &names, groups), groups);
    join_bare(&people(all, years, &names, groups), groups);
}

/// Joins full names that differ in middle names, order, or transcription.
fn join_forms(people: &[Person], groups: &mut Groups) {
    let mut ends: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    let mut turned: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut spelled: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for (index, person) in people.iter().enumerate().filter(|(_, it)| !weak(&it.name)) {
        let name = &person.name;
        ends.entry((name.first(), name.last())).or_default().push(index);
        turned.entry(name.unordered()).or_default().push(index);
        for support in &person.support {
            spelled.entry((name.spelling(), support)).or_default().push(index);
        }
    }
    for members in ends.values().filter(|members| members.len() > 1) {
        let middles: Vec<Vec<&str>> =
            members.iter().map(|&index| people[index].name.middle()).collect();
        let longest = middles.iter().max_by_key(|middle| middle.len());
        if longest.is_some_and(|longest| middles.iter().all(|middle| agree(middle, longest))) {
            let roots: Vec<usize> = members.iter().map(|&index| people[index].root).collect();
            groups.join_all(&roots);
        }
    }
    for members in turned.values() {
        for pair in members.windows(2) {
            let (one, other) = (&people[pair[0]], &people[pair[1]]);
            if one.name.words.len() > 2 || !one.support.is_disjoint(&other.support) {
                groups.join(one.root, other.root);
            }
        }
    }
    for members in spelled.values() {
        let roots: Vec<usize> = members.iter().map(|&index| people[index].root).collect();
        groups.join_all(&roots);
    }
}

/// Joins `D. Rowe` with the one `Dana Rowe` that has an office or side in common with it.
fn join_initials(people: &[Person], groups: &mut Groups) {
    let mut known: BTreeMap<(char, &str, &str), BTreeSet<usize>> = BTreeMap::new();
    let mut letters: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for person in people {
        let name = &person.name;
        let Some(letter) = name.first().chars().next() else { continue };
        for support in &person.support {
            if name.is_initial() {
                letters.entry((name.first(), name.last(), support)).or_default().push(person.root);
            } else if !name.is_bare() {
                known.entry((letter, name.last(), support)).or_default().insert(person.root);
            }
        }
    }
    for members in letters.values() {
        groups.join_all(members);
    }
    for person in people.iter().filter(|person| person.name.is_initial()) {
        let Some(letter) = person.name.first().chars().next() else { continue };
        let candidates: BTreeSet<usize> = person
            .support
            .iter()
            .filter_map(|support| known.get(&(letter, person.name.last(), support.as_str())))
            .flatten()
            .copied()
            .collect();
        if let Some(&only) = single(&candidates) {
            groups.join(only, person.root);
        }
    }
}

/// Joins bare names with the one person who bears the name and has an office or side in common.
///
/// Where no side is told, a sole office in the same years will do: "President Rowe" and "President
/// Dana Rowe".
///
/// Bare names that nobody fuller bears are one person if what is known of them agrees.
fn join_bare(people: &[Person], groups: &mut Groups) {
    let mut known: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
    let mut holders: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
    let mut borne: BTreeSet<&str> = BTreeSet::new();
    for (index, person) in people.iter().enumerate().filter(|(_, it)| !it.name.is_bare()) {
        let ends = [person.name.first(), person.name.last()];
        for (place, end) in ends.into_iter().enumerate() {
            // A given name alone names nobody; a family name may come first in a name.
            if place == 0 && person.name.is_initial() {
                continue;
            }
            borne.insert(end);
            for support in &person.support {
                known.entry((end, support)).or_default().insert(person.root);
            }
            for term in &person.terms {
                holders.entry((end, term)).or_default().insert(index);
            }
        }
    }
    let mut alone: BTreeMap<(String, Option<&str>), Vec<usize>> = BTreeMap::new();
    for person in people.iter().filter(|person| person.name.is_bare()) {
        let mut candidates: BTreeSet<usize> = person
            .support
            .iter()
            .filter_map(|support| known.get(&(person.name.last(), support.as_str())))
            .flatten()
            .copied()
            .collect();
        if candidates.is_empty() {
            candidates = person
                .terms
                .iter()
                .filter_map(|term| holders.get(&(person.name.last(), term.as_str())))
                .flatten()
                .map(|&index| &people[index])
                .filter(|holder| !holder.is_opposed(person))
                .map(|holder| holder.root)
                .collect();
        }
        if let Some(&only) = single(&candidates) {
            groups.join(only, person.root);
        } else if candidates.is_empty() {
            for support in &person.support {
                alone.entry((person.name.key(), Some(support))).or_default().push(person.root);
            }
            if person.support.is_empty() && !borne.contains(person.name.last()) {
                alone.entry((person.name.key(), None)).or_default().push(person.root);
            }
        }
    }
    for members in alone.values() {
        groups.join_all(members);
    }
}

/// The only one of a set, if there is but one.
fn single<T: Ord>(set: &BTreeSet<T>) -> Option<&T> {
    if set.len() == 1 { set.first() } else { None }
}
