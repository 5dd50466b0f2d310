//! Whom a visit is to: the state of the place, or the one who acts for it there.

use crate::extract::meetings::is_person;
use crate::extract::{Context, Draft};
use crate::gazetteer::Known;
use crate::nlp::TokenId;
use crate::record::{ActorKind, ActorRef, LocationKind, LocationRef, MeetingStatus};

/// A visit to a country is one to its state, and so is one to its capital.
pub(super) fn add_host(
    context: &Context<'_>,
    draft: &Draft,
    places: &[LocationRef],
    participants: &mut Vec<ActorRef>,
) {
    let [guest] = participants[..] else { return };
    let country = places.iter().map(|it| &draft.locations[it.index()]).find(|it| {
        it.kind == LocationKind::Country
            || it.kind == LocationKind::City
                && context
                    .gazetteer
                    .lookup(&it.name)
                    .any(|known| matches!(known, Known::Metonym(_)))
    });
    let Some(country) = country.map(|it| it.country.as_str()) else { return };
    let state = draft
        .actors
        .iter()
        .position(|it| it.kind == ActorKind::State && it.name == country)
        .map(ActorRef::new);
    let at_home = draft.actors[guest.index()].affiliations.iter().any(|it| it == country);
    if let Some(state) = state.filter(|it| *it != guest && !at_home) {
        participants.push(state);
    }
}

/// A visit that is still to come, of which no place is told, is one to the state from which is told: "A visit by
/// Okwuosa, due tomorrow, has been put off".
pub(super) fn add_home(
    context: &Context<'_>,
    draft: &Draft,
    (sentence, status): (usize, MeetingStatus),
    participants: &mut Vec<ActorRef>,
) {
    if status != MeetingStatus::Held
        && let Some(frame) = draft.frames.get(sentence)
    {
        add_host(context, draft, &frame.places, participants);
    }
}

/// Puts the one person of a sentence who acts for the state that is visited in its place.
pub(super) fn name_host(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    participants: &mut [ActorRef],
) {
    let [guest, state] = participants[..] else { return };
    let own = &draft.actors[state.index()];
    if own.kind != ActorKind::State || !is_person(draft, guest) {
        return;
    }
    let mut hosts: Vec<ActorRef> = draft
        .references_in(context.document.sentence(id).tokens)
        .iter()
        .flat_map(|it| it.actors.iter().copied())
        .filter(|it| {
            *it != guest
                && is_person(draft, *it)
                && draft.actors[it.index()].affiliations.contains(&own.name)
        })
        .collect();
    hosts.sort_unstable();
    hosts.dedup();
    if let [host] = hosts[..] {
        participants[1] = host;
    }
}
