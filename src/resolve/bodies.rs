//! States, organizations and blocs over all articles: by identifier, name and alias.

use std::collections::{BTreeMap, BTreeSet};

use super::{Merge, actors::full, groups::Groups};
use crate::record::{ActorEntry, ActorKind};
use crate::text::fold;

/// Words that name bodies of many states: one made of them alone is not the same everywhere.
const GENERIC: &[&str] = &[
    "foreign",
    "ministry",
    "office",
    "of",
    "the",
    "and",
    "affairs",
    "external",
    "defense",
    "defence",
    "interior",
    "finance",
    "trade",
    "commerce",
    "justice",
    "energy",
    "health",
    "government",
    "parliament",
    "national",
    "assembly",
    "senate",
    "congress",
    "house",
    "representatives",
    "supreme",
    "constitutional",
    "high",
    "court",
    "central",
    "bank",
    "army",
    "armed",
    "forces",
    "military",
    "navy",
    "air",
    "force",
    "police",
    "state",
    "department",
    "cabinet",
    "council",
    "security",
    "presidency",
    "election",
    "electoral",
    "commission",
    "committee",
    "opposition",
    "ruling",
    "party",
    "embassy",
    "intelligence",
    "service",
    "agency",
    "chancellery",
    "coast",
    "guard",
    "border",
    "ministers",
    "for",
];

/// How sure it is that what has one identifier, or one name, is one.
const SURE: f64 = 0.999;

/// How sure it is that what one article calls by an alias is what another calls so.
const BY_ALIAS: f64 = 0.95;

/// How sure it is that a body with some initials is what another article calls by them.
const BY_INITIALS: f64 = 0.92;

/// How sure it is that a body is one of several that an abbreviation may stand for.
const BY_SOME_INITIALS: f64 = 0.4;

/// How sure it is that two bodies are one whose names differ in one word of several.
const BY_ALL_BUT_ONE: f64 = 0.5;

/// Bodies up to which all that an abbreviation, or all words but one, may stand for are told.
const FEW: usize = 5;

/// Words without a letter in an abbreviation.
const SKIPPED: &[&str] = &["of", "the", "and", "for", "in", "on", "to", "de", "des", "da", "a"];

/// Spellings of one word.
const ALIKE: &[(&str, &str)] = &[
    ("organisation", "organization"),
    ("centre", "center"),
    ("defence", "defense"),
    ("labour", "labor"),
    ("programme", "program"),
];

/// Numbers that are written both ways.
const NUMBERS: &[(&str, &str)] =
    &[("five", "5"), ("seven", "7"), ("eight", "8"), ("ten", "10"), ("twenty", "20")];

/// What was joined, and what may have to be.
#[derive(Default)]
pub(super) struct Found {
    /// An entry of those joined, and why.
    pub(super) merges: Vec<(usize, Merge)>,
    /// Entries of two that stay apart, how sure it is that they are one, and why.
    pub(super) doubts: Vec<(usize, usize, f64, String)>,
}

/// Joins states and organizations; tells for an entry of each why.
pub(super) fn join(all: &[&ActorEntry], groups: &mut Groups) -> Found {
    let mut work = Work { all, groups, found: Found::default() };
    let mut full_names: Written<'_> = BTreeMap::new();
    let mut ids: BTreeMap<(char, &str, &str), Vec<usize>> = BTreeMap::new();
    let (mut called, mut spoken): (Written<'_>, Written<'_>) = (BTreeMap::new(), BTreeMap::new());
    for (index, entry) in all.iter().enumerate() {
        if entry.kind == ActorKind::Person {
            continue;
        }
        let class = class(entry.kind);
        full_names.entry((class, full(entry))).or_default().push(index);
        for (scheme, value) in &entry.ids {
            ids.entry((class, scheme, value)).or_default().push(index);
        }
        for alias in &entry.aliases {
            called.entry((class, alias)).or_default().push(index);
        }
        let mentions = entry.mentions.iter().map(|it| it.text.as_str());
        for name in mentions.chain([entry.name.as_str()]) {
            spoken.entry((class, name)).or_default().push(index);
        }
    }
    spoken.retain(|(_, name), _| is_name(name));
    let named = plainly(full_names);
    let aliases = plainly(called.into_iter().chain(spoken));
    for ((_, name), members) in &named {
        let parts = if is_generic(name) { by_side(all, members) } else { vec![members.clone()] };
        for part in parts {
            work.join_all(&part, SURE, || "the same name".to_owned());
        }
    }
    for ((_, scheme, value), members) in &ids {
        work.join_all(members, SURE, || format!("the same {scheme}, {value}"));
    }
    work.by_alias(&named, &aliases);
    work.by_initials(&named);
    work.doubt_all_but_one(&named);
    work.found
}

