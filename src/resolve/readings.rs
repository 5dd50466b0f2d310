//! What is read of the forms of actor entries once for all, whichever articles have them: by what names,
//! sides and identifiers they are found.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use super::actors::full;
use super::blocks;
use super::forms::Hashed;
use super::likeness::{Likeness, compare};
use super::lists::{Columns, Lists, NONE, Texts};
use super::names::Name;
use crate::record::{ActorEntry, ActorKind};
use crate::text::fold;

/// Texts, each once, with a number each.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    texts: Texts,
    numbers: Hashed,
}

impl Known {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    /// The number of a text, and whether it is new.
    fn number(&mut self, text: &str) -> (u32, bool) {
        let hash = FxBuildHasher.hash_one(text);
        let texts = &self.texts;
        if let Some(number) = self.numbers.find(hash, |it| texts.get(it as usize) == text) {
            return (number, false);
        }
        self.texts.push(text);
        (self.numbers.push(hash), true)
    }

    fn columns(&mut self, columns: &mut impl Columns) {
        self.texts.columns(columns);
        self.numbers.columns(columns);
    }
}

/// What kind of name one is, as bits.
mod bits {
    pub(super) const WEAK: u8 = 1;
    pub(super) const OFFICE: u8 = 2;
    pub(super) const INITIAL: u8 = 4;
    pub(super) const BARE: u8 = 8;
}

/// The names of people, and by what they are found.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    texts: Known,
    /// The parts of those that were asked for.
    parts: Vec<OnceLock<Box<Name>>>,
    /// A hash of each name, without regard to how it is written.
    keys: Vec<u64>,
    bits: Vec<u8>,
    /// The sounds of the words of a full name, of which one may stand for it; of a weak one the sound by
    /// which it is looked for.
    sounds: Lists<u32>,
    /// The blocks that a full name is in, in order.
    blocks: Lists<u32>,
    /// Of names that are alike two share one of these, which are in order.
    marks: Lists<u32>,
}

impl Names {
    /// The names as they are written.
    #[cfg(test)]
    pub(super) fn of(names: &[&str]) -> Self {
        let mut this = Self::default();
        for name in names {
            this.number(name);
        }
        this
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// How a name is written.
    pub(super) fn text(&self, name: u32) -> &str {
        self.texts.get(name)
    }

    /// The parts of a name.
    pub(super) fn parts(&self, name: u32) -> &Name {
        self.parts[name as usize].get_or_init(|| Box::new(Name::new(self.text(name))))
    }

    /// A hash of a name, without regard to how it is written.
    pub(super) fn key(&self, name: u32) -> u64 {
        self.keys[name as usize]
    }

    /// Whether a name is less than a given name and a family name.
    pub(super) fn is_weak(&self, name: u32) -> bool {
        self.bits[name as usize] & bits::WEAK != 0
    }

    /// Whether it is no name but an office.
    pub(super) fn is_office(&self, name: u32) -> bool {
        self.bits[name as usize] & bits::OFFICE != 0
    }

    /// Whether it is one word only, such as a bare family name.
    pub(super) fn is_bare(&self, name: u32) -> bool {
        self.bits[name as usize] & bits::BARE != 0
    }

    /// Whether its given name is a letter only.
    pub(super) fn is_initial(&self, name: u32) -> bool {
        self.bits[name as usize] & bits::INITIAL != 0
    }

    /// The sounds of the words of a full name, of which one may stand for it; of a weak one the sound by
    /// which it is looked for.
    pub(super) fn sounds(&self, name: u32) -> &[u32] {
        self.sounds.of(name as usize)
    }

    /// The blocks that a full name is in, in order: those in one share a sound.
    pub(super) fn blocks(&self, name: u32) -> &[u32] {
        self.blocks.of(name as usize)
    }

    /// Whether two names may be alike: if not, comparing them comes to nothing.
    fn may_be_alike(&self, one: u32, other: u32) -> bool {
        let marks = |name: u32| self.marks.of(name as usize);
        self.is_office(one)
            || self.is_office(other)
            || blocks::first_shared(marks(one), marks(other)).is_some()
    }

    /// How two names are alike, if they may name one person.
    pub(super) fn compare(&self, one: u32, other: u32) -> Option<Likeness> {
        if !self.may_be_alike(one, other) {
            return None;
        }
        compare(self.parts(one), self.parts(other))
    }

    /// The number of a name.
    fn number(&mut self, text: &str) -> u32 {
        let (number, is_new) = self.texts.number(text);
        if is_new {
            let parts = Name::new(text);
            let mut bits = 0;
            for (is_so, bit) in [
                (parts.is_weak(), bits::WEAK),
                (parts.is_office, bits::OFFICE),
                (parts.is_initial(), bits::INITIAL),
                (parts.is_bare(), bits::BARE),
            ] {
                bits |= if is_so { bit } else { 0 };
            }
            self.keys.push(FxBuildHasher.hash_one(parts.key()));
            self.bits.push(bits);
            self.sounds.push(blocks::sounds(&parts));
            self.blocks.push(blocks::blocks(&parts));
            self.marks.push(blocks::marks(&parts));
            self.parts.push(OnceLock::from(Box::new(parts)));
        }
        number
    }

    fn columns(&mut self, columns: &mut impl Columns) {
        self.texts.columns(columns);
        columns.growing(&mut self.keys);
        columns.growing(&mut self.bits);
        self.sounds.columns(columns);
        self.blocks.columns(columns);
        self.marks.columns(columns);
        self.parts.resize_with(self.keys.len(), OnceLock::new);
    }
}

/// What is read of each form of actor entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings {
    names: Names,
    /// How states and those for whom people act are written.
    sides: Known,
    /// The name of a person, or that none is meant.
    name_of: Vec<u32>,
    /// The side of a state, or that none is meant.
    state_of: Vec<u32>,
    /// Those for whom a person acts.
    sides_of: Lists<u32>,
    /// Hashes of the identifiers of people.
    ids: Lists<u64>,
    /// Hashes of the names of states, organizations and blocs, folded: the fullest, the own, and others.
    called: Lists<u64>,
    /// Hashes of the sides, folded.
    hashes: Vec<u64>,
}

