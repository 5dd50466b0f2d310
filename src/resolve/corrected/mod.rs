//! Corrections, applied to what resolution makes of the entries.
//!
//! Merges go in before: entries that people hold for one are one from the start, so that what
//! resolution knows of one serves the others. Splits, rejections and what is set come after, so
//! that later entries which resolution puts with a corrected thing follow it.

mod apply;
mod bonds;
mod decide;
mod shape;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::groups::numbers;
use super::{Corpus, Entry};
use crate::correct::{
    Anchor, Change, Correction, Corrections, Finder, Named, Place, Standing, Subject, Target,
};
use crate::record::{ActorRef, Extraction};
use crate::vocabulary;
use bonds::Bonds;

vocabulary! {
    /// How far a correction holds.
    pub enum State {
        /// It does.
        InForce = "in force",
        /// A later one contradicts some of it.
        Partly = "partly overruled",
        /// A later one contradicts it.
        Overruled = "overruled",
        /// What it is about is not there.
        Gone = "gone",
        /// It was taken back.
        Undone = "undone",
    }
}

/// What came of one correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The id of the correction.
    pub uid: String,
    /// How far it holds.
    pub state: State,
    /// The id of the one that took it back or overruled it.
    pub by: Option<String>,
    /// What else is to be said of it, or empty.
    pub note: String,
    /// The things that it bears on, by their numbers.
    pub bears_on: Vec<(Subject, i64)>,
}

/// An entry that is none, as a correction has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// What it was taken for.
    pub subject: Subject,
    /// The index of the article.
    pub article: usize,
    /// Its index in the list of its kind.
    pub entry: usize,
}

/// How far a step holds against later ones, which are told by their places among the corrections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Holds,
    Partly(usize),
    Overruled(usize),
}

/// A correction that stands, with the entries that it means.
struct Step<'a> {
    /// Its place among the corrections.
    at: usize,
    uid: &'a str,
    change: &'a Change,
    /// The entries in order: of a merge those of each thing, of a split the rest and the part, or
    /// all.
    sets: Vec<Vec<Place>>,
    /// How many of the entries that it names are found.
    found: usize,
    /// How many it names.
    named: usize,
    /// Whether a name alone found something.
    is_by_name: bool,
    /// What it needs that is not there.
    gone: Option<String>,
    verdict: Verdict,
    /// The groups that it is about.
    about: Vec<usize>,
    /// Their numbers.
    numbers: Vec<i64>,
}

impl<'a> Step<'a> {
    fn new(at: usize, correction: &'a Correction, subject: Subject, finder: &Seeker<'_>) -> Self {
        let change = &correction.change;
        let lists: Vec<Vec<_>> = match change {
            Change::Merge { into, from } => std::iter::once(into)
                .chain(from)
                .map(|target| target.entries.iter().collect())
                .collect(),
            Change::Split { rest, part, .. } => {
                vec![rest.entries.iter().collect(), part.iter().collect()]
            }
            _ => change.target().map(|it| it.entries.iter().collect()).into_iter().collect(),
        };
        // All at once, so that no two anchors of one correction mean one entry.
        let mut places = finder.find(subject, &lists.concat()).into_iter();
        let mut sets: Vec<Vec<Place>> =
            lists.iter().map(|list| places.by_ref().take(list.len()).flatten().collect()).collect();
        for set in &mut sets {
            set.sort_unstable();
        }
        Self {
            at,
            uid: &correction.uid,
            change,
            found: sets.iter().map(Vec::len).sum(),
            named: lists.iter().map(Vec::len).sum(),
            sets,
            is_by_name: false,
            gone: None,
            verdict: Verdict::Holds,
            about: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// The things of which no entry is left, with the places of their sets.
    fn lost(&self) -> Vec<(usize, &'a Target)> {
        let targets: Vec<&Target> = match self.change {
            Change::Merge { into, from } => std::iter::once(into).chain(from).collect(),
            Change::Split { .. } => Vec::new(),
            change => change.target().into_iter().collect(),
        };
        let all = targets.into_iter().enumerate();
        all.filter(|(set, _)| self.sets[*set].is_empty()).collect()
    }

    /// Notes what is not there.
    fn miss(&mut self) {
        let lost = self.lost();
        self.gone = match self.change {
            Change::Merge { from, .. } => {
                let is_nothing = lost.iter().any(|it| it.0 == 0) || lost.len() >= from.len();
                lost.first().filter(|_| is_nothing).map(|it| it.1.to_string())
            }
            Change::Split { .. } if self.sets[1].is_empty() => {
                Some("what was split off".to_owned())
            }
            _ => lost.first().map(|it| it.1.to_string()),
        };
    }

    /// The number of what a split makes.
    fn part_number(&self) -> i64 {
        part_number(self.uid)
    }
}

/// Whether an entry is one of some, which are in order.
fn is_in(place: Place, places: &[Place]) -> bool {
    places.binary_search(&place).is_ok()
}

/// The number of the thing that a split makes, by the id of the correction.
#[must_use]
pub fn part_number(uid: &str) -> i64 {
    numbers(&[format!("split\t{uid}")])[0]
}

/// The number of a thing that no article names, by its kind and name.
#[must_use]
pub fn new_number(subject: Subject, name: &str) -> i64 {
    numbers(&[format!("new\t{subject}\t{}", crate::text::fold(name))])[0]
}

/// A thing that a field of another refers to.
struct Reference<'a> {
    /// The place of the correction, and of the value in it.
    at: usize,
    value: usize,
    target: &'a Target,
    places: Vec<Place>,
    /// The number of the thing, where it is there.
    number: Option<i64>,
}

/// Finds entries in the articles of a corpus; a [`Place`] counts the articles in the order of their
/// ids.
struct Seeker<'a> {
    corpus: &'a Corpus,
    order: &'a [usize],
    /// In the articles that corrections go by.
    finder: Finder<'a>,
    /// The ranks of these among all.
    ranks: Vec<usize>,
}

