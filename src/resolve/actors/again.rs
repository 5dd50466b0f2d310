//! Actors once more, after some articles came.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Told, doubted, full, key, merge, ranked, states_of, tell};
use crate::record::{ActorEntry, ActorId, ActorKind};
use crate::resolve::again::{Before, renumber};
use crate::resolve::people::again::{self, Again, NEW};
use crate::resolve::weigh::{Surroundings, common};
use crate::resolve::{Actor, Corpus, Doubt, Merge, bodies};
use crate::text::fold;

/// The actors that are other than before.
pub(in crate::resolve) struct Renewed {
    /// Those that are new or may be other than before, by number.
    pub(in crate::resolve) actors: Vec<Actor>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub(in crate::resolve) touched: BTreeSet<ActorId>,
    /// All doubts about bodies, and those about people that are made anew.
    pub(in crate::resolve) doubts: Vec<Doubt>,
}

/// Makes anew the actors that new articles touch; none if that would be all, or something that bears on
/// all has changed.
pub(in crate::resolve) fn update(
    corpus: &Corpus,
    order: &[usize],
    before: &Before,
    merges_before: &dyn Fn(ActorId) -> Vec<Merge>,
) -> Option<Renewed> {
    let told = Told::new(corpus, order);
    let (around, people) = tell(&told, order);
    if !is_settled(&told, order, before, &around) {
        return None;
    }
    let was = Groups::new(&told, before)?;
    let of_people: Vec<u32> = people.iter().map(|it| was.of[it.entry]).collect();
    let Again { groups, asked, weak, found } = again::join(&people, &around, &of_people)?;
    let entries_of =
        |all: &[usize]| -> Vec<usize> { all.iter().map(|&it| people[it].entry).collect() };
    let mut made: Vec<Vec<usize>> = groups.iter().map(|it| entries_of(it)).collect();
    let bodies = join_bodies(&told, &was.of, &mut made);
    // Those who stay as they were, but may have other reasons to be, stand behind those that are made.
    let asked = asked.into_iter().map(|(group, came)| (group, entries_of(&came)));
    let asked: Vec<(u32, Vec<usize>)> = asked.collect();
    let group_of = places(made.iter().chain(asked.iter().map(|it| &it.1)));
    let name = |number: u32| around.full[number as usize].clone();
    let merges = found.merges.iter().map(|(entry, [one, other], weight)| {
        (*entry, merge(name(*one), name(*other), weight, &around))
    });
    let mut merges_of: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
    for (entry, merge) in bodies.merges.into_iter().chain(merges) {
        if let Some(&group) = group_of.get(&entry) {
            merges_of.entry(group).or_default().push(merge);
        }
    }
    let mut merges_of = |at: usize| merges_of.remove(&at).unwrap_or_default();
    let mut actors: Vec<Actor> = made
        .iter()
        .enumerate()
        .map(|(at, own)| Actor { merges: ranked(merges_of(at)), ..told.actor(own) })
        .collect();
    let weak: BTreeSet<&str> = weak.iter().map(|&it| around.full[it as usize].as_str()).collect();
    let mut others: Vec<Actor> = Vec::new();
    for (at, (group, _)) in (made.len()..).zip(&asked) {
        let id = was.ids[*group as usize];
        let old = merges_before(id);
        let kept = old.iter().filter(|it| !weak.contains(it.one.as_str())).cloned();
        let merges = ranked(kept.chain(merges_of(at)).collect());
        if merges != old {
            others.push(Actor { id, merges, ..told.actor(&was.members(*group)) });
        }
    }
    let touched: BTreeSet<u32> =
        made.iter().flatten().map(|&it| was.of[it]).filter(|it| *it != NEW).collect();
    let keys: Vec<String> = actors.iter().map(|it| key(corpus, it)).collect();
    let touched: BTreeSet<ActorId> = touched.into_iter().map(|it| was.ids[it as usize]).collect();
    let gone = touched.iter().map(|it| it.row()).collect();
    let all: FxHashSet<i64> = was.ids.iter().map(|it| it.row()).collect();
    let numbers = renumber(&keys, &all, &gone, |id| {
        let group = was.ids.iter().position(|it| it.row() == id).unwrap_or_default();
        let group = u32::try_from(group).expect("groups are fewer than four billion");
        key(corpus, &told.actor(&was.members(group)))
    })?;
    for (actor, number) in actors.iter_mut().zip(numbers) {
        actor.id = ActorId::new(number);
    }
    let id_of = |entry: usize| match group_of.get(&entry) {
        Some(&group) if group < made.len() => actors[group].id,
        _ => was.ids[was.of[entry] as usize],
    };
    let doubts = doubted(&found.doubts, bodies.doubts, &around, id_of);
    actors.append(&mut others);
    actors.sort_by_key(|actor| actor.id);
    Some(Renewed { actors, touched, doubts })
}

