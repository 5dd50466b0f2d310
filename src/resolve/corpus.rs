//! The entries of many articles, in little memory: each form of an entry once.
//!
//! News names the same few parties and places again and again, most of them letter by letter as
//! before. What resolution makes of a form it makes once, however many articles have it.

use std::collections::BTreeMap;

use super::Entry;
use super::forms::{Forms, Slots};
use super::lists::{Columns, Lists, Texts};
use super::packed;
use super::readings::Readings;
use crate::date::Date;
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationRef,
    MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};

/// The entries of articles, as resolution looks at them.
#[derive(Debug, Default)]
pub struct Corpus {
    ids: Texts,
    published: Vec<Option<Date>>,
    /// Of each article the forms of its entries.
    actors: Lists<u32>,
    locations: Lists<u32>,
    /// The dates of the meeting entries of each article.
    dates: Lists<Option<Date>>,
    encounters: Slots<Encounter>,
    marks: BTreeMap<usize, Marks>,
    actor_forms: Forms<ActorEntry>,
    location_forms: Forms<LocationEntry>,
    codes: Forms<Codes>,
    readings: Readings,
}

/// An article, its actors and locations by the numbers of their forms.
#[derive(Debug)]
pub struct Brief {
    /// Its id.
    pub id: String,
    /// The day it was published, if known.
    pub published: Option<Date>,
    /// The forms of its actor entries, in their order.
    pub actors: Vec<u32>,
    /// The forms of its location entries, in their order.
    pub locations: Vec<u32>,
    /// Its meeting entries, in their order.
    pub meetings: Vec<Encounter>,
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
    /// Whether nothing is told.
    fn is_bare(&self) -> bool {
        self.url.is_empty() && self.title.is_empty() && self.sentences.iter().all(Vec::is_empty)
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
        let marks = Marks { url: record.url, title: record.title, sentences };
        let article = Brief {
            id: record.id,
            published: record.published,
            actors: record.actors.into_iter().map(|it| self.actor_number(plain(it))).collect(),
            locations: record
                .locations
                .into_iter()
                .map(|it| self.location_forms.number(Self::location_form_of(it)))
                .collect(),
            meetings: record
                .meetings
                .into_iter()
                .map(|it| Encounter {
                    kind: it.kind,
                    status: it.status,
                    date: it.date,
                    confidence: it.confidence,
                    participants: it.participants.into(),
                    hosts: it.hosts.into(),
                    mediators: it.mediators.into(),
                    locations: it.locations.into(),
                    codes: self.codes.number(it.codes),
                })
                .collect(),
        };
        self.set_marks(self.len(), marks);
        self.take(article);
    }

    /// The number of a form of actor entries, which is read if it is new.
    fn actor_number(&mut self, form: ActorEntry) -> u32 {
        let number = self.actor_forms.number(form);
        if number as usize == self.readings.len() {
            self.readings.read(self.actor_forms.get(number));
        }
        number
    }

    /// Takes in a form of actor entries that is not there, as [`Corpus::form_of`] makes it; gives its
    /// number.
    pub fn take_actor(&mut self, form: ActorEntry) -> u32 {
        self.readings.read(&form);
        self.actor_forms.push(form)
    }

    /// Takes in a form of location entries that is not there; gives its number.
    pub fn take_location(&mut self, form: LocationEntry) -> u32 {
        self.location_forms.push(form)
    }

    /// The number of the codes of a meeting.
    pub fn take_codes(&mut self, codes: Codes) -> u32 {
        self.codes.number(codes)
    }

    /// Takes in an article whose forms are there.
    pub fn take(&mut self, article: Brief) {
        self.ids.push(&article.id);
        self.published.push(article.published);
        self.actors.push(article.actors);
        self.locations.push(article.locations);
        self.dates.push(article.meetings.iter().map(|it| it.date));
        for it in article.meetings {
            self.encounters.push(it);
        }
    }

    /// Tells of an article what corrections know it by: the address and headline of a record, and the
    /// sentences behind its meetings, if it has any.
    pub fn mark(&mut self, article: usize, record: Extraction) {
        let mut sentences: Vec<Vec<Excerpt>> =
            record.meetings.into_iter().map(|it| it.evidence).collect();
        sentences.resize(self.meetings_of(article), Vec::new());
        self.set_marks(article, Marks { url: record.url, title: record.title, sentences });
    }

