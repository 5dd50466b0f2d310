//! Which names may be one person's: only those that share a sound are compared.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::names::{Name, Word};
use super::readings::Names;

/// For each full name the others that may be the same person's, by the numbers of names. It depends on
/// two names whether they are alike, and on nothing else.
pub(super) struct Alike {
    /// Where those of each name begin, and at last where those of the last one end.
    starts: Vec<usize>,
    others: Vec<u32>,
}

impl Alike {
    /// Compares all names.
    pub(super) fn new(names: &Names) -> Self {
        Self::of_pairs(names.len(), pairs(names))
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

/// All pairs of names that may be the same person's, either way round.
fn pairs(names: &Names) -> Vec<(u32, u32)> {
    let mut keys: Vec<(u32, u32)> = Vec::new();
    for (name, _) in (0..).zip(0..names.len()) {
        keys.extend(names.blocks(name).iter().map(|&key| (key, name)));
    }
    keys.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for block in keys.chunk_by(|one, other| one.0 == other.0) {
        for (place, &(key, one)) in block.iter().enumerate() {
            for &(_, other) in &block[place + 1..] {
                // Where two share several, they are compared in the first.
                let is_first = first_shared(names.blocks(one), names.blocks(other)) == Some(key);
                if is_first && names.compare(one, other).is_some() {
                    pairs.extend([(one, other), (other, one)]);
                }
            }
        }
    }
    pairs
}

/// The first value that two lists in order share.
pub(super) fn first_shared(one: &[u32], other: &[u32]) -> Option<u32> {
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

/// The upper half of a hash; two that have one only give more to compare.
pub(super) fn half(hash: u64) -> u32 {
    u32::try_from(hash >> 32).expect("half of the bits are left")
}

/// Hashes in order, each once.
fn sorted(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The sound of a word.
fn sound(word: &Word) -> u32 {
    half(FxBuildHasher.hash_one(&*word.sound))
}

/// The sounds of the words of a full name, of which one may stand for it; of a weak one the sound of its last
/// word, by which those are found for whom it may stand.
pub(super) fn sounds(name: &Name) -> Vec<u32> {
    if name.is_weak() {
        return name.last().map(sound).into_iter().collect();
    }
    let words = name.core.iter().filter(|word| !word.is_letter());
    sorted(words.map(sound).collect())
}

/// What two names that are alike have one of in common, in order: how a word is spelled or sounds, how all do
/// as one, or that it is one word only.
pub(super) fn marks(name: &Name) -> Vec<u32> {
    let hash = |kind: char, text: &str| half(FxBuildHasher.hash_one((kind, text)));
    let mut marks = vec![hash('w', &name.whole), hash('s', &name.joined), hash('s', &name.turned)];
    for word in &name.core {
        marks.extend([hash('s', &word.spelling), hash('e', &word.sound)]);
    }
    if name.core.len() < 2 {
        marks.push(hash('1', ""));
    }
    sorted(marks)
}

/// The blocks that a full name is in, in order.
pub(super) fn blocks(name: &Name) -> Vec<u32> {
    let (Some(first), Some(last)) = (name.first(), name.last()) else { return Vec::new() };
    if name.is_weak() {
        return Vec::new();
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
    sorted(keys.into_iter().map(half).collect())
}
