//! Meetings over all articles: entries whose participants, dates and places are compatible.
//!
//! Entries are compared only with meetings that share two participants, or those for whom they
//! act, or a place, and a month: the work grows with the entries, not with their pairs. Two entries
//! of one article stay two meetings.

mod acting;
pub(super) mod again;
mod fit;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::num::NonZeroU32;

use rustc_hash::{FxBuildHasher, FxHashMap};

use self::fit::{Group, Sides, Window, apart, window};
use super::{
    Actor, Corpus, Entry, Location, Meeting,
    copies::counted,
    corpus::Encounter,
    groups::{Count, Few, numbers},
};
use crate::date::{Date, Precision};
use crate::record::{
    ActorId, ActorKind, ActorRef, LocationId, LocationKind, LocationRef, MeetingId, MeetingKind,
    MeetingRef, MeetingStatus,
};
use crate::text::fold;

/// Participants of one meeting by which it is looked up; the rest only count.
const LOOKED_UP: usize = 12;

/// Meetings under one key with which an entry is compared, the last ones.
const COMPARED: usize = 80;

/// An entry in terms of actors and locations over all articles.
struct Told<'a> {
    entry: &'a Encounter,
    at: Entry<MeetingRef>,
    article: &'a str,
    /// The story that its article tells, as one of several.
    story: usize,
    published: Option<Date>,
    participants: Few<ActorId>,
    hosts: Box<[ActorId]>,
    mediators: Box<[ActorId]>,
    locations: Box<[LocationId]>,
    /// The cities and houses among its locations.
    towns: Few<LocationId>,
    countries: Few<&'a str>,
}

/// What meetings are looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// Two participants.
    Pair(ActorId, ActorId, Month),
    /// Those for whom two participants act.
    Sides(ActorId, ActorId, Month),
    /// The same, of meetings in which one at least is there itself.
    Bodies(ActorId, ActorId, Month),
    /// The place of what many attend.
    Place(LocationId, Month),
}

/// Meetings by the keys under which they are listed, in little memory: there are millions of keys.
#[derive(Default)]
struct Listed {
    /// For the hash of each key the last of its links.
    last: FxHashMap<u64, u32>,
    /// A meeting, and the link before, if there is one.
    links: Vec<(u32, Option<NonZeroU32>)>,
}

impl Listed {
    /// The hash of a key; two with one hash only give more to compare.
    fn hash(key: Key) -> u64 {
        FxBuildHasher.hash_one(key)
    }

    /// Adds to some the meetings under a key, those listed last first, as many as are compared.
    fn under(&self, key: Key, found: &mut Sighted) {
        let mut next = self.last.get(&Self::hash(key)).copied();
        for _ in 0..COMPARED {
            let Some(link) = next else { return };
            let (group, before) = self.links[link as usize];
            found.add(group);
            next = before.map(|before| before.get() - 1);
        }
    }

    /// Lists a meeting under a key, unless it is the last there.
    fn list(&mut self, key: Key, group: usize) {
        let group = u32::try_from(group).expect("meetings are fewer than four billion");
        let link = u32::try_from(self.links.len()).expect("links are fewer than four billion");
        let before = self.last.get(&Self::hash(key)).copied();
        if before.is_some_and(|before| self.links[before as usize].0 == group) {
            return;
        }
        self.links.push((group, before.and_then(|before| NonZeroU32::new(before + 1))));
        self.last.insert(Self::hash(key), link);
    }
}

/// Meetings under several keys, each once.
#[derive(Default)]
struct Sighted {
    all: Vec<u32>,
    /// For each meeting the round in which it was seen last.
    rounds: Vec<u32>,
    round: u32,
}

impl Sighted {
    /// Forgets all, of so many meetings that there are.
    fn clear(&mut self, count: usize) {
        self.all.clear();
        self.rounds.resize(count, 0);
        self.round += 1;
    }

    /// Takes a meeting in, unless it is there.
    fn add(&mut self, group: u32) {
        let round = &mut self.rounds[group as usize];
        if *round != self.round {
            *round = self.round;
            self.all.push(group);
        }
    }
}

