//! From words and tags to lemmas: endings that change, and exceptions, learned from the treebanks.

use crate::nlp::perceptron::{hash, mix};
use crate::nlp::tags::Xpos;

/// The longest ending that a rule looks at, in letters.
const REACH: usize = 5;
/// Bytes of a slot: a check, and the rule.
const SLOT: usize = 6;

/// Finds lemmas.
#[derive(Clone, Debug)]
pub(super) struct Lemmatizer {
    /// For each rule, how many letters go, and which come.
    rules: Vec<(usize, &'static str)>,
    slots: &'static [u8],
}

impl Lemmatizer {
    /// Reads the model in `bytes`: the length of the rules, the rules as lines, the table.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let length = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        let rules = std::str::from_utf8(&bytes[4..4 + length])
            .expect("the model was written with its rules as text")
            .lines()
            .map(|line| {
                let (cut, ending) = line.split_once('\t').unwrap_or((line, ""));
                (cut.parse().unwrap_or(0), ending)
            })
            .collect();
        Self { rules, slots: &bytes[4 + length..] }
    }

    /// Puts the lemma of `word` into `lemma`; names keep their capitals.
    pub(super) fn find(&self, word: &str, xpos: Xpos, lemma: &mut String) {
        lemma.clear();
        if matches!(xpos, Xpos::Nnp | Xpos::Nnps) {
            lemma.push_str(word);
            return;
        }
        for letter in word.chars() {
            lemma.extend(letter.to_lowercase().map(|it| if it == '’' { '\'' } else { it }));
        }
        let tag = xpos as u64;
        let whole = mix(hash(lemma.bytes()), tag + 1000);
        let mut rule = self.get(whole);
        if rule.is_none() {
            let starts = || lemma.char_indices().rev().map(|(at, _)| at).take(REACH);
            let longest = starts().count();
            rule = (0..longest).rev().find_map(|nth| {
                let at = starts().nth(nth)?;
                self.get(mix(hash(lemma[at..].bytes()), tag))
            });
        }
        let Some((cut, ending)) = rule.and_then(|rule| self.rules.get(usize::from(rule))) else {
            return;
        };
        for _ in 0..*cut {
            lemma.pop();
        }
        lemma.push_str(ending);
        if lemma.is_empty() {
            lemma.push_str(word);
        }
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

/// Learns lemmas from words with their tags and lemmas.
#[cfg(feature = "training")]
pub(super) mod learn {
    use std::collections::BTreeMap;

    use super::{REACH, SLOT, check_of, slot_of};
    use crate::nlp::perceptron::{hash, mix};
    use crate::nlp::tags::Xpos;

    /// The change from a word to its lemma: how many letters go, and which come.
    fn change(word: &str, lemma: &str) -> (usize, String) {
        let common = word.chars().zip(lemma.chars()).take_while(|(one, two)| one == two).count();
        (word.chars().count() - common, lemma.chars().skip(common).collect())
    }

    fn most(counts: &BTreeMap<(usize, String), usize>) -> Option<(usize, String)> {
        let mut best: Option<(&(usize, String), usize)> = None;
        for (rule, &count) in counts {
            if best.is_none_or(|(_, other)| count > other) {
                best = Some((rule, count));
            }
        }
        best.map(|(rule, _)| rule.clone())
    }

    /// The bytes that [`super::Lemmatizer::new`] reads.
    pub(in crate::nlp) fn learn(words: &[(String, Xpos, String)]) -> Vec<u8> {
        let mut wholes: BTreeMap<(u8, String), BTreeMap<(usize, String), usize>> = BTreeMap::new();
        for (word, xpos, lemma) in words {
            if matches!(xpos, Xpos::Nnp | Xpos::Nnps) {
                continue;
            }
            let word = word.to_lowercase().replace('’', "'");
            let lemma = lemma.to_lowercase().replace('’', "'");
            let rule = change(&word, &lemma);
            *wholes.entry((*xpos as u8, word)).or_default().entry(rule).or_default() += 1;
        }
        let mut endings: BTreeMap<(u8, String), BTreeMap<(usize, String), usize>> = BTreeMap::new();
        let mut best_of: BTreeMap<(u8, String), (usize, String)> = BTreeMap::new();
        for ((xpos, word), counts) in &wholes {
            let Some(rule) = most(counts) else { continue };
            best_of.insert((*xpos, word.clone()), rule.clone());
            let letters: Vec<char> = word.chars().collect();
            for length in 1..=REACH.min(letters.len()) {
                let ending: String = letters[letters.len() - length..].iter().collect();
                *endings.entry((*xpos, ending)).or_default().entry(rule.clone()).or_default() += 1;
            }
        }
        // A longer ending is kept only where it says otherwise than the shorter ones.
        let mut kept: BTreeMap<(u8, String), (usize, String)> = BTreeMap::new();
        let mut by_length: Vec<_> = endings.into_iter().collect();
        by_length.sort_by_key(|((_, ending), _)| ending.chars().count());
        let shorter = |kept: &BTreeMap<(u8, String), (usize, String)>, xpos: u8, ending: &str| {
            let letters: Vec<char> = ending.chars().collect();
            (1..=letters.len()).find_map(|start| {
                kept.get(&(xpos, letters[start..].iter().collect::<String>())).cloned()
            })
        };
        for ((xpos, ending), counts) in by_length {
            let Some(rule) = most(&counts) else { continue };
            let general = shorter(&kept, xpos, &ending).unwrap_or((0, String::new()));
            if rule != general && counts.values().sum::<usize>() > 1 {
                kept.insert((xpos, ending), rule);
            }
        }
        let mut table: Vec<(u64, (usize, String))> = Vec::new();
        for ((xpos, word), rule) in best_of {
            let letters: Vec<char> = word.chars().collect();
            let by_ending = (letters.len().saturating_sub(REACH)..letters.len())
                .find_map(|start| kept.get(&(xpos, letters[start..].iter().collect::<String>())))
                .cloned()
                .unwrap_or((0, String::new()));
            if rule != by_ending {
                table.push((mix(hash(word.bytes()), u64::from(xpos) + 1000), rule));
            }
        }
        for ((xpos, ending), rule) in kept {
            table.push((mix(hash(ending.bytes()), u64::from(xpos)), rule));
        }
        encode(&table)
    }

    fn encode(table: &[(u64, (usize, String))]) -> Vec<u8> {
        let mut rules: Vec<&(usize, String)> = table.iter().map(|(_, rule)| rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let lines: Vec<String> = rules.iter().map(|(cut, end)| format!("{cut}\t{end}\n")).collect();
        let lines = lines.concat();
        let count = (table.len() * 3 / 2).next_power_of_two().max(16);
        let mut slots = vec![0u8; count * SLOT];
        for (key, rule) in table {
            let id = rules.binary_search(&rule).expect("it is one of all");
            let mut at = slot_of(*key, count);
            while slots[at * SLOT..at * SLOT + 4] != [0; 4] {
                at = (at + 1) & (count - 1);
            }
            let slot = &mut slots[at * SLOT..at * SLOT + SLOT];
            slot[..4].copy_from_slice(&check_of(*key).to_le_bytes());
            slot[4..]
                .copy_from_slice(&u16::try_from(id).expect("there are few rules").to_le_bytes());
        }
        let mut bytes = u32::try_from(lines.len()).expect("rules are short").to_le_bytes().to_vec();
        bytes.extend(lines.as_bytes());
        bytes.extend(slots);
        bytes
    }
}
