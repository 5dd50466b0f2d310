//! The record extracted from one article: its actors, locations, meetings and statements.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::record::{ActorRef, LocationRef, MeetingRef, StatementRef};
use crate::vocabulary;

/// What one article says about diplomacy, with the words behind every entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// The article's id.
    pub id: String,
    /// Its address on the web, or empty.
    pub url: String,
    /// Who published it, or empty.
    pub source: String,
    /// The day it was published, if known.
    pub published: Option<Date>,
    /// Its headline, or empty.
    pub title: String,
    /// The text that all offsets refer to.
    pub text: String,
    /// Why the article gave nothing, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// Who acts, speaks, meets, or is named.
    pub actors: Vec<ActorEntry>,
    /// The places named.
    pub locations: Vec<LocationEntry>,
    /// The encounters between actors.
    pub meetings: Vec<MeetingEntry>,
    /// What was said, and by whom.
    pub statements: Vec<Statement>,
}

/// Some words of the article, with their place in its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// The words, exactly as in the article.
    pub text: String,
    /// Their first code point in the article's text, counted from 0.
    pub start: usize,
    /// The code point after their last.
    pub end: usize,
}

vocabulary! {
    /// What kind of party an actor is.
    pub enum ActorKind {
        /// A human being.
        Person = "person",
        /// A country, or its government as a whole.
        State = "state",
        /// A ministry, parliament, army, company, international body, party, militia or outlet.
        Organization = "organization",
        /// A group of states that acts as one, such as the EU or ASEAN.
        Bloc = "bloc",
    }
}

/// An actor as one article has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorEntry {
    /// Its name within this record.
    pub id: ActorRef,
    /// The fullest form used in the article; for states the common English name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// The common English name of a state, the full name of a known person or organization.
    pub canonical: String,
    /// Other names that it is known by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Identifiers, such as `iso3` for states and `wikidata` where known.
    #[serde(default)]
    pub ids: BTreeMap<String, String>,
    /// The words that name it, in order.
    pub mentions: Vec<Excerpt>,
    /// The offices that the article gives it, without the country.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The states or organizations it acts for, by common name.
    #[serde(default)]
    pub affiliations: Vec<String>,
}

vocabulary! {
    /// What kind of place a location is.
    pub enum LocationKind {
        /// A country.
        Country = "country",
        /// A part of a country, a group of countries, or a sea.
        Region = "region",
        /// A city, town or village.
        City = "city",
        /// A building, club, airport or ship.
        Venue = "venue",
    }
}

/// A place as one article has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LocationEntry {
    /// Its name within this record.
    pub id: LocationRef,
    /// The name used in the article; for countries the common English name.
    pub name: String,
    /// What kind of place it is.
    pub kind: LocationKind,
    /// The country it lies in, by common English name, or empty.
    pub country: String,
    /// Degrees north, from -90 to 90, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east, from -180 to 180, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// The city that a venue lies in, as the article tells it, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// Identifiers, such as `geonames` where known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ids: BTreeMap<String, String>,
    /// The words that name it, in order.
    pub mentions: Vec<Excerpt>,
}

vocabulary! {
    /// What kind of encounter a meeting is.
    pub enum MeetingKind {
        /// Any encounter that has no more exact word.
        Meeting = "meeting",
        /// Talks or negotiations.
        Talks = "talks",
        /// A summit.
        Summit = "summit",
        /// A visit with a host.
        Visit = "visit",
        /// A telephone or video call.
        Call = "call",
        /// A conference, session or forum.
        Conference = "conference",
        /// A ceremony, such as a signing.
        Ceremony = "ceremony",
    }
}

impl MeetingKind {
    /// Whether many are there, who may also meet beside it: a summit or a conference.
    #[must_use]
    pub const fn is_large(self) -> bool {
        matches!(self, Self::Summit | Self::Conference)
    }
}

vocabulary! {
    /// How far a meeting has come.
    pub enum MeetingStatus {
        /// It took place or is under way.
        Held = "held",
        /// It was announced or scheduled.
        Planned = "planned",
        /// It was asked for, offered or conditional.
        Proposed = "proposed",
        /// It was called off, postponed or refused.
        Cancelled = "cancelled",
    }
}

/// Codes of event ontologies that a meeting falls under.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Codes {
    /// The PLOVER event type, such as `CONSULT`.
    pub plover: String,
    /// The CAMEO code, such as `046`.
    pub cameo: String,
}

