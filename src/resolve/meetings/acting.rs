//! For whom actors act, once more after some articles came: found for those of whom it is asked.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::again::{Numbers, Scene};
use super::fit::Sides;
use crate::record::ActorId;
use crate::resolve::Corpus;
use crate::resolve::again::Before;
use crate::resolve::groups::Few;
use crate::resolve::lists::{Index, NONE, number};
use crate::resolve::readings::{Readings, hash};

/// For whom each actor acts, which are bodies, and who acts for others than before.
pub(super) struct Acting<'a> {
    readings: &'a Readings,
    /// The forms of people who act for somebody, by the places of the actors that they belonged to.
    forms: Index,
    /// The places of the actors that there were.
    places: FxHashMap<i64, u32>,
    /// The same forms of actors that are made anew.
    made: FxHashMap<ActorId, Vec<u32>>,
    /// The body of each side.
    named: Vec<Option<ActorId>>,
    /// For whom act those of whom it was asked.
    pub(super) sides: Sides,
    /// Before, of those who act for others now.
    before: Sides,
    pub(super) bodies: BTreeSet<ActorId>,
    pub(super) other: BTreeSet<ActorId>,
}

/// To which actors the entries of each form belonged.
pub(super) struct Formed {
    /// The forms of people who act for somebody, by the places of the actors that their entries belonged to,
    /// once or a few times.
    forms: Index,
    /// Of each form the last such place: of bodies the only one.
    last: Vec<u32>,
    /// The places of the actors.
    places: FxHashMap<i64, u32>,
}

impl Formed {
    pub(super) fn new(corpus: &Corpus, before: &Before) -> Self {
        let readings = corpus.readings();
        let mut people: Vec<(u32, u32)> = Vec::new();
        let mut last = vec![NONE; readings.len()];
        for (&form, &thing) in corpus.actors().all().iter().zip(before.actors().of()) {
            let last = &mut last[form as usize];
            if *last != thing {
                *last = thing;
                if acts(readings, form) {
                    people.push((thing, form));
                }
            }
        }
        let ids = (0..).zip(before.actors().ids()).filter(|it| *it.1 != 0);
        let places = ids.map(|(at, &id)| (id, at)).collect();
        Self { forms: Index::new(people.into_iter()), last, places }
    }
}

/// Whether a form is that of a person who acts for somebody.
fn acts(readings: &Readings, form: u32) -> bool {
    readings.name_of(form).is_some() && !readings.sides_of(form).is_empty()
}

/// The bodies of names, by hashes of these.
type Named = FxHashMap<u64, Option<ActorId>>;

