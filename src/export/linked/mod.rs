//! Everything that is known, linked, for programs that think in things and links: investigators'
//! platforms, triple stores, graph databases, notebooks. One file here for each format.

mod code;
pub(super) mod cypher;
pub(super) mod ftm;
pub(super) mod obsidian;
pub(super) mod turtle;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::record::{ActorId, MeetingId};
use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, Failure, LocationRow, MeetingRow, ParticipantRow, Proof,
    Source, StatementRow, StayRow,
};

/// Everything but the words behind it, by what it belongs to.
#[derive(Default)]
struct Whole {
    articles: Vec<ArticleRow>,
    actors: Vec<ActorRow>,
    /// Names of actors other than their own, most used first.
    aliases: BTreeMap<ActorId, Vec<String>>,
    affiliations: Vec<AffiliationRow>,
    locations: Vec<LocationRow>,
    meetings: Vec<MeetingRow>,
    participants: BTreeMap<MeetingId, Vec<ParticipantRow>>,
    stays: BTreeMap<MeetingId, Vec<StayRow>>,
    /// The articles that tell of a meeting.
    reports: BTreeMap<MeetingId, BTreeSet<String>>,
    statements: Vec<StatementRow>,
}

impl Whole {
    /// Reads a source.
    fn read(source: &dyn Source) -> Result<Self, Failure> {
        let mut whole = Self::default();
        source.articles(&mut |row| push(&mut whole.articles, row))?;
        source.actors(&mut |row| push(&mut whole.actors, row))?;
        source.actor_names(&mut |row| {
            if row.name != row.actor_name {
                whole.aliases.entry(row.actor).or_default().push(row.name.clone());
            }
            Ok(())
        })?;
        source.affiliations(&mut |row| push(&mut whole.affiliations, row))?;
        source.locations(&mut |row| push(&mut whole.locations, row))?;
        source.meetings(&mut |row| push(&mut whole.meetings, row))?;
        source.meeting_participants(&mut |row| {
            push(whole.participants.entry(row.meeting).or_default(), row)
        })?;
        source.meeting_places(&mut |row| push(whole.stays.entry(row.meeting).or_default(), row))?;
        source.evidence(Some(Proof::Meeting), &mut |row| {
            let reports = whole.reports.entry(MeetingId::new(row.row)).or_default();
            reports.insert(row.article.clone());
            Ok(())
        })?;
        source.statements(&mut |row| push(&mut whole.statements, row))?;
        Ok(whole)
    }

    fn aliases(&self, actor: ActorId) -> &[String] {
        self.aliases.get(&actor).map_or(&[], Vec::as_slice)
    }

    fn participants(&self, meeting: MeetingId) -> &[ParticipantRow] {
        self.participants.get(&meeting).map_or(&[], Vec::as_slice)
    }

    fn stays(&self, meeting: MeetingId) -> &[StayRow] {
        self.stays.get(&meeting).map_or(&[], Vec::as_slice)
    }

    /// The articles that tell of a meeting, in order of their ids.
    fn reports(&self, meeting: MeetingId) -> impl Iterator<Item = &str> {
        self.reports.get(&meeting).into_iter().flatten().map(String::as_str)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what takes rows may fail")]
fn push<T: Clone>(rows: &mut Vec<T>, row: &T) -> Result<(), Failure> {
    rows.push(row.clone());
    Ok(())
}

/// A meeting in a few words: `talks: Amara Okafor; Li Wei, Trieste (2025-03)`.
fn caption(meeting: &MeetingRow) -> String {
    let mut caption = format!("{}: {}", meeting.kind, meeting.participants.join("; "));
    if let Some(place) = meeting.places.first() {
        caption.push_str(", ");
        caption.push_str(place);
    }
    if let Some(date) = meeting.date {
        caption.push_str(&[" (", &date.to_string(), ")"].concat());
    }
    caption
}

/// A letter by its number: `\u00AB`.
fn escape(letter: char) -> String {
    format!("\\u{:04X}", u32::from(letter))
}

/// A date as ISO 8601 has it, or empty.
fn iso(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
