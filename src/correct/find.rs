//! Finds the entries that anchors mean, in articles that may have been read anew since.
//!
//! An article is known by its id, or else its address, or else its headline and day. In it, an
//! actor or location is known by its names, a meeting by its sentences or by who met when. Where
//! no entry of a thing is left, its full name finds it in other articles.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::anchor::{actor_names, location_name, participants};
use super::{Anchor, Subject, Target};
use crate::date::Date;
use crate::record::{ActorEntry, ActorKind, Extraction, LocationEntry};
use crate::text::fold;

/// Where an entry stands: the article, by its place among those given, and its place in the list of
/// its kind in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The index of the article.
    pub article: usize,
    /// The index of the entry.
    pub entry: usize,
}

/// A headline and the day of its article.
type Headline<'a> = (&'a str, Option<Date>);

/// Finds entries in some articles.
pub struct Finder<'a> {
    articles: Vec<&'a Extraction>,
    keys: BTreeMap<&'a str, usize>,
    urls: OnceCell<BTreeMap<&'a str, usize>>,
    titles: OnceCell<BTreeMap<Headline<'a>, Vec<usize>>>,
    sentences: OnceCell<BTreeMap<String, BTreeSet<Place>>>,
}

/// Words in common, in hundredths of all words of two sentences, from which on they tell the same.
const ALIKE: usize = 50;

impl<'a> Finder<'a> {
    /// A finder in these articles.
    #[must_use]
    pub fn new(articles: Vec<&'a Extraction>) -> Self {
        Self {
            keys: articles.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect(),
            articles,
            urls: OnceCell::new(),
            titles: OnceCell::new(),
            sentences: OnceCell::new(),
        }
    }

    /// The article that an anchor means.
    fn article(&self, anchor: &Anchor) -> Option<usize> {
        if let Some(&found) = self.keys.get(anchor.article.as_str()) {
            return Some(found);
        }
        if !anchor.url.is_empty() {
            let urls = self.urls.get_or_init(|| {
                let all = self.articles.iter().enumerate().rev();
                all.map(|(at, it)| (it.url.as_str(), at)).collect()
            });
            if let Some(&found) = urls.get(anchor.url.as_str()) {
                return Some(found);
            }
        }
        if anchor.title.is_empty() {
            return None;
        }
        let titles = self.titles.get_or_init(|| {
            let mut titles: BTreeMap<Headline<'_>, Vec<usize>> = BTreeMap::new();
            for (at, it) in self.articles.iter().enumerate() {
                titles.entry((it.title.as_str(), it.published)).or_default().push(at);
            }
            titles
        });
        match titles.get(&(anchor.title.as_str(), anchor.published)).map(Vec::as_slice) {
            Some(&[only]) => Some(only),
            _ => None,
        }
    }

    /// The entries that anchors mean, each where it is found; no two anchors mean one entry.
    #[must_use]
    pub fn find(&self, subject: Subject, anchors: &[&Anchor]) -> Vec<Option<Place>> {
        let mut scores: Vec<(usize, usize, Place)> = Vec::new();
        for (index, anchor) in anchors.iter().enumerate() {
            if let Some(article) = self.article(anchor) {
                let record = self.articles[article];
                for entry in 0..count(record, subject) {
                    if let Some(score) = fit(anchor, record, subject, entry) {
                        scores.push((score, index, Place { article, entry }));
                    }
                }
            } else if subject == Subject::Meeting {
                for place in self.told_elsewhere(anchor) {
                    let record = self.articles[place.article];
                    if anchor.names == participants(record, &record.meetings[place.entry]) {
                        scores.push((1, index, place));
                    }
                }
            }
        }
        // The best fit first; among equals, anchors and entries keep their order.
        scores.sort_by_key(|&(score, index, place)| (std::cmp::Reverse(score), index, place));
        let mut found = vec![None; anchors.len()];
        let mut taken = BTreeSet::new();
        for (_, index, place) in scores {
            if found[index].is_none() && taken.insert(place) {
                found[index] = Some(place);
            }
        }
        found
    }

    /// The meetings that an article tells of in the very sentence that an anchor has.
    fn told_elsewhere(&self, anchor: &Anchor) -> BTreeSet<Place> {
        let sentences = self.sentences.get_or_init(|| {
            let mut sentences: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
            for (article, record) in self.articles.iter().enumerate() {
                for (entry, meeting) in record.meetings.iter().enumerate() {
                    for piece in &meeting.evidence {
                        let place = Place { article, entry };
                        sentences.entry(fold(&piece.text)).or_default().insert(place);
                    }
                }
            }
            sentences
        });
        anchor
            .evidence
            .iter()
            .filter_map(|it| sentences.get(&fold(it)))
            .flatten()
            .copied()
            .collect()
    }
}

/// Finds the entries in any article that bear the full name of things of which no entry is left.
pub struct Named<'a> {
    targets: &'a [&'a Target],
    wanted: BTreeMap<(Subject, String), Vec<usize>>,
}

