//! Actors once more, after some articles came.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Bodies, Told, doubted, key, ranked, states_of, told_best};
use crate::record::{ActorId, ActorRef};
use crate::resolve::again::{Before, Written, print, reasons, renumber};
use crate::resolve::lists::{NONE, number};
use crate::resolve::people::again::{self, Again, Asked, NEW};
use crate::resolve::surroundings::Surroundings;
use crate::resolve::weigh::{ENOUGH, common, score};
use crate::resolve::{Actor, Corpus, Doubt, Entry, Merge, beside, bodies};
use crate::text::fold;

/// Groups that are made together.
const GROUPS: usize = 16;

/// The actors that are other than before.
pub(in crate::resolve) struct Renewed {
    /// Those that are new or may be other than before, by number.
    pub(in crate::resolve) actors: Vec<Actor>,
    /// The numbers of those that were there and are made anew, or are gone.
    pub(in crate::resolve) touched: BTreeSet<ActorId>,
    /// The numbers of those that were weighed anew and came out as they were.
    pub(in crate::resolve) same: BTreeSet<ActorId>,
    /// The entries that came, or are now those of another, with whose they are.
    pub(in crate::resolve) moved: Vec<(Entry<ActorRef>, ActorId)>,
    /// All doubts about bodies, and those about people that are made anew.
    pub(in crate::resolve) doubts: Vec<Doubt>,
    /// A hash of the pairs of bodies among them.
    pub(in crate::resolve) body_doubts: u64,
}

/// Makes anew the actors that new articles touch; none if that would be all, or something that bears on
/// all has changed.
pub(in crate::resolve) fn update(
    corpus: &Corpus,
    order: &[usize],
    before: &Before,
    written: &Written<'_>,
) -> Option<Renewed> {
    let told = Told::new(corpus, order);
    let mut around = Surroundings::new(&told);
    if !is_settled(&told, before, &around) {
        return None;
    }
    let was = Groups::new(&told, before)?;
    let refused = |group| (written.refused)(was.id(group), score(ENOUGH));
    let ((bodies, mut other_bodies), again) = beside::both(
        corpus.len(),
        || join_bodies(&told, &was),
        || again::join(&told, &mut around, &was.of, &refused),
    );
    let Again { groups: mut joined, asked, weak, found } = again?;
    let around = around;
    joined.append(&mut other_bodies);
    let mut now = Now::new(joined, &asked, told.form_of.len());
    let merges = told_best(&found.merges, &around, |entry| now.group(entry));
    now.explain(bodies.merges.into_iter().chain(merges));
    let same = now.leave(&was);
    let Now { made, mut merges, group_of, .. } = now;
    let mut actors = beside::each(made.iter(), GROUPS, |own| told.actor(own));
    for (at, actor) in actors.iter_mut().enumerate() {
        actor.merges = std::mem::take(&mut merges[at]);
    }
    let weak: BTreeSet<&str> = weak.iter().map(|&it| around.text(it)).collect();
    let mut others: Vec<Actor> = Vec::new();
    let mut moved: Vec<(Entry<ActorRef>, ActorId)> = Vec::new();
    for (at, Asked { group, came, is_other }) in (made.len()..).zip(&asked) {
        let id = was.id(*group);
        if !is_other && merges[at].is_empty() && was.has_reasons(*group, &[]) {
            continue;
        }
        let old = (written.merges)(id);
        let kept = old.iter().filter(|it| !weak.contains(it.one.as_str())).cloned();
        let merges = ranked(kept.chain(std::mem::take(&mut merges[at])).collect());
        if !is_other && merges == old {
            continue;
        }
        let members = was.members(*group);
        let mut actor = told.actor(&members);
        if *is_other {
            let is_own = |it: &usize| [NONE, number(at)].contains(&group_of[*it]);
            let new = || came.iter().copied().filter(|&it| was.of[it] != *group);
            let mut now: Vec<usize> = members.into_iter().filter(is_own).chain(new()).collect();
            now.sort_unstable();
            moved.extend(new().map(|it| (told.entry(it), id)));
            // Who would be numbered otherwise by that is better made anew.
            let before = key(corpus, &actor);
            actor = told.actor(&now);
            if key(corpus, &actor) != before {
                return None;
            }
        }
        others.push(Actor { id, merges, ..actor });
    }
    let keys: Vec<String> = actors.iter().map(|it| place(corpus, it)).collect();
    let touched = was.touched(&made, &asked);
    let gone = touched.iter().map(|it| it.row()).collect();
    let all: FxHashSet<i64> = was.ids.iter().copied().filter(|it| *it != 0).collect();
    let numbers = renumber(&keys, &all, &gone, |id| {
        if let Some(own) = same.get(&ActorId::new(id)) {
            return place(corpus, &told.actor(own));
        }
        let group = was.ids.iter().position(|&it| it == id).unwrap_or_default();
        place(corpus, &told.actor(&was.members(number(group))))
    })?;
    for (actor, number) in actors.iter_mut().zip(numbers) {
        actor.id = ActorId::new(number);
    }
    for (actor, own) in actors.iter().zip(&made) {
        let other = own.iter().filter(|&&it| was.id_of(it) != Some(actor.id));
        moved.extend(other.map(|&it| (told.entry(it), actor.id)));
    }
    let id_of = |entry: usize| {
        let group = group_of[entry] as usize;
        let chosen = group.checked_sub(actors.len()).and_then(|it| asked.get(it));
        match (actors.get(group), chosen) {
            (Some(actor), _) => actor.id,
            (None, Some(asked)) => was.id(asked.group),
            (None, None) => was.id(was.of[entry]),
        }
    };
    let of_bodies: FxHashSet<ActorId> =
        bodies.doubts.iter().flat_map(|it| [id_of(it.0), id_of(it.1)]).collect();
    let doubts = doubted(&found.doubts, bodies.doubts, &around, id_of);
    let body_doubts = print(doubts.iter().filter(|it| of_bodies.contains(&it.one)));
    actors.append(&mut others);
    actors.sort_by_key(|actor| actor.id);
    let same = same.into_keys().collect();
    Some(Renewed { actors, touched, same, moved, doubts, body_doubts })
}

