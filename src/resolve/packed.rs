//! What resolution reads of entries, as bytes: numbers of seven bits a byte, texts after their length.

use std::collections::BTreeMap;

use jiff::civil;
use rustc_hash::FxHashMap;

use super::{Brief, Corpus, Encounter};
use crate::date::Date;
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationKind,
    LocationRef, MeetingKind, MeetingStatus,
};

/// Added to years, so that none is below zero.
const YEARS: i16 = 10_000;

/// Bytes in the making.
#[derive(Default)]
pub(crate) struct Packer(Vec<u8>);

impl Packer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
            number >>= 7;
        }
        self.0.push(u8::try_from(number).expect("seven bits"));
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn real(&mut self, value: f64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn real_if(&mut self, value: Option<f64>) {
        self.count(usize::from(value.is_some()));
        if let Some(value) = value {
            self.real(value);
        }
    }

    fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    fn map(&mut self, map: &BTreeMap<String, String>) {
        self.count(map.len());
        for (key, value) in map {
            self.text(key);
            self.text(value);
        }
    }

    fn year(&mut self, year: i16) {
        self.number(u64::try_from(year + YEARS).expect("years are after -10000"));
    }

    fn month(&mut self, month: i8) {
        self.number(u64::try_from(month).expect("months and days are above zero"));
    }

    fn day(&mut self, day: civil::Date) {
        self.year(day.year());
        self.month(day.month());
        self.month(day.day());
    }

    fn date(&mut self, date: Option<Date>) {
        match date {
            None => self.number(0),
            Some(Date::Year(year)) => {
                self.number(1);
                self.year(year);
            }
            Some(Date::Month(year, month)) => {
                self.number(2);
                self.year(year);
                self.month(month);
            }
            Some(Date::Day(day)) => {
                self.number(3);
                self.day(day);
            }
            Some(Date::Interval(first, last)) => {
                self.number(4);
                self.day(first);
                self.day(last);
            }
        }
    }

    /// The place of a value among all of its kind.
    fn one_of<T: PartialEq>(&mut self, value: &T, all: &[T]) {
        self.count(all.iter().position(|it| it == value).unwrap_or_default());
    }
}

impl Packer {
    /// A meeting without its codes: who took part, received the others and mediated, and where.
    fn meeting(
        &mut self,
        (kind, status, date, confidence): (MeetingKind, MeetingStatus, Option<Date>, f64),
        who: [&[ActorRef]; 3],
        places: &[LocationRef],
    ) {
        self.one_of(&kind, MeetingKind::ALL);
        self.one_of(&status, MeetingStatus::ALL);
        self.date(date);
        self.real(confidence);
        for actors in who {
            self.count(actors.len());
            for actor in actors {
                self.count(actor.index());
            }
        }
        self.count(places.len());
        for place in places {
            self.count(place.index());
        }
    }
}

