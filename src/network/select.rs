//! Picks the part of a network that a user asks for.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::{Encounter, Network, Party};
use crate::date::Date;
use crate::record::{ActorId, ActorKind, Confidence, MeetingKind, MeetingStatus};
use crate::text::fold;

/// What a network is to show; an empty list stands for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Only meetings that may have been on this date or after.
    pub since: Option<Date>,
    /// Only meetings that may have been on this date or before.
    pub until: Option<Date>,
    /// Only meetings of these kinds.
    pub kinds: Vec<MeetingKind>,
    /// Only meetings that have come as far as one of these; at first, those held.
    pub statuses: Vec<MeetingStatus>,
    /// Only meetings in one of these places or countries, by name.
    pub places: Vec<String>,
    /// Only meetings read with at least this confidence.
    pub confidence: Option<Confidence>,
    /// Only actors of these kinds.
    pub actor_kinds: Vec<ActorKind>,
    /// Only actors that can be reached from one of these over at most [`Self::depth`] ties.
    pub around: Vec<ActorId>,
    /// How far from the actors of [`Self::around`].
    pub depth: usize,
    /// Only ties of so many meetings or more.
    pub at_least: usize,
    /// Only so many actors: those with the most meetings with others.
    pub top: Option<usize>,
    /// Whether actors without a tie are shown.
    pub isolated: Isolated,
}

/// What becomes of actors that no tie reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolated {
    /// They are left out, and counted.
    #[default]
    LeftOut,
    /// They stay.
    Shown,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            since: None,
            until: None,
            kinds: Vec::new(),
            statuses: vec![MeetingStatus::Held],
            places: Vec::new(),
            confidence: None,
            actor_kinds: Vec::new(),
            around: Vec::new(),
            depth: 1,
            at_least: 1,
            top: None,
            isolated: Isolated::LeftOut,
        }
    }
}

/// Why a meeting is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Miss {
    Status(MeetingStatus),
    Kind,
    Undated,
    Date,
    Place,
    Unsure,
}

impl Selection {
    /// Draws the network of those of `parties` and `encounters` that are asked for.
    ///
    /// Its title says what was asked, its notes what was left out.
    #[must_use]
    pub fn draw(&self, parties: &[Party], encounters: &[Encounter]) -> Network {
        let places: Vec<String> = self.places.iter().map(|name| fold(name)).collect();
        let mut missed: BTreeMap<Miss, usize> = BTreeMap::new();
        let mut chosen: Vec<Encounter> = Vec::new();
        for encounter in encounters {
            match self.miss(encounter, &places) {
                Some(miss) => *missed.entry(miss).or_default() += 1,
                None => chosen.push(encounter.clone()),
            }
        }
        let participants: BTreeSet<ActorId> =
            chosen.iter().flat_map(|encounter| &encounter.participants).copied().collect();
        let present: Vec<Party> = parties
            .iter()
            .filter(|party| self.actor_kinds.is_empty() || self.actor_kinds.contains(&party.kind))
            .filter(|party| participants.contains(&party.id) || self.around.contains(&party.id))
            .cloned()
            .collect();
        let mut network = Network::new(present, chosen);
        let title = self.title(&network);
        let mut notes = notes(&missed);
        network.keep_ties(self.at_least);
        if !self.around.is_empty() {
            network.keep_near(&self.around, self.depth);
        }
        if let Some(top) = self.top {
            let all = network.parties().len();
            if all > top {
                notes.push(format!("only the {top} most active of {all} actors are shown"));
            }
            network.keep_top(top);
        }
        if self.isolated == Isolated::LeftOut {
            let alone = network.drop_isolated(&self.around);
            if alone > 0 {
                notes.push(format!("{} without a tie left out", counted(alone, "actor")));
            }
        }
        Network { title, notes, ..network.tidied() }
    }

    /// Why `encounter` is not asked for; `places` are the folded names of places.
    fn miss(&self, encounter: &Encounter, places: &[String]) -> Option<Miss> {
        if !self.statuses.is_empty() && !self.statuses.contains(&encounter.status) {
            return Some(Miss::Status(encounter.status));
        }
        if !self.kinds.is_empty() && !self.kinds.contains(&encounter.kind) {
            return Some(Miss::Kind);
        }
        if self.confidence.is_some_and(|least| encounter.confidence < least) {
            return Some(Miss::Unsure);
        }
        if !places.is_empty() {
            let at = |name: &str| places.contains(&fold(name));
            if !encounter.places.iter().any(|site| at(&site.name) || at(&site.country)) {
                return Some(Miss::Place);
            }
        }
        if self.since.is_some() || self.until.is_some() {
            let Some(date) = encounter.date else { return Some(Miss::Undated) };
            let early = self.since.is_some_and(|since| date.last() < since.first());
            let late = self.until.is_some_and(|until| date.first() > until.last());
            if early || late {
                return Some(Miss::Date);
            }
        }
        None
    }

