//! Meetings over all articles: entries whose participants, dates and places are compatible.
//!
//! Entries are compared only with meetings that share two participants and a month, so the work
//! grows with the entries, not with their pairs. Two entries of one article stay two meetings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, civil};

use super::{
    Actor, Entry, Location, Meeting,
    groups::{Count, numbers},
};
use crate::date::{Date, Precision};
use crate::record::{
    ActorId, Extraction, LocationId, LocationKind, MeetingEntry, MeetingId, MeetingKind,
    MeetingRef, MeetingStatus,
};

/// Participants of one meeting by which it is looked up; the rest only count.
const LOOKED_UP: usize = 12;

/// An entry in terms of actors and locations over all articles.
struct Told<'a> {
    entry: &'a MeetingEntry,
    at: Entry<MeetingRef>,
    article: &'a str,
    published: Option<Date>,
    participants: BTreeSet<ActorId>,
    hosts: Vec<ActorId>,
    mediators: Vec<ActorId>,
    locations: Vec<LocationId>,
    countries: BTreeSet<&'a str>,
}

/// Groups the meeting entries of articles, which are visited in the order given.
pub(super) fn resolve(
    articles: &[Extraction],
    order: &[usize],
    actors: &[Actor],
    locations: &[Location],
) -> Vec<Meeting> {
    let mut told = tell(articles, order, actors, locations);
    // What is told most fully comes first, so that the rest finds it.
    told.sort_by_key(|it| {
        let rough = match it.entry.date.map(Date::precision) {
            Some(Precision::Day) => 0,
            Some(Precision::Interval) => 1,
            Some(Precision::Month) => 2,
            Some(Precision::Year) => 3,
            None => 4,
        };
        let members = std::cmp::Reverse(it.participants.len());
        (rough, it.entry.date, members, it.article, it.at.entry)
    });
    let mut groups: Vec<Group> = Vec::new();
    let mut by_month: BTreeMap<(ActorId, ActorId, Month), Vec<usize>> = BTreeMap::new();
    for (index, it) in told.iter().enumerate() {
        let pairs = pairs(&it.participants);
        let window = window(it);
        let months = months(window);
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for &(one, other) in &pairs {
            for &month in &months {
                candidates.extend(by_month.get(&(one, other, month)).into_iter().flatten());
            }
        }
        let best = candidates
            .into_iter()
            .filter_map(|group| Some((groups[group].fit(it, window)?, group)))
            .max_by_key(|&(fit, group)| (fit, std::cmp::Reverse(group)));
        let group = best.map_or_else(
            || {
                groups.push(Group::default());
                groups.len() - 1
            },
            |(_, group)| group,
        );
        groups[group].take(index, it, window);
        for (one, other) in pairs {
            for &month in &months {
                let listed = by_month.entry((one, other, month)).or_default();
                if !listed.contains(&group) {
                    listed.push(group);
                }
            }
        }
    }
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
            meeting(&members, MeetingId::new(number))
        })
        .collect();
    meetings.sort_by_key(|meeting| meeting.id);
    meetings
}

/// Makes a meeting of each group of entries, without a number.
pub(super) fn remake(
    articles: &[Extraction],
    order: &[usize],
    (actors, locations): (&[Actor], &[Location]),
    groups: &[Vec<Entry<MeetingRef>>],
) -> Vec<Meeting> {
    if groups.is_empty() {
        return Vec::new();
    }
    let told = tell(articles, order, actors, locations);
    let index: BTreeMap<Entry<MeetingRef>, &Told<'_>> = told.iter().map(|it| (it.at, it)).collect();
    groups
        .iter()
        .map(|group| {
            let mut members: Vec<&Told<'_>> =
                group.iter().filter_map(|it| index.get(it).copied()).collect();
            members.sort_by_key(|it| (it.article, it.at.entry));
            meeting(&members, MeetingId::new(0))
        })
        .collect()
}

