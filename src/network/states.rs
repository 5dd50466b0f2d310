//! Which state an actor acts for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Encounter, Material, PartyKind};
use crate::record::ActorId;

/// The state of each actor that has one: a state is its own; others act for the one that most
/// articles tell, or for that of the body that they act for.
pub(super) fn states(material: &Material<'_>) -> BTreeMap<ActorId, ActorId> {
    let is_state = |id: ActorId, known: &BTreeSet<ActorId>| known.contains(&id);
    let states: BTreeSet<ActorId> = material
        .parties
        .iter()
        .filter(|party| party.kind == PartyKind::State)
        .filter_map(|party| party.id.actor())
        .collect();
    let mut bodies: BTreeMap<ActorId, Vec<(Reverse<usize>, ActorId)>> = BTreeMap::new();
    for it in material.memberships {
        let told = bodies.entry(it.actor).or_default();
        match told.iter_mut().find(|(_, body)| *body == it.body) {
            Some((articles, _)) => articles.0 += it.articles,
            None => told.push((Reverse(it.articles), it.body)),
        }
    }
    for told in bodies.values_mut() {
        told.sort_unstable();
    }
    let own = |id: ActorId| {
        if is_state(id, &states) {
            return Some(id);
        }
        bodies.get(&id)?.iter().map(|&(_, body)| body).find(|&body| is_state(body, &states))
    };
    let of =
        |id: ActorId| own(id).or_else(|| bodies.get(&id)?.iter().find_map(|&(_, body)| own(body)));
    let actors = material.parties.iter().filter_map(|party| party.id.actor());
    actors.filter_map(|id| Some((id, of(id)?))).collect()
}

/// Meetings with states in the place of those who act for them; and those who act for none.
pub(super) fn by_state(
    encounters: &mut [Encounter],
    states: &BTreeMap<ActorId, ActorId>,
) -> BTreeSet<ActorId> {
    let mut stateless = BTreeSet::new();
    for encounter in encounters {
        let mut present = Vec::with_capacity(encounter.participants.len());
        for id in &encounter.participants {
            match states.get(id) {
                Some(&state) => present.push(state),
                None => {
                    stateless.insert(*id);
                }
            }
        }
        encounter.participants = super::sorted(present.into_iter());
    }
    stateless
}
