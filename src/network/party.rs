//! What networks are drawn from: actors, meetings, statements, and for whom actors act.

use std::fmt;

use jiff::civil;

use crate::date::Date;
use crate::record::{
    ActorId, ActorKind, Confidence, LocationId, MeetingId, MeetingKind, MeetingStatus, StatementId,
    Tone,
};
use crate::store::{DrawnActor, DrawnMeeting, DrawnPlace};
use crate::vocabulary;

/// Who or what a network shows: an actor, or a place where actors met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyId {
    /// An actor; written as its number.
    Actor(ActorId),
    /// A location; written `location-12`, since locations and actors are numbered apart.
    Location(LocationId),
}

vocabulary! {
    /// What kind of party a network shows.
    pub enum PartyKind {
        /// A human being.
        Person = "person",
        /// A country, or its government as a whole.
        State = "state",
        /// A ministry, parliament, company, international body, party, militia or outlet.
        Organization = "organization",
        /// A group of states that acts as one.
        Bloc = "bloc",
        /// A place where actors met.
        Place = "place",
    }
}

/// An actor or place, as a network shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The actor or location.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: PartyKind,
    /// The offices it holds or held.
    pub roles: Vec<String>,
    /// The states or organizations it acts for; of a place, the country.
    pub affiliations: Vec<String>,
}

/// A meeting, as ties are drawn from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Encounter {
    /// The meeting.
    pub id: MeetingId,
    /// What kind of meeting it is.
    pub kind: MeetingKind,
    /// How far it has come.
    pub status: MeetingStatus,
    /// When, if known.
    pub date: Option<Date>,
    /// Who met: any number of actors.
    pub participants: Vec<ActorId>,
    /// Where, most specific first.
    pub places: Vec<Site>,
    /// How many articles tell of it.
    pub sources: usize,
    /// How sure the surest reading is.
    pub confidence: Confidence,
}

/// A place where a meeting happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// The location, if it is one of the database.
    pub id: Option<LocationId>,
    /// Its name.
    pub name: String,
    /// The country it lies in, or empty.
    pub country: String,
    /// Degrees north, where known.
    pub lat: Option<f64>,
    /// Degrees east, where known.
    pub lon: Option<f64>,
}

/// A statement, as ties are drawn from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// The statement.
    pub id: StatementId,
    /// The article it is in.
    pub article: String,
    /// When that was published, if known.
    pub published: Option<Date>,
    /// What the speaker does by it.
    pub tone: Tone,
    /// What is said.
    pub content: String,
    /// Who speaks.
    pub speakers: Vec<ActorId>,
    /// Whom it is about.
    pub about: Vec<ActorId>,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// For whom an actor acts, and in which office.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// Who acts.
    pub actor: ActorId,
    /// The state or organization it acts for.
    pub body: ActorId,
    /// The office, or empty.
    pub role: String,
    /// The articles that say so; none if only a correction does.
    pub articles: usize,
    /// When the first article that says so was published.
    pub first: Option<Date>,
    /// When the last article that says so was published.
    pub last: Option<Date>,
}

/// All that networks are drawn from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Material<'a> {
    /// The actors.
    pub parties: &'a [Party],
    /// The meetings.
    pub encounters: &'a [Encounter],
    /// The statements.
    pub utterances: &'a [Utterance],
    /// For whom actors act.
    pub memberships: &'a [Membership],
}

impl PartyId {
    /// The actor, if it is one.
    #[must_use]
    pub const fn actor(self) -> Option<ActorId> {
        match self {
            Self::Actor(id) => Some(id),
            Self::Location(_) => None,
        }
    }
}

impl From<ActorId> for PartyId {
    fn from(id: ActorId) -> Self {
        Self::Actor(id)
    }
}

impl From<LocationId> for PartyId {
    fn from(id: LocationId) -> Self {
        Self::Location(id)
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(id) => id.fmt(f),
            Self::Location(id) => write!(f, "location-{id}"),
        }
    }
}

impl serde::Serialize for PartyId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Actor(id) => id.serialize(serializer),
            Self::Location(_) => serializer.collect_str(self),
        }
    }
}

impl From<ActorKind> for PartyKind {
    fn from(kind: ActorKind) -> Self {
        match kind {
            ActorKind::Person => Self::Person,
            ActorKind::State => Self::State,
            ActorKind::Organization => Self::Organization,
            ActorKind::Bloc => Self::Bloc,
        }
    }
}

impl From<DrawnActor> for Party {
    fn from(it: DrawnActor) -> Self {
        Self {
            id: it.id.into(),
            name: it.name,
            kind: it.kind.into(),
            roles: it.roles,
            affiliations: it.affiliations,
        }
    }
}

impl From<DrawnPlace> for Site {
    fn from(it: DrawnPlace) -> Self {
        Self { id: Some(it.id), name: it.name, country: it.country, lat: it.lat, lon: it.lon }
    }
}

impl From<DrawnMeeting> for Encounter {
    fn from(it: DrawnMeeting) -> Self {
        Self {
            id: it.id,
            kind: it.kind,
            status: it.status,
            date: it.date,
            participants: it.participants,
            places: it.places.into_iter().map(Site::from).collect(),
            sources: it.sources,
            confidence: Confidence::new(it.confidence),
        }
    }
}

impl Encounter {
    /// The first day it may have been on; what has no date comes last.
    pub(super) fn rank(&self) -> (bool, Option<civil::Date>, MeetingId) {
        (self.date.is_none(), self.date.map(Date::first), self.id)
    }

    /// Its most specific place, as a party.
    pub(super) fn site(&self) -> Option<PartyId> {
        Some(self.places.first()?.id?.into())
    }

    /// The names of its places with the country at the end, most specific first.
    #[must_use]
    pub fn place(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let countries = self.places.iter().map(|site| site.country.as_str());
        for name in self.places.iter().map(|site| site.name.as_str()).chain(countries) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

impl Utterance {
    /// The day of its article; what has no date comes last.
    pub(super) fn rank(&self) -> (bool, Option<civil::Date>, StatementId) {
        (self.published.is_none(), self.published.map(Date::first), self.id)
    }
}