impl Seeker<'_> {
    /// The entries that anchors mean, each where it is found; no two anchors mean one entry.
    fn find(&self, subject: Subject, anchors: &[&Anchor]) -> Vec<Option<Place>> {
        let mut places = self.finder.find(subject, anchors);
        for place in places.iter_mut().flatten() {
            place.article = self.ranks[place.article];
        }
        places
    }

    /// The entries in any article that bear the full name of things of which no entry is left.
    fn find_by_name(&self, targets: &[&Target]) -> Vec<Vec<Place>> {
        let named = Named::new(targets);
        let mut found = vec![Vec::new(); targets.len()];
        if named.is_empty() {
            return found;
        }
        // Each form is looked at once.
        let actors = (0..self.corpus.actor_forms()).map(|form| {
            named.actor(self.corpus.actor_form(u32::try_from(form).expect("forms are few")))
        });
        let actors: Vec<Vec<usize>> = actors.collect();
        let locations: Vec<Vec<usize>> =
            self.corpus.all_location_forms().map(|it| named.location(it)).collect();
        for (article, &index) in self.order.iter().enumerate() {
            let of_article =
                [(self.corpus.actors(), &actors), (self.corpus.locations(), &locations)];
            for (forms, meant) in of_article {
                for (entry, &form) in forms.of(index).iter().enumerate() {
                    for &target in &meant[form as usize] {
                        found[target].push(Place { article, entry });
                    }
                }
            }
        }
        found
    }
}

/// The corrections of one kind of thing.
struct Part<'a> {
    steps: Vec<Step<'a>>,
    bonds: Bonds,
    references: Vec<Reference<'a>>,
}

impl<'a> Part<'a> {
    fn new(subject: Subject, corrections: &'a Corrections, finder: &Seeker<'_>) -> Self {
        let standing = || {
            let all = corrections.all().iter().enumerate();
            all.filter(|(at, _)| corrections.standing(*at) == Standing::Stands)
        };
        let mut steps: Vec<Step<'a>> = standing()
            .filter(|(_, it)| it.change.target().is_some_and(|it| it.thing == subject))
            .map(|(at, it)| Step::new(at, it, subject, finder))
            .collect();
        let mut references = Vec::new();
        for (at, it) in standing() {
            let Change::Set { things, .. } = &it.change else { continue };
            for (value, target) in things.iter().enumerate().filter(|it| it.1.thing == subject) {
                let anchors: Vec<_> = target.entries.iter().collect();
                let places = finder.find(subject, &anchors).into_iter().flatten().collect();
                references.push(Reference { at, value, target, places, number: None });
            }
        }
        // What is not found by its articles is looked for by its name, all in one go.
        let lost: Vec<(usize, usize, &Target)> = steps
            .iter()
            .enumerate()
            .flat_map(|(step, it)| it.lost().into_iter().map(move |(set, of)| (step, set, of)))
            .collect();
        let unknown: Vec<usize> =
            (0..references.len()).filter(|&it| references[it].places.is_empty()).collect();
        let targets: Vec<&Target> = lost
            .iter()
            .map(|it| it.2)
            .chain(unknown.iter().map(|&it| references[it].target))
            .collect();
        let mut found = finder.find_by_name(&targets).into_iter();
        for ((step, set, _), places) in lost.into_iter().zip(found.by_ref()) {
            steps[step].is_by_name |= !places.is_empty();
            steps[step].sets[set] = places;
        }
        for (reference, places) in unknown.into_iter().zip(found) {
            references[reference].places = places;
        }
        for step in &mut steps {
            step.miss();
        }
        let bonds = Bonds::new(&mut steps);
        Self { steps, bonds, references }
    }

    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.references.is_empty()
    }
}

