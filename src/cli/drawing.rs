//! What networks are drawn from.

use crate::network::{Encounter, Material, Membership, Party, TieKind, Utterance};
use crate::record::Confidence;
use crate::store::{Error, Failure, Source, Store};

/// What a database holds that networks are drawn from.
#[derive(Default)]
pub(super) struct Holdings {
    parties: Vec<Party>,
    encounters: Vec<Encounter>,
    utterances: Vec<Utterance>,
    memberships: Vec<Membership>,
}

impl Holdings {
    /// What a network of these ties is drawn from.
    pub(super) fn for_ties(store: &Store, ties: TieKind) -> anyhow::Result<Self> {
        let mut holdings = Self { parties: parties(store)?, ..Self::default() };
        match ties {
            TieKind::Met | TieKind::MetAt => holdings.encounters = encounters(store)?,
            TieKind::StateMet => {
                holdings.encounters = encounters(store)?;
                holdings.memberships = memberships(store)?;
            }
            TieKind::SpokeAbout | TieKind::CoStatement => {
                holdings.utterances = utterances(store)?;
            }
            TieKind::Affiliated => holdings.memberships = memberships(store)?,
        }
        Ok(holdings)
    }

    /// It, as networks are drawn from it.
    pub(super) fn material(&self) -> Material<'_> {
        Material {
            parties: &self.parties,
            encounters: &self.encounters,
            utterances: &self.utterances,
            memberships: &self.memberships,
        }
    }
}

/// The actors and meetings of a database as a network has them.
pub(super) fn material(store: &Store) -> anyhow::Result<(Vec<Party>, Vec<Encounter>)> {
    Ok((parties(store)?, encounters(store)?))
}

fn parties(store: &Store) -> Result<Vec<Party>, Error> {
    Ok(store.drawn_actors()?.into_iter().map(Party::from).collect())
}

fn encounters(store: &Store) -> Result<Vec<Encounter>, Error> {
    Ok(store.drawn_meetings()?.into_iter().map(Encounter::from).collect())
}

fn utterances(store: &Store) -> Result<Vec<Utterance>, Error> {
    let utterance = |it: crate::store::DrawnStatement| Utterance {
        id: it.id,
        article: it.article,
        published: it.published,
        tone: it.tone,
        content: it.content,
        speakers: it.speakers,
        about: it.about,
        confidence: Confidence::new(it.confidence),
    };
    Ok(store.drawn_statements()?.into_iter().map(utterance).collect())
}

/// The affiliations to actors of the database; those to others are no ties.
fn memberships(store: &Store) -> anyhow::Result<Vec<Membership>> {
    let mut memberships = Vec::new();
    store
        .affiliations(&mut |row| {
            memberships.extend(row.affiliation_id.map(|body| Membership {
                actor: row.actor,
                body,
                role: row.role.clone(),
                articles: row.articles,
                first: row.first,
                last: row.last,
            }));
            Ok(())
        })
        .map_err(in_words)?;
    Ok(memberships)
}

/// Why what was asked of a database did not come.
pub(super) fn in_words(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Read(error) => anyhow::Error::from_boxed(error),
        Failure::Write(error) => error.into(),
    }
}
