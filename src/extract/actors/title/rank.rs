//! Ranks among offices: what one is called beside an office, or where none is told.
//!
//! Finds: `army commander-in-chief Gen NAME`, `the army chief, General NAME`, `Lt Gen (ret) NAME`.
//! Leaves: `Secretary General`, `deputy commander-in-chief`, which are one office.

use std::ops::Range;

use super::apposed::is_apposed;
use super::{Around, extend_left, is_office_head, push_role, serve, title_before, words};
use crate::extract::Context;
use crate::gazetteer::TitleKind;
use crate::nlp::{TokenId, TokenRange};

/// Whether an office is but a rank or what one is called by birth: "General", "Sheikh".
pub(super) fn is_lone_rank(context: &Context<'_>, range: Range<usize>) -> bool {
    let all = words(context, range);
    let title = context.gazetteer.title(&all).filter(|(count, _)| *count == all.len());
    title.is_some_and(|(_, kind)| {
        matches!(kind, TitleKind::Military | TitleKind::Religious)
            || all.len() == 1 && ["Prince", "Princess", "Sheikh", "Sheikha"].contains(&all[0])
    })
}

/// Where the office begins that a rank goes on: "army commander-in-chief Gen NAME"; else where the rank does.
pub(super) fn before_lone_rank(context: &Context<'_>, rank: Range<usize>, least: usize) -> usize {
    let start = rank.start;
    let office = is_lone_rank(context, rank).then(|| title_before(context, start, least)).flatten();
    office.unwrap_or(start)
}

/// Reads the office that a comma parts from the rank that begins at `start`: "the army chief, General NAME".
pub(super) fn before_rank(
    context: &Context<'_>,
    (start, least): (usize, usize),
    name: TokenRange,
    found: &mut Around,
) {
    let word = |index: usize| context.document.word(TokenId::new(index));
    if start < least + 2 || word(start - 1) != "," {
        return;
    }
    let Some(title) = title_before(context, start - 1, least) else { return };
    let first = extend_left(context, title, least);
    if is_apposed(context, first, least, name) {
        push_role(context, found, first..start - 1);
        serve(context, first, least, found);
    }
}

/// Whether a word is a part of the office that follows: "deputy commander".
fn is_part(word: &str) -> bool {
    ["deputy", "vice", "assistant", "acting"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether some words are a rank after an office that begins before them.
pub(super) fn is_rank(context: &Context<'_>, office: usize, range: Range<usize>) -> bool {
    // "Secretary General" is one office.
    let whole = words(context, office..range.end);
    if context.gazetteer.title(&whole).is_some_and(|(count, _)| count == whole.len()) {
        return false;
    }
    let before = words(context, office..range.start);
    let is_office = |word: &&str| is_office_head(word) && !is_part(word);
    is_lone_rank(context, range) && before.last().is_some_and(is_office)
}

/// Whether a word tells of a rank that it is no more held: "(ret)".
pub(super) fn is_retired(word: &str) -> bool {
    ["ret", "ret.", "retd", "retd.", "rtd", "rtd.", "retired"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}
