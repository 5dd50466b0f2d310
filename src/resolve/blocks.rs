//! Blocks of names that share a sound: only who is in one block is compared.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::names::{Name, Word};

/// The blocks of names, by the numbers of these; a block is known by a hash, and two with one hash
/// only give more to compare.
pub(super) struct Blocks {
    keys: Vec<Box<[u64]>>,
    sounds: Vec<Box<[u64]>>,
    /// The places of names in the order of their letters.
    places: Vec<u32>,
}

impl Blocks {
    /// The blocks of some names.
    pub(super) fn new(names: &[Name]) -> Self {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|&one, &other| str::cmp(&names[one].joined, &names[other].joined));
        let mut places = vec![0; names.len()];
        let mut place = 0;
        for (index, &name) in order.iter().enumerate() {
            // Equal ones have one place.
            if index > 0 && names[order[index - 1]].joined != names[name].joined {
                place += 1;
            }
            places[name] = place;
        }
        Self {
            keys: names.iter().map(keys).collect(),
            sounds: names.iter().map(sounds).collect(),
            places,
        }
    }

    /// The blocks that a full name is in.
    pub(super) fn keys(&self, name: u32) -> &[u64] {
        &self.keys[name as usize]
    }

    /// The sounds of the words of a full name, of which one may stand for it.
    pub(super) fn sounds(&self, name: u32) -> &[u64] {
        &self.sounds[name as usize]
    }

    /// The sound of a word.
    pub(super) fn sound(word: &Word) -> u64 {
        FxBuildHasher.hash_one(&*word.sound)
    }

    /// Where a name stands among all.
    pub(super) fn place(&self, name: u32) -> u32 {
        self.places[name as usize]
    }
}

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

fn sounds(name: &Name) -> Box<[u64]> {
    if name.is_weak() {
        return Box::default();
    }
    let words = name.core.iter().filter(|word| !word.is_letter());
    let mut sounds: Vec<u64> = words.map(Blocks::sound).collect();
    sounds.sort_unstable();
    sounds.dedup();
    sounds.into()
}
