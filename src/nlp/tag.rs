//! From tokens to parts of speech, by a greedy averaged perceptron from left to right.

use crate::nlp::perceptron::{self, Feature, Weights, hash, mix};
use crate::nlp::tags::{Upos, Xpos};

/// What the trained stages look at of a word, computed once.
#[derive(Clone, Copy, Debug, Default)]
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

/// The tagger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tagger {
    weights: Weights,
    classes: &'static [u8],
}

/// Stands for the tag before the first.
const START: u64 = 900;

impl Tagger {
    /// Reads the model in `bytes`: the number of classes, their tags, the weights.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let count = usize::from(bytes[0]);
        let (classes, weights) = bytes[1..].split_at(count * 2);
        Self { weights: Weights::new(weights), classes }
    }

    /// The parts of speech of class `class`.
    fn tags(&self, class: usize) -> (Upos, Xpos) {
        let upos = usize::from(self.classes[class * 2]);
        let xpos = usize::from(self.classes[class * 2 + 1]);
        (Upos::ALL[upos], Xpos::ALL[xpos])
    }

    /// The tags of the words of one sentence, put after those in `tags`.
    pub(super) fn tag(&self, words: &[Word], tags: &mut Vec<(Upos, Xpos)>) {
        let mut features = Vec::with_capacity(48);
        let mut scores = [0i32; 256];
        let scores = &mut scores[..self.weights.classes()];
        let (mut before, mut second) = (START, START + 1);
        for index in 0..words.len() {
            collect(words, index, (before, second), &mut features);
            self.weights.score(&features, scores);
            let class = perceptron::best(scores, |_| true).unwrap_or(0);
            tags.push(self.tags(class));
            second = before;
            before = class as u64;
        }
    }
}

/// The features of the word at `index` after the classes `before`, nearest first.
fn collect(words: &[Word], index: usize, before: (u64, u64), features: &mut Vec<Feature>) {
    features.clear();
    let edge = |place: u64| Word { lower: place, exact: place, ..Word::default() };
    let at = |by: isize| {
        index
            .checked_add_signed(by)
            .map_or(edge(1), |place| words.get(place).copied().unwrap_or_else(|| edge(2)))
    };
    let (word, left, right) = (words[index], at(-1), at(1));
    let (one, two) = before;
    let mut kind = 0u64;
    let mut add = |first: u64, second: u64| {
        kind += 1;
        features.push(mix(mix(kind.wrapping_mul(0x51ed_2701), first), second));
    };
    add(0, 0);
    add(word.lower, 0);
    add(word.exact, 0);
    add(word.shape, 0);
    for suffix in word.suffixes {
        add(suffix, 0);
    }
    for prefix in word.prefixes {
        add(prefix, 0);
    }
    add(one, 0);
    add(one, two);
    add(one, word.lower);
    add(left.lower, 0);
    add(at(-2).lower, 0);
    add(right.lower, 0);
    add(at(2).lower, 0);
    add(left.lower, word.lower);
    add(word.lower, right.lower);
    add(left.lower, right.lower);
    add(left.suffixes[2], 0);
    add(right.suffixes[2], 0);
    add(right.shape, word.shape);
    add(left.shape, word.shape);
    add(one, word.suffixes[2]);
    add(word.cluster, 0);
    add(left.cluster, 0);
    add(right.cluster, 0);
    add(left.cluster, word.cluster);
    add(word.cluster, right.cluster);
    add(word.coarse, one);
    add(word.suffixes[2], right.cluster);
    add(u64::from(index == 0), word.shape);
}

/// Learns a tagger from sentences with their tags.
#[cfg(feature = "training")]
pub(super) mod learn {
    use super::{START, Tagger, Word, collect};
    use crate::nlp::perceptron::Learner;
    use crate::nlp::tags::{Upos, Xpos};

    /// Weights under this, in whole updates, are left out.
    const LEAST: f32 = 0.25;

    /// The words of a sentence, and their tags.
    pub(in crate::nlp) type Tagged = (Vec<Word>, Vec<(Upos, Xpos)>);

    /// The bytes that [`Tagger::new`] reads.
    pub(in crate::nlp) fn learn(
        sentences: &[Tagged],
        rounds: usize,
        shuffle: &mut dyn FnMut(&mut [usize]),
    ) -> Vec<u8> {
        let mut classes: Vec<(Upos, Xpos)> =
            sentences.iter().flat_map(|(_, tags)| tags.iter().copied()).collect();
        classes.sort_unstable();
        let mut counted: Vec<((Upos, Xpos), usize)> = Vec::new();
        for class in classes {
            match counted.last_mut() {
                Some((last, count)) if *last == class => *count += 1,
                _ => counted.push((class, 1)),
            }
        }
        counted.retain(|&(_, count)| count > 3);
        let classes: Vec<(Upos, Xpos)> = counted.into_iter().map(|(class, _)| class).collect();
        assert!(classes.len() < 255, "a class is a byte");
        let mut learner = Learner::new(classes.len());
        let mut scores = vec![0f32; classes.len()];
        let mut features = Vec::new();
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        for _ in 0..rounds {
            shuffle(&mut order);
            for &sentence in &order {
                let (words, tags) = &sentences[sentence];
                let (mut before, mut second) = (START, START + 1);
                for (index, tag) in tags.iter().enumerate() {
                    collect(words, index, (before, second), &mut features);
                    learner.score(&features, &mut scores);
                    let mut guess = 0;
                    for class in 1..classes.len() {
                        if scores[class] > scores[guess] {
                            guess = class;
                        }
                    }
                    let good = classes.binary_search(tag).unwrap_or(guess);
                    learner.learn(&features, good, guess);
                    second = before;
                    before = guess as u64;
                }
            }
        }
        let mut bytes = vec![u8::try_from(classes.len()).expect("checked above")];
        for (upos, xpos) in classes {
            let place = |found: Option<usize>| {
                u8::try_from(found.expect("it is one of all")).expect("there are under 256 tags")
            };
            bytes.push(place(Upos::ALL.iter().position(|&it| it == upos)));
            bytes.push(place(Xpos::ALL.iter().position(|&it| it == xpos)));
        }
        bytes.extend(learner.finish(LEAST));
        bytes
    }

    /// Tags by a model that was learned a moment ago.
    pub(in crate::nlp) fn tagger(bytes: Vec<u8>) -> Tagger {
        Tagger::new(bytes.leak())
    }
}
