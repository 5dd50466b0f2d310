//! Corrections, applied to actors, locations and meetings.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::{Decided, decide};
use super::shape::{Group, Knowledge, Shaped, Traits, shape};
use super::{Part, Plan, Rejected, Step, is_in};
use crate::correct::{Change, Field, How, Place, Subject, coordinates};
use crate::extract::codes_of_meeting;
use crate::record::{
    ActorId, ActorKind, ActorRef, Extraction, LocationId, LocationKind, LocationRef, MeetingId,
    MeetingRef,
};
use crate::resolve::{Actor, Doubt, Entry, Location, Meeting, actors, locations, meetings};
use crate::text::fold;

/// How much a name that is the same says of who is who, beside what else is the same.
const NAME: usize = 4;
/// How much a side, an office or a country says.
const SIDE: usize = 2;
/// How much the company says in which somebody is named.
const COMPANY: usize = 1;

impl Plan<'_> {
    /// The actors as corrections have them.
    pub(in crate::resolve) fn actors(&mut self, found: Vec<Actor>) -> Vec<Actor> {
        if self.actors.is_empty() {
            return found;
        }
        let groups = found.iter().map(|it| self.group(it.id.row(), &it.entries, ActorRef::index));
        let groups: Vec<Group> = groups.collect();
        let shaped = {
            let (corpus, order) = (self.corpus, self.order);
            let record = |place: Place| corpus.record(order[place.article]);
            let traits = |place: Place| actor_traits(&record(place), place.entry);
            let is_bare = |place: Place| {
                let (article, entry) = (order[place.article], ActorRef::new(place.entry));
                let entry = corpus.actor(Entry { article, entry });
                entry.kind == ActorKind::Person && actors::is_bare(entry)
            };
            let knowledge = Knowledge { traits: &traits, is_bare: &is_bare };
            let Part { steps, bonds, references } = &mut self.actors;
            shape(groups, steps, bonds, references, &knowledge)
        };
        let mut before: Vec<Option<Actor>> = found.into_iter().map(Some).collect();
        let mut all = Vec::with_capacity(shaped.len());
        for (group, it) in shaped.into_iter().enumerate() {
            if self.reject(Subject::Actor, &it) {
                continue;
            }
            let kept = it.origin.and_then(|origin| before[origin].take());
            let entries = self.entries(&it.places, ActorRef::new);
            let mut actor = kept.unwrap_or_else(|| actors::remake(self.corpus, &entries));
            actor.id = ActorId::new(it.number);
            let decided = decided(group, &it, &mut self.actors);
            if let Some(base) = base(&decided, &it, &self.actors.steps) {
                let base = actors::remake(self.corpus, &self.entries(&base, ActorRef::new));
                (actor.name, actor.kind) = (base.name, base.kind);
            }
            decide_actor(&mut actor, &decided, &self.actors.steps);
            all.push(actor);
        }
        self.make_actors(&mut all);
        all.sort_by_key(|actor| actor.id);
        all
    }

    /// Makes the actors that a correction names and no article does.
    fn make_actors(&mut self, all: &mut Vec<Actor>) {
        let mut taken: BTreeSet<i64> = all.iter().map(|it| it.id.row()).collect();
        for (target, number) in made(&mut self.actors, &mut taken) {
            all.push(Actor {
                id: ActorId::new(number),
                name: target.name.clone(),
                kind: target.kind.parse().unwrap_or(ActorKind::Person),
                names: vec![target.name.clone()],
                ids: BTreeMap::new(),
                roles: Vec::new(),
                affiliations: Vec::new(),
                entries: Vec::new(),
                merges: Vec::new(),
            });
        }
    }

    /// The doubts that are left, of actors as corrections have them; before, each had this first
    /// entry.
    pub(in crate::resolve) fn doubts(
        &self,
        doubts: Vec<Doubt>,
        firsts: &[(ActorId, Entry<ActorRef>)],
        actors: &[Actor],
    ) -> Vec<Doubt> {
        if self.actors.is_empty() {
            return doubts;
        }
        let wanted: BTreeMap<Entry<ActorRef>, ActorId> =
            firsts.iter().map(|&(id, entry)| (entry, id)).collect();
        let mut present: BTreeMap<ActorId, ActorId> = BTreeMap::new();
        for actor in actors {
            let before = actor.entries.iter().filter_map(|entry| wanted.get(entry));
            present.extend(before.map(|&id| (id, actor.id)));
        }
        let mut told = BTreeSet::new();
        doubts
            .into_iter()
            .filter_map(|it| {
                let (one, other) = (*present.get(&it.one)?, *present.get(&it.other)?);
                let (one, other) = (one.min(other), one.max(other));
                // What people have joined is in doubt no more.
                (one != other && told.insert((one, other))).then_some(Doubt { one, other, ..it })
            })
            .collect()
    }

    /// The locations as corrections have them.
    pub(in crate::resolve) fn locations(&mut self, found: Vec<Location>) -> Vec<Location> {
        if self.locations.is_empty() {
            return found;
        }
        let groups =
            found.iter().map(|it| self.group(it.id.row(), &it.entries, LocationRef::index));
        let groups: Vec<Group> = groups.collect();
        let shaped = {
            let (corpus, order) = (self.corpus, self.order);
            let traits = |it: Place| location_traits(&corpus.record(order[it.article]), it.entry);
            let knowledge = Knowledge { traits: &traits, is_bare: &|_| false };
            let Part { steps, bonds, references } = &mut self.locations;
            shape(groups, steps, bonds, references, &knowledge)
        };
        let firsts: BTreeMap<Entry<LocationRef>, LocationId> =
            found.iter().map(|it| (it.entries[0], it.id)).collect();
        let cities: BTreeMap<Entry<LocationRef>, LocationId> = found
            .iter()
            .filter_map(|it| Some((it.city?, &it.entries)))
            .flat_map(|(city, entries)| entries.iter().map(move |&entry| (entry, city)))
            .collect();
        let mut before: Vec<Option<Location>> = found.into_iter().map(Some).collect();
        let mut all = Vec::with_capacity(shaped.len());
        for (group, it) in shaped.into_iter().enumerate() {
            if self.reject(Subject::Location, &it) {
                continue;
            }
            let kept = it.origin.and_then(|origin| before[origin].take());
            let id = LocationId::new(it.number);
            let entries = self.entries(&it.places, LocationRef::new);
            let mut location =
                kept.unwrap_or_else(|| locations::location(self.corpus, entries, id, None));
            location.id = id;
            location.city = location.entries.iter().find_map(|it| cities.get(it).copied());
            let decided = decided(group, &it, &mut self.locations);
            if let Some(base) = base(&decided, &it, &self.locations.steps) {
                let own = self.entries(&base, LocationRef::new);
                let base = locations::location(self.corpus, own, id, None);
                (location.name, location.kind) = (base.name, base.kind);
                if !base.country.is_empty() {
                    location.country = base.country;
                }
                if base.lat.is_some() {
                    (location.lat, location.lon) = (base.lat, base.lon);
                }
            }
            decide_location(&mut location, &decided);
            all.push(location);
        }
        let mut taken: BTreeSet<i64> = all.iter().map(|it| it.id.row()).collect();
        for (target, number) in made(&mut self.locations, &mut taken) {
            all.push(Location {
                id: LocationId::new(number),
                name: target.name.clone(),
                kind: target.kind.parse().unwrap_or(LocationKind::City),
                country: target.country.clone(),
                lat: None,
                lon: None,
                ids: BTreeMap::new(),
                city: None,
                entries: Vec::new(),
            });
        }
        // The cities themselves may have become others.
        let mut present: BTreeMap<LocationId, LocationId> = BTreeMap::new();
        for it in &all {
            let before = it.entries.iter().filter_map(|entry| firsts.get(entry));
            present.extend(before.map(|&id| (id, it.id)));
        }
        for it in &mut all {
            let city = it.city.and_then(|city| present.get(&city).copied());
            it.city = city.filter(|&city| city != it.id);
        }
        all.sort_by_key(|location| location.id);
        all
    }

    /// The meetings as corrections have them, of actors and locations that they have shaped.
    pub(in crate::resolve) fn meetings(
        &mut self,
        found: Vec<Meeting>,
        stories: &[usize],
        actors: &[Actor],
        locations: &[Location],
    ) -> Vec<Meeting> {
        if self.meetings.is_empty() {
            return found;
        }
        let groups = found.iter().map(|it| self.group(it.id.row(), &it.entries, MeetingRef::index));
        let groups: Vec<Group> = groups.collect();
        let shaped = {
            let (corpus, order) = (self.corpus, self.order);
            let traits = |it: Place| meeting_traits(&corpus.record(order[it.article]), it.entry);
            let knowledge = Knowledge { traits: &traits, is_bare: &|_| false };
            let Part { steps, bonds, references } = &mut self.meetings;
            shape(groups, steps, bonds, references, &knowledge)
        };
        let mut before: Vec<Option<Meeting>> = found.into_iter().map(Some).collect();
        let changed: Vec<Vec<Entry<MeetingRef>>> = shaped
            .iter()
            .filter(|it| it.origin.is_none() && !it.is_rejected)
            .map(|it| self.entries(&it.places, MeetingRef::new))
            .collect();
        let mut remade =
            meetings::remake(self.corpus, self.order, stories, (actors, locations), &changed)
                .into_iter();
        let refer = self.references();
        let kinds: BTreeMap<LocationId, LocationKind> =
            locations.iter().map(|it| (it.id, it.kind)).collect();
        let mut all = Vec::with_capacity(shaped.len());
        for (group, it) in shaped.into_iter().enumerate() {
            if self.reject(Subject::Meeting, &it) {
                continue;
            }
            let kept = it.origin.and_then(|origin| before[origin].take());
            let Some(mut meeting) = kept.or_else(|| remade.next()) else { continue };
            meeting.id = MeetingId::new(it.number);
            record_numbers(&it, &mut self.meetings.steps);
            let key = |at: usize, value: usize| match refer.get(&(at, value)) {
                Some(Some(number)) => number.to_string(),
                _ => String::new(),
            };
            let decided = decide(group, &it.steps, &mut self.meetings.steps, &key);
            decide_meeting(&mut meeting, &decided);
            for &step in &decided.lists {
                change_list(&mut meeting, &self.meetings.steps[step], &refer, &kinds);
            }
            all.push(meeting);
        }
        all.sort_by_key(|meeting| meeting.id);
        all
    }

    /// The numbers of the things that values refer to, by their places; notes what is not there.
    fn references(&mut self) -> BTreeMap<(usize, usize), Option<i64>> {
        let all = self.actors.references.iter().chain(&self.locations.references);
        let mut numbers = BTreeMap::new();
        for it in all {
            numbers.insert((it.at, it.value), it.number);
            if it.number.is_none() {
                self.missing.entry(it.at).or_insert_with(|| it.target.to_string());
            }
        }
        numbers
    }

    /// Entries as places, in the order of the articles.
    fn group<R: Copy>(&self, number: i64, entries: &[Entry<R>], index: fn(R) -> usize) -> Group {
        let mut places: Vec<Place> = entries
            .iter()
            .map(|it| Place { article: self.ranks[it.article], entry: index(it.entry) })
            .collect();
        places.sort_unstable();
        Group { number, places }
    }

    /// Places as entries.
    fn entries<R>(&self, places: &[Place], new: fn(usize) -> R) -> Vec<Entry<R>> {
        let entry = |it: &Place| Entry { article: self.order[it.article], entry: new(it.entry) };
        places.iter().map(entry).collect()
    }

    /// Notes the entries of a group that is none.
    fn reject(&mut self, subject: Subject, group: &Shaped) -> bool {
        if group.is_rejected {
            let order = self.order;
            self.rejected.extend(group.places.iter().map(|it| Rejected {
                subject,
                article: order[it.article],
                entry: it.entry,
            }));
        }
        group.is_rejected
    }
}