/// Bytes that are read. What is not written by [`Packer`] reads as nothing.
pub(crate) struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    /// Begins to read some bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// How many things of at least a byte follow.
    fn length(&mut self) -> Option<usize> {
        let length = self.count()?;
        (length <= self.0.len()).then_some(length)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    fn real(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*bytes))
    }

    #[expect(clippy::option_option, reason = "a number may be broken, or not be told")]
    fn real_if(&mut self) -> Option<Option<f64>> {
        if self.number()? == 0 { Some(None) } else { self.real().map(Some) }
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        let mut all = Vec::with_capacity(length);
        for _ in 0..length {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn map(&mut self) -> Option<BTreeMap<String, String>> {
        let length = self.length()?;
        (0..length).map(|_| Some((self.owned()?, self.owned()?))).collect()
    }

    fn year(&mut self) -> Option<i16> {
        i16::try_from(self.number()?).ok()?.checked_sub(YEARS)
    }

    fn month(&mut self) -> Option<i8> {
        i8::try_from(self.number()?).ok()
    }

    fn day(&mut self) -> Option<civil::Date> {
        civil::Date::new(self.year()?, self.month()?, self.month()?).ok()
    }

    #[expect(clippy::option_option, reason = "a date may be broken, or not be told")]
    fn date(&mut self) -> Option<Option<Date>> {
        Some(match self.number()? {
            0 => None,
            1 => Some(Date::Year(self.year()?)),
            2 => Some(Date::Month(self.year()?, self.month()?)),
            3 => Some(Date::Day(self.day()?)),
            4 => Some(Date::Interval(self.day()?, self.day()?)),
            _ => return None,
        })
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.count()?).copied()
    }

    /// A meeting, with the number of its codes, which stand behind it.
    fn meeting(&mut self, codes: impl FnOnce(&mut Self) -> Option<u32>) -> Option<Encounter> {
        let actor = |it: &mut Self| it.count().map(ActorRef::new);
        Some(Encounter {
            kind: self.one_of(MeetingKind::ALL)?,
            status: self.one_of(MeetingStatus::ALL)?,
            date: self.date()?,
            confidence: self.real()?,
            participants: self.many(actor)?.into(),
            hosts: self.many(actor)?.into(),
            mediators: self.many(actor)?.into(),
            locations: self.many(|it| it.count().map(LocationRef::new))?.into(),
            codes: codes(self)?,
        })
    }

    /// What was read, if that was all.
    fn whole<T>(&self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

/// A date as a number of 51 bits.
pub(super) fn date_number(date: Option<Date>) -> u64 {
    let day = |year: i16, month: i8, day: i8| {
        let year = u64::try_from(year + YEARS).expect("years are after -10000");
        let part = |it: i8| u64::try_from(it).expect("months and days are above zero");
        (year << 9) | (part(month) << 5) | part(day)
    };
    let whole = |it: civil::Date| day(it.year(), it.month(), it.day());
    match date {
        None => 0,
        Some(Date::Year(year)) => 1 | (day(year, 1, 1) << 3),
        Some(Date::Month(year, month)) => 2 | (day(year, month, 1) << 3),
        Some(Date::Day(day)) => 3 | (whole(day) << 3),
        Some(Date::Interval(first, last)) => 4 | (whole(first) << 3) | (whole(last) << 27),
    }
}

/// The date of a number.
pub(super) fn date_of(number: u64) -> Option<Date> {
    let parts = |at: u32| {
        let bits = number >> at;
        let part = |bits: u64| i8::try_from(bits).unwrap_or_default();
        let year = i16::try_from((bits >> 9) & 0x7fff).unwrap_or_default() - YEARS;
        (year, part((bits >> 5) & 0xf), part(bits & 0x1f))
    };
    let day = |at: u32| {
        let (year, month, day) = parts(at);
        civil::Date::new(year, month, day).ok()
    };
    let (year, month, _) = parts(3);
    match number & 7 {
        1 => Some(Date::Year(year)),
        2 => Some(Date::Month(year, month)),
        3 => day(3).map(Date::Day),
        4 => Some(Date::Interval(day(3)?, day(27)?)),
        _ => None,
    }
}

/// A meeting of an article, with the number of its codes.
pub(super) fn pack_encounter(it: &Encounter) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.meeting(
        (it.kind, it.status, it.date, it.confidence),
        [&it.participants, &it.hosts, &it.mediators],
        &it.locations,
    );
    packer.number(it.codes.into());
    packer.0
}

/// The meeting that was packed.
pub(super) fn unpack_encounter(bytes: &[u8]) -> Option<Encounter> {
    let mut bytes = Unpacker::new(bytes);
    let encounter = bytes.meeting(|it| u32::try_from(it.number()?).ok())?;
    bytes.whole(encounter)
}

/// The kind of a meeting that was packed, and who took part.
pub(super) fn unpack_parties(bytes: &[u8]) -> Option<(MeetingKind, Vec<ActorRef>)> {
    let mut bytes = Unpacker::new(bytes);
    let kind = bytes.one_of(MeetingKind::ALL)?;
    bytes.one_of(MeetingStatus::ALL)?;
    bytes.date()?;
    bytes.real()?;
    Some((kind, bytes.many(|it| it.count().map(ActorRef::new))?))
}

/// Codes of a meeting.
pub(super) fn pack_codes(it: &Codes) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.text(&it.plover);
    packer.text(&it.cameo);
    packer.0
}

/// The codes that were packed.
pub(super) fn unpack_codes(bytes: &[u8]) -> Option<Codes> {
    let mut bytes = Unpacker::new(bytes);
    let codes = Codes { plover: bytes.owned()?, cameo: bytes.owned()? };
    bytes.whole(codes)
}

/// The form of an actor entry, which its place in the record is no part of.
pub(crate) fn pack_actor(it: &ActorEntry) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.one_of(&it.kind, ActorKind::ALL);
    packer.text(&it.name);
    packer.text(&it.canonical);
    packer.texts(&it.aliases);
    packer.map(&it.ids);
    packer.count(it.mentions.len());
    for mention in &it.mentions {
        packer.text(&mention.text);
    }
    packer.texts(&it.roles);
    packer.texts(&it.affiliations);
    packer.0
}

