//! Names that may be several people's: a letter and a family name, a family name, an office. Each
//! chooses by itself among the people whom it may stand for; these then take in those who agree with
//! each other.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{BLOCK, Left, Tie, Weakness, Work, merge};
use crate::resolve::beside;
use crate::resolve::likeness::Likeness;
use crate::resolve::surroundings::Surroundings;
use crate::resolve::weigh::{
    self, ALONE, Base, Bearer, ENOUGH, Heard, MARGIN, More, ONLY, WORTH_A_LOOK, are_opposed,
    mark_only, score,
};

/// Bearers of weak names that choose together.
const TOGETHER: usize = 256;

/// Joins each bearer of a weak name with the one person for whom it stands; gives back what was not
/// joined.
pub(super) fn join(
    work: &mut Work<'_>,
    bearers: &mut Vec<Bearer>,
    weakness: Weakness,
) -> Vec<Left> {
    let around = work.around;
    let candidates = Candidates::new(bearers, weakness, around);
    let weak = alike(work, bearers, weakness);
    let all = &*bearers;
    let choices = beside::each(weak.chunks(TOGETHER), 1, |own| {
        Choices::new(own, all, (weakness, &candidates), around)
    });
    drop(candidates);
    let mut left = Vec::new();
    let mut chosen: BTreeMap<usize, Vec<Pick>> = BTreeMap::new();
    let mut all: Vec<Base> = Vec::new();
    for mut it in choices {
        left.append(&mut it.left);
        for (person, pick) in it.chosen {
            chosen.entry(person).or_default().push(pick.behind(all.len()));
        }
        all.append(&mut it.bases);
    }
    let (chosen, now): (Vec<(usize, Vec<Pick>)>, _) = (chosen.into_iter().collect(), &*bearers);
    let done = beside::each(chosen.into_iter(), 1, |(person, those)| {
        Gathering::new((person, now), those, &all, around)
    });
    let mut groups = Vec::new();
    for mut it in done {
        for tie in it.ties {
            work.take(tie);
        }
        for (one, other) in it.others {
            work.parts.join(one, other);
        }
        left.append(&mut it.left);
        groups.push(it.group);
    }
    // Offices alone choose by what is told of people.
    merge(bearers, &groups, weakness == Weakness::Initial, around);
    left
}

/// Those who chose one person and were taken in.
struct Gathering {
    /// The person and they, in order.
    group: Vec<usize>,
    /// The surest of each name.
    ties: Vec<Tie>,
    /// The first members of the others, and of the person.
    others: Vec<(usize, usize)>,
    /// What was not joined.
    left: Vec<Left>,
}

impl Gathering {
    /// Takes in those of some who agree with each other.
    fn new(
        (person, bearers): (usize, &[Bearer]),
        mut those: Vec<Pick>,
        bases: &[Base],
        around: &Surroundings<'_>,
    ) -> Self {
        those.sort_by(|a, b| {
            let points = |it: &Pick| it.best.more.points;
            points(b).total_cmp(&points(a)).then(a.index.cmp(&b.index))
        });
        let mut this =
            Self { group: vec![person], ties: Vec::new(), others: Vec::new(), left: Vec::new() };
        let mut taken = Taken::new(&bearers[person], around);
        // How sure the surest of each name is: those come first.
        let mut surest: FxHashMap<u32, f64> = FxHashMap::default();
        for Pick { index, best, rest } in those {
            let it = &bearers[index];
            if taken.take(it) {
                // For whom else it may stand is of no matter now, nor why the less sure ones do.
                let score = score(best.more.points);
                if score >= *surest.entry(it.names[0]).or_insert(score) {
                    let weight = bases[best.base].with(best.more, around);
                    this.ties.push(Tie::new(it, &bearers[person], weight));
                } else {
                    this.others.push((it.root(), bearers[person].root()));
                }
                this.group.push(index);
            } else {
                let rest = rest.into_iter().chain([best]);
                this.left.extend(rest.map(|other| other.left(it, bearers, bases, around)));
            }
        }
        this.group.sort_unstable();
        this
    }
}

/// What bearers of weak names chose.
#[derive(Default)]
struct Choices {
    /// Whom each chose who chose one, in order.
    chosen: Vec<(usize, Pick)>,
    /// What speaks for those who may be chosen.
    bases: Vec<Base>,
    /// What was not chosen.
    left: Vec<Left>,
}