/// Tells the steps about a group its number.
fn record_numbers(group: &Shaped, steps: &mut [Step<'_>]) {
    for &step in &group.steps {
        steps[step].numbers.push(group.number);
    }
}

/// What is decided of a thing whose lists hold words.
fn decided<'a>(group: usize, shaped: &Shaped, part: &mut Part<'a>) -> Decided<'a> {
    if shaped.steps.is_empty() {
        return Decided::default();
    }
    record_numbers(shaped, &mut part.steps);
    let words: BTreeMap<usize, &'a [String]> = part
        .steps
        .iter()
        .filter_map(|it| match it.change {
            Change::Set { values, .. } => Some((it.at, values.as_slice())),
            _ => None,
        })
        .collect();
    let key =
        |at: usize, value: usize| words.get(&at).map_or_else(String::new, |it| fold(&it[value]));
    decide(group, &shaped.steps, &mut part.steps, &key)
}

/// The entries of the thing that others have become part of, as far as they are still in it.
fn base(decided: &Decided<'_>, group: &Shaped, steps: &[Step<'_>]) -> Option<Vec<Place>> {
    let into = &steps[decided.base?].sets[0];
    let inside = into.iter().copied().filter(|&it| is_in(it, &group.places));
    Some(inside.collect()).filter(|own: &Vec<Place>| !own.is_empty())
}

