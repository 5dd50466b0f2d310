//! What the trained stages look at of a word.

use crate::text::hash;

/// Mixes a value into a hash.
#[inline]
pub(super) const fn mix(hash: u64, value: u64) -> u64 {
    let hash = (hash ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(29);
    let hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// What the trained stages look at of a word, computed once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) exact: u64,
    pub(super) lower: u64,
    pub(super) shape: u64,
    pub(super) suffixes: [u64; 5],
    pub(super) prefixes: [u64; 4],
    pub(super) cluster: u64,
    pub(super) coarse: u64,
}

impl Word {
    /// No word.
    pub(super) const NONE: Self = Self {
        exact: 0,
        lower: 0,
        shape: 0,
        suffixes: [0; 5],
        prefixes: [0; 4],
        cluster: 0,
        coarse: 0,
    };

    /// Looks at a word; `buffer` is lent for its letters.
    pub(super) fn new(word: &str, clusters: &Clusters, buffer: &mut String) -> Self {
        buffer.clear();
        let mut shape = 7;
        let mut before = '\0';
        for letter in word.chars() {
            let class = match letter {
                _ if letter.is_uppercase() => 'X',
                _ if letter.is_lowercase() => 'x',
                _ if letter.is_ascii_digit() => 'd',
                '’' | '‘' => '\'',
                '“' | '”' => '"',
                _ => letter,
            };
            if class != before {
                shape = mix(shape, u64::from(u32::from(class)));
                before = class;
            }
            buffer.push(plain(letter));
        }
        let exact = hash(buffer.bytes());
        let (cluster, coarse) = clusters.find(buffer);
        buffer.clear();
        for letter in word.chars() {
            buffer.extend(plain(letter).to_lowercase());
        }
        let mut suffixes = [0; 5];
        for (slot, (at, _)) in suffixes.iter_mut().zip(buffer.char_indices().rev()) {
            *slot = hash(buffer[at..].bytes());
        }
        let mut prefixes = [0; 4];
        for (slot, (at, letter)) in prefixes.iter_mut().zip(buffer.char_indices()) {
            *slot = hash(buffer[..at + letter.len_utf8()].bytes());
        }
        Self {
            exact,
            lower: hash(buffer.bytes()),
            shape,
            suffixes,
            prefixes,
            cluster: u64::from(cluster) + 20,
            coarse: u64::from(coarse) + 2000,
        }
    }
}

/// A letter with quotation marks straightened and digits made alike.
fn plain(letter: char) -> char {
    match letter {
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' => '"',
        '–' => '—',
        _ if letter.is_ascii_digit() => '0',
        _ => letter,
    }
}

/// Word clusters learned from news.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clusters {
    slots: &'static [u8],
}

/// Bytes of a slot: a check, the fine cluster, the coarse one.
const SLOT: usize = 7;

impl Clusters {
    /// Reads the table in `bytes`.
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        Self { slots: bytes }
    }

    /// The fine and the coarse cluster of a word with straight quotes and digits as 0, by its
    /// own case or else in lower case; 0 and 0 for an unknown one.
    fn find(&self, word: &str) -> (u16, u8) {
        self.get(hash(word.bytes())).unwrap_or_else(|| {
            self.get(hash(word.bytes().map(|byte| byte.to_ascii_lowercase()))).unwrap_or((0, 0))
        })
    }

    /// Whether a word in lower case is known.
    pub(super) fn has(&self, word: &str) -> bool {
        self.get(hash(word.bytes())).is_some()
    }

    fn get(&self, key: u64) -> Option<(u16, u8)> {
        let count = self.slots.len() / SLOT;
        if count == 0 {
            return None;
        }
        let check = check_of(key);
        let mut at = slot_of(key, count);
        loop {
            let slot = &self.slots[at * SLOT..at * SLOT + SLOT];
            let found = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if found == 0 {
                return None;
            }
            if found == check {
                return Some((u16::from_le_bytes([slot[4], slot[5]]), slot[6]));
            }
            at = (at + 1) & (count - 1);
        }
    }

    /// The table of some words with their clusters, in the form that [`Clusters::new`] reads.
    #[cfg(feature = "training")]
    pub(super) fn encode(words: &[(String, u16, u8)]) -> Vec<u8> {
        let count = (words.len() * 3 / 2).next_power_of_two().max(16);
        let mut bytes = vec![0u8; count * SLOT];
        for (word, fine, coarse) in words {
            let key = hash(word.bytes());
            let mut at = slot_of(key, count);
            while bytes[at * SLOT..at * SLOT + 4] != [0; 4] {
                at = (at + 1) & (count - 1);
            }
            let slot = &mut bytes[at * SLOT..at * SLOT + SLOT];
            slot[..4].copy_from_slice(&check_of(key).to_le_bytes());
            slot[4..6].copy_from_slice(&fine.to_le_bytes());
            slot[6] = *coarse;
        }
        bytes
    }
}

fn slot_of(key: u64, count: usize) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).expect("32 bits fit")
        & (count - 1)
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
const fn check_of(key: u64) -> u32 {
    (key as u32) | 1
}
