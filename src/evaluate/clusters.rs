//! Actors, locations and meetings over articles, against gold whose articles share ids.
//!
//! What is clustered are entries: those of the gold itself, which measures resolution alone, or
//! those that were extracted, by the gold entries that they fit, which measures the whole path.
//! Pairs of entries are right if both sides put them together; B-cubed (Bagga and Baldwin 1998) is
//! the mean over entries of how much of their cluster is theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::evaluate::article::{self, Match};
use crate::evaluate::gold::{Gold, Item};
use crate::evaluate::{Tally, count};
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationKind,
    LocationRef, MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};
use crate::resolve::{Signature, resolve};

/// Precision and recall as shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Shares {
    /// The share of what was put together that belongs together.
    pub precision: f64,
    /// The share of what belongs together that was put together.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Shares {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        Self { precision, recall, f1 }
    }
}

/// The figures of one kind of cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClusterFigures {
    /// Over pairs of entries.
    pub pairwise: Shares,
    /// Over entries.
    pub b_cubed: Shares,
    /// The entries.
    pub entries: usize,
    /// The things that the gold has them be.
    pub gold: usize,
    /// Things that were put together though they are several, by their ids in the gold.
    pub merged: Vec<Vec<String>>,
    /// Things that were found as several, with the articles of each.
    pub split: Vec<(String, Vec<Vec<String>>)>,
}

/// The figures of everything that is resolved over articles.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResolutionFigures {
    /// Of actors.
    pub actors: ClusterFigures,
    /// Of people among them.
    pub people: ClusterFigures,
    /// Of locations.
    pub locations: ClusterFigures,
    /// Of meetings.
    pub meetings: ClusterFigures,
}

impl ResolutionFigures {
    /// The figures with their names.
    #[must_use]
    pub fn rows(&self) -> [(&'static str, &ClusterFigures); 4] {
        [
            ("actors", &self.actors),
            ("people", &self.people),
            ("locations", &self.locations),
            ("meetings", &self.meetings),
        ]
    }
}

impl fmt::Display for ResolutionFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:16}{:^30}{:^30}", "", "pairs of entries", "B-cubed")?;
        write!(f, "{:16}", "")?;
        for _ in 0..2 {
            write!(f, "{:>10}{:>10}{:>10}", "precision", "recall", "F1")?;
        }
        write!(f, "{:>8}{:>8}{:>8}{:>8}", "entries", "gold", "merged", "split")?;
        for (name, it) in self.rows() {
            write!(f, "\n {name:15}")?;
            for it in [&it.pairwise, &it.b_cubed] {
                write!(f, "{:10.3}{:10.3}{:10.3}", it.precision, it.recall, it.f1)?;
            }
            let (merged, split) = (it.merged.len(), it.split.len());
            write!(f, "{:8}{:8}{merged:8}{split:8}", it.entries, it.gold)?;
        }
        Ok(())
    }
}

/// An entry: what the gold has it be, what it was resolved to, and its article.
struct Member {
    gold: String,
    found: i64,
    article: String,
}

/// Whether the articles of some gold share ids: an id of several articles means what has a word of
/// its name in common with the others, more often than not.
#[must_use]
pub fn shares_ids(gold: &[Gold]) -> bool {
    let mut bearers: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in gold.iter().flat_map(|article| &article.actors) {
        bearers.entry(&item.id).or_default().push(item);
    }
    let words = |item: &Item| -> BTreeSet<String> {
        let names = std::iter::once(&item.name).chain(&item.mentions);
        names.flat_map(|name| crate::text::personal::parts(name)).collect()
    };
    let (mut same, mut all) = (0, 0);
    for items in bearers.values() {
        for pair in items.windows(2) {
            all += 1;
            if pair[0].kind == pair[1].kind && !words(pair[0]).is_disjoint(&words(pair[1])) {
                same += 1;
            }
        }
    }
    all > 0 && same * 2 > all
}

/// Resolves what is annotated and compares.
#[must_use]
pub fn resolve_gold(gold: &[Gold]) -> ResolutionFigures {
    let records: Vec<Extraction> = gold.iter().map(record).collect();
    let same = |count: usize| (0..count).map(Match::Gold).collect();
    let matches = gold.iter().map(|it| Matches {
        actors: same(it.actors.len()),
        locations: same(it.locations.len()),
        meetings: same(it.meetings.len()),
    });
    compare(gold, &records, &matches.collect::<Vec<_>>())
}

