//! The record while it is being made: entries that hold spans, and what words refer to.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::extract::confidence::Signal;
use crate::extract::coreference::Trait;
use crate::extract::weighed::Weighed;
use crate::gazetteer::Gazetteer;
use crate::nlp::{Document, TokenId, TokenRange};
use crate::record::{
    ActorKind, ActorRef, Article, Codes, LocationKind, LocationRef, MeetingKind, MeetingStatus,
    Speaker, StatementKind, Tone,
};
use crate::text::Span;

/// What every extractor reads.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The article, for its date, title and source.
    pub(crate) article: &'a Article,
    /// The analysis of its text.
    pub(crate) document: &'a Document,
    /// What is known of the world.
    pub(crate) gazetteer: &'a Gazetteer,
}

/// The record while it is being made.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) actors: Vec<ActorDraft>,
    pub(crate) locations: Vec<LocationDraft>,
    pub(crate) meetings: Vec<MeetingDraft>,
    pub(crate) statements: Vec<StatementDraft>,
    /// Words that refer to actors, in order, by name or not; none overlapping another of its form.
    pub(crate) references: Vec<Reference>,
    /// Words that refer to locations, in order.
    pub(crate) places: Vec<Place>,
    /// What is known of each actor for agreement, once references are found.
    pub(super) traits: Vec<Trait>,
    /// Where and when each sentence is set, as a dateline or heading tells.
    pub(crate) frames: Vec<Frame>,
    /// What was weighed for each meeting, where that is asked for.
    pub(crate) weighed: Option<Weighed>,
}

/// Where and when a sentence is set, if nothing in it says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The places of the dateline, most specific first.
    pub(crate) places: Vec<LocationRef>,
    /// The day that a heading above it gives.
    pub(crate) date: Option<Date>,
    /// Whether it is an entry of a calendar, with a dateline of its own.
    pub(crate) calendar: bool,
    /// Which entry of a calendar it is, counted from 1; 0 in any other article.
    pub(crate) entry: usize,
}

/// An actor while it is being made.
pub(crate) struct ActorDraft {
    pub(crate) name: String,
    pub(crate) kind: ActorKind,
    pub(crate) canonical: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) ids: BTreeMap<String, String>,
    pub(crate) mentions: Vec<Span>,
    pub(crate) roles: Vec<String>,
    /// The office that it has as somebody's counterpart: words that tell of that office mean the other.
    pub(crate) office: Option<String>,
    pub(crate) affiliations: Vec<String>,
    /// Whether the article names it itself, and not only by an adjective: "Kenyan envoys". One that
    /// is not named is in the record only where it does something.
    pub(crate) is_named: bool,
}

/// A location while it is being made.
pub(crate) struct LocationDraft {
    pub(crate) name: String,
    pub(crate) kind: LocationKind,
    pub(crate) country: String,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    /// The city that a venue lies in, or empty.
    pub(crate) city: String,
    pub(crate) ids: BTreeMap<String, String>,
    pub(crate) mentions: Vec<Span>,
    /// Whether the article names it itself, and not only by whose it is, "the Kenyan embassy", nor as a part of the
    /// world, "Europe". Others are in the record only where a meeting takes place there.
    pub(crate) is_named: bool,
}

/// A meeting while it is being made.
pub(crate) struct MeetingDraft {
    pub(crate) kind: MeetingKind,
    pub(crate) status: MeetingStatus,
    pub(crate) participants: Vec<ActorRef>,
    pub(crate) hosts: Vec<ActorRef>,
    pub(crate) mediators: Vec<ActorRef>,
    pub(crate) locations: Vec<LocationRef>,
    pub(crate) date: Option<Date>,
    pub(crate) topics: Vec<String>,
    pub(crate) codes: Codes,
    /// What tells how sure it is.
    pub(crate) signals: Vec<Signal>,
    pub(crate) evidence: Vec<Span>,
}