/// The things that are to be made, with their numbers, which their references learn.
fn made<'a>(
    part: &mut Part<'a>,
    taken: &mut BTreeSet<i64>,
) -> Vec<(&'a crate::correct::Target, i64)> {
    let mut made: BTreeMap<i64, (&'a crate::correct::Target, i64)> = BTreeMap::new();
    for it in &mut part.references {
        if it.number.is_some() || !it.target.is_new || !it.places.is_empty() {
            continue;
        }
        let number = made.entry(it.target.number).or_insert_with(|| {
            let mut number = it.target.number;
            while !taken.insert(number) {
                number += 1;
            }
            (it.target, number)
        });
        it.number = Some(number.1);
    }
    made.into_values().collect()
}

fn folded<'s>(words: impl Iterator<Item = &'s String>) -> BTreeSet<String> {
    words.map(|word| fold(word)).filter(|word| !word.is_empty()).collect()
}

/// What tells an actor entry from namesakes.
fn actor_traits(record: &Extraction, entry: usize) -> Traits {
    let it = &record.actors[entry];
    let company = record.actors.iter().filter(|other| other.id != it.id);
    vec![
        (NAME, folded([&it.canonical, &it.name].into_iter())),
        (SIDE, folded(it.affiliations.iter())),
        (SIDE, folded(it.roles.iter())),
        (COMPANY, folded(company.map(|other| &other.name))),
    ]
}

