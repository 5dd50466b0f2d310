//! Meetings once more, after some articles came: which meeting an entry tells of depends on the entries
//! before it that share a key; so entries are asked again in their order, beginning with those that came or
//! changed, and going on to those that share a key with a meeting of which they were, or are.

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::acting::{Acting, Formed};
use super::fit::{Group, Sides, Window, window};
use super::{COMPARED, Listed, Told, keys, looked_up, meeting, rank, tell_one};
use crate::date::Date;
use crate::record::{ActorId, ActorRef, LocationRef, MeetingId, MeetingKind, MeetingRef};
use crate::resolve::again::{Before, Partition, renumber};
use crate::resolve::groups::Few;
use crate::resolve::lists::{NONE, number};
use crate::resolve::locations::Placed;
use crate::resolve::{Actor, Corpus, Entry, Meeting};

/// The meetings that are other than before.
pub(in crate::resolve) struct Renewed {
    /// Those that are new or may be other than before, by number.
    pub(in crate::resolve) meetings: Vec<Meeting>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub(in crate::resolve) touched: BTreeSet<MeetingId>,
}

/// Where an entry stands among all.
type Place = ((u8, Option<Date>, Reverse<usize>), u32, u32);

/// What meetings are made of, as it is now and as it was.
pub(in crate::resolve) struct Scene<'a> {
    pub(in crate::resolve) corpus: &'a Corpus,
    /// Where each article stands in order.
    pub(in crate::resolve) ranks: &'a [u32],
    pub(in crate::resolve) before: &'a Before,
    pub(in crate::resolve) stories: &'a [usize],
    pub(in crate::resolve) actors: &'a [Actor],
    /// The entries of actors that came, or are now those of another, with whose they are.
    pub(in crate::resolve) moved_actors: &'a [(Entry<ActorRef>, ActorId)],
    pub(in crate::resolve) touched: &'a BTreeSet<ActorId>,
    pub(in crate::resolve) places: &'a Placed,
    /// The articles in which a place is another than before.
    pub(in crate::resolve) moved: &'a FxHashSet<usize>,
}

/// The numbers of the actors of entries: those that they had, and what is other now.
pub(super) struct Numbers<'a> {
    corpus: &'a Corpus,
    was: &'a Partition,
    other: FxHashMap<usize, i64>,
}

impl<'a> Numbers<'a> {
    /// Those before.
    fn before(corpus: &'a Corpus, before: &'a Before) -> Self {
        Self { corpus, was: before.actors(), other: FxHashMap::default() }
    }

    /// Those now.
    fn now(scene: &Scene<'a>) -> Self {
        let moved = scene.moved_actors.iter();
        let other = moved.map(|(at, id)| (scene.corpus.actor_place(*at), id.row())).collect();
        Self { other, ..Self::before(scene.corpus, scene.before) }
    }

    /// The actor of an entry of an article, if it has one.
    fn actor(&self, article: usize, entry: ActorRef) -> Option<ActorId> {
        let range = self.corpus.actors().range(article);
        let place = range.start + entry.index();
        if place >= range.end {
            return None;
        }
        let other = self.other.get(&place).copied();
        let id = other.unwrap_or_else(|| self.was.id_of(place));
        (id != 0).then(|| ActorId::new(id))
    }

    /// The places of entries whose actor is another than before, with the number of that.
    pub(super) fn other(&self) -> impl Iterator<Item = (usize, i64)> {
        self.other.iter().map(|(&place, &id)| (place, id))
    }
}

/// Articles that tell otherwise than before from which on it is better to group all anew: who looks for
/// what they told is sought for each.
const MOST: usize = 300;

/// Entries that are looked at, again and again, up to which it is not better to group all anew.
const ENOUGH: usize = 1_000_000;

/// The keys of an entry, hashed: under which it is looked for, and under which it is listed.
struct Keys {
    lookups: Vec<u64>,
    listings: FxHashSet<u64>,
    window: Window,
    parties: Parties,
}

