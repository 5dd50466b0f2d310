//! Resolution once more, after some articles came: what they touch is resolved anew, the rest stays as it
//! was.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::groups::numbers;
use super::lists::{Columns, NONE, number};
use super::locations::Placed;
use super::{
    Actor, Corpus, Doubt, Entry, Location, Meeting, Merge, Resolution, Signatures, actors, beside,
    meetings,
};
use crate::record::{
    ActorId, ActorKind, ActorRef, LocationId, LocationKind, LocationRef, MeetingId, MeetingRef,
};

/// Which thing each entry of a kind belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Partition {
    /// For each entry the place of its thing, or [`NONE`].
    of: Vec<u32>,
    /// The numbers of things; 0 where one is gone.
    ids: Vec<i64>,
}

impl Partition {
    /// Of so many entries, by things with their numbers and the places of their entries.
    fn new(count: usize, things: impl Iterator<Item = (i64, impl Iterator<Item = usize>)>) -> Self {
        let mut this = Self { of: vec![NONE; count], ids: Vec::new() };
        for (id, places) in things {
            let own = number(this.ids.len());
            this.ids.push(id);
            for place in places {
                this.of[place] = own;
            }
        }
        this
    }

    /// The place of the thing of each entry.
    pub(super) fn of(&self) -> &[u32] {
        &self.of
    }

    /// The numbers of things; 0 where one is gone.
    pub(super) fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// The number of the thing of an entry, 0 if it has none.
    pub(super) fn id_of(&self, place: usize) -> i64 {
        let thing = self.of.get(place).copied().unwrap_or(NONE);
        self.ids.get(thing as usize).copied().unwrap_or_default()
    }

    /// Gives entries that came, or are others', to things, after some have gone.
    fn renew(
        &mut self,
        count: usize,
        gone: impl Iterator<Item = i64>,
        moved: impl Iterator<Item = (usize, i64)>,
    ) {
        self.of.resize(count, NONE);
        let mut places: FxHashMap<i64, u32> = FxHashMap::default();
        for id in gone {
            if let Some(place) = self.ids.iter().position(|&it| it == id) {
                self.ids[place] = 0;
            }
        }
        for (entry, id) in moved {
            let own = *places.entry(id).or_insert_with(|| {
                let known = self.ids.iter().position(|&it| it == id);
                number(known.unwrap_or_else(|| {
                    self.ids.push(id);
                    self.ids.len() - 1
                }))
            });
            self.of[entry] = own;
        }
    }

    fn columns(&mut self, columns: &mut impl Columns) {
        columns.changing(&mut self.of);
        columns.changing(&mut self.ids);
    }
}

/// What an earlier resolution came to, of all articles but some that came later.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// How many articles there were, and forms of their entries.
    counts: Vec<u32>,
    /// The articles in the order of their ids.
    order: Vec<u32>,
    actors: Partition,
    /// For each actor a hash of why it is one.
    merges: Vec<u64>,
    meetings: Partition,
    /// For each article the one, itself or another, of which it was a copy.
    stories: Vec<u32>,
    /// A hash of the pairs of bodies that may be one.
    doubts: Vec<u64>,
}

/// A hash of pairs that may be one.
pub(super) fn print<'a>(doubts: impl Iterator<Item = &'a Doubt>) -> u64 {
    let mut hasher = FxHasher::default();
    for it in doubts {
        (it.one, it.other, it.score.to_bits(), &it.reasons).hash(&mut hasher);
    }
    hasher.finish()
}

/// A hash of why something is one.
pub(super) fn reasons(merges: &[Merge]) -> u64 {
    let mut hasher = FxHasher::default();
    for it in merges {
        (&it.one, &it.other, it.score.to_bits(), &it.reasons).hash(&mut hasher);
    }
    hasher.finish()
}