/// Gives entries their actors and locations.
fn tell<'a>(
    articles: &'a [Extraction],
    order: &[usize],
    actors: &[Actor],
    locations: &'a [Location],
) -> Vec<Told<'a>> {
    let mut actor_of = vec![Vec::new(); articles.len()];
    for actor in actors {
        for it in &actor.entries {
            actor_of[it.article].push((it.entry, actor.id));
        }
    }
    let mut location_of = vec![Vec::new(); articles.len()];
    for (index, location) in locations.iter().enumerate() {
        for it in &location.entries {
            location_of[it.article].push((it.entry, index));
        }
    }
    let mut told = Vec::new();
    for &article in order {
        actor_of[article].sort_unstable();
        location_of[article].sort_unstable();
        let actor = |of| {
            let known = &actor_of[article];
            known.binary_search_by_key(&of, |it| it.0).ok().map(|index| known[index].1)
        };
        let location = |of| {
            let known = &location_of[article];
            known.binary_search_by_key(&of, |it| it.0).ok().map(|index| known[index].1)
        };
        let record = &articles[article];
        for (index, entry) in record.meetings.iter().enumerate() {
            let places: Vec<&Location> =
                entry.locations.iter().filter_map(|&of| Some(&locations[location(of)?])).collect();
            let country = |place: &&'a Location| match place.kind {
                LocationKind::Country => place.name.as_str(),
                _ => place.country.as_str(),
            };
            told.push(Told {
                entry,
                at: Entry { article, entry: MeetingRef::new(index) },
                article: &record.id,
                published: record.published,
                hosts: entry.hosts.iter().filter_map(|&of| actor(of)).collect(),
                mediators: entry.mediators.iter().filter_map(|&of| actor(of)).collect(),
                participants: entry.participants.iter().filter_map(|&of| actor(of)).collect(),
                countries: places.iter().map(country).filter(|it| !it.is_empty()).collect(),
                locations: places.iter().map(|place| place.id).collect(),
            });
        }
    }
    told
}

/// A month, or none for what has no date at all.
type Month = Option<(i16, i8)>;

/// The days on which something may have been.
type Window = Option<(civil::Date, civil::Date)>;

/// The days on which a meeting may have been: by its date, or else around its article's.
fn window(told: &Told<'_>) -> Window {
    if let Some(date) = told.entry.date {
        return Some((date.first(), date.last()));
    }
    let published = told.published?;
    let (before, after) = match told.entry.status {
        MeetingStatus::Held => (7, 1),
        _ => (1, 31),
    };
    Some((
        published.first().saturating_sub(Span::new().days(before)),
        published.last().saturating_add(Span::new().days(after)),
    ))
}

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

/// The pairs of participants by which a meeting is looked up; who meets nobody is a pair alone.
fn pairs(participants: &BTreeSet<ActorId>) -> Vec<(ActorId, ActorId)> {
    let members: Vec<ActorId> = participants.iter().copied().take(LOOKED_UP).collect();
    if let [only] = members[..] {
        return vec![(only, only)];
    }
    let with = |(place, &one): (usize, &ActorId)| {
        members[place + 1..].iter().map(|&other| (one, other)).collect::<Vec<_>>()
    };
    members.iter().enumerate().flat_map(with).collect()
}

/// Entries that are one meeting, as far as they are grouped.
#[derive(Default)]
struct Group<'a> {
    told: Vec<usize>,
    articles: BTreeSet<usize>,
    participants: BTreeSet<ActorId>,
    countries: BTreeSet<&'a str>,
    locations: BTreeSet<LocationId>,
    kinds: BTreeSet<MeetingKind>,
    statuses: BTreeSet<MeetingStatus>,
    /// The date of the first entry, which is the most exact.
    date: Option<Date>,
    window: Window,
}

impl<'a> Group<'a> {
    /// Takes an entry in.
    fn take(&mut self, index: usize, told: &Told<'a>, window: Window) {
        if self.told.is_empty() {
            self.date = told.entry.date;
            self.window = window;
        }
        self.told.push(index);
        self.articles.insert(told.at.article);
        self.participants.extend(&told.participants);
        self.countries.extend(&told.countries);
        self.locations.extend(&told.locations);
        self.kinds.insert(told.entry.kind);
        self.statuses.insert(told.entry.status);
    }