/// The groups that entries were in, by numbers from 0.
struct Groups {
    /// For each entry its group, or [`NEW`].
    of: Vec<u32>,
    ids: Vec<ActorId>,
}

impl Groups {
    fn new(told: &Told<'_>, before: &Before) -> Option<Self> {
        let mut numbers: FxHashMap<ActorId, u32> = FxHashMap::default();
        let mut this = Self { of: Vec::with_capacity(told.entries.len()), ids: Vec::new() };
        for &at in &told.entries {
            if before.is_new(at.article) {
                this.of.push(NEW);
                continue;
            }
            let id = before.actor(at)?;
            let group = *numbers.entry(id).or_insert_with(|| {
                this.ids.push(id);
                u32::try_from(this.ids.len() - 1).expect("groups are fewer than four billion")
            });
            this.of.push(group);
        }
        Some(this)
    }

    /// The entries of a group.
    fn members(&self, group: u32) -> Vec<usize> {
        (0..self.of.len()).filter(|&it| self.of[it] == group).collect()
    }
}

/// Which of some groups each entry is in.
fn places<'a>(groups: impl Iterator<Item = &'a Vec<usize>>) -> FxHashMap<usize, usize> {
    let mut places = FxHashMap::default();
    for (group, own) in groups.enumerate() {
        places.extend(own.iter().map(|&it| (it, group)));
    }
    places
}

/// Joins states and organizations; adds the entries of those that are other than before.
fn join_bodies(told: &Told<'_>, was: &[u32], made: &mut Vec<Vec<usize>>) -> bodies::Found {
    let (mut forms, found) = told.join_forms(&[]);
    let roots: Vec<usize> = (0..told.forms.len()).map(|form| forms.root(form)).collect();
    let bodies = || {
        let all = told.form_of.iter().zip(was).enumerate();
        let bodies = all.filter(|(_, (form, _))| !told.is_person(**form));
        bodies.map(|(entry, (&form, &group))| (entry, roots[form as usize], group))
    };
    // For each body what group it was, for each group a body, and the bodies that are other than that.
    let mut group_of: Vec<Option<u32>> = vec![None; roots.len()];
    let mut body_of: FxHashMap<u32, usize> = FxHashMap::default();
    let mut is_other: Vec<bool> = vec![false; roots.len()];
    for (_, root, group) in bodies() {
        if group == NEW {
            is_other[root] = true;
            continue;
        }
        let body = *body_of.entry(group).or_insert(root);
        let known = *group_of[root].get_or_insert(group);
        if body != root || known != group {
            is_other[root] = true;
            is_other[body] = true;
        }
    }
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    for (entry, root, _) in bodies().filter(|(_, root, _)| is_other[*root]) {
        let at = *places.entry(root).or_insert_with(|| {
            made.push(Vec::new());
            made.len() - 1
        });
        made[at].push(entry);
    }
    found
}