impl Before {
    /// What the articles of a corpus came to.
    #[must_use]
    pub fn new(corpus: &Corpus, resolution: &Resolution) -> Self {
        let Resolution { actors, meetings, stories, doubts, .. } = resolution;
        let is_body = |id: ActorId| {
            let actor = actors.binary_search_by_key(&id, |it| it.id);
            actor.is_ok_and(|it| actors[it].kind != ActorKind::Person)
        };
        let doubts = print(doubts.iter().filter(|it| is_body(it.one)));
        let merges = actors.iter().map(|it| reasons(&it.merges)).collect();
        let actors = actors
            .iter()
            .map(|it| (it.id.row(), it.entries.iter().map(|&at| corpus.actor_place(at))));
        let meetings = meetings
            .iter()
            .map(|it| (it.id.row(), it.entries.iter().map(|&at| corpus.meeting_place(at))));
        let mut this = Self {
            counts: Vec::new(),
            order: super::order(corpus).into_iter().map(number).collect(),
            actors: Partition::new(corpus.actors().all().len(), actors),
            merges,
            meetings: Partition::new(corpus.dates().all().len(), meetings),
            stories: stories.iter().copied().map(number).collect(),
            doubts: vec![doubts],
        };
        this.count(corpus);
        this
    }

    /// Notes how much there is.
    fn count(&mut self, corpus: &Corpus) {
        let sides = corpus.readings().sides().len();
        let counts = [corpus.len(), corpus.actor_forms(), corpus.location_forms(), sides];
        self.counts = counts.into_iter().map(number).collect();
    }

    /// Makes it what all articles came to.
    pub fn renew(&mut self, corpus: &Corpus, renewal: &Renewal) {
        let gone = renewal.gone_actors().map(ActorId::row);
        let moved = renewal.moved_actors.iter().map(|(at, id)| (corpus.actor_place(*at), id.row()));
        self.actors.renew(corpus.actors().all().len(), gone, moved);
        self.merges.resize(self.actors.ids.len(), 0);
        for it in &renewal.actors {
            if let Some(place) = self.actors.ids.iter().position(|&id| id == it.id.row()) {
                self.merges[place] = reasons(&it.merges);
            }
        }
        let gone = renewal.gone_meetings().map(MeetingId::row);
        let moved = renewal
            .meetings
            .iter()
            .flat_map(|it| it.entries.iter().map(|&at| (corpus.meeting_place(at), it.id.row())));
        self.meetings.renew(corpus.dates().all().len(), gone, moved);
        self.doubts = vec![renewal.body_doubts];
        self.stories = renewal.stories.iter().copied().map(number).collect();
        self.order = self.order(corpus).into_iter().map(number).collect();
        self.count(corpus);
    }

    /// Reads it from columns, or writes it to them.
    pub(crate) fn columns(&mut self, columns: &mut impl Columns) {
        columns.changing(&mut self.counts);
        columns.changing(&mut self.order);
        self.actors.columns(columns);
        columns.changing(&mut self.merges);
        self.meetings.columns(columns);
        columns.changing(&mut self.stories);
        columns.changing(&mut self.doubts);
    }

    fn counted(&self, place: usize) -> usize {
        self.counts.get(place).copied().unwrap_or_default() as usize
    }