/// Entries by what they are called, states apart from all else.
type Names = BTreeMap<(char, String), Vec<usize>>;

/// The same by what is written.
type Written<'a> = BTreeMap<(char, &'a str), Vec<usize>>;

/// Entries by plain names.
fn plainly<'a>(written: impl IntoIterator<Item = ((char, &'a str), Vec<usize>)>) -> Names {
    let mut names: Names = BTreeMap::new();
    for ((class, name), members) in written {
        names.entry((class, plain(name))).or_default().extend(members);
    }
    for members in names.values_mut() {
        members.sort_unstable();
    }
    names
}

/// States are joined with states, other bodies with each other.
fn class(kind: ActorKind) -> char {
    if kind == ActorKind::State { 's' } else { 'o' }
}

struct Work<'a> {
    all: &'a [&'a ActorEntry],
    groups: &'a mut Groups,
    found: Found,
}

impl Work<'_> {
    /// Joins entries, each with the next.
    fn join_all(&mut self, members: &[usize], score: f64, reason: impl Fn() -> String) {
        for pair in members.windows(2) {
            self.join(pair[0], pair[1], score, &reason);
        }
    }

    /// Joins two entries, and keeps why where they have two names.
    fn join(&mut self, one: usize, other: usize, score: f64, reason: impl Fn() -> String) {
        let names = [full(self.all[one]), full(self.all[other])];
        if self.groups.join(one, other) && names[0] != names[1] {
            let [one_name, other_name] = names.map(str::to_owned);
            let reasons = vec![reason()];
            self.found
                .merges
                .push((one, Merge { one: one_name, other: other_name, score, reasons }));
        }
    }

    /// Joins by an alias where it is the name of one and an alias of one other, or an abbreviation of
    /// two whose names have half of their words in common.
    fn by_alias(&mut self, named: &Names, aliases: &Names) {
        let mut pairs = Vec::new();
        for (key, called) in aliases.iter().filter(|(key, _)| !is_generic(&key.1)) {
            let mut roots: Vec<usize> = called.iter().map(|&it| self.groups.root(it)).collect();
            roots.sort_unstable();
            roots.dedup();
            for pair in roots.windows(2) {
                if is_abbreviation(&key.1) && are_akin(self.all[pair[0]], self.all[pair[1]]) {
                    pairs.push((pair[0], pair[1], key));
                }
            }
            if let Some(bearers) = named.get(key) {
                let bearer = self.groups.root(bearers[0]);
                let others: Vec<usize> = roots.into_iter().filter(|&it| it != bearer).collect();
                if let [only] = others[..] {
                    pairs.push((only, bearer, key));
                }
            }
        }
        for (one, other, (_, key)) in pairs {
            self.join(one, other, BY_ALIAS, || format!("‘{key}’ is a name of both"));
        }
    }

    /// Joins an abbreviation with the one body that has these initials.
    fn by_initials(&mut self, named: &Names) {
        let mut bodies: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for ((class, name), members) in named {
            if *class == 'o' {
                let own: BTreeSet<usize> = members.iter().map(|&it| self.groups.root(it)).collect();
                for short in short_forms(name) {
                    bodies.entry(short).or_default().extend(&own);
                }
            }
        }
        for ((class, name), members) in named {
            let Some(found) = bodies.get(name).filter(|_| *class == 'o') else { continue };
            let found: BTreeSet<usize> = found.iter().map(|&it| self.groups.root(it)).collect();
            if let (1, Some(&only)) = (found.len(), found.first()) {
                self.join(only, members[0], BY_INITIALS, || format!("‘{name}’ is short for it"));
            } else if found.len() <= FEW {
                let reason = format!("‘{name}’ may be short for it, and for others");
                let own = members[0];
                let doubts =
                    found.into_iter().map(|it| (it, own, BY_SOME_INITIALS, reason.clone()));
                self.found.doubts.extend(doubts);
            }
        }
    }

    /// Tells of bodies whose names have all words but one in common.
    fn doubt_all_but_one(&mut self, named: &Names) {
        let mut rests: BTreeMap<(String, usize), BTreeSet<usize>> = BTreeMap::new();
        for ((class, name), members) in named {
            let raw = fold(full(self.all[members[0]]));
            let words = raw.split([' ', '-']).filter(|word| !SKIPPED.contains(word));
            let words: BTreeSet<&str> = words.collect();
            if *class != 'o' || words.len() < 4 || is_generic(name) {
                continue;
            }
            let root = self.groups.root(members[0]);
            for left_out in &words {
                let rest: Vec<&str> =
                    words.iter().copied().filter(|word| word != left_out).collect();
                rests.entry((rest.join(" "), words.len())).or_default().insert(root);
            }
        }
        for roots in rests.into_values().filter(|roots| roots.len() <= FEW) {
            let roots: Vec<usize> = roots.into_iter().collect();
            for pair in roots.windows(2) {
                let reason = "names with all words but one in common".to_owned();
                self.found.doubts.push((pair[0], pair[1], BY_ALL_BUT_ONE, reason));
            }
        }
    }
}