/// What an actor is numbered by, and where it stands among those of the same name that one article names first.
fn place(corpus: &Corpus, actor: &Actor) -> String {
    format!("{}\0{:010}", key(corpus, actor), actor.entries[0].entry.index())
}

/// What was joined anew: the groups that are made, and behind them those that stay as they were but may have
/// other reasons to be.
struct Now<'a> {
    made: Vec<Vec<usize>>,
    asked: &'a [Asked],
    /// For each entry its group, or [`NONE`].
    group_of: Vec<u32>,
    /// Why each group is one.
    merges: Vec<Vec<Merge>>,
}

impl<'a> Now<'a> {
    /// Of some groups, among so many entries.
    fn new(made: Vec<Vec<usize>>, asked: &'a [Asked], entries: usize) -> Self {
        let mut this = Self { made, asked, group_of: vec![NONE; entries], merges: Vec::new() };
        this.place();
        this
    }

    fn place(&mut self) {
        let came = self.asked.iter().map(|it| &it.came);
        for (group, own) in (0..).zip(self.made.iter().chain(came)) {
            for &entry in own {
                self.group_of[entry] = group;
            }
        }
    }

    /// The group of an entry.
    fn group(&self, entry: usize) -> Option<usize> {
        Some(self.group_of[entry] as usize).filter(|_| self.group_of[entry] != NONE)
    }

    /// Takes why groups are one, each with one of the entries.
    fn explain(&mut self, merges: impl Iterator<Item = (usize, Merge)>) {
        self.merges = vec![Vec::new(); self.made.len() + self.asked.len()];
        for (entry, merge) in merges {
            if let Some(group) = self.group(entry) {
                self.merges[group].push(merge);
            }
        }
        for own in &mut self.merges {
            *own = ranked(std::mem::take(own));
        }
    }

    /// Leaves the groups that are what they were, for the same reasons; tells their numbers, with
    /// their entries.
    fn leave(&mut self, was: &Groups<'_>) -> BTreeMap<ActorId, Vec<usize>> {
        let sizes = was.sizes();
        let mut same = BTreeMap::new();
        let of_asked = self.merges.split_off(self.made.len());
        let merges = std::mem::take(&mut self.merges);
        for (own, merges) in std::mem::take(&mut self.made).into_iter().zip(merges) {
            if let Some(group) = was.same(&own, &sizes).filter(|&it| was.has_reasons(it, &merges)) {
                for &entry in &own {
                    self.group_of[entry] = NONE;
                }
                same.insert(was.id(group), own);
            } else {
                self.made.push(own);
                self.merges.push(merges);
            }
        }
        self.merges.extend(of_asked);
        self.place();
        same
    }
}