    /// How many articles there were: those that came stand behind them.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.counted(0)
    }

    /// How many forms of actor entries there were.
    pub(super) fn actor_forms(&self) -> usize {
        self.counted(1)
    }

    /// How many forms of location entries there were.
    pub(super) fn location_forms(&self) -> usize {
        self.counted(2)
    }

    /// How many ways to write a side there were.
    pub(super) fn sides(&self) -> usize {
        self.counted(3)
    }

    /// The actor of an entry, if it had one.
    #[must_use]
    pub fn actor(&self, corpus: &Corpus, at: Entry<ActorRef>) -> Option<ActorId> {
        let id = self.actors.id_of(corpus.actor_place(at));
        (id != 0).then(|| ActorId::new(id))
    }

    /// The meeting of an entry, if it had one.
    #[must_use]
    pub fn meeting(&self, corpus: &Corpus, at: Entry<MeetingRef>) -> Option<MeetingId> {
        let id = self.meetings.id_of(corpus.meeting_place(at));
        (id != 0).then(|| MeetingId::new(id))
    }

    /// Whether pairs of bodies that may be one are what they were.
    #[must_use]
    pub fn has_doubts(&self, renewal: &Renewal) -> bool {
        self.doubts == [renewal.body_doubts]
    }

    /// The articles that are copies of others than before, or of none.
    pub fn other_copies(&self, renewal: &Renewal) -> impl Iterator<Item = usize> {
        let stories = &renewal.stories;
        (0..stories.len())
            .filter(|&it| self.stories.get(it).map_or(it, |&story| story as usize) != stories[it])
    }

    /// Whether an article is new.
    pub(super) fn is_new(&self, article: usize) -> bool {
        article >= self.articles()
    }

    /// The article, itself or another, of which one was a copy.
    pub(super) fn story(&self, article: usize) -> usize {
        self.stories[article] as usize
    }

    /// The actors of entries.
    pub(super) fn actors(&self) -> &Partition {
        &self.actors
    }

    /// For each actor a hash of why it is one.
    pub(super) fn merges(&self) -> &[u64] {
        &self.merges
    }

    /// The meetings of entries.
    pub(super) fn meetings(&self) -> &Partition {
        &self.meetings
    }

    /// All articles in the order of their ids.
    fn order(&self, corpus: &Corpus) -> Vec<usize> {
        let mut order: Vec<usize> = self.order.iter().map(|&it| it as usize).collect();
        for article in order.len()..corpus.len() {
            let id = corpus.id(article);
            let place = order.partition_point(|&it| corpus.id(it) < id);
            order.insert(place, article);
        }
        order
    }
}

/// What an earlier resolution came to, as far as it is asked for.
pub struct Written<'w> {
    /// Why an actor is one.
    pub merges: &'w dyn Fn(ActorId) -> Vec<Merge>,
    /// The names of those who are one with an actor with such a likelihood, from 0 to 1, or more, and yet were
    /// kept apart.
    pub refused: &'w dyn Fn(ActorId, f64) -> Vec<String>,
}

/// What is other than an earlier resolution came to.
#[derive(Debug)]
pub struct Renewal {
    /// The actors that are new or may be other than before, whole.
    pub actors: Vec<Actor>,
    /// The numbers of those that were there and are weighed anew, or are gone.
    pub touched_actors: BTreeSet<ActorId>,
    /// Of these the numbers of those that came out as they were.
    pub same_actors: BTreeSet<ActorId>,
    /// The entries that came, or are now those of another actor, with whose they are.
    pub moved_actors: Vec<(Entry<ActorRef>, ActorId)>,
    /// Actors that may be one: all pairs of bodies, and of people those of whom one is among these numbers.
    pub doubts: Vec<Doubt>,
    /// A hash of all pairs of bodies among them.
    pub(super) body_doubts: u64,
    /// The locations that are new or other than before.
    pub locations: Vec<Location>,
    /// The numbers of the locations that are gone.
    pub gone_locations: Vec<LocationId>,
    /// The entries that came, or are now those of another location, with whose they are.
    pub moved_locations: Vec<(Entry<LocationRef>, LocationId)>,
    /// The meetings that are new or may be other than before, whole.
    pub meetings: Vec<Meeting>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub touched_meetings: BTreeSet<MeetingId>,
    /// For each article the one, itself or another, of which it is a copy.
    pub stories: Vec<usize>,
}

impl Renewal {
    /// The numbers of the actors that are gone.
    pub fn gone_actors(&self) -> impl Iterator<Item = ActorId> {
        let is_there = |id: &ActorId| self.actors.binary_search_by_key(id, |it| it.id).is_ok();
        let touched = self.touched_actors.iter().copied();
        touched.filter(move |it| !is_there(it) && !self.same_actors.contains(it))
    }