/// By whom an entry is looked up, and whether by its place.
struct Parties {
    /// Participants, and those for whom they act.
    by: [Vec<ActorId>; 2],
    is_placed: bool,
}

/// Keys that are sought in others, and what they are made of: who shares too little of it has none of them.
#[derive(Default)]
struct Sought {
    keys: FxHashSet<u64>,
    by: [FxHashSet<ActorId>; 2],
    is_placed: bool,
}

impl Sought {
    /// Some keys of an entry.
    fn of(keys: impl IntoIterator<Item = u64>, own: &Keys) -> Self {
        let mut this = Self::default();
        this.add(keys, own);
        this
    }

    fn add(&mut self, keys: impl IntoIterator<Item = u64>, own: &Keys) {
        self.keys.extend(keys);
        for (all, own) in self.by.iter_mut().zip(&own.parties.by) {
            all.extend(own);
        }
        self.is_placed |= own.parties.is_placed;
    }

    /// Whether the place of an entry may make one of the keys, or some of its participants, or those for whom they
    /// act: two make it, or one alone.
    fn may_be_of(&self, parties: &Parties) -> bool {
        let mut all = parties.by.iter().zip(&self.by);
        let are_shared = all.any(|(all, sought)| {
            let shared = all.iter().filter(|it| sought.contains(it)).take(2).count();
            shared > 0 && shared == all.len().min(2)
        });
        are_shared || parties.is_placed && self.is_placed
    }
}

/// The members of groups, in no order.
struct Members {
    /// As they were, side by side.
    starts: Vec<u32>,
    all: Vec<u32>,
    /// Those of groups that are other.
    other: FxHashMap<u32, Vec<u32>>,
    /// How many groups there are.
    count: usize,
}

impl Members {
    fn new(group_of: &[u32], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        let grouped = || (0..).zip(group_of).filter(|it| *it.1 != NONE);
        for (_, &group) in grouped() {
            starts[group as usize + 1] += 1;
        }
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts[count] as usize];
        for (entry, &group) in grouped() {
            let place = &mut next[group as usize];
            all[*place as usize] = entry;
            *place += 1;
        }
        Self { starts, all, other: FxHashMap::default(), count }
    }

    fn of(&self, group: u32) -> &[u32] {
        if let Some(own) = self.other.get(&group) {
            return own;
        }
        let ends = [group as usize, group as usize + 1].map(|it| self.starts[it] as usize);
        &self.all[ends[0]..ends[1]]
    }

    fn of_mut(&mut self, group: u32) -> &mut Vec<u32> {
        if !self.other.contains_key(&group) {
            let own = self.of(group).to_vec();
            self.other.insert(group, own);
        }
        self.other.get_mut(&group).expect("it is there")
    }

    /// A new group, without members.
    fn add(&mut self) -> u32 {
        let group = number(self.count);
        self.count += 1;
        self.other.insert(group, Vec::new());
        group
    }
}

/// What is known of entries, and of what they were, whoever the actors are now.
pub(in crate::resolve) struct Ground {
    /// The article of each entry.
    articles: Vec<u32>,
    /// The entries by the months in which they may have been.
    months: FxHashMap<i32, Vec<u32>>,
    /// The group of each entry, or [`NONE`] if it is new.
    group_of: Vec<u32>,
    members: Members,
    formed: Formed,
}

impl Ground {
    /// None if an entry that is not new was in no group.
    pub(in crate::resolve) fn new(corpus: &Corpus, before: &Before) -> Option<Self> {
        let dates = corpus.dates();
        let count = dates.all().len();
        let mut articles: Vec<u32> = Vec::with_capacity(count);
        let mut by_month: FxHashMap<i32, Vec<u32>> = FxHashMap::default();
        for article in 0..corpus.len() {
            let published = corpus.published(article);
            for &date in dates.of(article) {
                let entry = number(articles.len());
                for month in months(date, published) {
                    by_month.entry(month).or_default().push(entry);
                }
                articles.push(number(article));
            }
        }
        let mut group_of = before.meetings().of().to_vec();
        if group_of.contains(&NONE) {
            return None;
        }
        let members = Members::new(&group_of, before.meetings().ids().len());
        group_of.resize(count, NONE);
        let formed = Formed::new(corpus, before);
        Some(Self { articles, months: by_month, group_of, members, formed })
    }
}