/// Resolves what was extracted from the articles, each matched by its id, and compares.
#[must_use]
pub fn resolve_found(gold: &[Gold], found: &[Extraction]) -> ResolutionFigures {
    let by_id: BTreeMap<&str, &Extraction> = found.iter().map(|it| (it.id.as_str(), it)).collect();
    let records: Vec<Extraction> = gold
        .iter()
        .map(|it| by_id.get(it.id.as_str()).map(|it| (*it).clone()).unwrap_or_default())
        .collect();
    let matches: Vec<Matches> = gold
        .iter()
        .zip(&records)
        .map(|(gold, record)| {
            let scored = article::score(gold, record);
            Matches {
                actors: scored.actors,
                locations: scored.locations,
                meetings: scored.meetings,
            }
        })
        .collect();
    compare(gold, &records, &matches)
}

/// What each entry of a record is in the gold.
struct Matches {
    actors: Vec<Match>,
    locations: Vec<Match>,
    meetings: Vec<Match>,
}

fn compare(gold: &[Gold], records: &[Extraction], matches: &[Matches]) -> ResolutionFigures {
    let signatures: Vec<Option<Signature>> =
        gold.iter().map(|it| Signature::new(&it.text)).collect();
    let resolution = resolve(records, &signatures);
    // What is optional counts neither way.
    let member = |article: usize, of: &Match, id: &dyn Fn(usize) -> Option<String>, found: i64| {
        let Match::Gold(at) = *of else { return None };
        Some(Member { gold: id(at)?, found, article: gold[article].id.clone() })
    };
    let required = |it: &Item| (!it.optional).then(|| it.id.clone());
    let (mut actors, mut people) = (Vec::new(), Vec::new());
    for actor in &resolution.actors {
        for it in &actor.entries {
            let own = &gold[it.article].actors;
            let of = &matches[it.article].actors[it.entry.index()];
            let id = |at: usize| required(&own[at]);
            actors.extend(member(it.article, of, &id, actor.id.row()));
            if matches!(*of, Match::Gold(at) if own[at].kind == "person") {
                people.extend(member(it.article, of, &id, actor.id.row()));
            }
        }
    }
    let mut locations = Vec::new();
    for location in &resolution.locations {
        for it in &location.entries {
            let of = &matches[it.article].locations[it.entry.index()];
            let id = |at: usize| required(&gold[it.article].locations[at]);
            locations.extend(member(it.article, of, &id, location.id.row()));
        }
    }
    let mut meetings = Vec::new();
    for meeting in &resolution.meetings {
        for it in &meeting.entries {
            let of = &matches[it.article].meetings[it.entry.index()];
            let id = |at: usize| {
                let meeting = &gold[it.article].meetings[at];
                (!meeting.optional).then(|| meeting.id.clone())
            };
            meetings.extend(member(it.article, of, &id, meeting.id.row()));
        }
    }
    ResolutionFigures {
        actors: figures(&actors),
        people: figures(&people),
        locations: figures(&locations),
        meetings: figures(&meetings),
    }
}

/// The figures of some entries.
fn figures(members: &[Member]) -> ClusterFigures {
    let mut gold: BTreeMap<&str, BTreeMap<i64, Vec<String>>> = BTreeMap::new();
    let mut found: BTreeMap<i64, BTreeMap<&str, usize>> = BTreeMap::new();
    for it in members {
        let own = gold.entry(&it.gold).or_default().entry(it.found).or_default();
        own.push(it.article.clone());
        *found.entry(it.found).or_default().entry(&it.gold).or_default() += 1;
    }
    let pairs = |count: usize| count * count.saturating_sub(1) / 2;
    let mut tally = Tally::default();
    let (mut precision, mut recall) = (0.0, 0.0);
    for things in found.values() {
        let size: usize = things.values().sum();
        let right: usize = things.values().map(|&it| pairs(it)).sum();
        tally.right += right;
        tally.wrong += pairs(size) - right;
        precision += things.values().map(|&it| count(it * it)).sum::<f64>() / count(size);
    }
    for clusters in gold.values() {
        let size: usize = clusters.values().map(Vec::len).sum();
        tally.missed += pairs(size) - clusters.values().map(|it| pairs(it.len())).sum::<usize>();
        recall += clusters.values().map(|it| count(it.len() * it.len())).sum::<f64>() / count(size);
    }
    let entries = members.len();
    let mean = |sum: f64| if entries == 0 { 0.0 } else { sum / count(entries) };
    let several = |things: &BTreeMap<&str, usize>| things.len() > 1;
    ClusterFigures {
        pairwise: Shares::new(tally.precision(), tally.recall()),
        b_cubed: Shares::new(mean(precision), mean(recall)),
        entries,
        gold: gold.len(),
        merged: found
            .values()
            .filter(|things| several(things))
            .map(|things| things.keys().map(|&id| id.to_owned()).collect())
            .collect(),
        split: gold
            .into_iter()
            .filter(|(_, clusters)| clusters.len() > 1)
            .map(|(id, clusters)| (id.to_owned(), clusters.into_values().collect()))
            .collect(),
    }
}

