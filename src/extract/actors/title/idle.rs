//! What is said of somebody before an office and is no part of it.
//!
//! Finds: `leftist President NAME`, `the right-wing prime minister`, `Kenya's newly elected president`.
//! Leaves: `the Conservative leader`, as that tells a party.

use std::ops::Range;

use super::{office, words};
use crate::extract::Context;
use crate::nlp::TokenId;

/// Words before an office that are no part of it.
pub(super) const IDLE: &[&str] = &[
    "then",
    "current",
    "own",
    "new",
    "visiting",
    "outgoing",
    "incoming",
    "longtime",
    "veteran",
    "powerful",
    "embattled",
    "newly",
    "late",
    "the",
    "a",
    "an",
    "this",
    "other",
    "meeting",
    "hrh",
    "hm",
    "her",
    "his",
    "ousted",
    "influential",
    "prominent",
    "two",
];

/// Words for where somebody stands; with a capital they may be of a party, but where a sentence begins.
const LEANINGS: &[&str] = &[
    "leftist",
    "rightist",
    "centrist",
    "leftwing",
    "rightwing",
    "conservative",
    "socialist",
    "populist",
    "nationalist",
    "islamist",
    "reformist",
    "hardline",
    "hawkish",
    "moderate",
    "authoritarian",
    "autocratic",
    "reelected",
    "charismatic",
    "controversial",
    "flamboyant",
    "reclusive",
    "jailed",
    "exiled",
    "deposed",
];
/// Last parts of such words with a hyphen: "right-wing", "Western-backed", "long-serving".
const PARTS: &[&str] = &[
    "wing",
    "right",
    "left",
    "line",
    "time",
    "backed",
    "elected",
    "appointed",
    "serving",
    "ruling",
    "born",
    "educated",
    "trained",
    "installed",
    "friendly",
    "leaning",
    "minded",
    "western",
    "european",
    "russian",
    "american",
];

/// Where an office begins behind a word for where somebody stands that begins a range: its first token.
pub(super) fn leaning(context: &Context<'_>, range: Range<usize>) -> Option<usize> {
    let all = words(context, range.clone());
    let document = context.document;
    let is = |list: &[&str], word: &str| list.iter().any(|it| it.eq_ignore_ascii_case(word));
    let count = match all[..] {
        [_, "-", last, ..] if is(PARTS, last) => 3,
        [word, ..] if is(LEANINGS, word) => {
            let first = TokenId::new(range.start);
            let begins = document.sentence(first).tokens.start() == range.start;
            (begins || word.starts_with(char::is_lowercase)).then_some(1)?
        }
        _ => return None,
    };
    office(context, all.get(count..)?)?;
    Some(range.start + count)
}
