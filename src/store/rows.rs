//! What a row of each table is made of, and who gives the rows.

use std::{collections::BTreeMap, error, io};

use crate::date::Date;
use crate::record::{
    ActorId, ActorKind, Codes, LocationId, LocationKind, MeetingId, MeetingKind, MeetingStatus,
    StatementId, StatementKind, Tone,
};
use crate::vocabulary;

/// Takes one row after another.
pub type Each<'a, Row> = &'a mut dyn FnMut(&Row) -> Result<(), Failure>;

/// Gives the rows of every table, each in order of its ids.
///
/// Each function fails if the source does, or as soon as `each` takes no more.
#[expect(clippy::missing_errors_doc, reason = "said once for all")]
pub trait Source {
    /// The articles.
    fn articles(&self, each: Each<'_, ArticleRow>) -> Result<(), Failure>;
    /// The actors.
    fn actors(&self, each: Each<'_, ActorRow>) -> Result<(), Failure>;
    /// The names of actors.
    fn actor_names(&self, each: Each<'_, NameRow>) -> Result<(), Failure>;
    /// For whom actors act.
    fn affiliations(&self, each: Each<'_, AffiliationRow>) -> Result<(), Failure>;
    /// The locations.
    fn locations(&self, each: Each<'_, LocationRow>) -> Result<(), Failure>;
    /// The meetings.
    fn meetings(&self, each: Each<'_, MeetingRow>) -> Result<(), Failure>;
    /// Who took part in which meeting.
    fn meeting_participants(&self, each: Each<'_, ParticipantRow>) -> Result<(), Failure>;
    /// Where which meeting was.
    fn meeting_places(&self, each: Each<'_, StayRow>) -> Result<(), Failure>;
    /// The statements.
    fn statements(&self, each: Each<'_, StatementRow>) -> Result<(), Failure>;
    /// The words behind all of it, or behind what is of one kind.
    fn evidence(&self, of: Option<Proof>, each: Each<'_, EvidenceRow>) -> Result<(), Failure>;
}

/// Why a table was not written.
#[derive(Debug)]
pub enum Failure {
    /// What takes the table takes no more.
    Write(io::Error),
    /// The source does not give the rows.
    Read(Box<dyn error::Error + Send + Sync>),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// An article.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct ArticleRow {
    /// Its id.
    pub id: String,
    /// Its address on the web, or empty.
    pub url: String,
    /// Who published it, or empty.
    pub source: String,
    /// The day it was published, if known.
    pub published: Option<Date>,
    /// Its headline, or empty.
    pub title: String,
    /// The letters of its text.
    pub letters: usize,
    /// The actors in it.
    pub actors: usize,
    /// The meetings that it tells of.
    pub meetings: usize,
    /// The statements in it.
    pub statements: usize,
    /// Why it gave nothing, where it did.
    pub skipped: Option<String>,
}

/// An actor over all articles.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ActorRow {
    /// The actor.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// Identifiers elsewhere, such as `iso3` and `wikidata`.
    pub ids: BTreeMap<String, String>,
    /// The offices that articles give it.
    pub roles: Vec<String>,
    /// The states or organizations it acts for.
    pub affiliations: Vec<String>,
    /// The articles that name it.
    pub articles: usize,
    /// The meetings it takes part in.
    pub meetings: usize,
    /// The statements it makes.
    pub statements: usize,
    /// When the first article that names it was published.
    pub first: Option<Date>,
    /// When the last article that names it was published.
    pub last: Option<Date>,
}

/// A name of an actor.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NameRow {
    /// The actor.
    pub actor: ActorId,
    /// Its name.
    pub actor_name: String,
    /// One of the names that articles give it.
    pub name: String,
    /// How often it is called so.
    pub mentions: usize,
    /// The articles that call it so.
    pub articles: usize,
}

/// For whom an actor acts, and in which office.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AffiliationRow {
    /// The actor.
    pub actor: ActorId,
    /// Its name.
    pub actor_name: String,
    /// The office, or empty.
    pub role: String,
    /// The state or organization it acts for, or empty.
    pub affiliation: String,
    /// The same as an actor, where it is one.
    pub affiliation_id: Option<ActorId>,
    /// The articles that say so.
    pub articles: usize,
    /// When the first article that says so was published.
    pub first: Option<Date>,
    /// When the last article that says so was published.
    pub last: Option<Date>,
}

/// A location over all articles.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LocationRow {
    /// The location.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// What kind of place it is.
    pub kind: LocationKind,
    /// The country it lies in, or empty.
    pub country: String,
    /// Degrees north, where known.
    pub lat: Option<f64>,
    /// Degrees east, where known.
    pub lon: Option<f64>,
    /// The city that a venue lies in, where articles tell.
    pub city: Option<String>,
    /// The same as a location.
    pub city_id: Option<LocationId>,
    /// Identifiers elsewhere, such as `geonames`.
    pub ids: BTreeMap<String, String>,
    /// The articles that name it.
    pub articles: usize,
    /// The meetings that happen there.
    pub meetings: usize,
}

/// A meeting over all articles, flat.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct MeetingRow {
    /// The meeting.
    pub id: MeetingId,
    /// What kind of meeting it is.
    pub kind: MeetingKind,
    /// How far it has come.
    pub status: MeetingStatus,
    /// When, if known.
    pub date: Option<Date>,
    /// The names of those who take part.
    pub participants: Vec<String>,
    /// The names of its places, most specific first.
    pub places: Vec<String>,
    /// The country, or empty.
    pub country: String,
    /// The articles that tell of it; copies of one story count once.
    pub sources: usize,
    /// The event codes it falls under.
    pub codes: Codes,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    /// The first sentence that reports it.
    pub sentence: String,
    /// The article with that sentence.
    pub article: String,
}

vocabulary! {
    /// What an actor does at a meeting.
    pub enum Part {
        /// Receives the others.
        Host = "host",
        /// Mediates between the others.
        Mediator = "mediator",
        /// Takes part.
        Participant = "participant",
    }
}

/// An actor at a meeting.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ParticipantRow {
    /// The meeting.
    pub meeting: MeetingId,
    /// The actor.
    pub actor: ActorId,
    /// Its name.
    pub actor_name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// What it does there.
    pub part: Part,
    /// The articles that put it there; copies of one story count once.
    pub sources: usize,
}

/// A place of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StayRow {
    /// The meeting.
    pub meeting: MeetingId,
    /// The place.
    pub location: LocationId,
    /// Its rank among those of the meeting, from 1 for the most specific.
    pub rank: usize,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StatementRow {
    /// The statement.
    pub id: StatementId,
    /// The article it is in.
    pub article: String,
    /// When that was published, if known.
    pub published: Option<Date>,
    /// Who speaks.
    pub speakers: Vec<(ActorId, String)>,
    /// The words for an unnamed source, or empty.
    pub speaker_text: String,
    /// How the words are given.
    pub kind: StatementKind,
    /// What the speaker does by it.
    pub tone: Tone,
    /// The words that attribute it.
    pub cue: String,
    /// What is said.
    pub content: String,
    /// Who is told.
    pub addressees: Vec<(ActorId, String)>,
    /// Whom it is about.
    pub about: Vec<(ActorId, String)>,
    /// The event codes it falls under.
    pub codes: Codes,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
}

vocabulary! {
    /// What evidence is for.
    pub enum Proof {
        /// An actor is named.
        Actor = "actor",
        /// A location is named.
        Location = "location",
        /// A meeting is reported.
        Meeting = "meeting",
        /// Something is said.
        Statement = "statement",
    }
}

/// Words of an article that something rests on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct EvidenceRow {
    /// What kind of thing rests on them.
    pub of: Proof,
    /// The number of that thing in its table.
    pub row: i64,
    /// The article.
    pub article: String,
    /// Their first code point in the article's text, counted from 0.
    pub start: usize,
    /// The code point after their last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The sentence they stand in.
    pub sentence: String,
}