/// A statement while it is being made.
pub(crate) struct StatementDraft {
    pub(crate) speaker: Speaker,
    /// The head of the words for the speaker.
    pub(crate) voice: Span,
    /// The words that attribute.
    pub(crate) cue_at: Span,
    pub(crate) kind: StatementKind,
    pub(crate) cue: String,
    pub(crate) addressees: Vec<ActorRef>,
    pub(crate) content: Vec<Span>,
    pub(crate) about: Vec<ActorRef>,
    pub(crate) tone: Tone,
    pub(crate) codes: Codes,
    /// What tells how sure it is.
    pub(crate) signals: Vec<Signal>,
    pub(crate) evidence: Vec<Span>,
}

/// How words refer to an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// By name, perhaps with a title: "Foreign Minister Okafor".
    Name,
    /// By description: "the minister", "his Turkish counterpart", "the two leaders".
    Description,
    /// By pronoun: "she", "they".
    Pronoun,
}

/// Words that refer to one or more actors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The words, with titles and appositions in front.
    pub(crate) tokens: TokenRange,
    /// The token that stands for them in the tree.
    pub(crate) head: TokenId,
    /// Who is meant; several for "the two leaders".
    pub(crate) actors: Vec<ActorRef>,
    /// How they are referred to.
    pub(crate) form: Form,
}

/// Words that refer to a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The words.
    pub(crate) tokens: TokenRange,
    /// The token that stands for them in the tree.
    pub(crate) head: TokenId,
    /// The location meant.
    pub(crate) location: LocationRef,
}

impl Draft {
    /// The state from which a sentence is told, if its dateline names a place there.
    pub(crate) fn home(&self, sentence: usize) -> Option<&str> {
        let place = self.frames.get(sentence)?.places.first()?;
        let country = self.locations[place.index()].country.as_str();
        (!country.is_empty()).then_some(country)
    }

    /// The references that start among some tokens, in order.
    pub(crate) fn references_in(&self, tokens: TokenRange) -> &[Reference] {
        let at = |bound: usize| self.references.partition_point(|it| it.tokens.start() < bound);
        &self.references[at(tokens.start())..at(tokens.end())]
    }

    /// The places that start among some tokens, in order.
    pub(crate) fn places_in(&self, tokens: TokenRange) -> &[Place] {
        let at = |bound: usize| self.places.partition_point(|it| it.tokens.start() < bound);
        &self.places[at(tokens.start())..at(tokens.end())]
    }

    /// The statements whose words may reach into some bytes, in order: those that begin before their end.
    pub(crate) fn statements_near(&self, span: Span) -> &[StatementDraft] {
        /// Bytes from the beginning of a statement to its end at most.
        const REACH: usize = 4000;
        // Statements are in the order of their words.
        let start = |it: &StatementDraft| it.evidence.first().map_or(0, |it| it.start());
        let from = self.statements.partition_point(|it| start(it) + REACH < span.start());
        let near = &self.statements[from..];
        &near[..near.partition_point(|it| start(it) < span.end())]
    }

    /// The references whose words hold `token`, the last to start first.
    pub(crate) fn references_around(&self, token: TokenId) -> impl Iterator<Item = &Reference> {
        // References are in order of their start, and short: look back a few.
        let after = self.references.partition_point(|it| it.tokens.start() <= token.index());
        self.references[..after]
            .iter()
            .rev()
            .take(REFERENCE_DEPTH)
            .filter(move |it| it.tokens.has(token))
    }

    /// The actors that a word stands for: those of the reference of which it is the head, or of the
    /// shortest that holds it.
    pub(crate) fn actors_at(&self, token: TokenId) -> &[ActorRef] {
        let own = self.references_around(token).find(|it| it.head == token);
        own.or_else(|| self.reference_at(token)).map_or(&[], |it| &it.actors)
    }

    /// The reference whose words hold `token`, the shortest if several do.
    pub(crate) fn reference_at(&self, token: TokenId) -> Option<&Reference> {
        self.references_around(token).min_by_key(|it| it.tokens.len())
    }
}

/// References that may start between a token and the start of the reference that holds it:
/// nested ones such as "Ukraine's Secretary of National Security Rustem Umerov".
const REFERENCE_DEPTH: usize = 16;