/// All corrections, ready to be applied to some articles.
pub(super) struct Plan<'a> {
    corrections: &'a Corrections,
    corpus: &'a Corpus,
    /// The articles by their ids; a [`Place`] counts them in this order.
    order: &'a [usize],
    ranks: Vec<usize>,
    actors: Part<'a>,
    locations: Part<'a>,
    meetings: Part<'a>,
    rejected: Vec<Rejected>,
    /// What each correction needs beside what it is about, and is not there.
    missing: BTreeMap<usize, String>,
}

impl<'a> Plan<'a> {
    /// Finds what the corrections are about in articles, whose ids put them in this order.
    pub(super) fn new(
        corpus: &'a Corpus,
        order: &'a [usize],
        corrections: &'a Corrections,
    ) -> Self {
        let known = gone_by(corpus, order, corrections);
        let records: Vec<Extraction> =
            known.iter().map(|&rank| corpus.record(order[rank])).collect();
        let finder = Finder::new(records.iter().collect());
        let seeker = Seeker { corpus, order, finder, ranks: known };
        let mut ranks = vec![0; order.len()];
        for (rank, &index) in order.iter().enumerate() {
            ranks[index] = rank;
        }
        Self {
            corrections,
            corpus,
            order,
            ranks,
            actors: Part::new(Subject::Actor, corrections, &seeker),
            locations: Part::new(Subject::Location, corrections, &seeker),
            meetings: Part::new(Subject::Meeting, corrections, &seeker),
            rejected: Vec::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Actor entries that are one, whatever their names are.
    pub(super) fn seeds(&mut self) -> Vec<Vec<Entry<ActorRef>>> {
        let seeds = self.actors.bonds.seeds();
        let entry =
            |it: Place| Entry { article: self.order[it.article], entry: ActorRef::new(it.entry) };
        seeds.into_iter().map(|seed| seed.into_iter().map(entry).collect()).collect()
    }

    /// What came of each correction, and the entries that are none.
    pub(super) fn finish(self) -> (Vec<Effect>, Vec<Rejected>) {
        let all = self.corrections.all();
        let uid = |at: usize| Some(all[at].uid.clone());
        let mut effects: Vec<Effect> = all
            .iter()
            .enumerate()
            .map(|(at, it)| {
                let (state, by) = match self.corrections.standing(at) {
                    Standing::Stands => (State::InForce, None),
                    Standing::Undone(by) => (State::Undone, uid(by)),
                    Standing::Idle => (State::Gone, None),
                };
                Effect { uid: it.uid.clone(), state, by, note: String::new(), bears_on: Vec::new() }
            })
            .collect();
        let parts = [
            (Subject::Actor, self.actors),
            (Subject::Location, self.locations),
            (Subject::Meeting, self.meetings),
        ];
        for (subject, part) in parts {
            for step in part.steps {
                let effect = &mut effects[step.at];
                (effect.state, effect.by) = match step.verdict {
                    _ if step.gone.is_some() => (State::Gone, None),
                    _ if self.missing.contains_key(&step.at) => (State::Gone, None),
                    Verdict::Holds => (State::InForce, None),
                    Verdict::Partly(by) => (State::Partly, uid(by)),
                    Verdict::Overruled(by) => (State::Overruled, uid(by)),
                };
                effect.note = note(&step, self.missing.get(&step.at));
                effect.bears_on = step.numbers.into_iter().map(|it| (subject, it)).collect();
            }
        }
        let mut rejected = self.rejected;
        rejected.sort_unstable();
        (effects, rejected)
    }
}

/// The ranks of the articles that corrections go by.
fn gone_by(corpus: &Corpus, order: &[usize], corrections: &Corrections) -> Vec<usize> {
    if corrections.is_empty() {
        return Vec::new();
    }
    let wanted = corrections.wanted();
    let is_known = |&rank: &usize| {
        let article = order[rank];
        let marks = corpus.marks(article);
        let (url, title) = marks.map_or(("", ""), |it| (&it.url, &it.title));
        let sentences = marks.into_iter().flat_map(|it| it.sentences.iter().flatten());
        wanted.goes_by((corpus.id(article), url, title), sentences.map(|it| it.text.as_str()))
    };
    (0..order.len()).filter(is_known).collect()
}

/// What is to be said of a step beside its state.
fn note(step: &Step<'_>, missing: Option<&String>) -> String {
    match () {
        () if let Some(gone) = step.gone.as_ref().or(missing) => format!("{gone} is not there"),
        () if step.is_by_name => "found by its name in other articles".to_owned(),
        () if step.found < step.named => {
            format!("{} of its {} entries are left", step.found, step.named)
        }
        () => String::new(),
    }
}
