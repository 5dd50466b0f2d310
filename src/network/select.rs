//! Picks the part of a network that a user asks for.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::build::Stock;
use super::states;
use super::{
    Encounter, Ground, Material, Membership, Network, Party, PartyId, PartyKind, TieKind, Utterance,
};
use crate::date::Date;
use crate::record::{ActorId, ActorKind, Confidence, MeetingKind, MeetingStatus};
use crate::text::fold;

/// What a network is to show; an empty list stands for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What ties the actors.
    pub ties: TieKind,
    /// Only meetings that may have been on this date or after, and what was published then.
    pub since: Option<Date>,
    /// Only meetings that may have been on this date or before, and what was published then.
    pub until: Option<Date>,
    /// Only meetings of these kinds.
    pub kinds: Vec<MeetingKind>,
    /// Only meetings that have come as far as one of these; at first, those held.
    pub statuses: Vec<MeetingStatus>,
    /// Only meetings in one of these places or countries, by name.
    pub places: Vec<String>,
    /// Only meetings and statements read with at least this confidence.
    pub confidence: Option<Confidence>,
    /// Only actors of these kinds.
    pub actor_kinds: Vec<ActorKind>,
    /// Only actors that can be reached from one of these over at most [`Self::depth`] ties.
    pub around: Vec<ActorId>,
    /// How far from the actors of [`Self::around`].
    pub depth: usize,
    /// Only what lies on a shortest path from one of the first to one of the second.
    pub between: Option<[Vec<ActorId>; 2]>,
    /// Only ties of so many meetings, statements or articles or more.
    pub at_least: usize,
    /// Only so many actors: those with the most meetings or statements with others.
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
            ties: TieKind::Met,
            since: None,
            until: None,
            kinds: Vec::new(),
            statuses: vec![MeetingStatus::Held],
            places: Vec::new(),
            confidence: None,
            actor_kinds: Vec::new(),
            around: Vec::new(),
            depth: 1,
            between: None,
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

/// What is asked for of a material, and how much is not.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) encounters: Vec<&'a Encounter>,
    pub(super) utterances: Vec<&'a Utterance>,
    pub(super) memberships: Vec<&'a Membership>,
    missed: BTreeMap<Miss, usize>,
}

impl Selection {
    /// Draws the network of those of `parties` and `encounters` that are asked for.
    ///
    /// Its title says what was asked, its notes what was left out.
    #[must_use]
    pub fn draw(&self, parties: &[Party], encounters: &[Encounter]) -> Network {
        self.draw_from(&Material { parties, encounters, ..Material::default() })
    }

    /// Draws the network of what is asked for, of any kind.
    ///
    /// Its title says what was asked, its notes what was left out.
    #[must_use]
    pub fn draw_from(&self, material: &Material<'_>) -> Network {
        let chosen = self.chosen(material);
        let mut notes = self.notes(&chosen.missed);
        let mut stock = Stock {
            parties: Vec::new(),
            encounters: chosen.encounters.into_iter().cloned().collect(),
            utterances: chosen.utterances.into_iter().cloned().collect(),
            memberships: chosen.memberships.into_iter().cloned().collect(),
        };
        if self.ties == TieKind::StateMet {
            let states = states::states(material);
            let stateless = states::by_state(&mut stock.encounters, &states).len();
            if stateless > 0 {
                let left_out = counted(stateless, "participant");
                notes.push(format!("{left_out} without a known state left out"));
            }
        }
        stock.parties = self.present(material, &stock);
        let mut network = Network::drawn(self.ties, stock);
        let title = self.title(&network);
        network.keep_ties(self.at_least);
        if !self.around.is_empty() {
            network.keep_near(&self.around, self.depth);
        }
        if let Some([from, to]) = &self.between
            && !network.keep_between(from, to)
        {
            notes.push("no ties connect the two".to_owned());
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

    /// What of a material is asked for: of one kind, as the ties have it.
    pub(super) fn chosen<'a>(&self, material: &Material<'a>) -> Chosen<'a> {
        let mut chosen = Chosen {
            encounters: Vec::new(),
            utterances: Vec::new(),
            memberships: Vec::new(),
            missed: BTreeMap::new(),
        };
        let missed = &mut chosen.missed;
        let mut keep = |miss: Option<Miss>| match miss {
            Some(miss) => {
                *missed.entry(miss).or_default() += 1;
                false
            }
            None => true,
        };
        match self.ties.ground() {
            Ground::Meetings => {
                let places: Vec<String> = self.places.iter().map(|name| fold(name)).collect();
                let all = material.encounters.iter();
                chosen.encounters = all.filter(|it| keep(self.miss(it, &places))).collect();
            }
            Ground::Statements => {
                let miss = |it: &Utterance| {
                    if self.confidence.is_some_and(|least| it.confidence < least) {
                        return Some(Miss::Unsure);
                    }
                    self.miss_date(it.published)
                };
                let all = material.utterances.iter();
                chosen.utterances = all.filter(|it| keep(miss(it))).collect();
            }
            Ground::Memberships => {
                let told = |it: &Membership| {
                    let first = it.first?;
                    Some(Date::between(first.first(), it.last.unwrap_or(first).last()))
                };
                let all = material.memberships.iter();
                chosen.memberships = all.filter(|it| keep(self.miss_date(told(it)))).collect();
            }
        }
        chosen
    }