/// Entries by their places among those of all articles.
struct Work<'a> {
    scene: &'a Scene<'a>,
    was: Numbers<'a>,
    now: Numbers<'a>,
    acting: Acting<'a>,
    /// The article of each entry.
    articles: Vec<u32>,
    places: Vec<OnceCell<Place>>,
    /// By whom entries are looked up, of those that may have been sought.
    parties: Vec<Option<Box<Parties>>>,
    /// The entries by the months in which they may have been.
    months: FxHashMap<i32, Vec<u32>>,
    group_of: Vec<u32>,
    members: Members,
    ids: &'a [i64],
    keys: FxHashMap<u32, Keys>,
    told: FxHashMap<u32, Told<'a>>,
    /// Those that are to be asked.
    waiting: BTreeSet<(Place, u32)>,
    /// Groups that are other than before.
    other: BTreeSet<u32>,
    /// The articles that are new, or tell otherwise than before.
    changed: BTreeSet<usize>,
    /// How many entries were looked at so far.
    looked_at: usize,
}

/// Makes anew the meetings that new articles touch; none if that is too much, or others would get other
/// numbers by that.
pub(in crate::resolve) fn update(scene: &Scene<'_>, ground: Ground) -> Option<Renewed> {
    let mut work = Work::new(scene, ground)?;
    work.begin()?;
    while let Some((_, entry)) = work.waiting.pop_first() {
        work.ask(entry);
        if work.looked_at > ENOUGH {
            return None;
        }
    }
    work.finish()
}

/// The months of an entry, or more.
fn months(date: Option<Date>, published: Option<Date>) -> std::ops::RangeInclusive<i32> {
    let month = |day: jiff::civil::Date| i32::from(day.year()) * 12 + i32::from(day.month());
    match (date, published) {
        (Some(date), _) => {
            let first = month(date.first());
            first..=month(date.last()).min(first + 12)
        }
        (None, Some(published)) => month(published.first()) - 1..=month(published.last()) + 2,
        (None, None) => i32::MIN..=i32::MIN,
    }
}

impl<'a> Work<'a> {
    fn new(scene: &'a Scene<'a>, ground: Ground) -> Option<Self> {
        let (was, now) = (Numbers::before(scene.corpus, scene.before), Numbers::now(scene));
        let Ground { articles, months, group_of, members, formed } = ground;
        let acting = Acting::new(scene, &now, formed);
        let ids = scene.before.meetings().ids();
        let count = group_of.len();
        let mut places = Vec::new();
        places.resize_with(count, OnceCell::new);
        let mut parties = Vec::new();
        parties.resize_with(count, || None);
        let mut work = Self {
            scene,
            was,
            now,
            acting,
            articles,
            places,
            parties,
            months,
            group_of,
            members,
            ids,
            keys: FxHashMap::default(),
            told: FxHashMap::default(),
            waiting: BTreeSet::new(),
            other: BTreeSet::new(),
            changed: BTreeSet::new(),
            looked_at: 0,
        };
        work.changed = work.find_changed();
        (work.changed.len() <= MOST).then_some(work)
    }

    /// An entry by its place.
    fn at(&self, entry: u32) -> Entry<MeetingRef> {
        let article = self.articles[entry as usize] as usize;
        let first = self.scene.corpus.dates().range(article).start;
        Entry { article, entry: MeetingRef::new(entry as usize - first) }
    }

