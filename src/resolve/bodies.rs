//! States, organizations and blocs over all articles: by identifier, name and alias.

use std::collections::{BTreeMap, BTreeSet};

use super::{Merge, actors::full, groups::Groups};
use crate::record::{ActorEntry, ActorKind};
use crate::text::fold;

/// Words that name bodies of many states: one made of them alone is not the same everywhere.
const GENERIC: &[&str] = &[
    "foreign", "ministry", "office", "of", "the", "and", "affairs", "external", "defense", "defence",
    "interior", "finance", "trade", "commerce", "justice", "energy", "health", "government",
    "parliament", "national", "assembly", "senate", "congress", "house", "representatives",
    "supreme", "constitutional", "high", "court", "central", "bank", "army", "armed", "forces",
    "military", "navy", "air", "force", "police", "state", "department", "cabinet", "council",
    "security", "presidency", "election", "electoral", "commission", "committee", "opposition",
    "ruling", "party", "embassy", "intelligence", "service", "agency", "chancellery", "coast",
    "guard", "border", "ministers", "for",
];

/// How sure it is that what has one identifier, or one name, is one.
const SURE: f64 = 0.999;

/// How sure it is that what one article calls by an alias is what another calls so.
const BY_ALIAS: f64 = 0.95;

/// Joins states and organizations; tells for an entry of each why.
pub(super) fn join(all: &[&ActorEntry], groups: &mut Groups) -> Vec<(usize, Merge)> {
    let class = |kind: ActorKind| if kind == ActorKind::State { 's' } else { 'o' };
    let mut named: BTreeMap<(char, String), Vec<usize>> = BTreeMap::new();
    let mut ids: BTreeMap<(char, &str, &str), Vec<usize>> = BTreeMap::new();
    let mut aliases: BTreeMap<(char, String), Vec<usize>> = BTreeMap::new();
    for (index, entry) in all.iter().enumerate() {
        if entry.kind == ActorKind::Person {
            continue;
        }
        named.entry((class(entry.kind), plain(full(entry)))).or_default().push(index);
        for (scheme, value) in &entry.ids {
            ids.entry((class(entry.kind), scheme, value)).or_default().push(index);
        }
        for alias in &entry.aliases {
            aliases.entry((class(entry.kind), plain(alias))).or_default().push(index);
        }
    }
    let mut merges = Vec::new();
    let mut tell = |one: usize, other: usize, score: f64, reason: String| {
        let names = [full(all[one]), full(all[other])].map(str::to_owned);
        let [one_name, other_name] = names;
        let merge = Merge { one: one_name, other: other_name, score, reasons: vec![reason] };
        merges.push((one, merge));
    };
    for ((_, name), members) in &named {
        let parts = if is_generic(name) { by_side(all, members) } else { vec![members.clone()] };
        for part in parts {
            for pair in part.windows(2) {
                let is_new = groups.join(pair[0], pair[1]);
                if is_new && full(all[pair[0]]) != full(all[pair[1]]) {
                    tell(pair[0], pair[1], SURE, "the same name".to_owned());
                }
            }
        }
    }
    for ((_, scheme, value), members) in &ids {
        for pair in members.windows(2) {
            let is_new = groups.join(pair[0], pair[1]);
            if is_new && full(all[pair[0]]) != full(all[pair[1]]) {
                tell(pair[0], pair[1], SURE, format!("the same {scheme}, {value}"));
            }
        }
    }
    // An alias joins only where it is the name of one and an alias of one other.
    let mut pairs = Vec::new();
    for (key, called) in &aliases {
        let Some(bearers) = named.get(key) else { continue };
        let roots: BTreeSet<usize> = called.iter().map(|&index| groups.root(index)).collect();
        if let (1, Some(&root)) = (roots.len(), roots.first()) {
            pairs.push((root, bearers[0]));
        }
    }
    for (one, other) in pairs {
        if groups.join(one, other) {
            let reason = format!("‘{}’ is a name of both", full(all[other]));
            tell(one, other, BY_ALIAS, reason);
        }
    }
    merges
}

/// A name without the article before it.
fn plain(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").map_or(folded.clone(), str::to_owned)
}

/// Whether many states have a body of this name.
fn is_generic(name: &str) -> bool {
    name.split([' ', '-', '\'']).all(|word| word == "s" || GENERIC.contains(&word))
}

/// Bodies of one generic name by the state that they belong to; those without one stay together.
fn by_side(all: &[&ActorEntry], members: &[usize]) -> Vec<Vec<usize>> {
    let mut parts: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for &index in members {
        let side = all[index].affiliations.iter().map(|side| fold(side)).min();
        parts.entry(side).or_default().push(index);
    }
    // Where only one state is told, it is that of all.
    if parts.len() == 2 && parts.contains_key(&None) {
        return vec![members.to_vec()];
    }
    parts.into_values().collect()
}
