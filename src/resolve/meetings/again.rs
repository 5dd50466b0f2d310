//! Meetings once more, after some articles came: which meeting an entry tells of depends on the entries
//! before it that share a key; so entries are asked again in their order, beginning with those that came or
//! changed, and going on to those that share a key with a meeting of which they were, or are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::fit::{Group, Sides, Window, window};
use super::{COMPARED, Listed, Told, keys, meeting, named, rank, tell_one};
use crate::date::Date;
use crate::record::{ActorId, ActorKind, ActorRef, LocationRef, MeetingId, MeetingRef};
use crate::resolve::actors::full;
use crate::resolve::again::{Before, Grid, renumber};
use crate::resolve::groups::Few;
use crate::resolve::{Actor, Corpus, Entry, Location, Meeting};
use crate::text::fold;

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
    pub(in crate::resolve) order: &'a [usize],
    pub(in crate::resolve) before: &'a Before,
    pub(in crate::resolve) stories: &'a [usize],
    pub(in crate::resolve) actors: &'a [Actor],
    pub(in crate::resolve) touched: &'a BTreeSet<ActorId>,
    pub(in crate::resolve) locations: &'a [Location],
    /// The articles in which a place is another than before.
    pub(in crate::resolve) moved: &'a FxHashSet<usize>,
}

/// The entry has no group yet.
const NONE: u32 = u32::MAX;

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
}

