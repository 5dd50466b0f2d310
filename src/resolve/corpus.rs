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
pub struct Brief {
    /// Its id.
    pub id: Box<str>,
    /// The day it was published, if known.
    pub published: Option<Date>,
    /// The forms of its actor entries, in their order.
    pub actors: Box<[u32]>,
    /// The forms of its location entries, in their order.
    pub locations: Box<[u32]>,
    /// Its meeting entries, in their order.
    pub meetings: Box<[Encounter]>,
    /// What else corrections may know it by, if it has any of it.
    pub marks: Option<Box<Marks>>,
}

/// What corrections may know an article by beside its id and entries.
#[derive(Debug)]
pub struct Marks {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Of each meeting the sentences that tell of it.
    pub sentences: Vec<Vec<Excerpt>>,
}

impl Marks {
    /// What is told of an article, if anything is.
    fn of(url: String, title: String, sentences: Vec<Vec<Excerpt>>) -> Option<Box<Self>> {
        let is_bare = url.is_empty() && title.is_empty() && sentences.iter().all(Vec::is_empty);
        (!is_bare).then(|| Box::new(Self { url, title, sentences }))
    }
}

/// A meeting as one article tells it.
#[derive(Debug)]
pub struct Encounter {
    /// What kind of encounter it is.
    pub kind: MeetingKind,
    /// How far it has come.
    pub status: MeetingStatus,
    /// When, if that is told.
    pub date: Option<Date>,
    /// How sure the reading is.
    pub confidence: f64,
    /// Who met.
    pub participants: Box<[ActorRef]>,
    /// Those of the participants who received the others.
    pub hosts: Box<[ActorRef]>,
    /// Those of the participants who mediated between the others.
    pub mediators: Box<[ActorRef]>,
    /// Where, most specific first.
    pub locations: Box<[LocationRef]>,
    /// The number of its codes.
    pub codes: u32,
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
        let sentences = record.meetings.iter().map(|it| it.evidence.clone()).collect();
        let marks = Marks::of(record.url, record.title, sentences);
        let actors = record.actors.into_iter().map(|it| self.actors.number(plain(it)));
        let locations = record
            .locations
            .into_iter()
            .map(|it| self.locations.number(Self::location_form_of(it)));
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

    /// Takes in a form of actor entries that is not there, as [`Corpus::form_of`] makes it; gives its
    /// number.
    pub fn take_actor(&mut self, form: ActorEntry) -> u32 {
        self.actors.push(form)
    }

    /// Takes in a form of location entries that is not there; gives its number.
    pub fn take_location(&mut self, form: LocationEntry) -> u32 {
        self.locations.push(form)
    }

    /// The number of the codes of a meeting.
    pub fn take_codes(&mut self, codes: Codes) -> u32 {
        self.codes.number(codes)
    }

    /// Takes in an article whose forms are there.
    pub fn take(&mut self, article: Brief) {
        self.articles.push(article);
    }

    /// Tells of an article what corrections know it by: the address and headline of a record, and the
    /// sentences behind its meetings, if it has any.
    pub fn mark(&mut self, article: usize, record: Extraction) {
        let mut sentences: Vec<Vec<Excerpt>> =
            record.meetings.into_iter().map(|it| it.evidence).collect();
        sentences.resize(self.articles[article].meetings.len(), Vec::new());
        self.articles[article].marks = Marks::of(record.url, record.title, sentences);
    }

    /// What an actor entry has in common with those that resolution takes for the same.
    #[must_use]
    pub fn form_of(entry: ActorEntry) -> ActorEntry {
        plain(entry)
    }

    /// The same of a location entry.
    #[must_use]
    pub fn location_form_of(entry: LocationEntry) -> LocationEntry {
        LocationEntry { id: LocationRef::new(0), mentions: Vec::new(), ..entry }
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
    #[must_use]
    pub fn record(&self, article: usize) -> Extraction {
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
        let number = self.push(value);
        self.known.insert(hash, number);
        number
    }

    /// Takes in a value that is not there.
    fn push(&mut self, value: T) -> u32 {
        let number = u32::try_from(self.all.len()).expect("forms are fewer than four billion");
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
