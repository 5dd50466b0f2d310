//! The diagram of a report: who met whom.

use std::fmt::Write as _;

use super::Composer;
use super::page::{Block, counted, figure, words};
use crate::network::{Encounter, Network, Party, Selection};
use crate::record::ActorId;
use crate::store::{Counterpart, Error, Filter};

/// Actors in a diagram; more cannot be read on paper.
const ACTORS: usize = 25;

/// Of a state with its people, so many of these.
const OWN: usize = 10;

impl Composer<'_> {
    /// Whom the actors of a report met, and who of those met one another.
    pub(super) fn picture_around(
        &self,
        ours: &[Counterpart],
        partners: &[Counterpart],
    ) -> Result<Option<Block>, Error> {
        let met: Vec<ActorId> = ours.iter().take(OWN).map(|it| it.id).collect();
        let room = ACTORS.saturating_sub(met.len());
        let others = partners.iter().take(room).map(|it| it.id);
        let ids: Vec<ActorId> = met.iter().copied().chain(others).collect();
        let selection = Selection { around: met, statuses: Vec::new(), ..Selection::default() };
        let all = partners.len() + ours.len();
        self.picture(&ids, &selection, all)
    }

    /// Who of the most active actors met whom.
    pub(super) fn picture_among(&self, company: &[Counterpart]) -> Result<Option<Block>, Error> {
        let ids: Vec<ActorId> = company.iter().take(ACTORS).map(|it| it.id).collect();
        let selection = Selection { statuses: Vec::new(), ..Selection::default() };
        self.picture(&ids, &selection, company.len())
    }

    fn picture(
        &self,
        ids: &[ActorId],
        selection: &Selection,
        all: usize,
    ) -> Result<Option<Block>, Error> {
        let Some(held) = &self.held else { return Ok(None) };
        // Those who met the actors may have met one another without them.
        let with = Some(self.request.with.clone()).filter(|it| !it.is_empty());
        let filter = Filter { groups: with.into_iter().collect(), ..held.filter.clone() };
        let (actors, meetings) = self.store.drawn_among(ids, &filter)?;
        let parties: Vec<Party> = actors.into_iter().map(Party::from).collect();
        let encounters: Vec<Encounter> = meetings.into_iter().map(Encounter::from).collect();
        let mut network: Network = selection.draw(&parties, &encounters);
        if network.ties().len() == 0 {
            return Ok(None);
        }
        "Who met whom".clone_into(&mut network.title);
        network.notes.clear();
        let shown = network.parties().len();
        let mut caption = format!(
            "Who met whom: {}, {}. Thicker lines stand for more meetings.",
            counted(shown, "actor"),
            counted(network.encounters().len(), "meeting")
        );
        if all > shown {
            let _ = write!(caption, " The most active of {} are shown.", figure(all));
        }
        Ok(Some(Block::Picture(Box::new(network), words(caption))))
    }
}
