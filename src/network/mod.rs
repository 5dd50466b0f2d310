//! Networks of actors: who is tied to whom, by which meetings.
//!
//! [`Party`] and [`Encounter`] say who there is and who met; a [`Selection`] picks among them and
//! draws the [`Network`]; [`measure`] says who matters in it. Networks go out through
//! [`crate::export`].

mod build;
mod measure;
mod select;

#[cfg(test)]
pub(crate) mod tests;

use petgraph::{
    graph::{NodeIndex, UnGraph},
    visit::EdgeRef,
};

use crate::date::Date;
use crate::record::{ActorId, ActorKind, Confidence, MeetingId, MeetingKind, MeetingStatus};
use crate::vocabulary;

pub use measure::{Measures, measure};
pub use select::{Isolated, Selection};

/// An actor, as a network shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The actor.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// The offices it holds or held.
    pub roles: Vec<String>,
    /// The states or organizations it acts for.
    pub affiliations: Vec<String>,
}

/// A meeting, as ties are drawn from it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// The country it lies in, or empty.
    pub country: String,
}

impl Encounter {
    /// The first day it may have been on; what has no date comes last.
    fn rank(&self) -> (bool, Option<Date>, MeetingId) {
        (self.date.is_none(), self.date, self.id)
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

vocabulary! {
    /// What ties two actors.
    pub enum TieKind {
        /// They took part in the same meeting.
        Met = "met",
    }
}

/// What ties two actors, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// What it is.
    pub kind: TieKind,
    /// The meetings it is drawn from, as indices of [`Network::encounters`], each once.
    meetings: Vec<usize>,
}

/// A tie with its ends and meetings.
#[derive(Clone, Copy, Debug)]
pub struct TieView<'a> {
    network: &'a Network,
    tie: &'a Tie,
    ends: [usize; 2],
}

/// Actors and the ties between them.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// What it shows, such as “Who met whom, since 2025-12-01”.
    pub title: String,
    /// What was left out of it, a sentence each.
    pub notes: Vec<String>,
    graph: UnGraph<Party, Tie>,
    encounters: Vec<Encounter>,
}

impl Network {
    /// The actors, in order of their ids.
    #[must_use]
    pub fn parties(&self) -> impl ExactSizeIterator<Item = &Party> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// The actor at `index` of [`Self::parties`].
    ///
    /// # Panics
    ///
    /// If there are not so many actors.
    #[must_use]
    pub fn party(&self, index: usize) -> &Party {
        &self.graph[NodeIndex::new(index)]
    }

    /// The meetings that ties are drawn from, by date; those without one at the end.
    #[must_use]
    pub fn encounters(&self) -> &[Encounter] {
        &self.encounters
    }

    /// The ties, in order of their ends and kinds.
    #[must_use]
    pub fn ties(&self) -> impl ExactSizeIterator<Item = TieView<'_>> {
        self.graph.edge_references().map(|edge| TieView {
            network: self,
            tie: edge.weight(),
            ends: [edge.source().index(), edge.target().index()],
        })
    }

    /// Whether there is nobody in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph.node_count() == 0
    }
}

impl<'a> TieView<'a> {
    /// What ties the two.
    #[must_use]
    pub const fn kind(self) -> TieKind {
        self.tie.kind
    }

    /// The indices of the two actors in [`Network::parties`], the smaller first.
    #[must_use]
    pub const fn ends(self) -> [usize; 2] {
        self.ends
    }

    /// The two actors.
    #[must_use]
    pub fn parties(self) -> [&'a Party; 2] {
        self.ends.map(|end| self.network.party(end))
    }

    /// The number of distinct meetings it is drawn from.
    #[must_use]
    pub fn weight(self) -> usize {
        self.tie.meetings.len()
    }

    /// The meetings it is drawn from, by date; those without one at the end.
    #[must_use]
    pub fn meetings(self) -> impl ExactSizeIterator<Item = &'a Encounter> + Clone {
        self.tie.meetings.iter().map(|&index| &self.network.encounters[index])
    }

    /// The date of the earliest meeting that has one.
    #[must_use]
    pub fn first(self) -> Option<Date> {
        self.meetings().filter_map(|meeting| meeting.date).min_by_key(|date| date.first())
    }

    /// The date of the latest meeting that has one.
    #[must_use]
    pub fn last(self) -> Option<Date> {
        self.meetings().filter_map(|meeting| meeting.date).max_by_key(|date| date.last())
    }

    /// How far its meetings have come, each status once.
    #[must_use]
    pub fn statuses(self) -> Vec<MeetingStatus> {
        sorted(self.meetings().map(|meeting| meeting.status))
    }

    /// What kinds of meetings they are, each once.
    #[must_use]
    pub fn meeting_kinds(self) -> Vec<MeetingKind> {
        sorted(self.meetings().map(|meeting| meeting.kind))
    }

    /// Where they met, most specific place of each meeting, each once.
    #[must_use]
    pub fn places(self) -> Vec<&'a str> {
        sorted(self.meetings().filter_map(|meeting| Some(meeting.places.first()?.name.as_str())))
    }
}

/// Each value once, in order.
fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.dedup();
    values
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "actors and meetings are fewer than 2^52")]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}