    /// What is asked for, in words.
    fn title(&self, network: &Network) -> String {
        let mut title = match self.statuses.as_slice() {
            [MeetingStatus::Held] => "Who met whom".to_owned(),
            [] => "Who met or was to meet whom".to_owned(),
            statuses => format!("Who met whom ({} meetings)", listed(statuses, " or ")),
        };
        let mut add = |words: String| {
            title.push_str(", ");
            title.push_str(&words);
        };
        if !self.around.is_empty() {
            let names: Vec<&str> = network
                .parties()
                .filter(|party| self.around.contains(&party.id))
                .map(|party| party.name.as_str())
                .collect();
            let steps = if self.depth == 1 { "step" } else { "steps" };
            add(format!("within {} {steps} of {}", self.depth, listed(&names, " or ")));
        }
        if !self.places.is_empty() {
            add(format!("in {}", listed(&self.places, " or ")));
        }
        if let Some(since) = self.since {
            add(format!("since {since}"));
        }
        if let Some(until) = self.until {
            add(format!("until {until}"));
        }
        if let Some(least) = self.confidence {
            add(format!("read with confidence {least} or more"));
        }
        if !self.kinds.is_empty() {
            add(format!("only {}", listed(&self.kinds, " or ")));
        }
        if !self.actor_kinds.is_empty() {
            add(format!("between actors of kind {}", listed(&self.actor_kinds, " or ")));
        }
        if self.at_least > 1 {
            add(format!("{} meetings or more", self.at_least));
        }
        title
    }
}

/// The words of what was missed and may surprise, a sentence each.
fn notes(missed: &BTreeMap<Miss, usize>) -> Vec<String> {
    let mut notes = Vec::new();
    for (&miss, &count) in missed {
        match miss {
            Miss::Status(status) => {
                notes.push(format!("{} left out", counted(count, &format!("{status} meeting"))));
            }
            Miss::Undated => {
                notes.push(format!("{} left out", counted(count, "undated meeting")));
            }
            Miss::Unsure => {
                notes.push(format!("{} left out", counted(count, "less sure meeting")));
            }
            Miss::Kind | Miss::Date | Miss::Place => {}
        }
    }
    notes
}

/// `1 actor`, `2 actors`.
fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// `held, planned or proposed`.
fn listed<T: ToString>(words: &[T], last: &str) -> String {
    let words: Vec<String> = words.iter().map(T::to_string).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, others)) => format!("{}{last}{end}", others.join(", ")),
    }
}

impl Network {
    /// The part of it with the `count` most active actors, noted as such.
    pub(crate) fn most_active(&self, count: usize) -> Self {
        let all = self.parties().len();
        let mut part = self.clone();
        if all > count {
            part.keep_top(count);
            part.notes.push(format!("only the {count} most active of {all} actors are shown"));
        }
        part.tidied()
    }

    /// Drops ties of fewer meetings than `at_least`.
    fn keep_ties(&mut self, at_least: usize) {
        self.graph = self.graph.filter_map(
            |_, party| Some(party.clone()),
            |_, tie| (tie.meetings.len() >= at_least).then(|| tie.clone()),
        );
    }

    /// Drops the actors that are more than `depth` ties away from all of `centers`.
    fn keep_near(&mut self, centers: &[ActorId], depth: usize) {
        let mut near: BTreeSet<_> = self
            .graph
            .node_indices()
            .filter(|&node| centers.contains(&self.graph[node].id))
            .collect();
        let mut border: Vec<_> = near.iter().copied().collect();
        for _ in 0..depth {
            let mut next = Vec::new();
            for node in border {
                for neighbor in self.graph.neighbors(node) {
                    if near.insert(neighbor) {
                        next.push(neighbor);
                    }
                }
            }
            border = next;
        }
        self.retain(|index| near.contains(&NodeIndex::new(index)));
    }

    /// Keeps the `count` actors with the most meetings with others, and of equals the smaller ids.
    fn keep_top(&mut self, count: usize) {
        let mut order: Vec<(usize, usize)> = self
            .graph
            .node_indices()
            .map(|node| {
                (
                    self.graph.edges(node).map(|edge| edge.weight().meetings.len()).sum(),
                    node.index(),
                )
            })
            .collect();
        order.sort_by_key(|&(strength, index)| (std::cmp::Reverse(strength), index));
        let kept: BTreeSet<usize> = order.into_iter().take(count).map(|(_, index)| index).collect();
        self.retain(|index| kept.contains(&index));
    }

    /// Drops the actors that no tie reaches, but none of `but`; says how many.
    fn drop_isolated(&mut self, but: &[ActorId]) -> usize {
        let tied: BTreeSet<usize> = self
            .graph
            .node_indices()
            .filter(|&node| {
                self.graph.neighbors(node).next().is_some() || but.contains(&self.graph[node].id)
            })
            .map(NodeIndex::index)
            .collect();
        let before = self.graph.node_count();
        self.retain(|index| tied.contains(&index));
        before - self.graph.node_count()
    }

    /// Keeps the actors whose index is `kept`, in their order, with the ties between them.
    fn retain(&mut self, kept: impl Fn(usize) -> bool) {
        self.graph = self.graph.filter_map(
            |node, party| kept(node.index()).then(|| party.clone()),
            |_, tie| Some(tie.clone()),
        );
    }

    /// The network without the meetings that neither a tie nor a shown actor rests on.
    fn tidied(mut self) -> Self {
        let present: BTreeSet<ActorId> = self.parties().map(|party| party.id).collect();
        let used: Vec<bool> = self
            .encounters
            .iter()
            .map(|encounter| encounter.participants.iter().any(|id| present.contains(id)))
            .collect();
        let mut places = Vec::with_capacity(used.len());
        let mut next = 0;
        for &used in &used {
            places.push(next);
            next += usize::from(used);
        }
        let mut flags = used.iter();
        self.encounters.retain(|_| *flags.next().expect("a flag for each meeting"));
        for tie in self.graph.edge_weights_mut() {
            for meeting in &mut tie.meetings {
                *meeting = places[*meeting];
            }
        }
        self
    }
}