    /// The numbers of the meetings that are gone.
    pub fn gone_meetings(&self) -> impl Iterator<Item = MeetingId> {
        let is_there = |id: &MeetingId| self.meetings.binary_search_by_key(id, |it| it.id).is_ok();
        self.touched_meetings.iter().copied().filter(move |it| !is_there(it))
    }
}

/// What new articles change of what an earlier resolution of the others came to, of which `written` tells more; none if that is better found by resolving all.
///
/// Together with what is not changed it is what [`super::resolve`] makes of all articles.
#[must_use]
pub fn resolve_again(
    corpus: &Corpus,
    signatures: &Signatures,
    before: &Before,
    written: &Written<'_>,
) -> Option<Renewal> {
    let order = before.order(corpus);
    let mut ranks = vec![0; corpus.len()];
    for (rank, &article) in (0..).zip(&order) {
        ranks[article] = rank;
    }
    let known = before.stories.iter().map(|&it| it as usize).collect();
    let published = |article| corpus.published(article);
    let beside_actors = || {
        let stories = signatures.stories(published, (&order, &ranks), known);
        (stories, Places::new(corpus, &order, before), meetings::again::Ground::new(corpus, before))
    };
    let ((stories, places, ground), renewed) = beside::both(corpus.len(), beside_actors, || {
        actors::again::update(corpus, &order, before, written)
    });
    let renewed = renewed?;
    let scene = meetings::again::Scene {
        corpus,
        ranks: &ranks,
        before,
        stories: &stories,
        actors: &renewed.actors,
        moved_actors: &renewed.moved,
        touched: &renewed.touched,
        places: &places.now,
        moved: &places.moved,
    };
    let meetings = meetings::again::update(&scene, ground?)?;
    Some(Renewal {
        actors: renewed.actors,
        touched_actors: renewed.touched.into_iter().chain(renewed.same.iter().copied()).collect(),
        same_actors: renewed.same,
        moved_actors: renewed.moved,
        doubts: renewed.doubts,
        body_doubts: renewed.body_doubts,
        locations: places.changed(corpus, &order),
        gone_locations: places.gone,
        moved_locations: places.entries,
        meetings: meetings.meetings,
        touched_meetings: meetings.touched,
        stories,
    })
}

/// The locations, and which of them are other than before.
struct Places {
    now: Placed,
    /// The places of those that are new or other than before.
    other: FxHashSet<usize>,
    gone: Vec<LocationId>,
    /// The entries that came, or are others' now.
    entries: Vec<(Entry<LocationRef>, LocationId)>,
    /// The articles whose entries belong to other locations than before, or to such as are told of otherwise.
    moved: FxHashSet<usize>,
}

