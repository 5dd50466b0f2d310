//! Words that were met before, with what was found of each of them, so that it is found once.
//!
//! A few thousand words are nine tenths of all that texts have. What the encoder's first layer makes of a word
//! depends on the word and on what the gazetteer knows of it, not on the words around it.

use crate::nlp::hint::Hint;
use crate::nlp::word::{Clusters, Word, mix};
use crate::text::hash;

/// Words that are kept, if no sentence has more: of news, four words in five are among them. Each takes some
/// thousand numbers, in every thread; twice as many would save one word in fifteen more.
const MOST: usize = 2048;
/// Of these, how many stay when room is made for others: those that were met most often.
const STAY: usize = MOST / 2;
/// How often a word that stays was met again since room was made before.
const AGAIN: u32 = 2;

/// Words, each with what the gazetteer knows of it where it stands, by their numbers.
#[derive(Default)]
pub(super) struct Lexicon<T> {
    /// By their hashes, the numbers of words and one, or 0.
    slots: Vec<u32>,
    met: Vec<Met>,
    letters: String,
    /// What the first layer of the encoder makes of each word, one after the other; it may be not there yet of the
    /// last ones.
    pub(super) rows: Vec<f32>,
    /// What a later stage makes of each word, likewise.
    pub(super) sums: Vec<T>,
}

/// A word that was met.
#[derive(Clone, Copy)]
struct Met {
    key: u64,
    /// Where its letters start and end.
    letters: (usize, usize),
    hint: Hint,
    word: Word,
    /// How often it was met again.
    again: u32,
}

impl<T: Copy> Lexicon<T> {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// A word and what the gazetteer knows of it.
    pub(super) fn word(&self, number: usize) -> (&Word, Hint) {
        let met = &self.met[number];
        (&met.word, met.hint)
    }

    /// Makes room for some words, by leaving out others; the numbers of all change then.
    pub(super) fn make_room(&mut self, count: usize) {
        if self.met.len() + count <= MOST {
            return;
        }
        let mut kept: Vec<usize> =
            (0..self.met.len()).filter(|&number| self.met[number].again >= AGAIN).collect();
        kept.sort_by_key(|&number| std::cmp::Reverse(self.met[number].again));
        kept.truncate(STAY);
        kept.sort_unstable();
        let width = self.rows.len() / self.met.len().max(1);
        let mut letters = String::with_capacity(self.letters.len());
        for (place, &number) in kept.iter().enumerate() {
            let mut met = self.met[number];
            let start = letters.len();
            letters.push_str(&self.letters[met.letters.0..met.letters.1]);
            met.letters = (start, letters.len());
            met.again /= 2;
            self.met[place] = met;
            self.rows.copy_within(number * width..(number + 1) * width, place * width);
            if let Some(&sums) = self.sums.get(number) {
                self.sums[place] = sums;
            }
        }
        self.letters = letters;
        self.met.truncate(kept.len());
        self.rows.truncate(kept.len() * width);
        self.sums.truncate(kept.len());
        self.place_all();
    }

    /// Places all words anew, with room for as many again.
    fn place_all(&mut self) {
        self.slots.clear();
        self.slots.resize((4 * self.met.len().max(MOST / 8)).next_power_of_two(), 0);
        for number in 0..self.met.len() {
            let mut at = self.slot_of(self.met[number].key);
            while self.slots[at] != 0 {
                at = self.next(at);
            }
            self.slots[at] = mark(number);
        }
    }

    /// The number of a word of which the gazetteer knows so much.
    pub(super) fn number(
        &mut self,
        text: &str,
        hint: Hint,
        clusters: &Clusters,
        buffer: &mut String,
    ) -> u32 {
        if 2 * self.met.len() >= self.slots.len() {
            self.place_all();
        }
        let key = mix(hash(text.bytes()), u64::from(hint.bits()));
        let mut at = self.slot_of(key);
        while let Some(number) = self.slots[at].checked_sub(1) {
            let met = &mut self.met[number as usize];
            let (start, end) = met.letters;
            if met.key == key && met.hint == hint && self.letters[start..end] == *text {
                met.again = met.again.saturating_add(1);
                return number;
            }
            at = self.next(at);
        }
        let number = self.met.len();
        self.slots[at] = mark(number);
        let start = self.letters.len();
        self.letters.push_str(text);
        let letters = (start, self.letters.len());
        let word = Word::new(text, clusters, buffer);
        self.met.push(Met { key, letters, hint, word, again: 0 });
        mark(number) - 1
    }

    /// The slot at which the search for a key begins.
    fn slot_of(&self, key: u64) -> usize {
        usize::try_from(key >> 32).expect("32 bits fit") & (self.slots.len() - 1)
    }

    /// The slot after one.
    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

/// What a slot holds of a word.
fn mark(number: usize) -> u32 {
    u32::try_from(number + 1).expect("a text has fewer words")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(lexicon: &mut Lexicon<usize>, text: &str) -> u32 {
        lexicon.number(text, Hint::default(), &Clusters::new(&[]), &mut String::new())
    }

    #[test]
    fn a_word_has_one_number_and_its_own_row() {
        let mut lexicon = Lexicon::default();
        let words: Vec<String> = (0..3000).map(|it| format!("word{it}")).collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(number(&mut lexicon, word) as usize, at);
            let row = u16::try_from(at).map(f32::from).expect("few words");
            lexicon.rows.extend([row, row + 0.5]);
        }
        for (at, word) in words.iter().enumerate() {
            assert_eq!(number(&mut lexicon, word) as usize, at);
        }
        assert_eq!(lexicon.len(), words.len());
    }

    #[test]
    fn words_that_come_often_stay_with_what_was_found_of_them() {
        let mut lexicon = Lexicon::default();
        for at in 0..u16::try_from(MOST).expect("few words") {
            number(&mut lexicon, &format!("word{at}"));
            lexicon.rows.extend([f32::from(at), 0.5]);
            lexicon.sums.push(usize::from(at));
        }
        for _ in 0..AGAIN {
            for at in (0..MOST).step_by(5) {
                number(&mut lexicon, &format!("word{at}"));
            }
        }
        lexicon.make_room(1);
        assert_eq!(lexicon.len(), MOST.div_ceil(5));
        assert_eq!(lexicon.rows.len(), 2 * lexicon.len());
        let again = number(&mut lexicon, "word35");
        assert_eq!(lexicon.rows[2 * again as usize..][..2], [35.0, 0.5]);
        assert_eq!((lexicon.sums[again as usize], lexicon.sums.len()), (35, lexicon.len()));
        let fresh = number(&mut lexicon, "word36");
        assert_eq!(fresh as usize, MOST.div_ceil(5));
    }

    #[test]
    fn what_is_known_of_a_word_counts() {
        let mut lexicon = Lexicon::default();
        let mut hints = Vec::new();
        crate::nlp::hint::hints(&["Chad"], &crate::gazetteer::Gazetteer::load(), &mut hints);
        let plain = number(&mut lexicon, "Chad");
        let known = lexicon.number("Chad", hints[0], &Clusters::new(&[]), &mut String::new());
        assert_ne!(plain, known);
        assert_eq!(lexicon.word(known as usize).1, hints[0]);
        assert_eq!(number(&mut lexicon, "Chad"), plain);
    }
}