impl Choices {
    /// Lets some choose, of whom those of one kind stand side by side.
    fn new(
        weak: &[(Kind, usize)],
        bearers: &[Bearer],
        (weakness, candidates): (Weakness, &Candidates),
        around: &Surroundings<'_>,
    ) -> Self {
        let mut this = Self::default();
        let mut alikes: (Option<u32>, Vec<(usize, Likeness)>) = (None, Vec::new());
        let mut known = Known::default();
        for alike in weak.chunk_by(|one, other| one.0 == other.0) {
            let (kind, first) = (alike[0].0, &bearers[alike[0].1]);
            // Those of one form stand for the same, whatever their year.
            if kind.form().is_none() || alikes.0 != kind.form() {
                let likeness =
                    |other: usize| Some((other, known.alike(first, other, bearers, around)?));
                let found = candidates.of(first, around).into_iter().filter_map(likeness);
                alikes = (kind.form(), found.collect());
            }
            let before = this.bases.len();
            let of = |&(other, likeness): &(usize, Likeness)| {
                Base::of(likeness, first, &bearers[other], around)
            };
            this.bases.extend(alikes.1.iter().map(of));
            let others = Likely::ranked(&this.bases, before, &alikes.1);
            let mut has_chosen = false;
            for &(_, index) in alike {
                has_chosen |= this.choose((index, bearers), &others, (weakness, around));
            }
            if !has_chosen {
                this.bases.truncate(before);
            }
        }
        this
    }

    /// Lets one choose among others, the likeliest first; tells whether it chose one.
    fn choose(
        &mut self,
        (index, bearers): (usize, &[Bearer]),
        all: &[Likely],
        (weakness, around): (Weakness, &Surroundings<'_>),
    ) -> bool {
        let (own, bases) = (&bearers[index], &self.bases);
        let heard = Heard::default();
        let mut others: Vec<Choice> = Vec::new();
        let mut best = f64::NEG_INFINITY;
        for &Likely { most, base, other } in all {
            // Of those who follow none is worth a look, or keeps the best from being the only one.
            if most < WORTH_A_LOOK
                && (most < WORTH_A_LOOK - ONLY && others.is_empty() || most <= best - ALONE)
            {
                break;
            }
            let more = bases[base].alone((own, &heard), &bearers[other], around);
            best = best.max(more.points);
            others.push(Choice { other, base, more });
        }
        accompany(&mut others, (own, &heard), (bearers, bases), around);
        if weakness != Weakness::Nameless && all.len() <= BLOCK {
            mark_only(others.iter_mut().map(|it| &mut it.more));
        }
        others.retain(|it| it.more.points >= WORTH_A_LOOK);
        let (best, rest) = choose(bearers, index, others);
        let Some(best) = best else {
            self.left.extend(rest.into_iter().map(|it| it.left(own, bearers, bases, around)));
            return false;
        };
        self.chosen.push((best.other, Pick { index, best, rest }));
        true
    }
}

/// How names are like that of a weak one, of those that were compared.
#[derive(Default)]
struct Known {
    name: Option<u32>,
    likeness: FxHashMap<usize, Option<Likeness>>,
}

impl Known {
    /// How the names of a weak one and of another are alike, if they may be one's.
    fn alike(
        &mut self,
        own: &Bearer,
        other: usize,
        bearers: &[Bearer],
        around: &Surroundings<'_>,
    ) -> Option<Likeness> {
        let compare = || weigh::alike(own, &bearers[other], around);
        let [name] = own.names[..] else { return compare() };
        if self.name != Some(name) {
            self.name = Some(name);
            self.likeness.clear();
        }
        *self.likeness.entry(other).or_insert_with(compare)
    }
}

/// What bearers of weak names have in common who differ in their articles only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Entries of one form and year.
    Alike(u32, Option<i16>),
    /// One that is like nobody else.
    Single(usize),
}

impl Kind {
    /// The form of those who are like others.
    const fn form(self) -> Option<u32> {
        match self {
            Self::Alike(form, _) => Some(form),
            Self::Single(_) => None,
        }
    }
}