/// Some words, wherever they stand.
fn excerpt(text: &str) -> Excerpt {
    Excerpt { text: text.to_owned(), start: 0, end: 0 }
}

/// A gold article as a record.
pub(super) fn record(gold: &Gold) -> Extraction {
    let actor = |id: &str| gold.actors.iter().position(|it| it.id == id).map(ActorRef::new);
    let place = |id: &str| gold.locations.iter().position(|it| it.id == id).map(LocationRef::new);
    let actors = gold.actors.iter().enumerate().map(|(index, it)| ActorEntry {
        id: ActorRef::new(index),
        name: it.name.clone(),
        kind: it.kind.parse().unwrap_or(ActorKind::Person),
        canonical: it.name.clone(),
        aliases: it.aliases.clone(),
        ids: BTreeMap::new(),
        mentions: it.mentions.iter().map(|text| excerpt(text)).collect(),
        roles: it.roles.clone(),
        affiliations: it.affiliations.clone().unwrap_or_default(),
    });
    let locations = gold.locations.iter().enumerate().map(|(index, it)| LocationEntry {
        id: LocationRef::new(index),
        name: it.name.clone(),
        kind: it.kind.parse().unwrap_or(LocationKind::City),
        country: it.country.clone(),
        city: String::new(),
        ids: BTreeMap::new(),
        lat: None,
        lon: None,
        mentions: Vec::new(),
    });
    let meetings = gold.meetings.iter().enumerate().map(|(index, it)| MeetingEntry {
        id: MeetingRef::new(index),
        kind: it.kind.parse().unwrap_or(MeetingKind::Meeting),
        status: it.status.parse().unwrap_or(MeetingStatus::Held),
        participants: it.participants.iter().filter_map(|id| actor(id)).collect(),
        hosts: Vec::new(),
        mediators: Vec::new(),
        locations: it.locations.iter().filter_map(|id| place(id)).collect(),
        date: it.date.as_deref().and_then(|date| date.parse().ok()),
        topics: Vec::new(),
        codes: Codes::default(),
        confidence: 1.0,
        evidence: Vec::new(),
    });
    Extraction {
        id: gold.id.clone(),
        url: gold.url.clone(),
        source: gold.source.clone(),
        published: gold.published,
        title: gold.title.clone(),
        actors: actors.collect(),
        locations: locations.collect(),
        meetings: meetings.collect(),
        ..Extraction::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(all: &[(&str, i64)]) -> Vec<Member> {
        let member = |&(gold, found): &(&str, i64)| Member {
            gold: gold.to_owned(),
            found,
            article: String::new(),
        };
        all.iter().map(member).collect()
    }

    #[test]
    fn pairs_and_entries_are_counted_by_hand() {
        // Three entries of a in one cluster with one of b; another of b alone.
        let all = members(&[("a", 1), ("a", 1), ("a", 1), ("b", 1), ("b", 2)]);
        let found = figures(&all);
        assert!((found.pairwise.precision - 0.5).abs() < 1e-9, "{found:?}");
        assert!((found.pairwise.recall - 0.75).abs() < 1e-9);
        assert!((found.b_cubed.precision - 0.7).abs() < 1e-9);
        assert!((found.b_cubed.recall - 0.8).abs() < 1e-9);
        assert_eq!(found.merged, [["a", "b"]]);
        assert_eq!(found.split.len(), 1);
    }

    #[test]
    fn ids_are_shared_where_names_are() {
        let article = |id: &str, name: &str| -> Gold {
            let text = serde_json::json!({
                "id": id, "text": "", "locations": [], "meetings": [], "statements": [],
                "actors": [{"id": "a1", "name": name, "kind": "person"}],
            });
            serde_json::from_value(text).expect("a gold article")
        };
        assert!(shares_ids(&[article("x", "Dana Rowe"), article("y", "D. Rowe")]));
        assert!(!shares_ids(&[article("x", "Dana Rowe"), article("y", "Ivo Marek")]));
        assert!(!shares_ids(&[article("x", "Dana Rowe")]));
    }
}
