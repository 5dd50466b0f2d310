//! Whom those act for who are told by whose they are.
//!
//! Finds: `his spokesman NAME`, `Okwuosa's special adviser, NAME`, `NAME, her deputy` (the state or body of the one
//! whose they are).
//! Leaves: `his brother NAME`, `his counterpart NAME`.

use crate::extract::{ActorDraft, Context, Draft};
use crate::nlp::{TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};

use super::is_office_head;

/// Tokens between whose they are and their name at most: "her special envoy for the region,".
const REACH: usize = 7;

/// Gives those of whom nothing else tells whom they act for what those act for whose they are. What is extracted does
/// not depend on it.
pub(in crate::extract) fn add_served(context: &Context<'_>, draft: &mut Draft) {
    let found: Vec<(usize, Vec<String>)> = (0..draft.actors.len())
        .filter(|&it| {
            draft.actors[it].kind == ActorKind::Person && draft.actors[it].affiliations.is_empty()
        })
        .filter_map(|it| Some((it, served(context, draft, it)?)))
        .collect();
    for (at, served) in found {
        draft.actors[at].affiliations = served;
    }
}

/// Whom a person acts for by whose he is.
fn served(context: &Context<'_>, draft: &Draft, at: usize) -> Option<Vec<String>> {
    let document = context.document;
    let chief = draft.actors[at].mentions.iter().find_map(|&mention| {
        let name = document.tokens_in(mention);
        before(context, draft, name).or_else(|| after(context, draft, name))
    })?;
    let ActorDraft { kind, name, affiliations, .. } = &draft.actors[chief.index()];
    let own = chief.index() == at;
    let served = if *kind == ActorKind::Person { affiliations.clone() } else { vec![name.clone()] };
    (!own && !served.is_empty()).then_some(served)
}

/// Whose somebody is by the words before the name.
fn before(context: &Context<'_>, draft: &Draft, name: TokenRange) -> Option<ActorRef> {
    let document = context.document;
    let first = name.first()?;
    let least = document.sentence(first).tokens.start();
    let start = name.start();
    let comma = start > least && document.word(TokenId::new(start - 1)) == ",";
    let end = if comma { start - 1 } else { start };
    let whose = (least..end).rev().take(REACH).map(TokenId::new).find(|&it| is_whose(context, it));
    let whose = whose?;
    let office = TokenRange::new(whose.index() + 1, end);
    is_office(context, office).then(|| owner(draft, context, whose)).flatten()
}

/// Whose somebody is by the words after the name: "NAME, his spokesman,".
fn after(context: &Context<'_>, draft: &Draft, name: TokenRange) -> Option<ActorRef> {
    let document = context.document;
    let limit = document.sentence(name.first()?).tokens.end();
    let whose = TokenId::new(name.end() + 1);
    let is_told = whose.index() < limit
        && document.word(TokenId::new(name.end())) == ","
        && document.token(whose).xpos == Xpos::PrpS;
    if !is_told {
        return None;
    }
    let is_end = |at: &usize| matches!(document.word(TokenId::new(*at)), "," | ".");
    let end = (whose.index() + 1..limit).take(REACH).find(is_end)?;
    let office = TokenRange::new(whose.index() + 1, end);
    is_office(context, office).then(|| owner(draft, context, whose)).flatten()
}

/// Whether a token tells whose the next ones are: "his", the end of "Okwuosa's".
fn is_whose(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.token(id).xpos == Xpos::PrpS || matches!(document.word(id), "'s" | "’s" | "'" | "’")
}

/// Whether some words are one office, and nothing else.
fn is_office(context: &Context<'_>, words: TokenRange) -> bool {
    let document = context.document;
    let mut heads = words.iter().filter(|&it| is_office_head(document.word(it)));
    let is_plain = words.iter().all(|it| {
        matches!(
            document.token(it).upos,
            Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Adposition | Upos::Punctuation
        ) && document.word(it) != ","
            || matches!(document.word(it), "the" | "and")
    });
    is_plain && heads.next().is_some()
}

/// Whom a word that tells whose something is means.
fn owner(draft: &Draft, context: &Context<'_>, whose: TokenId) -> Option<ActorRef> {
    let pronoun = context.document.token(whose).xpos == Xpos::PrpS;
    let at = if pronoun { whose } else { whose.offset(-1)? };
    match draft.references_around(at).next()?.actors[..] {
        [one] => Some(one),
        _ => None,
    }
}