/// The groups that entries were in.
struct Groups<'a> {
    /// For each entry its group, or [`NEW`].
    of: Vec<u32>,
    ids: &'a [i64],
    /// A hash of why each is one.
    merges: &'a [u64],
}

impl<'a> Groups<'a> {
    fn new(told: &Told<'_>, before: &'a Before) -> Option<Self> {
        let mut of: Vec<u32> = Vec::with_capacity(told.form_of.len());
        let ranges = told.corpus.actors();
        let known = before.actors().of();
        for &article in told.order {
            let range = ranges.range(article);
            if before.is_new(article) {
                of.resize(of.len() + range.len(), NEW);
                continue;
            }
            let own = &known[range];
            if own.contains(&NONE) {
                return None;
            }
            of.extend_from_slice(own);
        }
        Some(Self { of, ids: before.actors().ids(), merges: before.merges() })
    }

    /// How many entries each group had.
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.ids.len()];
        for &group in self.of.iter().filter(|it| **it != NEW) {
            sizes[group as usize] += 1;
        }
        sizes
    }

    /// The group that was made of just these entries, by how many entries each group had.
    fn same(&self, entries: &[usize], sizes: &[usize]) -> Option<u32> {
        let group = self.of[*entries.first()?];
        let is_one = entries.iter().all(|&it| self.of[it] == group);
        (is_one && group != NEW && sizes[group as usize] == entries.len()).then_some(group)
    }

    /// Whether a group was one for some reasons.
    fn has_reasons(&self, group: u32, merges: &[Merge]) -> bool {
        self.merges.get(group as usize) == Some(&reasons(merges))
    }

    /// The number of a group.
    fn id(&self, group: u32) -> ActorId {
        ActorId::new(self.ids[group as usize])
    }

    /// The number of the group of an entry.
    fn id_of(&self, entry: usize) -> Option<ActorId> {
        let group = self.of[entry];
        (group != NEW).then(|| self.id(group))
    }

    /// The numbers of the groups that entries were in which are made anew, or chose another now.
    fn touched(&self, made: &[Vec<usize>], asked: &[Asked]) -> BTreeSet<ActorId> {
        let mut is_touched = vec![false; self.ids.len()];
        let came = asked.iter().flat_map(|it| &it.came);
        for &entry in made.iter().flatten().chain(came) {
            if let Some(is_touched) = is_touched.get_mut(self.of[entry] as usize) {
                *is_touched = true;
            }
        }
        for it in asked {
            is_touched[it.group as usize] = false;
        }
        let touched = (0..).zip(&is_touched).filter(|it| *it.1);
        touched.map(|it| self.id(it.0)).collect()
    }

    /// The entries of a group.
    fn members(&self, group: u32) -> Vec<usize> {
        (0..self.of.len()).filter(|&it| self.of[it] == group).collect()
    }
}

