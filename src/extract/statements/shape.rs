//! The shape of what is said: without the cue, the speaker, and the marks around it.

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos};

/// The tokens of a cue with its speaker and what else belongs to neither side of what is said.
pub(super) fn cue_clause(context: &Context<'_>, verb: TokenId, speaker: TokenId) -> TokenRange {
    let document = context.document;
    let mut range = TokenRange::of(verb);
    let sentence = document.sentence(verb).tokens;
    // The speaker stands in another clause where the cue is controlled: "agreed to say".
    if document.token(speaker).head == Some(verb) {
        range = range.cover(document.subtree(speaker));
    }
    for child in document.children(verb) {
        let relation = document.token(child).relation;
        let belongs = matches!(
            relation,
            Relation::Aux
                | Relation::AuxPass
                | Relation::Advmod
                | Relation::Obl
                | Relation::OblUnmarked
                | Relation::Obj
                | Relation::Iobj
                | Relation::OblAgent
                | Relation::CompoundPrt
        );
        if belongs && sentence.has(child) && document.subtree(child).len() < 15 {
            range = range.cover(document.subtree(child));
        }
    }
    range
}

/// The parts of `range` outside `hole`.
pub(super) fn without(range: TokenRange, hole: TokenRange) -> Vec<TokenRange> {
    if !range.overlaps(hole) {
        return vec![range];
    }
    let mut parts = Vec::new();
    if range.start() < hole.start() {
        parts.push(TokenRange::new(range.start(), hole.start()));
    }
    if hole.end() < range.end() {
        parts.push(TokenRange::new(hole.end(), range.end()));
    }
    parts
}

/// Takes "that", commas and stops off the ends of each piece, and drops empty ones.
pub(super) fn trim(context: &Context<'_>, content: &mut Vec<TokenRange>) {
    let document = context.document;
    let is_quote = |word: &str| matches!(word, "“" | "”" | "\"" | "‘" | "’" | "'" | "''" | "``");
    for range in content.iter_mut() {
        let (mut start, mut end) = (range.start(), range.end());
        while start < end {
            let id = TokenId::new(start);
            let word = document.word(id);
            let drops = document.token(id).upos == Upos::Punctuation && !is_quote(word)
                || word.eq_ignore_ascii_case("that")
                    && document.token(id).relation == Relation::Mark
                || ["and", "but"].iter().any(|it| it.eq_ignore_ascii_case(word))
                    && document.token(id).upos == Upos::Coordinator;
            if !drops {
                break;
            }
            start += 1;
        }
        while end > start {
            let id = TokenId::new(end - 1);
            let word = document.word(id);
            if document.token(id).upos != Upos::Punctuation || is_quote(word) || word == "." {
                break;
            }
            end -= 1;
        }
        *range = TokenRange::new(start, end);
    }
    content.retain(|range| range.iter().any(|id| document.token(id).upos != Upos::Punctuation));
}

/// The words of a phrase, as far as it is one: without clauses that describe it.
pub(super) fn phrase(context: &Context<'_>, head: TokenId) -> String {
    let document = context.document;
    let whole = document.subtree(head);
    let end = document
        .children(head)
        .filter(|&child| {
            child > head
                && matches!(
                    document.token(child).relation,
                    Relation::AclRelcl
                        | Relation::Acl
                        | Relation::Punct
                        | Relation::Parataxis
                        | Relation::Appos
                        | Relation::Advcl
                )
        })
        .map(|child| document.subtree(child).start())
        .filter(|&start| start > head.index())
        .min()
        .unwrap_or(whole.end());
    let range = TokenRange::new(whole.start(), end.max(head.index() + 1));
    document.text_of(range).split_whitespace().collect::<Vec<_>>().join(" ")
}
