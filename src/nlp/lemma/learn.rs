//! Learns lemmas from words with their tags and lemmas.

use std::collections::BTreeMap;

use super::{Case, Form, Place, REACH, Rule, SLOT, Shape, check_of, key, slot_of};
use crate::nlp::tags::{Upos, Xpos};

type Learned = Rule<String>;
type Counts = BTreeMap<Learned, usize>;
/// A word in small letters, or the end of one.
type ByShape = BTreeMap<(Xpos, Shape, String), Counts>;

/// The change from a word to its lemma that cuts the fewest letters.
fn change(word: &str, lemma: &str) -> Learned {
    let mut cased = String::new();
    let cut_by = |case: Case, cased: &mut String| {
        case.apply(word, cased);
        let common = cased.chars().zip(lemma.chars()).take_while(|(one, two)| one == two).count();
        (cased.chars().count() - common, common)
    };
    let best = Case::ALL.iter().copied().min_by_key(|&case| cut_by(case, &mut cased).0);
    let case = best.unwrap_or(Case::Lower);
    let (cut, common) = cut_by(case, &mut cased);
    Rule { case, cut, ending: lemma.chars().skip(common).collect() }
}

fn most(counts: &Counts) -> Option<Learned> {
    let mut best: Option<(&Learned, usize)> = None;
    for (rule, &count) in counts {
        if best.is_none_or(|(_, other)| count > other) {
            best = Some((rule, count));
        }
    }
    best.map(|(rule, _)| rule.clone())
}

/// The longest end of a word that has a rule.
fn by_ending(
    kept: &BTreeMap<(Xpos, Shape, String), Learned>,
    (xpos, shape): (Xpos, Shape),
    letters: &[char],
) -> Option<Learned> {
    (letters.len().saturating_sub(REACH)..=letters.len())
        .find_map(|start| kept.get(&(xpos, shape, letters[start..].iter().collect())))
        .cloned()
}

/// The bytes that [`super::Lemmatizer::new`] reads.
pub(in crate::nlp) fn learn<'a>(words: impl Iterator<Item = (Form<'a>, &'a str)>) -> Vec<u8> {
    let mut exact: BTreeMap<(Upos, Xpos, Shape, String), Counts> = BTreeMap::new();
    let mut wholes: ByShape = BTreeMap::new();
    for (form, lemma) in words {
        let lemma = lemma.replace('’', "'");
        let rule = change(form.word, &lemma);
        let mut shape = Shape::of(form.word);
        // The capital of a first word tells of the word only if its lemma keeps it.
        if form.place == Place::First && shape == Shape::Capital && rule.case == Case::Lower {
            shape = Shape::Lower;
        }
        let small = form.word.to_lowercase().replace('’', "'");
        let own = (form.upos, form.xpos, shape, small.clone());
        *exact.entry(own).or_default().entry(rule.clone()).or_default() += 1;
        *wholes.entry((form.xpos, shape, small)).or_default().entry(rule).or_default() += 1;
    }
    let mut endings: ByShape = BTreeMap::new();
    for ((xpos, shape, word), counts) in &wholes {
        let Some(rule) = most(counts) else { continue };
        let letters: Vec<char> = word.chars().collect();
        for length in 0..=REACH.min(letters.len()) {
            let ending: String = letters[letters.len() - length..].iter().collect();
            let counts = endings.entry((*xpos, *shape, ending)).or_default();
            *counts.entry(rule.clone()).or_default() += 1;
        }
    }
    // A longer ending is kept only where it says otherwise than the shorter ones.
    let mut kept: BTreeMap<(Xpos, Shape, String), Learned> = BTreeMap::new();
    let mut by_length: Vec<_> = endings.into_iter().collect();
    by_length.sort_by_key(|((_, _, ending), _)| ending.chars().count());
    for ((xpos, shape, ending), counts) in by_length {
        let Some(rule) = most(&counts) else { continue };
        let letters: Vec<char> = ending.chars().collect();
        let shorter = letters.get(1..).and_then(|rest| by_ending(&kept, (xpos, shape), rest));
        if ending.is_empty()
            || Some(&rule) != shorter.as_ref() && counts.values().sum::<usize>() > 1
        {
            kept.insert((xpos, shape, ending), rule);
        }
    }
    let mut table: Vec<(u64, Learned)> = Vec::new();
    let mut rule_of: BTreeMap<(Xpos, Shape, String), Learned> = BTreeMap::new();
    for ((xpos, shape, word), counts) in &wholes {
        let Some(rule) = most(counts) else { continue };
        let letters: Vec<char> = word.chars().collect();
        // Words that keep their capitals must be known as such at the head of a sentence.
        let is_name = matches!(xpos, Xpos::Nnp | Xpos::Nnps);
        let capital = *shape == Shape::Capital && !is_name && rule.case != Case::Lower;
        if capital || by_ending(&kept, (*xpos, *shape), &letters).as_ref() != Some(&rule) {
            table.push((key::whole(word, *shape, *xpos), rule.clone()));
        }
        rule_of.insert((*xpos, *shape, word.clone()), rule);
    }
    for ((upos, xpos, shape, word), counts) in exact {
        let Some(rule) = most(&counts) else { continue };
        let key = key::exact(&word, shape, upos, xpos);
        if rule_of.get(&(xpos, shape, word)) != Some(&rule) {
            table.push((key, rule));
        }
    }
    for ((xpos, shape, ending), rule) in kept {
        table.push((key::ending(&ending, shape, xpos), rule));
    }
    encode(&table)
}

fn encode(table: &[(u64, Learned)]) -> Vec<u8> {
    let mut rules: Vec<&Learned> = table.iter().map(|(_, rule)| rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let lines: Vec<String> =
        rules.iter().map(|it| format!("{}\t{}\t{}\n", it.case, it.cut, it.ending)).collect();
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
        slot[4..].copy_from_slice(&u16::try_from(id).expect("there are few rules").to_le_bytes());
    }
    let mut bytes = u32::try_from(lines.len()).expect("rules are short").to_le_bytes().to_vec();
    bytes.extend(lines.as_bytes());
    bytes.extend(slots);
    bytes
}
