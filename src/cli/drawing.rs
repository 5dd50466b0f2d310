//! What networks are drawn from.

use std::collections::BTreeMap;

use crate::network::{Encounter, Party, Site};
use crate::record::{ActorId, Confidence, MeetingId};
use crate::store::{Failure, Filter, Source, Store};

/// The actors and meetings of a database as a network has them.
pub(super) fn material(store: &Store) -> anyhow::Result<(Vec<Party>, Vec<Encounter>)> {
    let parties = store
        .list_actors(&Filter::default())?
        .into_iter()
        .map(|it| Party {
            id: it.id,
            name: it.name,
            kind: it.kind,
            roles: it.roles,
            affiliations: it.affiliations,
        })
        .collect();
    let mut who: BTreeMap<MeetingId, Vec<ActorId>> = BTreeMap::new();
    store
        .meeting_participants(&mut |row| {
            who.entry(row.meeting).or_default().push(row.actor);
            Ok(())
        })
        .map_err(in_words)?;
    let encounters = store
        .list_meetings(&Filter::default())?
        .into_iter()
        .map(|it| Encounter {
            id: it.id,
            kind: it.kind,
            status: it.status,
            date: it.date,
            participants: who.remove(&it.id).unwrap_or_default(),
            places: it
                .places
                .into_iter()
                .map(|name| Site { name, country: it.country.clone() })
                .collect(),
            sources: it.sources,
            confidence: Confidence::new(it.confidence),
        })
        .collect();
    Ok((parties, encounters))
}

/// Why what was asked of a database did not come.
pub(super) fn in_words(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Read(error) => anyhow::Error::from_boxed(error),
        Failure::Write(error) => error.into(),
    }
}