/// An encounter between actors as one article tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingEntry {
    /// Its name within this record.
    pub id: MeetingRef,
    /// What kind of encounter it is.
    pub kind: MeetingKind,
    /// How far it has come.
    pub status: MeetingStatus,
    /// Who met, by the most specific actors that the article supports.
    pub participants: Vec<ActorRef>,
    /// Those of the participants who received the others.
    #[serde(default)]
    pub hosts: Vec<ActorRef>,
    /// Those of the participants who mediated between the others.
    #[serde(default)]
    pub mediators: Vec<ActorRef>,
    /// Where it happens, most specific first.
    pub locations: Vec<LocationRef>,
    /// When it happens, if the article tells.
    pub date: Option<Date>,
    /// What it is about.
    #[serde(default)]
    pub topics: Vec<String>,
    /// The event codes it falls under.
    #[serde(default)]
    pub codes: Codes,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    /// The sentences that report it.
    pub evidence: Vec<Excerpt>,
}

vocabulary! {
    /// How the words of a statement are given.
    pub enum StatementKind {
        /// All within quotation marks.
        Direct = "direct",
        /// Paraphrased.
        Indirect = "indirect",
        /// Paraphrased with quoted parts.
        Mixed = "mixed",
    }
}

vocabulary! {
    /// What a speaker does by a statement.
    pub enum Tone {
        /// Speaks well of someone or something.
        Praise = "praise",
        /// Backs someone or something.
        Support = "support",
        /// Agrees or accepts.
        Agree = "agree",
        /// Says so, no more.
        Neutral = "neutral",
        /// Asks or urges.
        Appeal = "appeal",
        /// Demands.
        Demand = "demand",
        /// Warns.
        Warn = "warn",
        /// Finds fault.
        Criticize = "criticize",
        /// Refuses or rejects.
        Reject = "reject",
        /// Lays blame.
        Accuse = "accuse",
        /// Threatens.
        Threaten = "threaten",
        /// Says sorry.
        Apologize = "apologize",
        /// Denies.
        Deny = "deny",
        /// Promises.
        Promise = "promise",
    }
}

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Speaker {
    /// Several actors in one voice.
    Joint {
        /// The actors.
        speakers: Vec<ActorRef>,
    },
    /// One actor.
    Actor {
        /// The actor.
        speaker: ActorRef,
    },
    /// A source without a name.
    Unnamed {
        /// Always null.
        speaker: (),
        /// The words for the source, such as "a senior official".
        speaker_text: String,
    },
}

impl Speaker {
    /// The actors who speak; none for an unnamed source.
    #[must_use]
    pub fn actors(&self) -> &[ActorRef] {
        match self {
            Self::Joint { speakers } => speakers,
            Self::Actor { speaker } => std::slice::from_ref(speaker),
            Self::Unnamed { .. } => &[],
        }
    }

    /// The speaker for a list of actors, or the source's words if there are none.
    #[must_use]
    pub fn new(mut actors: Vec<ActorRef>, words: &str) -> Self {
        match actors.len() {
            0 => Self::Unnamed { speaker: (), speaker_text: words.to_owned() },
            1 => Self::Actor { speaker: actors.remove(0) },
            _ => Self::Joint { speakers: actors },
        }
    }
}

/// Something said or written, attributed to a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Its name within this record.
    pub id: StatementRef,
    /// Who says it.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// How the words are given.
    pub kind: StatementKind,
    /// The words that attribute it, such as "said".
    pub cue: String,
    /// The actors who are told.
    #[serde(default)]
    pub addressees: Vec<ActorRef>,
    /// The words that were said, in one or more pieces.
    pub content: Vec<Excerpt>,
    /// The actors that the content is about.
    #[serde(default)]
    pub about: Vec<ActorRef>,
    /// What the speaker does by saying so.
    pub tone: Tone,
    /// The event codes of the tone.
    #[serde(default)]
    pub codes: Codes,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    /// The sentences that report it.
    pub evidence: Vec<Excerpt>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_speaker_has_its_own_form() {
        let form = |speaker: &Speaker| serde_json::to_string(speaker).expect("plain data");
        let one = Speaker::new(vec![ActorRef::new(0)], "");
        let two = Speaker::new(vec![ActorRef::new(0), ActorRef::new(1)], "");
        let none = Speaker::new(Vec::new(), "a senior official");
        assert_eq!(form(&one), r#"{"speaker":"a1"}"#);
        assert_eq!(form(&two), r#"{"speakers":["a1","a2"]}"#);
        assert_eq!(form(&none), r#"{"speaker":null,"speaker_text":"a senior official"}"#);
        for speaker in [one, two, none] {
            let read: Speaker = serde_json::from_str(&form(&speaker)).expect("its own form");
            assert_eq!(read, speaker);
        }
    }
}