/// What tells a location entry from others of its name.
fn location_traits(record: &Extraction, entry: usize) -> Traits {
    let it = &record.locations[entry];
    let near = record.locations.iter().filter(|other| other.id != it.id);
    vec![
        (NAME, folded([&it.name].into_iter())),
        (SIDE, folded([&it.country].into_iter())),
        (COMPANY, folded(near.flat_map(|other| [&other.name, &other.country]))),
        (COMPANY, folded(record.actors.iter().map(|actor| &actor.name))),
    ]
}

/// What tells a meeting entry from other meetings.
fn meeting_traits(record: &Extraction, entry: usize) -> Traits {
    let it = &record.meetings[entry];
    let who = it.participants.iter().filter_map(|id| record.actors.get(id.index()));
    let places = it.locations.iter().filter_map(|id| record.locations.get(id.index()));
    let date = it.date.map(|date| date.to_string());
    vec![
        (SIDE, folded(who.map(|actor| &actor.name))),
        (NAME, folded(date.iter())),
        (SIDE, folded(places.map(|place| &place.name))),
        (COMPANY, [it.kind.to_string(), it.status.to_string()].into_iter().collect()),
    ]
}

fn decide_actor(actor: &mut Actor, decided: &Decided<'_>, steps: &[Step<'_>]) {
    if let Some(name) = decided.name {
        name.clone_into(&mut actor.name);
        if !actor.names.iter().any(|it| it == name) {
            actor.names.push(name.to_owned());
            actor.names.sort();
        }
    }
    if let Some(kind) = decided.fields.get(&Field::Kind).and_then(|it| it.first()?.parse().ok()) {
        actor.kind = kind;
    }
    for &step in &decided.lists {
        let Change::Set { field, how, values, .. } = steps[step].change else { continue };
        let list = match field {
            Field::Affiliation => &mut actor.affiliations,
            _ => &mut actor.roles,
        };
        let same = |one: &String, other: &String| fold(one) == fold(other);
        match how {
            How::Set => list.clone_from(values),
            How::Add => {
                for value in values {
                    if !list.iter().any(|it| same(it, value)) {
                        list.push(value.clone());
                    }
                }
            }
            How::Remove => list.retain(|it| !values.iter().any(|value| same(it, value))),
        }
    }
}

