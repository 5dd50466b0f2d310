//! From the entries of many articles to actors, locations and meetings over all of them.
//!
//! Resolution only groups entries and changes none. It is pure: the same articles give the same
//! groups with the same ids, in whatever order they are given.

mod actors;
mod again;
mod beside;
mod blocks;
mod bodies;
mod clusters;
mod copies;
mod corpus;
mod corrected;
mod forms;
mod groups;
mod known;
mod likeness;
pub(crate) mod lists;
mod locations;
mod meetings;
mod names;
mod office;
pub(crate) mod packed;
mod people;
mod readings;
mod surroundings;
mod told;
mod weigh;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use again::{Before, Renewal, Written, resolve_again};
pub use copies::{Signature, Signatures};
pub use corpus::{Brief, Corpus, Encounter, Marks};
pub use corrected::{Effect, Rejected, State, new_number, part_number};
pub use known::Reader;

use crate::correct::Corrections;
use crate::date::Date;
use crate::record::{
    ActorId, ActorKind, ActorRef, Codes, Extraction, LocationId, LocationKind, LocationRef,
    MeetingId, MeetingKind, MeetingRef, MeetingStatus,
};

/// An entry of one of the articles given to [`resolve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry<R> {
    /// The index of the article.
    pub article: usize,
    /// The entry in its record.
    pub entry: R,
}

/// An actor over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Its id: the same as long as its name stays.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// All names that articles give it, its own among them.
    pub names: Vec<String>,
    /// Identifiers elsewhere, such as `iso3`.
    pub ids: BTreeMap<String, String>,
    /// The offices that articles give it.
    pub roles: Vec<String>,
    /// The states or organizations it acts for.
    pub affiliations: Vec<String>,
    /// What it was made of, by the ids of the articles.
    pub entries: Vec<Entry<ActorRef>>,
    /// Why these are one, the surest first.
    pub merges: Vec<Merge>,
}

/// Why two names, or all entries of one name, are taken for one actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// A name.
    pub one: String,
    /// Another, or the same.
    pub other: String,
    /// How sure it is, from 0 to 1.
    pub score: f64,
    /// What speaks for it, and what against.
    pub reasons: Vec<String>,
}

/// Two actors that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// One of them.
    pub one: ActorId,
    /// The other.
    pub other: ActorId,
    /// How sure it is that both are one, from 0 to 1.
    pub score: f64,
    /// What speaks for it, and what against.
    pub reasons: Vec<String>,
}

/// A location over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Its id: the same as long as its number in `GeoNames`, or else its name and country stay.
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
    /// Identifiers elsewhere, such as `geonames`.
    pub ids: BTreeMap<String, String>,
    /// The city that a venue lies in, where articles tell.
    pub city: Option<LocationId>,
    /// What it was made of, by the ids of the articles.
    pub entries: Vec<Entry<LocationRef>>,
}

/// A meeting over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// Its id: the same as long as the first article that tells of it stays.
    pub id: MeetingId,
    /// What kind of encounter it is.
    pub kind: MeetingKind,
    /// How far it has come, by the article published last.
    pub status: MeetingStatus,
    /// When, as most articles have it, and most exactly.
    pub date: Option<Date>,
    /// Every date that articles give, with the number of those that do; copies count as one.
    pub dates: Vec<(Date, usize)>,
    /// Who met, with the number of articles that say so.
    pub participants: Vec<(ActorId, usize)>,
    /// Those of the participants who received the others.
    pub hosts: Vec<ActorId>,
    /// Those of the participants who mediated between the others.
    pub mediators: Vec<ActorId>,
    /// Where, most specific first, with the number of articles that say so.
    pub locations: Vec<(LocationId, usize)>,
    /// The event codes it falls under.
    pub codes: Codes,
    /// How sure the surest reading is, from 0 to 1.
    pub confidence: f64,
    /// What it was made of, by the ids of the articles.
    pub entries: Vec<Entry<MeetingRef>>,
}

/// What the entries of many articles are about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The actors, by id.
    pub actors: Vec<Actor>,
    /// The locations, by id.
    pub locations: Vec<Location>,
    /// The meetings, by id.
    pub meetings: Vec<Meeting>,
    /// Actors that may be one, the likeliest first.
    pub doubts: Vec<Doubt>,
    /// For each article the one, itself or another, of which it is a copy.
    pub stories: Vec<usize>,
    /// What came of each correction, the earliest first.
    pub effects: Vec<Effect>,
    /// The entries that are in no group, since people say that they are none.
    pub rejected: Vec<Rejected>,
}

/// Groups the entries of articles, each with an id of its own.
///
/// Texts, statements and evidence are not looked at, nor mentions but those of states and
/// organizations; they may be left empty. Signatures of the texts,
/// one for each article or none at all, tell which articles are copies of one story.
#[must_use]
pub fn resolve(articles: &[Extraction], signatures: &[Option<Signature>]) -> Resolution {
    resolve_corrected(&Corpus::of(articles), signatures, &Corrections::default())
}

/// Groups the entries of articles as [`resolve`] does, and as people have it who corrected that.
///
/// Addresses, headlines and evidence tell what [`Corrections::wanted`] says; others may be left
/// empty.
#[must_use]
pub fn resolve_corrected(
    corpus: &Corpus,
    signatures: &[Option<Signature>],
    corrections: &Corrections,
) -> Resolution {
    let order = order(corpus);
    let stories = stories(corpus, signatures, &order);
    let mut plan = corrected::Plan::new(corpus, &order, corrections);
    let (found, doubts) = actors::resolve(corpus, &order, &plan.seeds());
    let firsts: Vec<_> = found.iter().map(|it| (it.id, it.entries[0])).collect();
    let actors = plan.actors(found);
    let doubts = plan.doubts(doubts, &firsts, &actors);
    let locations = plan.locations(locations::resolve(corpus, &order));
    let meetings = meetings::resolve(corpus, &order, &stories, &actors, &locations);
    let meetings = plan.meetings(meetings, &stories, &actors, &locations);
    let (effects, rejected) = plan.finish();
    Resolution { actors, locations, meetings, doubts, stories, effects, rejected }
}

/// The articles in the order of their ids.
fn order(corpus: &Corpus) -> Vec<usize> {
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    order.sort_by(|&one, &other| corpus.id(one).cmp(corpus.id(other)));
    order
}

/// For each article the one, itself or another, of which it is a copy.
fn stories(corpus: &Corpus, signatures: &[Option<Signature>], order: &[usize]) -> Vec<usize> {
    let signature = |article: usize| signatures.get(article).and_then(Option::as_ref);
    copies::of_articles(order, |article| (signature(article), corpus.published(article)))
}
