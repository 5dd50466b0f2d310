//! By what a thing is found again: the articles and the words of its entries.

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::date::Date;
use crate::record::{ActorEntry, Extraction, LocationEntry, MeetingEntry};
use crate::text::fold;

/// A thing as it was when somebody corrected it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// What kind of thing it is.
    pub thing: Subject,
    /// Its number at that time.
    pub number: i64,
    /// Its name at that time; for a meeting its date and who met.
    pub name: String,
    /// Its kind at that time.
    #[serde(default)]
    pub kind: String,
    /// The country that a location lies in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// How many entries it had.
    #[serde(default)]
    pub count: usize,
    /// Its entries, or the first [`Target::ENTRIES`] of them.
    #[serde(default)]
    pub entries: Vec<Anchor>,
    /// Whether no article names it: then it is made where it is not found.
    #[serde(default, rename = "new", skip_serializing_if = "std::ops::Not::not")]
    pub is_new: bool,
}

impl Target {
    /// Entries that are kept of one thing: all of nearly every one, enough to find a state again
    /// that half of the articles name.
    pub const ENTRIES: usize = 2000;
}

/// By what one entry is found again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// The id of the article.
    pub article: String,
    /// Its address, in case that it comes back under another id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Its headline, for the same.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The day it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The names of an actor or location, folded, the fullest first; or those who meet.
    pub names: Vec<String>,
    /// What kind of actor, location or meeting the entry is.
    pub kind: String,
    /// The country of a location.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The date of a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The sentences that tell of a meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl Anchor {
    /// The anchor of the entry at a place in the record of an article, if there is one.
    #[must_use]
    pub fn of(record: &Extraction, subject: Subject, entry: usize) -> Option<Self> {
        let article = Self {
            article: record.id.clone(),
            url: record.url.clone(),
            title: record.title.clone(),
            published: record.published,
            ..Self::default()
        };
        Some(match subject {
            Subject::Actor => {
                let it = record.actors.get(entry)?;
                Self { names: actor_names(it), kind: it.kind.to_string(), ..article }
            }
            Subject::Location => {
                let it = record.locations.get(entry)?;
                Self {
                    names: vec![location_name(it)],
                    kind: it.kind.to_string(),
                    country: fold(&it.country),
                    ..article
                }
            }
            Subject::Meeting => {
                let it = record.meetings.get(entry)?;
                Self {
                    names: participants(record, it),
                    kind: it.kind.to_string(),
                    date: it.date,
                    evidence: it.evidence.iter().map(|piece| piece.text.clone()).collect(),
                    ..article
                }
            }
        })
    }
}

/// The fullest name of an actor entry and the one that the article uses, folded.
pub(super) fn actor_names(entry: &ActorEntry) -> Vec<String> {
    let mut names: Vec<String> = [&entry.canonical, &entry.name]
        .into_iter()
        .map(|name| fold(name))
        .filter(|name| !name.is_empty())
        .collect();
    names.dedup();
    names
}

/// The name of a location entry, folded.
pub(super) fn location_name(entry: &LocationEntry) -> String {
    let name = fold(&entry.name);
    name.strip_prefix("the ").map_or_else(|| name.clone(), str::to_owned)
}

/// The fullest names of those who meet, folded, in order.
pub(super) fn participants(record: &Extraction, entry: &MeetingEntry) -> Vec<String> {
    let mut names: Vec<String> = entry
        .participants
        .iter()
        .filter_map(|it| actor_names(record.actors.get(it.index())?).into_iter().next())
        .collect();
    names.sort();
    names.dedup();
    names
}