/// Joins states and organizations; gives too the entries of those that are other than before.
fn join_bodies(told: &Told<'_>, was: &Groups<'_>) -> (bodies::Found, Vec<Vec<usize>>) {
    let bodies = Bodies::new(told);
    let (mut groups, found) = bodies.join(told, &[]);
    // For each form of a body the first form of the body.
    let mut root_of = vec![NONE; bodies.place_of.len()];
    for (root, &place) in root_of.iter_mut().zip(&bodies.place_of) {
        if place != NONE {
            *root = number(groups.root(place as usize));
        }
    }
    // The group of each form, where it was there: all entries of one form are one.
    let mut group_of: Vec<u32> = vec![NEW; bodies.place_of.len()];
    let mut is_other: Vec<bool> = vec![false; bodies.forms.len()];
    for (&form, &group) in told.form_of.iter().zip(&was.of) {
        if group != NEW {
            group_of[form as usize] = group;
        } else if root_of[form as usize] != NONE {
            is_other[root_of[form as usize] as usize] = true;
        }
    }
    // For each body what group it was, for each group a body, and the bodies that are other than that.
    let mut known_of: Vec<u32> = vec![NONE; bodies.forms.len()];
    let mut body_of: Vec<u32> = vec![NONE; was.ids.len()];
    let all = root_of.iter().zip(&group_of);
    for (&root, &group) in all.filter(|it| *it.0 != NONE && *it.1 != NEW) {
        let (body, known) = (&mut body_of[group as usize], &mut known_of[root as usize]);
        if *body == NONE {
            *body = root;
        }
        if *known == NONE {
            *known = group;
        }
        if *body != root || *known != group {
            is_other[root as usize] = true;
            is_other[*body as usize] = true;
        }
    }
    let mut made: Vec<Vec<usize>> = Vec::new();
    let mut places: Vec<u32> = vec![NONE; bodies.forms.len()];
    let mut place_of: Vec<u32> = vec![NONE; bodies.place_of.len()];
    for (place, &root) in place_of.iter_mut().zip(&root_of) {
        if root == NONE || !is_other[root as usize] {
            continue;
        }
        let own = &mut places[root as usize];
        if *own == NONE {
            *own = number(made.len());
            made.push(Vec::new());
        }
        *place = *own;
    }
    for (entry, &form) in told.form_of.iter().enumerate() {
        let place = place_of[form as usize];
        if place != NONE {
            made[place as usize].push(entry);
        }
    }
    (found, made)
}

/// Whether what bears on all names is as it was without the new articles: how many articles make a name
/// common, which names are those of states and bodies, and how sides are written.
fn is_settled(told: &Told<'_>, before: &Before, around: &Surroundings<'_>) -> bool {
    let (corpus, order) = (told.corpus, told.order);
    let new = (0..).zip(order).filter(|(_, article)| before.is_new(**article));
    let new: Vec<u32> = new.map(|(rank, _)| rank).collect();
    let most = common(order.len());
    if common(order.len() - new.len()) != most {
        return false;
    }
    let mut names: Vec<u32> = new.iter().flat_map(|&rank| around.people(rank)).collect();
    names.sort_unstable();
    let crosses = names.chunk_by(|one, other| one == other).any(|own| {
        let count = around.borne(own[0]);
        count > most && count - own.len() <= most
    });
    if crosses {
        return false;
    }
    let readings = corpus.readings();
    let (old, all) = (before.actor_forms(), corpus.actor_forms());
    let mut fresh = (number(old)..number(all)).filter(|&it| readings.name_of(it).is_none());
    let has_states = fresh.any(|it| readings.state_of(it).is_some());
    let has_places = corpus.location_forms() > before.location_forms();
    let known = super::states(corpus);
    let sides = || readings.sides().iter().take(before.sides());
    if has_states || has_places {
        let known_before = states_of(corpus, old, before.location_forms());
        let is_other = |name: &String| known_before.get(name) != known.get(name);
        let other: BTreeSet<&String> = known.keys().filter(|it| is_other(it)).collect();
        if !other.is_empty() && sides().any(|it| other.contains(&fold(it))) {
            return false;
        }
    }
    // A name that is one of a body for the first time.
    let mut bodies: FxHashSet<u64> = readings.bodies(old..all).collect();
    if !bodies.is_empty() {
        for hash in readings.bodies(0..old) {
            bodies.remove(&hash);
        }
        if (0..number(before.sides())).any(|it| bodies.contains(&readings.side_hash(it))) {
            return false;
        }
    }
    // A side that is written for the first time may be written so for others too.
    let fresh: Vec<&str> = readings.sides().iter().skip(before.sides()).collect();
    let stands = |side: &str| {
        let folded = fold(side);
        known.get(&folded).cloned().flatten().unwrap_or(folded)
    };
    let mut firsts: FxHashMap<String, Option<&str>> = FxHashMap::default();
    firsts.extend(fresh.iter().map(|it| (stands(it), None)));
    if !firsts.is_empty() {
        for side in sides() {
            if let Some(first) = firsts.get_mut(&stands(side)) {
                *first = Some(first.map_or(side, |first| first.min(side)));
            }
        }
    }
    !fresh.iter().any(|it| firsts[&stands(it)].is_some_and(|first| *it < first))
}