/// Whether what bears on all names is as it was without the new articles: how many articles make a name
/// common, which names are those of states and bodies, and how sides are written.
fn is_settled(told: &Told<'_>, order: &[usize], before: &Before, around: &Surroundings) -> bool {
    let new = (0..).zip(order).filter(|(_, article)| before.is_new(**article));
    let new: Vec<usize> = new.map(|(rank, _)| rank).collect();
    let most = common(order.len());
    if common(order.len() - new.len()) != most {
        return false;
    }
    let mut names: Vec<u32> =
        new.iter().flat_map(|&rank| around.people[rank].iter().copied()).collect();
    names.sort_unstable();
    let crosses = names.chunk_by(|one, other| one == other).any(|own| {
        let count = around.articles[own[0] as usize].len();
        count > most && count - own.len() <= most
    });
    if crosses {
        return false;
    }
    let mut is_old = vec![false; told.forms.len()];
    for (&form, at) in told.form_of.iter().zip(&told.entries) {
        is_old[form as usize] |= !before.is_new(at.article);
    }
    let forms = |wanted: bool| -> Vec<&ActorEntry> {
        let own = told.forms.iter().zip(&is_old).filter(|it| *it.1 == wanted);
        own.map(|it| *it.0).collect()
    };
    let (old, new) = (forms(true), forms(false));
    let known = super::states(told.corpus, &told.forms);
    let known_before = states_before(told, before, &old);
    let mut other: BTreeSet<String> = known
        .iter()
        .filter(|(name, stands)| known_before.get(*name) != Some(*stands))
        .map(|(name, _)| name.clone())
        .collect();
    let fresh_bodies = bodies_of(&new);
    if !fresh_bodies.is_empty() {
        other.extend(fresh_bodies.difference(&bodies_of(&old)).cloned());
    }
    let sides_before = sides_of(&old);
    let sides = sides_of(&new);
    let fresh: Vec<&str> = sides.difference(&sides_before).copied().collect();
    // A side that is written for the first time may be written so for others too.
    let stands = |side: &str| {
        let folded = fold(side);
        known.get(&folded).cloned().flatten().unwrap_or(folded)
    };
    let is_rewritten = !fresh.is_empty() && {
        let mut first: FxHashMap<String, &str> = FxHashMap::default();
        for &side in &sides_before {
            // They come in order.
            first.entry(stands(side)).or_insert(side);
        }
        fresh.iter().any(|it| first.get(&stands(it)).is_some_and(|first| it < first))
    };
    let is_reread = !other.is_empty() && sides_before.iter().any(|it| other.contains(&fold(it)));
    !is_rewritten && !is_reread
}

/// The names of organizations and blocs, folded.
fn bodies_of(forms: &[&ActorEntry]) -> BTreeSet<String> {
    let is_body = |it: &&&ActorEntry| matches!(it.kind, ActorKind::Organization | ActorKind::Bloc);
    let bodies = forms.iter().filter(is_body);
    bodies.flat_map(|it| [fold(full(it)), fold(&it.name)]).collect()
}

/// The states, and all that people are said to act for, as they are written.
fn sides_of<'a>(forms: &[&'a ActorEntry]) -> BTreeSet<&'a str> {
    let mut sides: FxHashSet<&str> = FxHashSet::default();
    for form in forms {
        match form.kind {
            ActorKind::State => {
                sides.insert(full(form));
            }
            ActorKind::Person => sides.extend(form.affiliations.iter().map(String::as_str)),
            ActorKind::Organization | ActorKind::Bloc => (),
        }
    }
    sides.into_iter().collect()
}

/// The names of states without the new articles.
fn states_before(
    told: &Told<'_>,
    before: &Before,
    old: &[&ActorEntry],
) -> BTreeMap<String, Option<String>> {
    let corpus = told.corpus;
    let mut is_old = vec![false; corpus.location_forms().len()];
    for (article, brief) in corpus.articles.iter().enumerate() {
        if !before.is_new(article) {
            for &form in &brief.locations {
                is_old[form as usize] = true;
            }
        }
    }
    let places = corpus.location_forms().iter().zip(is_old).filter(|it| it.1).map(|it| it.0);
    states_of(old, places)
}
