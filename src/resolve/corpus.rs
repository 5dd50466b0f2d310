//! The entries of many articles, in little memory: each form of an entry once.
//!
//! News names the same few parties and places again and again, most of them letter by letter as
//! before. What resolution makes of a form it makes once, however many articles have it.

use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Entry;
use crate::date::Date;
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationRef,
    MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};

/// The entries of articles, as resolution looks at them.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) articles: Vec<Brief>,
    actors: Forms<ActorEntry>,
    locations: Forms<LocationEntry>,
    codes: Forms<Codes>,
}

/// An article, its actors and locations by the numbers of their forms.
#[derive(Debug)]
pub(super) struct Brief {
    pub(super) id: Box<str>,
    pub(super) published: Option<Date>,
    pub(super) actors: Box<[u32]>,
    pub(super) locations: Box<[u32]>,
    pub(super) meetings: Box<[Encounter]>,
    /// What else corrections may know it by, if it has any of it.
    pub(super) marks: Option<Box<Marks>>,
}

/// What corrections may know an article by beside its id and entries.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) url: String,
    pub(super) title: String,
    /// Of each meeting the sentences that tell of it.
    pub(super) sentences: Vec<Vec<Excerpt>>,
}

/// A meeting as one article tells it.
#[derive(Debug)]
pub(super) struct Encounter {
    pub(super) kind: MeetingKind,
    pub(super) status: MeetingStatus,
    pub(super) date: Option<Date>,
    pub(super) confidence: f64,
    pub(super) participants: Box<[ActorRef]>,
    pub(super) hosts: Box<[ActorRef]>,
    pub(super) mediators: Box<[ActorRef]>,
    pub(super) locations: Box<[LocationRef]>,
    /// The number of its codes.
    pub(super) codes: u32,
}

impl Corpus {
    /// The entries of some articles.
    #[must_use]
    pub fn of(articles: &[Extraction]) -> Self {
        let mut corpus = Self::default();
        for article in articles {
            corpus.add(article.clone());
        }
        corpus
    }

    /// Takes an article in; its index is the number of those that came before.
    pub fn add(&mut self, record: Extraction) {
        let sentences: Vec<Vec<Excerpt>> =
            record.meetings.iter().map(|it| it.evidence.clone()).collect();
        let is_bare =
            record.url.is_empty() && record.title.is_empty() && sentences.iter().all(Vec::is_empty);
        let (url, title) = (record.url, record.title);
        let marks = (!is_bare).then(|| Box::new(Marks { url, title, sentences }));
        let actors = record.actors.into_iter().map(|it| self.actors.number(plain(it)));
        let locations = record.locations.into_iter().map(|it| {
            let it = LocationEntry { id: LocationRef::new(0), mentions: Vec::new(), ..it };
            self.locations.number(it)
        });
        let meetings = record.meetings.into_iter().map(|it| Encounter {
            kind: it.kind,
            status: it.status,
            date: it.date,
            confidence: it.confidence,
            participants: it.participants.into(),
            hosts: it.hosts.into(),
            mediators: it.mediators.into(),
            locations: it.locations.into(),
            codes: self.codes.number(it.codes),
        });
        self.articles.push(Brief {
            id: record.id.into(),
            published: record.published,
            actors: actors.collect(),
            locations: locations.collect(),
            meetings: meetings.collect(),
            marks,
        });
    }

    /// The form of an actor entry.
    pub(super) fn actor(&self, at: Entry<ActorRef>) -> &ActorEntry {
        self.actor_form(self.articles[at.article].actors[at.entry.index()])
    }

    /// A form of actor entries.
    pub(super) fn actor_form(&self, form: u32) -> &ActorEntry {
        &self.actors.all[form as usize]
    }

    /// How many forms of actor entries there are.
    pub(super) fn actor_forms(&self) -> usize {
        self.actors.all.len()
    }

    /// The number of the form of a location entry.
    pub(super) fn location(&self, at: Entry<LocationRef>) -> u32 {
        self.articles[at.article].locations[at.entry.index()]
    }

    /// A form of location entries.
    pub(super) fn location_form(&self, form: u32) -> &LocationEntry {
        &self.locations.all[form as usize]
    }

    /// All forms of location entries.
    pub(super) fn location_forms(&self) -> &[LocationEntry] {
        &self.locations.all
    }

    /// The codes of a meeting entry.
    pub(super) fn codes(&self, of: &Encounter) -> &Codes {
        &self.codes.all[of.codes as usize]
    }