/// Groups the meeting entries of articles, which are visited in the order given; articles that tell
/// one story count as one source.
pub(super) fn resolve(
    corpus: &Corpus,
    order: &[usize],
    stories: &[usize],
    actors: &[Actor],
    locations: &[Location],
) -> Vec<Meeting> {
    let mut told = tell(corpus, order, stories, (actors, locations));
    // What is told most fully comes first, so that the rest finds it.
    told.sort_by_key(|it| {
        (rank(it.entry.date, it.participants.all().len()), it.article, it.at.entry)
    });
    let sides = sides(actors);
    let bodies: BTreeSet<ActorId> =
        actors.iter().filter(|it| it.kind != ActorKind::Person).map(|it| it.id).collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut listed = Listed::default();
    let mut candidates = Sighted::default();
    for (index, it) in told.iter().enumerate() {
        let window = window(it);
        let by = looked_up(it.participants.all(), &sides, &bodies);
        let (lookups, listings) = keys(it, window, &by, &bodies);
        candidates.clear(groups.len());
        for key in lookups {
            listed.under(key, &mut candidates);
        }
        let best = candidates
            .all
            .iter()
            .map(|&group| group as usize)
            .filter_map(|group| Some((groups[group].fit(it, window, &sides)?, group)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let group = best.map_or_else(
            || {
                groups.push(Group::default());
                groups.len() - 1
            },
            |(_, group)| group,
        );
        groups[group].take(index, it, window);
        for key in listings {
            listed.list(key, group);
        }
    }
    drop(listed);
    let keys: Vec<String> = groups
        .iter()
        .map(|group| {
            let first = group.told.iter().map(|&index| (told[index].article, told[index].at.entry));
            first.min().map(|(article, entry)| format!("{article}\t{entry}")).unwrap_or_default()
        })
        .collect();
    let mut meetings: Vec<Meeting> = groups
        .iter()
        .zip(numbers(&keys))
        .map(|(group, number)| {
            let mut members: Vec<&Told<'_>> = group.told.iter().map(|&it| &told[it]).collect();
            members.sort_by_key(|it| (it.article, it.at.entry));
            meeting(corpus, &members, MeetingId::new(number))
        })
        .collect();
    meetings.sort_by_key(|meeting| meeting.id);
    meetings
}

/// Where an entry comes by its date and the number of its participants.
fn rank(date: Option<Date>, participants: usize) -> (u8, Option<Date>, Reverse<usize>) {
    let rough = match date.map(Date::precision) {
        Some(Precision::Day) => 0,
        Some(Precision::Interval) => 1,
        Some(Precision::Month) => 2,
        Some(Precision::Year) => 3,
        None => 4,
    };
    (rough, date, Reverse(participants))
}

/// Makes a meeting of each group of entries, without a number.
pub(super) fn remake(
    corpus: &Corpus,
    order: &[usize],
    stories: &[usize],
    (actors, locations): (&[Actor], &[Location]),
    groups: &[Vec<Entry<MeetingRef>>],
) -> Vec<Meeting> {
    if groups.is_empty() {
        return Vec::new();
    }
    let told = tell(corpus, order, stories, (actors, locations));
    let index: BTreeMap<Entry<MeetingRef>, &Told<'_>> = told.iter().map(|it| (it.at, it)).collect();
    groups
        .iter()
        .map(|group| {
            let mut members: Vec<&Told<'_>> =
                group.iter().filter_map(|it| index.get(it).copied()).collect();
            members.sort_by_key(|it| (it.article, it.at.entry));
            meeting(corpus, &members, MeetingId::new(0))
        })
        .collect()
}

/// For whom each actor acts, as actors.
fn sides(actors: &[Actor]) -> Sides {
    let bodies = actors.iter().filter(|it| it.kind != ActorKind::Person);
    let named = named(bodies.flat_map(|it| {
        it.names.iter().map(|name| (it.kind == ActorKind::State, it.id, name.as_str()))
    }));
    let mut sides = Sides::default();
    for actor in actors {
        let own = actor.affiliations.iter();
        let own: Few<ActorId> =
            own.filter_map(|side| *named.get(&fold(side))?).filter(|&it| it != actor.id).collect();
        if !own.all().is_empty() {
            sides.insert(actor.id, own);
        }
    }
    sides
}

/// The bodies of names: states first by all their names, then other bodies.
fn named<'a>(
    names: impl Iterator<Item = (bool, ActorId, &'a str)>,
) -> BTreeMap<String, Option<ActorId>> {
    let mut all: [BTreeMap<String, Option<ActorId>>; 2] = Default::default();
    for (is_state, id, name) in names {
        let known = all[usize::from(!is_state)].entry(fold(name)).or_insert(Some(id));
        // A name of two is that of neither.
        if *known != Some(id) {
            *known = None;
        }
    }
    let [mut named, others] = all;
    for (name, actor) in others {
        named.entry(name).or_insert(actor);
    }
    named
}

/// Gives entries their actors and locations.
fn tell<'a>(
    corpus: &'a Corpus,
    order: &[usize],
    stories: &[usize],
    (actors, locations): (&[Actor], &'a [Location]),
) -> Vec<Told<'a>> {
    let mut actor_of: Vec<Option<ActorId>> = vec![None; corpus.actors().all().len()];
    for actor in actors {
        for it in &actor.entries {
            actor_of[corpus.actors().range(it.article)][it.entry.index()] = Some(actor.id);
        }
    }
    let mut location_of: Vec<Option<&'a Location>> = vec![None; corpus.locations().all().len()];
    for location in locations {
        for it in &location.entries {
            location_of[corpus.locations().range(it.article)][it.entry.index()] = Some(location);
        }
    }
    let mut told = Vec::new();
    for &article in order {
        let actors = &actor_of[corpus.actors().range(article)];
        let locations = &location_of[corpus.locations().range(article)];
        let actor = |of: &ActorRef| actors.get(of.index()).copied().flatten();
        let location = |of: &LocationRef| locations.get(of.index()).copied().flatten();
        for index in 0..corpus.meetings_of(article) {
            let at = Entry { article, entry: MeetingRef::new(index) };
            told.push(tell_one(corpus, at, stories[article], (actor, location)));
        }
    }
    told
}

/// Gives an entry its actors and locations.
fn tell_one<'a>(
    corpus: &'a Corpus,
    at: Entry<MeetingRef>,
    story: usize,
    (actor, location): (
        impl Fn(&ActorRef) -> Option<ActorId>,
        impl Fn(&LocationRef) -> Option<&'a Location>,
    ),
) -> Told<'a> {
    let entry = corpus.meeting(at);
    let places: Vec<&'a Location> = entry.locations.iter().filter_map(location).collect();
    let country = |place: &&'a Location| match place.kind {
        LocationKind::Country => place.name.as_str(),
        _ => place.country.as_str(),
    };
    let is_town =
        |place: &&&Location| matches!(place.kind, LocationKind::City | LocationKind::Venue);
    Told {
        entry,
        at,
        article: corpus.id(at.article),
        story,
        published: corpus.published(at.article),
        hosts: entry.hosts.iter().filter_map(&actor).collect(),
        mediators: entry.mediators.iter().filter_map(&actor).collect(),
        participants: entry.participants.iter().filter_map(&actor).collect(),
        countries: places.iter().map(country).filter(|it| !it.is_empty()).collect(),
        towns: places.iter().filter(is_town).map(|place| place.id).collect(),
        locations: places.iter().map(|place| place.id).collect(),
    }
}