impl<'a> Acting<'a> {
    pub(super) fn new(scene: &Scene<'a>, now: &Numbers<'_>, formed: Formed) -> Self {
        let Scene { corpus, before, touched, .. } = *scene;
        let readings = corpus.readings();
        let names_of = readings.names_of();
        let Formed { forms, last, places } = formed;
        let ids = before.actors().ids();
        let body = |(form, &thing): (usize, &u32)| {
            let is_body = names_of[form] == NONE && thing != NONE;
            if is_body { ids[thing as usize] } else { 0 }
        };
        let body_before: Vec<i64> = last.iter().enumerate().map(body).collect();
        let mut body_now = body_before.clone();
        let mut is_other = false;
        for (place, id) in now.other() {
            let form = corpus.actors().all()[place] as usize;
            if names_of[form] == NONE {
                is_other |= body_now[form] != id;
                body_now[form] = id;
            }
        }
        let hashes = || (0..number(readings.sides().len())).map(|it| readings.side_hash(it));
        let wanted: FxHashSet<u64> = hashes().collect();
        let names = named(corpus, &body_now, &wanted);
        let names_before = is_other.then(|| named(corpus, &body_before, &wanted));
        let is_renamed = |it: &u64, before: &Named| names.get(it) != before.get(it);
        let renamed: FxHashSet<u64> = match &names_before {
            Some(before) => wanted.iter().copied().filter(|it| is_renamed(it, before)).collect(),
            None => FxHashSet::default(),
        };
        let mut made: FxHashMap<ActorId, Vec<u32>> = FxHashMap::default();
        for actor in scene.actors {
            let own =
                actor.entries.iter().map(|at| corpus.actors().of(at.article)[at.entry.index()]);
            let own: Few<u32> = own.filter(|&form| acts(readings, form)).collect();
            made.insert(actor.id, own.all().to_vec());
        }
        let bodies_of = |names: &Named| -> Vec<Option<ActorId>> {
            hashes().map(|it| names.get(&it).copied().flatten()).collect()
        };
        let mut asked: BTreeSet<ActorId> = touched.clone();
        if !renamed.is_empty() {
            let has_renamed = |form: u32| {
                let mut sides = readings.sides_of(form).iter();
                sides.any(|&side| renamed.contains(&readings.side_hash(side)))
            };
            let things = forms.all().iter().filter(|it| has_renamed(it.1));
            asked.extend(things.map(|it| ActorId::new(ids[it.0 as usize])));
        }
        let named_before = names_before.as_ref().map(bodies_of);
        let bodies = body_now.into_iter().filter(|it| *it != 0).map(ActorId::new).collect();
        let mut this = Self {
            readings,
            forms,
            places,
            made,
            named: bodies_of(&names),
            sides: Sides::default(),
            before: Sides::default(),
            bodies,
            other: BTreeSet::new(),
        };
        // Whoever took others in acts for more; nobody new acted for anybody.
        let takers = scene.moved_actors.iter().map(|it| it.1);
        asked.extend(takers.filter(|it| this.places.contains_key(&it.row())));
        for id in asked {
            let was = named_before.as_ref().unwrap_or(&this.named);
            let was = this.acting_for(id, this.forms_before(id), was);
            this.ask(id);
            if was.all() != this.sides[&id].all() {
                this.before.insert(id, was);
                this.other.insert(id);
            }
        }
        this
    }

    /// The forms of an actor, as it was.
    fn forms_before(&self, id: ActorId) -> Vec<u32> {
        let place = self.places.get(&id.row());
        place.into_iter().flat_map(|&it| self.forms.of(it)).collect()
    }

    /// For whom an actor of some forms acts, by the bodies of sides.
    fn acting_for(&self, id: ActorId, forms: Vec<u32>, named: &[Option<ActorId>]) -> Few<ActorId> {
        let sides = forms.into_iter().flat_map(|form| self.readings.sides_of(form));
        sides.filter_map(|&side| named[side as usize]).filter(|&it| it != id).collect()
    }

    /// Finds for whom an actor acts, unless it is found.
    pub(super) fn ask(&mut self, id: ActorId) {
        if !self.sides.contains_key(&id) {
            let made = self.made.get(&id).cloned();
            let forms = made.unwrap_or_else(|| self.forms_before(id));
            let own = self.acting_for(id, forms, &self.named);
            self.sides.insert(id, own);
        }
    }

    /// For whom some actors acted.
    pub(super) fn before(&mut self, actors: &[ActorId]) -> Sides {
        let mut sides = Sides::default();
        for &id in actors {
            self.ask(id);
            let own = self.before.get(&id).unwrap_or(&self.sides[&id]);
            sides.insert(id, own.clone());
        }
        sides
    }
}

/// The bodies of names that are wanted, by the numbers of the bodies that forms belong to: states first by all
/// their names, then other bodies.
fn named(corpus: &Corpus, ids: &[i64], wanted: &FxHashSet<u64>) -> Named {
    let readings = corpus.readings();
    let empty = hash("");
    let mut all: [Named; 2] = Default::default();
    for (form, &id) in (0..).zip(ids).filter(|it| *it.1 != 0) {
        let known = &mut all[usize::from(readings.state_of(form).is_none())];
        let id = ActorId::new(id);
        for name in readings.called(form).iter().filter(|it| **it != empty && wanted.contains(it)) {
            let known = known.entry(*name).or_insert(Some(id));
            // A name of two is that of neither.
            if *known != Some(id) {
                *known = None;
            }
        }
    }
    let [mut named, others] = all;
    #[expect(clippy::iter_over_hash_type, reason = "each has its own place")]
    for (name, actor) in others {
        named.entry(name).or_insert(actor);
    }
    named
}