struct Work<'a> {
    scene: &'a Scene<'a>,
    ranks: Vec<u32>,
    now: Grid,
    location_of: Grid,
    acting: Acting,
    entries: Vec<Entry<MeetingRef>>,
    /// The first entry of each article.
    firsts: Vec<u32>,
    places: Vec<Place>,
    /// The entries by the months in which they may have been.
    months: FxHashMap<i32, Vec<u32>>,
    group_of: Vec<u32>,
    /// The members of each group, in no order.
    members: Vec<Vec<u32>>,
    ids: Vec<MeetingId>,
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
pub(in crate::resolve) fn update(scene: &Scene<'_>) -> Option<Renewed> {
    let mut work = Work::new(scene)?;
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
    fn new(scene: &'a Scene<'a>) -> Option<Self> {
        let Scene { corpus, order, before, actors, locations, .. } = *scene;
        let articles = &corpus.articles;
        let mut ranks = vec![0; articles.len()];
        for (rank, &article) in (0..).zip(order) {
            ranks[article] = rank;
        }
        let mut now = before.actors().clone();
        for actor in actors {
            for at in &actor.entries {
                now.of_mut(at.article)[at.entry.index()] = actor.id.row();
            }
        }
        let mut location_of = Grid::new(articles.iter().map(|it| it.locations.len()));
        for (index, location) in (1..).zip(locations) {
            for at in &location.entries {
                location_of.of_mut(at.article)[at.entry.index()] = index;
            }
        }
        let acting = Acting::new(scene, &now);
        let mut entries = Vec::new();
        let mut firsts = vec![0; articles.len()];
        for &article in order {
            firsts[article] = number(entries.len());
            let own = (0..articles[article].meetings.len()).map(MeetingRef::new);
            entries.extend(own.map(|entry| Entry { article, entry }));
        }
        let mut work = Self {
            scene,
            ranks,
            now,
            location_of,
            acting,
            firsts,
            places: Vec::with_capacity(entries.len()),
            months: FxHashMap::default(),
            group_of: Vec::with_capacity(entries.len()),
            members: Vec::new(),
            ids: Vec::new(),
            keys: FxHashMap::default(),
            told: FxHashMap::default(),
            waiting: BTreeSet::new(),
            other: BTreeSet::new(),
            changed: BTreeSet::new(),
            looked_at: 0,
            entries,
        };
        work.changed = work.find_changed();
        if work.changed.len() > MOST {
            return None;
        }
        let mut numbers: FxHashMap<MeetingId, u32> = FxHashMap::default();
        for (index, &at) in (0..).zip(&work.entries) {
            let entry = &articles[at.article].meetings[at.entry.index()];
            let place = place(entry, at, work.ranks[at.article], &work.now);
            work.places.push(place);
            for month in months(entry.date, articles[at.article].published) {
                work.months.entry(month).or_default().push(index);
            }
            if before.is_new(at.article) {
                work.group_of.push(NONE);
                continue;
            }
            let id = before.meeting(at)?;
            let group = *numbers.entry(id).or_insert_with(|| {
                work.ids.push(id);
                work.members.push(Vec::new());
                number(work.members.len() - 1)
            });
            work.group_of.push(group);
            work.members[group as usize].push(index);
        }
        Some(work)
    }

    /// What an entry tells.
    fn told(&mut self, entry: u32) -> &Told<'a> {
        if !self.told.contains_key(&entry) {
            let told = self.tell(entry, &self.now);
            self.told.insert(entry, told);
        }
        &self.told[&entry]
    }

    /// What an entry tells of some actors.
    fn tell(&self, entry: u32, actors: &Grid) -> Told<'a> {
        let at = self.entries[entry as usize];
        let actor = |of: &ActorRef| {
            let id = *actors.of(at.article).get(of.index())?;
            (id != 0).then(|| ActorId::new(id))
        };
        let locations = self.scene.locations;
        let location = |of: &LocationRef| {
            let index = *self.location_of.of(at.article).get(of.index())?;
            let index = usize::try_from(index - 1).ok()?;
            Some(&locations[index])
        };
        tell_one(self.scene.corpus, at, self.scene.stories[at.article], (actor, location))
    }

    /// The keys of what an entry tells, by those for whom actors act.
    fn keys_of(&self, told: &Told<'a>, sides: &Sides) -> Keys {
        let window = window(told);
        let (lookups, listings) = keys(told, window, sides, &self.acting.bodies);
        Keys {
            lookups: lookups.into_iter().map(Listed::hash).collect(),
            listings: listings.into_iter().map(Listed::hash).collect(),
            window,
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

    /// The entries, but those before a place, that may share a month with some of others.
    fn beside(&mut self, entries: &[u32], from: Option<Place>) -> Vec<u32> {
        let articles = &self.scene.corpus.articles;
        let mut own: BTreeSet<i32> = BTreeSet::new();
        for &entry in entries {
            let at = self.entries[entry as usize];
            let article = &articles[at.article];
            own.extend(months(article.meetings[at.entry.index()].date, article.published));
        }
        let found = own.iter().filter_map(|month| self.months.get(month)).flatten().copied();
        let mut found: Vec<u32> =
            found.filter(|&it| from.is_none_or(|from| self.places[it as usize] > from)).collect();
        found.sort_unstable();
        found.dedup();
        self.looked_at += found.len();
        found
    }

    /// Lets those wait, behind a place, who may see a group otherwise than before: those in it, and those
    /// who look for what it is listed under.
    fn wake(&mut self, group: u32, from: Place, also: &FxHashSet<u64>) {
        let members = self.members[group as usize].clone();
        let mut listings = also.clone();
        for &it in &members {
            listings.extend(self.keys(it).listings.iter().copied());
        }
        for it in self.beside(&members, Some(from)) {
            let sees = members.contains(&it)
                || self.keys(it).lookups.iter().any(|key| listings.contains(key));
            if sees {
                self.waiting.insert((self.places[it as usize], it));
            }
        }
    }

    /// The articles that are new, or tell otherwise than before: of other actors, of some who act for
    /// others, of places that are others, or as copies of others.
    fn find_changed(&self) -> BTreeSet<usize> {
        let Scene { corpus, before, actors, moved, stories, .. } = *self.scene;
        let mut changed: BTreeSet<usize> = moved.iter().copied().collect();
        for actor in actors {
            let other = actor.entries.iter().filter(|&&at| before.actor(at) != Some(actor.id));
            changed.extend(other.map(|at| at.article));
        }
        let other = &self.acting.other;
        if !other.is_empty() {
            let acts = |it: &i64| other.contains(&ActorId::new(*it));
            let all = 0..corpus.articles.len();
            changed.extend(all.filter(|&it| self.now.of(it).iter().any(acts)));
        }
        changed.extend((0..corpus.articles.len()).filter(|&it| stories[it] != before.story(it)));
        changed.extend((0..corpus.articles.len()).filter(|&it| before.is_new(it)));
        changed
    }

    /// Lets the entries of new articles wait, and those that tell otherwise than before; none if that is too
    /// much.
    fn begin(&mut self) -> Option<()> {
        let Scene { corpus, before, .. } = *self.scene;
        let articles = &corpus.articles;
        for article in self.changed.clone() {
            for index in 0..articles[article].meetings.len() {
                let entry = self.firsts[article] + number(index);
                self.waiting.insert((self.places[entry as usize], entry));
                let group = self.group_of[entry as usize];
                if group == NONE {
                    continue;
                }
                self.other.insert(group);
                // As it was, it may have been seen by others.
                let at = self.entries[entry as usize];
                let was = &articles[article].meetings[index];
                let from = place(was, at, self.ranks[article], before.actors());
                let told = self.tell(entry, before.actors());
                let sides = self.acting.before.as_ref().unwrap_or(&self.acting.sides);
                let listings = self.keys_of(&told, sides).listings;
                self.wake(group, from, &listings);
                if self.looked_at > ENOUGH {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Asks an entry which meeting it tells of.
    fn ask(&mut self, entry: u32) {
        let own = self.places[entry as usize];
        let lookups = self.keys(entry).lookups.clone();
        let wanted: FxHashSet<u64> = lookups.iter().copied().collect();
        // Under each key those listed before, the last first.
        let mut under: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut earlier: Vec<u32> = self.beside(&[entry], None);
        earlier.retain(|&it| self.places[it as usize] < own);
        earlier.sort_unstable_by_key(|&it| Reverse(self.places[it as usize]));
        for it in earlier {
            let group = self.group_of[it as usize];
            let keys = self.keys(it);
            for &key in keys.listings.iter().filter(|key| wanted.contains(key)) {
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
        let window = self.keys(entry).window;
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
            let mut members = self.members[group as usize].iter();
            members.all(|&it| it == entry || self.places[it as usize] > own)
        };
        let group = match best {
            Some((_, _, group)) => group,
            None if was != NONE && is_first(was) => was,
            None => {
                self.members.push(Vec::new());
                number(self.members.len() - 1)
            }
        };
        let is_changed = self.is_changed(entry);
        if group == was && !is_changed {
            return;
        }
        let listings = self.keys(entry).listings.clone();
        if group != was {
            if was != NONE {
                self.members[was as usize].retain(|&it| it != entry);
                self.wake(was, own, &listings);
                self.other.insert(was);
            }
            self.members[group as usize].push(entry);
            self.group_of[entry as usize] = group;
        }
        self.other.insert(group);
        if was == NONE && self.is_unseen(entry, group) {
            self.wake_few(entry, group);
        } else {
            self.wake(group, own, &listings);
        }
    }

    /// Whether a new entry leaves the group that it has come to as others see it: it tells nothing that is not
    /// told there, and under none of its keys so many are listed that one is no more seen for it.
    fn is_unseen(&mut self, entry: u32, group: u32) -> bool {
        let own = self.places[entry as usize];
        if self.members[group as usize].iter().all(|&it| self.places[it as usize] >= own) {
            return false;
        }
        let (before, _) = self.group(group, own);
        let mut after = before.clone();
        after.take(entry as usize, &self.told[&entry], self.keys[&entry].window);
        if !before.is_like(&after) {
            return false;
        }
        let listings = self.keys(entry).listings.clone();
        let mut all = self.beside(&[entry], None);
        all.sort_unstable_by_key(|&it| self.places[it as usize]);
        // Under each key how many groups stand one after the other, and the last of them.
        let mut links: FxHashMap<u64, (usize, u32)> = FxHashMap::default();
        for it in all.into_iter().filter(|&it| it != entry) {
            let group = self.group_of[it as usize];
            for &key in self.keys(it).listings.iter().filter(|key| listings.contains(key)) {
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
        let own = self.places[entry as usize];
        let mut listings = self.keys(entry).listings.clone();
        let members: Vec<u32> = self.members[group as usize].clone();
        for it in members {
            if self.places[it as usize] < own {
                listings.retain(|key| !self.keys[&it].listings.contains(key));
            }
        }
        let at = self.entries[entry as usize].article;
        let stories = self.scene.stories;
        let entries = (0_u32..).zip(&self.entries).filter(|(it, other)| {
            let is_beside = other.article == at || stories[other.article] == stories[at];
            is_beside && self.places[*it as usize] > own
        });
        let mut found: Vec<u32> = entries.map(|(it, _)| it).collect();
        if !listings.is_empty() {
            for it in self.beside(&[entry], Some(own)) {
                if self.keys(it).lookups.iter().any(|key| listings.contains(key)) {
                    found.push(it);
                }
            }
        }
        self.waiting.extend(found.into_iter().map(|it| (self.places[it as usize], it)));
    }

    /// Whether an entry is new, or tells otherwise than before.
    fn is_changed(&self, entry: u32) -> bool {
        self.changed.contains(&self.entries[entry as usize].article)
    }

    /// A group, as far as its members stand before a place, and where its first stands.
    fn group(&mut self, group: u32, until: Place) -> (Group<'a>, Place) {
        let mut members: Vec<u32> = self.members[group as usize].clone();
        self.looked_at += members.len();
        members.retain(|&it| self.places[it as usize] < until);
        members.sort_unstable_by_key(|&it| self.places[it as usize]);
        let mut all = Group::default();
        for &it in &members {
            let window = self.keys(it).window;
            all.take(it as usize, &self.told[&it], window);
        }
        (all, self.places[members[0] as usize])
    }

    /// The meetings that are other than before.
    fn finish(mut self) -> Option<Renewed> {
        let other: Vec<u32> = self.other.iter().copied().collect();
        let mut touched: BTreeSet<MeetingId> = BTreeSet::new();
        let mut made: Vec<(String, Vec<u32>)> = Vec::new();
        for group in other {
            if let Some(&id) = self.ids.get(group as usize) {
                touched.insert(id);
            }
            let mut members = self.members[group as usize].clone();
            if members.is_empty() {
                continue;
            }
            // The order of entries is that of their articles.
            members.sort_unstable();
            made.push((self.key(&members), members));
        }
        let gone: BTreeSet<i64> = touched.iter().map(|it| it.row()).collect();
        let all: FxHashSet<i64> = self.ids.iter().map(|it| it.row()).collect();
        let keys: Vec<String> = made.iter().map(|it| it.0.clone()).collect();
        let found = renumber(&keys, &all, &gone, |id| {
            let group = self.ids.iter().position(|it| it.row() == id).unwrap_or_default();
            self.key(&self.members[group])
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

    /// What the meeting of some entries, in order, is numbered by.
    fn key(&self, members: &[u32]) -> String {
        let at = self.entries[*members.iter().min().expect("it has some") as usize];
        format!("{}\t{}\t", self.scene.corpus.articles[at.article].id, at.entry)
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("there are fewer than four billion")
}

/// Where an entry stands, by what is known of actors.
fn place(
    entry: &crate::resolve::Encounter,
    at: Entry<MeetingRef>,
    rank_of: u32,
    actors: &Grid,
) -> Place {
    let ids = actors.of(at.article);
    let who = entry.participants.iter().filter_map(|it| ids.get(it.index()).copied());
    let who: Few<i64> = who.filter(|it| *it != 0).collect();
    (rank(entry.date, who.all().len()), rank_of, number(at.entry.index()))
}

/// For whom each actor acts, which are bodies, and who acts for others than before.
struct Acting {
    sides: Sides,
    /// The same before, where somebody acts for others now.
    before: Option<Sides>,
    bodies: BTreeSet<ActorId>,
    other: BTreeSet<ActorId>,
}

impl Acting {
    fn new(scene: &Scene<'_>, now: &Grid) -> Self {
        let Scene { corpus, before, touched, .. } = *scene;
        let is_person = |form: u32| corpus.actor_form(form).kind == ActorKind::Person;
        let entries = || {
            corpus.articles.iter().enumerate().flat_map(|(article, brief)| {
                let ids = now.of(article).iter().zip(before.actors().of(article));
                brief.actors.iter().zip(ids).map(|(&form, (&now, &was))| (form, now, was))
            })
        };
        let count = corpus.actor_forms();
        let (mut body_now, mut body_before) = (vec![0; count], vec![0; count]);
        for (form, now, was) in entries().filter(|it| !is_person(it.0)) {
            body_now[form as usize] = now;
            if was != 0 {
                body_before[form as usize] = was;
            }
        }
        let (names, names_before) =
            (Self::named(corpus, &body_now), Self::named(corpus, &body_before));
        let is_other = |name: &String| names.get(name) != names_before.get(name);
        let all = names.keys().chain(names_before.keys());
        let renamed: BTreeSet<&String> = all.filter(|it| is_other(it)).collect();
        // Of people the forms, each once or a few times, and those whose side is another body than before.
        let mut people: Vec<(u32, i64)> = Vec::new();
        let mut asked: BTreeSet<i64> = touched.iter().map(|it| it.row()).collect();
        let mut last = vec![0; count];
        for (form, now, _) in entries() {
            let entry = corpus.actor_form(form);
            if last[form as usize] == now || !is_person(form) || entry.affiliations.is_empty() {
                continue;
            }
            last[form as usize] = now;
            people.push((form, now));
            if !renamed.is_empty()
                && entry.affiliations.iter().any(|it| renamed.contains(&fold(it)))
            {
                asked.insert(now);
            }
        }
        last.fill(0);
        let mut people_before: Vec<(u32, i64)> = Vec::new();
        for (form, _, was) in entries() {
            if was != 0 && last[form as usize] != was && is_person(form) && asked.contains(&was) {
                last[form as usize] = was;
                people_before.push((form, was));
            }
        }
        let sides = Self::sides(corpus, &people, &names);
        let was = Self::sides(corpus, &people_before, &names_before);
        let of = |sides: &Sides, id: ActorId| -> Vec<ActorId> {
            sides.get(&id).map(|it| it.all().to_vec()).unwrap_or_default()
        };
        let asked = asked.into_iter().map(ActorId::new);
        let other: BTreeSet<ActorId> = asked.filter(|&it| of(&sides, it) != of(&was, it)).collect();
        let before = (!other.is_empty()).then(|| {
            let mut before = sides.clone();
            for id in &other {
                match was.get(id) {
                    Some(own) => before.insert(*id, own.clone()),
                    None => before.remove(id),
                };
            }
            before
        });
        let bodies = body_now.into_iter().filter(|it| *it != 0).map(ActorId::new).collect();
        Self { sides, before, bodies, other }
    }

    /// The bodies of names, by the numbers of the bodies that forms belong to.
    fn named(corpus: &Corpus, ids: &[i64]) -> BTreeMap<String, Option<ActorId>> {
        let bodies = (0..).zip(ids).filter(|it| *it.1 != 0);
        named(bodies.flat_map(|(form, &id)| {
            let entry = corpus.actor_form(form);
            let names = [full(entry), &entry.name].into_iter();
            let names = names.chain(entry.aliases.iter().map(String::as_str));
            let is_state = entry.kind == ActorKind::State;
            names.filter(|it| !it.is_empty()).map(move |it| (is_state, ActorId::new(id), it))
        }))
    }

    /// For whom people act, by their forms.
    fn sides(
        corpus: &Corpus,
        people: &[(u32, i64)],
        names: &BTreeMap<String, Option<ActorId>>,
    ) -> Sides {
        let mut of_form: FxHashMap<u32, Vec<ActorId>> = FxHashMap::default();
        let mut sides = Sides::default();
        for &(form, id) in people {
            let own = of_form.entry(form).or_insert_with(|| {
                let sides = corpus.actor_form(form).affiliations.iter();
                sides.filter_map(|side| *names.get(&fold(side))?).collect()
            });
            let id = ActorId::new(id);
            if own.iter().any(|&it| it != id) {
                let own = own.iter().copied().filter(|&it| it != id);
                sides.entry(id).or_default().extend(own);
            }
        }
        sides
    }
}