/// A month, or none for what has no date at all.
type Month = Option<(i16, i8)>;

/// The months of a window, of a long one the first twelve.
fn months(window: Window) -> Vec<Month> {
    let Some((first, last)) = window else { return vec![None] };
    let last = (last.year(), last.month());
    let mut month = (first.year(), first.month());
    let mut months = Vec::new();
    while month <= last && months.len() < 12 {
        months.push(Some(month));
        month = if month.1 == 12 { (month.0 + 1, 1) } else { (month.0, month.1 + 1) };
    }
    months
}

/// The pairs of some actors by which a meeting is looked up; who meets nobody is a pair alone.
fn pairs(members: &[ActorId]) -> Vec<(ActorId, ActorId)> {
    if let [only] = members {
        return vec![(*only, *only)];
    }
    let mut pairs = Vec::with_capacity(members.len() * members.len() / 2);
    for (place, &one) in members.iter().enumerate() {
        pairs.extend(members[place + 1..].iter().map(|&other| (one, other)));
    }
    pairs
}

/// The participants by which a meeting is looked up, and those for whom they act: of each the first in order.
fn looked_up(
    participants: &[ActorId],
    sides: &Sides,
    bodies: &BTreeSet<ActorId>,
) -> [Vec<ActorId>; 2] {
    let members: Vec<ActorId> = participants.iter().copied().take(LOOKED_UP).collect();
    let own = members.iter().copied().filter(|it| bodies.contains(it));
    let acting = members.iter().filter_map(|it| sides.get(it)).flat_map(Few::all);
    let mut parties: Vec<ActorId> = own.chain(acting.copied()).collect();
    parties.sort_unstable();
    parties.dedup();
    parties.truncate(LOOKED_UP);
    [members, parties]
}

