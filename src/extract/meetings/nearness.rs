//! By which words a meeting is told, and how near something stands to them, in the text and in the tree.

use crate::extract::Context;
use crate::extract::forest::{NEVER, number};
use crate::nlp::TokenId;

/// The words by which meetings are told most; `places.bin` was learned with them in this order.
const LEMMAS: &[&str] = &[
    "meet",
    "meeting",
    "talk",
    "visit",
    "call",
    "summit",
    "host",
    "receive",
    "hold",
    "session",
    "round",
    "sign",
    "ceremony",
    "conference",
    "negotiation",
    "discussion",
    "discuss",
    "dinner",
    "lunch",
    "breakfast",
    "speak",
    "conversation",
    "welcome",
    "audience",
    "consultation",
    "gather",
    "see",
    "join",
    "attend",
    "invite",
    "trip",
    "tell",
    "dialogue",
    "phone",
    "greet",
    "encounter",
    "sit",
    "chair",
    "brief",
    "mediate",
];

/// Heads up at most from a word to one that is above another too.
const HEIGHT: usize = 8;

/// How many tokens after the nearest of some words of its sentence a word stands, less than none for before;
/// [`NEVER`] where there is none.
pub(super) fn gap(context: &Context<'_>, words: &[TokenId], id: TokenId) -> i16 {
    let sentence = context.document.sentence_index(id);
    let near = words.iter().filter(|it| context.document.sentence_index(**it) == sentence);
    let gap = |it: &TokenId| number(it.index().abs_diff(id.index()));
    let nearest = near.min_by_key(|it| gap(it));
    nearest.map_or(NEVER, |it| if *it > id { -gap(it) } else { gap(it) })
}

/// The fewest steps in the tree between a word and one of some words, or -1 where there are many.
pub(super) fn steps(context: &Context<'_>, words: &[TokenId], id: TokenId) -> i16 {
    let document = context.document;
    let way = |it: TokenId| std::iter::once(it).chain(document.ancestors(it)).take(HEIGHT);
    let sentence = document.sentence_index(id);
    let near = words.iter().filter(|it| document.sentence_index(**it) == sentence);
    let between = |word: TokenId| {
        way(id).enumerate().find_map(|(up, it)| {
            let down = way(word).position(|other| other == it)?;
            Some(up + down)
        })
    };
    near.filter_map(|it| between(*it)).min().map_or(-1, number)
}

/// By which word a meeting is told, as a number.
pub(super) fn lemma(word: &str) -> i16 {
    LEMMAS.iter().position(|it| *it == word).map_or(0, |it| number(it + 1))
}
