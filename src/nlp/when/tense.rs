//! The tense of the verb that an expression belongs to, which tells past from future.

use std::ops::Range;

use crate::nlp::document::{Token, TokenId};
use crate::nlp::tags::{Relation, Upos, Xpos};

/// Which way from publication an expression points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Back.
    Past,
    /// Ahead.
    Future,
    /// Either.
    Unknown,
}

/// Heads up that are asked for their tense: deeper trees are lists, not sentences.
const HEIGHT: usize = 12;

/// Words that turn what follows towards the future.
const AHEAD_WORDS: &[&str] = &[
    "will",
    "shall",
    "'ll",
    "upcoming",
    "scheduled",
    "due",
    "slated",
    "plans",
    "planned",
    "set",
    "expected",
    "forthcoming",
    "planning",
    "intends",
    "meant",
    "slotted",
    "billed",
    "penciled",
];

/// The tense of the verb that governs the token at `index`.
pub(super) fn tense(text: &str, tokens: &[Token], index: usize, sentence: Range<usize>) -> Tense {
    let mut at = TokenId::new(index);
    // The words of the noun phrase itself may tell: "a summit scheduled for Friday".
    for _ in 0..HEIGHT.min(sentence.len()) {
        let token = &tokens[at.index()];
        // "NAME, who came on Friday, will go on Monday": what stands beyond the main verb is its own.
        if token.relation == Relation::AclRelcl
            && let Some(main) = token.head.and_then(|noun| tokens[noun.index()].head)
            && (at.index()..index).contains(&main.index())
        {
            at = main;
            continue;
        }
        if matches!(token.upos, Upos::Verb | Upos::Auxiliary | Upos::Adjective)
            && let Some(tense) = verb_tense(text, tokens, at, sentence.clone())
        {
            // "had hoped to meet on Friday"
            let is_over = tense == Tense::Future
                && token.relation == Relation::Xcomp
                && token.head.is_some_and(|it| is_pluperfect(text, tokens, it, sentence.clone()));
            return if is_over { Tense::Past } else { tense };
        }
        match token.head {
            Some(head) => at = head,
            None => break,
        }
    }
    let any = |xpos: Xpos| sentence.clone().any(|index| tokens[index].xpos == xpos);
    if any(Xpos::Vbd) {
        return Tense::Past;
    }
    let ahead = sentence.clone().any(|index| {
        let word = tokens[index].span.of(text);
        AHEAD_WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
    });
    if ahead { Tense::Future } else { Tense::Unknown }
}

/// Whether a verb is told as past before what is told: "had hoped".
fn is_pluperfect(text: &str, tokens: &[Token], verb: TokenId, mut sentence: Range<usize>) -> bool {
    tokens[verb.index()].xpos == Xpos::Vbn
        && sentence.any(|index| {
            let other = &tokens[index];
            other.head == Some(verb)
                && other.relation == Relation::Aux
                && matches!(other.span.of(text), "had" | "'d" | "’d")
        })
}

/// The tense of one verb with its auxiliaries, if it shows any.
fn verb_tense(
    text: &str,
    tokens: &[Token],
    verb: TokenId,
    sentence: Range<usize>,
) -> Option<Tense> {
    let token = &tokens[verb.index()];
    let own = token.span.of(text);
    if AHEAD_WORDS.iter().any(|it| it.eq_ignore_ascii_case(own)) {
        return Some(Tense::Future);
    }
    let mut past = token.xpos == Xpos::Vbd;
    let mut future = false;
    let mut infinitive = false;
    let mut being = false;
    let mut present = matches!(token.xpos, Xpos::Vbp | Xpos::Vbz);
    for index in sentence {
        let other = &tokens[index];
        if other.head != Some(verb) {
            continue;
        }
        let word = other.span.of(text);
        match other.relation {
            Relation::Aux | Relation::AuxPass | Relation::Cop => match other.xpos {
                Xpos::Md => {
                    future |=
                        ["will", "shall", "'ll", "’ll", "may", "might", "can", "could", "should"]
                            .iter()
                            .any(|it| it.eq_ignore_ascii_case(word));
                    past |= word.eq_ignore_ascii_case("would") && token.xpos != Xpos::Vb;
                    future |= word.eq_ignore_ascii_case("would") && token.xpos == Xpos::Vb;
                }
                Xpos::Vbd => past = true,
                Xpos::Vbz | Xpos::Vbp => present = true,
                Xpos::Vbg => being = true,
                _ => {}
            },
            Relation::Mark if word.eq_ignore_ascii_case("to") => {
                // "to meet", and "was to have met".
                infinitive |= matches!(token.xpos, Xpos::Vb | Xpos::Vbn);
            }
            _ => {}
        }
    }
    match () {
        () if future => Some(Tense::Future),
        () if past => Some(Tense::Past),
        () if infinitive => Some(Tense::Future),
        () if present && being => Some(Tense::Unknown),
        () if present && token.xpos == Xpos::Vbn => Some(Tense::Past),
        () if present && token.xpos == Xpos::Vbg => Some(Tense::Future),
        () if present => Some(Tense::Unknown),
        () => None,
    }
}
