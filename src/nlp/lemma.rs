//! From words and tags to lemmas: case and endings that change, and exceptions, learned from the
//! treebanks.

use rustc_hash::FxHashMap;

use crate::nlp::tags::{Upos, Xpos};
use crate::nlp::word::{Clusters, mix};
use crate::vocabulary;

#[cfg(feature = "training")]
pub(super) mod learn;

/// The longest ending that a rule looks at, in letters.
const REACH: usize = 5;
/// Bytes of a slot: a check, and the rule.
const SLOT: usize = 6;

/// A word whose lemma is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form<'a> {
    /// The word as in the text.
    pub(super) word: &'a str,
    /// Its universal part of speech.
    pub(super) upos: Upos,
    /// Its Penn part of speech.
    pub(super) xpos: Xpos,
    /// Whether it is the first word of its sentence, where a capital tells nothing.
    pub(super) place: Place,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Before all other words of its sentence.
    First,
    /// After another word.
    Within,
}

impl Place {
    /// The place of the word that follows, at this place, `word`.
    pub(super) fn after(self, word: &str) -> Self {
        if word.contains(char::is_alphanumeric) { Self::Within } else { self }
    }
}

/// Where the letters of a word are capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// Nowhere.
    Lower,
    /// At the front.
    Capital,
    /// Everywhere, in two letters or more.
    Upper,
    /// Elsewhere.
    Mixed,
}

impl Shape {
    fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|it| it.is_alphabetic());
        let first = letters.next().is_some_and(char::is_uppercase);
        let (mut upper, mut lower) = (0, 0);
        for letter in letters {
            if letter.is_uppercase() { upper += 1 } else { lower += 1 }
        }
        match (first, upper, lower) {
            (false, 0, _) => Self::Lower,
            (true, 0, _) => Self::Capital,
            (true, _, 0) => Self::Upper,
            _ => Self::Mixed,
        }
    }
}

vocabulary! {
    /// What becomes of capitals.
    enum Case {
        /// All letters become small.
        Lower = "l",
        /// All stay as they are.
        Keep = "k",
        /// The first becomes a capital, the others small.
        Capital = "c",
        /// All become capitals.
        Upper = "u",
    }
}

impl Case {
    /// The case of a name; small letters for any other.
    fn named(name: &str) -> Self {
        Self::ALL.iter().copied().find(|it| it.as_str() == name).unwrap_or(Self::Lower)
    }

    /// Puts `word` into `lemma`, with its capitals as this case has them.
    fn apply(self, word: &str, lemma: &mut String) {
        lemma.clear();
        for (at, letter) in word.chars().enumerate() {
            let letter = if letter == '’' { '\'' } else { letter };
            match self {
                Self::Keep => lemma.push(letter),
                Self::Upper => lemma.extend(letter.to_uppercase()),
                Self::Capital if at == 0 => lemma.extend(letter.to_uppercase()),
                Self::Lower | Self::Capital => lemma.extend(letter.to_lowercase()),
            }
        }
    }
}

/// What makes a lemma of a word: what becomes of its capitals, how many letters go, which come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rule<Ending> {
    case: Case,
    cut: usize,
    ending: Ending,
}

/// The keys under which a rule may stand, by how much they say of the word.
mod key {
    use super::{Shape, mix};
    use crate::nlp::tags::{Upos, Xpos};
    use crate::text::hash;

    /// A word with all that is known of it.
    pub(super) fn exact(small: &str, shape: Shape, upos: Upos, xpos: Xpos) -> u64 {
        mix(whole(small, shape, xpos), upos as u64 + 7000)
    }

    /// A word with its Penn tag.
    pub(super) fn whole(small: &str, shape: Shape, xpos: Xpos) -> u64 {
        mix(mix(hash(small.bytes()), xpos as u64 + 1000), shape as u64)
    }

    /// The end of a word with its Penn tag.
    pub(super) fn ending(ending: &str, shape: Shape, xpos: Xpos) -> u64 {
        mix(mix(hash(ending.bytes()), xpos as u64 + 3000), shape as u64)
    }
}

/// Finds lemmas.
#[derive(Clone, Debug)]
pub(super) struct Lemmatizer {
    rules: Vec<Rule<&'static str>>,
    slots: &'static [u8],
    /// Past forms that no ending tells: "flown", "shook".
    irregular: FxHashMap<&'static str, &'static str>,
}

impl Lemmatizer {
    /// Reads the model in `bytes`: the length of the rules, the rules as lines, the table.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let length = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        let rules = std::str::from_utf8(&bytes[4..4 + length])
            .expect("the model was written with its rules as text")
            .lines()
            .map(|line| {
                let mut columns = line.splitn(3, '\t');
                let mut next = || columns.next().unwrap_or("");
                Rule { case: Case::named(next()), cut: next().parse().unwrap_or(0), ending: next() }
            })
            .collect();
        let irregular = include_str!("lemma/irregular.tsv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once('\t'))
            .collect();
        Self { rules, slots: &bytes[4 + length..], irregular }
    }

