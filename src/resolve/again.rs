//! Resolution once more, after some articles came: what they touch is resolved anew, the rest stays as it
//! was.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::groups::numbers;
use super::{
    Actor, Corpus, Doubt, Entry, Location, Meeting, Merge, Signature, actors, locations, meetings,
};
use crate::record::{
    ActorId, ActorRef, LocationId, LocationKind, LocationRef, MeetingId, MeetingRef,
};

/// For each entry of one kind of each article a number, or 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    starts: Vec<usize>,
    numbers: Vec<i64>,
}

impl Grid {
    /// Of so many entries in each article.
    pub(super) fn new(counts: impl Iterator<Item = usize>) -> Self {
        let mut starts = vec![0];
        let mut sum = 0;
        for count in counts {
            sum += count;
            starts.push(sum);
        }
        Self { starts, numbers: vec![0; sum] }
    }

    /// Those of an article.
    pub(super) fn of(&self, article: usize) -> &[i64] {
        &self.numbers[self.starts[article]..self.starts[article + 1]]
    }

    /// The same, to be told.
    pub(super) fn of_mut(&mut self, article: usize) -> &mut [i64] {
        &mut self.numbers[self.starts[article]..self.starts[article + 1]]
    }
}

/// What an earlier resolution came to, of all articles but some that are new.
#[derive(Debug, Default)]
pub struct Before {
    is_new: Vec<bool>,
    actors: Grid,
    meetings: Grid,
    stories: Vec<usize>,
}

impl Before {
    /// Of the articles of a corpus, of which nothing is known yet.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let articles = &corpus.articles;
        Self {
            is_new: vec![false; articles.len()],
            actors: Grid::new(articles.iter().map(|it| it.actors.len())),
            meetings: Grid::new(articles.iter().map(|it| it.meetings.len())),
            stories: (0..articles.len()).collect(),
        }
    }

    /// Notes that an article is new.
    pub fn set_new(&mut self, article: usize) {
        self.is_new[article] = true;
    }

    /// The numbers of the actors that the entries of an article belong to, to be told.
    pub fn actors_mut(&mut self, article: usize) -> &mut [i64] {
        self.actors.of_mut(article)
    }

    /// The numbers of the meetings that the entries of an article belong to, to be told.
    pub fn meetings_mut(&mut self, article: usize) -> &mut [i64] {
        self.meetings.of_mut(article)
    }

    /// Notes that an article is a copy of another.
    pub fn set_story(&mut self, article: usize, original: usize) {
        self.stories[article] = original;
    }

    /// Whether an article is new.
    pub(super) fn is_new(&self, article: usize) -> bool {
        self.is_new[article]
    }

    /// The article, itself or another, of which one was a copy.
    pub(super) fn story(&self, article: usize) -> usize {
        self.stories[article]
    }

    /// The actors of entries of articles that are not new.
    pub(super) fn actors(&self) -> &Grid {
        &self.actors
    }

    /// The actor of an entry of an article that is not new.
    pub(super) fn actor(&self, at: Entry<ActorRef>) -> Option<ActorId> {
        let number = self.actors.of(at.article)[at.entry.index()];
        (number != 0).then(|| ActorId::new(number))
    }

    /// The meeting of an entry of an article that is not new.
    pub(super) fn meeting(&self, at: Entry<MeetingRef>) -> Option<MeetingId> {
        let number = self.meetings.of(at.article)[at.entry.index()];
        (number != 0).then(|| MeetingId::new(number))
    }
}

/// What is other than an earlier resolution came to.
#[derive(Debug)]
pub struct Renewal {
    /// The actors that are new or may be other than before, whole.
    pub actors: Vec<Actor>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub touched_actors: BTreeSet<ActorId>,
    /// Actors that may be one: all pairs of bodies, and of people those of whom one is among these numbers.
    pub doubts: Vec<Doubt>,
    /// The locations that are new or other than before.
    pub locations: Vec<Location>,
    /// The numbers of the locations that are gone.
    pub gone_locations: Vec<LocationId>,
    /// The meetings that are new or may be other than before, whole.
    pub meetings: Vec<Meeting>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub touched_meetings: BTreeSet<MeetingId>,
    /// For each article the one, itself or another, of which it is a copy.
    pub stories: Vec<usize>,
}

/// What new articles change of what an earlier resolution of the others came to, of which `merges` tells
/// why an actor is one; none if that is better found by resolving all.
///
/// Together with what is not changed it is what [`super::resolve`] makes of all articles.
#[must_use]
pub fn resolve_again(
    corpus: &Corpus,
    signatures: &[Option<Signature>],
    before: &Before,
    merges: &dyn Fn(ActorId) -> Vec<Merge>,
) -> Option<Renewal> {
    let order = super::order(corpus);
    let stories = super::stories(corpus, signatures, &order);
    let renewed = actors::again::update(corpus, &order, before, merges)?;
    let old: Vec<usize> = order.iter().copied().filter(|&it| !before.is_new(it)).collect();
    let (locations, was) = (locations::resolve(corpus, &order), locations::resolve(corpus, &old));
    let moved = moved(&locations, &was);
    let meetings = meetings::again::update(&meetings::again::Scene {
        corpus,
        order: &order,
        before,
        stories: &stories,
        actors: &renewed.actors,
        touched: &renewed.touched,
        locations: &locations,
        moved: &moved,
    })?;
    let of = |all: &[Location], id| all.binary_search_by_key(&id, |it: &Location| it.id);
    let gone_locations =
        was.iter().map(|it| it.id).filter(|&id| of(&locations, id).is_err()).collect();
    let locations = locations
        .into_iter()
        .filter(|it| of(&was, it.id).map_or(true, |at| was[at] != *it))
        .collect();
    Some(Renewal {
        actors: renewed.actors,
        touched_actors: renewed.touched,
        doubts: renewed.doubts,
        locations,
        gone_locations,
        meetings: meetings.meetings,
        touched_meetings: meetings.touched,
        stories,
    })
}

/// The articles whose entries belong to other locations than before, or to such as are told of otherwise.
fn moved(locations: &[Location], before: &[Location]) -> FxHashSet<usize> {
    let mut was: FxHashMap<LocationId, &Location> = before.iter().map(|it| (it.id, it)).collect();
    let mut moved: FxHashSet<usize> = FxHashSet::default();
    for it in locations {
        let Some(was) = was.remove(&it.id) else {
            moved.extend(it.entries.iter().map(|at| at.article));
            continue;
        };
        let name = |it: &Location| (it.kind == LocationKind::Country).then(|| it.name.clone());
        let is_same = it.kind == was.kind && it.country == was.country && name(it) == name(was);
        let known: FxHashSet<Entry<LocationRef>> = was.entries.iter().copied().collect();
        let is_whole = was.entries.len()
            + it.entries.iter().filter(|at| !known.contains(at)).count()
            == it.entries.len();
        for at in &it.entries {
            if !is_same || !known.contains(at) {
                moved.insert(at.article);
            }
        }
        if !is_whole {
            moved.extend(was.entries.iter().map(|at| at.article));
        }
    }
    moved.extend(was.values().flat_map(|it| &it.entries).map(|at| at.article));
    moved
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
    let firsts: Vec<i64> = keys.iter().flat_map(|key| numbers(&[bare(key)])).collect();
    for &from in firsts.iter().chain(gone) {
        for step in [1, -1] {
            let mut number = if step > 0 { from } else { from - 1 };
            while before.contains(&number) {
                if !gone.contains(&number) && !beside.insert(number) {
                    break;
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
