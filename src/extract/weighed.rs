//! What was weighed for each meeting, written down for learning to weigh.

use serde::Serialize;

use crate::date::Date;
use crate::extract::forest::Traits;
use crate::extract::{Draft, MeetingDraft};
use crate::record::{ActorRef, MeetingStatus};

/// What was weighed in an article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Weighed {
    /// Its actors, also those who do nothing.
    pub actors: Vec<Named>,
    /// Its locations.
    pub locations: Vec<Named>,
    /// Statements, each with those who may have made it.
    pub statements: Vec<Statement>,
    /// Meetings, each with those who may have been there.
    pub parties: Vec<Meeting>,
    /// Meetings, each with the places where it may have been.
    pub places: Vec<Meeting>,
    /// Meetings, each with the days on which it may have been.
    pub days: Vec<Meeting>,
    /// The days that these are.
    pub dates: Vec<Date>,
}

/// What has a name.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    name: String,
    kind: &'static str,
    mentions: Vec<String>,
    aliases: Vec<String>,
}

/// A meeting as it was when something was weighed.
#[derive(Clone, Debug, Serialize)]
pub struct Meeting {
    status: MeetingStatus,
    date: Option<Date>,
    participants: Vec<usize>,
    evidence: Vec<String>,
    /// What was weighed, by its number, with what tells.
    candidates: Vec<(usize, Vec<i16>)>,
}

/// A statement as it was when its speaker was weighed.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    content: Vec<String>,
    /// Who was weighed, by the number of the actor, with what tells.
    candidates: Vec<(usize, Vec<i16>)>,
}

/// A statement with whom was weighed for it.
pub(super) fn statement(content: Vec<String>, candidates: &[(ActorRef, Traits)]) -> Statement {
    let one = |(actor, traits): &(ActorRef, Traits)| (actor.index(), traits.all().to_vec());
    Statement { content, candidates: candidates.iter().map(one).collect() }
}

/// Meetings of a text, each with what is weighed for it; `number` tells the number of that.
pub(super) fn meetings<'a, R: Copy>(
    text: &str,
    drafts: impl Iterator<Item = &'a MeetingDraft>,
    candidates: &[Vec<(R, Traits)>],
    number: impl Fn(R) -> usize,
) -> Vec<Meeting> {
    let all = drafts.zip(candidates).map(|(it, candidates)| Meeting {
        status: it.status,
        date: it.date,
        participants: it.participants.iter().map(|it| it.index()).collect(),
        evidence: it.evidence.iter().map(|it| it.of(text).to_owned()).collect(),
        candidates: candidates
            .iter()
            .map(|(what, traits)| (number(*what), traits.all().to_vec()))
            .collect(),
    });
    all.collect()
}

impl Weighed {
    /// Adds who and what is named in an article.
    pub(super) fn name(&mut self, text: &str, draft: &Draft) {
        let words = |spans: &[crate::text::Span]| -> Vec<String> {
            spans.iter().map(|it| it.of(text).to_owned()).collect()
        };
        self.actors.extend(draft.actors.iter().map(|it| Named {
            name: it.name.clone(),
            kind: it.kind.as_str(),
            mentions: words(&it.mentions),
            aliases: it.aliases.clone(),
        }));
        self.locations.extend(draft.locations.iter().map(|it| Named {
            name: it.name.clone(),
            kind: it.kind.as_str(),
            mentions: words(&it.mentions),
            aliases: Vec::new(),
        }));
    }
}
