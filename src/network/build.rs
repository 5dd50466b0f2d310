//! Draws ties from meetings, statements and affiliations.

use std::collections::BTreeMap;

use petgraph::graph::UnGraph;

use super::{Direction, Encounter, Membership, Network, Party, PartyId, Tie, TieKind, Utterance};

/// What a network is drawn from, chosen and its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    pub(super) parties: Vec<Party>,
    pub(super) encounters: Vec<Encounter>,
    pub(super) utterances: Vec<Utterance>,
    pub(super) memberships: Vec<Membership>,
}

/// What each tie is drawn from, by the ends of the tie.
type Grounds = BTreeMap<(usize, usize), Vec<usize>>;

impl Network {
    /// The network of `parties` tied by the meetings that they share.
    ///
    /// Every party is in it, tied or not; participants who are no party are passed over. The
    /// outcome does not depend on the order in which parties and encounters are given.
    #[must_use]
    pub fn new(parties: Vec<Party>, encounters: Vec<Encounter>) -> Self {
        Self::drawn(TieKind::Met, Stock { parties, encounters, ..Stock::default() })
    }

    /// The network of parties with ties of one kind.
    pub(super) fn drawn(kind: TieKind, stock: Stock) -> Self {
        let Stock { mut parties, mut encounters, mut utterances, mut memberships } = stock;
        parties.sort_by_key(|party| party.id);
        parties.dedup_by_key(|party| party.id);
        encounters.sort_by_key(Encounter::rank);
        encounters.dedup_by_key(|encounter| encounter.id);
        utterances.sort_by_key(Utterance::rank);
        utterances.dedup_by_key(|utterance| utterance.id);
        memberships.sort();
        memberships.dedup();
        let places: BTreeMap<PartyId, usize> =
            parties.iter().enumerate().map(|(index, party)| (party.id, index)).collect();
        let ties = match kind {
            TieKind::Met | TieKind::StateMet => pairs(
                &places,
                encounters.iter().map(|it| it.participants.iter().map(|&id| id.into())),
            ),
            TieKind::CoStatement => {
                pairs(&places, utterances.iter().map(|it| it.speakers.iter().map(|&id| id.into())))
            }
            TieKind::SpokeAbout => spoken(&places, &utterances),
            TieKind::MetAt => stays(&places, &encounters),
            TieKind::Affiliated => service(&places, &memberships),
        };
        let mut graph = UnGraph::with_capacity(parties.len(), ties.len());
        let nodes: Vec<_> = parties.into_iter().map(|party| graph.add_node(party)).collect();
        for ((one, other), grounds) in ties {
            let weight = if kind == TieKind::Affiliated {
                grounds.iter().map(|&it| memberships[it].articles).sum::<usize>().max(1)
            } else {
                grounds.len()
            };
            graph.add_edge(nodes[one], nodes[other], Tie { kind, grounds, weight });
        }
        let (title, notes) = (String::new(), Vec::new());
        Self { title, notes, kind, graph, encounters, utterances, memberships }
    }

    /// Whether ties lead from the one to the other.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.kind.direction()
    }
}

/// Ties between all pairs of each group.
fn pairs(
    places: &BTreeMap<PartyId, usize>,
    groups: impl Iterator<Item = impl Iterator<Item = PartyId>>,
) -> Grounds {
    let mut ties = Grounds::new();
    for (index, group) in groups.enumerate() {
        let present = super::sorted(group.filter_map(|id| places.get(&id).copied()));
        for (place, &one) in present.iter().enumerate() {
            for &other in &present[place + 1..] {
                ties.entry((one, other)).or_default().push(index);
            }
        }
    }
    ties
}

/// Ties from those who speak to those whom they speak about, but not to themselves.
fn spoken(places: &BTreeMap<PartyId, usize>, utterances: &[Utterance]) -> Grounds {
    let mut ties = Grounds::new();
    let known = |ids: &[crate::record::ActorId]| {
        super::sorted(ids.iter().filter_map(|&id| places.get(&id.into()).copied()))
    };
    for (index, utterance) in utterances.iter().enumerate() {
        let about = known(&utterance.about);
        for speaker in known(&utterance.speakers) {
            for &other in about.iter().filter(|&&other| other != speaker) {
                ties.entry((speaker, other)).or_default().push(index);
            }
        }
    }
    ties
}

/// Ties between those who met and the most specific place where they did.
fn stays(places: &BTreeMap<PartyId, usize>, encounters: &[Encounter]) -> Grounds {
    let mut ties = Grounds::new();
    for (index, encounter) in encounters.iter().enumerate() {
        let Some(&place) = encounter.site().and_then(|id| places.get(&id)) else { continue };
        let present = encounter.participants.iter().filter_map(|&id| places.get(&id.into()));
        for &actor in super::sorted(present) {
            ties.entry((actor, place)).or_default().push(index);
        }
    }
    ties
}

/// Ties from those who act to those for whom they do.
fn service(places: &BTreeMap<PartyId, usize>, memberships: &[Membership]) -> Grounds {
    let mut ties = Grounds::new();
    for (index, it) in memberships.iter().enumerate() {
        let ends = [it.actor, it.body].map(|id| places.get(&id.into()).copied());
        if let [Some(actor), Some(body)] = ends
            && actor != body
        {
            ties.entry((actor, body)).or_default().push(index);
        }
    }
    ties
}