    /// Puts the lemma of a word into `lemma`.
    pub(super) fn find(&self, form: Form<'_>, words: &Clusters, lemma: &mut String) {
        Case::Lower.apply(form.word, lemma);
        let past = matches!(form.xpos, Xpos::Vbd | Xpos::Vbn);
        if past && let Some(found) = self.irregular.get(lemma.as_str()) {
            lemma.clear();
            lemma.push_str(found);
            return;
        }
        let Some(rule) = self.rule(lemma, form).and_then(|it| self.rules.get(usize::from(it)))
        else {
            // Names and what is written like them keep their capitals.
            if matches!(form.xpos, Xpos::Nnp | Xpos::Nnps) {
                Case::Keep.apply(form.word, lemma);
            }
            return;
        };
        if rule.case != Case::Lower {
            rule.case.apply(form.word, lemma);
        }
        for _ in 0..rule.cut {
            lemma.pop();
        }
        lemma.push_str(rule.ending);
        if lemma.is_empty() {
            lemma.push_str(form.word);
        }
        // "convened": no ending tells whether an e is lost, but a known word does.
        let inflected = past || form.xpos == Xpos::Vbg;
        if inflected && form.upos == Upos::Verb && !words.has(lemma) {
            // "co-chaired": what is known is the part after the hyphen.
            let part = lemma.rfind('-').map_or(0, |it| it + 1);
            let known = |lemma: &str| words.has(&lemma[part..]);
            if part > 0 && lemma.ends_with('e') && known(&lemma[..lemma.len() - 1]) {
                if !known(lemma) {
                    lemma.pop();
                }
                return;
            }
            lemma.push('e');
            if !known(lemma) {
                lemma.pop();
            }
        }
    }

    /// The rule for a word, whose letters are given in small ones too.
    fn rule(&self, small: &str, form: Form<'_>) -> Option<u16> {
        let Form { upos, xpos, .. } = form;
        let whole = |shape: Shape| {
            self.get(key::exact(small, shape, upos, xpos))
                .or_else(|| self.get(key::whole(small, shape, xpos)))
        };
        let shape = Shape::of(form.word);
        let is_name = matches!(xpos, Xpos::Nnp | Xpos::Nnps);
        if let Some(rule) = whole(shape) {
            return Some(rule);
        }
        let mut by = shape;
        if !is_name && shape != Shape::Lower {
            if let Some(rule) = whole(Shape::Lower) {
                return Some(rule);
            }
            if form.place == Place::First && shape == Shape::Capital {
                by = Shape::Lower;
            }
        }
        let starts = || small.char_indices().rev().map(|(at, _)| at).take(REACH);
        let longest = starts().count();
        (0..longest)
            .rev()
            .find_map(|nth| self.get(key::ending(&small[starts().nth(nth)?..], by, xpos)))
            .or_else(|| self.get(key::ending("", by, xpos)))
    }

    fn get(&self, key: u64) -> Option<u16> {
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
                return Some(u16::from_le_bytes([slot[4], slot[5]]));
            }
            at = (at + 1) & (count - 1);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(word: &str, upos: Upos, xpos: Xpos, place: Place) -> String {
        let lemmatizer = Lemmatizer::new(include_bytes!("../../models/lemmas.bin"));
        let mut lemma = String::new();
        let words = Clusters::new(include_bytes!("../../models/clusters.bin"));
        lemmatizer.find(Form { word, upos, xpos, place }, &words, &mut lemma);
        lemma
    }

    #[test]
    fn capitals_stay_where_the_word_has_them_of_its_own() {
        let within = |word, upos, xpos| lemma(word, upos, xpos, Place::Within);
        let first = |word, upos, xpos| lemma(word, upos, xpos, Place::First);
        assert_eq!(first("Talks", Upos::Noun, Xpos::Nns), "talk");
        assert_eq!(first("Chinese", Upos::Adjective, Xpos::Jj), "Chinese");
        assert_eq!(within("Ruritanian", Upos::Adjective, Xpos::Jj), "Ruritanian");
        assert_eq!(within("I", Upos::Pronoun, Xpos::Prp), "I");
        assert_eq!(within("Nations", Upos::ProperNoun, Xpos::Nnps), "Nation");
        assert_eq!(within("Okafor", Upos::ProperNoun, Xpos::Nnp), "Okafor");
        assert_eq!(within("MET", Upos::Verb, Xpos::Vbd), "meet");
    }

    #[test]
    fn past_forms_find_their_verbs() {
        let past = |word| lemma(word, Upos::Verb, Xpos::Vbd, Place::Within);
        assert_eq!(past("convened"), "convene");
        assert_eq!(past("telephoned"), "telephone");
        assert_eq!(past("conferred"), "confer");
        assert_eq!(past("welcomed"), "welcome");
        assert_eq!(past("flew"), "fly");
        assert_eq!(past("shook"), "shake");
    }

    #[test]
    fn contractions_go_by_their_tags() {
        let within = |word, upos, xpos| lemma(word, upos, xpos, Place::Within);
        assert_eq!(within("’s", Upos::Particle, Xpos::Pos), "'s");
        assert_eq!(within("’s", Upos::Auxiliary, Xpos::Vbz), "be");
        assert_eq!(within("n't", Upos::Particle, Xpos::Rb), "not");
        assert_eq!(within("'ll", Upos::Auxiliary, Xpos::Md), "will");
    }
}