/// The bearers of weak names, those of one kind side by side.
fn alike(work: &Work<'_>, bearers: &[Bearer], weakness: Weakness) -> Vec<(Kind, usize)> {
    let mut weak = Vec::new();
    for (index, bearer) in bearers.iter().enumerate() {
        let (names, name) = (work.around.names, bearer.names[0]);
        let fits = match weakness {
            Weakness::Initial => names.is_initial(name),
            Weakness::Bare => names.is_bare(name),
            Weakness::Nameless => names.is_office(name),
        };
        if fits {
            let person = &work.people[bearer.root()];
            let kind = match bearer.members.len() {
                1 => Kind::Alike(person.traits, person.year),
                _ => Kind::Single(index),
            };
            weak.push((name, kind, index));
        }
    }
    weak.sort_unstable();
    weak.into_iter().map(|(_, kind, index)| (kind, index)).collect()
}

/// What names may stand for: somebody, by what speaks for it whatever articles tell, and the most points that
/// it may come to.
#[derive(Clone, Copy)]
struct Likely {
    most: f64,
    base: usize,
    other: usize,
}

impl Likely {
    /// Some, of whom the first has so many bases before its own, the likeliest first.
    fn ranked(bases: &[Base], before: usize, others: &[(usize, Likeness)]) -> Vec<Self> {
        let all = bases.iter().enumerate().skip(before).zip(others);
        let mut all: Vec<Self> =
            all.map(|((base, own), &(other, _))| Self { most: own.bound(), base, other }).collect();
        all.sort_by(|a, b| b.most.total_cmp(&a.most));
        all
    }
}

/// What a name may stand for, with what speaks for it: a base, by its place, and what articles tell.
struct Choice {
    other: usize,
    base: usize,
    more: More,
}

impl Choice {
    /// What speaks for it, where it is not chosen.
    fn left(
        self,
        own: &Bearer,
        bearers: &[Bearer],
        bases: &[Base],
        around: &Surroundings<'_>,
    ) -> Left {
        (own.root(), bearers[self.other].root(), bases[self.base].with(self.more, around))
    }
}

/// Weighs who else is in the articles of a name and of those for whom it may stand, of those of whom that
/// may make a difference: the rest is far worse than the best, and not worth a look.
fn accompany(
    others: &mut Vec<Choice>,
    own: (&Bearer, &Heard),
    (bearers, bases): (&[Bearer], &[Base]),
    around: &Surroundings<'_>,
) {
    let most = |it: &Choice| bases[it.base].most(&it.more);
    if others.iter().all(|it| most(it) < WORTH_A_LOOK - ONLY) {
        others.clear();
    }
    let best = others.iter().map(|it| it.more.points).fold(f64::NEG_INFINITY, f64::max);
    for it in others {
        let most = most(it);
        if most >= WORTH_A_LOOK || most > best - ALONE {
            bases[it.base].accompany(&mut it.more, own, &bearers[it.other], around);
        }
    }
}

/// Whom a name chose, and who else is worth a look.
struct Pick {
    index: usize,
    best: Choice,
    rest: Vec<Choice>,
}

impl Pick {
    /// The same where so many bases stand before its own.
    fn behind(mut self, before: usize) -> Self {
        for it in self.rest.iter_mut().chain([&mut self.best]) {
            it.base += before;
        }
        self
    }
}

/// The one of several, who are worth a look, for whom a weak name stands, if one stands out; and the
/// others.
fn choose(bearers: &[Bearer], own: usize, mut all: Vec<Choice>) -> (Option<Choice>, Vec<Choice>) {
    all.sort_by(|a, b| b.more.points.total_cmp(&a.more.points).then(a.other.cmp(&b.other)));
    let fits = |it: &Choice| it.more.points >= ENOUGH && may_be(&bearers[it.other], &bearers[own]);
    let Some(best) = all.first() else { return (None, all) };
    let limit = best.more.points - MARGIN;
    if fits(best) && all.get(1).is_none_or(|it| it.more.points <= limit) {
        let best = all.remove(0);
        return (Some(best), all);
    }
    for it in &mut all {
        if fits(it) {
            // As likely one as the other.
            it.more.doubt();
        }
    }
    (None, all)
}

/// Whether one may stand for another whatever else does: no identifiers exclude each other, and no
/// article has both.
fn may_be(person: &Bearer, weak: &Bearer) -> bool {
    person.agrees(weak) && person.beside(weak) == 0
}

/// Those who stand for a person so far.
struct Taken<'a> {
    around: &'a Surroundings<'a>,
    /// One of each kind: those of one kind have the same sides and identifiers.
    kinds: Vec<&'a Bearer>,
    /// The names in each article, the first apart: most have no other.
    names: FxHashMap<u32, (u32, Vec<u32>)>,
}