    fn set_marks(&mut self, article: usize, marks: Marks) {
        if !marks.is_bare() {
            self.marks.insert(article, marks);
        }
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

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.published.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of an article.
    pub(super) fn id(&self, article: usize) -> &str {
        self.ids.get(article)
    }

    /// The day an article was published, if known.
    #[must_use]
    pub fn published(&self, article: usize) -> Option<Date> {
        self.published[article]
    }

    /// What corrections may know an article by beside its id and entries, if it has any of it.
    pub(super) fn marks(&self, article: usize) -> Option<&Marks> {
        self.marks.get(&article)
    }

    /// The forms of the actor entries of all articles, in their order.
    pub(super) fn actors(&self) -> &Lists<u32> {
        &self.actors
    }

    /// The forms of the location entries of all articles, in their order.
    pub(super) fn locations(&self) -> &Lists<u32> {
        &self.locations
    }

    /// The dates of the meeting entries of all articles, in their order.
    pub(super) fn dates(&self) -> &Lists<Option<Date>> {
        &self.dates
    }

    /// How many actor entries an article has.
    #[must_use]
    pub fn actors_of(&self, article: usize) -> usize {
        self.actors.range(article).len()
    }

    /// How many meeting entries an article has.
    #[must_use]
    pub fn meetings_of(&self, article: usize) -> usize {
        self.dates.range(article).len()
    }

    /// The place of an actor entry among those of all articles.
    pub(super) fn actor_place(&self, at: Entry<ActorRef>) -> usize {
        self.actors.range(at.article).start + at.entry.index()
    }

    /// The place of a meeting entry among those of all articles.
    pub(super) fn meeting_place(&self, at: Entry<MeetingRef>) -> usize {
        self.dates.range(at.article).start + at.entry.index()
    }

    /// A meeting entry.
    pub(super) fn meeting(&self, at: Entry<MeetingRef>) -> &Encounter {
        self.encounters.get(self.meeting_place(at))
    }

    /// The kind of a meeting entry by its place, and who took part: without all else that it tells.
    pub(super) fn parties(&self, place: usize) -> (MeetingKind, Vec<ActorRef>) {
        match self.encounters.packed(place) {
            Some(bytes) => packed::unpack_parties(bytes).expect("it was packed here"),
            None => {
                let it = self.encounters.get(place);
                (it.kind, it.participants.to_vec())
            }
        }
    }

    /// The form of an actor entry.
    pub(super) fn actor(&self, at: Entry<ActorRef>) -> &ActorEntry {
        self.actor_form(self.actors.of(at.article)[at.entry.index()])
    }

    /// A form of actor entries.
    pub(super) fn actor_form(&self, form: u32) -> &ActorEntry {
        self.actor_forms.get(form)
    }

    /// How many forms of actor entries there are.
    pub(super) fn actor_forms(&self) -> usize {
        self.actor_forms.len()
    }

    /// What is read of the forms of actor entries.
    pub(super) fn readings(&self) -> &Readings {
        &self.readings
    }

    /// The number of the form of a location entry.
    pub(super) fn location(&self, at: Entry<LocationRef>) -> u32 {
        self.locations.of(at.article)[at.entry.index()]
    }

    /// A form of location entries.
    pub(super) fn location_form(&self, form: u32) -> &LocationEntry {
        self.location_forms.get(form)
    }

    /// How many forms of location entries there are.
    pub(super) fn location_forms(&self) -> usize {
        self.location_forms.len()
    }

    /// All forms of location entries.
    pub(super) fn all_location_forms(&self) -> impl Iterator<Item = &LocationEntry> {
        self.location_forms.iter()
    }

    /// The codes of a meeting entry.
    pub(super) fn codes(&self, of: &Encounter) -> &Codes {
        self.codes.get(of.codes)
    }

    /// An article as a record again, without what resolution does not look at.
    #[must_use]
    pub fn record(&self, article: usize) -> Extraction {
        let marks = self.marks(article);
        let actors = (0..).zip(self.actors.of(article)).map(|(index, &form)| ActorEntry {
            id: ActorRef::new(index),
            ..self.actor_form(form).clone()
        });
        let locations = (0..).zip(self.locations.of(article)).map(|(index, &form)| LocationEntry {
            id: LocationRef::new(index),
            ..self.location_form(form).clone()
        });
        let meetings = (0..self.meetings_of(article)).map(|index| {
            let id = MeetingRef::new(index);
            let it = self.meeting(Entry { article, entry: id });
            MeetingEntry {
                id,
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
            }
        });
        Extraction {
            id: self.id(article).to_owned(),
            url: marks.map(|it| it.url.clone()).unwrap_or_default(),
            title: marks.map(|it| it.title.clone()).unwrap_or_default(),
            published: self.published[article],
            actors: actors.collect(),
            locations: locations.collect(),
            meetings: meetings.collect(),
            ..Extraction::default()
        }
    }

    /// Reads it from columns, or writes it to them, but for what corrections go by.
    pub(crate) fn columns(&mut self, columns: &mut impl Columns) {
        self.ids.columns(columns);
        columns.growing(&mut self.published);
        self.actors.columns(columns);
        self.locations.columns(columns);
        self.dates.columns(columns);
        self.encounters.columns(columns);
        self.actor_forms.columns(columns);
        self.location_forms.columns(columns);
        self.codes.columns(columns);
        self.readings.columns(columns);
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
        assert_eq!((corpus.actor_forms(), corpus.location_forms()), (2, 1));
        let read = corpus.record(0);
        assert_eq!((read.id, read.title), (one.id, one.title));
        assert_eq!((read.locations, read.meetings), (one.locations, one.meetings));
        let names: Vec<&str> = read.actors.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Dana Rowe", "Freedonia"]);
    }
}