    /// How well an entry fits, if it may be the same meeting.
    fn fit(&self, told: &Told<'_>, window: Window) -> Option<usize> {
        let shared = self.participants.intersection(&told.participants).count();
        let union = self.participants.len() + told.participants.len() - shared;
        let same_place = told.locations.iter().any(|place| self.locations.contains(place));
        let same_country = told.countries.iter().any(|country| self.countries.contains(country));
        let equal = shared == union;
        let contained = shared == self.participants.len().min(told.participants.len());
        let close = if shared < 2 { equal && same_place } else { contained || shared * 2 > union };
        let exact = told.entry.date.is_some_and(|date| date.precision() != Precision::Year)
            && self.date.is_some();
        let times = match (self.window, window) {
            (Some(one), Some(other)) => apart(one, other),
            _ => return None,
        };
        let timely = match times {
            0 => exact || equal,
            1 => exact && equal && same_country,
            _ => false,
        };
        let call = |kind: MeetingKind| kind == MeetingKind::Call;
        let by_call = call(told.entry.kind) || self.kinds.iter().any(|&kind| call(kind));
        let kindred = !by_call
            || self.kinds.iter().chain([&told.entry.kind]).all(|kind| {
                matches!(kind, MeetingKind::Call | MeetingKind::Talks | MeetingKind::Meeting)
            });
        let apart =
            !by_call && !self.countries.is_empty() && !told.countries.is_empty() && !same_country;
        let ends = [MeetingStatus::Held, MeetingStatus::Cancelled];
        let opposed = (0..2)
            .any(|one| told.entry.status == ends[one] && self.statuses.contains(&ends[1 - one]));
        let alone = !self.articles.contains(&told.at.article);
        (alone && close && timely && kindred && !apart && !opposed).then(|| {
            100 * shared / union.max(1)
                + if same_place { 20 } else { 0 }
                + if self.kinds.contains(&told.entry.kind) { 10 } else { 0 }
                + if times == 0 { 10 } else { 0 }
        })
    }
}

/// The days between two windows; 0 if they overlap.
fn apart(one: (civil::Date, civil::Date), other: (civil::Date, civil::Date)) -> i32 {
    let between = |first: civil::Date, last: civil::Date| {
        first.until(last).map_or(i32::MAX, |span| span.get_days())
    };
    match () {
        () if one.1 < other.0 => between(one.1, other.0),
        () if other.1 < one.0 => between(other.1, one.0),
        () => 0,
    }
}

/// Makes a meeting of the entries that are one, by article.
fn meeting(members: &[&Told<'_>], id: MeetingId) -> Meeting {
    let each = || members.iter().map(|it| it.entry);
    let exact = |kind: &MeetingKind| *kind != MeetingKind::Meeting;
    let kinds = Count::of(each().map(|entry| entry.kind)).values();
    let latest = members.iter().max_by_key(|it| (it.published, std::cmp::Reverse(it.article)));
    let dates = Count::of(each().filter_map(|entry| entry.date)).ranked();
    let date = dates.iter().max_by_key(|(date, count)| {
        let days = apart((date.first(), date.first()), (date.last(), date.last()));
        (std::cmp::Reverse(days), *count, std::cmp::Reverse(*date))
    });
    // The places of the entry that tells most come first, most specific first.
    let most = members.iter().max_by_key(|it| (it.locations.len(), std::cmp::Reverse(it.article)));
    let mut locations =
        Count::of(members.iter().flat_map(|it| it.locations.iter().copied())).ranked();
    let place = |of: &LocationId| {
        most.and_then(|it| it.locations.iter().position(|place| place == of)).unwrap_or(usize::MAX)
    };
    locations.sort_by_key(|(location, _)| place(location));
    let mut participants =
        Count::of(members.iter().flat_map(|it| it.participants.iter().copied())).ranked();
    participants.sort_unstable();
    let parts = |of: fn(&Told<'_>) -> Vec<ActorId>| {
        let all: BTreeSet<ActorId> = members.iter().flat_map(|it| of(it)).collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let kind = kinds.iter().copied().find(exact).unwrap_or(MeetingKind::Meeting);
    let status = latest.map_or(MeetingStatus::Held, |it| it.entry.status);
    let alike = |entry: &&MeetingEntry| entry.kind == kind && entry.status == status;
    let codes = each().find(alike).or_else(|| each().next()).map(|entry| entry.codes.clone());
    Meeting {
        id,
        kind,
        status,
        codes: codes.unwrap_or_default(),
        date: date.map(|(date, _)| *date),
        participants,
        hosts: parts(|it| it.hosts.clone()),
        mediators: parts(|it| it.mediators.clone()),
        locations,
        confidence: each().map(|entry| entry.confidence).fold(0.0, f64::max),
        entries: members.iter().map(|it| it.at).collect(),
        dates,
    }
}