impl Readings {
    /// How many forms were read.
    pub(super) fn len(&self) -> usize {
        self.name_of.len()
    }

    /// Reads the next form.
    pub(super) fn read(&mut self, form: &ActorEntry) {
        let (mut name, mut state) = (NONE, NONE);
        let is_person = form.kind == ActorKind::Person;
        match form.kind {
            ActorKind::Person => name = self.names.number(full(form)),
            ActorKind::State => state = self.side(full(form)),
            ActorKind::Organization | ActorKind::Bloc => (),
        }
        self.name_of.push(name);
        self.state_of.push(state);
        let sides = form.affiliations.iter().filter(|_| is_person);
        let sides: Vec<u32> = sides.map(|it| self.side(it)).collect();
        self.sides_of.push(sides);
        let ids = form.ids.iter().filter(|_| is_person);
        self.ids.push(ids.map(|id| FxBuildHasher.hash_one(id)));
        let names = [full(form), &form.name].into_iter();
        let names = names.chain(form.aliases.iter().map(String::as_str)).filter(|_| !is_person);
        self.called.push(names.map(|it| hash(&fold(it))));
    }

    /// The number of a side.
    fn side(&mut self, text: &str) -> u32 {
        let (number, is_new) = self.sides.number(text);
        if is_new {
            self.hashes.push(hash(&fold(text)));
        }
        number
    }

    /// The names of people.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// How states and those for whom people act are written.
    pub(super) fn sides(&self) -> &Known {
        &self.sides
    }

    /// The name of a form of a person.
    pub(super) fn name_of(&self, form: u32) -> Option<u32> {
        some(self.name_of[form as usize])
    }

    /// The names of all forms, or [`NONE`] where none is that of a person.
    pub(super) fn names_of(&self) -> &[u32] {
        &self.name_of
    }

    /// The side of a form of a state.
    pub(super) fn state_of(&self, form: u32) -> Option<u32> {
        some(self.state_of[form as usize])
    }

    /// Those for whom the person of a form acts.
    pub(super) fn sides_of(&self, form: u32) -> &[u32] {
        self.sides_of.of(form as usize)
    }

    /// Hashes of the identifiers of the people of forms.
    pub(super) fn ids(&self) -> &Lists<u64> {
        &self.ids
    }

    /// Hashes of the names by which a state, organization or bloc is called, folded: the fullest, the own,
    /// and others.
    pub(super) fn called(&self, form: u32) -> &[u64] {
        self.called.of(form as usize)
    }

    /// Hashes of the fullest and the own names of the organizations and blocs of some forms, folded.
    pub(super) fn bodies(&self, forms: Range<usize>) -> impl Iterator<Item = u64> {
        let bodies = forms.filter(|&it| self.name_of[it] == NONE && self.state_of[it] == NONE);
        bodies.flat_map(|it| self.called.of(it).iter().copied().take(2))
    }

    /// The hash of a side, folded.
    pub(super) fn side_hash(&self, side: u32) -> u64 {
        self.hashes[side as usize]
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        self.names.columns(columns);
        self.sides.columns(columns);
        columns.growing(&mut self.name_of);
        columns.growing(&mut self.state_of);
        self.sides_of.columns(columns);
        self.ids.columns(columns);
        self.called.columns(columns);
        columns.growing(&mut self.hashes);
    }
}

/// A number, unless it is none.
fn some(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

/// The hash of a name that is folded.
pub(super) fn hash(folded: &str) -> u64 {
    FxBuildHasher.hash_one(folded)
}