/// An actor entry of a form.
pub(crate) fn unpack_actor(bytes: &[u8]) -> Option<ActorEntry> {
    let mut bytes = Unpacker::new(bytes);
    let entry = ActorEntry {
        id: ActorRef::new(0),
        kind: bytes.one_of(ActorKind::ALL)?,
        name: bytes.owned()?,
        canonical: bytes.owned()?,
        aliases: bytes.many(Unpacker::owned)?,
        ids: bytes.map()?,
        mentions: bytes.many(|it| Some(Excerpt { text: it.owned()?, start: 0, end: 0 }))?,
        roles: bytes.many(Unpacker::owned)?,
        affiliations: bytes.many(Unpacker::owned)?,
    };
    bytes.whole(entry)
}

/// The form of a location entry.
pub(crate) fn pack_location(it: &LocationEntry) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.one_of(&it.kind, LocationKind::ALL);
    packer.text(&it.name);
    packer.text(&it.country);
    packer.text(&it.city);
    packer.real_if(it.lat);
    packer.real_if(it.lon);
    packer.map(&it.ids);
    packer.0
}

/// A location entry of a form.
pub(crate) fn unpack_location(bytes: &[u8]) -> Option<LocationEntry> {
    let mut bytes = Unpacker::new(bytes);
    let entry = LocationEntry {
        id: LocationRef::new(0),
        kind: bytes.one_of(LocationKind::ALL)?,
        name: bytes.owned()?,
        country: bytes.owned()?,
        city: bytes.owned()?,
        lat: bytes.real_if()?,
        lon: bytes.real_if()?,
        ids: bytes.map()?,
        mentions: Vec::new(),
    };
    bytes.whole(entry)
}

/// An article, its actors and locations by the numbers of their forms.
pub(crate) fn pack_article(it: &Extraction, actors: &[i64], locations: &[i64]) -> Vec<u8> {
    let mut packer = Packer::default();
    packer.text(&it.id);
    packer.date(it.published);
    for forms in [actors, locations] {
        packer.count(forms.len());
        for &form in forms {
            packer.number(form.cast_unsigned());
        }
    }
    packer.count(it.meetings.len());
    for it in &it.meetings {
        packer.meeting(
            (it.kind, it.status, it.date, it.confidence),
            [&it.participants, &it.hosts, &it.mediators],
            &it.locations,
        );
        packer.text(&it.codes.plover);
        packer.text(&it.codes.cameo);
    }
    packer.0
}

/// The article that was packed, with the numbers that its forms and codes have in a corpus.
pub(crate) fn unpack_article(bytes: &[u8], shelf: &mut Shelf) -> Option<Brief> {
    let mut bytes = Unpacker::new(bytes);
    let brief = Brief {
        id: bytes.text()?.into(),
        published: bytes.date()?,
        actors: bytes.many(|it| shelf.actor(it.count()?))?,
        locations: bytes.many(|it| shelf.location(it.count()?))?,
        meetings: bytes.many(|it| it.meeting(|it| Some(shelf.codes(it.text()?, it.text()?))))?,
    };
    bytes.whole(brief)
}

/// The id of a packed article, and the rows of the forms of its actors and locations.
pub(crate) fn unpack_forms(bytes: &[u8]) -> Option<(String, Vec<i64>, Vec<i64>)> {
    let mut bytes = Unpacker::new(bytes);
    let id = bytes.owned()?;
    bytes.date()?;
    let row = |it: &mut Unpacker<'_>| Some(it.number()?.cast_signed());
    Some((id, bytes.many(row)?, bytes.many(row)?))
}

/// A form that waits for the first article that has it, or the number that it got then.
enum Slot<T> {
    Empty,
    Waiting(T),
    Taken(u32),
}

impl<T> Slot<T> {
    /// Its number, given to it by `take` if it has none.
    fn number(&mut self, take: impl FnOnce(T) -> u32) -> Option<u32> {
        let number = match std::mem::replace(self, Self::Empty) {
            Self::Empty => return None,
            Self::Waiting(form) => take(form),
            Self::Taken(number) => number,
        };
        *self = Self::Taken(number);
        Some(number)
    }
}

/// A corpus in the making, and the forms of the database, of which it takes those that articles have.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) corpus: Corpus,
    actors: FxHashMap<usize, Slot<ActorEntry>>,
    locations: FxHashMap<usize, Slot<LocationEntry>>,
}