impl Places {
    fn new(corpus: &Corpus, order: &[usize], before: &Before) -> Self {
        let now = Placed::new(corpus, order.iter().copied());
        let old = order.iter().copied().filter(|&it| !before.is_new(it));
        let was = Placed::new(corpus, old);
        let find = |all: &[Location], id| all.binary_search_by_key(&id, |it| it.id);
        let is_told_of = |one: &Location, other: &Location| {
            let name = |it: &Location| (it.kind == LocationKind::Country).then(|| it.name.clone());
            one.kind == other.kind && one.country == other.country && name(one) == name(other)
        };
        let mut other: FxHashSet<usize> = FxHashSet::default();
        for (place, it) in now.locations.iter().enumerate() {
            if find(&was.locations, it.id).map_or(true, |at| was.locations[at] != *it) {
                other.insert(place);
            }
        }
        // Forms that belong to other locations than before, and such that are told of otherwise.
        let (mut moves, mut tells): (FxHashSet<u32>, FxHashSet<u32>) = Default::default();
        for form in 0..number(before.location_forms()) {
            let (Some(then), Some(place)) = (was.of(form), now.of(form)) else { continue };
            let (then, location) = (&was.locations[then], &now.locations[place]);
            if then.id != location.id {
                moves.insert(form);
                other.insert(place);
                other.extend(find(&now.locations, then.id));
            }
            if then.id != location.id || !is_told_of(then, location) {
                tells.insert(form);
            }
        }
        let (mut entries, mut moved) = (Vec::new(), FxHashSet::default());
        let first = if tells.is_empty() { before.articles() } else { 0 };
        for article in first..corpus.len() {
            for (index, &form) in corpus.locations().of(article).iter().enumerate() {
                let is_new = before.is_new(article);
                if let Some(place) = now.of(form).filter(|_| is_new || moves.contains(&form)) {
                    let at = Entry { article, entry: LocationRef::new(index) };
                    entries.push((at, now.locations[place].id));
                    other.insert(place);
                }
                if is_new || tells.contains(&form) {
                    moved.insert(article);
                }
            }
        }
        let gone = was.locations.iter().map(|it| it.id);
        let gone = gone.filter(|&id| find(&now.locations, id).is_err()).collect();
        Self { now, other, gone, entries, moved }
    }

    /// The locations that are new or other than before, whole.
    fn changed(&self, corpus: &Corpus, order: &[usize]) -> Vec<Location> {
        let other = self.other.iter();
        let mut changed: FxHashMap<usize, Location> =
            other.map(|&place| (place, self.now.locations[place].clone())).collect();
        for &article in order {
            for (index, &form) in corpus.locations().of(article).iter().enumerate() {
                let own = self.now.of(form).and_then(|place| changed.get_mut(&place));
                if let Some(own) = own {
                    own.entries.push(Entry { article, entry: LocationRef::new(index) });
                }
            }
        }
        let mut changed: Vec<Location> = changed.into_values().collect();
        changed.sort_by_key(|it| it.id);
        changed
    }
}

/// The numbers of things that are made anew, where others keep theirs: by the key of each, with what parts
/// those of one key after a tabulator; none if another would get another number.
///
/// `before` are all numbers there were, `gone` those of them that are free.
pub(super) fn renumber(
    keys: &[String],
    before: &FxHashSet<i64>,
    gone: &BTreeSet<i64>,
    mut key_of: impl FnMut(i64) -> String,
) -> Option<Vec<i64>> {
    let bare = |key: &String| key.rsplit_once('\t').map_or(key.as_str(), |it| it.0).to_owned();
    // Those that stay and stand side by side with what comes or goes.
    let mut beside: FxHashSet<i64> = FxHashSet::default();
    let firsts = || keys.iter().flat_map(|key| numbers(&[bare(key)]));
    for step in [1, -1] {
        let mut seen: FxHashSet<i64> = FxHashSet::default();
        for from in firsts().chain(gone.iter().copied()) {
            let mut number = if step > 0 { from } else { from - 1 };
            while before.contains(&number) && seen.insert(number) {
                if !gone.contains(&number) {
                    beside.insert(number);
                }
                number += step;
            }
        }
    }
    let mut all: Vec<(String, Option<i64>, usize)> =
        keys.iter().enumerate().map(|(at, key)| (key.clone(), None, at)).collect();
    all.extend(beside.iter().map(|&number| (key_of(number), Some(number), 0)));
    all.sort();
    let bare: Vec<String> = all.iter().map(|it| bare(&it.0)).collect();
    let mut found = vec![0; keys.len()];
    for ((_, old, at), number) in all.iter().zip(numbers(&bare)) {
        match old {
            Some(old) if *old != number => return None,
            Some(_) => {}
            None if before.contains(&number)
                && !gone.contains(&number)
                && !beside.contains(&number) =>
            {
                return None;
            }
            None => found[*at] = number,
        }
    }
    Some(found)
}
