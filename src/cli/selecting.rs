//! Which network a user asks for: the flags that `network` and `rank` share.

use crate::cli::drawing::Holdings;
use crate::cli::words;
use crate::date::Date;
use crate::network::{Isolated, Selection, TieKind};
use crate::record::{ActorId, ActorKind, Confidence, MeetingKind, MeetingStatus};
use crate::store::Store;

/// What the network is to show.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// What ties actors: met (they met), state-met (those who act for them did), spoke-about (one
    /// speaks about the other; its sign is the tone), co-statement (they speak with one voice),
    /// met-at (actors and the places where they met), affiliated (one acts for the other)
    #[arg(long, value_name = "KIND", default_value = "met", hide_possible_values = true, value_parser = words(TieKind::ALL, TieKind::as_str))]
    ties: TieKind,
    /// Only meetings that may have been on this date or after; of statements and offices, only
    /// those published then
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only meetings that may have been on this date or before; of statements and offices, only
    /// those published then
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only meetings of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(MeetingKind::ALL, MeetingKind::as_str))]
    kind: Vec<MeetingKind>,
    /// Only meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only meetings in these places or countries
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    location: Vec<String>,
    /// Only meetings and statements read with at least this confidence, from 0 to 1: the share of
    /// such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    /// Only actors of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(ActorKind::ALL, ActorKind::as_str))]
    actor_kind: Vec<ActorKind>,
    /// Only what can be reached from this actor
    #[arg(long, visible_alias = "actor", value_name = "ACTOR")]
    around: Vec<String>,
    /// Over how many ties from there
    #[arg(long, value_name = "N", default_value_t = 1)]
    depth: usize,
    /// Only the shortest paths between these two
    #[arg(long, value_names = ["ACTOR", "ACTOR"], num_args = 2, conflicts_with = "around")]
    between: Vec<String>,
    /// Only ties of so many meetings, statements or articles or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    at_least: usize,
    /// Only the N actors with the most meetings or statements
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Show actors without a tie too
    #[arg(long)]
    isolated: bool,
}

impl Args {
    /// What ties the actors.
    pub(super) const fn ties(&self) -> TieKind {
        self.ties
    }

    /// The selection that is asked for, and what the database holds for it.
    pub(super) fn read(&self, store: &Store) -> anyhow::Result<(Selection, Holdings)> {
        let given = [
            ("--kind", !self.kind.is_empty()),
            ("--status", !self.status.is_empty()),
            ("--location", !self.location.is_empty()),
        ];
        let from_meetings = matches!(self.ties, TieKind::Met | TieKind::StateMet | TieKind::MetAt);
        for (flag, is_given) in given {
            anyhow::ensure!(
                from_meetings || !is_given,
                "{flag} chooses meetings, and ties of kind {} are not drawn from meetings; leave it out",
                self.ties
            );
        }
        let mut around = Vec::new();
        for name in &self.around {
            around.extend(named(store, name)?);
        }
        let between = match self.between.as_slice() {
            [from, to] => Some([named(store, from)?, named(store, to)?]),
            _ => None,
        };
        let mut selection = Selection {
            ties: self.ties,
            since: self.since,
            until: self.until,
            kinds: self.kind.clone(),
            places: self.location.clone(),
            confidence: self.confidence,
            actor_kinds: self.actor_kind.clone(),
            around,
            depth: self.depth,
            between,
            at_least: self.at_least,
            top: self.top,
            isolated: if self.isolated { Isolated::Shown } else { Isolated::LeftOut },
            ..Selection::default()
        };
        if !self.status.is_empty() {
            selection.statuses.clone_from(&self.status);
        }
        Ok((selection, Holdings::for_ties(store, self.ties)?))
    }
}

/// The actors of this name.
fn named(store: &Store, name: &str) -> anyhow::Result<Vec<ActorId>> {
    let found = store.actors_named(name)?;
    anyhow::ensure!(!found.is_empty(), "there is no actor ‘{name}’; `chancery actors` lists them");
    Ok(found)
}