impl Shelf {
    /// Puts a form of actor entries in its place.
    pub(crate) fn put_actor(&mut self, row: usize, form: ActorEntry) {
        self.actors.insert(row, Slot::Waiting(form));
    }

    /// Puts a form of location entries in its place.
    pub(crate) fn put_location(&mut self, row: usize, form: LocationEntry) {
        self.locations.insert(row, Slot::Waiting(form));
    }

    fn actor(&mut self, row: usize) -> Option<u32> {
        self.actors.get_mut(&row)?.number(|form| self.corpus.take_actor(form))
    }

    fn location(&mut self, row: usize) -> Option<u32> {
        self.locations.get_mut(&row)?.number(|form| self.corpus.take_location(form))
    }

    fn codes(&mut self, plover: &str, cameo: &str) -> u32 {
        self.corpus.take_codes(Codes { plover: plover.to_owned(), cameo: cameo.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{MeetingEntry, MeetingRef};

    fn record() -> Extraction {
        let actor = |index: usize, name: &str, kind: ActorKind| ActorEntry {
            id: ActorRef::new(index),
            name: name.to_owned(),
            kind,
            canonical: String::new(),
            aliases: vec!["Another".to_owned()],
            ids: BTreeMap::from([("wikidata".to_owned(), format!("Q{index}"))]),
            mentions: Vec::new(),
            roles: vec!["Envoy".to_owned(), "Présidente".to_owned()],
            affiliations: vec!["Kenya".to_owned()],
        };
        let location = LocationEntry {
            id: LocationRef::new(0),
            name: "Aurora Hall".to_owned(),
            kind: LocationKind::Venue,
            country: "Norway".to_owned(),
            lat: Some(59.9),
            lon: None,
            city: "Oslo".to_owned(),
            ids: BTreeMap::new(),
            mentions: Vec::new(),
        };
        let dates = ["", "2031", "2031-05", "2031-05-10", "2031-05-10/2031-06-01"];
        let meetings = dates.iter().enumerate().map(|(index, date)| MeetingEntry {
            id: MeetingRef::new(index),
            kind: MeetingKind::Summit,
            status: MeetingStatus::Planned,
            participants: vec![ActorRef::new(0), ActorRef::new(1)],
            hosts: vec![ActorRef::new(1)],
            mediators: Vec::new(),
            locations: vec![LocationRef::new(0)],
            date: date.parse().ok(),
            topics: Vec::new(),
            codes: Codes { plover: "CONSULT".to_owned(), cameo: "040".to_owned() },
            confidence: 0.625,
            evidence: Vec::new(),
        });
        Extraction {
            id: "wire-1".to_owned(),
            published: "2031-05-11".parse().ok(),
            actors: vec![
                actor(0, "Ada Okafor", ActorKind::Person),
                actor(1, "Kenya", ActorKind::State),
            ],
            locations: vec![location],
            meetings: meetings.collect(),
            ..Extraction::default()
        }
    }

    #[test]
    fn an_article_reads_back_as_it_was_packed() {
        let record = record();
        let mut shelf = Shelf::default();
        for (row, it) in (7..).zip(&record.actors) {
            let form = unpack_actor(&pack_actor(&Corpus::form_of(it.clone())));
            shelf.put_actor(row, form.expect("it is whole"));
        }
        let form = unpack_location(&pack_location(&record.locations[0]));
        shelf.put_location(300, form.expect("it is whole"));
        let bytes = pack_article(&record, &[7, 8], &[300]);
        assert_eq!(unpack_forms(&bytes), Some(("wire-1".to_owned(), vec![7, 8], vec![300])));
        let article = unpack_article(&bytes, &mut shelf).expect("it is whole");
        shelf.corpus.take(article);
        assert_eq!(shelf.corpus.record(0), record);
    }

    #[test]
    fn what_is_not_whole_reads_as_nothing() {
        let bytes = pack_article(&record(), &[0, 0], &[0]);
        for end in 0..bytes.len() {
            let mut shelf = Shelf::default();
            let record = record();
            shelf.put_actor(0, record.actors[0].clone());
            shelf.put_location(0, record.locations[0].clone());
            assert!(unpack_article(&bytes[..end], &mut shelf).is_none(), "{end}");
        }
        let more = [bytes.as_slice(), &[0]].concat();
        assert!(unpack_article(&more, &mut Shelf::default()).is_none());
        assert!(unpack_article(&bytes, &mut Shelf::default()).is_none(), "its forms are gone");
    }
}
