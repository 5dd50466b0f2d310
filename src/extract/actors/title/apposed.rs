//! Whether an office that a comma parts from a name is that of the name.
//!
//! Finds: `the Kenyan president, NAME`, `its envoy, NAME,`, `the prime minister and foreign minister,
//! NAME`.
//! Leaves: `told a minister, NAME said`.

use crate::extract::Context;
use crate::nlp::{NameKind, TokenId, TokenRange};

use super::{IDLE, extend_left, name_ending_at, title_before};

/// Whether the office that begins at `start`, which a comma parts from a name, is that of the name:
/// "the foreign minister, NAME", or "its envoy, NAME," where nothing but the name follows.
pub(super) fn is_apposed(
    context: &Context<'_>,
    start: usize,
    least: usize,
    name: TokenRange,
) -> bool {
    if is_definite(context, start, least) {
        return true;
    }
    let word = |at: usize| context.document.word(TokenId::new(at));
    is_closed(context, name)
        && determiner(context, start, least).is_some_and(|at| is_loose(word(at)))
}

/// Whether nothing but the name follows: a sign or the end of the sentence.
pub(super) fn is_closed(context: &Context<'_>, name: TokenRange) -> bool {
    let document = context.document;
    name.end() == document.sentence(TokenId::new(name.start())).tokens.end()
        || matches!(
            document.word(TokenId::new(name.end())),
            "," | "." | ";" | ":" | "(" | ")" | "—" | "–"
        )
}

/// Whether a word before an office leaves open whose it is, or which.
fn is_loose(word: &str) -> bool {
    ["its", "whose", "their", "his", "her", "a", "an"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// The word before an office and what narrows it: "its former envoy".
fn determiner(context: &Context<'_>, start: usize, least: usize) -> Option<usize> {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let mut at = start;
    while at > least {
        at -= 1;
        if is_loose(word(at)) {
            return Some(at);
        }
        if !IDLE.iter().any(|it| it.eq_ignore_ascii_case(word(at))) {
            return None;
        }
    }
    None
}

/// The state or body that "its" or "whose" at a token goes back to: the last one named before it,
/// or the first of the sentence before.
pub(super) fn owner(context: &Context<'_>, at: usize) -> Option<TokenRange> {
    let document = context.document;
    let id = TokenId::new(at);
    let sentence = document.sentence(id).tokens;
    let names = |range: TokenRange| {
        let first = document.names().partition_point(|it| it.tokens.start() < range.start());
        let end = document.names().partition_point(|it| it.tokens.start() < range.end());
        document.names()[first..end].iter().map(|it| it.tokens)
    };
    let here = names(TokenRange::new(sentence.start(), at));
    let before = || {
        // "Its envoy came": of whom the sentence before told.
        if at > sentence.start() {
            return None;
        }
        let index = document.sentence_index(id).checked_sub(1)?;
        names(document.sentences()[index].tokens).find(|it| is_body(context, *it))
    };
    here.rev().find(|it| is_body(context, *it)).or_else(before)
}

/// Whether a name is one of a state or an organization.
pub(super) fn is_body(context: &Context<'_>, name: TokenRange) -> bool {
    let document = context.document;
    let kind = name.first().and_then(|it| document.name_at(it)).map(|it| it.kind);
    // "Chad" may be a man, too.
    kind == Some(NameKind::Organization)
        || matches!(kind, Some(NameKind::Location | NameKind::Person))
            && context.gazetteer.state_named(document.text_of(name)).is_some()
}

/// Whether a phrase that a comma parts from a name belongs to it: a state or "the" leads it.
fn is_definite(context: &Context<'_>, start: usize, least: usize) -> bool {
    let word = |at: usize| context.document.word(TokenId::new(at));
    if word(start).eq_ignore_ascii_case("the") {
        return true;
    }
    // "Kenya's new finance minister,".
    let mut start = start;
    while start > least && IDLE.iter().any(|it| it.eq_ignore_ascii_case(word(start - 1))) {
        if word(start - 1).eq_ignore_ascii_case("the") {
            return true;
        }
        start -= 1;
    }
    // "the prime minister and foreign minister,".
    if start > least + 1
        && matches!(word(start - 1), "and" | "&")
        && let Some(other) = title_before(context, start - 1, least)
    {
        return is_definite(context, extend_left(context, other, least), least);
    }
    start > least
        && (name_ending_at(context, start).is_some()
            || matches!(word(start - 1), "'s" | "’s")
            || context.gazetteer.state_named(word(start - 1)).is_some())
}