fn decide_location(location: &mut Location, decided: &Decided<'_>) {
    if let Some(name) = decided.name {
        name.clone_into(&mut location.name);
    }
    for (field, values) in &decided.fields {
        match field {
            Field::Kind => {
                if let Some(kind) = values.first().and_then(|it| it.parse().ok()) {
                    location.kind = kind;
                }
            }
            Field::Country => location.country = values.first().cloned().unwrap_or_default(),
            _ => {
                let place = coordinates(values);
                location.lat = place.map(|it| it.0);
                location.lon = place.map(|it| it.1);
            }
        }
    }
}

fn decide_meeting(meeting: &mut Meeting, decided: &Decided<'_>) {
    for (field, values) in &decided.fields {
        let word = values.first();
        match field {
            Field::Kind => {
                if let Some(kind) = word.and_then(|it| it.parse().ok()) {
                    meeting.kind = kind;
                }
            }
            Field::Status => {
                if let Some(status) = word.and_then(|it| it.parse().ok()) {
                    meeting.status = status;
                }
            }
            _ => meeting.date = word.and_then(|it| it.parse().ok()),
        }
    }
    if [Field::Kind, Field::Status].iter().any(|field| decided.fields.contains_key(field)) {
        meeting.codes = codes_of_meeting(meeting.kind, meeting.status);
    }
}

/// Changes who takes part in a meeting, or where it is.
fn change_list(
    meeting: &mut Meeting,
    step: &Step<'_>,
    refer: &BTreeMap<(usize, usize), Option<i64>>,
    kinds: &BTreeMap<LocationId, LocationKind>,
) {
    let Change::Set { field, how, values, .. } = step.change else { return };
    let numbers: Option<Vec<i64>> =
        (0..values.len()).map(|value| *refer.get(&(step.at, value))?).collect();
    // What names something that is not there waits, lest it leave nothing in its place.
    let Some(numbers) = numbers else { return };
    let numbers = numbers.into_iter();
    if *field == Field::Place {
        let places: Vec<LocationId> = numbers.map(LocationId::new).collect();
        change_places(meeting, *how, &places, kinds);
        return;
    }
    let who: Vec<ActorId> = numbers.map(ActorId::new).collect();
    match field {
        Field::Host => change_part(&mut meeting.hosts, *how, &who),
        Field::Mediator => change_part(&mut meeting.mediators, *how, &who),
        _ => {}
    }
    match (field, how) {
        (Field::Participant, How::Remove) => {
            meeting.participants.retain(|it| !who.contains(&it.0));
        }
        (Field::Participant, How::Set) => meeting.participants.retain(|it| who.contains(&it.0)),
        _ => {}
    }
    if *how != How::Remove {
        // Whoever receives the others takes part; no article says so, which counts as none.
        for &actor in &who {
            if meeting.participants.iter().all(|it| it.0 != actor) {
                meeting.participants.push((actor, 0));
            }
        }
        meeting.participants.sort_unstable();
    }
    let present: BTreeSet<ActorId> = meeting.participants.iter().map(|it| it.0).collect();
    meeting.hosts.retain(|it| present.contains(it));
    meeting.mediators.retain(|it| present.contains(it));
}

fn change_part(list: &mut Vec<ActorId>, how: How, who: &[ActorId]) {
    match how {
        How::Set => list.clear(),
        _ => list.retain(|it| !who.contains(it)),
    }
    if how != How::Remove {
        list.extend(who);
        list.sort_unstable();
        list.dedup();
    }
}

fn change_places(
    meeting: &mut Meeting,
    how: How,
    places: &[LocationId],
    kinds: &BTreeMap<LocationId, LocationKind>,
) {
    let before = std::mem::take(&mut meeting.locations);
    let told = |place: LocationId| before.iter().find(|it| it.0 == place).map_or(0, |it| it.1);
    let named = || places.iter().map(|&place| (place, told(place)));
    let others = || before.iter().copied().filter(|it| !places.contains(&it.0));
    meeting.locations = match how {
        How::Set => named().collect(),
        How::Remove => others().collect(),
        How::Add => {
            let mut all: Vec<(LocationId, usize)> = named().chain(others()).collect();
            // The most specific first: a building, its city, the region, the country.
            all.sort_by_key(|it| std::cmp::Reverse(kinds.get(&it.0).copied()));
            all
        }
    };
}