/// The keys under which a meeting is looked for, and those under which it is listed, by whom it is looked up.
fn keys(
    told: &Told<'_>,
    window: Window,
    [members, parties]: &[Vec<ActorId>; 2],
    bodies: &BTreeSet<ActorId>,
) -> (Vec<Key>, Vec<Key>) {
    let has_body = members.iter().any(|it| bodies.contains(it));
    let (members, parties) = (pairs(members), pairs(parties));
    let (mut lookups, mut listings) = (Vec::new(), Vec::new());
    for month in months(window) {
        for &(one, other) in &members {
            lookups.push(Key::Pair(one, other, month));
            listings.push(Key::Pair(one, other, month));
        }
        for &(one, other) in &parties {
            listings.push(Key::Sides(one, other, month));
            if has_body {
                listings.push(Key::Bodies(one, other, month));
                lookups.push(Key::Sides(one, other, month));
            } else {
                lookups.push(Key::Bodies(one, other, month));
            }
        }
        // Many attend it: it is looked up by its place.
        if told.entry.kind.is_large() {
            lookups.extend(told.towns.all().iter().map(|&town| Key::Place(town, month)));
            listings.extend(told.towns.all().iter().map(|&town| Key::Place(town, month)));
        }
    }
    (lookups, listings)
}

/// How far a status has come.
fn advance(status: MeetingStatus) -> u8 {
    match status {
        MeetingStatus::Proposed => 0,
        MeetingStatus::Planned => 1,
        MeetingStatus::Cancelled => 2,
        MeetingStatus::Held => 3,
    }
}

/// Makes a meeting of the entries that are one, by article.
fn meeting(corpus: &Corpus, members: &[&Told<'_>], id: MeetingId) -> Meeting {
    let each = || members.iter().map(|it| it.entry);
    let exact = |kind: &MeetingKind| *kind != MeetingKind::Meeting;
    let kinds = Count::of(each().map(|entry| entry.kind)).values();
    let kind = kinds.iter().copied().find(exact).unwrap_or(MeetingKind::Meeting);
    let latest = members.iter().max_by_key(|it| {
        (it.published.map(Date::last), advance(it.entry.status), Reverse(it.article))
    });
    let status = latest.map_or(MeetingStatus::Held, |it| it.entry.status);
    let mut dates: Vec<(Date, usize)> =
        counted(members.iter().filter_map(|it| Some((it.entry.date?, it.story))))
            .into_iter()
            .collect();
    dates.sort_by_key(|(_, count)| Reverse(*count));
    // When it was to be matters only as long as nobody tells when it was.
    let settled: BTreeSet<Date> =
        each().filter(|entry| entry.status == status).filter_map(|entry| entry.date).collect();
    let date = dates.iter().max_by_key(|(date, count)| {
        let days = apart((date.first(), date.first()), (date.last(), date.last()));
        (settled.contains(date), Reverse(days), *count, Reverse(*date))
    });
    // The places of the entry that tells most come first, most specific first.
    let most = members.iter().max_by_key(|it| (it.locations.len(), Reverse(it.article)));
    let places = members.iter().flat_map(|it| it.locations.iter().map(|&place| (place, it.story)));
    let mut locations: Vec<(LocationId, usize)> = counted(places).into_iter().collect();
    let place = |of: &LocationId| {
        most.and_then(|it| it.locations.iter().position(|place| place == of)).unwrap_or(usize::MAX)
    };
    locations.sort_by_key(|(location, count)| (place(location), Reverse(*count)));
    let who =
        members.iter().flat_map(|it| it.participants.all().iter().map(|&who| (who, it.story)));
    let participants = counted(who).into_iter().collect();
    let parts = |of: for<'t> fn(&'t Told<'_>) -> &'t [ActorId]| {
        let all: BTreeSet<ActorId> = members.iter().flat_map(|it| of(it)).copied().collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let alike = |entry: &&Encounter| entry.kind == kind && entry.status == status;
    let codes = each().find(alike).or_else(|| each().next());
    let codes = codes.map(|entry| corpus.codes(entry).clone());
    Meeting {
        id,
        kind,
        status,
        codes: codes.unwrap_or_default(),
        date: date.map(|(date, _)| *date),
        participants,
        hosts: parts(|it| &it.hosts),
        mediators: parts(|it| &it.mediators),
        locations,
        confidence: each().map(|entry| entry.confidence).fold(0.0, f64::max),
        entries: members.iter().map(|it| it.at).collect(),
        dates,
    }
}