    /// Where an entry stands.
    fn place(&self, entry: u32) -> Place {
        *self.places[entry as usize]
            .get_or_init(|| self.place_of(entry, self.parties(entry).1.all().len()))
    }

    /// Where an entry stands that has so many participants.
    fn place_of(&self, entry: u32, count: usize) -> Place {
        let at = self.at(entry);
        let date = self.scene.corpus.dates().all()[entry as usize];
        (rank(date, count), self.scene.ranks[at.article], number(at.entry.index()))
    }

    /// Whether an entry stands before a place, at it or behind it: most dates tell that alone.
    fn order(&self, entry: u32, other: Place) -> Ordering {
        let (rough, date, _) = rank(self.scene.corpus.dates().all()[entry as usize], 0);
        let by_date = (rough, date).cmp(&(other.0.0, other.0.1));
        by_date.then_with(|| self.place(entry).cmp(&other))
    }

    /// The kind of what an entry tells, and who takes part.
    fn parties(&self, entry: u32) -> (MeetingKind, Few<ActorId>) {
        let actors = if self.is_changed(entry) { &self.now } else { &self.was };
        self.parties_of(entry, actors)
    }

    /// The kind of what an entry tells, and who takes part by the numbers of some actors.
    fn parties_of(&self, entry: u32, actors: &Numbers<'_>) -> (MeetingKind, Few<ActorId>) {
        let (kind, parties) = self.scene.corpus.parties(entry as usize);
        let article = self.articles[entry as usize] as usize;
        (kind, parties.into_iter().filter_map(|it| actors.actor(article, it)).collect())
    }

