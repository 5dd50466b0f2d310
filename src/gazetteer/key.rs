//! Keys of names: hashes that spelling, case and punctuation do not change.

use crate::text::fold_into;

/// A name's key under construction, from the words it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) hash: u64,
    /// The words hashed so far.
    pub(super) count: usize,
}

impl Key {
    /// The key of no words.
    pub(super) const EMPTY: Self = Self { hash: 0x9e37_79b9_7f4a_7c15, count: 0 };

    /// The key of a whole name.
    pub(super) fn of(name: &str) -> Self {
        let mut key = Self::EMPTY;
        key.add(name);
        key
    }

    /// Adds the words of some text; full stops and apostrophes are passed over, and all else that
    /// is neither letter nor digit parts words. A leading "the" does not count.
    pub(super) fn add(&mut self, text: &str) {
        if text.is_ascii() {
            self.add_folded(text.bytes().map(|byte| byte.to_ascii_lowercase()));
        } else {
            let mut folded = String::with_capacity(text.len());
            fold_into(text, &mut folded);
            self.add_folded(folded.bytes());
        }
    }

    fn add_folded(&mut self, bytes: impl Iterator<Item = u8>) {
        let mut word = START;
        for byte in bytes {
            match byte {
                b'.' | b'\'' => {}
                _ if byte.is_ascii_alphanumeric() || byte >= 0x80 => {
                    word = (word ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
                }
                _ => self.end_word(&mut word),
            }
        }
        self.end_word(&mut word);
    }

    fn end_word(&mut self, word: &mut u64) {
        let ended = std::mem::replace(word, START);
        if ended == START || (ended == THE && self.count == 0) {
            return;
        }
        let mixed = (self.hash ^ ended).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.hash = mixed ^ (mixed >> 29);
        self.count += 1;
    }
}

/// The hash of an empty word (FNV-1a).
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of "the".
const THE: u64 = {
    let mut hash = START;
    let word = b"the";
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ word[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
};

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn spelling_case_and_punctuation_do_not_matter() {
        assert_eq!(Key::of("Côte d’Ivoire"), Key::of("cote d'ivoire"));
        assert_eq!(Key::of("the U.S."), Key::of("US"));
        assert_eq!(Key::of("Guinea-Bissau"), Key::of("Guinea Bissau"));
        assert_ne!(Key::of("Guinea"), Key::of("Guinea Bissau"));
        let mut pieces = Key::EMPTY;
        for piece in ["The", "Guinea", "-", "Bissau"] {
            pieces.add(piece);
        }
        assert_eq!(pieces, Key::of("Guinea-Bissau"));
    }
}
