//! Networks of actors: who is tied to whom, by which meetings, statements or offices.
//!
//! [`Party`], [`Encounter`], [`Utterance`] and [`Membership`] say who there is, who met, who said
//! what and who acts for whom; a [`Selection`] picks among them and draws the [`Network`];
//! [`measure`] says who matters in it. Networks go out through [`crate::export`].

mod build;
mod measure;
mod party;
mod paths;
mod rank;
mod select;
mod slice;
mod states;
mod tie;

#[cfg(test)]
pub(crate) mod tests;

use jiff::civil;
use petgraph::{
    graph::{NodeIndex, UnGraph},
    visit::EdgeRef,
};

pub use measure::{Measures, measure};
pub use party::{Encounter, Material, Membership, Party, PartyId, PartyKind, Site, Utterance};
pub use rank::{Measure, Ranked};
pub use select::{Isolated, Selection};
pub use slice::{Slice, Sliced};
pub(crate) use tie::Ground;
pub use tie::{Direction, Sign, Tie, TieKind, TieView, Tones};

/// Actors and the ties between them.
#[derive(Clone, Debug)]
pub struct Network {
    /// What it shows, such as “Who met whom, since 2025-12-01”.
    pub title: String,
    /// What was left out of it, a sentence each.
    pub notes: Vec<String>,
    kind: TieKind,
    graph: UnGraph<Party, Tie>,
    encounters: Vec<Encounter>,
    utterances: Vec<Utterance>,
    memberships: Vec<Membership>,
}

impl Network {
    /// What ties its parties.
    #[must_use]
    pub const fn kind(&self) -> TieKind {
        self.kind
    }

    /// The actors, in order of their ids; after them, places.
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

    /// The statements that ties are drawn from, by date; those without one at the end.
    #[must_use]
    pub fn utterances(&self) -> &[Utterance] {
        &self.utterances
    }

    /// The affiliations that ties are drawn from, by actor.
    #[must_use]
    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// The ties, in order of their ends.
    #[must_use]
    pub fn ties(&self) -> impl ExactSizeIterator<Item = TieView<'_>> {
        self.graph.edge_references().map(|edge| TieView {
            network: self,
            tie: edge.weight(),
            ends: [edge.source().index(), edge.target().index()],
        })
    }

    /// The days on which each party is there, by its ties, in the order of [`Self::parties`]; empty
    /// if one of them has no date, which is to say: at any time.
    #[must_use]
    pub fn spells(&self) -> Vec<Vec<(civil::Date, civil::Date)>> {
        let mut spells = vec![Some(Vec::new()); self.graph.node_count()];
        for tie in self.ties() {
            for end in tie.ends() {
                if tie.is_partly_undated() {
                    spells[end] = None;
                } else if let Some(spells) = &mut spells[end] {
                    spells.extend(tie.spells());
                }
            }
        }
        spells.into_iter().map(|spells| tie::joined(spells.unwrap_or_default())).collect()
    }

    /// Whether it has so many parties that [`measure`] looks at paths from some of them only:
    /// betweenness and closeness are then estimates.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.graph.node_count() > paths::MAX_PIVOTS
    }

    /// Whether there is nobody in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph.node_count() == 0
    }
}

impl Default for Network {
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new())
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