    /// The parties that take part in what is asked for, those around whom one looks, and places.
    fn present(&self, material: &Material<'_>, stock: &Stock) -> Vec<Party> {
        let taking: BTreeSet<ActorId> = match self.ties {
            TieKind::Met | TieKind::StateMet | TieKind::MetAt => {
                stock.encounters.iter().flat_map(|it| &it.participants).copied().collect()
            }
            TieKind::SpokeAbout => stock
                .utterances
                .iter()
                .filter(|it| !it.about.is_empty() && !it.speakers.is_empty())
                .flat_map(|it| it.speakers.iter().chain(&it.about))
                .copied()
                .collect(),
            TieKind::CoStatement => stock
                .utterances
                .iter()
                .filter(|it| it.speakers.len() > 1)
                .flat_map(|it| &it.speakers)
                .copied()
                .collect(),
            TieKind::Affiliated => {
                stock.memberships.iter().flat_map(|it| [it.actor, it.body]).collect()
            }
        };
        let sought: Vec<ActorId> =
            self.around.iter().chain(self.between.iter().flatten().flatten()).copied().collect();
        let kinds: Vec<PartyKind> = self.actor_kinds.iter().map(|&kind| kind.into()).collect();
        let mut parties: Vec<Party> = material
            .parties
            .iter()
            .filter(|party| kinds.is_empty() || kinds.contains(&party.kind))
            .filter(|party| {
                party.id.actor().is_some_and(|id| taking.contains(&id) || sought.contains(&id))
            })
            .cloned()
            .collect();
        if self.ties == TieKind::MetAt {
            parties.extend(sites(&stock.encounters));
        }
        parties
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
        self.miss_date(encounter.date)
    }

    /// Why what is of this date is not asked for.
    fn miss_date(&self, date: Option<Date>) -> Option<Miss> {
        if self.since.is_none() && self.until.is_none() {
            return None;
        }
        let Some(date) = date else { return Some(Miss::Undated) };
        let early = self.since.is_some_and(|since| date.last() < since.first());
        let late = self.until.is_some_and(|until| date.first() > until.last());
        (early || late).then_some(Miss::Date)
    }

    /// What is asked for, in words.
    fn title(&self, network: &Network) -> String {
        let mut title = match self.ties {
            TieKind::Met => "Who met whom",
            TieKind::StateMet => "Which states met through those who act for them",
            TieKind::MetAt => "Who met where",
            TieKind::SpokeAbout => "Who speaks about whom",
            TieKind::CoStatement => "Who speaks with one voice",
            TieKind::Affiliated => "Who acts for whom",
        }
        .to_owned();
        match (self.ties.ground(), self.statuses.as_slice()) {
            (Ground::Statements | Ground::Memberships, _) | (_, [MeetingStatus::Held]) => {}
            (Ground::Meetings, []) if self.ties == TieKind::Met => {
                "Who met or was to meet whom".clone_into(&mut title);
            }
            (Ground::Meetings, []) => title.push_str(" (meetings held or not)"),
            (Ground::Meetings, statuses) => {
                title.push_str(&format!(" ({} meetings)", listed(statuses, " or ")));
            }
        }
        let mut add = |words: String| {
            title.push_str(", ");
            title.push_str(&words);
        };
        if !self.around.is_empty() {
            let steps = if self.depth == 1 { "step" } else { "steps" };
            let names = listed(&names(network, &self.around), " or ");
            add(format!("within {} {steps} of {names}", self.depth));
        }
        if let Some([from, to]) = &self.between {
            let [from, to] = [from, to].map(|ids| listed(&names(network, ids), " or "));
            add(format!("between {from} and {to}"));
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
            add(format!("{} or more", self.ties.counted(self.at_least)));
        }
        title
    }

    /// The words of what was missed and may surprise, a sentence each.
    fn notes(&self, missed: &BTreeMap<Miss, usize>) -> Vec<String> {
        let word = match self.ties.ground() {
            Ground::Meetings => "meeting",
            Ground::Statements => "statement",
            Ground::Memberships => "affiliation",
        };
        let mut notes = Vec::new();
        let mut add = |count, what: String| {
            notes.push(format!("{} left out", counted(count, &what)));
        };
        for (&miss, &count) in missed {
            match miss {
                Miss::Status(status) => add(count, format!("{status} {word}")),
                Miss::Undated => add(count, format!("undated {word}")),
                Miss::Unsure => add(count, format!("less sure {word}")),
                Miss::Kind | Miss::Date | Miss::Place => {}
            }
        }
        notes
    }
}

/// The names of those of `ids` that are in a network.
fn names<'a>(network: &'a Network, ids: &[ActorId]) -> Vec<&'a str> {
    let sought = |id: PartyId| id.actor().is_some_and(|id| ids.contains(&id));
    network.parties().filter(|party| sought(party.id)).map(|party| party.name.as_str()).collect()
}

