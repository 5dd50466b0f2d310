//! Draws ties between all pairs of participants of each meeting.

use std::collections::BTreeMap;

use petgraph::graph::UnGraph;

use super::{Encounter, Network, Party, Tie, TieKind};
use crate::record::ActorId;

impl Network {
    /// The network of `parties` tied by `encounters`.
    ///
    /// Every party is in it, tied or not; participants who are no party are passed over. Ties are
    /// keyed by both actors and kind, so that two ties of one pair stay two. The outcome does not
    /// depend on the order in which parties and encounters are given.
    #[must_use]
    pub fn new(mut parties: Vec<Party>, mut encounters: Vec<Encounter>) -> Self {
        parties.sort_by_key(|party| party.id);
        parties.dedup_by_key(|party| party.id);
        encounters.sort_by_key(Encounter::rank);
        encounters.dedup_by_key(|encounter| encounter.id);
        let places: BTreeMap<ActorId, usize> =
            parties.iter().enumerate().map(|(index, party)| (party.id, index)).collect();
        let mut ties: BTreeMap<(usize, usize, TieKind), Vec<usize>> = BTreeMap::new();
        for (index, encounter) in encounters.iter().enumerate() {
            let present =
                super::sorted(encounter.participants.iter().filter_map(|id| places.get(id)));
            for (place, &&one) in present.iter().enumerate() {
                for &&other in &present[place + 1..] {
                    ties.entry((one, other, TieKind::Met)).or_default().push(index);
                }
            }
        }
        let mut graph = UnGraph::with_capacity(parties.len(), ties.len());
        let nodes: Vec<_> = parties.into_iter().map(|party| graph.add_node(party)).collect();
        for ((one, other, kind), meetings) in ties {
            graph.add_edge(nodes[one], nodes[other], Tie { kind, meetings });
        }
        Self { title: String::new(), notes: Vec::new(), graph, encounters }
    }
}