/// A name without the article before it, dots, hyphens and differences of spelling.
fn plain(name: &str) -> String {
    let folded = fold(name).replace(['.', '-', '\''], "");
    let words = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| ALIKE.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| *to));
    let words: Vec<&str> = words.collect();
    match words[..] {
        ["the", _, ..] => words[1..].join(" "),
        _ => words.join(" "),
    }
}

/// Whether a mention is a name that may stand alone: an abbreviation, or words of which the first and
/// the last begin with a capital.
fn is_name(mention: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = mention.split(' ').filter(|word| *word != "the" && *word != "The");
    match (words.next(), words.next_back()) {
        (Some(first), Some(last)) => is_capital(first) && is_capital(last),
        (Some(only), None) => only.chars().filter(|letter| letter.is_uppercase()).count() > 1,
        _ => false,
    }
}

/// Whether a plain name is short and of one word, as abbreviations are.
fn is_abbreviation(plain: &str) -> bool {
    plain.len() < 9 && !plain.contains(' ')
}

/// Whether the names of two bodies have half of the words of the shorter in common.
fn are_akin(one: &ActorEntry, other: &ActorEntry) -> bool {
    let words = |entry: &ActorEntry| -> BTreeSet<String> {
        let name = plain(full(entry));
        let words = name.split(' ').filter(|word| !SKIPPED.contains(word));
        words.map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let least = one.len().min(other.len());
    least > 1 && one.intersection(&other).count() * 2 >= least
}

/// What a plain name may be shortened or turned to: its initials; `group of eight` to `g8`; `league of
/// arab states` to `arab league`.
fn short_forms(plain: &str) -> Vec<String> {
    let words: Vec<&str> = plain.split(' ').collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !SKIPPED.contains(word)).collect();
    let mut forms = Vec::new();
    if kept.len() > 1 {
        let initials: String = kept.iter().filter_map(|word| word.chars().next()).collect();
        let whole: String = words.iter().filter_map(|word| word.chars().next()).collect();
        forms.extend([initials, whole]);
    }
    match words[..] {
        ["group", "of", number] => {
            let number = NUMBERS.iter().find(|(word, _)| *word == number);
            forms.extend(number.map(|(_, digits)| format!("g{digits}")));
        }
        [head, "of", who] | [head, "of", who, "states" | "nations" | "countries"] => {
            forms.push(format!("{who} {head}"));
        }
        _ => (),
    }
    forms
}

/// Whether many states have a body of this name.
fn is_generic(name: &str) -> bool {
    name.split(' ').all(|word| GENERIC.contains(&word))
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