/// The most specific places of meetings, as parties.
fn sites(encounters: &[Encounter]) -> Vec<Party> {
    let mut sites: BTreeMap<PartyId, &super::Site> = BTreeMap::new();
    for encounter in encounters {
        if let (Some(id), Some(site)) = (encounter.site(), encounter.places.first()) {
            sites.entry(id).or_insert(site);
        }
    }
    let party = |(id, site): (PartyId, &super::Site)| Party {
        id,
        name: site.name.clone(),
        kind: PartyKind::Place,
        roles: Vec::new(),
        affiliations: Some(site.country.clone())
            .filter(|country| !country.is_empty() && *country != site.name)
            .into_iter()
            .collect(),
    };
    sites.into_iter().map(party).collect()
}

/// `1 actor`, `2 actors`.
pub(super) fn counted(count: usize, word: &str) -> String {
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

    /// Drops ties that weigh less than `at_least`.
    fn keep_ties(&mut self, at_least: usize) {
        self.graph = self.graph.filter_map(
            |_, party| Some(party.clone()),
            |_, tie| (tie.weight >= at_least).then(|| tie.clone()),
        );
    }

    /// Drops the actors that are more than `depth` ties away from all of `centers`.
    fn keep_near(&mut self, centers: &[ActorId], depth: usize) {
        let mut near: BTreeSet<_> =
            self.graph.node_indices().filter(|&node| is_of(centers, self.graph[node].id)).collect();
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
                (self.graph.edges(node).map(|edge| edge.weight().weight).sum(), node.index())
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
                self.graph.neighbors(node).next().is_some() || is_of(but, self.graph[node].id)
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

    /// The network without what neither a tie nor a shown actor rests on.
    fn tidied(mut self) -> Self {
        let present: BTreeSet<PartyId> = self.parties().map(|party| party.id).collect();
        let any = |ids: &[ActorId]| ids.iter().any(|&id| present.contains(&id.into()));
        let used: Vec<bool> = match self.kind.ground() {
            Ground::Meetings => self.encounters.iter().map(|it| any(&it.participants)).collect(),
            Ground::Statements => {
                self.utterances.iter().map(|it| any(&it.speakers) || any(&it.about)).collect()
            }
            Ground::Memberships => {
                self.memberships.iter().map(|it| any(&[it.actor, it.body])).collect()
            }
        };
        let mut places = Vec::with_capacity(used.len());
        let mut next = 0;
        for &used in &used {
            places.push(next);
            next += usize::from(used);
        }
        let mut flags = used.iter();
        let mut keep = || *flags.next().expect("a flag for each");
        match self.kind.ground() {
            Ground::Meetings => self.encounters.retain(|_| keep()),
            Ground::Statements => self.utterances.retain(|_| keep()),
            Ground::Memberships => self.memberships.retain(|_| keep()),
        }
        for tie in self.graph.edge_weights_mut() {
            for ground in &mut tie.grounds {
                *ground = places[*ground];
            }
        }
        self
    }

    /// Keeps what lies on a shortest path from one of `from` to one of `to`, whichever way ties
    /// lead; tells whether there is such a path.
    fn keep_between(&mut self, from: &[ActorId], to: &[ActorId]) -> bool {
        let [before, after] = [from, to].map(|ends| self.distances(ends));
        let whole = |node: usize| Some(before[node]? + after[node]?);
        let Some(least) = (0..before.len()).filter_map(whole).min() else {
            self.retain(|_| false);
            return false;
        };
        let on_path = |one: NodeIndex, other: NodeIndex| {
            let step = |one: usize, other: usize| Some(before[one]? + 1 + after[other]?);
            step(one.index(), other.index()) == Some(least)
                || step(other.index(), one.index()) == Some(least)
        };
        let ends: Vec<_> =
            self.graph.raw_edges().iter().map(|e| (e.source(), e.target())).collect();
        self.graph = self.graph.filter_map(
            |node, party| (whole(node.index()) == Some(least)).then(|| party.clone()),
            |edge, tie| {
                let (one, other) = ends[edge.index()];
                on_path(one, other).then(|| tie.clone())
            },
        );
        true
    }

    /// How many ties lead to each party from the nearest of `centers`.
    fn distances(&self, centers: &[ActorId]) -> Vec<Option<usize>> {
        let mut distances = vec![None; self.graph.node_count()];
        let mut border: Vec<NodeIndex> =
            self.graph.node_indices().filter(|&node| is_of(centers, self.graph[node].id)).collect();
        for distance in 0.. {
            let mut next = Vec::new();
            for node in border {
                if distances[node.index()].is_none() {
                    distances[node.index()] = Some(distance);
                    next.extend(self.graph.neighbors(node));
                }
            }
            if next.is_empty() {
                break;
            }
            border = next;
        }
        distances
    }
}

/// Whether a party is one of these actors.
fn is_of(actors: &[ActorId], party: PartyId) -> bool {
    party.actor().is_some_and(|id| actors.contains(&id))
}