impl<'a> Named<'a> {
    /// Looks for some things.
    #[must_use]
    pub fn new(targets: &'a [&'a Target]) -> Self {
        let mut wanted: BTreeMap<(Subject, String), Vec<usize>> = BTreeMap::new();
        for (index, target) in targets.iter().enumerate() {
            for name in full_names(target) {
                wanted.entry((target.thing, name)).or_default().push(index);
            }
        }
        Self { targets, wanted }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn called(&self, subject: Subject, name: String) -> impl Iterator<Item = usize> {
        self.wanted.get(&(subject, name)).into_iter().flatten().copied()
    }

    /// The things, by their places among those given, that an actor entry bears the name of.
    #[must_use]
    pub fn actor(&self, entry: &ActorEntry) -> Vec<usize> {
        let Some(name) = actor_names(entry).into_iter().next() else { return Vec::new() };
        let is_alike = |&index: &usize| {
            let target = self.targets[index];
            let kind = target.entries.first().map_or(&target.kind, |it| &it.kind);
            class(kind) == class(entry.kind.as_str())
        };
        self.called(Subject::Actor, name).filter(is_alike).collect()
    }

    /// The things, by their places among those given, that a location entry bears the name of.
    #[must_use]
    pub fn location(&self, entry: &LocationEntry) -> Vec<usize> {
        let country = fold(&entry.country);
        let is_there = |&index: &usize| {
            let target = self.targets[index];
            target.entries.iter().any(|anchor| anchor.country == country)
                || (target.is_new && fold(&target.country) == country)
        };
        self.called(Subject::Location, location_name(entry)).filter(is_there).collect()
    }
}

/// Kinds of actors of which one may be read for another.
fn class(kind: &str) -> &str {
    if kind == "bloc" { "organization" } else { kind }
}

/// The names by which a thing is found without its articles: those that name no one else.
fn full_names(target: &Target) -> BTreeSet<String> {
    let own = target.is_new.then(|| fold(&target.name));
    let names = target
        .entries
        .iter()
        .filter(|_| target.thing != Subject::Meeting)
        .filter(|it| it.kind != ActorKind::Person.as_str() || has_words(&it.names))
        .filter_map(|it| it.names.first().cloned());
    names.chain(own).collect()
}

/// Whether the fullest name is more than a family name.
fn has_words(names: &[String]) -> bool {
    names.first().is_some_and(|name| name.contains(' '))
}

/// How many entries of a kind a record has.
fn count(record: &Extraction, subject: Subject) -> usize {
    match subject {
        Subject::Actor => record.actors.len(),
        Subject::Location => record.locations.len(),
        Subject::Meeting => record.meetings.len(),
    }
}

/// How well an entry of the right article fits an anchor, if it may be what the anchor means.
fn fit(anchor: &Anchor, record: &Extraction, subject: Subject, entry: usize) -> Option<usize> {
    match subject {
        Subject::Actor => fit_actor(anchor, &record.actors[entry]),
        Subject::Location => fit_location(anchor, &record.locations[entry]),
        Subject::Meeting => fit_meeting(anchor, record, entry),
    }
}

fn fit_actor(anchor: &Anchor, entry: &ActorEntry) -> Option<usize> {
    let names = actor_names(entry);
    let shares = |name: &String| anchor.names.contains(name);
    let name = match () {
        () if names.first() == anchor.names.first() => 8,
        () if names.iter().any(shares) => 6,
        () if entry.aliases.iter().any(|alias| shares(&fold(alias))) => 4,
        () if anchor.names.iter().any(|one| names.iter().any(|two| is_form(one, two))) => 2,
        () => return None,
    };
    Some(2 * name + usize::from(anchor.kind == entry.kind.as_str()))
}

/// Whether one name has all words of the other, with the same family name or given name.
fn is_form(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let words: Vec<&str> = long.split(' ').collect();
    short.split(' ').all(|word| words.contains(&word))
        && (short.split(' ').next_back() == words.last().copied()
            || short.split(' ').next() == words.first().copied())
}

fn fit_location(anchor: &Anchor, entry: &LocationEntry) -> Option<usize> {
    anchor.names.contains(&location_name(entry)).then(|| {
        1 + 2 * usize::from(anchor.kind == entry.kind.as_str())
            + usize::from(anchor.country == fold(&entry.country))
    })
}

fn fit_meeting(anchor: &Anchor, record: &Extraction, entry: usize) -> Option<usize> {
    let meeting = &record.meetings[entry];
    let told = anchor
        .evidence
        .iter()
        .flat_map(|one| meeting.evidence.iter().map(move |other| alike(one, &other.text)))
        .max()
        .unwrap_or(0);
    let names = participants(record, meeting);
    let shared = names.iter().filter(|name| anchor.names.contains(name)).count();
    let all = names.len() + anchor.names.len() - shared;
    let is_same = shared == all && anchor.date == meeting.date;
    (told >= ALIKE || is_same).then(|| {
        told + 80 * shared / all.max(1)
            + 20 * usize::from(anchor.date == meeting.date)
            + 5 * usize::from(anchor.kind == meeting.kind.as_str())
    })
}

/// The words that two sentences have in common, in hundredths of all their words.
fn alike(one: &str, other: &str) -> usize {
    let (one, other) = (fold(one), fold(other));
    if one == other {
        return 100;
    }
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(&one), words(&other));
    100 * one.intersection(&other).count() / one.union(&other).count().max(1)
}
