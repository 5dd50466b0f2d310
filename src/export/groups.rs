//! Which actors belong together, by the state they act for or by whom they meet, for colors.

use std::{cmp::Reverse, collections::BTreeMap};

use super::drawing::Coloring;
use crate::network::{Measures, Network, Party, PartyKind, TieView};

/// Actors that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What they have in common.
    pub(super) name: String,
    /// How many they are.
    pub(super) members: usize,
}

/// All groups, the largest first, and the group of each actor.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// The groups.
    pub(super) groups: Vec<Group>,
    /// The index of each actor's group, in order of [`Network::parties`].
    pub(super) of: Vec<Option<usize>>,
}

impl Groups {
    /// The groups that colors are to tell apart; none for kinds, which have colors of their own.
    pub(super) fn new(network: &Network, coloring: Coloring) -> Self {
        match coloring {
            Coloring::Kind => Self::default(),
            Coloring::State => Self::by_state(network),
            Coloring::Community => Self::by_community(network, &crate::network::measure(network)),
        }
    }

    /// By the state or organization that actors are or act for.
    pub(super) fn by_state(network: &Network) -> Self {
        let side = |party: &Party| match (party.kind, party.affiliations.first()) {
            (PartyKind::State, _) | (PartyKind::Organization | PartyKind::Bloc, None) => {
                Some(party.name.clone())
            }
            (_, side) => side.cloned(),
        };
        let sides: Vec<_> = network.parties().map(|party| Some((side(party)?, 0))).collect();
        Self::keyed(&sides)
    }

    /// By who meets one another more than others; those who meet nobody are in no group.
    pub(super) fn by_community(network: &Network, measures: &[Measures]) -> Self {
        let mut strength = vec![0; measures.len()];
        for tie in network.ties() {
            for end in tie.ends() {
                strength[end] += TieView::weight(tie);
            }
        }
        let mut heads: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, measured) in measures.iter().enumerate() {
            let head = heads.entry(measured.community).or_insert(index);
            if strength[index] > strength[*head] {
                *head = index;
            }
        }
        let name = |(index, measured): (usize, &Measures)| {
            let head = network.party(heads[&measured.community]);
            // Two heads may share a name; their numbers part their groups.
            (strength[index] > 0).then(|| (format!("around {}", head.name), measured.community))
        };
        let names: Vec<Option<(String, usize)>> = measures.iter().enumerate().map(name).collect();
        Self::keyed(&names)
    }

    /// Groups of the same key, the largest first, and of equals by their keys.
    fn keyed(keys: &[Option<(String, usize)>]) -> Self {
        let mut members: BTreeMap<&(String, usize), usize> = BTreeMap::new();
        for key in keys.iter().flatten() {
            *members.entry(key).or_default() += 1;
        }
        let mut order: Vec<(&(String, usize), usize)> = members.into_iter().collect();
        order.sort_by_key(|&(key, count)| (Reverse(count), key));
        let ranks: BTreeMap<&(String, usize), usize> =
            order.iter().enumerate().map(|(rank, (key, _))| (*key, rank)).collect();
        let of = keys.iter().map(|key| key.as_ref().map(|key| ranks[key])).collect();
        let groups = order
            .into_iter()
            .map(|((name, _), members)| Group { name: name.clone(), members })
            .collect();
        Self { groups, of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::sample;

    #[test]
    fn who_acts_for_a_state_is_in_its_group() {
        let groups = Groups::new(&sample(), Coloring::State);
        assert_eq!(groups.groups[0].name, "Kingdom of Ruritania & Strelsau");
        assert_eq!(groups.groups[0].members, 2);
        assert_eq!(groups.of, [Some(0), None, None, Some(0), Some(1)]);
    }

    #[test]
    fn communities_are_called_by_their_most_active_actor() {
        let groups = Groups::new(&sample(), Coloring::Community);
        assert!(groups.groups.iter().all(|group| group.name.starts_with("around ")));
        assert_eq!(groups.of.len(), 5);
        assert!(groups.of.iter().all(Option::is_some));
    }
}