    /// An article as a record again, without what resolution does not look at.
    pub(super) fn record(&self, article: usize) -> Extraction {
        let it = &self.articles[article];
        let marks = it.marks.as_deref();
        let actors = (0..).zip(&it.actors).map(|(index, &form)| ActorEntry {
            id: ActorRef::new(index),
            ..self.actor_form(form).clone()
        });
        let locations = (0..).zip(&it.locations).map(|(index, &form)| LocationEntry {
            id: LocationRef::new(index),
            ..self.location_form(form).clone()
        });
        let meetings = (0..).zip(&it.meetings).map(|(index, it)| MeetingEntry {
            id: MeetingRef::new(index),
            kind: it.kind,
            status: it.status,
            participants: it.participants.to_vec(),
            hosts: it.hosts.to_vec(),
            mediators: it.mediators.to_vec(),
            locations: it.locations.to_vec(),
            date: it.date,
            topics: Vec::new(),
            codes: self.codes(it).clone(),
            confidence: it.confidence,
            evidence: marks.map(|it| it.sentences[index].clone()).unwrap_or_default(),
        });
        Extraction {
            id: it.id.to_string(),
            url: marks.map(|it| it.url.clone()).unwrap_or_default(),
            title: marks.map(|it| it.title.clone()).unwrap_or_default(),
            published: it.published,
            actors: actors.collect(),
            locations: locations.collect(),
            meetings: meetings.collect(),
            ..Extraction::default()
        }
    }
}

/// An entry without what tells it from others of its form.
fn plain(mut entry: ActorEntry) -> ActorEntry {
    entry.id = ActorRef::new(0);
    if entry.canonical == entry.name {
        entry.canonical = String::new();
    }
    if entry.kind == ActorKind::Person {
        entry.mentions = Vec::new();
    }
    for mention in &mut entry.mentions {
        (mention.start, mention.end) = (0, 0);
    }
    entry.mentions.sort_unstable();
    entry.mentions.dedup();
    entry
}

/// Values, each once, with a number each.
#[derive(Debug)]
struct Forms<T> {
    all: Vec<T>,
    /// The numbers by hashes; of two that have one hash, the later has the next that is free.
    known: FxHashMap<u64, u32>,
}

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self { all: Vec::new(), known: FxHashMap::default() }
    }
}

impl<T: Form> Forms<T> {
    /// The number of a value.
    fn number(&mut self, value: T) -> u32 {
        let mut hash = value.print();
        while let Some(&number) = self.known.get(&hash) {
            if self.all[number as usize] == value {
                return number;
            }
            hash = hash.wrapping_add(1);
        }
        let number = u32::try_from(self.all.len()).expect("forms are fewer than four billion");
        self.known.insert(hash, number);
        self.all.push(value);
        number
    }
}

/// Values of which many are equal.
trait Form: PartialEq {
    /// A hash that equal ones share.
    fn print(&self) -> u64;
}

fn print(parts: impl Hash) -> u64 {
    FxBuildHasher.hash_one(parts)
}

impl Form for ActorEntry {
    fn print(&self) -> u64 {
        let mentions = self.mentions.iter().fold(0, |all, it| print((all, &it.text)));
        let names = (&self.name, &self.canonical, &self.aliases, self.kind);
        print((names, &self.ids, &self.roles, &self.affiliations, mentions))
    }
}

impl Form for LocationEntry {
    fn print(&self) -> u64 {
        print((&self.name, self.kind, &self.country, &self.city, &self.ids))
    }
}

impl Form for Codes {
    fn print(&self) -> u64 {
        print((&self.plover, &self.cameo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::{actor, article, met, person, place};

    #[test]
    fn what_is_written_alike_is_kept_once_and_read_back_as_it_was() {
        let mut one = article("000", vec![person(0, "Dana Rowe", &["President"], &["Freedonia"])]);
        one.locations.push(place(0, "Port Ada", "Freedonia"));
        one.actors.push(actor(1, "Freedonia", ActorKind::State, &[], &[]));
        one.meetings.push(met(0, &[0, 1], "2031-05-10"));
        one.title = "A headline".to_owned();
        let other = Extraction { id: "001".to_owned(), ..one.clone() };
        let corpus = Corpus::of(&[one.clone(), other]);
        assert_eq!((corpus.actor_forms(), corpus.location_forms().len()), (2, 1));
        let read = corpus.record(0);
        assert_eq!((read.id, read.title), (one.id, one.title));
        assert_eq!((read.locations, read.meetings), (one.locations, one.meetings));
        let names: Vec<&str> = read.actors.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Dana Rowe", "Freedonia"]);
    }
}
