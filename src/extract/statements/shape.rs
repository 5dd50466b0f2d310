//! The shape of what is said: without the cue, the speaker, and the marks around it.

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};

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

/// Tokens that may follow a cue at the end of a sentence: "NAME told reporters in Oslo on Friday."
const TAIL: usize = 22;
/// Tokens that what is said before the cue has at least.
const LEAST: usize = 4;

/// What stands before ", NAME said …" at the end of a sentence: all of it was said.
pub(super) fn before_tail(
    context: &Context<'_>,
    verb: TokenId,
    speaker: TokenId,
) -> Option<TokenRange> {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let phrase = if document.token(speaker).head == Some(verb) {
        document.subtree(speaker)
    } else {
        TokenRange::of(speaker)
    };
    // The subtree of a speaker may run over what is said, where the tree is wrong.
    let reach = phrase.start().max(verb.index().min(speaker.index()).saturating_sub(TAIL));
    let start = reach.min(verb.index());
    let comma = (sentence.start()..=start.max(sentence.start()))
        .rev()
        .take(4)
        .map(TokenId::new)
        .find(|&id| matches!(document.word(id), "," | "”" | "\"" | "—" | "–" | "?" | "!"))?;
    let end = comma.index() + usize::from(matches!(document.word(comma), "”" | "\""));
    if end < sentence.start() + LEAST || sentence.end() - verb.index() > TAIL {
        return None;
    }
    let tail = TokenRange::new(verb.index() + 1, sentence.end());
    let says_more = tail.iter().any(|id| {
        let token = document.token(id);
        let clause = matches!(token.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
            && !in_relative(context, id, verb);
        clause || matches!(document.word(id), "“" | ":" | "that")
    });
    // A verb before the comma makes it a clause, not "In Oslo, NAME said".
    let has_verb = TokenRange::new(sentence.start(), end)
        .iter()
        .any(|id| matches!(document.token(id).upos, Upos::Verb | Upos::Auxiliary));
    let quoted = matches!(document.word(comma), "”" | "\"");
    (!says_more && (has_verb || quoted)).then(|| TokenRange::new(sentence.start(), end))
}

/// Whether a verb stands in a clause that describes someone: "NAME, who chairs the talks".
fn in_relative(context: &Context<'_>, id: TokenId, limit: TokenId) -> bool {
    let document = context.document;
    std::iter::once(id)
        .chain(document.ancestors(id))
        .take_while(|&it| it != limit)
        .any(|it| matches!(document.token(it).relation, Relation::AclRelcl | Relation::Acl))
}

/// What is said after a cue, to the end of the sentence unless a further clause begins there.
pub(super) fn to_the_end(context: &Context<'_>, verb: TokenId, clause: TokenRange) -> TokenRange {
    let document = context.document;
    if clause.start() < verb.index() {
        return clause;
    }
    let sentence = document.sentence(verb).tokens;
    let rest = TokenRange::new(clause.end().min(sentence.end()), sentence.end());
    // What hangs from the cue itself, or from above it, is not said.
    let other = rest.iter().find(|&id| {
        let token = document.token(id);
        token.upos == Upos::Verb
            && matches!(
                token.relation,
                Relation::Conj | Relation::Parataxis | Relation::Advcl | Relation::Root
            )
            && token.head.is_none_or(|head| !clause.has(head))
    });
    match other {
        Some(other) => {
            let start = document.subtree(other).start();
            if start > clause.end() { TokenRange::new(clause.start(), start) } else { clause }
        }
        None => TokenRange::new(clause.start(), sentence.end()),
    }
}
