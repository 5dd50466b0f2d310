//! Values of which each is kept once, and such as are unpacked as soon as somebody asks for them.

use std::cell::OnceCell;
use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::corpus::Encounter;
use super::lists::{Columns, Lists, number};
use super::packed;
use crate::record::{ActorEntry, Codes, LocationEntry};

/// What is packed as bytes.
pub(super) trait Packed: Sized {
    fn pack(&self) -> Vec<u8>;

    fn unpack(bytes: &[u8]) -> Option<Self>;
}

impl Packed for ActorEntry {
    fn pack(&self) -> Vec<u8> {
        packed::pack_actor(self)
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        packed::unpack_actor(bytes)
    }
}

impl Packed for LocationEntry {
    fn pack(&self) -> Vec<u8> {
        packed::pack_location(self)
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        packed::unpack_location(bytes)
    }
}

impl Packed for Codes {
    fn pack(&self) -> Vec<u8> {
        packed::pack_codes(self)
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        packed::unpack_codes(bytes)
    }
}

impl Packed for Encounter {
    fn pack(&self) -> Vec<u8> {
        packed::pack_encounter(self)
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        packed::unpack_encounter(bytes)
    }
}

/// Values, of which the first may be packed still.
#[derive(Debug)]
pub(super) struct Slots<T> {
    all: Vec<OnceCell<Box<T>>>,
    packed: Lists<u8>,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self { all: Vec::new(), packed: Lists::default() }
    }
}

impl<T: Packed> Slots<T> {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn push(&mut self, value: T) {
        self.all.push(OnceCell::from(Box::new(value)));
    }

    pub(super) fn get(&self, place: usize) -> &T {
        let unpack = || T::unpack(self.packed.of(place)).expect("it was packed here");
        self.all[place].get_or_init(|| Box::new(unpack()))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|it| self.get(it))
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        for value in self.all.iter().skip(self.packed.len()) {
            self.packed.push(value.get().expect("it is not packed").pack());
        }
        self.packed.columns(columns);
        self.all.resize_with(self.packed.len(), OnceCell::new);
    }
}

/// Values that are sought one by one.
const FEW: usize = 64;

/// Values, each once, with a number each.
#[derive(Debug)]
pub(super) struct Forms<T> {
    all: Slots<T>,
    /// A hash of each, which equal ones share.
    prints: Vec<u64>,
    /// The numbers by hashes, once one is looked for; of two that have one hash, the later has the next
    /// that is free.
    known: OnceCell<FxHashMap<u64, u32>>,
    /// How many were sought without that.
    sought: usize,
}

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self { all: Slots::default(), prints: Vec::new(), known: OnceCell::new(), sought: 0 }
    }
}

impl<T: Form> Forms<T> {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, form: u32) -> &T {
        self.all.get(form as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter()
    }

    /// The number of a value.
    pub(super) fn number(&mut self, value: T) -> u32 {
        let print = value.print();
        if self.known.get().is_none() && self.sought < FEW {
            // A few are sooner sought than all are put in a table.
            self.sought += 1;
            let mut alike = (0..).zip(&self.prints).filter(|it| *it.1 == print).map(|it| it.0);
            let found = alike.find(|&it| *self.all.get(it as usize) == value);
            return found.unwrap_or_else(|| self.push(value));
        }
        let known = self.known.get_or_init(|| known(&self.prints));
        let mut hash = print;
        while let Some(&number) = known.get(&hash) {
            if *self.all.get(number as usize) == value {
                return number;
            }
            hash = hash.wrapping_add(1);
        }
        self.push(value)
    }

    /// Takes in a value that is not there.
    pub(super) fn push(&mut self, value: T) -> u32 {
        let place = number(self.all.len());
        let print = value.print();
        if let Some(known) = self.known.get_mut() {
            know(known, print, place);
        }
        self.prints.push(print);
        self.all.push(value);
        place
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        self.all.columns(columns);
        columns.growing(&mut self.prints);
    }
}

/// The numbers of values by their hashes.
fn known(prints: &[u64]) -> FxHashMap<u64, u32> {
    let mut known = FxHashMap::default();
    known.reserve(prints.len());
    for (place, &print) in (0..).zip(prints) {
        know(&mut known, print, place);
    }
    known
}

/// Adds the number of a value to those of others.
pub(super) fn know(known: &mut FxHashMap<u64, u32>, print: u64, place: u32) {
    let mut hash = print;
    while known.contains_key(&hash) {
        hash = hash.wrapping_add(1);
    }
    known.insert(hash, place);
}

/// Values of which many are equal.
pub(super) trait Form: PartialEq + Packed {
    /// A hash that equal ones share.
    fn print(&self) -> u64;
}

fn print(parts: impl Hash) -> u64 {
    FxBuildHasher.hash_one(parts)
}

impl Form for ActorEntry {
    fn print(&self) -> u64 {
        let mentions = self.mentions.iter().fold(0, |all, it| print((all, &it.text)));
        let names = (&self.name, &self.canonical, &self.aliases, self.kind);
        print((names, &self.ids, &self.roles, &self.affiliations, mentions))
    }
}

impl Form for LocationEntry {
    fn print(&self) -> u64 {
        print((&self.name, self.kind, &self.country, &self.city, &self.ids))
    }
}

impl Form for Codes {
    fn print(&self) -> u64 {
        print((&self.plover, &self.cameo))
    }
}
