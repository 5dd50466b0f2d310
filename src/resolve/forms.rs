//! Values of which each is kept once, and such as are unpacked as soon as somebody asks for them.

use std::hash::{BuildHasher, Hash};
use std::sync::OnceLock;

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
    all: Vec<OnceLock<Box<T>>>,
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
        self.all.push(OnceLock::from(Box::new(value)));
    }

    pub(super) fn get(&self, place: usize) -> &T {
        let unpack = || T::unpack(self.packed.of(place)).expect("it was packed here");
        self.all[place].get_or_init(|| Box::new(unpack()))
    }

    /// The bytes of a value that was packed.
    pub(super) fn packed(&self, place: usize) -> Option<&[u8]> {
        (place < self.packed.len()).then(|| self.packed.of(place))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|it| self.get(it))
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        for value in self.all.iter().skip(self.packed.len()) {
            self.packed.push(value.get().expect("it is not packed").pack());
        }
        self.packed.columns(columns);
        self.all.resize_with(self.packed.len(), OnceLock::new);
    }
}

/// Values that are sought one by one.
const FEW: usize = 64;

/// The numbers of values by their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashed {
    /// The hash of each, which equal ones share.
    hashes: Vec<u64>,
    /// The numbers by hashes, once many are looked for; of two that have one hash, the later has the next
    /// that is free.
    numbers: OnceLock<FxHashMap<u64, u32>>,
    /// How many were sought without that.
    sought: usize,
}

impl Hashed {
    /// The number of the value of a hash that fulfills a condition.
    pub(super) fn find(&mut self, hash: u64, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        if self.numbers.get().is_none() && self.sought < FEW {
            // A few are sooner sought than all are put in a table.
            self.sought += 1;
            let mut alike = (0..).zip(&self.hashes).filter(|it| *it.1 == hash).map(|it| it.0);
            return alike.find(|&it| is_same(it));
        }
        let numbers = self.numbers.get_or_init(|| {
            let mut numbers = FxHashMap::default();
            numbers.reserve(self.hashes.len());
            for (number, &hash) in (0..).zip(&self.hashes) {
                know(&mut numbers, hash, number);
            }
            numbers
        });
        let mut hash = hash;
        while let Some(&number) = numbers.get(&hash) {
            if is_same(number) {
                return Some(number);
            }
            hash = hash.wrapping_add(1);
        }
        None
    }

    /// Adds the hash of the next value; gives its number.
    pub(super) fn push(&mut self, hash: u64) -> u32 {
        let next = number(self.hashes.len());
        self.hashes.push(hash);
        if let Some(numbers) = self.numbers.get_mut() {
            know(numbers, hash, next);
        }
        next
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        columns.growing(&mut self.hashes);
    }
}

/// Adds the number of a value to those of others.
fn know(numbers: &mut FxHashMap<u64, u32>, mut hash: u64, number: u32) {
    while numbers.contains_key(&hash) {
        hash = hash.wrapping_add(1);
    }
    numbers.insert(hash, number);
}

/// Values, each once, with a number each.
#[derive(Debug)]
pub(super) struct Forms<T> {
    all: Slots<T>,
    known: Hashed,
}

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self { all: Slots::default(), known: Hashed::default() }
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
        let all = &self.all;
        let found = self.known.find(value.print(), |it| *all.get(it as usize) == value);
        found.unwrap_or_else(|| self.push(value))
    }

    /// Takes in a value that is not there.
    pub(super) fn push(&mut self, value: T) -> u32 {
        let number = self.known.push(value.print());
        self.all.push(value);
        number
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        self.all.columns(columns);
        self.known.columns(columns);
    }
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
