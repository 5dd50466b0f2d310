//! Which names may be one person's: only those that share a sound are compared.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::likeness::compare;
use super::names::{Name, Word};

/// Names by the blocks that they are in: a block of those that share a sound is known by a hash, and two
/// with one hash only give more to compare.
pub(super) struct Blocks<'a> {
    names: &'a [Name],
    /// The blocks of each name, in order.
    keys_of: Vec<Box<[u64]>>,
    /// The names in each block, side by side.
    keys: Vec<(u64, u32)>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(names: &'a [Name]) -> Self {
        let keys_of: Vec<Box<[u64]>> = names.iter().map(keys).collect();
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for (name, own) in (0..).zip(&keys_of) {
            keys.extend(own.iter().map(|&key| (key, name)));
        }
        keys.sort_unstable();
        Self { names, keys_of, keys }
    }

    /// The names that may be the same person's as a full one, in order.
    pub(super) fn near(&self, name: u32) -> Vec<u32> {
        let mut near = Vec::new();
        for &key in &self.keys_of[name as usize] {
            let first = self.keys.partition_point(|it| it.0 < key);
            let block = self.keys[first..].iter().take_while(|it| it.0 == key);
            near.extend(block.map(|it| it.1).filter(|&it| it != name));
        }
        near.sort_unstable();
        near.dedup();
        let own = &self.names[name as usize];
        near.retain(|&it| compare(own, &self.names[it as usize]).is_some());
        near
    }

    /// All pairs of names that may be the same person's, either way round.
    fn pairs(&self) -> Vec<(u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for block in self.keys.chunk_by(|one, other| one.0 == other.0) {
            for (place, &(key, one)) in block.iter().enumerate() {
                for &(_, other) in &block[place + 1..] {
                    let (own, its) = (&self.keys_of[one as usize], &self.keys_of[other as usize]);
                    // Where two share several, they are compared in the first.
                    let is_first = first_shared(own, its) == Some(key);
                    let (own, its) = (&self.names[one as usize], &self.names[other as usize]);
                    if is_first && compare(own, its).is_some() {
                        pairs.extend([(one, other), (other, one)]);
                    }
                }
            }
        }
        pairs
    }
}

/// For each full name the others that may be the same person's, by the numbers of names. It depends on
/// two names whether they are alike, and on nothing else.
pub(super) struct Alike {
    /// Where those of each name begin, and at last where those of the last one end.
    starts: Vec<usize>,
    others: Vec<u32>,
}

impl Alike {
    /// Compares all names.
    pub(super) fn new(names: &[Name]) -> Self {
        Self::of_pairs(names.len(), Blocks::new(names).pairs())
    }

    /// Of so many names, what is known of pairs, either way round.
    pub(super) fn of_pairs(names: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        let mut starts = Vec::with_capacity(names + 1);
        let mut place = 0;
        for name in 0..=names {
            place += pairs[place..].iter().take_while(|it| (it.0 as usize) < name).count();
            starts.push(place);
        }
        Self { starts, others: pairs.into_iter().map(|it| it.1).collect() }
    }

    /// The names that are like a full one, in order.
    pub(super) fn of(&self, name: u32) -> &[u32] {
        let name = name as usize;
        &self.others[self.starts[name]..self.starts[name + 1]]
    }
}

/// The first value that two lists in order share.
fn first_shared(one: &[u64], other: &[u64]) -> Option<u64> {
    let (mut one, mut other) = (one.iter(), other.iter());
    let (mut a, mut b) = (one.next()?, other.next()?);
    loop {
        match a.cmp(b) {
            std::cmp::Ordering::Less => a = one.next()?,
            std::cmp::Ordering::Greater => b = other.next()?,
            std::cmp::Ordering::Equal => return Some(*a),
        }
    }
}

/// The sound of a word.
pub(super) fn sound(word: &Word) -> u64 {
    FxBuildHasher.hash_one(&*word.sound)
}

/// The sounds of the words of a full name, of which one may stand for it.
pub(super) fn sounds(name: &Name) -> Box<[u64]> {
    if name.is_weak() {
        return Box::default();
    }
    let words = name.core.iter().filter(|word| !word.is_letter());
    let mut sounds: Vec<u64> = words.map(sound).collect();
    sounds.sort_unstable();
    sounds.dedup();
    sounds.into()
}

/// The blocks that a full name is in, in order.
fn keys(name: &Name) -> Box<[u64]> {
    let (Some(first), Some(last)) = (name.first(), name.last()) else { return Box::default() };
    if name.is_weak() {
        return Box::default();
    }
    let letter = |sound: &str| sound.chars().next().unwrap_or('-');
    let hash = |kind: char, one: &str, other: &str| FxBuildHasher.hash_one((kind, one, other));
    let [joined, turned] = name.joined_sounds();
    let mut keys = vec![
        hash('j', &joined, ""),
        hash('j', &turned, ""),
        FxBuildHasher.hash_one(('l', &*last.sound, letter(&first.long_sound()))),
        FxBuildHasher.hash_one(('f', &*first.sound, letter(&last.sound))),
    ];
    keys.extend(name.core.windows(2).map(|pair| hash('p', &pair[0].sound, &pair[1].sound)));
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}