impl<'a> Taken<'a> {
    fn new(person: &'a Bearer, around: &'a Surroundings<'a>) -> Self {
        Self { around, kinds: vec![person], names: FxHashMap::default() }
    }

    /// Takes one in, unless it contradicts the person, or others who were taken in before; two may
    /// have changed sides, of more one is somebody else.
    fn take(&mut self, it: &'a Bearer) -> bool {
        let around = self.around;
        let is_first = self.names.is_empty();
        let fits = self
            .kinds
            .iter()
            .all(|own| own.agrees(it) && (is_first || !are_opposed(own, it, around)));
        let is_apart =
            it.articles.iter().filter_map(|article| self.names.get(article)).all(|own| {
                let same =
                    |&own: &u32| around.names.compare(own, it.names[0]) == Some(Likeness::Same);
                same(&own.0) && own.1.iter().all(same)
            });
        if !fits || !is_apart {
            return false;
        }
        if !self.kinds.iter().any(|own| own.sides == it.sides && own.ids == it.ids) {
            self.kinds.push(it);
        }
        for &article in &it.articles {
            match self.names.entry(article) {
                Entry::Occupied(own) => own.into_mut().1.push(it.names[0]),
                Entry::Vacant(free) => _ = free.insert((it.names[0], Vec::new())),
            }
        }
        true
    }
}

/// Whom weak names may stand for.
enum Candidates {
    /// Full names by the sound of a word: family names come first in some countries.
    Sounding {
        all: FxHashMap<u32, Vec<usize>>,
        /// The same by what else is told of them, a side or an office.
        backed: FxHashMap<(u32, u32), Vec<usize>>,
    },
    /// Those who have an office for a side.
    Holding(FxHashMap<(u32, u32), Vec<usize>>),
}

impl Candidates {
    fn new(bearers: &[Bearer], weakness: Weakness, around: &Surroundings<'_>) -> Self {
        if weakness == Weakness::Nameless {
            let mut holders: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
            for (index, bearer) in bearers.iter().enumerate() {
                if !around.names.is_office(bearer.names[0]) {
                    for term in terms(bearer) {
                        holders.entry(term).or_default().push(index);
                    }
                }
            }
            return Self::Holding(holders);
        }
        let mut all: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        let mut backed: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
        for (index, bearer) in bearers.iter().enumerate() {
            if around.names.is_weak(bearer.names[0]) {
                continue;
            }
            let full = bearer.names.iter().filter(|&&name| !around.names.is_weak(name));
            let sounds = full.flat_map(|&name| around.names.sounds(name)).copied();
            let sounds: BTreeSet<u32> = sounds.collect();
            for sound in sounds {
                for &word in bearer.sides.iter().chain(bearer.offices.keys()) {
                    backed.entry((sound, word)).or_default().push(index);
                }
                all.entry(sound).or_default().push(index);
            }
        }
        Self::Sounding { all, backed }
    }

    /// Whom a bearer may stand for.
    fn of(&self, bearer: &Bearer, around: &Surroundings<'_>) -> Vec<usize> {
        let mut found: Vec<usize> = match self {
            Self::Holding(holders) => {
                let found = terms(bearer).filter_map(|term| holders.get(&term));
                found.flat_map(|list| list.iter().take(BLOCK)).copied().collect()
            }
            Self::Sounding { all, backed } => {
                let sound = around.names.sounds(bearer.names[0]).first().copied();
                let Some((sound, all)) = sound.and_then(|it| Some((it, all.get(&it)?))) else {
                    return Vec::new();
                };
                if all.len() <= BLOCK {
                    return all.clone();
                }
                // Of a name that many bear, only those with something in common are asked.
                let words = bearer.sides.iter().chain(bearer.offices.keys());
                let found = words.filter_map(|&word| backed.get(&(sound, word)));
                found.flat_map(|list| list.iter().take(BLOCK)).copied().collect()
            }
        };
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The offices of a bearer, each with each of those for whom it acts.
fn terms(bearer: &Bearer) -> impl Iterator<Item = (u32, u32)> {
    let offices = || bearer.offices.keys().copied();
    bearer.sides.iter().flat_map(move |&side| offices().map(move |office| (office, side)))
}