    /// What an entry tells.
    fn told(&mut self, entry: u32) -> &Told<'a> {
        if !self.told.contains_key(&entry) {
            let told = self.tell(entry, &self.now);
            for &id in told.participants.all() {
                self.acting.ask(id);
            }
            self.told.insert(entry, told);
        }
        &self.told[&entry]
    }

    /// What an entry tells of some actors.
    fn tell(&self, entry: u32, actors: &Numbers<'_>) -> Told<'a> {
        let at = self.at(entry);
        let Scene { corpus, places, stories, .. } = *self.scene;
        let actor = |of: &ActorRef| actors.actor(at.article, *of);
        let forms = corpus.locations().of(at.article);
        let location = |of: &LocationRef| {
            let place = places.of(*forms.get(of.index())?)?;
            Some(&places.locations[place])
        };
        tell_one(corpus, at, stories[at.article], (actor, location))
    }

    /// The keys of what an entry tells, by those for whom actors act.
    fn keys_of(&self, told: &Told<'a>, sides: &Sides) -> Keys {
        let (window, bodies) = (window(told), &self.acting.bodies);
        let by = looked_up(told.participants.all(), sides, bodies);
        let (lookups, listings) = keys(told, window, &by, bodies);
        Keys {
            lookups: lookups.into_iter().map(Listed::hash).collect(),
            listings: listings.into_iter().map(Listed::hash).collect(),
            window,
            parties: Parties { by, is_placed: told.entry.kind.is_large() },
        }
    }

    fn keys(&mut self, entry: u32) -> &Keys {
        if !self.keys.contains_key(&entry) {
            self.told(entry);
            let keys = self.keys_of(&self.told[&entry], &self.acting.sides);
            self.keys.insert(entry, keys);
        }
        &self.keys[&entry]
    }

    /// Whether an entry may have keys that are sought; of most that is told by who takes part.
    fn may_have(&mut self, entry: u32, sought: &Sought) -> bool {
        if let Some(own) = &self.parties[entry as usize] {
            return sought.may_be_of(own);
        }
        let (kind, who) = self.parties(entry);
        for &id in who.all() {
            self.acting.ask(id);
        }
        let by = looked_up(who.all(), &self.acting.sides, &self.acting.bodies);
        let own = Parties { by, is_placed: kind.is_large() };
        sought.may_be_of(self.parties[entry as usize].insert(Box::new(own)))
    }

    /// The entries, but those before a place, that may share a month with some of others.
    fn beside(&mut self, entries: &[u32], from: Option<Place>) -> Vec<u32> {
        let corpus = self.scene.corpus;
        let mut own: BTreeSet<i32> = BTreeSet::new();
        for &entry in entries {
            let published = corpus.published(self.articles[entry as usize] as usize);
            own.extend(months(corpus.dates().all()[entry as usize], published));
        }
        let found = own.iter().filter_map(|month| self.months.get(month)).flatten().copied();
        let mut found: Vec<u32> =
            found.filter(|&it| from.is_none_or(|from| self.order(it, from).is_gt())).collect();
        found.sort_unstable();
        found.dedup();
        self.looked_at += found.len();
        found
    }

    /// Lets those wait, behind a place, who may see a group otherwise than before: those in it, and those
    /// who look for what it is listed under, or for what else is sought.
    fn wake(&mut self, group: u32, from: Place, mut sought: Sought) {
        let members = self.members.of(group).to_vec();
        for &it in &members {
            let own = self.keys(it);
            sought.add(own.listings.iter().copied(), own);
        }
        for it in self.beside(&members, Some(from)) {
            let sees = members.contains(&it) || self.looks_for(it, &sought);
            if sees {
                self.waiting.insert((self.place(it), it));
            }
        }
    }

    /// Whether an entry looks for keys that are sought.
    fn looks_for(&mut self, entry: u32, sought: &Sought) -> bool {
        self.may_have(entry, sought)
            && self.keys(entry).lookups.iter().any(|key| sought.keys.contains(key))
    }

    /// The articles that are new, or tell otherwise than before: of other actors, of some who act for
    /// others, of places that are others, or as copies of others.
    fn find_changed(&self) -> BTreeSet<usize> {
        let Scene { corpus, before, moved_actors, moved, stories, .. } = *self.scene;
        let mut changed: BTreeSet<usize> = moved.iter().copied().collect();
        changed.extend(moved_actors.iter().map(|it| it.0.article));
        let other = &self.acting.other;
        if !other.is_empty() {
            let acts = |&it: &i64| other.contains(&ActorId::new(it));
            let is_other: Vec<bool> = before.actors().ids().iter().map(acts).collect();
            let things = (0..).zip(before.actors().of());
            let acting = things.filter(|it| is_other.get(*it.1 as usize).is_some_and(|it| *it));
            changed.extend(acting.map(|it| corpus.actors().list_of(it.0)));
        }
        changed.extend((0..before.articles()).filter(|&it| stories[it] != before.story(it)));
        changed.extend(before.articles()..corpus.len());
        changed
    }

    /// Lets the entries of new articles wait, and those that tell otherwise than before; none if that is too
    /// much.
    fn begin(&mut self) -> Option<()> {
        let corpus = self.scene.corpus;
        for article in self.changed.clone() {
            for entry in corpus.dates().range(article).map(number) {
                self.waiting.insert((self.place(entry), entry));
                let group = self.group_of[entry as usize];
                if group == NONE {
                    continue;
                }
                self.other.insert(group);
                // As it was, it may have been seen by others.
                let count = self.parties_of(entry, &self.was).1.all().len();
                let from = self.place_of(entry, count);
                let told = self.tell(entry, &self.was);
                let sides = self.acting.before(told.participants.all());
                let own = self.keys_of(&told, &sides);
                self.wake(group, from, Sought::of(own.listings.iter().copied(), &own));
                if self.looked_at > ENOUGH {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Asks an entry which meeting it tells of.
    fn ask(&mut self, entry: u32) {
        let own = self.place(entry);
        let keys = self.keys(entry);
        let (lookups, window) = (keys.lookups.clone(), keys.window);
        let wanted = Sought::of(lookups.iter().copied(), keys);
        // Under each key those listed before, the last first.
        let mut under: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut earlier: Vec<u32> = self.beside(&[entry], None);
        earlier.retain(|&it| self.order(it, own).is_lt() && self.may_have(it, &wanted));
        earlier.sort_by_cached_key(|&it| Reverse(self.place(it)));
        for it in earlier {
            let group = self.group_of[it as usize];
            let keys = self.keys(it);
            for &key in keys.listings.iter().filter(|key| wanted.keys.contains(key)) {
                let links = under.entry(key).or_default();
                if links.last() != Some(&group) {
                    links.push(group);
                }
            }
        }
        let mut candidates: Vec<u32> = Vec::new();
        for key in &lookups {
            for &group in under.get(key).into_iter().flatten().take(COMPARED) {
                if !candidates.contains(&group) {
                    candidates.push(group);
                }
            }
        }
        let mut best: Option<(f64, Place, u32)> = None;
        for candidate in candidates {
            let (group, first) = self.group(candidate, own);
            let Some(points) = group.fit(&self.told[&entry], window, &self.acting.sides) else {
                continue;
            };
            let is_better = best.is_none_or(|(most, leader, _)| {
                points.total_cmp(&most).then(leader.cmp(&first)).is_gt()
            });
            if is_better {
                best = Some((points, first, candidate));
            }
        }
        let was = self.group_of[entry as usize];
        let is_first = |group: u32| {
            let mut members = self.members.of(group).iter();
            members.all(|&it| it == entry || self.order(it, own).is_gt())
        };
        let group = match best {
            Some((_, _, group)) => group,
            None if was != NONE && is_first(was) => was,
            None => self.members.add(),
        };
        let is_changed = self.is_changed(entry);
        if group == was && !is_changed {
            return;
        }
        if group != was {
            if was != NONE {
                self.members.of_mut(was).retain(|&it| it != entry);
                let listed = self.listed(entry);
                self.wake(was, own, listed);
                self.other.insert(was);
            }
            self.members.of_mut(group).push(entry);
            self.group_of[entry as usize] = group;
        }
        self.other.insert(group);
        if was == NONE && self.is_unseen(entry, group) {
            self.wake_few(entry, group);
        } else {
            let listed = self.listed(entry);
            self.wake(group, own, listed);
        }
    }

    /// What an entry is listed under.
    fn listed(&mut self, entry: u32) -> Sought {
        let own = self.keys(entry);
        Sought::of(own.listings.iter().copied(), own)
    }

    /// Whether a new entry leaves the group that it has come to as others see it: it tells nothing that is not
    /// told there, and under none of its keys so many are listed that one is no more seen for it.
    fn is_unseen(&mut self, entry: u32, group: u32) -> bool {
        let own = self.place(entry);
        if self.members.of(group).iter().all(|&it| self.order(it, own).is_ge()) {
            return false;
        }
        let (before, _) = self.group(group, own);
        let mut after = before.clone();
        after.take(entry as usize, &self.told[&entry], self.keys[&entry].window);
        if !before.is_like(&after) {
            return false;
        }
        let listed = self.listed(entry);
        let mut all = self.beside(&[entry], None);
        all.retain(|&it| self.may_have(it, &listed));
        all.sort_by_cached_key(|&it| self.place(it));
        // Under each key how many groups stand one after the other, and the last of them.
        let mut links: FxHashMap<u64, (usize, u32)> = FxHashMap::default();
        for it in all.into_iter().filter(|&it| it != entry) {
            let group = self.group_of[it as usize];
            for &key in self.keys(it).listings.iter().filter(|key| listed.keys.contains(key)) {
                let (count, last) = links.entry(key).or_insert((0, NONE));
                if *last != group {
                    (*count, *last) = (*count + 1, group);
                }
            }
        }
        // An entry between two of another group makes two links more.
        links.into_values().all(|(count, _)| count + 2 <= COMPARED)
    }

    /// Lets those wait, behind a new entry that leaves its group as it was, who see the group by its keys alone,
    /// or who stand in its article or tell its story.
    fn wake_few(&mut self, entry: u32, group: u32) {
        let own = self.place(entry);
        let mut listed = self.listed(entry);
        let members: Vec<u32> = self.members.of(group).to_vec();
        for it in members {
            if self.order(it, own).is_lt() {
                listed.keys.retain(|key| !self.keys[&it].listings.contains(key));
            }
        }
        let at = self.articles[entry as usize] as usize;
        let Scene { corpus, stories, .. } = *self.scene;
        let beside = (0..stories.len()).filter(|&it| stories[it] == stories[at]);
        let entries = beside.flat_map(|it| corpus.dates().range(it)).map(number);
        let mut found: Vec<u32> = entries.filter(|&it| self.order(it, own).is_gt()).collect();
        if !listed.keys.is_empty() {
            for it in self.beside(&[entry], Some(own)) {
                if self.looks_for(it, &listed) {
                    found.push(it);
                }
            }
        }
        for it in found {
            self.waiting.insert((self.place(it), it));
        }
    }

    /// Whether an entry is new, or tells otherwise than before.
    fn is_changed(&self, entry: u32) -> bool {
        self.changed.contains(&(self.articles[entry as usize] as usize))
    }

    /// A group, as far as its members stand before a place, and where its first stands.
    fn group(&mut self, group: u32, until: Place) -> (Group<'a>, Place) {
        let mut members: Vec<u32> = self.members.of(group).to_vec();
        self.looked_at += members.len();
        members.retain(|&it| self.order(it, until).is_lt());
        members.sort_by_cached_key(|&it| self.place(it));
        let mut all = Group::default();
        for &it in &members {
            let window = self.keys(it).window;
            all.take(it as usize, &self.told[&it], window);
        }
        (all, self.place(members[0]))
    }

    /// The meetings that are other than before.
    fn finish(mut self) -> Option<Renewed> {
        let other: Vec<u32> = self.other.iter().copied().collect();
        let mut touched: BTreeSet<MeetingId> = BTreeSet::new();
        let mut made: Vec<(String, Vec<u32>)> = Vec::new();
        for group in other {
            if let Some(&id) = self.ids.get(group as usize) {
                touched.insert(MeetingId::new(id));
            }
            let members = self.in_order(self.members.of(group));
            if !members.is_empty() {
                made.push((self.key(&members), members));
            }
        }
        let gone: BTreeSet<i64> = touched.iter().map(|it| it.row()).collect();
        let all: FxHashSet<i64> = self.ids.iter().copied().filter(|it| *it != 0).collect();
        let keys: Vec<String> = made.iter().map(|it| it.0.clone()).collect();
        let found = renumber(&keys, &all, &gone, |id| {
            let group = self.ids.iter().position(|&it| it == id).unwrap_or_default();
            self.key(&self.in_order(self.members.of(number(group))))
        })?;
        let mut meetings: Vec<Meeting> = Vec::with_capacity(made.len());
        for ((_, members), number) in made.into_iter().zip(found) {
            for &it in &members {
                self.told(it);
            }
            let told: Vec<&Told<'_>> = members.iter().map(|it| &self.told[it]).collect();
            meetings.push(meeting(self.scene.corpus, &told, MeetingId::new(number)));
        }
        meetings.sort_by_key(|it| it.id);
        Some(Renewed { meetings, touched })
    }

    /// Entries in the order of their articles.
    fn in_order(&self, entries: &[u32]) -> Vec<u32> {
        let mut entries = entries.to_vec();
        entries.sort_by_key(|&it| (self.scene.ranks[self.articles[it as usize] as usize], it));
        entries
    }

    /// What the meeting of some entries, in order, is numbered by.
    fn key(&self, members: &[u32]) -> String {
        let at = self.at(members[0]);
        format!("{}\t{}\t", self.scene.corpus.id(at.article), at.entry)
    }
}
